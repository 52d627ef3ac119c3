//! Values that are good enough, in words.

use crate::exact::Answers;
use crate::model::parameter::Kind;
use crate::number::format::{round, shortest, whole};
use crate::number::math::{floor, log10, pow};

/// The values of an answer in words: "2 or more", "between 10% and 40%".
pub fn values(answers: &Answers, kind: Kind) -> String {
    const MOST: usize = 3;
    let (least, most) = answers.asked;
    let is_whole = matches!(kind, Kind::Whole { .. });
    let written = |value: f64, side: Side| match kind {
        Kind::Whole { .. } => whole(value as u64),
        Kind::Probability => shortest(safe(value * 100.0, side)) + "%",
        _ => shortest(safe(value, side)),
    };
    let mut words: Vec<String> = answers
        .ranges
        .iter()
        .take(MOST)
        .map(|&(from, to)| {
            let (low, high) = (written(from, Side::Least), written(to, Side::Most));
            if to == most && from > least && low == written(most, Side::Most) {
                // There is no more.
                low
            } else if to == most && from > least {
                format!("{low} or more")
            } else if from == least && to > from && to < most && high == written(most, Side::Most) {
                // It is not all, however near to all.
                format!("less than {high}")
            } else if from == least && to > from {
                format!("{high} or {}", if is_whole { "fewer" } else { "less" })
            } else if low == high {
                low
            } else if is_whole && to == from + 1.0 {
                format!("{low} or {high}")
            } else {
                format!("between {low} and {high}")
            }
        })
        .collect();
    if let Some(&(_, last)) = answers.ranges.get(MOST..).and_then(<[_]>::last) {
        let last = written(last, Side::Most);
        words.push(format!("some others up to {last}"));
    }
    let last = words.pop().unwrap_or_default();
    if words.is_empty() {
        last
    } else {
        format!("{}, or {last}", words.join(", "))
    }
}

/// An end of a range of values that are good enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    /// The least of them.
    Least,
    /// The greatest.
    Most,
}

/// Three significant digits of a value, rounded to the side on which the target is met.
fn safe(value: f64, side: Side) -> f64 {
    if value == 0.0 {
        return value;
    }
    let near = round(value, 3);
    let unit = pow(10.0, floor(log10(value)) - 2.0);
    // A digit lost in the last place is no step away.
    let slack = 1e-9 * value;
    match side {
        Side::Least if near < value - slack => round(near + unit, 3),
        Side::Most if near > value + slack => round(near - unit, 3),
        _ => near,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_plan_rounds_still_meets_the_target() {
        for (value, least, most) in [
            (0.123_44, 0.124, 0.123),
            (99.96, 100.0, 99.9),
            (5.0, 5.0, 5.0),
        ] {
            assert_eq!(safe(value, Side::Least), least);
            assert_eq!(safe(value, Side::Most), most);
        }
    }
}
