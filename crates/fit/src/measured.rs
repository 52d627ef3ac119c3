//! What was measured, as shares with intervals, to be drawn and read.

use super::data::{AtRisk, Cohort, Data};
use super::interval::exact_interval;
use super::paths;
use bounceback_core::number::format::{count, significant};
use bounceback_core::number::math::{exp, ln};

/// More shares than this can't be told apart: neighbours are put together.
pub const MOST_MEASURED: usize = 60;

/// A share at a length.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The length, in the unit of the data; where lengths were put together, their mean.
    pub length: f64,
    /// The share that succeeded.
    pub share: f64,
    /// The shares that the data support at the level asked for.
    pub interval: (f64, f64),
    /// What was counted, in words.
    pub counted: String,
    /// From which length on `succeeded` of `tried` came through; 0 where each row stands for
    /// itself.
    pub from: f64,
    /// How many were tried here.
    pub tried: f64,
    /// How many of them came through.
    pub succeeded: f64,
}

/// What of some runs is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether it is right now.
    Acceptable,
    /// Whether it was never wrong.
    Flawless,
}

/// The shares of some data, by increasing length. Of paths, those of one question; of other
/// data there is one only.
pub fn measured(data: &Data, question: Question, level: f64) -> Vec<Measured> {
    match (data, question) {
        (Data::Cohorts(rows), _) => cohorts(rows, level),
        (Data::Survivors(rows), _) => survivors(rows, level),
        (Data::Paths(runs), Question::Flawless) => survivors(&paths::survivors(runs), level),
        (Data::Paths(runs), Question::Acceptable) => {
            let longest = runs.iter().map(|it| it.steps.len()).max().unwrap_or(0);
            let stride = longest.div_ceil(MOST_MEASURED).max(1);
            let steps: Vec<usize> = (1..=longest).step_by(stride).collect();
            cohorts(&paths::cohorts(runs, &steps), level)
        }
    }
}

fn cohorts(rows: &[Cohort], level: f64) -> Vec<Measured> {
    let mut rows: Vec<(f64, f64, f64)> = rows
        .iter()
        .filter(|row| row.length.is_finite() && row.trials > 0.0)
        .map(|row| (row.length, row.successes, row.trials))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    let alike = |a: &(f64, f64, f64), b: &(f64, f64, f64)| a.0 == b.0;
    let groups: Vec<&[(f64, f64, f64)]> = rows.chunk_by(alike).collect();
    groups
        .chunks(groups.len().div_ceil(MOST_MEASURED).max(1))
        .map(|groups| {
            let sum = |of: fn(&(f64, f64, f64)) -> f64| -> f64 {
                groups.iter().flat_map(|rows| rows.iter()).map(of).sum()
            };
            let (succeeded, tried) = (sum(|row| row.1), sum(|row| row.2));
            Measured {
                length: sum(|row| row.0 * row.2) / tried,
                share: succeeded / tried,
                interval: exact_interval(succeeded, tried, level),
                counted: format!("{} of {}", significant(succeeded, 6), significant(tried, 6)),
                from: 0.0,
                tried,
                succeeded,
            }
        })
        .collect()
}

/// E. Kaplan and P. Meier's estimate ("Nonparametric Estimation from Incomplete Observations",
/// 1958), with M. Greenwood's variance on the scale of ln(−ln S), where intervals stay within
/// 0 and 1. Before anyone has failed, and once nobody is left, it has none: there the ends are
/// those of as many trials.
fn survivors(rows: &[AtRisk], level: f64) -> Vec<Measured> {
    let normal = bounceback_core::number::chi_square::quantile(level.clamp(0.5, 0.9999)).sqrt();
    let (mut share, mut variance, mut from) = (1.0, 0.0, 0.0);
    let mut all: Vec<Measured> = Vec::new();
    for row in rows.iter().filter(|row| row.at_risk > 0.0) {
        let left = row.at_risk - row.failed;
        share *= left / row.at_risk;
        variance += row.failed / (row.at_risk * left);
        let interval = if share == 1.0 {
            (exact_interval(row.at_risk, row.at_risk, level).0, 1.0)
        } else if share == 0.0 {
            let start = rows.first().map_or(row.at_risk, |first| first.at_risk);
            (0.0, exact_interval(0.0, start, level).1)
        } else {
            let spread = normal * variance.sqrt() / ln(share).abs();
            let end = |side: f64| exp(ln(share) * exp(side * spread));
            (end(1.0), end(-1.0))
        };
        all.push(Measured {
            length: row.length,
            share,
            interval,
            counted: format!(
                "{} of {} here",
                count(row.failed.round() as u64, "first mistake"),
                significant(row.at_risk, 6)
            ),
            from,
            tried: row.at_risk,
            succeeded: left,
        });
        from = row.length;
    }
    let stride = all.len().div_ceil(MOST_MEASURED).max(1);
    if stride == 1 {
        return all;
    }
    // What happened between is in the share; the counts are those from one kept to the next.
    let kept = all.chunks(stride).filter_map(|part| {
        let (first, last) = (part.first()?, part.last()?);
        let before = first.share * first.tried / first.succeeded.max(f64::MIN_POSITIVE);
        Some(Measured {
            from: first.from,
            tried: first.tried,
            succeeded: first.tried * (last.share / before).clamp(0.0, 1.0),
            ..last.clone()
        })
    });
    kept.collect()
}

