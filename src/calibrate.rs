//! Processes made comparable: each with as many errors, on average, over a length.

use crate::exact::Exact;
use crate::math::{exp, ln};
use crate::parameter::{Key, Kind};
use crate::scenario::Scenario;
use crate::table::parameter;

/// The least rate that is tried.
const LEAST: f64 = 1e-15;

/// How near the logarithm of the scale is found, and how many steps that may take.
const TOLERANCE: f64 = 1e-13;
const MOST_STEPS: usize = 100;

/// A process alone, without technique or tokens done, scaled so that the text has
/// `mean` errors per token on average at the scenario's length. Everything but its scale
/// is the scenario's, as far as that has it. `None` where no scale gives that many.
///
/// Rates beside the scale (the floor of `settling`, the other tokens of `key_tokens`)
/// that would by themselves give more than a quarter of it are lowered to that.
pub fn calibrated(scenario: &Scenario, process: usize, mean: f64) -> Option<Scenario> {
    let mut scaled = scenario.independent();
    let length = scenario.length();
    // All are legal: an index, a length that was one, what was legal or less.
    for (key, value) in [
        (Key::Process, process as f64),
        (Key::Tokens, length as f64),
        (Key::Done, 0.0),
    ] {
        let _ = scaled.set(key, value);
    }
    for &key in scaled.process().parameters {
        let most = match key {
            Key::Floor | Key::OtherError => mean / 4.0,
            _ => f64::INFINITY,
        };
        let value = if scenario.applies(key) {
            scenario.number(key)
        } else {
            parameter(key).default
        };
        let _ = scaled.set(key, value.min(most));
    }
    let scale = scaled.process().scale;
    let (least, most) = match parameter(scale).kind {
        Kind::Real { least, most } => (least, most),
        _ => (LEAST, 1.0),
    };
    if mean <= 0.0 || length == 0 {
        return None;
    }
    let with = |logarithm: f64| {
        let mut tried = scaled.clone();
        let _ = tried.set(scale, exp(logarithm).clamp(least, most));
        tried
    };
    let wanted = ln(mean * length as f64);
    let excess = |logarithm: f64| ln(Exact::new(&with(logarithm)).expected_errors(length)) - wanted;
    root(excess, ln(least), ln(most)).map(with)
}

/// Where a function that goes one way crosses zero between two places: by regula falsi
/// in which an end that stays is weighed down (Illinois).
fn root(f: impl Fn(f64) -> f64, low: f64, high: f64) -> Option<f64> {
    let (mut a, mut b) = ((low, f(low)), (high, f(high)));
    for end in [a, b] {
        // As near as rounding lets it come.
        if end.1.abs() < TOLERANCE {
            return Some(end.0);
        }
    }
    if (a.1 < 0.0) == (b.1 < 0.0) {
        return None;
    }
    for _ in 0..MOST_STEPS {
        // What has no logarithm is no help in guessing.
        let guess = if a.1.is_finite() && b.1.is_finite() {
            (a.0 * b.1 - b.0 * a.1) / (b.1 - a.1)
        } else {
            f64::midpoint(a.0, b.0)
        };
        let new = (guess, f(guess));
        if new.1.abs() < TOLERANCE || (b.0 - a.0).abs() < TOLERANCE {
            return Some(new.0);
        }
        if (new.1 < 0.0) == (b.1 < 0.0) {
            a.1 /= 2.0;
        } else {
            a = b;
        }
        b = new;
    }
    Some(b.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link;
    use crate::process::PROCESSES;

    #[test]
    fn every_process_is_given_the_same_mean() {
        for text in [
            "",
            "tokens=1000&error=0.001",
            "tokens=20&error=0.1",
            "tokens=100000&error=1e-5",
        ] {
            let scenario = link::read(text).scenario;
            let (mean, length) = (scenario.number(Key::Error), scenario.length());
            for (index, process) in PROCESSES.iter().enumerate() {
                let Some(scaled) = calibrated(&scenario, index, mean) else {
                    panic!("{} with {text}", process.name);
                };
                let errors = Exact::new(&scaled).expected_errors(length);
                let wanted = mean * length as f64;
                assert!(
                    (errors - wanted).abs() < 1e-9 * wanted,
                    "{} with {text}: {errors} instead of {wanted}",
                    process.name
                );
                assert_eq!(scaled.process().name, process.name);
                assert_eq!(scaled.length(), length);
            }
        }
    }

    #[test]
    fn what_no_scale_gives_is_not_given() {
        // Nine key tokens among a million can't err ten thousand times.
        let few = "process=key_tokens&tokens=1000000&growth=plateau&most=9";
        let scenario = link::read(few).scenario;
        let key_tokens = PROCESSES.iter().position(|it| it.name == "key_tokens");
        assert_eq!(calibrated(&scenario, key_tokens.unwrap(), 0.01), None);
        assert_eq!(calibrated(&scenario, 0, 0.0), None);
    }
}
