//! What the claims ask of the exact engine, in one place.

pub(crate) use bounceback_core::exact::Exact;
use bounceback_core::exact::{self, Horizon};
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::probability::Probability;

/// P(success) of the text that stands at each length, asked for all at once.
pub(crate) fn curve(exact: &Exact, criterion: Criterion, lengths: &[u64]) -> Vec<f64> {
    exact.successes(criterion, lengths)
}

/// P(success) of the text that stands at one length, asked for alone.
pub(crate) fn alone(exact: &Exact, criterion: Criterion, n: u64) -> f64 {
    exact.success(criterion, n)
}

/// P(success) of a completion that ends at a length.
pub(crate) fn judged(exact: &Exact, criterion: Criterion, n: u64) -> f64 {
    exact.judged(criterion, n)
}

/// The expected errors in the text that stands at each length.
pub(crate) fn errors(exact: &Exact, lengths: &[u64]) -> Vec<f64> {
    exact.expected_errors_at(lengths)
}

/// The expected tokens paid by a length.
pub(crate) fn cost(exact: &Exact, n: u64) -> f64 {
    exact.expected_cost(n)
}

/// The longest completion that meets a target, as every shorter one does.
pub(crate) fn horizon(exact: &Exact, criterion: Criterion, target: f64) -> Horizon {
    exact.horizon(criterion, Probability::new(target).unwrap())
}

/// P(one of `attempts` succeeds) and P(all do).
pub(crate) fn attempts(exact: &Exact, criterion: Criterion, n: u64, attempts: u64) -> (f64, f64) {
    let both = exact.attempts(criterion, n, attempts);
    (both.any, both.all)
}

/// The values of a parameter that meet a target.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answers {
    pub(crate) ranges: Vec<(f64, f64)>,
    pub(crate) special: Option<bool>,
    pub(crate) complete: bool,
}

impl Answers {
    /// Whether a value is among them.
    pub(crate) fn hold(&self, value: f64) -> bool {
        self.ranges
            .iter()
            .any(|&(from, to)| (from..=to).contains(&value))
    }
}

/// Which values of a parameter meet a target.
pub(crate) fn answers(scenario: &Scenario, key: Key, criterion: Criterion, target: f64) -> Answers {
    let target = Probability::new(target).unwrap();
    let answers = exact::answers(scenario, key, criterion, target);
    Answers {
        ranges: answers.ranges,
        special: answers.special,
        complete: answers.complete,
    }
}
