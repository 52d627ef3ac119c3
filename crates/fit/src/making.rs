//! One fit under way: climbs from several starts, bounds tried, ends of intervals.

use super::climb::{Climb, slope};
use super::fitted::{Estimate, Fit, Parameter, parameter};
use super::forms::form::Point;
use super::problem::Problem;
use super::walk::{End, Subject, Walk, estimate};
use bounceback_core::number::math::{exp, ln};

/// How often a walk may meet a better place than the top, from which all begins again.
const MOST_RESTARTS: u32 = 4;

/// What a fit is busy with.
#[derive(Clone, Debug)]
enum Stage {
    Climbs,
    Bounds,
    Ends,
    Done,
}

/// A fit under way.
#[derive(Clone, Debug)]
pub(super) struct Making {
    pub(super) problem: Problem,
    /// Whether intervals are wanted.
    ends_wanted: bool,
    root: f64,
    stage: Stage,
    /// Starts still to be tried, the last one first.
    starts: Vec<Point>,
    climb: Option<Climb>,
    best: Option<Climb>,
    /// Bounds still to be tried.
    bounds: Vec<(usize, f64)>,
    subjects: Vec<Subject>,
    walk: Option<Walk>,
    ends: Vec<End>,
    restarts: u32,
}

impl Making {
    pub(super) fn new(problem: Problem, starts: Vec<Point>, root: Option<f64>) -> Self {
        let mut subjects: Vec<Subject> =
            problem.form.readings.iter().map(Subject::Reading).collect();
        if problem.fits_origin() {
            subjects.push(Subject::Axis(problem.dimensions() - 1));
        }
        subjects.push(Subject::Horizon(ln(2.0)));
        subjects.push(Subject::Horizon(-ln(0.8)));
        Self {
            ends_wanted: root.is_some(),
            root: root.unwrap_or(2.0),
            stage: Stage::Climbs,
            starts: starts.into_iter().rev().collect(),
            climb: None,
            best: None,
            bounds: Vec::new(),
            subjects,
            walk: None,
            ends: Vec::new(),
            restarts: 0,
            problem,
        }
    }

    pub(super) fn is_done(&self) -> bool {
        matches!(self.stage, Stage::Done)
    }

    /// The best place so far.
    pub(super) fn best(&self) -> Option<&Climb> {
        self.best.as_ref()
    }

    /// One iteration of whatever is at hand; what it took, in exposures.
    pub(super) fn advance(&mut self) -> u64 {
        match self.stage {
            Stage::Climbs => self.climbs(),
            Stage::Bounds => self.tries(),
            Stage::Ends => self.walks(),
            Stage::Done => 0,
        }
    }

    /// Takes a climb that ended, if it got higher.
    fn take(&mut self, climb: Climb, least: f64) {
        let higher = self
            .best
            .as_ref()
            .is_none_or(|best| climb.likelihood > best.likelihood + least);
        if climb.likelihood.is_finite() && higher {
            self.best = Some(climb);
        }
    }

    fn climbs(&mut self) -> u64 {
        let Some(mut climb) = self.climb.take() else {
            match self.starts.pop() {
                Some(start) => self.climb = Some(Climb::new(&self.problem, start)),
                None => self.begin_bounds(),
            }
            return self.problem.rows.len() as u64;
        };
        let work = climb.advance(&self.problem);
        // What another start has reached already needs no last digits.
        if climb.done {
            self.take(climb, 1e-9);
        } else {
            self.climb = Some(climb);
        }
        work.max(1)
    }

    /// Coordinates that data hardly feel may belong at a bound.
    fn begin_bounds(&mut self) {
        self.stage = Stage::Bounds;
        let Some(best) = &self.best else {
            self.stage = Stage::Done;
            return;
        };
        let slope = slope(&self.problem, &best.point);
        for (axis, &(low, high)) in self.problem.bounds.iter().enumerate() {
            for end in [low, high] {
                let near = (best.point[axis] - end).abs() < 0.02 * (high - low).min(5.0);
                let faint = slope.information[axis][axis] < 1e-3;
                if best.point[axis] != end && (near || faint) {
                    self.bounds.push((axis, end));
                }
            }
        }
    }

