//! From generating functions to the probability of few errors.

use crate::complex::Complex;
use crate::math::{exp, ln};

/// P(at most `most` errors) at several lengths, from the generating function of
/// their number, `of(z)` = E[z^errors] at each length.
///
/// Cauchy's integral for the coefficient of z^most in E[z^errors]/(1 − z), on a
/// circle of radius ρ < 1, by K equidistant points. What the finite number of points
/// adds is Σ P(at most most + lK)·ρ^(lK) for l ≥ 1, below ρ^K/(1 − ρ^K) = 10⁻¹⁴;
/// rounding is magnified by ρ^(−most) < 3500.
pub(super) fn at_most(
    most: u64,
    lengths: usize,
    of: &mut dyn FnMut(Complex) -> Vec<Complex>,
) -> Vec<f64> {
    let points = 4 * most + 8;
    let radius = exp(ln(1e-14) / points as f64);
    let mut sums = vec![0.0; lengths];
    // The lower half of the circle mirrors the upper one.
    for point in 0..=points / 2 {
        let turn = point as f64 / points as f64;
        let angle = 2.0 * core::f64::consts::PI * turn;
        let z = Complex::polar(radius, angle);
        let back = Complex::polar(exp(-(most as f64) * ln(radius)), -angle * most as f64);
        let weight = back * (Complex::from(1.0) - z).inverse();
        let twice = if point == 0 || 2 * point == points {
            1.0
        } else {
            2.0
        };
        for (sum, value) in sums.iter_mut().zip(of(z)) {
            *sum += twice * (value * weight).re;
        }
    }
    sums.into_iter()
        .map(|sum| (sum / points as f64).clamp(0.0, 1.0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_errors_are_as_probable_as_the_binomial_says() {
        for (trials, p) in [(100_u64, 0.01), (7, 0.5), (1000, 0.1), (50, 1.0)] {
            for most in [0, 1, 2, 7, 60, 200] {
                let mut of = |z: Complex| {
                    let base = (z - Complex::from(1.0)) * p;
                    let gone = base.log1p() * trials as f64;
                    vec![gone.expm1() + Complex::from(1.0)]
                };
                let few = at_most(most, 1, &mut of)[0];
                let exact = crate::binomial::at_most(most, trials, p);
                assert!(
                    (few - exact).abs() < 1e-12,
                    "{trials} {p} {most}: {few} {exact}"
                );
            }
        }
    }
}
