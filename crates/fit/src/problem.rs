//! The likelihood of one curve on one sample, and what is held while it is climbed.
//!
//! A row of trials succeeds with P = e^−Λ, so that ℓ = Σ −s·Λ + f·ln(1 − e^−Λ): of cohorts Λ
//! is the exposure from the origin on, of survivors that between two lengths. Coefficients of
//! the binomial are left out: ten rows of fifty trials have the likelihood of five hundred
//! rows of one.

use super::forms::form::{Form, Frame, MOST, Point, Reading};
use super::sample::{Kind, Row, Sample};
use bounceback_core::number::math::{exp, expm1, ln, log1p};

/// Where exposure begins: how many first steps nothing can go wrong at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Origin {
    /// At this length, in the unit of the data; from 0 to the last length before the first
    /// failure, or to the shortest length.
    Fixed(f64),
    /// Wherever data want it, within the same range: one more parameter.
    Fitted,
}

/// What is asked for beside the greatest likelihood.
#[derive(Clone, Copy, Debug)]
pub(super) enum Hold {
    /// A coordinate has this value.
    Axis(usize, f64),
    /// A reading has this value on its scale.
    Reading(&'static Reading, f64),
    /// ln Λ after so many steps is so much.
    Level(f64, f64),
}

impl Hold {
    /// The coordinate that is found for it.
    pub(super) fn found(&self) -> usize {
        match *self {
            Self::Axis(axis, _) => axis,
            Self::Reading(reading, _) => reading.by,
            // Every exposure rises with the first coordinate.
            Self::Level(..) => 0,
        }
    }

    /// The value that is asked for.
    pub(super) fn target(&self) -> f64 {
        match *self {
            Self::Axis(_, target) | Self::Reading(_, target) | Self::Level(_, target) => target,
        }
    }
}

/// One curve on one sample.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub(super) form: &'static Form,
    pub(super) frame: Frame,
    pub(super) rows: Vec<Row>,
    pub(super) kind: Kind,
    /// The origin in steps, where it is fixed.
    pub(super) fixed: Option<f64>,
    /// The farthest that exposure may begin, in steps.
    pub(super) latest: f64,
    /// The least and the greatest value of each coordinate; the last is the origin's, as a
    /// share of the latest.
    pub(super) bounds: Vec<(f64, f64)>,
}

impl Problem {
    pub(super) fn new(form: &'static Form, sample: &Sample, origin: Origin) -> Self {
        let shortest = sample.rows.first().map_or(1.0, |row| row.to);
        let frame = Frame {
            centre: sample.centre(),
            shortest,
            longest: sample.rows.last().map_or(1.0, |row| row.to),
            step: sample.step.length,
        };
        let failing = sample.rows.iter().position(|row| row.failures > 0.0);
        let before = failing.unwrap_or(0).checked_sub(1);
        let latest = before.map_or(shortest, |place| sample.rows[place].to);
        let mut bounds = (form.bounds)(&frame);
        let fixed = match origin {
            Origin::Fixed(length) if length.is_finite() => {
                Some((length / sample.step.length).clamp(0.0, latest))
            }
            Origin::Fixed(_) => Some(0.0),
            Origin::Fitted => {
                bounds.push((0.0, 1.0));
                None
            }
        };
        Self {
            form,
            frame,
            rows: sample.rows.clone(),
            kind: sample.kind,
            fixed,
            latest,
            bounds,
        }
    }

    pub(super) fn dimensions(&self) -> usize {
        self.bounds.len()
    }

    /// Whether the origin is a coordinate: the last.
    pub(super) fn fits_origin(&self) -> bool {
        self.fixed.is_none()
    }

    /// Where exposure begins, in steps.
    pub(super) fn origin(&self, point: &Point) -> f64 {
        self.fixed
            .unwrap_or_else(|| point[self.dimensions() - 1] * self.latest)
    }

    /// Λ at a length in steps.
    pub(super) fn exposure(&self, point: &Point, at: f64) -> f64 {
        let n = at - self.origin(point);
        if n <= 0.0 {
            0.0
        } else {
            (self.form.exposure)(&self.frame, point, n).max(0.0)
        }
    }

    /// Λ of every row.
    pub(super) fn exposures(&self, point: &Point, into: &mut Vec<f64>) {
        into.clear();
        let mut before = 0.0;
        for row in &self.rows {
            let whole = self.exposure(point, row.to);
            into.push(match self.kind {
                Kind::Cohorts => whole,
                Kind::Survivors => (whole - before).max(0.0),
            });
            before = whole;
        }
    }

