//! How step-labelled runs are to be read, and the plainest of what comes back.

use super::bootstrap::Spread;
use super::tally::Start;

/// How runs are to be read, and how much is to be computed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Where runs begin.
    pub start: Start,
    /// The level of intervals and bounds; taken as at least 50% and at most 99.9%.
    pub level: f64,
    /// How often the labeller slips, if that is known from somewhere else.
    pub slip: Option<f64>,
    /// Whether E and ρ are computed against slip rates.
    pub slip_curves: bool,
    /// Samples of clusters for intervals; 0 for none, at most 2,000.
    pub bootstraps: u32,
    /// Samples of runs for the goodness of each fit; 0 for none, at most 2,000.
    pub samples: u32,
    /// Samples for each number of runs that might tell more; 0 for none, at most 1,000.
    pub trials: u32,
    /// The seed of all samples.
    pub seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            start: Start::Acceptable,
            level: 0.95,
            slip: None,
            slip_curves: true,
            bootstraps: 400,
            samples: 200,
            trials: 200,
            seed: 1,
        }
    }
}

impl Options {
    pub(super) fn within_bounds(mut self) -> Self {
        let level = if self.level.is_nan() {
            0.95
        } else {
            self.level
        };
        self.level = level.clamp(0.5, 0.999);
        self.slip = self.slip.filter(|it| (0.0..0.5).contains(it));
        self.bootstraps = self.bootstraps.min(2000);
        self.samples = self.samples.min(2000);
        self.trials = self.trials.min(1000);
        self
    }
}

/// A comparison of two models.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// Twice the difference of their log-likelihoods.
    pub statistic: f64,
    /// The chance of as much if the smaller one is true.
    pub chance: f64,
}

/// Intervals that keep clusters together.
#[derive(Clone, Debug, PartialEq)]
pub struct ByCluster {
    /// How many clusters; runs without one count as one each.
    pub clusters: usize,
    /// Whether clusters were named at all.
    pub named: bool,
    /// E, ρ, 1 − E − ρ; then ρ and φ of the fit with a fatal share.
    pub spreads: [Spread; 5],
}

/// What is computed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub enum Stage {
    /// The models are fitted.
    Fits,
    /// Slips of the labeller.
    Slips,
    /// Clusters are drawn.
    Bootstrap,
    /// Runs are drawn from the fits.
    Goodness,
    /// Numbers of runs are tried.
    Needs,
    /// All is known.
    Done,
}
