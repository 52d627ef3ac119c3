//! The two laws of a scenario, computed difficulty by difficulty, and what runs say of them.

use super::bins::{bins, token_edges};
use super::panel::Panel;
use crate::figure::curves::drawn_lengths;
use bounceback_core::exact::Exact;
use bounceback_core::model::chain::Occupancy;
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::simulate::Tally;

/// What the figure shows.
#[derive(Clone, Debug)]
pub struct Stretches {
    exact: Exact,
    length: u64,
    /// Difficulties, with their weights, whose stretches are not computed yet; `None`
    /// where the first errors are not computed either.
    pending: Option<Vec<(f64, f64)>>,
    /// The expected numbers of stretches of those computed, bin by bin.
    sums: Vec<f64>,
    pub(super) log: (bool, bool),
    pub(super) first: Panel,
    pub(super) lasting: Panel,
    /// What tokens are called.
    pub(super) unit: &'static str,
}

impl Stretches {
    /// Reads the bins off a scenario; [`Plot::compute`](crate::figure::Plot::compute) fills in the laws.
    pub fn of(scenario: &Scenario) -> Self {
        let exact = Exact::new(scenario);
        let drawn = drawn_lengths(scenario, &exact, scenario.done());
        let edges = token_edges(scenario, &drawn);
        let mut between = vec![0];
        between.extend(bins(scenario));
        Self {
            unit: scenario.unit().1,
            exact,
            length: scenario.length(),
            pending: None,
            sums: Vec::new(),
            log: (scenario.log_x(), scenario.log_y()),
            first: Panel {
                title: "First error, by token",
                edges,
                apart: &["never"],
                law: Vec::new(),
                counts: Vec::new(),
            },
            lasting: Panel {
                title: "Bad stretches, by length",
                edges: between,
                apart: &["longer", "cut off", "lost"],
                law: Vec::new(),
                counts: Vec::new(),
            },
        }
    }

    pub(super) fn panels(&self) -> [&Panel; 2] {
        [&self.first, &self.lasting]
    }

    /// The panel and the bar of a stop.
    pub(super) fn bar(&self, stop: usize) -> (usize, usize) {
        let first = self.first.bars();
        if stop < first {
            (0, stop)
        } else {
            (1, stop - first)
        }
    }

    /// The laws of the first errors, and of what the end of the text leaves.
    fn begin(&mut self) {
        let flawless = self.exact.successes(Criterion::Flawless, &self.first.edges);
        let gone = flawless.windows(2).map(|pair| (pair[0] - pair[1]).max(0.0));
        self.first.law = gone.chain(flawless.last().copied()).collect();
        self.pending = Some(if self.exact.has_steady_return() {
            vec![(0.0, 1.0)]
        } else {
            self.exact.difficulties().to_vec()
        });
        self.sums = vec![0.0; self.lasting.bars()];
    }

    /// Adds the stretches of one difficulty.
    fn add(&mut self, (difficulty, weight): (f64, f64)) {
        let edges = &self.lasting.edges;
        let Some(longer) = self
            .exact
            .completed_stretches(difficulty, self.length, edges)
        else {
            self.sums.clear();
            self.pending = Some(Vec::new());
            return;
        };
        let ends = longer.iter().skip(1).copied().chain([0.0]);
        for ((sum, longer), end) in self.sums.iter_mut().zip(&longer).zip(ends) {
            *sum += weight * (longer - end).max(0.0);
        }
    }

    /// From expected numbers of stretches to shares of all of them.
    fn finish(&mut self) {
        let mut law = core::mem::take(&mut self.sums);
        if let [.., cut, lost] = &mut law[..] {
            let end: Occupancy = self.exact.occupancy(self.length);
            (*cut, *lost) = (end.unacceptable, end.lost);
        }
        let all: f64 = law.iter().sum();
        if all > 0.0 {
            for share in &mut law {
                *share /= all;
            }
        }
        self.lasting.law = law;
    }

    /// Computes a little more; whether there was any left.
    pub(super) fn compute(&mut self) -> bool {
        match &mut self.pending {
            None => self.begin(),
            Some(pending) => match pending.pop() {
                Some(node) => {
                    let last = pending.is_empty();
                    self.add(node);
                    if last && !self.sums.is_empty() {
                        self.finish();
                    }
                }
                None => return false,
            },
        }
        true
    }

