//! Errors strike each token independently and are never made good: LeCun's curve.
//!
//! P(flawless) = P(acceptable) = (1 − e)ⁿ, half-life ln ½ / ln(1 − e). Known in
//! reliability engineering as Lusser's law, in survival analysis as a constant
//! hazard with geometric survival.

use super::{Process, recoverable};
use crate::chain::{Chain, Hazard, Occupancy};
use crate::parameter::{Key, Values};
use crate::probability::Probability;

pub(super) struct Independent;

impl Process for Independent {
    fn name(&self) -> &'static str {
        "independent"
    }

    fn label(&self) -> &'static str {
        "independent errors"
    }

    fn summary(&self) -> &'static str {
        "Every token errs with the same probability, and one error spoils the completion for good."
    }

    fn source(&self) -> &'static str {
        "Y. LeCun, post of 28 March 2023 and NYU slides, March 2023"
    }

    fn parameters(&self) -> &'static [Key] {
        &[Key::Error]
    }

    fn chain(&self, values: &Values) -> Chain {
        Chain {
            hazard: Hazard::Constant(Probability::clamped(values.get(Key::Error))),
            fatal: Probability::ZERO,
            recovery: Probability::ZERO,
        }
    }

    fn occupancy(&self, values: &Values, from: u64, to: u64) -> Occupancy {
        recoverable::occupancy(&self.chain(values), (to - from) as f64)
    }

    fn limit(&self, values: &Values) -> Occupancy {
        recoverable::limit(&self.chain(values))
    }
}
