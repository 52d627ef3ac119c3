//! The vocabulary: fourteen tokens.

/// How many tokens there are.
pub const VOCABULARY: usize = 14;

/// A token: 0…9 are the digits.
pub type Token = u8;

/// Ends a step, or keeps it.
pub const STOP: Token = 10;
/// Takes the last step back.
pub const UNDO: Token = 11;
/// Stands before the value of a step that must obey the rule: nothing is ever taken back
/// where there are rules, so that undo's token is free.
pub const MARK: Token = UNDO;
/// Stands before the rule; to models without one it is a pause.
pub const RULE: Token = 12;
/// Says nothing; stands for a thought.
pub const PAUSE: Token = RULE;
/// Begins every text.
pub const BEGIN: Token = 13;

/// The digit that a sum leaves.
pub const fn sum(a: u8, b: u8) -> u8 {
    (a + b) % 10
}
