//! Errors gather at key tokens: few tokens decide, and only those are hard.
//!
//! P(flawless) = (1 − e₁)^k(n) · (1 − e₀)^(n − k(n)), where k(n) of the first n tokens
//! are key tokens, on average and so not always a whole number: a share q·n; a power
//! c·n^α (then the curve is a stretched exponential); c·ln n (a power law); or a share
//! up to a plateau, min(q·n, k).
//!
//! No more than every token can be a key token. So where c·n^α exceeds n, every token
//! is one, k(n) = min(n, c·n^α); and where c·ln n would grow faster than n, every
//! token but the first is one, k(n) = min(n − 1, c·ln n).

use super::{Process, harmful};
use crate::model::chain::{Chain, Errors};
use crate::model::parameter::{Key, Values};
use crate::model::schedule::Schedule;
use crate::number::math::{expm1, ln, log1p, pow};
use crate::number::probability::Probability;
use std::rc::Rc;

pub(super) const PROCESS: Process = Process {
    name: "key_tokens",
    label: "errors at key tokens",
    summary: "A few tokens decide the course of the text and are hard; all others are easy.",
    source: "M. Arbuzov, A. Shvets and S. Beir, \"Beyond Exponential Decay\", arXiv 2505.24187: 5 to 10% of tokens are key tokens",
    parameters: &[
        Key::KeyError,
        Key::OtherError,
        Key::Growth,
        Key::Share,
        Key::Coefficient,
        Key::Exponent,
        Key::Most,
    ],
    scale: Key::KeyError,
    means,
    chain: |values| Chain {
        errors: Errors::Scheduled(Rc::new(KeyTokens::new(
            values.get(Key::KeyError) * harmful(values),
            values.get(Key::OtherError) * harmful(values),
            growth(values),
        ))),
        fatal: Probability::ZERO,
        recovery: Probability::ZERO,
    },
};

/// How the number of key tokens grows.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Growth {
    /// q·n.
    Share(f64),
    /// c·n^α.
    Power(f64, f64),
    /// c·ln n.
    Log(f64),
    /// min(q·n, k).
    Plateau(f64, f64),
}

/// In the order of the names of the parameter.
fn growth(values: &Values) -> Growth {
    let share = values.get(Key::Share);
    let coefficient = values.get(Key::Coefficient);
    match values.get(Key::Growth) as u8 {
        0 => Growth::Share(share),
        1 => Growth::Power(coefficient, values.get(Key::Exponent)),
        2 => Growth::Log(coefficient),
        _ => Growth::Plateau(share, values.get(Key::Most)),
    }
}

fn means(values: &Values, key: Key) -> bool {
    match (key, growth(values)) {
        (Key::Share, growth) => matches!(growth, Growth::Share(_) | Growth::Plateau(..)),
        (Key::Coefficient, growth) => matches!(growth, Growth::Power(..) | Growth::Log(_)),
        (Key::Exponent, growth) => matches!(growth, Growth::Power(..)),
        (Key::Most, growth) => matches!(growth, Growth::Plateau(..)),
        _ => true,
    }
}

#[derive(Debug)]
struct KeyTokens {
    key_error: f64,
    other_error: f64,
    growth: Growth,
    /// Where every token is a key token.
    crowded: (f64, f64),
}

impl Growth {
    /// Between these lengths every token is a key token.
    fn crowded(self) -> (f64, f64) {
        match self {
            // Where the formula falls below n: n^(1 − α) = c.
            Self::Power(c, alpha) if alpha < 1.0 => (0.0, pow(c, 1.0 / (1.0 - alpha))),
            Self::Log(c) if c > 1.0 => (1.0, meeting(c)),
            Self::Log(_) => (1.0, 1.0),
            _ => (0.0, 0.0),
        }
    }

    /// The formula's growth, without cancellation; past the crowded tokens.
    fn formula(self, from: f64, to: f64) -> f64 {
        if from >= to {
            return 0.0;
        }
        match self {
            // Nothing grows, however far: 0 · ∞ is no number.
            Self::Power(c, alpha) if c == 0.0 || alpha == 0.0 => 0.0,
            Self::Log(0.0) => 0.0,
            Self::Power(c, alpha) if from > 0.0 => {
                c * pow(from, alpha) * expm1(alpha * log1p((to - from) / from))
            }
            Self::Power(c, alpha) => c * pow(to, alpha),
            Self::Log(c) => c * log1p((to - from) / from),
            _ => 0.0,
        }
    }
}

/// Where c·ln n = n − 1, past n = 1, for c > 1.
fn meeting(c: f64) -> f64 {
    // Past its turn at n = c the difference falls through zero.
    let (mut above, mut below) = (c, 2.0 * c);
    while c * ln(below) > below - 1.0 {
        (above, below) = (below, 2.0 * below);
    }
    loop {
        let middle = f64::midpoint(above, below);
        if middle <= above || middle >= below {
            return middle;
        }
        if c * ln(middle) > middle - 1.0 {
            above = middle;
        } else {
            below = middle;
        }
    }
}