    fn tries(&mut self) -> u64 {
        let Some(mut climb) = self.climb.take() else {
            let Some((axis, end)) = self.bounds.pop() else {
                self.begin_ends();
                return 1;
            };
            if let Some(best) = &self.best {
                let mut start = best.point;
                start[axis] = end;
                self.climb = Some(Climb::new(&self.problem, start));
            }
            return self.problem.rows.len() as u64;
        };
        let work = climb.advance(&self.problem);
        if climb.done {
            // What is as good at the bound is there.
            self.take(climb, -1e-8);
        } else {
            self.climb = Some(climb);
        }
        work.max(1)
    }

    fn begin_ends(&mut self) {
        self.stage = if self.ends_wanted && self.best.is_some() {
            Stage::Ends
        } else {
            Stage::Done
        };
        self.ends.clear();
        self.walk = None;
    }

    fn walks(&mut self) -> u64 {
        let Some(best) = self.best.clone() else {
            self.stage = Stage::Done;
            return 1;
        };
        let Some(mut walk) = self.walk.take() else {
            let index = self.ends.len();
            let Some(&subject) = self.subjects.get(index / 2) else {
                self.stage = Stage::Done;
                return 1;
            };
            let side = if index.is_multiple_of(2) { -1.0 } else { 1.0 };
            self.walk = Some(Walk::new(
                &self.problem,
                subject,
                best.point,
                best.likelihood,
                self.root,
                side,
            ));
            return (4 * self.problem.rows.len()) as u64;
        };
        let work = walk.advance(&self.problem);
        if let Some(better) = walk.better.take()
            && self.restarts < MOST_RESTARTS
        {
            // From there, freely; and all ends again.
            self.restarts += 1;
            self.starts = vec![better.point];
            self.stage = Stage::Climbs;
        } else if let Some(end) = walk.end {
            self.ends.push(end);
        } else {
            self.walk = Some(walk);
        }
        work.max(1)
    }

    /// The fit, once done; none where no start had a likelihood at all.
    pub(super) fn fit(&self, trials: f64) -> Option<Fit> {
        let best = self.best.as_ref()?;
        let problem = &self.problem;
        let ends = |index: usize| {
            let end = |side: usize| {
                self.ends
                    .get(2 * index + side)
                    .copied()
                    .unwrap_or(End::Open)
            };
            [end(0), end(1)]
        };
        let readings = problem.form.readings;
        let mut parameters: Vec<Parameter> = readings
            .iter()
            .enumerate()
            .map(|(index, reading)| parameter(problem, reading, &best.point, ends(index)))
            .collect();
        let mut next = readings.len();
        let step = problem.frame.step;
        if problem.fits_origin() {
            let share = best.point[problem.dimensions() - 1];
            let length = |share: f64| share * problem.latest * step;
            parameters.push(Parameter {
                key: None,
                symbol: "x₀",
                what: "length at which exposure begins",
                estimate: Estimate {
                    value: length(share),
                    low: at(ends(next)[0], length),
                    high: at(ends(next)[1], length),
                    at_bound: share <= 0.0 || share >= 1.0,
                },
            });
            next += 1;
        }
        let horizon = |index: usize| {
            let value = exp(estimate(problem, self.subjects[index], &best.point)) * step;
            Estimate {
                value,
                low: at(ends(index)[0], |log| exp(log) * step),
                high: at(ends(index)[1], |log| exp(log) * step),
                at_bound: value.is_infinite(),
            }
        };
        Some(Fit {
            loglik: best.likelihood,
            converged: best.converged(problem),
            parameters,
            half_life: horizon(next),
            horizon_80: horizon(next + 1),
            point: best.point,
            problem: problem.clone(),
            trials,
        })
    }
}

fn at(end: End, value: impl Fn(f64) -> f64) -> Option<f64> {
    match end {
        End::At(scale) => Some(value(scale)),
        End::Open => None,
    }
}
