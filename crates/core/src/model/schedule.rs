//! When errors strike, where that depends on nothing but the number of tokens.
//!
//! A [`Schedule`] says how much exposure to error lies in a stretch of tokens.
//! Everything else follows: the hazard of one token, the flawless curve
//! exp(−exposure), and the token at which an error strikes a single run.

use crate::number::math::{expm1, floor, ln, log1p};
use crate::number::sum::smooth_sum;
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

    /// How far from `at`, the number of tokens before it, the hazard keeps its form: the
    /// distance to the nearest
    /// number of tokens, complex ones included, at which the hazard is no longer
    /// an analytic function. Infinite where the hazard is constant from `at` on.
    fn scale(&self, at: f64) -> f64;

    /// What the hazard tends to as the number of tokens grows without bound.
    fn final_hazard(&self) -> f64;

    /// About how much work the exposure of so many tokens is, in products of transitions.
    fn work(&self, _from: f64, _to: f64) -> u64 {
        8
    }

    /// The hazard at one token; the first token is number 1. Between whole numbers it
    /// is the analytic function that sums and products of many tokens are read off.
    fn hazard(&self, token: f64) -> f64 {
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

/// A hazard of which a share is left: at token k of the clock it is the base's, times
/// that share, which goes in a straight line and then stays where it is.
#[derive(Clone, Debug)]
pub struct Ramp {
    base: Base,
    line: Line,
}

/// A straight line from `before`, at `start`, to `after`, so many tokens later, on the
/// clock of a hazard; from there on it is level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// Where it begins; before the clock started, if a query came since.
    pub start: f64,
    /// How long it is, at least 1.
    pub tokens: f64,
    /// The share before its first token.
    pub before: f64,
    /// The share at its last token, and at all later ones.
    pub after: f64,
}

#[derive(Clone, Debug)]
enum Base {
    Constant(f64),
    Schedule(Rc<dyn Schedule>),
}

impl Line {
    /// The share at a token.
    pub fn share(&self, token: f64) -> f64 {
        if self.before == self.after || token >= self.end() {
            return self.after;
        }
        self.before + (self.after - self.before) * (token - self.start) / self.tokens
    }

    fn end(&self) -> f64 {
        self.start + self.tokens
    }
}

impl Ramp {
    /// Thins a constant hazard.
    pub fn of_constant(error: f64, line: Line) -> Self {
        Self {
            base: Base::Constant(error),
            line,
        }
    }

    /// Thins a schedule.
    pub fn of_schedule(schedule: Rc<dyn Schedule>, line: Line) -> Self {
        Self {
            base: Base::Schedule(schedule),
            line,
        }
    }

    /// The exposure of whole tokens on one side of the end of the line.
    fn smooth(&self, from: f64, to: f64) -> f64 {
        smooth_sum(from as u64, to as u64, &|at| self.form(at), &mut |token| {
            -log1p(-self.hazard(token))
        })
    }

    /// How far from `at` the hazard keeps its form, were the line drawn on: up to where
    /// the base changes its own, or the error would be certain.
    fn form(&self, at: f64) -> f64 {
        let line = &self.line;
        let (own, hazard) = match &self.base {
            Base::Constant(error) => (f64::INFINITY, *error),
            Base::Schedule(schedule) => (schedule.scale(at), schedule.hazard(at + 1.0)),
        };
        if line.before == line.after || at >= line.end() || hazard == 0.0 {
            return own;
        }
        let slope = (line.after - line.before).abs() / line.tokens;
        own.min((1.0 / hazard - line.share(at)).abs() / slope)
    }
}

impl Schedule for Ramp {
    fn exposure(&self, from: f64, to: f64) -> f64 {
        if !to.is_finite() {
            const FAR: f64 = 1e15;
            let is_endless = match &self.base {
                Base::Constant(error) => *error > 0.0,
                Base::Schedule(schedule) => schedule.exposure(FAR, to).is_infinite(),
            };
            return if is_endless && self.line.after > 0.0 {
                f64::INFINITY
            } else {
                self.exposure(from, FAR)
            };
        }
        let end = self.line.end().clamp(from, to);
        let slope = if end > from {
            self.smooth(from, end)
        } else {
            0.0
        };
        slope
            + match &self.base {
                _ if to <= end => 0.0,
                Base::Constant(error) => -log1p(-error * self.line.after) * (to - end),
                Base::Schedule(_) => self.smooth(end, to),
            }
    }

    fn hazard(&self, token: f64) -> f64 {
        let base = match &self.base {
            Base::Constant(error) => *error,
            Base::Schedule(schedule) => schedule.hazard(token),
        };
        base * self.line.share(token).clamp(0.0, 1.0)
    }

    fn work(&self, from: f64, to: f64) -> u64 {
        // A sum of panels that grow with the length, three terms each.
        let panels = 200.0 * ln((to + 96.0) / (from + 96.0));
        let terms = (3.0 * panels + 8.0).min(to - from) as u64;
        terms
            * match &self.base {
                Base::Constant(_) => 4,
                Base::Schedule(schedule) => schedule.work(from, to),
            }
    }

    fn scale(&self, at: f64) -> f64 {
        let left = self.line.end() - at;
        let form = self.form(at);
        if left > 0.0 { form.min(left) } else { form }
    }

    fn final_hazard(&self) -> f64 {
        let base = match &self.base {
            Base::Constant(error) => *error,
            Base::Schedule(schedule) => schedule.final_hazard(),
        };
        base * self.line.after
    }
}

/// A hazard that is so many times as great at every moment: so much more exposure lies in any
/// stretch of tokens.
#[derive(Clone, Debug)]
pub struct Often {
    /// What it is so many times.
    pub base: Rc<dyn Schedule>,
    /// How many times, above 0.
    pub times: f64,
}

impl Schedule for Often {
    fn exposure(&self, from: f64, to: f64) -> f64 {
        self.base.exposure(from, to) * self.times
    }

    fn work(&self, from: f64, to: f64) -> u64 {
        self.base.work(from, to)
    }

    fn scale(&self, at: f64) -> f64 {
        self.base.scale(at)
    }

    fn final_hazard(&self) -> f64 {
        -expm1(self.times * log1p(-self.base.final_hazard()))
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
            let hazard = schedule.hazard(token as f64);
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
            let endless = schedule.exposure(a, f64::INFINITY);
            assert!(
                endless >= schedule.exposure(a, 1e9),
                "{schedule:?} {a}: {endless} of endless text"
            );
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
