//! What is left to chance: edges of χ², normal and hypergeometric laws, intervals of shares.

use super::estimate::Estimate;
use bounceback_core::number::chi_square;
use bounceback_core::number::math::{exp, expm1, lgamma, ln};

/// The chance of such a likelihood ratio where the smaller model lies on an edge of the
/// larger one: half of the time the estimate sits on the edge, and the ratio is 0
/// (H. Chernoff, 1954).
pub(super) fn edge_tail(ratio: f64) -> f64 {
    if ratio > 0.0 {
        0.5 * chi_square::tail(ratio, 1.0)
    } else {
        1.0
    }
}

/// P(Z ≤ `z`) of a standard normal variable.
pub(super) fn normal(z: f64) -> f64 {
    let beyond = 0.5 * chi_square::tail(z * z, 1.0);
    if z < 0.0 { beyond } else { 1.0 - beyond }
}

/// How far a log-likelihood may lie below its top inside an interval of a level: half the
/// quantile of χ² with one degree of freedom.
pub(super) fn drop_at(level: f64) -> f64 {
    chi_square::quantile(level) / 2.0
}

/// x·ln y, which is 0 for x = 0 whatever y.
pub(super) fn times_ln(x: f64, y: f64) -> f64 {
    if x == 0.0 { 0.0 } else { x * ln(y) }
}

/// The share that `hits` of `trials` support (both may be weighted): the likelihood's top and
/// the shares that it does not fall below by more than a level allows. Where nothing or
/// everything hit, the bound is the exact one, (1 − level)^(1/n).
pub(super) fn share(hits: f64, trials: f64, level: f64) -> Estimate {
    if trials <= 0.0 {
        return Estimate::UNKNOWN;
    }
    let misses = (trials - hits).max(0.0);
    let bound = -expm1(ln(1.0 - level) / trials);
    if hits <= 0.0 {
        return Estimate::new(0.0, 0.0, bound);
    }
    if misses <= 0.0 {
        return Estimate::new(1.0, 1.0 - bound, 1.0);
    }
    let value = hits / trials;
    let log = |p: f64| times_ln(hits, p) + times_ln(misses, 1.0 - p);
    let least = log(value) - drop_at(level);
    let end = |mut outside: f64| {
        let mut inside = value;
        for _ in 0..100 {
            let middle = f64::midpoint(inside, outside);
            if log(middle) < least {
                outside = middle;
            } else {
                inside = middle;
            }
        }
        inside
    };
    Estimate::new(value, end(0.0), end(1.0))
}

/// ln C(n, k).
pub(super) fn log_choose(n: f64, k: f64) -> f64 {
    lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0)
}

/// P(X = `k`) of marked ones among `drawn` of `all`, of which `marked` are marked.
pub(super) fn hypergeometric(k: f64, all: f64, marked: f64, drawn: f64) -> f64 {
    if k > marked || k > drawn || drawn - k > all - marked {
        return 0.0;
    }
    exp(log_choose(marked, k) + log_choose(all - marked, drawn - k) - log_choose(all, drawn))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_and_tails_are_those_of_tables() {
        assert!((2.0 * drop_at(0.95) - 3.841_458_820_694).abs() < 1e-9);
        assert!((2.0 * drop_at(0.9) - 2.705_543_454_095).abs() < 1e-9);
        assert!((chi_square::tail(11.070_497_693_5, 5.0) - 0.05).abs() < 1e-10);
        assert!((normal(-1.644_853_626_951) - 0.05).abs() < 1e-10);
        assert!((edge_tail(2.705_543_454_095) - 0.05).abs() < 1e-10);
    }

    #[test]
    fn a_share_that_was_never_seen_is_bounded_exactly() {
        for n in [1.0, 3.0, 100.0, 1e9] {
            let none = share(0.0, n, 0.95);
            assert!(
                ((1.0 - none.high).ln() * n - 0.05_f64.ln()).abs() < 1e-6,
                "{n}"
            );
            assert_eq!(none.value, 0.0);
            let all = share(n, n, 0.95);
            assert!((all.low - (1.0 - none.high)).abs() < 1e-12);
        }
        assert!(share(0.0, 0.0, 0.95).value.is_nan());
    }

    #[test]
    fn marked_ones_add_up() {
        let sum: f64 = (0..=5)
            .map(|k| hypergeometric(f64::from(k), 12.0, 7.0, 5.0))
            .sum();
        assert!((sum - 1.0).abs() < 1e-12);
        assert!((hypergeometric(2.0, 12.0, 7.0, 5.0) - 210.0 / 792.0).abs() < 1e-12);
    }
}
