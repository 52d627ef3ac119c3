//! A recipe: something to do, and what comes of it.

use super::detail::Details;
use super::grid::Kind;
use crate::model::scenario::Scenario;

/// Something to do, and what comes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// What it is at heart.
    pub kind: Kind,
    /// The whole of it: legal, so that a link carries it.
    pub scenario: Scenario,
    /// How many checkers look at each draft; 0 where nobody does.
    pub checkers: u64,
    /// P(success) at the end, by the scenario's criterion.
    pub success: f64,
    /// The expected tokens paid; not a number where they are not known.
    pub cost: f64,
    /// What else is worth knowing, once that is found.
    pub details: Option<Details>,
}