    /// Whether all is computed.
    pub(super) fn is_presentable(&self) -> bool {
        self.pending.as_ref().is_some_and(Vec::is_empty)
    }

    /// Takes what the runs simulated so far say.
    pub(super) fn simulate(&mut self, tally: &Tally) {
        // First errors are told by the lengths of the tally that are edges of bins here:
        // those at which curves are drawn.
        let left = |length: &u64| {
            let index = tally.lengths.binary_search(length);
            index.map(|index| tally.flawless[index])
        };
        let left: Result<Vec<u64>, _> = self.first.edges.iter().map(left).collect();
        self.first.counts = left.map_or_else(
            |_| Vec::new(),
            |left| {
                let gone = left.windows(2).map(|pair| pair[0].saturating_sub(pair[1]));
                gone.chain(left.last().copied()).collect()
            },
        );
        let stretches = tally.stretches.as_ref();
        self.lasting.counts = stretches
            .filter(|it| it.edges == self.lasting.edges[1..])
            .map_or_else(Vec::new, |it| {
                let apart = [it.cut, it.lost];
                it.completed.iter().copied().chain(apart).collect()
            });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::plot::Plot as _;
    use bounceback_core::share::link;
    use bounceback_core::share::report;

    fn of(text: &str) -> Stretches {
        let mut figure = Stretches::of(&link::read(text).scenario);
        while figure.compute() {}
        figure
    }

    #[test]
    fn a_law_holds_all_runs_and_all_stretches_or_there_are_none() {
        for text in [
            "",
            "x=log&y=log",
            "error=0",
            "error=1&recovery=1",
            "tokens=1",
            "done=200",
            "process=independent&error=0.3",
            "fatal=1&tokens=1000000000&x=log",
            "technique=verify&interval=7&tokens=100",
            "technique=vote&step=0",
            "process=mixed_difficulty&technique=query&tokens=50",
            "process=self_conditioning&technique=query&tokens=50",
        ] {
            let figure = of(text);
            assert!(figure.is_presentable(), "{text}");
            for panel in figure.panels() {
                let sum: f64 = panel.law.iter().sum();
                let all = (sum - 1.0).abs() < 1e-9;
                assert!(all || sum == 0.0, "{text}: {sum}");
                let none = panel.law.is_empty();
                assert!(none || panel.law.len() == panel.bars(), "{text}");
            }
            for stop in 0..figure.stops() {
                let words = figure.words(stop);
                assert!(!words.contains("NaN") && words.ends_with('.'), "{words}");
                assert!(figure.value(stop).is_finite());
            }
        }
        // Where every text is too long to be walked, or drafts are thrown away, there is no law.
        for text in [
            "technique=query&tokens=100000",
            "technique=verify&interval=7&tokens=100",
            "process=self_conditioning&technique=verify",
        ] {
            assert!(of(text).lasting.law.is_empty(), "{text}");
        }
    }

    /// What the runs show is what the tally holds, whatever the axes.
    #[test]
    fn every_run_and_every_stretch_has_its_bar() {
        for text in [
            "",
            "x=log",
            "technique=verify&interval=7",
            "fatal=0.2&done=50",
        ] {
            let scenario = link::read(text).scenario;
            let mut figure = of(text);
            let drawn = drawn_lengths(&scenario, &Exact::new(&scenario), scenario.done());
            let mut runs = report::runs(&scenario, drawn).with_stretches(bins(&scenario));
            runs.advance(u64::MAX);
            let tally = runs.tally().clone();
            figure.simulate(&tally);
            let sum = |panel: &Panel| panel.counts.iter().sum::<u64>();
            assert_eq!(sum(&figure.first), 2000, "{text}");
            let all = tally.stretches.map_or(0, |stretches| stretches.total());
            assert!(all > 0 && sum(&figure.lasting) == all, "{text}");
            // In bins of some other scenario they are not shown.
            let mut other = of("tokens=77");
            other.simulate(runs.tally());
            assert!(other.lasting.counts.is_empty(), "{text}");
        }
    }
}
