//! What is worth knowing of a recipe beside success and price: found reading by reading.

use super::suppose::{Supposition, as_frequent, assumptions};
use crate::exact::Exact;
use crate::model::scenario::Scenario;
use crate::plan::certain;
use crate::simulate::Runs;

/// The share of completions that stay within the cost at worst.
pub const WORST: f64 = 0.95;

/// So many runs are simulated where the cost at worst is not known otherwise.
pub const RUNS: u64 = 1000;

/// Fewer of them tell no quantile with its error.
const FEWEST: usize = 200;

/// What all of these runs may take, and what one slice of them, in events.
const MOST_EVENTS: u64 = 2_000_000;
const EVENTS: u64 = 20_000;

/// An event takes about as long as so many operations of the exact engine.
const EVENT: u64 = 10;

/// What [`WORST`] of all completions pay at most, in tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Worst {
    /// So much, and no smaller number will do.
    Exactly(f64),
    /// So much, or less.
    AtMost(f64),
    /// So much by simulated runs.
    Simulated {
        /// What the share of them stays within.
        tokens: u64,
        /// Between these the true number lies, with 99% confidence.
        between: (u64, u64),
        /// The runs.
        runs: usize,
    },
    /// It takes too much work.
    Unknown,
}

/// An assumption that fails, and the success that is left.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    /// "if …"
    pub words: String,
    /// Success then; not a number where it is not known.
    pub success: f64,
    /// The scenario in which it fails.
    pub scenario: Scenario,
}

/// What is worth knowing of a recipe beside success and price.
#[derive(Clone, Debug, PartialEq)]
pub struct Details {
    /// The cost at worst.
    pub worst: Worst,
    /// The assumption whose failure does most harm; nothing where it rests on none but the
    /// rate of error.
    pub risk: Option<Risk>,
    /// Success where errors are twice as frequent; not a number where it is not known, and
    /// nothing where they can't be.
    pub twice: Option<f64>,
    /// Success where they are half as frequent.
    pub half: Option<f64>,
}

/// How many times as frequent errors are supposed to be: twice, and half.
const TIMES: [f64; 2] = [2.0, 0.5];

/// A look at one recipe.
#[derive(Clone, Debug)]
pub(super) struct Look {
    scenario: Scenario,
    worst: Option<Worst>,
    runs: Option<Box<(Runs, u64)>>,
    suppositions: Vec<Supposition>,
    risk: Option<Risk>,
    /// Success where errors are so many times as frequent, as [`TIMES`] has it.
    frequent: Vec<Option<f64>>,
}

impl Look {
    pub(super) fn at(scenario: &Scenario, checkers: u64) -> Self {
        Self {
            scenario: scenario.clone(),
            worst: None,
            runs: None,
            suppositions: assumptions(scenario, checkers),
            risk: None,
            frequent: Vec::new(),
        }
    }

    /// Finds one thing more. The operations it took.
    pub(super) fn step(&mut self) -> u64 {
        if let Some(runs) = &mut self.runs {
            let (runs, left) = runs.as_mut();
            let events = EVENTS.min(*left);
            *left -= events;
            if runs.advance(events).is_done() || *left == 0 {
                self.worst = Some(simulated(runs.paid()));
                self.runs = None;
            }
            return events * EVENT;
        }
        if self.worst.is_none() {
            let exact = Exact::new(&self.scenario);
            match exact.paid_within(WORST) {
                Some(paid) if paid.is_least => self.worst = Some(Worst::Exactly(paid.tokens)),
                Some(paid) => self.worst = Some(Worst::AtMost(paid.tokens)),
                None => {
                    let course = self.scenario.course();
                    let seed = self.scenario.whole(crate::model::parameter::Key::Seed);
                    let runs = Runs::new(&course, vec![course.end()], RUNS, seed, None);
                    self.runs = Some(Box::new((runs.with_paid(), MOST_EVENTS)));
                }
            }
            return exact.operations();
        }
        if let Some(Supposition { words, scenario }) = self.suppositions.pop() {
            let (success, operations) = success(&scenario);
            let worse = |risk: &Risk| success < risk.success || risk.success.is_nan();
            if self.risk.as_ref().is_none_or(worse) {
                self.risk = Some(Risk {
                    words,
                    success,
                    scenario,
                });
            }
            return operations;
        }
        let times = TIMES.get(self.frequent.len()).copied().unwrap_or(1.0);
        let Some(course) = as_frequent(&self.scenario, times) else {
            self.frequent.push(None);
            return 0;
        };
        let (exact, scenario) = (Exact::of(course), &self.scenario);
        let success = exact.success(scenario.criterion(), scenario.length());
        let (success, more) = certain::counted(scenario, success);
        self.frequent.push(Some(success));
        exact.operations() + more
    }

    /// All of it, once it is found.
    pub(super) fn details(&self) -> Option<Details> {
        let [twice, half] = self.frequent[..] else {
            return None;
        };
        Some(Details {
            worst: self.worst?,
            risk: self.risk.clone(),
            twice,
            half,
        })
    }
}

/// Success at the end, and the operations that took.
pub(super) fn success(scenario: &Scenario) -> (f64, u64) {
    let exact = Exact::new(scenario);
    let success = exact.success(scenario.criterion(), scenario.length());
    let (success, more) = certain::counted(scenario, success);
    (success, exact.operations() + more)
}

/// The quantile of what runs have paid. The ranks between which the true one lies are those
/// of a binomial count, by the normal law.
fn simulated(paid: &[u64]) -> Worst {
    if paid.len() < FEWEST {
        return Worst::Unknown;
    }
    let mut sorted = paid.to_vec();
    sorted.sort_unstable();
    let runs = paid.len() as f64;
    let rank = |place: f64| sorted[(place.ceil() as usize).clamp(1, paid.len()) - 1];
    // 99% of a normal law lie within so many deviations.
    let reach = 2.576 * (runs * WORST * (1.0 - WORST)).sqrt();
    Worst::Simulated {
        tokens: rank(runs * WORST),
        between: (rank(runs * WORST - reach), rank(runs * WORST + reach + 1.0)),
        runs: paid.len(),
    }
}
