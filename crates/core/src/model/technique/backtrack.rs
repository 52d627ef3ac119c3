//! Backtracking: the model notices, takes tokens back, and goes on from there.
//!
//! Recovery within the stream, by a clock of its own, at a cost in tokens. Where
//! it and the process's own recovery come at the same token, nothing is paid.

use super::{Manner, Technique};
use crate::model::parameter::Key;

pub(super) const TECHNIQUE: Technique = Technique {
    name: "backtrack",
    label: "backtracking",
    summary: "At every token the model may notice that it has gone wrong and go back, at a cost in tokens.",
    source: "T. Ye et al., \"Physics of Language Models 2.2: how to learn from mistakes\"",
    parameters: &[Key::Catch, Key::Cost],
    manner: |values| Manner {
        repair: values.get(Key::Catch),
        undo: values.get(Key::Cost),
        ..Manner::PLAIN
    },
};
