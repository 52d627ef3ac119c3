//! Quotients of gamma functions, and the incomplete gamma function.

use crate::number::math::{exp, lgamma, ln, log1p};

/// ln Γ(x + a) − ln Γ(x), for x > 0 and a ≥ 0, to some 14 digits.
///
/// Large logarithms of gamma functions are never subtracted: below 16 the recurrence
/// Γ(x + 1) = x·Γ(x) moves the argument up, and from there on it is the difference of
/// two Stirling series, term by term.
pub fn log_rising(x: f64, a: f64) -> f64 {
    const LARGE: f64 = 16.0;
    // The distance is kept beside both ends, as it would drown in their difference.
    let (mut low, mut high, mut distance) = (x, x + a, a);
    // ln of Π (x + a + k)/Π (x + k) over the steps up.
    let mut correction = 0.0;
    let mut ratio = 1.0;
    while low < LARGE {
        if high < LARGE {
            ratio *= high / low;
            high += 1.0;
        } else {
            ratio /= low;
            distance -= 1.0;
        }
        low += 1.0;
        if !(1e-200..1e200).contains(&ratio) {
            correction += ln(ratio);
            ratio = 1.0;
        }
    }
    correction += ln(ratio);
    // (x + a − ½)·ln(x + a) − (x − ½)·ln x − a.
    let main = (low - 0.5) * log1p(distance / low) + distance * ln(high) - distance;
    main + stirling(high) - stirling(low) - correction
}

/// ln Γ(x) − (x − ½)·ln x + x − ½·ln 2π, for x ≥ 16.
fn stirling(x: f64) -> f64 {
    let square = x * x;
    (1.0 / 12.0
        - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / square) / square) / square)
            / square)
        / x
}

/// P(a, x) = γ(a, x)/Γ(a), the regularised lower incomplete gamma function.
pub fn lower_share(a: f64, x: f64) -> f64 {
    if x < a + 1.0 {
        exp(log_series(a, x))
    } else {
        1.0 - upper_share(a, x)
    }
}

/// Q(a, x) = 1 − P(a, x).
pub fn upper_share(a: f64, x: f64) -> f64 {
    if x < a + 1.0 {
        return 1.0 - exp(log_series(a, x));
    }
    if !x.is_finite() {
        return 0.0;
    }
    exp(a * ln(x) - x - lgamma(a)) * fraction(a, x)
}

/// ln P(a, x), finite where P itself vanishes.
pub fn log_lower_share(a: f64, x: f64) -> f64 {
    if x < a + 1.0 {
        log_series(a, x)
    } else {
        log1p(-upper_share(a, x))
    }
}

/// ln P(a, x) by the series x^a·e^−x/Γ(a + 1)·Σ x^k/((a + 1)…(a + k)), for x < a + 1.
fn log_series(a: f64, x: f64) -> f64 {
    if x == 0.0 {
        return f64::NEG_INFINITY;
    }
    a * ln(x) - x - lgamma(a + 1.0) + log1p(series(a, x))
}

/// Σ xᵏ/((a + 1)⋯(a + k)) for k ≥ 1.
fn series(a: f64, x: f64) -> f64 {
    let (mut sum, mut term, mut k) = (0.0, 1.0, a);
    // Below one part in 10¹⁷ of what is added, further terms change nothing.
    while term > 1e-17 * (1.0 + sum) {
        k += 1.0;
        term *= x / k;
        sum += term;
    }
    sum
}

/// By how many percent the lower share grows as x grows by one: x·p(x)/P(a, x), where
/// p is the density. From `a` at x = 0 it falls to nothing.
pub fn growth_of_lower_share(a: f64, x: f64) -> f64 {
    if x < a + 1.0 {
        return a / (1.0 + series(a, x));
    }
    if !x.is_finite() {
        return 0.0;
    }
    let density = exp(a * ln(x) - x - lgamma(a));
    density / (1.0 - density * fraction(a, x))
}

/// Γ(a, x)/(x^a·e^−x) by its continued fraction (Lentz's method), for x ≥ a + 1.
fn fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = f64::INFINITY;
    let mut d = 1.0 / b;
    let mut value = d;
    for i in 1..10_000 {
        let i = f64::from(i);
        let numerator = i * (a - i);
        b += 2.0;
        d = 1.0 / (b + numerator * d);
        c = b + numerator / c;
        let factor = c * d;
        value *= factor;
        // Rounding may keep it from ever being 1.
        if (factor - 1.0).abs() <= f64::EPSILON {
            break;
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(actual: f64, expected: f64, relative: f64) {
        assert!(
            (actual - expected).abs() <= relative * expected.abs(),
            "{actual:e} instead of {expected:e}"
        );
    }

    #[test]
    fn whole_steps_are_products() {
        for x in [1e-3, 0.5, 1.0, 7.25, 15.99, 16.0, 1e4, 1e9] {
            for a in [1_u32, 2, 3, 10, 100] {
                let product: f64 = (0..a).map(|k| (x + f64::from(k)).ln()).sum();
                // Where factors cancel, the sum itself is no more exact.
                let size: f64 = (0..a).map(|k| (x + f64::from(k)).ln().abs()).sum();
                let rising = log_rising(x, f64::from(a));
                assert!(
                    (rising - product).abs() <= 1e-14 * size,
                    "{x} {a}: {rising} {product}"
                );
            }
        }
        assert_eq!(log_rising(3.0, 0.0), 0.0);
    }

    #[test]
    fn halves_are_roots_of_pi() {
        // Γ(1) / Γ(½) = 1/√π.
        close(
            log_rising(0.5, 0.5),
            -0.5 * core::f64::consts::PI.ln(),
            1e-14,
        );
        // Γ(n + ½)/Γ(n) ≈ √n·(1 − 1/8n + 1/128n²).
        let n = 1e6_f64;
        let series = 0.5 * n.ln() + (1.0 - 0.125 / n + 1.0 / 128.0 / n / n).ln();
        close(log_rising(n, 0.5), series, 1e-14);
    }

    #[test]
    fn shares_have_closed_forms_at_whole_and_half_orders() {
        for x in [1e-9_f64, 0.01, 0.5, 1.0, 2.0, 5.0, 20.0, 100.0] {
            close(lower_share(1.0, x), -(-x).exp_m1(), 1e-13);
            close(upper_share(1.0, x), (-x).exp(), 1e-12);
            close(upper_share(2.0, x), (1.0 + x) * (-x).exp(), 1e-12);
            for a in [0.5, 2.0, 33.3, 500.0] {
                assert!((lower_share(a, x) + upper_share(a, x) - 1.0).abs() < 1e-15);
            }
        }
        // By 30 digits.
        close(lower_share(0.5, 0.5), 0.682_689_492_137_085_9, 1e-13);
        close(
            log_lower_share(2.0, 1e-200),
            2.0 * 1e-200_f64.ln() - 2.0_f64.ln(),
            1e-14,
        );
    }
}
