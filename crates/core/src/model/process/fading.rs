//! A hazard that fades (or grows) as context accumulates: the discrete Weibull law.
//!
//! P(flawless) = (1 − e)^(n^κ). At κ = 1 the hazard is constant and the process is
//! `independent`; below 1 it falls with every token, above 1 it rises. It is the law
//! of T. Nakagawa and S. Osaki, "The Discrete Weibull Distribution", 1975 (type I).

use super::{Process, always, harmful};
use crate::model::chain::{Chain, Errors};
use crate::model::parameter::Key;
use crate::model::schedule::{FARTHEST, Schedule};
use crate::number::math::{expm1, floor, log1p, pow};
use crate::number::probability::Probability;
use std::rc::Rc;

pub(super) const PROCESS: Process = Process {
    name: "fading",
    label: "fading errors",
    summary: "The longer the text, the better it is anchored: the hazard falls (or, above shape 1, rises) as a power of the length.",
    source: "discrete Weibull survival (T. Nakagawa and S. Osaki, 1975); declining hazards: T. Ord, arXiv 2505.05115",
    parameters: &[Key::Error, Key::Shape],
    scale: Key::Error,
    means: always,
    chain: |values| Chain {
        errors: Errors::Scheduled(Rc::new(Fading {
            error: values.get(Key::Error) * harmful(values),
            shape: values.get(Key::Shape),
        })),
        fatal: Probability::ZERO,
        recovery: Probability::ZERO,
    },
};

struct Fading {
    error: f64,
    shape: f64,
}

impl Schedule for Fading {
    fn exposure(&self, from: f64, to: f64) -> f64 {
        if from >= to || self.error == 0.0 {
            return 0.0;
        }
        // to^κ − from^κ, in which nothing cancels where the two are close.
        let powers = if from == 0.0 {
            pow(to, self.shape)
        } else {
            pow(from, self.shape) * expm1(self.shape * log1p((to - from) / from))
        };
        -log1p(-self.error) * powers
    }

    fn scale(&self, at: f64) -> f64 {
        if self.shape == 1.0 { f64::INFINITY } else { at }
    }

    fn final_hazard(&self) -> f64 {
        if self.shape < 1.0 {
            0.0
        } else if self.shape == 1.0 {
            self.error
        } else {
            f64::from(u8::from(self.error > 0.0))
        }
    }

    fn strikes(&self, after: u64, spent: f64, until: u64) -> u64 {
        // The inverse of the exposure; rounding may put it one token off.
        let from = after as f64;
        let powers = spent / -log1p(-self.error);
        let tokens = if from == 0.0 {
            pow(powers, 1.0 / self.shape)
        } else {
            let base = pow(from, self.shape);
            from * expm1(log1p(powers / base) / self.shape)
        };
        // Not a number: nothing is ever spent.
        if tokens.is_nan() || tokens > (until.saturating_sub(after) as f64).min(FARTHEST) + 2.0 {
            return u64::MAX;
        }
        let mut tokens = floor(tokens).max(1.0);
        while tokens > 1.0 && self.exposure(from, from + tokens - 1.0) >= spent {
            tokens -= 1.0;
        }
        while self.exposure(from, from + tokens) < spent {
            tokens += 1.0;
        }
        let strike = after.saturating_add(tokens as u64);
        if strike > until { u64::MAX } else { strike }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schedule::tests::{additive, first_strike, hazards_add_up};

    #[test]
    fn its_exposure_is_that_of_its_hazards_and_its_strikes_are_the_first() {
        for (error, shape) in [
            (0.01, 0.5),
            (0.3, 0.05),
            (1e-6, 2.0),
            (0.5, 1.0),
            (1e-12, 10.0),
        ] {
            let fading = Fading { error, shape };
            hazards_add_up(&fading, 300);
            additive(&fading);
            first_strike(&fading);
        }
    }

    #[test]
    fn the_flawless_curve_is_the_discrete_weibull() {
        let fading = Fading {
            error: 0.01,
            shape: 0.5,
        };
        for n in [1.0_f64, 2.0, 100.0, 1e6] {
            let expected = 0.99_f64.powf(n.sqrt());
            let flawless = crate::number::math::exp(-fading.exposure(0.0, n));
            assert!((flawless - expected).abs() < 1e-14 * expected);
        }
    }

    #[test]
    fn nothing_cancels_a_billion_tokens_on() {
        // By 30 digits: −ln 0.99·(√10⁹ − √(10⁹ − 1)).
        let fading = Fading {
            error: 0.01,
            shape: 0.5,
        };
        let exposure = fading.exposure(1e9 - 1.0, 1e9);
        let exact = 1.589_097_627_733_119_9e-7;
        assert!((exposure / exact - 1.0).abs() < 1e-12, "{exposure:e}");
    }
}
