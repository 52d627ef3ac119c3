//! Sums of many terms that change slowly.

use core::ops::{AddAssign, Mul};

/// A panel is at most this share of the distance to the nearest singularity.
const OF_SCALE: f64 = 1.0 / 48.0;

/// Shorter panels are summed term by term.
const SHORTEST: u64 = 8;

/// Σ `term`(k) for whole k from `from` + 1 to `to`, where the terms are values of an
/// analytic function whose nearest singularity lies at a distance of `scale`(k).
///
/// Panels of L whole numbers are summed by the rule with nodes m and m ± √(μ₄/μ₂) and
/// weights 1 − w, w/2, w/2, w = μ₂²/μ₄, which has the moments of L neighbouring whole
/// numbers up to the fifth, where m is their middle, μ₂ = (L² − 1)/12 and
/// μ₄ = (L² − 1)(3L² − 7)/240. What it misses starts at the sixth derivative, with
/// a factor (μ₆ − μ₄²/μ₂)/720 < 3.6·10⁻⁴·L⁶/720; by Cauchy's estimate that derivative
/// is at most 720·M/ρ⁶, M bounding the function within a distance ρ. With L = ρ/48
/// the relative error of a panel is below 3·10⁻¹⁴·M/|term|.
pub fn smooth_sum<T>(
    from: u64,
    to: u64,
    scale: &dyn Fn(f64) -> f64,
    term: &mut dyn FnMut(f64) -> T,
) -> T
where
    T: Copy + Default + AddAssign + Mul<f64, Output = T>,
{
    let mut sum = T::default();
    smooth_nodes(from, to, scale, &mut |k, weight| {
        sum += term(k) * weight;
        true
    });
    sum
}

/// Where the terms of such a sum are read off, each with its weight, until that is enough.
pub fn smooth_nodes(
    from: u64,
    to: u64,
    scale: &dyn Fn(f64) -> f64,
    node: &mut dyn FnMut(f64, f64) -> bool,
) {
    let mut at = from;
    while at < to {
        let panel = (scale(at as f64) * OF_SCALE).min((to - at) as f64) as u64;
        if panel < SHORTEST {
            at += 1;
            if !node(at as f64, 1.0) {
                return;
            }
            continue;
        }
        let length = panel as f64;
        let middle = at as f64 + f64::midpoint(length, 1.0);
        let square = length * length;
        let (second, fourth) = (
            (square - 1.0) / 12.0,
            (square - 1.0) * (3.0 * square - 7.0) / 240.0,
        );
        let reach = (fourth / second).sqrt();
        let weight = second * second / fourth;
        let go_on = node(middle, length * (1.0 - weight))
            && node(middle - reach, length * weight / 2.0)
            && node(middle + reach, length * weight / 2.0);
        if !go_on {
            return;
        }
        at += panel;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_powers_are_those_of_their_terms() {
        for power in [-2.0_f64, -0.5, 0.3] {
            for (from, to) in [(0, 5), (1, 100), (7, 100_000), (500_000, 1_500_000)] {
                let mut terms = 0;
                let sum = smooth_sum(from, to, &|at| at, &mut |k| {
                    terms += 1;
                    k.powf(power)
                });
                let direct: f64 = (from + 1..=to).map(|k| (k as f64).powf(power)).sum();
                assert!(
                    (sum / direct - 1.0).abs() < 1e-12,
                    "{power} {from} {to}: {sum} {direct}"
                );
                assert!(terms < 4000, "{terms} terms");
            }
        }
    }

    #[test]
    fn polynomials_up_to_the_fifth_degree_are_summed_exactly() {
        let sum = smooth_sum(0, 1000, &|_| f64::INFINITY, &mut |k| k.powi(5) - 3.0 * k);
        let direct: f64 = (1..=1000)
            .map(|k| f64::from(k).powi(5) - 3.0 * f64::from(k))
            .sum();
        assert!((sum / direct - 1.0).abs() < 1e-14);
    }

    #[test]
    fn nothing_sums_to_nothing() {
        assert_eq!(smooth_sum(5, 5, &|at| at, &mut |k| k), 0.0);
    }
}
