//! The likelihood of every model, its top, and the intervals of its parameters.
//!
//! Likelihoods are those of the labels, given how runs start, and so can be compared. Most
//! fall apart into factors of one or two parameters:
//!
//! - errors: E^erred·(1 − E)^kept, or, where runs differ, a beta-binomial over runs;
//! - recovery: ρ^returned·(1 − ρ)^stayed. With a fatal share φ a stretch that ended after ℓ
//!   steps has the probability (1 − φ)(1 − ρ)^(ℓ−1)·ρ, and one that the end of the run cut off
//!   at ℓ has φ + (1 − φ)(1 − ρ)^(ℓ−1): the sum over what nobody saw, lost or not yet back.

use super::beta::Mixture;
use super::chance::{drop_at, share, times_ln};
use super::estimate::Estimate;
use super::model::{Law, Model};
use super::square::{Top, profile, top};
use super::tally::{Counts, Run};
use bounceback_core::number::math::{exp, ln, log1p};

/// A parameter of a fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// What it is called.
    pub name: &'static str,
    /// The letter for it.
    pub symbol: &'static str,
    /// Its value and interval.
    pub estimate: Estimate,
}

/// A model at its most likely.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Which model.
    pub model: Model,
    /// The natural logarithm of the likelihood of all labels; −∞ where the model can't make
    /// such runs at all (nothing comes back, and something did).
    pub log_likelihood: f64,
    /// Its parameters.
    pub parameters: Vec<Parameter>,
    /// Akaike's criterion, 2·parameters − 2·log-likelihood.
    pub aic: f64,
    /// Schwarz's criterion with n = steps: ln n·parameters − 2·log-likelihood. Every step tells
    /// of E or of ρ, so that a run of 100 tells as much of them as ten of 10.
    pub bic: f64,
    /// The same with n = runs: right for what differs from run to run only (difficulty), and
    /// kinder to the larger models.
    pub bic_runs: f64,
    /// Whether the climb to the top came to rest.
    pub converged: bool,
    pub(super) law: Law,
}

impl Fit {
    /// The model with its fitted values, unknown ones taken as 0.
    pub const fn law(&self) -> Law {
        self.law
    }

    /// Whether the model can make such runs at all.
    pub fn possible(&self) -> bool {
        self.log_likelihood.is_finite()
    }

    /// The estimate of a parameter by its letter.
    pub fn estimate(&self, symbol: &str) -> Option<Estimate> {
        let found = self.parameters.iter().find(|it| it.symbol == symbol);
        found.map(|it| it.estimate)
    }
}

/// What all fits are made from.
#[derive(Clone, Debug)]
pub(super) struct Material {
    pub(super) counts: Counts,
    /// Errors of runs among their steps from an acceptable state.
    errors: Mixture,
    /// Wrong steps of runs among all that are explained.
    wrong: Mixture,
    level: f64,
}

impl Material {
    pub(super) fn new(runs: &[Run], level: f64) -> Self {
        let errors = |run: &Run| (run.erred, run.erred + run.kept, run.weight);
        let wrong = |run: &Run| (run.explained().0, run.explained().1, run.weight);
        Self {
            counts: Counts::of(runs),
            errors: Mixture::new(runs.iter().map(errors)),
            wrong: Mixture::new(runs.iter().map(wrong)),
            level,
        }
    }

    /// Fits one of [`Model::PLAIN`].
    pub(super) fn fit(&self, model: Model) -> Fit {
        let counts = &self.counts;
        let error = |name| {
            let estimate = share(counts.erred, counts.from_right(), self.level);
            Part::one(("E", name), estimate, counts.erred, counts.kept)
        };
        let rate = "errors, per right step";
        let recovery = || {
            let estimate = share(counts.returned, counts.from_wrong(), self.level);
            let name = ("ρ", "recovery, per wrong step");
            Part::one(name, estimate, counts.returned, counts.stayed)
        };
        let nothing_back = || Part {
            parameters: Vec::new(),
            log_likelihood: if counts.returned > 0.0 {
                f64::NEG_INFINITY
            } else {
                0.0
            },
            converged: true,
        };
        let (first, second) = match model {
            Model::Independent => {
                let wrong = counts.erred + counts.stayed;
                let right = counts.kept + counts.returned;
                let estimate = share(wrong, wrong + right, self.level);
                let part = Part::one(("E", "errors, per step"), estimate, wrong, right);
                (part, Part::default())
            }
            // Through labels that slip it is fitted elsewhere: here they are right.
            Model::LeCun | Model::Slipping => (error(rate), nothing_back()),
            Model::Chain => (error(rate), recovery()),
            Model::Fatal => (error(rate), self.fatal()),
            Model::MixedSteps => (self.mixed(&self.wrong, "errors, per step"), Part::default()),
            Model::MixedLeCun => (self.mixed(&self.errors, rate), nothing_back()),
            Model::MixedChain => (self.mixed(&self.errors, rate), recovery()),
        };
        self.assemble(model, first, second)
    }

