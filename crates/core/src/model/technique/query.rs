//! Attentive reasoning queries: the instruction comes back beside the decision.
//!
//! At set points the schema forces a query: the hazard returns to its fresh value,
//! and an unacceptable state is caught with some probability.

use super::{Manner, Query, Technique};
use crate::model::parameter::Key;

pub(super) const TECHNIQUE: Technique = Technique {
    name: "query",
    label: "attentive queries",
    summary: "At set points a query puts the instruction back next to the decision: the hazard starts afresh, and what has gone wrong may be caught.",
    source: "B. Karov, D. Zohar and Y. Marcovitz, attentive reasoning queries, arXiv 2503.03669",
    parameters: &[Key::Interval, Key::Catch, Key::Cost],
    manner: |values| Manner {
        query: Some(Query {
            interval: values.get(Key::Interval) as u64,
            catch: values.get(Key::Catch),
            cost: values.get(Key::Cost),
        }),
        ..Manner::PLAIN
    },
};
