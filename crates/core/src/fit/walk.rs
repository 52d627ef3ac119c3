//! One end of a profile-likelihood interval, climb by climb.
//!
//! The profile of a reading is the greatest likelihood that a curve has with the reading held;
//! its interval holds every value whose profile lies within half a quantile of chi-square
//! (with one degree of freedom) of the top. A walk leaves the estimate on one side, holds the
//! reading farther and farther away, and closes in on where √(2·(top − profile)) is the
//! quantile's root, on which scale profiles are about straight.

use super::climb::{Climb, variance};
use super::forms::form::{Point, Reading};
use super::problem::{Hold, Problem};
use crate::number::math::ln;

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
        let reach = match subject {
            Subject::Horizon(exposure) => {
                // By how much the curve's place there varies, and how steep it is.
                let at = crate::number::math::exp(from);
                let spread = variance(problem, &point, &Hold::Level(at, ln(exposure))).sqrt();
                let steep = problem.exposure(&point, at * 1.01) / problem.exposure(&point, at);
                spread / (ln(steep) / 0.01).max(0.05)
            }
            _ => variance(problem, &point, &hold(subject, from)).sqrt(),
        };
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
            climb: Climb::new(problem, point, None),
            near: point,
            tries: 0,
            end: None,
            better: None,
        };
        if !from.is_finite() || (last - from) * side <= 0.0 {
            walk.end = Some(End::Open);
        } else {
            let reach = if reach.is_finite() && reach > 1e-12 {
                (reach * root).clamp(1e-9, 4.0)
            } else {
                0.5
            };
            walk.go(problem, from + side * reach);
        }
        walk
    }

    /// Begins a climb with the subject held at a place.
    fn go(&mut self, problem: &Problem, at: f64) {
        let at = if (self.last - at) * self.side <= 0.0 { self.last } else { at };
        self.at = at;
        let mut start = self.near;
        let hold = hold(self.subject, at);
        if let Hold::Axis(axis) = hold {
            start[axis] = at;
        }
        self.climb = Climb::new(problem, start, Some(hold));
    }

    /// One iteration of the climb at hand; what it took.
    pub(super) fn advance(&mut self, problem: &Problem) -> u64 {
        if self.end.is_some() {
            return 0;
        }
        let work = self.climb.advance(problem).max(1);
        if self.climb.done {
            self.arrive(problem);
        }
        work
    }

    /// Judges a place, and goes on to the next.
    fn arrive(&mut self, problem: &Problem) {
        let fallen = self.top - self.climb.likelihood;
        if fallen < -1e-5 && self.climb.likelihood.is_finite() {
            self.better = Some(self.climb.clone());
            self.end = Some(End::Open);
            return;
        }
        let at = match self.subject {
            Subject::Reading(_) | Subject::Level(_) => {
                let hold = hold(self.subject, self.at);
                let met = problem.held(&hold, &self.climb.point);
                // Where it can't be met the likelihood there is no profile's.
                if (met - self.at).abs() < 1e-3 * (1.0 + self.at.abs()) { met } else { self.at }
            }
            Subject::Axis(_) | Subject::Horizon(_) => self.at,
        };
        let met = self.is_met(problem);
        let fallen = if met { (2.0 * fallen.max(0.0)).sqrt() } else { f64::INFINITY };
        self.tries += 1;
        if (fallen - self.root).abs() < 1e-5 * self.root {
            self.end = Some(End::At(at));
            return;
        }
        if fallen < self.root {
            self.within = (at, fallen);
            self.near = self.climb.point;
            if self.at == self.last {
                self.end = Some(End::Open);
                return;
            }
        } else {
            self.beyond = Some((at, fallen));
        }
        let (inner, low) = self.within;
        let next = match self.beyond {
            None => {
                // By the slope so far; not much farther at once.
                let slope = (inner - self.from) / low.max(1e-3 * self.root);
                let step = (self.root - low) * slope;
                let least = 0.05 * (inner - self.from).abs();
                inner + self.side * step.abs().clamp(least, 3.0 * (inner - self.from).abs())
            }
            Some((outer, high)) => {
                let closed = (outer - inner).abs() <= 1e-9 * (1.0 + inner.abs());
                if closed || self.tries > 60 {
                    self.end = Some(End::At(inner));
                    return;
                }
                let share = (self.root - low) / (high - low);
                // Half the way now and then, where the profile is bent.
                let share = if !high.is_finite() || self.tries % 4 == 0 { 0.5 } else { share };
                inner + (outer - inner) * share.clamp(0.02, 0.98)
            }
        };
        if self.tries > 80 {
            self.end = Some(End::Open);
            return;
        }
        self.go(problem, next);
    }

    /// Whether what was held is where it should be.
    fn is_met(&self, problem: &Problem) -> bool {
        let hold = hold(self.subject, self.at);
        let target = match hold {
            Hold::Axis(_) => return self.climb.likelihood.is_finite(),
            Hold::Reading(_, target) | Hold::Level(_, target) => target,
        };
        let off = (problem.held(&hold, &self.climb.point) - target).abs();
        self.climb.likelihood.is_finite() && off < 1e-3 * (1.0 + target.abs())
    }
}

fn hold(subject: Subject, at: f64) -> Hold {
    match subject {
        Subject::Reading(reading) => reading.axis.map_or(Hold::Reading(reading, at), Hold::Axis),
        Subject::Axis(axis) => Hold::Axis(axis),
        Subject::Horizon(exposure) => Hold::Level(crate::number::math::exp(at), ln(exposure)),
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
    let beyond = |at: f64| problem.exposure(point, at) >= exposure;
    let origin = problem.origin(point);
    let (mut low, mut high) = (
        ln(problem.frame.shortest) - 40.0,
        ln(problem.frame.longest) + 37.0,
    );
    let at = |z: f64| origin + crate::number::math::exp(z);
    if !beyond(at(high)) {
        return f64::INFINITY;
    }
    while high - low > 1e-12 * (1.0 + low.abs()) {
        let middle = f64::midpoint(low, high);
        if beyond(at(middle)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    at(f64::midpoint(low, high))
}
