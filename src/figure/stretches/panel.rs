//! One law, as bars: by theory and in the runs.

use bounceback_core::number::binomial::wilson_interval;

/// One law.
#[derive(Clone, Debug)]
pub(super) struct Panel {
    pub(super) title: &'static str,
    /// The numbers between which the bins lie: bin i holds `edges[i]` + 1 to `edges[i + 1]`.
    pub(super) edges: Vec<u64>,
    /// What lies in no bin.
    pub(super) apart: &'static [&'static str],
    /// The shares of the bins and of what lies apart, by theory; empty where it is not
    /// computed, yet or at all.
    pub(super) law: Vec<f64>,
    /// The same as numbers in the runs.
    pub(super) counts: Vec<u64>,
}

impl Panel {
    pub(super) fn bins(&self) -> usize {
        self.edges.len().saturating_sub(1)
    }

    pub(super) fn bars(&self) -> usize {
        self.bins() + self.apart.len()
    }

    /// The simulated share of a bar, and its 95% interval.
    pub(super) fn share(&self, bar: usize) -> Option<(f64, f64, f64)> {
        let trials = self.counts.iter().sum::<u64>();
        let count = *self.counts.get(bar).filter(|_| trials > 0)?;
        let (low, high) = wilson_interval(count, trials);
        Some((count as f64 / trials as f64, low, high))
    }

    pub(super) fn expected(&self, bar: usize) -> Option<f64> {
        self.law.get(bar).copied()
    }
}
