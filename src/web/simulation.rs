//! Simulates in slices, so that no frame is missed and a change cancels at once.

use super::{dom, frame};
use crate::figure::stretches;
use crate::figure::strips;
use bounceback_core::model::course::Stage;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::share::report;
use bounceback_core::simulate::{Notes, Population, Progress, Runs, Strip, Tally};

/// So long after a frame has begun it stops, in milliseconds: with the drawing after it, a
/// frame stays below the 16 ms that a screen leaves it.
const SLICE: f64 = 6.0;

/// Lengths of a population that are counted between two looks at the clock.
const LENGTHS: usize = 4;

/// Events between two looks at the clock: some hundred microseconds' work.
const BATCH: u64 = 4096;

/// The runs of one scenario, as far as they are simulated.
#[derive(Debug)]
pub(super) struct Simulation {
    scenario: Scenario,
    runs: Runs,
    /// The whole population, where that is too large for single runs.
    counted: Option<Population>,
}

impl Simulation {
    pub(super) fn new(scenario: &Scenario, lengths: Vec<u64>) -> Self {
        // Too many to simulate one by one are counted; the first of them are strips.
        let counted = (scenario.whole(Key::Runs) > report::MOST_SINGLE_RUNS)
            .then(|| report::population_of(scenario, &lengths));
        let single = match &counted {
            Some(_) => strips::first_rows(scenario),
            None => scenario.clone(),
        };
        let runs =
            report::runs(&single, lengths).with_strips(strips::ROWS, strips::cells(scenario));
        let runs = runs.with_stretches(stretches::bins(scenario));
        Self {
            scenario: scenario.clone(),
            runs,
            counted,
        }
    }

    /// Whether a scenario has these very runs, looked at where that is wanted, so that they need
    /// not begin anew.
    pub(super) fn serves(&self, scenario: &Scenario, lengths: Option<&[u64]>) -> bool {
        let same = self.runs.edges() == stretches::bins(scenario)
            // Cells lie along the axis.
            && self.scenario.log_x() == scenario.log_x();
        let looked = lengths.is_none_or(|lengths| self.runs.lengths() == lengths);
        same && looked && self.scenario.has_runs_of(scenario)
    }

    /// Works for one slice of a frame that has begun at some time.
    pub(super) fn advance(&mut self, begun: f64) -> Progress {
        let end = frame::end_of_slice(begun, SLICE);
        while let Some(counted) = self.counted.as_mut().filter(|it| !it.is_done()) {
            counted.advance(LENGTHS);
            if dom::now() >= end {
                return self.progress();
            }
        }
        loop {
            let progress = self.runs.advance(BATCH);
            if progress.is_done() || dom::now() >= end {
                return progress;
            }
        }
    }

    pub(super) fn progress(&self) -> Progress {
        let progress = self.runs.progress();
        let counting = self.counted.as_ref().is_some_and(|it| !it.is_done());
        Progress {
            // The single runs are nothing without the population that they stand for.
            finished: if counting { 0 } else { progress.finished },
            asked: progress.asked.max(1),
        }
    }

    pub(super) fn tally(&mut self) -> &Tally {
        match &self.counted {
            Some(counted) => counted.tally(),
            None => self.runs.tally(),
        }
    }

    pub(super) fn strips(&self) -> &[Strip] {
        self.runs.strips()
    }

    pub(super) fn notes(&self) -> &[Notes] {
        self.runs.notes()
    }

    pub(super) fn stages(&self) -> &[Stage] {
        self.runs.course().stages()
    }
}
