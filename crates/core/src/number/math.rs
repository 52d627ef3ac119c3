//! The elementary functions, from one portable implementation.
//!
//! This is the only file that names `libm`. A platform's own `exp` or `ln` may
//! differ from another's in the last bit; the `libm` crate, compiled to native
//! code and to WebAssembly alike, gives the same bits on both.

pub use libm::{atan2, exp, expm1, floor, lgamma, log as ln, log1p, log10, pow};

/// π/2 in two parts, the first of which has 33 binary digits, so that some 10⁶ of it are
/// exact.
const QUARTER: (f64, f64) = (1.570_796_326_734_125_6, 6.077_100_506_506_192e-11);

/// sin x, to some 10⁻¹⁶ for |x| up to 10⁵, which is all that is asked here: what `libm`
/// needs for angles beyond weighs 1.5 KB in the page.
pub fn sin(x: f64) -> f64 {
    turned(x, 0)
}

/// cos x, likewise.
pub fn cos(x: f64) -> f64 {
    turned(x, 1)
}

/// sin(x + turns·π/2).
fn turned(x: f64, turns: i64) -> f64 {
    let quarters = (x / core::f64::consts::FRAC_PI_2).round();
    let rest = (x - quarters * QUARTER.0) - quarters * QUARTER.1;
    let turn = (quarters as i64 + turns) & 3;
    // Taylor's series: at π/4 what is left out is below 10⁻¹⁷ of the value.
    let series = |first: f64, from: u32| {
        // The first term is added last, so that it alone is rounded.
        let (mut tail, mut term) = (0.0, first);
        for k in (from..18).step_by(2) {
            term *= -rest * rest / f64::from((k + 1) * (k + 2));
            tail += term;
        }
        first + tail
    };
    let value = if turn % 2 == 0 {
        series(rest, 1)
    } else {
        series(1.0, 0)
    };
    if turn < 2 { value } else { -value }
}

/// (1 − x)ⁿ to the last digit or two, for x in [0, 1] and whole n from 0 to 10⁹.
///
/// The textbook form first rounds 1 − x, which costs n·2⁻⁵³ of relative
/// accuracy; exp(n·ln(1 − x)) costs as much as the exponent is large. Here the
/// rounded base is raised exactly as far as `pow` goes, and what the rounding
/// took away is put back.
///
/// ```
/// # use bounceback_core::number::math::power_of_complement;
/// assert!((power_of_complement(0.01, 100.0) - 0.366_032_341_273).abs() < 1e-12);
/// assert_eq!(power_of_complement(0.5, 11.0), 0.5_f64.powi(11));
/// assert_eq!(power_of_complement(1.0, 0.0), 1.0);
/// ```
pub fn power_of_complement(x: f64, n: f64) -> f64 {
    let base = 1.0 - x;
    if n == 0.0 || base == 0.0 {
        return if n == 0.0 { 1.0 } else { 0.0 };
    }
    // Exact: 1 − base has no more digits than base, and the rest is what was rounded away.
    let rest = (1.0 - base) - x;
    if rest == 0.0 {
        pow(base, n)
    } else {
        pow(base, n) * exp(n * rest / base)
    }
}

/// 1 − (1 − x)ⁿ without cancellation, for x in [0, 1] and any n ≥ 0.
pub fn complement_of_power(x: f64, n: f64) -> f64 {
    if n == 0.0 { 0.0 } else { -expm1(n * log1p(-x)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sines_and_cosines_are_those_of_the_library() {
        for i in -20_000..20_000 {
            for x in [
                f64::from(i) * 0.013,
                f64::from(i) * 1e-6,
                f64::from(i) * 4.9,
            ] {
                assert!((sin(x) - libm::sin(x)).abs() < 4e-16, "sin {x}");
                assert!((cos(x) - libm::cos(x)).abs() < 4e-16, "cos {x}");
            }
        }
        assert_eq!((sin(0.0), cos(0.0)), (0.0, 1.0));
        assert_eq!(sin(1e-120), 1e-120);
    }
}
