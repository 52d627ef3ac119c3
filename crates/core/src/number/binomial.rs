//! The binomial distribution, to nearly full precision for up to 10⁹ trials.
//!
//! Single probabilities by C. Loader's saddle-point expansion ("Fast and
//! Accurate Computation of Binomial Probabilities", 2000), which never subtracts
//! large logarithms of factorials; tails by summing ratios outwards from the
//! largest term. The relative error of a tail stays below 10⁻¹².

use crate::number::math::{exp, lgamma, ln, log1p, pow, power_of_complement};

const LN_SQRT_2_PI: f64 = 0.918_938_533_204_672_7;

/// P(X ≤ `most`) for X ~ Binomial(`trials`, `p`).
pub fn at_most(most: u64, trials: u64, p: f64) -> f64 {
    if most >= trials || p == 0.0 {
        return 1.0;
    }
    if p >= 1.0 {
        return 0.0;
    }
    if (most as f64) < trials as f64 * p {
        lower_tail(most, trials, p)
    } else {
        1.0 - upper_tail(most + 1, trials, p)
    }
}

/// P(X ≥ `least`) for X ~ Binomial(`trials`, `p`).
pub fn at_least(least: u64, trials: u64, p: f64) -> f64 {
    if least == 0 || p >= 1.0 {
        return f64::from(u8::from(least <= trials));
    }
    if least > trials || p == 0.0 {
        return 0.0;
    }
    if least as f64 > trials as f64 * p {
        upper_tail(least, trials, p)
    } else {
        1.0 - lower_tail(least - 1, trials, p)
    }
}

/// P(X = `k`) for X ~ Binomial(`trials`, `p`).
pub fn mass(k: u64, trials: u64, p: f64) -> f64 {
    let n = trials as f64;
    if k > trials {
        return 0.0;
    }
    if k == 0 {
        return power_of_complement(p, n);
    }
    if k == trials {
        return pow(p, n);
    }
    if p == 0.0 || p == 1.0 {
        return 0.0;
    }
    let (x, y) = (k as f64, (trials - k) as f64);
    exp(saddle_point(k, trials, p)) * (n / (2.0 * core::f64::consts::PI * x * y)).sqrt()
}

/// ln P(X = `k`) − ½·ln(n/(2πk(n − k))) for 0 < k < n and 0 < p < 1.
fn saddle_point(k: u64, trials: u64, p: f64) -> f64 {
    let (n, x, y) = (trials as f64, k as f64, (trials - k) as f64);
    // x − np and y − nq differ only in sign: one subtraction serves both.
    let excess = x - n * p;
    stirling_error(n)
        - stirling_error(x)
        - stirling_error(y)
        - deviance(x, n * p, excess)
        - deviance(y, n * (1.0 - p), -excess)
}

/// ln P(X = `k`), for 0 < p < 1.
pub fn log_mass(k: u64, trials: u64, p: f64) -> f64 {
    let n = trials as f64;
    if k == 0 || k == trials {
        return n * if k == 0 { log1p(-p) } else { ln(p) };
    }
    let (x, y) = (k as f64, (trials - k) as f64);
    // Not ln(n/(xy)), as the product may be beyond all doubles.
    let spread = ln(x / n) + ln(y) + ln(2.0 * core::f64::consts::PI);
    saddle_point(k, trials, p) - 0.5 * spread
}

/// Σ P(X = k) for k ≤ `most`, where `most` lies below the mean.
fn lower_tail(most: u64, trials: u64, p: f64) -> f64 {
    let odds = p / (1.0 - p);
    let mut term = mass(most, trials, p);
    let mut sum = term;
    let mut k = most;
    while k > 0 && term > sum * 1e-18 {
        term *= k as f64 / ((trials - k + 1) as f64 * odds);
        sum += term;
        k -= 1;
    }
    sum.min(1.0)
}

/// Σ P(X = k) for k ≥ `least`, where `least` lies above the mean.
fn upper_tail(least: u64, trials: u64, p: f64) -> f64 {
    let odds = p / (1.0 - p);
    let mut term = mass(least, trials, p);
    let mut sum = term;
    let mut k = least;
    while k < trials && term > sum * 1e-18 {
        term *= (trials - k) as f64 * odds / (k + 1) as f64;
        sum += term;
        k += 1;
    }
    sum.min(1.0)
}

/// ln n! − ln of Stirling's formula for n!, for whole n ≥ 1.
fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        return lgamma(n + 1.0) - (n + 0.5) * ln(n) + n - LN_SQRT_2_PI;
    }
    let square = n * n;
    (1.0 / 12.0 - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0) / square) / square) / square) / n
}

