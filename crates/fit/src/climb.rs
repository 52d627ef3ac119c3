//! The greatest likelihood within bounds, iteration by iteration.
//!
//! Fisher's scoring, damped as by Levenberg and Marquardt: rows are binomials, so that the
//! expected information needs first derivatives of exposures only, is never indefinite, and
//! makes steps that are good from afar. A coordinate at a bound towards which the likelihood
//! rises is left there. Where something is held, one coordinate is found for it at every place,
//! and the others are scored as those of the smaller family of curves that is left.

use super::forms::form::{MOST, Point};
use super::problem::{Hold, Problem};
use bounceback_core::number::math::expm1;

/// Iterations after which it is given up.
const MOST_ITERATIONS: u32 = 200;
const MOST_HELD: u32 = 60;

/// What may still be gained in log-likelihood when a climb ends; of one with something held.
const TOLERANCE: f64 = 1e-9;
const ROUGH: f64 = 1e-7;

pub(super) type Matrix = [[f64; MOST]; MOST];

/// A climb under way.
#[derive(Clone, Debug)]
pub(super) struct Climb {
    pub(super) point: Point,
    /// The log-likelihood there.
    pub(super) likelihood: f64,
    hold: Option<Hold>,
    damping: f64,
    iterations: u32,
    polished: u32,
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
    pub(super) fn new(problem: &Problem, start: Point) -> Self {
        Self::holding(problem, start, None)
    }

    /// With something held. Where it can't be met from the start, there is no likelihood.
    pub(super) fn holding(problem: &Problem, start: Point, hold: Option<Hold>) -> Self {
        let mut climb = Self {
            point: problem.legal(start),
            likelihood: f64::NEG_INFINITY,
            hold,
            damping: 1e-3,
            iterations: 0,
            polished: 0,
            left: f64::INFINITY,
            done: false,
        };
        if climb.meet(problem) {
            climb.likelihood = problem.likelihood(&climb.point);
        }
        climb.done = !climb.likelihood.is_finite();
        climb
    }

    fn meet(&mut self, problem: &Problem) -> bool {
        self.hold
            .as_ref()
            .is_none_or(|hold| problem.meet(hold, &mut self.point))
    }

    /// Whether slope and curvature where it ended say that no more is to be gained.
    pub(super) fn converged(&self, problem: &Problem) -> bool {
        let slope = slope(problem, &self.point);
        let step = solve(&slope, self.free(problem, &slope, None), 1e-12);
        (dot(&step, &slope.gradient) / 2.0).abs() < 1e-6
    }

    /// One iteration; what it took, in exposures.
    pub(super) fn advance(&mut self, problem: &Problem) -> u64 {
        if self.done {
            return 0;
        }
        self.iterations += 1;
        let dimensions = problem.dimensions() as u64;
        let mut work = (2 * dimensions + 1) * problem.rows.len() as u64;
        let mut slope = slope(problem, &self.point);
        let mut found = None;
        if let Some(hold) = &self.hold {
            found = Some(hold.found());
            slope = reduced(problem, &self.point, hold, slope);
            work += 2 * dimensions + 8;
        }
        let free = self.free(problem, &slope, found);
        let newton = solve(&slope, free, 1e-12);
        self.left = dot(&newton, &slope.gradient) / 2.0;
        let tolerance = if self.hold.is_some() {
            ROUGH
        } else {
            TOLERANCE
        };
        if self.left.abs() < tolerance {
            self.polish(problem, &newton);
            return work;
        }
        let before = self.likelihood;
        let mut climbed = false;
        for _ in 0..14 {
            let mut step = solve(&slope, free, self.damping);
            // No coordinate leaves where its slope was taken by far.
            let longest = step.iter().fold(0.0_f64, |most, it| most.max(it.abs()));
            if longest > 3.0 {
                step = step.map(|it| it * 3.0 / longest);
            }
            let mut next = self.point;
            for (value, by) in next.iter_mut().zip(step) {
                *value += by;
            }
            let mut next = problem.legal(next);
            let met = self
                .hold
                .as_ref()
                .is_none_or(|hold| problem.meet(hold, &mut next));
            work += problem.rows.len() as u64 + 8;
            let likelihood = if met {
                problem.likelihood(&next)
            } else {
                f64::NEG_INFINITY
            };
            if likelihood > self.likelihood {
                (self.point, self.likelihood) = (next, likelihood);
                self.damping = (self.damping / 8.0).max(1e-9);
                climbed = true;
                break;
            }
            self.damping = (self.damping * 6.0).min(1e12);
        }
        let gain = self.likelihood - before;
        let most = if self.hold.is_some() {
            MOST_HELD
        } else {
            MOST_ITERATIONS
        };
        // Rounding is reached where no more is seen of what is left.
        self.done = self.iterations >= most
            || !climbed
            || gain < 1e-13 * self.likelihood.abs() && self.left.abs() < 1e-6;
        work
    }

