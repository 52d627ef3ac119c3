//! The story of one run: what befell it, and what was done about it, up to any length
//! at which the figure is read.

use bounceback_core::model::chain::State;
use bounceback_core::model::course::Course;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::format::{count, many, superscript, whole};
use bounceback_core::simulate::{Deed, Notes, Runs, Strip};
use std::fmt::Write as _;

/// One run of a scenario, simulated by itself.
#[derive(Clone, Debug)]
pub struct Story {
    run: u64,
    course: Course,
    lengths: Vec<u64>,
    runs: Runs,
    /// What a token is called.
    unit: &'static str,
}

impl Story {
    /// The run that a scenario chooses, to be told at increasing lengths; none where it
    /// chooses none.
    pub fn of(scenario: &Scenario, lengths: Vec<u64>) -> Option<Self> {
        let run = scenario.run();
        if run == 0 {
            return None;
        }
        let (course, seed) = (scenario.course(), scenario.whole(Key::Seed));
        let runs = Runs::new(&course, vec![scenario.length()], run, seed, None);
        Some(Self {
            run,
            course,
            runs: runs.only(run - 1, lengths.clone()),
            lengths,
            unit: scenario.unit().0,
        })
    }

    /// Its number, from 1 on.
    pub const fn run(&self) -> u64 {
        self.run
    }

    /// Simulates until `work` events have happened or the run is at its end; whether
    /// there is more to do.
    pub fn advance(&mut self, work: u64) -> bool {
        !self.runs.progress().is_done() && !self.runs.advance(work).is_done()
    }

    /// Its row, a cell for each of the lengths, once it is at its end.
    pub fn row(&self) -> Option<(&Strip, &Notes)> {
        self.runs.strips().first().zip(self.runs.notes().first())
    }

    /// What there is to tell when the text has `n` tokens, or at the last length before,
    /// to go on after “Run 7”.
    pub fn words(&self, n: u64) -> String {
        let Some((strip, notes)) = self.row() else {
            return " is not at its end yet.".to_owned();
        };
        let mut words = match (notes.first_error, notes.first_return) {
            (None, _) => " never errs.".to_owned(),
            (Some(error), None) => {
                format!(": first error at token {}, and never back.", whole(error))
            }
            (Some(error), Some(back)) if error == back => format!(
                ": errs first in the draft kept at token {}, which mends it.",
                whole(error)
            ),
            (Some(error), Some(back)) => format!(
                ": first error at token {}, back at token {}.",
                whole(error),
                whole(back)
            ),
        };
        let cells = self.lengths.partition_point(|&length| length <= n);
        let state = cells.checked_sub(1).and_then(|cell| strip.get(cell));
        let state = match state {
            None | Some(State::Flawless | State::Recovered) => "fine",
            Some(State::Unacceptable) => "wrong",
            Some(State::Lost) => "lost for good",
        };
        let _ = write!(words, " After {} it is {state}", count(n, self.unit));
        let mut told = |deed, once: &str, often: &str| match notes.sum(deed, cells) {
            0 => {}
            // Writing to a String cannot fail.
            1 => _ = write!(words, ", {once}"),
            times => _ = write!(words, ", {} {often}", whole(times)),
        };
        told(Deed::Spoiled, "1 bad stretch", "bad stretches");
        told(Deed::Rejected, "1 draft thrown away", "drafts thrown away");
        told(Deed::Disputed, "1 vote disputed", "votes disputed");
        told(Deed::Caught, "1 error caught", "errors caught");
        told(Deed::Repaired, "1 time put right", "times put right");
        let at = cells.checked_sub(1).map(|cell| self.lengths[cell]);
        let least = self.course.least_cost(at.unwrap_or(self.course.start()));
        let paid = least.saturating_add(notes.sum(Deed::Extra, cells));
        let _ = write!(words, "; {} paid.", many(&counted(paid), self.unit));
        words
    }
}

/// A number of tokens, those that nobody counts any more as a power of ten.
fn counted(tokens: u64) -> String {
    if tokens == u64::MAX {
        format!("more than 10{}", superscript(19))
    } else {
        whole(tokens)
    }
}
