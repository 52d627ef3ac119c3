//! When errors strike, where that depends on nothing but the number of tokens.
//!
//! A [`Schedule`] says how much exposure to error lies in a stretch of tokens.
//! Everything else follows: the hazard of one token, the flawless curve
//! exp(−exposure), and the token at which an error strikes a single run.

use crate::math::{expm1, floor};
use core::fmt;

/// A hazard that varies with the number of tokens generated so far.
pub trait Schedule: fmt::Debug {
    /// −ln P(no error strikes at tokens `from` + 1 to `to`), for 0 ≤ `from` ≤ `to`.
    ///
    /// Also defined between whole numbers, and for `to` = ∞. It may be infinite.
    /// Nothing cancels where the stretch is short beside `from`.
    fn exposure(&self, from: f64, to: f64) -> f64;

    /// How far from `at` the hazard keeps its form: the distance to the nearest
    /// number of tokens, complex ones included, at which the hazard is no longer
    /// an analytic function. Infinite where the hazard is constant from `at` on.
    fn scale(&self, at: f64) -> f64;

    /// What the hazard tends to as the number of tokens grows without bound.
    fn final_hazard(&self) -> f64;

    /// The hazard at one token; the first token is number 1.
    fn hazard(&self, token: u64) -> f64 {
        let token = token as f64;
        -expm1(-self.exposure(token - 1.0, token))
    }

    /// The first token, after `after`, by which an exposure of `spent` > 0 is used
    /// up; `u64::MAX`, which stands for never, where it isn't within 2⁵³ tokens.
    ///
    /// A standard exponential variable spent like this is the waiting time until
    /// the next error.
    fn strikes(&self, after: u64, spent: f64) -> u64 {
        const FARTHEST: f64 = (1_u64 << 53) as f64;
        let from = after as f64;
        let used = |tokens: f64| self.exposure(from, from + tokens) >= spent;
        let (mut low, mut high) = (0.0, 1.0);
        while !used(high) {
            if high > FARTHEST {
                return u64::MAX;
            }
            (low, high) = (high, high * 2.0);
        }
        // Not yet used up after `low` tokens, used up after `high`.
        while high - low > 1.0 {
            let middle = floor(f64::midpoint(low, high));
            if used(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        after.saturating_add(high as u64)
    }
}