/// x·ln(x/m) + m − x, given also `excess` = x − m; non-negative.
fn deviance(x: f64, m: f64, excess: f64) -> f64 {
    if excess.abs() >= 0.1 * (x + m) {
        return x * ln(x / m) + m - x;
    }
    // Series in v = (x − m)/(x + m), free of cancellation near x = m.
    let v = excess / (x + m);
    let mut sum = excess * v;
    let mut power = 2.0 * x * v;
    let square = v * v;
    let mut order = 1.0;
    loop {
        power *= square;
        order += 2.0;
        let next = sum + power / order;
        if next == sum {
            return next;
        }
        sum = next;
    }
}

/// The least and the greatest share that `successes` of `trials` support:
/// Wilson's score interval at 95%.
///
/// E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
/// Inference", JASA 22 (1927). Without trials, nothing is excluded.
pub fn wilson_interval(successes: u64, trials: u64) -> (f64, f64) {
    /// The 97.5% quantile of the normal distribution.
    const Z: f64 = 1.959_963_984_540_054;
    if trials == 0 {
        return (0.0, 1.0);
    }
    let n = trials as f64;
    let share = successes as f64 / n;
    let centre = share + Z * Z / (2.0 * n);
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    let low = if successes == 0 {
        0.0
    } else {
        (centre - spread) / scale
    };
    let high = if successes == trials {
        1.0
    } else {
        (centre + spread) / scale
    };
    (low.max(0.0), high.min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(actual: f64, expected: f64) {
        assert!(
            (actual - expected).abs() <= 1e-12 * expected.abs() + 1e-300,
            "{actual:e} instead of {expected:e}"
        );
    }

    #[test]
    fn masses_of_small_cases_are_those_of_pascals_triangle() {
        let mut row = vec![1.0];
        for n in 1..=60_u64 {
            let mut next = vec![1.0; row.len() + 1];
            for k in 1..row.len() {
                next[k] = row[k - 1] + row[k];
            }
            row = next;
            for p in [1e-6_f64, 0.1, 0.5, 0.93] {
                for (k, ways) in row.iter().enumerate() {
                    let expected = ways * p.powi(k as i32) * (1.0 - p).powi(n as i32 - k as i32);
                    close(mass(k as u64, n, p), expected);
                }
            }
        }
    }

    #[test]
    fn a_tail_and_its_complement_sum_to_one() {
        for (n, p) in [
            (10, 0.3),
            (1000, 0.01),
            (1_000_000_000, 1e-9),
            (1_000_000_000, 0.25),
        ] {
            let mean = n as f64 * p;
            // Where a tail begins beyond the mean by thousands of deviations it underflows.
            for k in [
                mean as u64,
                mean as u64 + 3,
                (mean + 3.0 * mean.sqrt()) as u64,
            ] {
                if k < n {
                    let sum = lower_tail(k, n, p) + upper_tail(k + 1, n, p);
                    assert!((sum - 1.0).abs() < 1e-9, "n {n}, p {p}, k {k}: {sum}");
                }
            }
        }
    }

    #[test]
    fn at_most_one_error_in_a_hundred_tokens_is_the_published_value() {
        assert!((at_most(1, 100, 0.01) - 0.735_761_978_923).abs() < 5e-13);
    }

    #[test]
    fn rare_events_follow_poisson() {
        // Binomial(10⁹, 10⁻⁹) differs from Poisson(1) by less than 10⁻⁹.
        let poisson = (-1.0_f64).exp();
        assert!((at_most(0, 1_000_000_000, 1e-9) - poisson).abs() < 1e-9);
        assert!((at_most(2, 1_000_000_000, 1e-9) - 2.5 * poisson).abs() < 1e-9);
    }

    #[test]
    fn impossible_and_certain_errors_are_exact() {
        assert_eq!(at_most(0, 7, 0.0), 1.0);
        assert_eq!(at_most(6, 7, 1.0), 0.0);
        assert_eq!(at_most(7, 7, 1.0), 1.0);
        assert_eq!(at_most(0, 0, 0.5), 1.0);
    }

    #[test]
    fn wilsons_interval_contains_the_share_and_never_leaves_the_unit_interval() {
        for n in [1, 2, 10, 1_000_000_000] {
            for k in [0, 1, n / 2, n] {
                let (low, high) = wilson_interval(k, n);
                let share = k as f64 / n as f64;
                assert!(
                    0.0 <= low && low <= share && share <= high && high <= 1.0,
                    "{k} of {n}"
                );
            }
        }
        // A worked case: 81 of 263 (Newcombe 1998, method 3).
        let (low, high) = wilson_interval(81, 263);
        assert!((low - 0.2553).abs() < 5e-5 && (high - 0.3662).abs() < 5e-5);
        assert_eq!(wilson_interval(0, 0), (0.0, 1.0));
    }
}
