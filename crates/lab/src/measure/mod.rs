//! What comes of many runs.
//!
//! | file | what it is |
//! | --- | --- |
//! | [`paths`] | whether each step of each run was right when it was first kept |
//! | [`many`] | makes the runs, in slices |
//! | [`chain`] | the chain of two states that explains paths, with and without a fatal share |
//! | [`obeying`] | how a rule is obeyed, by steps since it was stated |
//! | [`sweep`] | how often an error is healed, by window and lag |

pub mod chain;
pub mod many;
pub mod obeying;
pub mod paths;
pub mod sweep;
