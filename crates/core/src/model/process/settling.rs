//! A hazard that settles: high at first, then down to a floor.
//!
//! The hazard of token k is e∞ + (e₁ − e∞)·g^(k − 1), as where a text converges on its answer. With a
//! floor of zero the flawless curve tends to a positive limit, the infinite product
//! of the (1 − e₁·gʲ): it errs, and still never dies out.

use super::{Process, always, harmful};
use crate::model::chain::{Chain, Errors};
use crate::model::parameter::Key;
use crate::model::schedule::Schedule;
use crate::number::math::{expm1, floor, ln, log1p, pow};
use crate::number::probability::Probability;
use crate::number::sum::smooth_sum;
use std::rc::Rc;

pub(super) const PROCESS: Process = Process {
    name: "settling",
    label: "settling errors",
    summary: "The hazard is high at first and falls geometrically to a floor, as a text converges on its answer.",
    source: "a geometric hazard with a floor; convergent generation: Y. Marcovitz, Parlant, 2025",
    parameters: &[Key::Error, Key::Floor, Key::Decay],
    scale: Key::Error,
    means: always,
    chain: |values| Chain {
        errors: Errors::Scheduled(Rc::new(Settling {
            error: values.get(Key::Error) * harmful(values),
            floor: values.get(Key::Floor) * harmful(values),
            decay: values.get(Key::Decay),
        })),
        fatal: Probability::ZERO,
        recovery: Probability::ZERO,
    },
};

struct Settling {
    error: f64,
    floor: f64,
    decay: f64,
}

/// Below this share of what the hazard is above its floor nothing is left of it.
const NOTHING: f64 = 1e-20;

impl Settling {
    /// The hazard of token `k`, also between whole numbers.
    fn at(&self, k: f64) -> f64 {
        self.floor + (self.error - self.floor) * pow(self.decay, k - 1.0)
    }

    /// What token `k` spends.
    fn term(&self, k: f64) -> f64 {
        -log1p(-self.at(k).clamp(0.0, 1.0))
    }

    /// (e₁ − e∞)/(1 − e∞): one less the hazard is (1 − e∞)·(1 − this·g^(k − 1)).
    fn excess(&self) -> f64 {
        (self.error - self.floor) / (1.0 - self.floor)
    }

    /// The first token from which on |excess|·g^(k − 1) is below a share.
    fn below(&self, share: f64) -> f64 {
        let excess = self.excess().abs();
        if excess <= share {
            1.0
        } else {
            (ln(share / excess) / ln(self.decay)).ceil() + 1.0
        }
    }

    /// Σ −ln(1 − excess·g^(k − 1)) for tokens `from` + 1 to `to`, from where the terms
    /// are small: Σ excess^m/m · g^(m·from)·(1 − g^(m·L))/(1 − g^m).
    fn series(&self, from: f64, to: f64) -> f64 {
        let (log, tokens) = (ln(self.decay), to - from);
        let first = self.excess() * pow(self.decay, from);
        let (mut sum, mut power, mut order) = (0.0, first, 1.0);
        while power.abs() > NOTHING * first.abs() && order < 80.0 {
            let whole = if tokens.is_finite() {
                expm1(order * tokens * log)
            } else {
                -1.0
            };
            sum += power / order * whole / expm1(order * log);
            power *= first;
            order += 1.0;
        }
        sum
    }
}

