//! One end of a profile-likelihood interval, climb by climb.
//!
//! The profile of a reading is the greatest likelihood that a curve has with the reading held;
//! its interval holds every value whose profile lies within half a quantile of chi-square
//! (with one degree of freedom) of the top. A walk leaves the estimate on one side, holds the
//! reading farther and farther away, and closes in on where √(2·(top − profile)) is the
//! quantile's root, on which scale profiles are about straight.

use super::climb::{Climb, leaning};
use super::forms::form::{Point, Reading};
use super::problem::{Hold, Problem};
use bounceback_core::number::math::{exp, ln};

/// How close to the quantile's root an end is, as a share of it.
const CLOSE: f64 = 3e-4;

/// Places that are tried before a walk ends where it is.
const MOST_TRIES: u32 = 40;

/// The symbol of a curve's limit.
const LIMIT: &str = "π";

/// What a profile is of.
#[derive(Clone, Copy, Debug)]
pub(super) enum Subject {
    /// A reading, on its scale.
    Reading(&'static Reading),
    /// A coordinate.
    Axis(usize),
    /// The logarithm of the length, in steps, at which −ln P is so much.
    Horizon(f64),
    /// The logarithm of −ln P at a length in steps: a place of the curve.
    Level(f64),
}

/// An end found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End {
    /// Here, on the subject's scale.
    At(f64),
    /// The profile is flat as far as the subject goes: no end.
    Open,
}

/// A walk under way.
#[derive(Clone, Debug)]
pub(super) struct Walk {
    subject: Subject,
    /// The top: the estimate and its log-likelihood.
    from: f64,
    top: f64,
    /// √ of the quantile.
    root: f64,
    side: f64,
    /// The farthest that the subject goes on this side.
    last: f64,
    /// Nearest places known to be within, and beyond, with their roots.
    within: (f64, f64),
    beyond: Option<(f64, f64)>,
    /// A climb at a place, and where the last one within ended.
    at: f64,
    climb: Climb,
    near: Point,
    tries: u32,
    /// The end that was found, while the farthest place is tried as well.
    checking: Option<f64>,
    pub(super) end: Option<End>,
    /// A place with a greater likelihood than the top, if one was met.
    pub(super) better: Option<Climb>,
}

impl Walk {
    /// A walk from an estimate at a point, downwards (−1) or upwards (1).
    pub(super) fn new(
        problem: &Problem,
        subject: Subject,
        point: Point,
        top: f64,
        root: f64,
        side: f64,
    ) -> Self {
        let (low, high) = range(problem, subject);
        // What is never reached is as good as far away.
        let from = estimate(problem, subject, &point).min(high);
        let last = if side > 0.0 { high } else { low };
        let mut walk = Self {
            subject,
            from,
            top,
            root,
            side,
            last,
            within: (from, 0.0),
            beyond: None,
            at: from,
            climb: Climb::new(problem, point),
            near: point,
            tries: 0,
            checking: None,
            end: None,
            better: None,
        };
        if !from.is_finite() || (last - from) * side <= 0.0 {
            walk.end = Some(End::Open);
        } else {
            let far = match subject {
                // From a curve that never gets there none that does is near: begin anew.
                Subject::Horizon(exposure) if from >= high => {
                    let at = ln(problem.frame.longest) + 1.0;
                    walk.near = anew(problem, &hold(subject, at), exposure, point);
                    at
                }
                _ => {
                    let reach = error(problem, subject, &point, from) * root;
                    from + side * reach.clamp(1e-9, 4.0)
                }
            };
            walk.go(problem, far);
        }
        walk
    }

    /// Begins a climb with the subject held at a place.
    fn go(&mut self, problem: &Problem, at: f64) {
        let at = if (self.last - at) * self.side <= 0.0 {
            self.last
        } else {
            at
        };
        self.at = at;
        let hold = hold(self.subject, at);
        self.climb = Climb::holding(problem, self.near, Some(hold));
        // Leaning to where the top will be is nearer, where it is legal at all.
        let (lean, _) = leaning(problem, &self.near, &hold);
        let by = hold.target() - problem.held(&hold, &self.near);
        let start = core::array::from_fn(|i| self.near[i] + lean[i] * by);
        let leant = Climb::holding(problem, start, Some(hold));
        if leant.likelihood > self.climb.likelihood {
            self.climb = leant;
        }
    }

    /// One iteration of the climb at hand; what it took.
    pub(super) fn advance(&mut self, problem: &Problem) -> u64 {
        if self.end.is_some() {
            return 0;
        }
        let mut work = self.climb.advance(problem).max(1);
        if self.climb.done {
            self.arrive(problem);
            work += (2 * problem.dimensions() as u64 + 4) * problem.rows.len() as u64;
        }
        work
    }

    /// Judges a place, and goes on to the next.
    fn arrive(&mut self, problem: &Problem) {
        self.tries += 1;
        let fallen = self.top - self.climb.likelihood;
        if fallen < -1e-5 {
            self.better = Some(self.climb.clone());
            self.end = Some(End::Open);
            return;
        }
        // What can't be met is beyond: its likelihood is −∞.
        let fallen = (2.0 * fallen.max(0.0)).sqrt();
        if let Some(found) = self.checking {
            self.end = Some(if fallen < self.root {
                End::Open
            } else {
                End::At(found)
            });
            return;
        }
        if (fallen - self.root).abs() < CLOSE * self.root {
            self.found(problem, self.at);
            return;
        }
        if fallen < self.root {
            self.within = (self.at, fallen);
            self.near = self.climb.point;
            if self.at == self.last {
                self.end = Some(End::Open);
                return;
            }
        } else {
            self.beyond = Some((self.at, fallen));
        }
        if let Some(next) = self.next() {
            self.go(problem, next);
            return;
        }
        // Where it ends because nothing farther can be met, data don't end it.
        let open = self.beyond.is_none_or(|it| it.1.is_infinite());
        if open {
            self.end = Some(End::Open);
        } else {
            self.found(problem, self.within.0);
        }
    }

