//! What the runs say at each length.

use super::stretches::Stretches;
use crate::model::criterion::Criterion;
use crate::number::binomial::wilson_interval;

/// How many runs, of those asked for, succeeded at each length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The lengths looked at, strictly increasing.
    pub lengths: Vec<u64>,
    /// Runs finished so far.
    pub runs: u64,
    /// Finished runs that are flawless at each length.
    pub flawless: Vec<u64>,
    /// Finished runs that are acceptable at each length.
    pub acceptable: Vec<u64>,
    /// Finished runs within the tolerance at each length; empty where not asked.
    pub tolerant: Vec<u64>,
    /// Tokens paid in all by the finished runs, until the last length, or the end of the
    /// draft that it lies in. Not told where whole populations are counted.
    pub paid: u64,
    /// How often a draft was kept though no check accepted it: none would be, or not within
    /// a million drafts.
    pub given_up: u64,
    /// Their bad stretches, where those are asked for and runs are not only counted. (Of
    /// the run under way, those that have ended are among them.)
    pub stretches: Option<Stretches>,
}

impl Tally {
    /// Of no run yet.
    pub(super) fn of_none(lengths: Vec<u64>, tolerant: bool) -> Self {
        let none = vec![0; lengths.len()];
        Self {
            runs: 0,
            flawless: none.clone(),
            acceptable: none.clone(),
            tolerant: if tolerant { none } else { Vec::new() },
            lengths,
            paid: 0,
            given_up: 0,
            stretches: None,
        }
    }

    /// The finished runs that succeed, at each length, by a criterion.
    pub fn successes(&self, criterion: Criterion) -> &[u64] {
        match criterion {
            Criterion::Flawless => &self.flawless,
            Criterion::Acceptable => &self.acceptable,
            Criterion::Tolerant(_) => &self.tolerant,
        }
    }

    /// The share of successes at the `i`-th length; NaN before any run is finished, and where
    /// they were not counted by this criterion.
    pub fn share(&self, criterion: Criterion, i: usize) -> f64 {
        let successes = self.successes(criterion).get(i);
        successes.map_or(f64::NAN, |&count| count as f64 / self.runs as f64)
    }

    /// The 95% interval for the probability of success at the `i`-th length; NaN where
    /// [`Self::share`] is.
    pub fn interval(&self, criterion: Criterion, i: usize) -> (f64, f64) {
        let successes = self.successes(criterion).get(i);
        successes.map_or((f64::NAN, f64::NAN), |&count| {
            wilson_interval(count, self.runs)
        })
    }
}
