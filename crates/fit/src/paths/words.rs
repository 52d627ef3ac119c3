//! Numbers in the sentences of a verdict.

use super::estimate::{Estimate, Known};
use bounceback_core::number::format::{percent, significant, whole};

/// A value with its interval, or its bound.
pub(super) fn told(estimate: Estimate, level: f64) -> String {
    let [value, low, high] = [estimate.value, estimate.low, estimate.high].map(percent);
    let level = percent(level);
    match estimate.known {
        Known::Estimated => format!("{value} ({low} to {high}, {level})"),
        Known::AtMost => format!("at most {high} ({level})"),
        Known::AtLeast => format!("at least {low} ({level})"),
        Known::Nothing => "not known from these data".to_owned(),
    }
}

/// A chance as people write it.
pub(super) fn chance(p: f64) -> String {
    if p < 1e-6 {
        "p < 0.000001".to_owned()
    } else {
        format!("p = {}", significant(p, 2))
    }
}

/// A number of runs or steps, which weights may have made broken.
pub(super) fn number(value: f64) -> String {
    if value == value.round() && value < 1e15 {
        whole(value as u64)
    } else {
        significant(value, 4)
    }
}
