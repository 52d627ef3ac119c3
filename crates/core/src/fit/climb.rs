//! The greatest likelihood within bounds, iteration by iteration.
//!
//! Fisher's scoring, damped as by Levenberg and Marquardt: rows are binomials, so that the
//! expected information needs first derivatives of exposures only, is never indefinite, and
//! makes steps that are good from afar. A coordinate at a bound towards which the likelihood
//! rises is left there. What is held is a penalty so stiff that it is met to some 10⁻⁶ of a
//! standard error; and whatever is met exactly lies on its profile all the same, as no other
//! place with the same value has a greater likelihood.

use super::forms::form::{MOST, Point};
use super::problem::{Hold, Problem};
use crate::number::math::expm1;

/// Iterations after which it is given up.
const MOST_ITERATIONS: u32 = 200;

/// What may still be gained in log-likelihood when a climb ends.
const TOLERANCE: f64 = 1e-9;

/// How many times the information of all trials the penalty has.
const STIFF: f64 = 1e6;

pub(super) type Matrix = [[f64; MOST]; MOST];

/// A climb under way.
#[derive(Clone, Debug)]
pub(super) struct Climb {
    pub(super) point: Point,
    /// The log-likelihood there, without the penalty.
    pub(super) likelihood: f64,
    height: f64,
    hold: Option<Hold>,
    damping: f64,
    iterations: u32,
    /// What Newton's step promises still, in log-likelihood.
    pub(super) left: f64,
    pub(super) done: bool,
}

/// The slope and the expected information of the likelihood.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Slope {
    pub(super) gradient: [f64; MOST],
    pub(super) information: Matrix,
}

impl Climb {
    pub(super) fn new(problem: &Problem, start: Point, hold: Option<Hold>) -> Self {
        let point = problem.legal(start);
        let likelihood = problem.likelihood(&point);
        let mut climb = Self {
            point,
            likelihood,
            height: 0.0,
            hold,
            damping: 1e-3,
            iterations: 0,
            left: f64::INFINITY,
            done: false,
        };
        climb.height = climb.height_of(problem, &point, likelihood);
        climb.done = !climb.height.is_finite();
        climb
    }

    /// Whether nothing more is to be gained.
    pub(super) fn converged(&self) -> bool {
        self.left.abs() < 1e-6
    }

    fn height_of(&self, problem: &Problem, point: &Point, likelihood: f64) -> f64 {
        let penalty = |target: f64, hold: &Hold| {
            let off = problem.held(hold, point) - target;
            0.5 * stiffness(problem) * off * off
        };
        let height = match &self.hold {
            Some(hold @ (Hold::Reading(_, target) | Hold::Level(_, target))) => {
                likelihood - penalty(*target, hold)
            }
            _ => likelihood,
        };
        if height.is_nan() { f64::NEG_INFINITY } else { height }
    }

    /// One iteration; what it took, in exposures.
    pub(super) fn advance(&mut self, problem: &Problem) -> u64 {
        if self.done {
            return 0;
        }
        self.iterations += 1;
        let dimensions = problem.dimensions();
        let mut slope = slope(problem, &self.point);
        let mut work = (2 * dimensions as u64 + 1) * problem.rows.len() as u64;
        if let Some(hold @ (Hold::Reading(_, target) | Hold::Level(_, target))) = &self.hold {
            let off = target - problem.held(hold, &self.point);
            let along = gradient_of(problem, &self.point, &|point| problem.held(hold, point));
            let stiff = stiffness(problem);
            for i in 0..dimensions {
                slope.gradient[i] += stiff * off * along[i];
                for j in 0..dimensions {
                    slope.information[i][j] += stiff * along[i] * along[j];
                }
            }
        }
        let free = self.free(problem, &slope);
        let newton = solve(&slope, &free, 1e-12);
        self.left = dot(&newton, &slope.gradient) / 2.0;
        if self.left.abs() < TOLERANCE {
            self.done = true;
            return work;
        }
        let before = self.height;
        let mut climbed = false;
        for _ in 0..14 {
            let mut step = solve(&slope, &free, self.damping);
            // No coordinate leaves where its slope was taken by far.
            let longest = step.iter().fold(0.0_f64, |most, it| most.max(it.abs()));
            if longest > 3.0 {
                step = step.map(|it| it * 3.0 / longest);
            }
            let mut next = self.point;
            for (value, by) in next.iter_mut().zip(step) {
                *value += by;
            }
            let next = problem.legal(next);
            let likelihood = problem.likelihood(&next);
            let height = self.height_of(problem, &next, likelihood);
            work += problem.rows.len() as u64;
            if height > self.height {
                (self.point, self.likelihood, self.height) = (next, likelihood, height);
                self.damping = (self.damping / 8.0).max(1e-9);
                climbed = true;
                break;
            }
            self.damping = (self.damping * 6.0).min(1e12);
        }
        let gain = self.height - before;
        if !climbed || self.iterations >= MOST_ITERATIONS {
            self.done = true;
        } else if gain < 1e-13 * self.height.abs() {
            // Rounding is reached: no more is seen of what is left.
            self.done = self.left.abs() < 1e-6;
        }
        work
    }

    /// Coordinates that may move.
    fn free(&self, problem: &Problem, slope: &Slope) -> [bool; MOST] {
        let mut free = [false; MOST];
        for (axis, &(low, high)) in problem.bounds.iter().enumerate() {
            let held = matches!(self.hold, Some(Hold::Axis(it)) if it == axis);
            let rises = slope.gradient[axis];
            free[axis] = !held
                && !(self.point[axis] <= low && rises <= 0.0)
                && !(self.point[axis] >= high && rises >= 0.0);
        }
        free
    }
}

