//! Intervals that do not trust the model: whole clusters are drawn again and again.
//!
//! Where runs share a task, or what happens within a run is not a chain, the likelihood counts
//! more evidence than there is. Drawing clusters (runs, where no cluster is named) with
//! replacement keeps together what belongs together.

use super::fits::fatal_top;
use super::tally::{Counts, Run};
use bounceback_core::simulate::stream::{Purpose, Stream};

/// Fewer clusters than these say little of what other clusters would give.
pub(super) const FEW: usize = 20;

/// What the samples say of one value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The least and the greatest, at the level asked for; `NaN` without samples.
    pub low: f64,
    /// The greatest.
    pub high: f64,
    /// How many samples had the value at all.
    pub samples: usize,
}

/// Samples of clusters, and what came of them.
#[derive(Clone, Debug)]
pub(super) struct Bootstrap {
    clusters: Vec<Counts>,
    seed: u64,
    samples: u32,
    done: u32,
    /// E, ρ, 1 − E − ρ, ρ beside a fatal share, and φ.
    values: [Vec<f64>; 5],
}

impl Bootstrap {
    pub(super) fn new(runs: &[Run], clusters: &[Option<u32>], seed: u64, samples: u32) -> Self {
        Self {
            clusters: gathered(runs, clusters),
            seed,
            samples,
            done: 0,
            values: [const { Vec::new() }; 5],
        }
    }

    /// How many clusters there are.
    pub(super) fn clusters(&self) -> usize {
        self.clusters.len()
    }

    /// Goes on for so many operations at least; whether it is through.
    pub(super) fn advance(&mut self, operations: &mut u64) -> bool {
        while self.done < self.samples && *operations > 0 {
            self.sample();
            self.done += 1;
            // The climb to the fatal share costs as much as some thousand clusters.
            *operations = operations.saturating_sub(4000 + 4 * self.clusters.len() as u64);
        }
        self.done >= self.samples
    }

    /// The share of samples that are drawn.
    pub(super) fn progress(&self) -> f64 {
        f64::from(self.done) / f64::from(self.samples.max(1))
    }

    fn sample(&mut self) {
        let mut stream = Stream::new(self.seed, u64::from(self.done), Purpose::Fit);
        let many = self.clusters.len();
        let mut counts = Counts::default();
        for _ in 0..many {
            let drawn = (stream.uniform() * many as f64) as usize;
            counts.join(&self.clusters[drawn.min(many - 1)]);
        }
        let share = |hits: f64, all: f64| (all > 0.0).then(|| hits / all);
        let error = share(counts.erred, counts.from_right());
        let recovery = share(counts.returned, counts.from_wrong());
        let together = error.zip(recovery).map(|(e, r)| 1.0 - e - r);
        let fatal = (counts.returned > 0.0).then(|| fatal_top(&counts).at);
        let all = [
            error,
            recovery,
            together,
            fatal.map(|it| it[0]),
            fatal.map(|it| it[1]),
        ];
        for (values, value) in self.values.iter_mut().zip(all) {
            values.extend(value);
        }
    }

    /// The intervals of E, ρ, 1 − E − ρ, and of ρ and φ where both are fitted.
    pub(super) fn spreads(&self, level: f64) -> [Spread; 5] {
        self.values.each_ref().map(|values| {
            let mut sorted = values.clone();
            sorted.sort_unstable_by(f64::total_cmp);
            let at = |share: f64| {
                let place = share * (sorted.len() as f64 - 1.0);
                sorted
                    .get(place.round() as usize)
                    .copied()
                    .unwrap_or(f64::NAN)
            };
            Spread {
                low: at((1.0 - level) / 2.0),
                high: at(f64::midpoint(1.0, level)),
                samples: sorted.len(),
            }
        })
    }
}

/// The counts of each cluster; a run without one is a cluster of its own.
fn gathered(runs: &[Run], clusters: &[Option<u32>]) -> Vec<Counts> {
    let mut places = std::collections::BTreeMap::new();
    let mut gathered: Vec<Counts> = Vec::new();
    for (run, cluster) in runs.iter().zip(clusters) {
        let next = gathered.len();
        let place = match cluster {
            Some(cluster) => *places.entry(*cluster).or_insert(next),
            None => next,
        };
        if place == next {
            gathered.push(Counts::default());
        }
        gathered[place].add(run, 1.0);
    }
    gathered
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::tally::{Start, steps};

    #[test]
    fn twins_in_one_cluster_are_one_witness() {
        let texts = [
            "1101", "1001", "1111", "0001", "1010", "1100", "0111", "1011",
        ];
        let runs: Vec<Run> = (texts.iter().cycle().take(200))
            .map(|it| Run::of(&steps(it), 1.0, Start::Acceptable))
            .collect();
        let width = |clusters: &[Option<u32>]| {
            let mut bootstrap = Bootstrap::new(&runs, clusters, 1, 300);
            while !bootstrap.advance(&mut 5000) {}
            let spread = bootstrap.spreads(0.9)[0];
            assert_eq!(spread.samples, 300);
            spread.high - spread.low
        };
        let alone = width(&[None; 200]);
        let twins: Vec<Option<u32>> = (0..200).map(|it| Some(it % 8)).collect();
        // 25 twins each: some five times as wide.
        assert!(width(&twins) > 3.5 * alone);
    }
}
