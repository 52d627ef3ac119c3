//! Simulates in slices, so that no frame is missed and a change cancels at once.

use super::dom;
use crate::figure::strips;
use crate::report;
use crate::scenario::Scenario;
use crate::simulate::{Progress, Runs, Strip, Tally};

/// The longest slice in a frame, in milliseconds: with the drawing after it, a
/// frame stays below the 16 ms that a screen leaves it.
const SLICE: f64 = 6.0;

/// Events between two looks at the clock: some hundred microseconds' work.
const BATCH: u64 = 4096;

/// The runs of one scenario, as far as they are simulated.
#[derive(Debug)]
pub(super) struct Simulation {
    scenario: Scenario,
    runs: Runs,
}

impl Simulation {
    pub(super) fn new(scenario: &Scenario, lengths: Vec<u64>) -> Self {
        let runs =
            report::runs(scenario, lengths).with_strips(strips::ROWS, strips::cells(scenario));
        Self {
            scenario: *scenario,
            runs,
        }
    }

    /// Whether a scenario has these very runs, so that they need not begin anew.
    pub(super) fn serves(&self, scenario: &Scenario, lengths: &[u64]) -> bool {
        let same = |a: &Scenario, b: &Scenario| {
            a.chain() == b.chain()
                && a.tokens() == b.tokens()
                && a.done() == b.done()
                && a.criterion() == b.criterion()
                && a.whole(crate::parameter::Key::Runs) == b.whole(crate::parameter::Key::Runs)
                && a.whole(crate::parameter::Key::Seed) == b.whole(crate::parameter::Key::Seed)
        };
        same(&self.scenario, scenario) && self.runs.lengths() == lengths
    }

    /// Works for one slice.
    pub(super) fn advance(&mut self) -> Progress {
        let end = dom::now() + SLICE;
        loop {
            let progress = self.runs.advance(BATCH);
            if progress.is_done() || dom::now() >= end {
                return progress;
            }
        }
    }

    pub(super) const fn progress(&self) -> Progress {
        self.runs.progress()
    }

    pub(super) fn tally(&mut self) -> &Tally {
        self.runs.tally()
    }

    pub(super) fn strips(&self) -> &[Strip] {
        self.runs.strips()
    }
}
