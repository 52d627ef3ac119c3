//! Chain of thought: reasoning first, then a short answer from what it reached.
//!
//! While the model thinks, the hazard falls in a straight line to a share of what
//! it was, and what has gone wrong can be made good; the answer after it starts
//! from the state, and keeps the hazard, that the reasoning reached.

use super::{Manner, Technique};
use crate::model::parameter::Key;

pub(super) const TECHNIQUE: Technique = Technique {
    name: "think",
    label: "thinking first",
    summary: "Tokens of reasoning come before the answer: the hazard falls while they last, and slips can be made good.",
    source: "J. Wei et al., chain of thought, arXiv 2201.11903; K. Gandhi et al., stream of search, arXiv 2404.03683",
    parameters: &[Key::Think, Key::ThinkFloor, Key::ThinkRecovery],
    manner: |values| Manner {
        left: values.get(Key::ThinkFloor),
        repair: values.get(Key::ThinkRecovery),
        ..Manner::PLAIN
    },
};
