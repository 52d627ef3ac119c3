//! The one description of a process: states, and the law of the next token.
//!
//! Everything else is read off a [`Chain`]: exact curves ([`crate::exact`]),
//! single runs ([`crate::simulate`]) and the brute-force loop of the tests.
//!
//! A token does at most two things, each by its own clock:
//!
//! - an **error strikes** with the process's hazard, whatever the state. It is
//!   counted (the `tolerant` criterion asks for the count) and takes an
//!   acceptable completion to an unacceptable one, or, for the fatal share, to a
//!   lost one;
//! - an **unacceptable** completion **recovers** with the recovery probability.
//!
//! An error that strikes a completion already unacceptable is counted and
//! changes nothing else. So the number of errors never depends on recovery, the
//! first error alone decides `flawless`, and recovery moves only `acceptable`.

use crate::model::schedule::Schedule;
use crate::number::probability::Probability;
use std::rc::Rc;

/// Where one completion stands after some tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Acceptable, and no error has ever struck.
    Flawless,
    /// Acceptable again, after at least one error.
    Recovered,
    /// Not acceptable now; may recover.
    Unacceptable,
    /// Not acceptable, and never will be.
    Lost,
}

impl State {
    /// Every state, in the order of [`Occupancy`]'s fields.
    pub const ALL: [Self; 4] = [
        Self::Flawless,
        Self::Recovered,
        Self::Unacceptable,
        Self::Lost,
    ];

    /// Whether a completion in this state would be accepted now.
    pub const fn is_acceptable(self) -> bool {
        matches!(self, Self::Flawless | Self::Recovered)
    }
}

/// The probability of every [`State`] at one length.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Occupancy {
    /// Probability of [`State::Flawless`].
    pub flawless: f64,
    /// Probability of [`State::Recovered`].
    pub recovered: f64,
    /// Probability of [`State::Unacceptable`].
    pub unacceptable: f64,
    /// Probability of [`State::Lost`].
    pub lost: f64,
}

impl Occupancy {
    /// Where every completion starts.
    pub const START: Self = Self {
        flawless: 1.0,
        recovered: 0.0,
        unacceptable: 0.0,
        lost: 0.0,
    };

    /// The probability of being acceptable now.
    pub fn acceptable(&self) -> f64 {
        self.flawless + self.recovered
    }

    /// The four probabilities in the order of [`State::ALL`].
    pub const fn to_array(&self) -> [f64; 4] {
        [self.flawless, self.recovered, self.unacceptable, self.lost]
    }
}

/// When errors strike.
#[derive(Clone, Debug)]
pub enum Errors {
    /// With the same hazard at every token.
    Constant(f64),
    /// With a hazard that depends on the number of tokens so far.
    Scheduled(Rc<dyn Schedule>),
    /// With a constant hazard `share`·e that each completion draws for itself,
    /// e ~ Beta(`alpha`, `beta`).
    Mixed {
        /// First parameter of the beta distribution.
        alpha: f64,
        /// Second parameter.
        beta: f64,
        /// What the drawn rate is multiplied by.
        share: f64,
    },
    /// With the hazard min(1, `first` + `more`·errors so far).
    Contagious {
        /// The hazard before any error.
        first: f64,
        /// What each error adds to it.
        more: f64,
    },
}

/// A process, described once: when errors strike, which of them are fatal, and
/// how an unacceptable completion recovers.
#[derive(Clone, Debug)]
pub struct Chain {
    /// When errors strike.
    pub errors: Errors,
    /// The share φ of errors from which no recovery is possible.
    pub fatal: Probability,
    /// The probability ρ that the next token makes an unacceptable completion acceptable.
    pub recovery: Probability,
}