    /// The last step: likelihoods no longer tell whether it is one up, but slopes do. After
    /// a few of them there is no more to gain.
    fn polish(&mut self, problem: &Problem, step: &[f64; MOST]) {
        let mut next = self.point;
        for (value, by) in next.iter_mut().zip(step) {
            *value += by;
        }
        let next = problem.legal(next);
        let likelihood = problem.likelihood(&next);
        let rounding = 1e-12 * (1.0 + self.likelihood.abs());
        self.polished += 1;
        let lower = likelihood.is_nan() || likelihood < self.likelihood - rounding;
        if self.hold.is_some() || self.polished > 3 || lower {
            self.done = true;
        } else {
            (self.point, self.likelihood) = (next, likelihood.max(self.likelihood));
        }
    }

    /// Coordinates that may move.
    fn free(&self, problem: &Problem, slope: &Slope, found: Option<usize>) -> [bool; MOST] {
        let mut free = [false; MOST];
        let most = (0..MOST).fold(0.0_f64, |most, i| most.max(slope.information[i][i]));
        for (axis, &(low, high)) in problem.bounds.iter().enumerate() {
            let rises = slope.gradient[axis];
            // What changes nothing but the last digits is noise.
            let felt = slope.information[axis][axis] > 1e-15 * most;
            free[axis] = found != Some(axis)
                && felt
                && !(self.point[axis] <= low && rises <= 0.0)
                && !(self.point[axis] >= high && rises >= 0.0);
        }
        free
    }
}

fn dot(a: &[f64; MOST], b: &[f64; MOST]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The slope of what is left where one coordinate is found for what is held.
fn reduced(problem: &Problem, point: &Point, hold: &Hold, slope: Slope) -> Slope {
    if matches!(hold, Hold::Axis(..)) {
        return slope;
    }
    let found = hold.found();
    let along = gradient_of(problem, point, &|point| problem.held(hold, point));
    // By how much the coordinate goes back as another goes on.
    let back: [f64; MOST] = core::array::from_fn(|i| {
        let share = along[i] / along[found];
        if share.is_finite() { share } else { 0.0 }
    });
    let mut left = slope;
    for i in 0..MOST {
        left.gradient[i] -= back[i] * slope.gradient[found];
        for j in 0..MOST {
            left.information[i][j] += back[i] * back[j] * slope.information[found][found]
                - back[i] * slope.information[found][j]
                - back[j] * slope.information[i][found];
        }
    }
    left
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
pub(super) fn solve(slope: &Slope, free: [bool; MOST], damping: f64) -> [f64; MOST] {
    let scale: [f64; MOST] = core::array::from_fn(|i| {
        let own = slope.information[i][i];
        if free[i] && own > 1e-200 {
            1.0 / own.sqrt()
        } else {
            0.0
        }
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
            let above = rows[i];
            for (value, above) in rows[j].iter_mut().zip(above).skip(i) {
                *value -= factor * above;
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

/// Where the likelihood's top moves to, by the information, as what is held goes on by so
/// much; and the standard error of what is held.
pub(super) fn leaning(problem: &Problem, point: &Point, hold: &Hold) -> ([f64; MOST], f64) {
    let slope = slope(problem, point);
    let along = gradient_of(problem, point, &|point| problem.held(hold, point));
    // (Coordinates at a bound, too: a walk may lead away from it.)
    let free = core::array::from_fn(|axis| axis < problem.dimensions());
    let with = Slope {
        gradient: along,
        ..slope
    };
    let lean = solve(&with, free, 1e-9);
    let variance = dot(&lean, &along);
    (lean.map(|it| it / variance), variance.sqrt())
}
