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

use crate::probability::Probability;

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

/// How the hazard (the probability that an error strikes at the next token)
/// goes with the number of tokens already generated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Hazard {
    /// The same at every token.
    Constant(Probability),
}

impl Hazard {
    /// The hazard at one token; the first token is number 1.
    pub const fn at(&self, _token: u64) -> f64 {
        match *self {
            Self::Constant(error) => error.get(),
        }
    }
}

/// A process, described once: when errors strike, which of them are fatal, and
/// how an unacceptable completion recovers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chain {
    /// When errors strike.
    pub hazard: Hazard,
    /// The share φ of errors from which no recovery is possible.
    pub fatal: Probability,
    /// The probability ρ that the next token makes an unacceptable completion acceptable.
    pub recovery: Probability,
}

impl Chain {
    /// The law of one token: `transition[i][j]` is the probability that a
    /// completion in state `State::ALL[i]` is in `State::ALL[j]` after token
    /// number `token`. Every row sums to 1.
    pub fn transition(&self, token: u64) -> [[f64; 4]; 4] {
        let error = self.hazard.at(token);
        let (fatal, recovery) = (self.fatal.get(), self.recovery.get());
        let (spoiled, lost) = (error * (1.0 - fatal), error * fatal);
        [
            [1.0 - error, 0.0, spoiled, lost],
            [0.0, 1.0 - error, spoiled, lost],
            [0.0, recovery, 1.0 - recovery, 0.0],
            [0.0, 0.0, 0.0, 1.0],
        ]
    }
}
