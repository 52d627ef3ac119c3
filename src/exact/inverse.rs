//! The inverse questions: what must a parameter be, for the end to be good enough?

use super::Exact;
use crate::criterion::Criterion;
use crate::parameter::{Key, Kind};
use crate::probability::Probability;
use crate::scenario::Scenario;
use crate::table::parameter;

/// Which value of a parameter is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// The least one that is good enough.
    Least,
    /// The greatest one that is good enough.
    Most,
}

/// The answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Answer {
    /// This value, and none beyond it.
    Value(f64),
    /// Every legal value is good enough.
    Any,
    /// None is.
    None,
}

/// The least or the greatest value of a parameter with which P(success at the end)
/// is at least `target`, all else as in the scenario.
///
/// The probability must go one way as the parameter grows, as it does with error,
/// recovery, sensitivity, interval, lead, tokens. Real values are found to the last
/// digit or two.
pub fn answer(
    scenario: &Scenario,
    key: Key,
    question: Question,
    criterion: Criterion,
    target: Probability,
) -> Answer {
    let kind = parameter(key).kind;
    let (least, most) = match kind {
        Kind::Probability => (0.0, 1.0),
        Kind::Real { least, most } => (least, most),
        Kind::Whole { least, most } => (least as f64, most as f64),
        Kind::Choice(_) | Kind::Schema => return Answer::None,
    };
    let holds = |value: f64| {
        let mut changed = scenario.clone();
        // Never fails: the value lies in the parameter's range.
        let _ = changed.set(key, value);
        Exact::new(&changed).success(criterion, changed.length()) >= target.get()
    };
    let (good_end, bad_end) = match question {
        Question::Least => (most, least),
        Question::Most => (least, most),
    };
    if !holds(good_end) {
        return Answer::None;
    }
    if holds(bad_end) {
        return Answer::Any;
    }
    let (mut good, mut bad) = (good_end, bad_end);
    let whole = matches!(kind, Kind::Whole { .. });
    // Halving the distance in units of the last place serves small and large values
    // alike: non-negative doubles are in the order of their bits.
    let between = |a: f64, b: f64| {
        if whole {
            crate::math::floor(f64::midpoint(a, b))
        } else {
            f64::from_bits(u64::midpoint(a.to_bits(), b.to_bits()))
        }
    };
    loop {
        let middle = between(good, bad);
        if middle == good || middle == bad {
            // Whole values round down: one step may be left.
            return Answer::Value(good);
        }
        if holds(middle) {
            good = middle;
        } else {
            bad = middle;
        }
        if (good - bad).abs() <= 1e-15 * good.abs() {
            return Answer::Value(good);
        }
    }
}
