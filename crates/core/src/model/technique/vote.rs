//! Several samples vote on every step.
//!
//! With probability p that one sample is right, the majority of N is right with
//! the upper half of Binomial(N, p) (Condorcet's jury), and the first side to be
//! ahead by k is the right one with 1/(1 + ((1 − p)/p)ᵏ) (gambler's ruin; Wald's
//! sequential test). Below p = ½ voting harms. Where samples go wrong for a common
//! cause, c of the time, the gain is mixed: c·p + (1 − c)·vote.

use super::{Ballot, Check, Judge, Manner, Technique};
use crate::model::parameter::Key;

pub(super) const TECHNIQUE: Technique = Technique {
    name: "vote",
    label: "voting",
    summary: "Every so many tokens several samples are drawn, and the side with most of them goes on.",
    source: "X. Wang et al., self-consistency, arXiv 2203.11171; E. Meyerson et al. (MAKER), arXiv 2511.09030",
    parameters: &[Key::Votes, Key::Lead, Key::Step, Key::CommonCause],
    manner: |values| {
        let lead = values.get(Key::Lead) as u64;
        let step = values.get(Key::Step) as u64;
        Manner {
            check: Some(Check {
                // A step longer than any phase is the whole phase.
                size: if step == 0 { u64::MAX } else { step },
                judge: Judge::Vote {
                    ballot: if lead == 0 {
                        Ballot::Majority(values.get(Key::Votes) as u64)
                    } else {
                        Ballot::Lead(lead)
                    },
                    common_cause: values.get(Key::CommonCause),
                },
            }),
            ..Manner::PLAIN
        }
    },
};
