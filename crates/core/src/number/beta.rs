//! The beta distribution: the regularised incomplete beta function, and its inverse.

use crate::number::gamma::log_rising;
use crate::number::math::{exp, lgamma, ln, log1p};

/// I(x; a, b), the share of Beta(a, b) below x, for a, b > 0: by the continued fraction of
/// DLMF 8.17.22, to some 12 digits, far out in its
/// tails to some 9.
pub fn share_below(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return f64::from(u8::from(x >= 1.0));
    }
    // Beyond the mean the fraction of the other tail is the one that converges.
    if x > (a + 1.0) / (a + b + 2.0) {
        1.0 - tail(1.0 - x, log1p(-x), ln(x), b, a)
    } else {
        tail(x, ln(x), log1p(-x), a, b)
    }
}

/// I(x; a, b) for x below the mean, or not far beyond, given ln x and ln(1 − x), too.
fn tail(x: f64, log: f64, log_rest: f64, a: f64, b: f64) -> f64 {
    // x^a·(1 − x)^b/(a·B(a, b)), where 1/B(a, b) = Γ(a + b)/(Γ(b)·Γ(a)).
    let log_beta = lgamma(a) - log_rising(b, a);
    let front = exp(a * log + b * log_rest - log_beta) / a;
    // By A. Lentz's method.
    let keep = |value: f64| {
        if value.abs() < 1e-300 { 1e-300 } else { value }
    };
    let (mut c, mut d) = (1.0, 1.0 / keep(1.0 - (a + b) * x / (a + 1.0)));
    let mut value = d;
    for m in 1..100_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / keep(1.0 + even * d);
        c = keep(1.0 + even / c);
        value *= c * d;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / keep(1.0 + odd * d);
        c = keep(1.0 + odd / c);
        value *= c * d;
        if (c * d - 1.0).abs() <= 4.0 * f64::EPSILON {
            break;
        }
    }
    (front * value).min(1.0)
}

/// The x below which `share` of Beta(a, b) lies: by halving, to the last digit or two.
pub fn quantile(share: f64, a: f64, b: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..1100 {
        let middle = if low == 0.0 && high < 1e-3 {
            // Close to zero by its order of magnitude.
            high / 1024.0
        } else {
            f64::midpoint(low, high)
        };
        if middle <= low || middle >= high || high - low < 1e-15 * high {
            break;
        }
        if share_below(middle, a, b) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::binomial::at_least;

    #[test]
    fn shares_are_tails_of_binomials() {
        for (n, k) in [
            (1_u64, 1_u64),
            (10, 3),
            (10, 10),
            (1000, 7),
            (1_000_000, 499_000),
        ] {
            let mean = k as f64 / n as f64;
            for p in [mean * 0.5, mean * 0.99, (mean * 1.01).min(0.999_999)] {
                let (share, tail) = (
                    share_below(p, k as f64, (n - k + 1) as f64),
                    at_least(k, n, p),
                );
                assert!(
                    (share - tail).abs() < 1e-8 * tail + 1e-300,
                    "{k} of {n} at {p}: {share} {tail}"
                );
            }
        }
    }

    #[test]
    fn quantiles_are_the_inverse() {
        for (a, b) in [(1.0, 20.0), (0.5, 0.5), (3.5, 1e6), (41.0, 1.0), (1.0, 1e9)] {
            for share in [0.025, 0.5, 0.975] {
                let back = share_below(quantile(share, a, b), a, b);
                assert!((back - share).abs() < 1e-9, "{a} {b} {share}: {back}");
            }
        }
        // 1 − (1 − x)²⁰ = .975.
        let expected = 1.0 - 0.025_f64.powf(0.05);
        assert!((quantile(0.975, 1.0, 20.0) - expected).abs() < 1e-14);
    }
}
