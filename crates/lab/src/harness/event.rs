//! What is told of a run.

use crate::token::Token;

/// What a token is to the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It was given by the harness: the beginning, a digit, a mark, a pause.
    Given,
    /// The value of a step, drawn.
    Value,
    /// The value of a step, put in.
    Injected,
    /// The rule, stated by the harness or the model.
    Rule,
    /// A full stop: what stands before it is kept, for now.
    Stop,
    /// The last step is taken back.
    Undo,
}

/// A token of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// The token.
    pub token: Token,
    /// What it is.
    pub kind: Kind,
    /// The step to which it belongs: 0 is the beginning. Undo belongs to the step that it
    /// takes back.
    pub step: usize,
    /// Whether what stands is right, after this token.
    pub right: bool,
    /// Where it stands in what the model sees. Undo stands nowhere: its place is where the
    /// text goes on, with another verdict on the step before.
    pub place: usize,
}

/// A marked step: how the rule was obeyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Steps since the rule was stated: 1 is the step behind it.
    pub since: usize,
    /// Whether an earlier mark was seen, from which the rule can be copied.
    pub reminded: bool,
    /// Whether the value was the rule.
    pub obeyed: bool,
    /// How often the model itself had stated the rule since the harness did.
    pub copies: usize,
}

/// What counts over a run, or over many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Tokens spent.
    pub tokens: u64,
    /// Values that were drawn, and those that did not follow from what stood before them.
    pub drafts: u64,
    /// The latter.
    pub slips: u64,
    /// Verdicts that were drawn, or that fell blindly.
    pub verdicts: u64,
    /// Complaints among them, heeded or not.
    pub complaints: u64,
}

impl Tally {
    /// Adds another run's.
    pub(crate) fn add(&mut self, other: Self) {
        self.tokens += other.tokens;
        self.drafts += other.drafts;
        self.slips += other.slips;
        self.verdicts += other.verdicts;
        self.complaints += other.complaints;
    }
}
