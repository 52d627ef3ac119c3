//! Runs whose rates differ: the beta-binomial likelihood of one order of successes.
//!
//! Where a run has its own rate, drawn from Beta(a, b), an order of w hits and n − w misses
//! has the probability B(a + w, b + n − w)/B(a, b). With the mean μ = a/(a + b) and
//! γ = 1/(a + b) that is Π(μ + jγ)·Π(1 − μ + jγ)/Π(1 + jγ), over j below w, n − w and n,
//! which goes on smoothly to γ = 0, one rate for all.

use super::chance::times_ln;
use bounceback_core::number::gamma::log_rising;
use bounceback_core::number::math::ln;
use std::collections::BTreeMap;

/// How alike two steps of a run are for difficulty's sake: θ = 1/(a + b + 1) = γ/(1 + γ). At
/// 1 every run would be all right or all wrong.
const MOST: f64 = 1.0 - 1e-9;

/// Hits and misses of runs, ready for the likelihood.
#[derive(Clone, Debug)]
pub(super) enum Mixture {
    /// How many runs have more than j hits, misses, steps.
    Ranks([Vec<f64>; 3]),
    /// Runs alike: hits, steps, and their weight.
    Groups(Vec<(f64, f64, f64)>),
}

impl Mixture {
    /// Of runs given as (hits, steps, weight).
    pub(super) fn new(runs: impl Iterator<Item = (u32, u32, f64)>) -> Self {
        let mut groups = BTreeMap::<(u32, u32), f64>::new();
        for (hits, steps, weight) in runs {
            if steps > 0 {
                *groups.entry((hits, steps)).or_default() += weight;
            }
        }
        let longest = groups.keys().map(|it| it.1).max().unwrap_or(0) as usize;
        // A quotient of gamma functions costs as much as some ten logarithms.
        if longest > 10 * groups.len() {
            return Self::Groups(
                (groups.iter())
                    .map(|(&(hits, steps), &weight)| (f64::from(hits), f64::from(steps), weight))
                    .collect(),
            );
        }
        let mut ranks = [const { Vec::new() }; 3];
        for ranks in &mut ranks {
            *ranks = vec![0.0; longest + 1];
        }
        for (&(hits, steps), &weight) in &groups {
            for (rank, most) in ranks.iter_mut().zip([hits, steps - hits, steps]) {
                rank[most as usize] += weight;
            }
        }
        for rank in &mut ranks {
            // From runs with exactly j to runs with more than j.
            let mut more = 0.0;
            for place in rank.iter_mut().rev() {
                more += core::mem::replace(place, more);
            }
            rank.truncate(rank.iter().rposition(|&it| it > 0.0).map_or(0, |at| at + 1));
        }
        Self::Ranks(ranks)
    }

    /// All hits, and all misses.
    pub(super) fn totals(&self) -> (f64, f64) {
        match self {
            Self::Ranks([hits, misses, _]) => (hits.iter().sum(), misses.iter().sum()),
            Self::Groups(groups) => groups.iter().fold((0.0, 0.0), |sum, it| {
                (sum.0 + it.2 * it.0, sum.1 + it.2 * (it.1 - it.0))
            }),
        }
    }

    /// The log-likelihood at a mean μ and an alikeness θ.
    pub(super) fn log_likelihood(&self, mean: f64, alike: f64) -> f64 {
        let alike = alike.min(MOST);
        let gamma = alike / (1.0 - alike);
        match self {
            Self::Ranks([hits, misses, steps]) => {
                let sum = |ranks: &[f64], first: f64| -> f64 {
                    (ranks.iter().enumerate())
                        .map(|(j, &runs)| runs * ln(first + j as f64 * gamma))
                        .sum()
                };
                sum(hits, mean) + sum(misses, 1.0 - mean) - sum(steps, 1.0)
            }
            Self::Groups(groups) => {
                let product = |first: f64, many: f64| {
                    if many == 0.0 {
                        0.0
                    } else if gamma < 1e-12 || first == 0.0 {
                        times_ln(many, first)
                    } else {
                        many * ln(gamma) + log_rising(first / gamma, many)
                    }
                };
                (groups.iter())
                    .map(|&(hits, steps, weight)| {
                        weight
                            * (product(mean, hits) + product(1.0 - mean, steps - hits)
                                - product(1.0, steps))
                    })
                    .sum()
            }
        }
    }
}

/// The parameters a and b of the law of rates; `None` for one rate.
pub(super) fn shapes(mean: f64, alike: f64) -> Option<(f64, f64)> {
    let alike = alike.min(MOST);
    let total = (1.0 - alike) / alike;
    (alike > 1e-9 && mean > 0.0 && mean < 1.0).then_some((mean * total, (1.0 - mean) * total))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bounceback_core::number::math::lgamma;

    #[test]
    fn both_ways_of_counting_are_the_quotient_of_betas() {
        let runs = [(3, 10, 1.0), (0, 7, 2.0), (10, 10, 0.5), (1, 30, 1.0)];
        let beta = |a: f64, b: f64| lgamma(a) + lgamma(b) - lgamma(a + b);
        let groups = Mixture::Groups(
            runs.iter()
                .map(|&(h, n, w)| (f64::from(h), f64::from(n), w))
                .collect(),
        );
        let ranks = Mixture::new(runs.into_iter());
        assert!(matches!(ranks, Mixture::Ranks(_)));
        for (mean, alike) in [(0.2, 0.1), (0.9, 0.6), (0.01, 0.001)] {
            let (a, b) = shapes(mean, alike).unwrap();
            let direct: f64 = (runs.iter())
                .map(|&(h, n, w)| {
                    let (h, n) = (f64::from(h), f64::from(n));
                    w * (beta(a + h, b + n - h) - beta(a, b))
                })
                .sum();
            for mixture in [&ranks, &groups] {
                let value = mixture.log_likelihood(mean, alike);
                assert!(
                    (value - direct).abs() < 1e-9 * direct.abs(),
                    "{mean} {alike}"
                );
            }
        }
        // One rate for all is the binomial.
        let binomial = 9.0 * 0.3_f64.ln() + (7.0 + 14.0 + 29.0) * 0.7_f64.ln();
        assert!((ranks.log_likelihood(0.3, 0.0) - binomial).abs() < 1e-12);
        assert!((groups.log_likelihood(0.3, 0.0) - binomial).abs() < 1e-12);
        assert_eq!(ranks.log_likelihood(0.0, 0.5), f64::NEG_INFINITY);
    }
}