impl KeyTokens {
    fn new(key_error: f64, other_error: f64, growth: Growth) -> Self {
        Self {
            key_error,
            other_error,
            growth,
            crowded: growth.crowded(),
        }
    }

    /// The key tokens among tokens `from` + 1 to `to`.
    fn keys(&self, from: f64, to: f64) -> f64 {
        match self.growth {
            Growth::Share(0.0) | Growth::Plateau(0.0, _) | Growth::Power(0.0, _) => 0.0,
            Growth::Share(q) => q * (to - from),
            Growth::Plateau(q, most) => {
                let full = most / q;
                q * (to.min(full) - from.min(full))
            }
            Growth::Power(c, 1.0) => c.min(1.0) * (to - from),
            Growth::Power(..) | Growth::Log(_) => {
                let (begin, end) = self.crowded;
                let all = to.clamp(begin, end) - from.clamp(begin, end);
                all + self.growth.formula(from.max(end), to.max(end))
            }
        }
    }
}

impl Schedule for KeyTokens {
    fn exposure(&self, from: f64, to: f64) -> f64 {
        if from >= to {
            return 0.0;
        }
        let keys = self.keys(from, to);
        let others = match self.growth {
            // Of endless text: none, or endlessly many.
            Growth::Share(c) | Growth::Power(c, 1.0) if c >= 1.0 => 0.0,
            _ if to.is_infinite() => f64::INFINITY,
            _ => (to - from) - keys,
        };
        let spent = |error: f64, tokens: f64| {
            if tokens <= 0.0 || error == 0.0 {
                0.0
            } else {
                -log1p(-error) * tokens
            }
        };
        spent(self.key_error, keys) + spent(self.other_error, others)
    }

    fn scale(&self, at: f64) -> f64 {
        match self.growth {
            _ if self.key_error == self.other_error => f64::INFINITY,
            Growth::Share(_) | Growth::Power(_, 1.0) => f64::INFINITY,
            Growth::Plateau(q, most) => {
                let full = most / q;
                if at < full { full - at } else { f64::INFINITY }
            }
            growth => {
                let (begin, end) = self.crowded;
                let still = match growth {
                    Growth::Power(c, alpha) => c == 0.0 || alpha == 0.0,
                    Growth::Log(c) => c == 0.0,
                    _ => false,
                };
                if at < begin {
                    begin - at
                } else if at < end {
                    end - at
                } else if still {
                    f64::INFINITY
                } else {
                    at
                }
            }
        }
    }

    fn final_hazard(&self) -> f64 {
        match self.growth {
            Growth::Share(_) | Growth::Power(_, 1.0) => -expm1(-self.exposure(0.0, 1.0)),
            _ => self.other_error,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schedule::tests::{additive, first_strike, hazards_add_up};

    fn keys(growth: Growth) -> KeyTokens {
        KeyTokens::new(0.05, 1e-4, growth)
    }

    #[test]
    fn its_exposure_is_that_of_its_hazards_and_its_strikes_are_the_first() {
        for growth in [
            Growth::Share(0.01),
            Growth::Share(1.0),
            Growth::Power(1.0, 0.5),
            Growth::Power(20.0, 0.8),
            Growth::Power(0.3, 0.0),
            Growth::Power(3.0, 1.0),
            Growth::Power(0.0, 0.5),
            Growth::Power(0.0, 1.0),
            Growth::Log(0.0),
            Growth::Share(0.0),
            Growth::Log(1.0),
            Growth::Log(50.0),
            Growth::Log(0.2),
            Growth::Plateau(0.1, 10.0),
            Growth::Plateau(0.0, 10.0),
        ] {
            hazards_add_up(&keys(growth), 1000);
            additive(&keys(growth));
            first_strike(&keys(growth));
            // Where nothing but key tokens errs, and there is none, nothing ever does.
            additive(&KeyTokens::new(0.05, 0.0, growth));
            additive(&KeyTokens::new(0.0, 1e-4, growth));
        }
    }

    #[test]
    fn no_stretch_has_more_key_tokens_than_tokens() {
        for growth in [
            Growth::Power(1.0, 0.5),
            Growth::Power(100.0, 0.9),
            Growth::Power(0.5, 0.99),
            Growth::Log(0.1),
            Growth::Log(3.0),
            Growth::Log(1e4),
        ] {
            for from in [0.0, 1.0, 2.0, 10.0, 1e3, 1e5] {
                let keys = keys(growth).keys(from, from + 1.0);
                assert!(
                    (0.0..=1.0 + 1e-12).contains(&keys),
                    "{growth:?} {from}: {keys}"
                );
            }
        }
    }

    #[test]
    fn ten_key_tokens_in_a_thousand_give_the_published_values() {
        for (other_error, expected) in [(0.0, 0.598_736_939_238), (1e-4, 0.542_298_932_174)] {
            let keys = KeyTokens::new(0.05, other_error, Growth::Share(0.01));
            let flawless = crate::number::math::exp(-keys.exposure(0.0, 1000.0));
            assert!((flawless - expected).abs() < 1e-12);
        }
    }
}
