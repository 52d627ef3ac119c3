//! Drafts are checked, and made anew until a check accepts one.
//!
//! A draft that is bad with probability e, checked with sensitivity d and
//! false-reject rate α, without a limit of tries, is bad when accepted with
//!
//! e(1 − d)/[e(1 − d) + (1 − e)(1 − α)],
//!
//! after 1/[e(1 − d) + (1 − e)(1 − α)] drafts on average. A *joint* check sees the
//! draft and repeats a share of its errors: it rejects a bad draft only with
//! d·(1 − joint). A *factored* one does not see it, and repeats none. Where nothing
//! would ever be accepted, the draft that happens to be there is kept, as with the
//! last of finitely many tries, however many.

use super::{Check, Judge, Manner, Technique};
use crate::model::parameter::Key;

pub(super) const TECHNIQUE: Technique = Technique {
    name: "verify",
    label: "verification",
    summary: "Every so many tokens the draft is checked, and written anew until the check accepts it.",
    source: "S. Dhuliawala et al., \"Chain-of-Verification Reduces Hallucination\", arXiv 2309.11495",
    parameters: &[
        Key::Interval,
        Key::Sensitivity,
        Key::FalseReject,
        Key::Tries,
        Key::Joint,
        Key::Cost,
    ],
    manner: |values| Manner {
        check: Some(Check {
            size: values.get(Key::Interval) as u64,
            judge: Judge::Verify {
                detection: values.get(Key::Sensitivity) * (1.0 - values.get(Key::Joint)),
                false_reject: values.get(Key::FalseReject),
                tries: values.get(Key::Tries) as u64,
                cost: values.get(Key::Cost),
            },
        }),
        ..Manner::PLAIN
    },
};
