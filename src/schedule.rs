//! When errors strike, where that depends on nothing but the number of tokens.
//!
//! A [`Schedule`] says how much exposure to error lies in a stretch of tokens.
//! Everything else follows: the hazard of one token, the flawless curve
//! exp(−exposure), and the token at which an error strikes a single run.

use crate::math::{expm1, floor, log1p};
use crate::sum::smooth_sum;
use core::fmt;
use std::rc::Rc;

/// The greatest number of tokens that an `f64` tells from its neighbours.
pub(crate) const FARTHEST: f64 = (1_u64 << 53) as f64;

/// A hazard that varies with the number of tokens generated so far.
pub trait Schedule {
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

    /// The first token after `after`, up to `until`, by which an exposure of `spent` > 0
    /// is used up; `u64::MAX`, which stands for never, where there is none.
    ///
    /// A standard exponential variable spent like this is the waiting time until
    /// the next error.
    fn strikes(&self, after: u64, spent: f64, until: u64) -> u64 {
        let from = after as f64;
        let room = until.saturating_sub(after) as f64;
        let used = |tokens: f64| self.exposure(from, from + tokens) >= spent;
        if room < 1.0 || !used(room) {
            return u64::MAX;
        }
        let (mut low, mut high) = (0.0, 1.0_f64);
        while high < room && !used(high) {
            (low, high) = (high, high * 2.0);
        }
        high = high.min(room);
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

// What a schedule says of itself would weigh more in the page than it does.
impl fmt::Debug for dyn Schedule + '_ {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Schedule")
    }
}

/// A hazard of which a share is left that goes in a straight line: at token k it is
/// the base's, times `before` + (`after` − `before`)·(k − `start`)/`tokens`.
#[derive(Clone, Debug)]
pub struct Ramp {
    base: Base,
    start: f64,
    tokens: f64,
    before: f64,
    after: f64,
}

#[derive(Clone, Debug)]
enum Base {
    Constant(f64),
    Schedule(Rc<dyn Schedule>),
}

impl Ramp {
    /// Thins a constant hazard; the line is (start, tokens, before, after).
    pub fn of_constant(error: f64, line: (f64, f64, f64, f64)) -> Self {
        Self::new(Base::Constant(error), line)
    }

    /// Thins a schedule.
    pub fn of_schedule(schedule: Rc<dyn Schedule>, line: (f64, f64, f64, f64)) -> Self {
        Self::new(Base::Schedule(schedule), line)
    }

    fn new(base: Base, (start, tokens, before, after): (f64, f64, f64, f64)) -> Self {
        Self {
            base,
            start,
            tokens,
            before,
            after,
        }
    }

    /// −ln(1 − hazard) of the token that ends at `end`.
    fn term(&self, end: f64) -> f64 {
        let base = match &self.base {
            Base::Constant(error) => *error,
            Base::Schedule(schedule) => -expm1(-schedule.exposure(end - 1.0, end)),
        };
        let share = self.before + (self.after - self.before) * (end - self.start) / self.tokens;
        -log1p(-base * share.clamp(0.0, 1.0))
    }
}

impl Schedule for Ramp {
    fn exposure(&self, from: f64, to: f64) -> f64 {
        if !to.is_finite() {
            // Only a share that stays where it is goes on for ever.
            const FAR: f64 = 1e15;
            return self.exposure(from, FAR)
                + if self.final_hazard() > 0.0 {
                    f64::INFINITY
                } else {
                    0.0
                };
        }
        smooth_sum(from as u64, to as u64, &|at| self.scale(at), &mut |token| {
            self.term(token)
        })
    }

    fn scale(&self, at: f64) -> f64 {
        let slope = (self.before - self.after) / self.tokens;
        match &self.base {
            // Where the line, drawn on, would reach the certain error.
            Base::Constant(error) if slope != 0.0 => {
                let share = self.before - slope * (at - self.start);
                ((1.0 / error - share) / slope).abs()
            }
            Base::Constant(_) => f64::INFINITY,
            Base::Schedule(schedule) => {
                let own = schedule.scale(at);
                if slope == 0.0 {
                    own
                } else {
                    own.min((self.tokens / (self.before - self.after)).abs())
                }
            }
        }
    }

    fn final_hazard(&self) -> f64 {
        let base = match &self.base {
            Base::Constant(error) => *error,
            Base::Schedule(schedule) => schedule.final_hazard(),
        };
        base * self.after
    }
}

/// What every schedule must satisfy.
#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Exposures are sums of what single tokens spend.
    pub(crate) fn hazards_add_up(schedule: &dyn Schedule, tokens: u64) {
        let mut sum = 0.0;
        for token in 1..=tokens {
            let hazard = schedule.hazard(token);
            assert!(
                (0.0..=1.0).contains(&hazard),
                "{schedule:?} {token}: {hazard}"
            );
            sum += schedule.exposure((token - 1) as f64, token as f64);
            let whole = schedule.exposure(0.0, token as f64);
            let close = (sum - whole).abs() <= 1e-12 * whole || sum == whole;
            assert!(close, "{schedule:?} {token}: {sum} and {whole}");
        }
    }

    /// A stretch and the next one are the whole, at every size of length.
    pub(crate) fn additive(schedule: &dyn Schedule) {
        let lengths = [0.0, 1.0, 2.0, 7.0, 50.0, 1e3, 12_345.0, 1e6, 1e8, 1e9];
        for (i, &a) in lengths.iter().enumerate() {
            for (j, &b) in lengths.iter().enumerate().skip(i) {
                for &c in &lengths[j..] {
                    let (ab, bc) = (schedule.exposure(a, b), schedule.exposure(b, c));
                    let ac = schedule.exposure(a, c);
                    let close = (ab + bc - ac).abs() <= 1e-11 * ac + 1e-14 || ab + bc == ac;
                    assert!(close, "{schedule:?} {a} {b} {c}: {ab} + {bc} = {ac}");
                }
            }
        }
    }

    /// An exposure is spent at the first token by which there is so much.
    pub(crate) fn first_strike(schedule: &dyn Schedule) {
        for after in [0, 1, 17, 100] {
            for spent in [1e-9, 1e-3, 0.05, 0.7, 3.0] {
                let strike = schedule.strikes(after, spent, FARTHEST as u64);
                let used = |token: u64| schedule.exposure(after as f64, token as f64) >= spent;
                if strike < after + 5000 {
                    let first = (after + 1..=strike).find(|&token| used(token));
                    assert_eq!(first, Some(strike), "{schedule:?} {after} {spent}");
                } else if strike < u64::MAX {
                    assert!(
                        used(strike) && !used(strike - 1),
                        "{schedule:?} {after} {spent}"
                    );
                }
            }
        }
    }
}
