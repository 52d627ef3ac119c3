//! What is being drafted: a part of the text, how a draft of it ends, and a vote under way.

use crate::model::chain::State;

/// How a draft ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome {
    pub(super) state: State,
    /// Errors in the draft.
    pub(super) errors: u64,
    /// Errors since the clock of the hazard started.
    pub(super) recent: u64,
    /// Whether its first event, drawn before, lies beyond its end.
    pub(super) clean: bool,
}

/// A vote under way. In the first `quiet` samples nothing happens, in the next one `first`
/// is the first event.
#[derive(Clone, Copy, Debug)]
pub(super) struct Race {
    pub(super) part: Part,
    pub(super) quiet: u64,
    pub(super) first: Option<u64>,
    /// The first sample of either side, and how many there are.
    pub(super) sides: [Option<Outcome>; 2],
    pub(super) votes: [u64; 2],
}

/// The part that is being drafted: tokens `from` + 1 to `to`, and how many whole parts
/// there are from its beginning on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) from: u64,
    pub(super) to: u64,
    pub(super) left: u64,
}

impl Part {
    pub(super) fn tokens(&self) -> u64 {
        self.to - self.from
    }

    /// How many parts end before a token beyond the end of this one. The last part of
    /// a stage may be shorter than the others: what lies beyond the stage lies beyond it.
    pub(super) fn quiet(&self, token: u64, size: u64, stage_end: u64) -> u64 {
        if token > stage_end {
            self.left
        } else {
            ((token - self.from - 1) / size).min(self.left)
        }
    }
}
