//! The run chosen, simulated by itself in slices.

use super::dom;
use crate::figure::story::Story;
use crate::figure::strips;
use bounceback_core::model::scenario::Scenario;

/// The longest slice in a frame, in milliseconds.
const SLICE: f64 = 2.0;

/// Events between two looks at the clock.
const BATCH: u64 = 2048;

/// The run chosen at the lengths at which curves are read, and, where it is none of the
/// rows, at those of the cells.
#[derive(Debug, Default)]
pub(super) struct Stories {
    of: Option<(Scenario, usize)>,
    told: Option<Story>,
    row: Option<Story>,
}

impl Stories {
    /// Takes what a scenario chooses, unless that is here already.
    pub(super) fn read(&mut self, scenario: &Scenario, lengths: &[u64], cells: &[u64]) {
        let same = |(of, count): &(Scenario, usize)| {
            of.has_runs_of(scenario)
                && of.run() == scenario.run()
                && of.log_x() == scenario.log_x()
                && *count == lengths.len()
        };
        if self.of.as_ref().is_some_and(same) {
            return;
        }
        self.of = Some((scenario.clone(), lengths.len()));
        let later = lengths.iter().copied();
        let later = later.filter(|&n| n > scenario.done());
        self.told = Story::of(scenario, later.collect());
        self.row = None;
        if scenario.run() > strips::ROWS as u64 {
            self.row = Story::of(scenario, cells.to_vec());
        }
    }

    /// Simulates for a slice; whether there is more to do.
    pub(super) fn advance(&mut self, changed: &mut bool) -> bool {
        let until = dom::now() + SLICE;
        let mut more = false;
        for story in self.told.iter_mut().chain(&mut self.row) {
            let unfinished = story.row().is_none();
            while story.advance(BATCH) {
                if dom::now() >= until {
                    more = true;
                    break;
                }
            }
            *changed |= unfinished && story.row().is_some();
        }
        more
    }

    /// The story to be told.
    pub(super) const fn story(&self) -> Option<&Story> {
        self.told.as_ref()
    }

    /// The story with the row of its own, if it has one.
    pub(super) const fn row(&self) -> Option<&Story> {
        self.row.as_ref()
    }
}
