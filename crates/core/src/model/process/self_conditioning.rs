//! Errors beget errors: every error so far makes the next one likelier.
//!
//! P(an error strikes at the next token) = min(1, a + b·errors so far), as in
//! Pólya's urn. P(flawless) = (1 − a)ⁿ, whatever b; and while the probability has
//! not reached 1, E[errors] = a·((1 + b)ⁿ − 1)/b. It is LeCun's worry made worse
//! than he drew it: with recovery the acceptable curve falls all the same.

use super::{Process, always, harmful};
use crate::model::chain::{Chain, Errors};
use crate::model::parameter::Key;
use crate::number::probability::Probability;

pub(super) const PROCESS: Process = Process {
    name: "self_conditioning",
    label: "self-conditioning",
    summary: "A model that sees its own errors makes more of them: each one adds to the chance of the next.",
    source: "A. Sinha et al., \"The Illusion of Diminishing Returns\", arXiv 2509.09677; the urn is G. Pólya's, 1923",
    parameters: &[Key::Error, Key::Contagion, Key::Recovery],
    scale: Key::Error,
    means: always,
    chain: |values| Chain {
        errors: Errors::Contagious {
            first: values.get(Key::Error) * harmful(values),
            more: values.get(Key::Contagion) * harmful(values),
        },
        fatal: Probability::ZERO,
        recovery: Probability::clamped(values.get(Key::Recovery)),
    },
};
