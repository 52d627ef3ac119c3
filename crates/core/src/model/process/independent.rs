//! Errors strike each token independently and are never made good: LeCun's curve.
//!
//! P(flawless) = P(acceptable) = (1 − e)ⁿ, half-life ln ½ / ln(1 − e). Known in
//! reliability engineering as Lusser's law, in survival analysis as a constant
//! hazard with geometric survival.

use super::{Process, always, harmful};
use crate::model::chain::{Chain, Errors};
use crate::model::parameter::Key;
use crate::number::probability::Probability;

pub(super) const PROCESS: Process = Process {
    name: "independent",
    label: "independent errors",
    summary: "Every token errs with the same probability, and one error spoils the completion for good.",
    source: "Y. LeCun, post of 28 March 2023 and NYU slides, March 2023",
    parameters: &[Key::Error],
    scale: Key::Error,
    means: always,
    chain: |values| Chain {
        errors: Errors::Constant(values.get(Key::Error) * harmful(values)),
        fatal: Probability::ZERO,
        recovery: Probability::ZERO,
    },
};