impl Schedule for Settling {
    fn exposure(&self, from: f64, to: f64) -> f64 {
        if from >= to {
            return 0.0;
        }
        let at_floor = -log1p(-self.floor);
        let constant = |hazard: f64, tokens: f64| {
            if hazard == 0.0 || tokens <= 0.0 {
                0.0
            } else {
                hazard * tokens
            }
        };
        if self.decay == 1.0 || self.error == self.floor {
            return constant(self.term(1.0), to - from);
        }
        if self.decay == 0.0 {
            // Only the first token differs.
            let first = if from < 1.0 { self.term(1.0) } else { 0.0 };
            return first + constant(at_floor, to - from.max(1.0));
        }
        if self.floor == 1.0 {
            // 1 − e_k = (1 − e₁)·g^(k − 1).
            let steps = f64::midpoint(to * (to - 1.0), -from * (from - 1.0));
            return constant(self.term(1.0), to - from) - ln(self.decay) * steps;
        }
        if to - from == 1.0 && floor(from) == from {
            // A single token has all its digits, however little of the floor is left.
            return self.term(to);
        }
        let small = self.below(0.5) - 1.0;
        let mut exposure = 0.0;
        if from < small {
            let until = to.min(small);
            exposure += smooth_sum(from as u64, until as u64, &|at| self.scale(at), &mut |k| {
                self.term(k)
            });
        }
        let from = from.max(small);
        if to > from {
            exposure += constant(at_floor, to - from) + self.series(from, to);
        }
        exposure.max(0.0)
    }

    fn hazard(&self, token: f64) -> f64 {
        self.at(token).clamp(0.0, 1.0)
    }

    fn scale(&self, at: f64) -> f64 {
        if self.decay == 1.0 || self.error == self.floor {
            return f64::INFINITY;
        }
        if self.decay == 0.0 {
            return if at >= 1.0 { f64::INFINITY } else { 0.0 };
        }
        if self.floor == 1.0 {
            // An error is as good as certain before long.
            let spared = (1.0 - self.error) * pow(self.decay, at);
            return if spared < NOTHING {
                f64::INFINITY
            } else {
                -1.0 / ln(self.decay)
            };
        }
        let left = self.excess().abs() * pow(self.decay, at);
        if left < NOTHING {
            return f64::INFINITY;
        }
        // ln(1 − excess·g^z) is analytic up to where g^z = 1/excess: |ln excess·g^at|
        // to the left, or π to the side, in units of 1/|ln g|.
        let side = if self.excess() < 0.0 {
            core::f64::consts::PI
        } else {
            0.0
        };
        let back = -ln(left);
        (back * back + side * side).sqrt() / -ln(self.decay)
    }

    fn final_hazard(&self) -> f64 {
        if self.decay == 1.0 {
            self.error
        } else {
            self.floor
        }
    }
}

/// The limit of the flawless curve, for the tests: Π (1 − e₁·gʲ).
#[cfg(test)]
fn product(error: f64, decay: f64) -> f64 {
    (0..4000).map(|j| 1.0 - error * decay.powi(j)).product()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schedule::tests::{additive, first_strike, hazards_add_up};

    #[test]
    fn its_exposure_is_that_of_its_hazards_and_its_strikes_are_the_first() {
        for (error, floor, decay) in [
            (0.01, 0.0, 0.9),
            (0.9, 0.001, 0.99),
            (0.001, 0.6, 0.999),
            (0.3, 0.1, 1.0),
            (0.3, 0.1, 0.0),
            (0.99, 0.0, 1.0 - 1e-9),
            (0.2, 0.2, 0.5),
            (0.1, 1.0, 0.9),
            (0.1, 1.0, 0.0),
        ] {
            let settling = Settling {
                error,
                floor,
                decay,
            };
            hazards_add_up(&settling, 1000);
            additive(&settling);
            first_strike(&settling);
        }
    }

    #[test]
    fn without_a_floor_it_never_dies_out() {
        for (error, decay) in [(0.3, 0.9), (0.9, 0.5), (0.05, 0.99)] {
            let settling = Settling {
                error,
                floor: 0.0,
                decay,
            };
            let limit = crate::number::math::exp(-settling.exposure(0.0, f64::INFINITY));
            assert!(
                (limit - product(error, decay)).abs() < 1e-13,
                "{error} {decay}"
            );
        }
    }

    #[test]
    fn a_certain_first_error_spends_everything() {
        let settling = Settling {
            error: 1.0,
            floor: 0.0,
            decay: 0.5,
        };
        assert_eq!(settling.exposure(0.0, 10.0), f64::INFINITY);
        assert!(settling.exposure(1.0, 10.0).is_finite());
    }
}
