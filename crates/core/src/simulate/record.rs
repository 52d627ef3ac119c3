//! What is noted of runs: changes of the counts at each length, strips, stretches.

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

    /// A run goes from one state to another at a token.
    pub(super) fn moved(&mut self, row: &mut Option<Row>, token: u64, from: State, to: State) {
        let index = self.index(token);
        // With a draft its errors are thrown away.
        match (from == State::Flawless, to == State::Flawless) {
            (true, false) => self.flawless[index] -= 1,
            (false, true) => self.flawless[index] += 1,
            _ => {}
        }
        match (from.is_acceptable(), to.is_acceptable()) {
            (true, false) => self.acceptable[index] -= 1,
            (false, true) => self.acceptable[index] += 1,
            _ => {}
        }
        if row.is_some() || self.tally.stretches.is_some() {
            self.watch(row, token, from, to);
        }
    }

    /// The same, for a run that is shown or whose stretches are counted.
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

    /// A run has come to its end in a state.
    pub(super) fn finished(&mut self, row: Option<Row>, state: State) {
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

/// So many buckets for each length: most then hold one or none.
const BUCKETS: u64 = 4;

/// Where to look for a token among lengths: equal buckets, and which lengths lie before each.
#[derive(Clone, Debug)]
struct Guide {
    /// Where the first bucket begins, and how wide each is, as a power of two.
    start: u64,
    shift: u32,
    /// How many lengths lie before each bucket, and behind the last.
    before: Vec<usize>,
}

impl Guide {
    /// A guide to increasing lengths.
    fn to(lengths: &[u64]) -> Self {
        let start = lengths.first().copied().unwrap_or(0);
        let span = lengths.last().map_or(0, |last| last - start);
        let most = BUCKETS * lengths.len() as u64;
        let mut shift = 0;
        while span >> shift > most {
            shift += 1;
        }
        let count = (span >> shift) + 1;
        let before = |bucket: u64| {
            let begins = start + (bucket << shift);
            lengths.partition_point(|&length| length < begins)
        };
        let mut before: Vec<usize> = (0..count).map(before).collect();
        before.push(lengths.len());
        Self {
            start,
            shift,
            before,
        }
    }

    /// How many of the lengths lie before a token.
    fn find(&self, lengths: &[u64], token: u64) -> usize {
        let bucket = token.saturating_sub(self.start) >> self.shift;
        let bucket = bucket.min(self.before.len() as u64 - 2) as usize;
        let (from, to) = (self.before[bucket], self.before[bucket + 1]);
        from + lengths[from..to].partition_point(|&length| length < token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guide_finds_what_a_search_finds() {
        let last = 1_000_000_000;
        let even: Vec<u64> = (0..=256).map(|step| step * 4).collect();
        let ratios: Vec<u64> = (0..30).map(|step| 1 << step).collect();
        for lengths in [
            vec![],
            vec![0],
            vec![7],
            vec![3, 4, last],
            vec![0, 1, 2, 5, 17, 50, 51, 100, 300],
            even,
            ratios,
        ] {
            let guide = Guide::to(&lengths);
            let near = lengths
                .iter()
                .flat_map(|&it| [it.saturating_sub(1), it, it + 1]);
            for token in near.chain([0, 1, 2, 299, last - 1, last, u64::MAX]) {
                let place = lengths.partition_point(|&length| length < token);
                assert_eq!(guide.find(&lengths, token), place, "{token} in {lengths:?}");
            }
        }
    }
}
