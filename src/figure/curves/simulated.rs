//! What runs say where the curves are drawn.

use bounceback_core::model::criterion::Criterion;
use bounceback_core::simulate::Tally;

/// What the runs simulated so far say at each length.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    /// The lengths, strictly increasing.
    pub lengths: Vec<u64>,
    /// The share that has never erred.
    pub flawless: Vec<f64>,
    /// The share that succeeds by the second question.
    pub answer: Vec<f64>,
    /// The 95% interval of that share.
    pub interval: Vec<(f64, f64)>,
}

impl Simulated {
    /// Reads the shares off a tally; nothing before the first run is finished, or where
    /// another criterion was counted.
    pub fn of(tally: &Tally, criterion: Criterion) -> Option<Self> {
        if tally.runs == 0 || tally.successes(criterion).len() < tally.lengths.len() {
            return None;
        }
        let indices = 0..tally.lengths.len();
        Some(Self {
            lengths: tally.lengths.clone(),
            flawless: indices
                .clone()
                .map(|i| tally.share(Criterion::Flawless, i))
                .collect(),
            answer: indices.clone().map(|i| tally.share(criterion, i)).collect(),
            interval: indices.map(|i| tally.interval(criterion, i)).collect(),
        })
    }

    /// Which of the lengths is this one, if any is.
    pub fn at(&self, length: u64) -> Option<usize> {
        self.lengths.binary_search(&length).ok()
    }

    /// Only the lengths up to `tokens`.
    #[must_use]
    pub fn until(mut self, tokens: u64) -> Self {
        let count = self.lengths.partition_point(|&length| length <= tokens);
        self.lengths.truncate(count);
        self.flawless.truncate(count);
        self.answer.truncate(count);
        self.interval.truncate(count);
        self
    }
}
