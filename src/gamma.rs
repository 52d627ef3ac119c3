//! temp
use crate::math::lgamma;
/// temp
pub fn log_rising(x: f64, a: f64) -> f64 {
    lgamma(x + a) - lgamma(x)
}