    fn assemble(&self, model: Model, first: Part, second: Part) -> Fit {
        let log_likelihood = first.log_likelihood + second.log_likelihood;
        let converged = first.converged && second.converged;
        let parameters: Vec<Parameter> = [first.parameters, second.parameters].concat();
        let value = |symbol: &str, other: f64| {
            let found = parameters.iter().find(|it| it.symbol == symbol);
            found.map_or(other, |it| it.estimate.or(0.0))
        };
        let error = value("E", 0.0);
        let independent = matches!(model, Model::Independent | Model::MixedSteps);
        let law = Law {
            model,
            error,
            recovery: value("ρ", if independent { 1.0 - error } else { 0.0 }),
            fatal: value("φ", 0.0),
            alike: value("θ", 0.0),
            false_alarm: 0.0,
            miss: 0.0,
        };
        let number = f64::from(model.parameters());
        let schwarz = |n: f64| number * ln(n.max(1.0)) - 2.0 * log_likelihood;
        Fit {
            model,
            log_likelihood,
            parameters,
            aic: 2.0 * number - 2.0 * log_likelihood,
            bic: schwarz(self.counts.steps()),
            bic_runs: schwarz(self.counts.runs),
            converged,
            law,
        }
    }

    /// Mean and alikeness of a mixture.
    fn mixed(&self, mixture: &Mixture, name: &'static str) -> Part {
        let mut f = |p: [f64; 2]| mixture.log_likelihood(p[0], p[1]);
        let (hits, misses) = mixture.totals();
        let alike = "likeness of steps of one run";
        if hits <= 0.0 || misses <= 0.0 {
            // Nothing differs from run to run: a bound as for one rate, and no likeness.
            let mean = share(hits, hits + misses, self.level);
            let mut part = Part::one(("E", name), mean, hits, misses);
            part.parameters.push(Parameter {
                name: alike,
                symbol: "θ",
                estimate: Estimate::UNKNOWN,
            });
            return part;
        }
        let mean = hits / (hits + misses);
        let starts = [[mean, 0.01], [mean, 0.3], [0.5, 0.7]];
        let top = top(&mut f, &starts);
        self.two(&mut f, top, [("E", name), ("θ", alike)])
    }

    /// Recovery and a fatal share.
    fn fatal(&self) -> Part {
        let names = [
            ("ρ", "recovery, per wrong step that is not lost"),
            ("φ", "share of errors from which nothing comes back"),
        ];
        let mut f = |p: [f64; 2]| recovery_log_likelihood(&self.counts, p[0], p[1]);
        let top = fatal_top(&self.counts);
        if self.counts.returned <= 0.0 {
            // All lost, or none and no recovery: it is the same to the labels.
            return Part {
                parameters: names.map(|it| Parameter::new(it, Estimate::UNKNOWN)).into(),
                log_likelihood: 0.0,
                converged: true,
            };
        }
        self.two(&mut f, top, names)
    }

    fn two(
        &self,
        f: &mut dyn FnMut([f64; 2]) -> f64,
        top: Top,
        names: [(&'static str, &'static str); 2],
    ) -> Part {
        let drop = drop_at(self.level);
        let estimates = [profile(f, top, 0, drop), profile(f, top, 1, drop)];
        Part {
            parameters: (names.into_iter().zip(estimates))
                .map(|(name, estimate)| Parameter::new(name, estimate))
                .collect(),
            log_likelihood: top.value,
            converged: top.settled,
        }
    }
}

