//! What is noted of a run that is shown, beside its strip: what was done about its errors.

use super::stream::Stream;
use crate::model::chain::State;

/// One run as a row of cells; each cell is the state after its last token.
pub type Strip = Vec<State>;

/// What can be noted of a cell of a strip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Deed {
    /// Drafts were rejected and written anew: how many of them.
    Rejected,
    /// A vote was decided though samples disagreed.
    Disputed,
    /// A query caught what had gone wrong.
    Caught,
    /// What had gone wrong was put right by the technique's own clock.
    Repaired,
    /// The run went from acceptable to unacceptable or lost.
    Spoiled,
    /// Tokens paid beyond [`crate::model::course::Course::least_cost`].
    Extra,
}

impl Deed {
    /// How many there are.
    pub const COUNT: usize = Self::Extra as usize + 1;

    /// Those that are marked on a strip, in the order of their key.
    pub const MARKED: [Self; 4] = [Self::Rejected, Self::Disputed, Self::Caught, Self::Repaired];
}

/// What happened to a run within each cell of its strip, and when it first went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notes {
    /// How often each [`Deed`] was done within each cell; empty where none was.
    pub deeds: Vec<[u64; Deed::COUNT]>,
    /// The first token after which the run was no longer flawless.
    pub first_error: Option<u64>,
    /// The token after which it was acceptable again: it had recovered, or the draft was
    /// thrown away.
    pub first_return: Option<u64>,
    /// The token of the last return.
    returned: u64,
}

impl Notes {
    const NONE: Self = Self {
        deeds: Vec::new(),
        first_error: None,
        first_return: None,
        returned: u64::MAX,
    };

    /// How often a deed was done within the first `cells` cells.
    pub fn sum(&self, deed: Deed, cells: usize) -> u64 {
        let cells = self.deeds.iter().take(cells);
        cells.map(|deeds| deeds[deed as usize]).sum()
    }
}

/// What is kept of a run that is shown.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) strip: Strip,
    pub(super) notes: Notes,
    /// Decides what no state depends on, so that looking changes nothing.
    aside: Stream,
}

impl Row {
    pub(super) const fn new(aside: Stream) -> Self {
        Self {
            strip: Vec::new(),
            notes: Notes::NONE,
            aside,
        }
    }

    /// Fills the cells that end before token `until`.
    pub(super) fn paint(&mut self, cells: &[u64], state: State, until: u64) {
        let end = cell(cells, until);
        self.strip.resize(end.max(self.strip.len()), state);
    }

    /// A number that decides nothing but what is noted.
    pub(super) fn aside(&mut self) -> f64 {
        self.aside.uniform()
    }

    /// Notes what was done at a token.
    pub(super) fn note(&mut self, cells: &[u64], token: u64, deed: Deed, times: u64) {
        let deeds = &mut self.notes.deeds;
        deeds.resize(cells.len(), [0; Deed::COUNT]);
        if let Some(deeds) = deeds.get_mut(cell(cells, token)) {
            let sum = &mut deeds[deed as usize];
            *sum = sum.saturating_add(times);
        }
    }

    /// Notes that the run goes from one state to another at a token.
    pub(super) fn turned(&mut self, cells: &[u64], token: u64, from: State, to: State) {
        self.paint(cells, from, token);
        let notes = &mut self.notes;
        if from == State::Flawless {
            notes.first_error.get_or_insert(token);
        }
        if to.is_acceptable() {
            notes.returned = token;
            notes.first_return.get_or_insert(token);
        } else if from.is_acceptable() && notes.returned != token {
            self.note(cells, token, Deed::Spoiled, 1);
        } else if from.is_acceptable() && notes.first_return == Some(token) {
            // Caught by a query, and wrong again with the very next token.
            notes.first_return = None;
        }
    }
}

/// The cell that a token lies in.
fn cell(cells: &[u64], token: u64) -> usize {
    cells.partition_point(|&cell| cell < token)
}