fn stiffness(problem: &Problem) -> f64 {
    STIFF * problem.rows.iter().map(super::sample::Row::trials).sum::<f64>().max(1.0)
}

fn dot(a: &[f64; MOST], b: &[f64; MOST]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The derivative of a function of the point by each coordinate, within bounds.
pub(super) fn gradient_of(
    problem: &Problem,
    point: &Point,
    value: &dyn Fn(&Point) -> f64,
) -> [f64; MOST] {
    let mut gradient = [0.0; MOST];
    for (axis, slope) in gradient.iter_mut().enumerate().take(problem.dimensions()) {
        let (below, above) = beside(problem, point, axis);
        *slope = (value(&above) - value(&below)) / (above[axis] - below[axis]);
    }
    gradient
}

/// Two places on both sides of a point, within bounds.
fn beside(problem: &Problem, point: &Point, axis: usize) -> (Point, Point) {
    let (low, high) = problem.bounds[axis];
    let reach = 1e-5 * (high - low).min(1.0);
    let (mut below, mut above) = (*point, *point);
    below[axis] = (point[axis] - reach).max(low);
    above[axis] = (point[axis] + reach).min(high);
    (below, above)
}

/// The slope of the likelihood at a point.
pub(super) fn slope(problem: &Problem, point: &Point) -> Slope {
    let dimensions = problem.dimensions();
    let mut at = Vec::with_capacity(problem.rows.len());
    problem.exposures(point, &mut at);
    let mut rates = vec![[0.0; MOST]; at.len()];
    let (mut low, mut high) = (Vec::new(), Vec::new());
    for axis in 0..dimensions {
        let (below, above) = beside(problem, point, axis);
        problem.exposures(&below, &mut low);
        problem.exposures(&above, &mut high);
        let width = above[axis] - below[axis];
        for (rate, (low, high)) in rates.iter_mut().zip(low.iter().zip(&high)) {
            rate[axis] = (high - low) / width;
        }
    }
    let mut slope = Slope::default();
    for ((row, &exposure), rate) in problem.rows.iter().zip(&at).zip(&rates) {
        // d ℓ/dΛ = −s + f/(e^Λ − 1); information n/(e^Λ − 1).
        let odds = expm1(exposure);
        if rate.iter().any(|it| !it.is_finite()) {
            continue;
        }
        // Before the origin nothing fails, and there is no chance to tell of.
        let (rises, weight) = if odds < 1e-290 {
            (-row.successes, 0.0)
        } else {
            (row.failures / odds - row.successes, row.trials() / odds)
        };
        for i in 0..dimensions {
            slope.gradient[i] += rises * rate[i];
            for j in 0..=i {
                slope.information[i][j] += weight * rate[i] * rate[j];
            }
        }
    }
    for i in 0..dimensions {
        for j in i + 1..dimensions {
            slope.information[i][j] = slope.information[j][i];
        }
    }
    slope
}

/// The step of the free coordinates: (I + damping·diag I)⁻¹·gradient, by Gauss's elimination
/// of rows scaled to a diagonal of 1.
pub(super) fn solve(slope: &Slope, free: &[bool; MOST], damping: f64) -> [f64; MOST] {
    let scale: [f64; MOST] = core::array::from_fn(|i| {
        let own = slope.information[i][i];
        if free[i] && own > 1e-200 { 1.0 / own.sqrt() } else { 0.0 }
    });
    let mut rows = [[0.0; MOST + 1]; MOST];
    for i in 0..MOST {
        for j in 0..MOST {
            rows[i][j] = slope.information[i][j] * scale[i] * scale[j];
        }
        rows[i][i] = 1.0 + damping;
        rows[i][MOST] = slope.gradient[i] * scale[i];
    }
    for i in 0..MOST {
        // The matrix is positive: no row need be exchanged.
        let pivot = rows[i][i].max(1e-14);
        for j in i + 1..MOST {
            let factor = rows[j][i] / pivot;
            for k in i..=MOST {
                rows[j][k] -= factor * rows[i][k];
            }
        }
    }
    let mut step = [0.0; MOST];
    for i in (0..MOST).rev() {
        let known: f64 = (i + 1..MOST).map(|j| rows[i][j] * step[j]).sum();
        step[i] = (rows[i][MOST] - known) / rows[i][i].max(1e-14);
    }
    core::array::from_fn(|i| step[i] * scale[i])
}

/// The variance of a reading by the information: ∇ᵀ I⁻¹ ∇ over the free coordinates.
pub(super) fn variance(problem: &Problem, point: &Point, hold: &Hold) -> f64 {
    let slope = slope(problem, point);
    let along = match *hold {
        Hold::Axis(axis) => core::array::from_fn(|i| f64::from(u8::from(i == axis))),
        _ => gradient_of(problem, point, &|point| problem.held(hold, point)),
    };
    let mut free = [false; MOST];
    for (axis, &(low, high)) in problem.bounds.iter().enumerate() {
        free[axis] = point[axis] > low && point[axis] < high;
    }
    if let Hold::Axis(axis) = *hold {
        free[axis] = true;
    }
    let with = Slope {
        gradient: along,
        ..slope
    };
    dot(&solve(&with, &free, 1e-9), &along)
}
