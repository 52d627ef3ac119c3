//! One curve fitted: its parameters, what can be read off it, how well it does.

use super::forms::Form;
use super::forms::form::{Point, Reading};
use super::problem::{Problem, likelihood, saturated};
use super::sample::Row;
use super::walk::{End, horizon};
use bounceback_core::model::parameter::Key;
use bounceback_core::number::math::{exp, ln};

/// A number with its profile-likelihood interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// Where the likelihood is greatest; infinite where there is no end to it.
    pub value: f64,
    /// The least value that data support; none where they support all down to the end of its
    /// range.
    pub low: Option<f64>,
    /// The greatest value that data support; none where they support all up to the end of
    /// its range.
    pub high: Option<f64>,
    /// Whether the estimate is at the end of its range: a bound, not an estimate.
    pub at_bound: bool,
}

/// A parameter of a curve.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The parameter of scenarios that it is, if it is one.
    pub key: Option<Key>,
    /// Its symbol, as in the formula.
    pub symbol: &'static str,
    /// What it is.
    pub what: &'static str,
    /// What it is estimated to be.
    pub estimate: Estimate,
}

/// A curve fitted to a sample.
#[derive(Clone, Debug)]
pub struct Fit {
    pub(super) problem: Problem,
    pub(super) point: Point,
    /// The log-likelihood, without coefficients of the binomial: what a list of single trials
    /// has.
    pub loglik: f64,
    /// Whether slope and curvature say that there is no more to gain (less than 10⁻⁶ in
    /// log-likelihood).
    pub converged: bool,
    /// The parameters, in the order of the formula; a fitted origin is the last.
    pub parameters: Vec<Parameter>,
    /// The length at which half succeed, in the unit of the data.
    pub half_life: Estimate,
    /// The length at which 80% succeed.
    pub horizon_80: Estimate,
    /// Over how many trials.
    pub(super) trials: f64,
}

impl Fit {
    /// The curve.
    pub fn form(&self) -> &'static Form {
        self.problem.form
    }

    /// The word for it: see [`Form::name`].
    pub fn name(&self) -> &'static str {
        self.problem.form.name
    }

    /// How many parameters were fitted, the origin among them.
    pub fn size(&self) -> usize {
        self.problem.dimensions()
    }

    /// Akaike's criterion, 2k − 2ℓ.
    pub fn aic(&self) -> f64 {
        2.0 * self.size() as f64 - 2.0 * self.loglik
    }

    /// Akaike's criterion for small samples, 2k − 2ℓ + 2k(k + 1)/(n − k − 1) with n trials;
    /// none where n ≤ k + 1.
    pub fn aicc(&self) -> Option<f64> {
        let k = self.size() as f64;
        let left = self.trials - k - 1.0;
        (left > 0.0).then(|| self.aic() + 2.0 * k * (k + 1.0) / left)
    }

    /// Schwarz's criterion, k·ln n − 2ℓ; n is the number of trials (of survivors: of
    /// completions).
    pub fn bic(&self) -> f64 {
        self.size() as f64 * ln(self.trials.max(1.0)) - 2.0 * self.loglik
    }

    /// P(success) at lengths in the unit of the data; 1 up to the origin.
    pub fn curve(&self, lengths: &[f64]) -> Vec<f64> {
        let step = self.problem.frame.step;
        let at = |&length: &f64| exp(-self.problem.exposure(&self.point, length / step));
        lengths.iter().map(at).collect()
    }

    /// The length, in the unit of the data, up to which the curve promises a share in (0, 1):
    /// infinite where it never falls below.
    pub fn horizon(&self, share: f64) -> f64 {
        horizon(&self.problem, &self.point, -ln(share)) * self.problem.frame.step
    }

    /// Where exposure begins, in the unit of the data.
    pub fn origin(&self) -> f64 {
        self.problem.origin(&self.point) * self.problem.frame.step
    }

    /// What another point would read: the parameters, then half-life and 80% horizon.
    pub(super) fn read(&self, point: &Point) -> Vec<f64> {
        let problem = &self.problem;
        let step = problem.frame.step;
        let mut values: Vec<f64> = problem
            .form
            .readings
            .iter()
            .map(|it| (it.value)(&problem.frame, (it.on_scale)(&problem.frame, point)))
            .collect();
        if problem.fits_origin() {
            values.push(problem.origin(point) * step);
        }
        for share in [0.5, 0.8] {
            values.push(horizon(problem, point, -ln(share)) * step);
        }
        values
    }

    /// A parameter by its symbol.
    pub fn parameter(&self, symbol: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|it| it.symbol == symbol)
    }

    /// The deviance residual of each row: the signed root of what it costs in 2·ℓ that the
    /// curve misses it; above 0 where more succeeded than the curve says.
    pub fn residuals(&self) -> Vec<f64> {
        let mut exposures = Vec::new();
        self.problem.exposures(&self.point, &mut exposures);
        let each = |(row, &exposure): (&Row, &f64)| {
            let trials = row.trials();
            if trials <= 0.0 {
                return 0.0;
            }
            let cost = 2.0 * (saturated(&[*row]) - likelihood(row, exposure));
            let sign = if row.successes / trials >= exp(-exposure) {
                1.0
            } else {
                -1.0
            };
            sign * cost.max(0.0).sqrt()
        };
        self.problem.rows.iter().zip(&exposures).map(each).collect()
    }
}

/// What a reading says at a point, with the ends of its interval.
pub(super) fn parameter(
    problem: &Problem,
    reading: &Reading,
    point: &Point,
    ends: [End; 2],
) -> Parameter {
    let scale = (reading.on_scale)(&problem.frame, point);
    let value = |scale: f64| (reading.value)(&problem.frame, scale);
    let (low, high) = (reading.range)(&problem.frame);
    let close = |end: f64| (scale - end).abs() <= 1e-9 * (1.0 + end.abs());
    let at = value(scale);
    let certain = reading.key.is_some_and(is_probability) && !(1e-13..=1.0 - 1e-9).contains(&at);
    let end = |end: End| match end {
        End::At(scale) => Some(value(scale)),
        End::Open => None,
    };
    let (mut below, mut above) = (end(ends[0]), end(ends[1]));
    // Where the value falls as its scale rises.
    if value(high.min(1.0)) < value(low.max(0.0)) || value(scale + 1e-3) < value(scale) {
        core::mem::swap(&mut below, &mut above);
    }
    Parameter {
        key: reading.key,
        symbol: reading.symbol,
        what: reading.what,
        estimate: Estimate {
            value: at,
            low: below,
            high: above,
            at_bound: close(low) || close(high) || certain,
        },
    }
}

fn is_probability(key: Key) -> bool {
    matches!(
        bounceback_core::model::scenario::parameter(key).kind,
        bounceback_core::model::parameter::Kind::Probability
    )
}