    pub(super) fn likelihood(&self, point: &Point) -> f64 {
        let mut exposures = Vec::with_capacity(self.rows.len());
        self.exposures(point, &mut exposures);
        self.likelihood_of(&exposures)
    }

    pub(super) fn likelihood_of(&self, exposures: &[f64]) -> f64 {
        let each = |(row, &exposure): (&Row, &f64)| likelihood(row, exposure);
        self.rows.iter().zip(exposures).map(each).sum()
    }

    /// The value that a hold asks for, where it is not a coordinate.
    pub(super) fn held(&self, hold: &Hold, point: &Point) -> f64 {
        match *hold {
            Hold::Axis(axis, _) => point[axis],
            Hold::Reading(reading, _) => (reading.on_scale)(&self.frame, point),
            Hold::Level(at, _) => ln(self.exposure(point, at).max(1e-300)),
        }
    }

    /// Finds the coordinate with which a hold is met; whether there is one within bounds.
    pub(super) fn meet(&self, hold: &Hold, point: &mut Point) -> bool {
        let (axis, target) = match *hold {
            Hold::Axis(axis, value) => {
                point[axis] = value;
                return true;
            }
            Hold::Reading(reading, target) => (reading.by, target),
            Hold::Level(_, target) => (0, target),
        };
        let (mut low, mut high) = self.bounds[axis];
        let off = |at: f64, point: &Point| {
            let mut there = *point;
            there[axis] = at;
            self.held(hold, &there) - target
        };
        let (mut below, mut above) = (off(low, point), off(high, point));
        if below == 0.0 || above == 0.0 {
            point[axis] = if below == 0.0 { low } else { high };
            return true;
        }
        if below.is_nan() || above.is_nan() || (below < 0.0) == (above < 0.0) {
            return false;
        }
        // Newton's steps, as long as they stay between; else halves.
        let mut at = point[axis].clamp(low, high);
        for _ in 0..100 {
            let here = off(at, point);
            if here.abs() < 1e-12 * (1.0 + target.abs()) || high - low < 1e-14 * (1.0 + at.abs()) {
                break;
            }
            if (here < 0.0) == (below < 0.0) {
                (low, below) = (at, here);
            } else {
                (high, above) = (at, here);
            }
            let reach = 1e-6 * (high - low).min(1.0);
            let steep = (off(at + reach, point) - here) / reach;
            let newton = at - here / steep;
            at = if newton > low && newton < high {
                newton
            } else if above.is_finite() && below.is_finite() && (high - low) < 1.0 {
                low - below * (high - low) / (above - below)
            } else {
                f64::midpoint(low, high)
            };
        }
        point[axis] = at;
        true
    }

    /// A place within bounds.
    pub(super) fn legal(&self, mut point: Point) -> Point {
        for (value, &(low, high)) in point.iter_mut().zip(&self.bounds) {
            *value = if value.is_nan() || low.is_nan() || high.is_nan() || low > high {
                0.0
            } else {
                value.clamp(low, high)
            };
        }
        for value in point.iter_mut().skip(self.bounds.len()).take(MOST) {
            *value = 0.0;
        }
        point
    }

    /// Where to begin, for an exposure at the centre with this logarithm; with a fitted
    /// origin, from none, from almost the latest and the latest, and from a likely one.
    pub(super) fn starts(&self, level: f64, origin: f64) -> Vec<Point> {
        let starts = (self.form.starts)(&self.frame, level);
        let last = self.dimensions() - 1;
        let origins: &[f64] = if self.fits_origin() {
            &[0.0, 0.97, 1.0, origin]
        } else {
            &[0.0]
        };
        let with = |origin: f64| {
            starts.iter().map(move |&start| {
                let mut start = start;
                if self.fits_origin() {
                    start[last] = origin;
                }
                self.legal(start)
            })
        };
        origins.iter().flat_map(|&origin| with(origin)).collect()
    }
}

/// The log-likelihood of a row.
pub(super) fn likelihood(row: &Row, exposure: f64) -> f64 {
    let mut sum = 0.0;
    if row.successes > 0.0 {
        sum -= row.successes * exposure;
    }
    if row.failures > 0.0 {
        sum += row.failures
            * if exposure > 0.5 {
                log1p(-exp(-exposure))
            } else {
                ln(-expm1(-exposure))
            };
    }
    sum
}

/// The log-likelihood of the curve that goes through every row.
pub(super) fn saturated(rows: &[Row]) -> f64 {
    let part = |part: f64, whole: f64| {
        if part > 0.0 {
            part * ln(part / whole)
        } else {
            0.0
        }
    };
    let each = |row: &Row| part(row.successes, row.trials()) + part(row.failures, row.trials());
    rows.iter().map(each).sum()
}
