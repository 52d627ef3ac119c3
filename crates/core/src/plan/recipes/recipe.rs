//! A recipe: something to do, and what comes of it.

use super::detail::Details;
use super::grid::Kind;
use crate::model::parameter::Key;
use crate::model::scenario::Scenario;
use crate::model::table::parameter;
use crate::number::format::round;
use core::fmt::Write as _;

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

impl Recipe {
    /// The recipe as a state of the reader's own plan. What several checkers are together is
    /// none of the values that the reader has for one: it stands in a phase of its own.
    #[must_use]
    pub fn onto(&self, asked: &Scenario) -> Scenario {
        if self.checkers < 2 || !self.scenario.schema().phases.is_empty() {
            return self.scenario.clone();
        }
        let mut schema = "checking:verify".to_owned();
        for key in [
            Key::Interval,
            Key::Sensitivity,
            Key::FalseReject,
            Key::Tries,
            Key::Joint,
            Key::Cost,
        ] {
            // (Twelve digits are as many as a link needs.)
            let value = round(self.scenario.number(key), 12);
            // Writing to a String cannot fail.
            let _ = write!(schema, ":{}={value}", parameter(key).name);
        }
        let mut with = asked.clone();
        // A legal choice.
        let _ = with.set(Key::Technique, 0.0);
        with.set_schema(&schema);
        with
    }
}
