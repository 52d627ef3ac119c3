//! What is noted of runs: changes of the counts at each length, and strips.

use super::runs::{Strip, Tally};
use crate::chain::State;

/// The notes on all runs so far.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) tally: Tally,
    /// Net changes of the counts at each length; the counts are their running sums.
    flawless: Vec<i64>,
    acceptable: Vec<i64>,
    tolerant: Vec<i64>,
    /// The last token of each cell of a strip.
    pub(super) cells: Vec<u64>,
    pub(super) strips: Vec<Strip>,
}

impl Record {
    pub(super) fn new(lengths: Vec<u64>, tolerant: bool) -> Self {
        let count = lengths.len();
        let asked = if tolerant { count } else { 0 };
        Self {
            tally: Tally {
                lengths,
                runs: 0,
                flawless: vec![0; count],
                acceptable: vec![0; count],
                tolerant: vec![0; asked],
                paid: 0,
            },
            flawless: vec![0; count + 1],
            acceptable: vec![0; count + 1],
            tolerant: vec![0; asked + 1],
            cells: Vec::new(),
            strips: Vec::new(),
        }
    }

    /// A run goes from one state to another at a token.
    pub(super) fn moved(&mut self, token: u64, from: State, to: State) {
        let index = self.index(token);
        if from == State::Flawless && to != State::Flawless {
            self.flawless[index] -= 1;
        }
        match (from.is_acceptable(), to.is_acceptable()) {
            (true, false) => self.acceptable[index] -= 1,
            (false, true) => self.acceptable[index] += 1,
            _ => {}
        }
    }

    /// A run exceeds the tolerance at a token.
    pub(super) fn exceeded(&mut self, token: u64) {
        let index = self.index(token);
        self.tolerant[index] -= 1;
    }

    /// Fills the cells of a strip that end before token `until`.
    pub(super) fn paint(&self, strip: &mut Option<Strip>, state: State, until: u64) {
        if let Some(strip) = strip {
            let end = self.cells.partition_point(|&cell| cell < until);
            strip.resize(end.max(strip.len()), state);
        }
    }

    /// The counts of the runs finished so far.
    pub(super) fn tally(&mut self) -> &Tally {
        let sums = [
            (&self.flawless, &mut self.tally.flawless),
            (&self.acceptable, &mut self.tally.acceptable),
            (&self.tolerant, &mut self.tally.tolerant),
        ];
        for (changes, counts) in sums {
            let mut sum = i64::try_from(self.tally.runs).unwrap_or(i64::MAX);
            for (change, count) in changes.iter().zip(counts.iter_mut()) {
                sum += change;
                *count = u64::try_from(sum).unwrap_or(0);
            }
        }
        &self.tally
    }

    /// The first length that lies at or after a token.
    fn index(&self, token: u64) -> usize {
        self.tally.lengths.partition_point(|&length| length < token)
    }
}
