//! What a search finds of one way.

use super::way::Way;

/// What is known of one way.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// The way.
    pub way: Way,
    /// P(success) at the end.
    pub success: f64,
    /// Tokens paid on average.
    pub cost: f64,
}

impl Found {
    /// Whether it succeeds more often than another, or as often for less.
    pub(super) fn is_nearer(&self, other: &Self) -> bool {
        self.success > other.success || self.success == other.success && self.cost < other.cost
    }
}
