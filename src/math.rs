//! The elementary functions, from one portable implementation.
//!
//! This is the only file that names `libm`. A platform's own `exp` or `ln` may
//! differ from another's in the last bit; the `libm` crate, compiled to native
//! code and to WebAssembly alike, gives the same bits on both.

pub use libm::{atan2, cos, exp, expm1, floor, lgamma, log as ln, log1p, log10, pow, sin};

/// (1 − x)ⁿ to the last digit or two, for x in [0, 1] and whole n from 0 to 10⁹.
///
/// The textbook form first rounds 1 − x, which costs n·2⁻⁵³ of relative
/// accuracy; exp(n·ln(1 − x)) costs as much as the exponent is large. Here the
/// rounded base is raised exactly as far as `pow` goes, and what the rounding
/// took away is put back.
///
/// ```
/// # use bounceback::math::power_of_complement;
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
