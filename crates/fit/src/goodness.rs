//! Whether a curve fits at all: data drawn from it, and fitted again.

use super::fitted::Fit;
use super::making::Making;
use super::problem::{Problem, saturated};
use super::sample::{Kind, Row};
use bounceback_core::number::math::exp;
use bounceback_core::simulate::stream::{Purpose, Stream};

/// A parametric bootstrap under way; dropping it is cancelling it.
///
/// Samples of the same design are drawn from a fit, and the same curve is fitted to each: the
/// share whose deviance is at least that of the data tells how often chance alone misses by so
/// much. Survivors are drawn from length to length, with as many censored as in the data.
/// Weighted trials are drawn by the nearest whole number of them.
#[derive(Clone, Debug)]
pub struct Goodness {
    fit: Fit,
    kind: Kind,
    /// The deviance of the data: twice what a curve through every row has more.
    pub deviance: f64,
    /// Rows less parameters: what the deviance is on average, where trials are many.
    pub freedom: f64,
    draws: u32,
    seed: u64,
    making: Option<Making>,
    /// Deviances of the samples drawn so far.
    pub drawn: Vec<f64>,
}

impl Goodness {
    /// Begins for a fit, with so many samples to be drawn.
    pub fn new(fit: &Fit, draws: u32, seed: u64) -> Self {
        let rows = &fit.problem.rows;
        Self {
            deviance: (2.0 * (saturated(rows) - fit.loglik)).max(0.0),
            freedom: rows.len() as f64 - fit.size() as f64,
            kind: fit.problem.kind,
            fit: fit.clone(),
            draws,
            seed,
            making: None,
            drawn: Vec::new(),
        }
    }

    /// Goes on for about so many operations; whether all is done.
    pub fn advance(&mut self, operations: u64) -> bool {
        let mut left = operations as i64;
        while left > 0 && self.drawn.len() < self.draws as usize {
            let number = self.drawn.len() as u64;
            let making = self.making.get_or_insert_with(|| {
                let rows = drawn(&self.fit, self.kind, self.seed, number);
                again(&self.fit, rows)
            });
            left -= making.advance().max(1) as i64;
            if making.is_done() {
                let rows = &making.problem.rows;
                let best = making.best().map_or(0.0, |best| best.likelihood);
                self.drawn.push((2.0 * (saturated(rows) - best)).max(0.0));
                self.making = None;
            }
        }
        self.drawn.len() >= self.draws as usize
    }

    /// How far it is, from 0 to 1.
    pub fn progress(&self) -> f64 {
        self.drawn.len() as f64 / f64::from(self.draws.max(1))
    }

    /// How often chance alone misses by as much, so far.
    pub fn p(&self) -> f64 {
        let beyond = self.drawn.iter().filter(|&&it| it >= self.deviance).count();
        (beyond + 1) as f64 / (self.drawn.len() + 1) as f64
    }

    /// What the deviance is on average, by chance.
    pub(super) fn expected(&self) -> f64 {
        self.drawn.iter().sum::<f64>() / self.drawn.len().max(1) as f64
    }

    /// How many times as much as chance the data scatter around the curve: the deviance over
    /// what samples drawn from it have on average. Above 1 rows differ by more than counts
    /// explain (overdispersion), and intervals are too narrow.
    pub fn dispersion(&self) -> f64 {
        let mean = self.expected();
        if mean > 0.0 {
            self.deviance / mean
        } else {
            1.0
        }
    }
}

/// The same curve for other rows, begun where the fit is.
pub(super) fn again(fit: &Fit, rows: Vec<Row>) -> Making {
    let problem = Problem {
        rows,
        ..fit.problem.clone()
    };
    Making::new(problem, vec![fit.point], None)
}

/// A sample drawn from a fit.
pub(super) fn drawn(fit: &Fit, kind: Kind, seed: u64, number: u64) -> Vec<Row> {
    let mut stream = Stream::new(seed, number, Purpose::Refit);
    let mut exposures = Vec::new();
    fit.problem.exposures(&fit.point, &mut exposures);
    let rows = &fit.problem.rows;
    let mut left = rows.first().map_or(0.0, Row::trials).round();
    let mut sample = Vec::with_capacity(rows.len());
    for (place, (row, exposure)) in rows.iter().zip(exposures).enumerate() {
        let trials = match kind {
            Kind::Cohorts => row.trials().round(),
            Kind::Survivors => left,
        };
        let successes = stream.binomial(trials as u64, exp(-exposure)) as f64;
        sample.push(Row {
            successes,
            failures: trials - successes,
            ..*row
        });
        if let (Kind::Survivors, Some(next)) = (kind, rows.get(place + 1)) {
            // The same share of those that got there ends there.
            let kept = if row.successes > 0.0 {
                (next.trials() / row.successes).min(1.0)
            } else {
                1.0
            };
            left = (successes * kept).round();
        }
    }
    sample
}
