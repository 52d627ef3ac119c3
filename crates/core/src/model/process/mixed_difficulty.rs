//! Easy and hard completions: every completion has an error rate of its own.
//!
//! e ~ Beta(a, b) is drawn once per completion, and then errors are independent:
//!
//! P(flawless) = E[(1 − e)ⁿ] = B(a, b + n)/B(a, b),
//!
//! which falls like n⁻ᵃ although nothing is ever made good: the longer a
//! completion has lasted, the easier it probably is. Known as frailty in survival
//! analysis, and as the beta-geometric distribution. With a recovery given, every
//! completion is a recoverable one at its own error rate.

use super::{Process, always, harmful};
use crate::model::chain::{Chain, Errors};
use crate::model::parameter::Key;
use crate::number::probability::Probability;

pub(super) const PROCESS: Process = Process {
    name: "mixed_difficulty",
    label: "mixed difficulty",
    summary: "Each completion has an error rate of its own, drawn once: the survivors are the easy ones, and the curve falls ever more slowly, with or without recovery.",
    source: "beta-geometric frailty; T. Ord, arXiv 2505.05115; T. Kwa et al. (METR), arXiv 2503.14499, fit its continuous cousin",
    parameters: &[Key::Alpha, Key::Beta, Key::Recovery],
    scale: Key::Beta,
    means: always,
    chain: |values| Chain {
        errors: Errors::Mixed {
            alpha: values.get(Key::Alpha),
            beta: values.get(Key::Beta),
            share: harmful(values),
        },
        fatal: Probability::ZERO,
        recovery: Probability::clamped(values.get(Key::Recovery)),
    },
};
