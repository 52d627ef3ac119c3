//! What is noted of runs: changes of the counts at each length, strips, stretches.

use super::guide::Guide;
use super::notes::{Notes, Row, Strip};
use super::tally::Tally;
use crate::model::chain::State;

/// The notes on all runs so far.
#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) tally: Tally,
    /// Net changes of the counts at each length; the counts are their running sums.
    flawless: Vec<i64>,
    acceptable: Vec<i64>,
    tolerant: Vec<i64>,
    guide: Guide,
    /// The last token of each cell of a strip.
    pub(super) cells: Vec<u64>,
    pub(super) strips: Vec<Strip>,
    pub(super) notes: Vec<Notes>,
}

impl Record {
    pub(super) fn new(lengths: Vec<u64>, tolerant: bool) -> Self {
        let count = lengths.len();
        let asked = if tolerant { count } else { 0 };
        Self {
            guide: Guide::to(&lengths),
            tally: Tally::of_none(lengths, tolerant),
            flawless: vec![0; count + 1],
            acceptable: vec![0; count + 1],
            tolerant: vec![0; asked + 1],
            cells: Vec::new(),
            strips: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Where changes of the counts are noted.
    pub(super) fn changes(&mut self) -> Changes<'_> {
        Changes {
            flawless: &mut self.flawless,
            acceptable: &mut self.acceptable,
            guide: &self.guide,
            lengths: &self.tally.lengths,
        }
    }

    /// A run goes from one state to another at a token.
    pub(super) fn moved(&mut self, row: &mut Option<Row>, token: u64, from: State, to: State) {
        self.changes().moved(token, from, to);
        if row.is_some() || self.tally.stretches.is_some() {
            self.watch(row, token, from, to);
        }
    }

    /// What more is noted of a run that is shown, or of its stretches.
    #[inline(never)]
    fn watch(&mut self, row: &mut Option<Row>, token: u64, from: State, to: State) {
        let acceptable = to.is_acceptable();
        if let Some(stretches) = &mut self.tally.stretches
            && from.is_acceptable() != acceptable
        {
            stretches.turned(token, acceptable);
        }
        if let Some(row) = row {
            row.turned(&self.cells, token, from, to);
        }
    }

    /// A run has come to its end in a state, and so many tokens are paid.
    pub(super) fn finished(&mut self, row: Option<Row>, state: State, paid: u64) {
        self.tally.runs += 1;
        self.tally.paid = self.tally.paid.saturating_add(paid);
        if let Some(stretches) = &mut self.tally.stretches {
            stretches.finish(state);
        }
        if let Some(mut row) = row {
            row.paint(&self.cells, state, u64::MAX);
            self.strips.push(row.strip);
            self.notes.push(row.notes);
        }
    }

    /// A run exceeds the tolerance at a token.
    pub(super) fn exceeded(&mut self, token: u64) {
        let index = self.index(token);
        self.tolerant[index] -= 1;
    }

    /// The draft with which it did is thrown away at a token.
    pub(super) fn forgiven(&mut self, token: u64) {
        let index = self.index(token);
        self.tolerant[index] += 1;
    }

    /// A draft was kept though no check accepted it.
    pub(super) fn gave_up(&mut self) {
        self.tally.given_up += 1;
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
        self.guide.find(&self.tally.lengths, token)
    }
}

/// Changes of the counts that are being noted: all that very many runs need of a record.
pub(super) struct Changes<'a> {
    flawless: &'a mut [i64],
    acceptable: &'a mut [i64],
    guide: &'a Guide,
    lengths: &'a [u64],
}

impl Changes<'_> {
    /// A run goes from one state to another at a token.
    #[inline]
    pub(super) fn moved(&mut self, token: u64, from: State, to: State) {
        let place = self.guide.find(self.lengths, token);
        // With a draft its errors are thrown away.
        match (from == State::Flawless, to == State::Flawless) {
            (true, false) => self.flawless[place] -= 1,
            (false, true) => self.flawless[place] += 1,
            _ => {}
        }
        match (from.is_acceptable(), to.is_acceptable()) {
            (true, false) => self.acceptable[place] -= 1,
            (false, true) => self.acceptable[place] += 1,
            _ => {}
        }
    }
}