impl Measured {
    /// How far a curve is off here: the signed root of its deviance, above 0 where more came
    /// through than it says. `at` gives the curve.
    pub fn residual(&self, at: &dyn Fn(f64) -> f64) -> f64 {
        let before = if self.from > 0.0 { at(self.from) } else { 1.0 };
        let expected = (at(self.length) / before).clamp(0.0, 1.0);
        let failed = self.tried - self.succeeded;
        let part = |seen: f64, expected: f64| {
            if seen > 0.0 {
                seen * ln(seen / (self.tried * expected))
            } else {
                0.0
            }
        };
        let deviance = 2.0 * (part(self.succeeded, expected) + part(failed, 1.0 - expected));
        let size = deviance.max(0.0).sqrt();
        if self.succeeded >= self.tried * expected {
            size
        } else {
            -size
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(length: f64, at_risk: f64, failed: f64) -> AtRisk {
        AtRisk {
            length,
            at_risk,
            failed,
        }
    }

    #[test]
    fn who_is_censored_has_not_failed() {
        // Ten begin; one fails; three leave; two of six fail.
        let rows = vec![row(1.0, 10.0, 1.0), row(2.0, 6.0, 2.0)];
        let shares = measured(&Data::Survivors(rows), Question::Flawless, 0.95);
        assert!((shares[0].share - 0.9).abs() < 1e-12);
        assert!((shares[1].share - 0.6).abs() < 1e-12);
        for it in &shares {
            assert!(
                it.interval.0 < it.share && it.share < it.interval.1,
                "{it:?}"
            );
        }
    }

    #[test]
    fn rows_of_one_length_are_one_share() {
        let cohort = |length, successes| Cohort {
            length,
            successes,
            trials: 10.0,
            cluster: None,
        };
        let data = Data::Cohorts(vec![cohort(2.0, 9.0), cohort(1.0, 10.0), cohort(2.0, 6.0)]);
        let shares = measured(&data, Question::Acceptable, 0.95);
        let told: Vec<(f64, f64)> = shares.iter().map(|it| (it.length, it.share)).collect();
        assert_eq!(told, [(1.0, 1.0), (2.0, 0.75)]);
        assert_eq!(shares[1].counted, "15 of 20");
    }

    #[test]
    fn a_curve_through_a_share_is_not_off() {
        let data = Data::Survivors(vec![row(1.0, 100.0, 20.0), row(2.0, 80.0, 8.0)]);
        for it in measured(&data, Question::Flawless, 0.95) {
            assert!(it.residual(&|n| if n < 1.5 { 0.8 } else { 0.72 }).abs() < 1e-6);
            assert!(it.residual(&|n| exp(-n)) > 2.0);
        }
    }

    #[test]
    fn there_are_never_too_many() {
        let many = |n: usize| -> Vec<Cohort> {
            (1..=n)
                .map(|i| Cohort {
                    length: i as f64,
                    successes: 1.0,
                    trials: 2.0,
                    cluster: None,
                })
                .collect()
        };
        for n in [1, 59, 60, 61, 5000] {
            let shares = measured(&Data::Cohorts(many(n)), Question::Acceptable, 0.95);
            assert!(shares.len() <= MOST_MEASURED);
            let tried: f64 = shares.iter().map(|it| it.tried).sum();
            assert_eq!(tried, 2.0 * n as f64);
        }
        let rows: Vec<AtRisk> = (1..500)
            .map(|i| row(f64::from(i), f64::from(1000 - i), 1.0))
            .collect();
        let shares = measured(&Data::Survivors(rows), Question::Flawless, 0.95);
        assert!(shares.len() <= MOST_MEASURED);
        assert!(shares.windows(2).all(|two| two[1].share < two[0].share));
    }
}
