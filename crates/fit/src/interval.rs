//! Exact intervals of a share: those of C. Clopper and E. Pearson, "The Use of Confidence or
//! Fiducial Limits Illustrated in the Case of the Binomial", 1934.
//!
//! They hold at least as often as their level says, at every share and every number of trials,
//! which neither those by mid-P nor by scores do; they are always one stretch, and at 0 of n
//! and n of n have an end at 0 and 1. H. Blaker's are shorter by a little and hold as well,
//! but may have holes. Where trials are weighted, successes are no whole number, and the same
//! beta quantiles are an interpolation.

use bounceback_core::number::beta;

/// The least and the greatest share that `successes` of `trials` support at a level in (0, 1).
/// Without trials nothing is excluded.
///
/// ```
/// # use bounceback_fit::exact_interval;
/// // Nothing wrong in 20: up to 16.8% may be.
/// let (low, high) = exact_interval(0.0, 20.0, 0.95);
/// assert!(low == 0.0 && (high - 0.168_433).abs() < 1e-6);
/// ```
pub fn exact_interval(successes: f64, trials: f64, level: f64) -> (f64, f64) {
    if !(trials > 0.0 && (0.0..=trials).contains(&successes)) {
        return (0.0, 1.0);
    }
    let tail = (1.0 - level.clamp(0.0, 1.0)) / 2.0;
    let failures = trials - successes;
    let low = if successes > 0.0 {
        beta::quantile(tail, successes, failures + 1.0)
    } else {
        0.0
    };
    let high = if failures > 0.0 {
        1.0 - beta::quantile(tail, failures, successes + 1.0)
    } else {
        1.0
    };
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bounceback_core::number::binomial::{at_least, at_most, mass};

    #[test]
    fn the_ends_leave_half_of_what_is_left_on_each_side() {
        for (k, n) in [
            (0_u64, 1_u64),
            (1, 1),
            (3, 10),
            (10, 10),
            (81, 263),
            (2, 1_000_000),
        ] {
            let (low, high) = exact_interval(k as f64, n as f64, 0.95);
            if k > 0 {
                assert!((at_least(k, n, low) - 0.025).abs() < 1e-9, "{k} of {n}");
            }
            if k < n {
                assert!((at_most(k, n, high) - 0.025).abs() < 1e-9, "{k} of {n}");
            }
        }
        assert_eq!(exact_interval(0.0, 1e9, 0.95).0, 0.0);
        assert_eq!(exact_interval(5.0, 0.0, 0.95), (0.0, 1.0));
    }

    #[test]
    fn they_hold_at_least_as_often_as_they_say() {
        for n in [1_u64, 5, 40] {
            for i in 1..40 {
                let p = f64::from(i) / 40.0;
                let holds = |k: &u64| {
                    let (low, high) = exact_interval(*k as f64, n as f64, 0.9);
                    low <= p && p <= high
                };
                let share: f64 = (0..=n).filter(holds).map(|k| mass(k, n, p)).sum();
                assert!(share >= 0.9 - 1e-12, "{n} {p}: {share}");
            }
        }
    }
}