    /// Ends here, unless it is a horizon that may as well never come: as the limit of a curve
    /// nears a share its horizon goes beyond all that numbers can hold, so that curves with
    /// the share for their limit are asked, or where there is no limit those that reach the
    /// share farthest away.
    fn found(&mut self, problem: &Problem, at: f64) {
        match self.subject {
            Subject::Horizon(exposure) if self.side > 0.0 => {
                self.checking = Some(at);
                let mut readings = problem.form.readings.iter();
                let limit = readings
                    .find(|it| it.symbol == LIMIT)
                    .and_then(|it| it.axis);
                let hold = match limit {
                    Some(axis) => Hold::Axis(axis, exp(-exposure)),
                    None => hold(self.subject, self.last),
                };
                let start = anew(problem, &hold, exposure, self.near);
                self.climb = Climb::holding(problem, start, Some(hold));
            }
            _ => self.end = Some(End::At(at)),
        }
    }

    /// Where to look next; nothing where it is as close as it gets.
    fn next(&self) -> Option<f64> {
        if self.tries > MOST_TRIES {
            return None;
        }
        let (inner, low) = self.within;
        let Some((outer, high)) = self.beyond else {
            // By the slope so far; not much farther at once.
            let slope = (inner - self.from) / low.max(1e-3 * self.root);
            let step = (self.root - low) * slope;
            let gone = (inner - self.from).abs();
            return Some(inner + self.side * step.abs().clamp(0.05 * gone, 3.0 * gone));
        };
        if (outer - inner).abs() <= 1e-9 * (1.0 + inner.abs()) {
            return None;
        }
        let share = (self.root - low) / (high - low);
        // Half the way now and then, where the profile is bent.
        let share = if !high.is_finite() || self.tries.is_multiple_of(4) {
            0.5
        } else {
            share
        };
        Some(inner + (outer - inner) * share.clamp(0.02, 0.98))
    }
}

/// The best of the usual starts that meet a hold; a given one where none does.
fn anew(problem: &Problem, hold: &Hold, exposure: f64, point: Point) -> Point {
    let mut best = (f64::NEG_INFINITY, point);
    for start in problem.starts(ln(exposure), 0.0) {
        let climb = Climb::holding(problem, start, Some(*hold));
        if climb.likelihood > best.0 {
            best = (climb.likelihood, climb.point);
        }
    }
    best.1
}

/// The standard error of a subject, as the information has it; some guess where it has none.
fn error(problem: &Problem, subject: Subject, point: &Point, from: f64) -> f64 {
    let error = match subject {
        Subject::Horizon(exposure) => {
            // By how much the curve's place there varies, and how steep it is.
            let at = exp(from);
            let (_, spread) = leaning(problem, point, &Hold::Level(at, ln(exposure)));
            let steep = problem.exposure(point, at * 1.01) / problem.exposure(point, at);
            spread / (ln(steep) / 0.01).max(0.05)
        }
        _ => leaning(problem, point, &hold(subject, from)).1,
    };
    if error.is_finite() && error > 1e-12 {
        error.min(2.0)
    } else {
        0.5
    }
}

fn hold(subject: Subject, at: f64) -> Hold {
    match subject {
        Subject::Reading(reading) => match reading.axis {
            Some(axis) => Hold::Axis(axis, at),
            None => Hold::Reading(reading, at),
        },
        Subject::Axis(axis) => Hold::Axis(axis, at),
        Subject::Horizon(exposure) => Hold::Level(exp(at), ln(exposure)),
        Subject::Level(steps) => Hold::Level(steps, at),
    }
}

/// The subject at a point, on its scale.
pub(super) fn estimate(problem: &Problem, subject: Subject, point: &Point) -> f64 {
    match subject {
        Subject::Reading(reading) => (reading.on_scale)(&problem.frame, point),
        Subject::Axis(axis) => point[axis],
        Subject::Horizon(exposure) => ln(horizon(problem, point, exposure)),
        Subject::Level(steps) => problem.held(&Hold::Level(steps, 0.0), point),
    }
}

fn range(problem: &Problem, subject: Subject) -> (f64, f64) {
    match subject {
        Subject::Reading(reading) => (reading.range)(&problem.frame),
        Subject::Axis(axis) => problem.bounds[axis],
        Subject::Horizon(_) => (
            ln(problem.frame.shortest) - 30.0,
            ln(problem.frame.longest) + 30.0,
        ),
        Subject::Level(_) => (-60.0, 60.0),
    }
}

/// The length in steps at which the exposure is so much: by halving; infinite where it never
/// is, as far as 10¹⁶ times the longest length tells.
pub(super) fn horizon(problem: &Problem, point: &Point, exposure: f64) -> f64 {
    let origin = problem.origin(point);
    let at = |log: f64| origin + exp(log);
    let beyond = |log: f64| problem.exposure(point, at(log)) >= exposure;
    let (mut low, mut high) = (
        ln(problem.frame.shortest) - 40.0,
        ln(problem.frame.longest) + 37.0,
    );
    if !beyond(high) {
        return f64::INFINITY;
    }
    while high - low > 1e-12 * (1.0 + low.abs()) {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if beyond(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
    at(f64::midpoint(low, high))
}