/// The log-likelihood of what became of wrong steps, with recovery ρ and a fatal share φ.
pub(super) fn recovery_log_likelihood(counts: &Counts, recovery: f64, fatal: f64) -> f64 {
    let ended = counts.stayed - counts.cut;
    // Rounding of weighted sums aside, none is below 0.
    let ended = if ended < 1e-9 { 0.0 } else { ended };
    let stay = log1p(-recovery);
    let mut sum = times_ln(counts.returned, (1.0 - fatal) * recovery);
    if ended > 0.0 {
        sum += ended * stay;
    }
    for (&length, &weight) in &counts.open {
        let survive = if length == 1 {
            1.0
        } else {
            exp(f64::from(length - 1) * stay)
        };
        sum += weight * ln(fatal + (1.0 - fatal) * survive);
    }
    sum
}

/// The most likely recovery and fatal share.
pub(super) fn fatal_top(counts: &Counts) -> Top {
    let from_wrong = counts.from_wrong();
    let plain = if from_wrong > 0.0 {
        counts.returned / from_wrong
    } else {
        0.5
    };
    // As if all that were cut off were lost, and as if none were.
    let ended = (counts.stayed - counts.cut).max(0.0) + counts.returned;
    let stretches = counts.returned + counts.open.values().sum::<f64>();
    let lost = if stretches > 0.0 {
        1.0 - counts.returned / stretches
    } else {
        0.5
    };
    let alive = if ended > 0.0 {
        counts.returned / ended
    } else {
        0.5
    };
    let starts = [
        [plain, 0.05],
        [alive, lost],
        [f64::midpoint(plain, alive), 0.3],
    ];
    top(
        &mut |p| recovery_log_likelihood(counts, p[0], p[1]),
        &starts,
    )
}

/// A factor of a likelihood, fitted.
#[derive(Clone, Debug)]
struct Part {
    parameters: Vec<Parameter>,
    log_likelihood: f64,
    converged: bool,
}

impl Default for Part {
    /// A factor of 1.
    fn default() -> Self {
        Self {
            parameters: Vec::new(),
            log_likelihood: 0.0,
            converged: true,
        }
    }
}

impl Part {
    /// One share.
    fn one(name: (&'static str, &'static str), estimate: Estimate, hits: f64, misses: f64) -> Self {
        let value = estimate.or(0.0);
        Self {
            parameters: vec![Parameter::new(name, estimate)],
            log_likelihood: times_ln(hits, value) + times_ln(misses, 1.0 - value),
            converged: true,
        }
    }
}

impl Parameter {
    const fn new((symbol, name): (&'static str, &'static str), estimate: Estimate) -> Self {
        Self {
            name,
            symbol,
            estimate,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::tally::{Start, steps};

    /// Over all ways in which each error may have been fatal, one by one.
    fn by_force(labels: &[bool], [error, recovery, fatal]: [f64; 3], start: Start) -> f64 {
        // Right, wrong, lost.
        let go = |from: u8, to: u8| match (from, to) {
            (0, 0) => 1.0 - error,
            (0, 1) => error * (1.0 - fatal),
            (0, 2) => error * fatal,
            (1, 0) => recovery,
            (1, 1) => 1.0 - recovery,
            (2, 2) => 1.0,
            _ => 0.0,
        };
        let mut ways: Vec<(u8, f64)> = vec![(0, 1.0)];
        for (at, &right) in labels.iter().enumerate() {
            let given = at == 0 && start == Start::Free;
            let to: &[u8] = if right { &[0] } else { &[1, 2] };
            ways = (ways.iter())
                .flat_map(|&(from, p)| {
                    to.iter().map(move |&to| match (given, to) {
                        (true, 0) => (0, p),
                        (true, 1) => (1, p * (1.0 - fatal)),
                        (true, _) => (2, p * fatal),
                        _ => (to, p * go(from, to)),
                    })
                })
                .collect();
        }
        ways.iter().map(|it| it.1).sum()
    }

    #[test]
    fn a_fatal_share_is_the_sum_over_all_hidden_ways() {
        for start in [Start::Acceptable, Start::Free] {
            for text in ["1", "0", "1101000", "0000", "01010111000000", "0110"] {
                let labels = steps(text);
                let run = Run::of(&labels, 1.0, start);
                let counts = Counts::of(&[run]);
                for p in [[0.1, 0.4, 0.3], [0.5, 0.01, 0.9], [0.2, 0.7, 0.0]] {
                    let log = times_ln(counts.erred, p[0])
                        + times_ln(counts.kept, 1.0 - p[0])
                        + recovery_log_likelihood(&counts, p[1], p[2]);
                    let force = by_force(&labels, p, start).ln();
                    assert!((log - force).abs() < 1e-12, "{text} {p:?}: {log} {force}");
                }
            }
        }
    }
}
