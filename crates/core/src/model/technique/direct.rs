//! Nothing is done: tokens come as the process has them.

use super::{Manner, Technique};

pub(super) const TECHNIQUE: Technique = Technique {
    name: "direct",
    label: "direct answer",
    summary: "Tokens come one after the other, and each counts as it comes.",
    source: "Y. LeCun, post of 28 March 2023",
    parameters: &[],
    manner: |_| Manner::PLAIN,
};
