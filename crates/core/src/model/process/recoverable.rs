//! Errors that can be made good: the two-state Markov chain, with a fatal share.
//!
//! Known as the Gilbert–Elliott channel. With error e, recovery r and no fatal
//! share, λ = 1 − e − r and π = r/(e + r):
//!
//! P(acceptable after n tokens) = π + (1 − π)·λⁿ, P(flawless) = (1 − e)ⁿ.
//!
//! With a fatal share P(acceptable) is a mixture of two powers, and tends to 0 at
//! the rate of the slower one. Both cases are [`crate::exact::transition::constant`].

use super::{Process, always, harmful};
use crate::model::chain::{Chain, Errors};
use crate::model::parameter::Key;
use crate::number::probability::Probability;

pub(super) const PROCESS: Process = Process {
    name: "recoverable",
    label: "recoverable errors",
    summary: "Every acceptable completion errs with the same probability, and every spoiled one recovers with another; a share of errors may be fatal.",
    source: "Y. Marcovitz, \"Are Autoregressive LLMs Really Doomed?\", Parlant, 2025; B. Miranda, 2026; the chain is E. N. Gilbert's, 1960",
    parameters: &[Key::Error, Key::Recovery, Key::Fatal],
    scale: Key::Error,
    means: always,
    chain: |values| Chain {
        errors: Errors::Constant(values.get(Key::Error) * harmful(values)),
        fatal: Probability::clamped(values.get(Key::Fatal)),
        recovery: Probability::clamped(values.get(Key::Recovery)),
    },
};
