//! The definition of a process, word for word and token by token.
//!
//! No closed form, no waiting time, no matrix: only what `src/chain.rs` says of
//! one token. Here for constant rates; `brute` has every process and technique.

use super::generator::Generator;
use bounceback_core::model::chain::State;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;

/// Constant rates of error, fatal errors and recovery.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plain {
    error: f64,
    fatal: f64,
    recovery: f64,
}

impl Plain {
    /// Those of a scenario of recoverable or independent errors.
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let recoverable = scenario.choice(Key::Process) == "recoverable";
        let some = |key: Key| {
            if recoverable {
                scenario.number(key)
            } else {
                0.0
            }
        };
        Self {
            error: scenario.number(Key::Error),
            fatal: some(Key::Fatal),
            recovery: some(Key::Recovery),
        }
    }

    /// The law of one token: rows and columns in the order of [`State::ALL`].
    pub(crate) fn transition(&self) -> [[f64; 4]; 4] {
        let (spoiled, lost) = (self.error * (1.0 - self.fatal), self.error * self.fatal);
        [
            [1.0 - self.error, 0.0, spoiled, lost],
            [0.0, 1.0 - self.error, spoiled, lost],
            [0.0, self.recovery, 1.0 - self.recovery, 0.0],
            [0.0, 0.0, 0.0, 1.0],
        ]
    }
}

/// What the clocks say at one token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    /// An error strikes.
    pub(crate) struck: bool,
    /// It would be a fatal one.
    pub(crate) fatal: bool,
    /// The clock of recovery rings.
    pub(crate) recovers: bool,
}

impl Token {
    /// All that can happen.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        (0..8).map(|bits| Self {
            struck: bits & 1 != 0,
            fatal: bits & 2 != 0,
            recovers: bits & 4 != 0,
        })
    }

    /// How probable this is.
    pub(crate) fn probability(self, chain: &Plain) -> f64 {
        let side = |happens: bool, p: f64| if happens { p } else { 1.0 - p };
        side(self.struck, chain.error)
            * side(self.fatal, chain.fatal)
            * side(self.recovers, chain.recovery)
    }

    /// What happens to happen.
    pub(crate) fn random(chain: &Plain, generator: &mut Generator) -> Self {
        Self {
            struck: generator.happens(chain.error),
            fatal: generator.happens(chain.fatal),
            recovers: generator.happens(chain.recovery),
        }
    }
}

/// A completion so far.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Completion {
    pub(crate) state: State,
    pub(crate) errors: u64,
}

impl Completion {
    pub(crate) const START: Self = Self {
        state: State::Flawless,
        errors: 0,
    };

    /// One token later.
    ///
    /// - "An error strikes with the process's hazard, whatever the state. It is
    ///   counted and takes an acceptable completion to an unacceptable one, or,
    ///   for the fatal share, to a lost one;
    /// - an unacceptable completion recovers with the recovery probability.
    ///
    /// An error that strikes a completion already unacceptable is counted and
    /// changes nothing else."
    #[must_use]
    pub(crate) fn after(self, token: Token) -> Self {
        let state = match self.state {
            State::Flawless | State::Recovered if token.struck && token.fatal => State::Lost,
            State::Flawless | State::Recovered if token.struck => State::Unacceptable,
            State::Unacceptable if token.recovers => State::Recovered,
            state => state,
        };
        Self {
            state,
            errors: self.errors + u64::from(token.struck),
        }
    }
}

/// Visits every way in which `n` tokens can go, with its probability: 8ⁿ ways.
pub(crate) fn every_way(chain: &Plain, n: u64, visit: &mut impl FnMut(Completion, f64)) {
    fn go(
        chain: &Plain,
        (number, n): (u64, u64),
        (completion, probability): (Completion, f64),
        visit: &mut impl FnMut(Completion, f64),
    ) {
        if number > n {
            return visit(completion, probability);
        }
        for token in Token::all() {
            let way = probability * token.probability(chain);
            if way > 0.0 {
                go(
                    chain,
                    (number + 1, n),
                    (completion.after(token), way),
                    visit,
                );
            }
        }
    }
    go(chain, (1, n), (Completion::START, 1.0), visit);
}

/// How many of `runs` completions, flawless after `done` tokens and walked token
/// by token, are flawless, acceptable and within a tolerance at each length.
pub(crate) fn token_loop(
    chain: &Plain,
    done: u64,
    lengths: &[u64],
    tolerance: u64,
    runs: u64,
    seed: u64,
) -> Vec<[u64; 3]> {
    let mut generator = Generator::new(seed);
    let mut counts = vec![[0; 3]; lengths.len()];
    for _ in 0..runs {
        let mut completion = Completion::START;
        let mut number = done;
        for (count, &length) in counts.iter_mut().zip(lengths) {
            while number < length {
                number += 1;
                completion = completion.after(Token::random(chain, &mut generator));
            }
            count[0] += u64::from(completion.state == State::Flawless);
            count[1] += u64::from(completion.state.is_acceptable());
            count[2] += u64::from(completion.errors <= tolerance);
        }
    }
    counts
}

/// The probability of every state, in their order, at each length up to `n`: the
/// transition of each token applied in turn to the start.
pub(crate) fn recursion(chain: &Plain, n: u64) -> Vec<[f64; 4]> {
    let mut now = [1.0, 0.0, 0.0, 0.0];
    let mut all = vec![now];
    for _ in 1..=n {
        now = next(&now, &chain.transition());
        all.push(now);
    }
    all
}

/// A row of probabilities one token later.
pub(crate) fn next(now: &[f64; 4], transition: &[[f64; 4]; 4]) -> [f64; 4] {
    let mut next = [0.0; 4];
    for (share, row) in now.iter().zip(transition) {
        for (sum, probability) in next.iter_mut().zip(row) {
            *sum += share * probability;
        }
    }
    next
}
