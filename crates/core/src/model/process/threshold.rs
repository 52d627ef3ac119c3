//! Small errors accumulate, and the answer fails once their sum passes a threshold.
//!
//! Deviations in q directions add up to a chi-square variable whose variance grows
//! with the square of the complexity n: P = 1 − Γ(q/2, q/(2·r·n²))/Γ(q/2). Nothing
//! happens for a while, then the curve falls like n^−q.

use super::{Process, always, harmful};
use crate::model::chain::{Chain, Errors};
use crate::model::parameter::Key;
use crate::model::schedule::Schedule;
use crate::number::gamma::{growth_of_lower_share, log_lower_share};
use crate::number::probability::Probability;
use std::rc::Rc;

pub(super) const PROCESS: Process = Process {
    name: "threshold",
    label: "errors that add up",
    summary: "Each token deviates a little; the answer holds until the deviations add up beyond a threshold.",
    source: "R. Raju and P. Netrapalli, arXiv 2601.14175",
    parameters: &[Key::Error, Key::Directions],
    scale: Key::Error,
    means: always,
    chain: |values| Chain {
        errors: Errors::Scheduled(Rc::new(Threshold {
            error: values.get(Key::Error) * harmful(values),
            directions: values.get(Key::Directions),
        })),
        fatal: Probability::ZERO,
        recovery: Probability::ZERO,
    },
};

struct Threshold {
    error: f64,
    directions: f64,
}

impl Threshold {
    /// ln P(flawless after `n` tokens).
    fn log_survival(&self, n: f64) -> f64 {
        if n == 0.0 || self.error == 0.0 {
            return 0.0;
        }
        let half = self.directions / 2.0;
        log_lower_share(half, half / (self.error * n * n))
    }

    /// −d ln P(flawless)/dn.
    fn rate(&self, n: f64) -> f64 {
        let half = self.directions / 2.0;
        growth_of_lower_share(half, half / (self.error * n * n)) * 2.0 / n
    }
}

impl Schedule for Threshold {
    fn exposure(&self, from: f64, to: f64) -> f64 {
        if from >= to || self.error == 0.0 {
            return 0.0;
        }
        if !to.is_finite() {
            return f64::INFINITY;
        }
        if to - from > from / 64.0 {
            return (self.log_survival(from) - self.log_survival(to)).max(0.0);
        }
        // The difference would cancel: the integral of the hazard, by Gauss and
        // Legendre with five points, which leave less than rounding does.
        let (middle, reach) = (f64::midpoint(from, to), (to - from) / 2.0);
        let pair = |node: f64| self.rate(middle - node * reach) + self.rate(middle + node * reach);
        let sum = 0.568_888_888_888_888_9 * self.rate(middle)
            + 0.478_628_670_499_366_47 * pair(0.538_469_310_105_683_1)
            + 0.236_926_885_056_189_08 * pair(0.906_179_845_938_664);
        sum * reach
    }

    fn work(&self, _from: f64, _to: f64) -> u64 {
        // Incomplete gamma functions.
        64
    }

    fn scale(&self, at: f64) -> f64 {
        // Near its zeros in the complex plane the logarithm is not analytic: they lie
        // about as far from the real line as the curve takes to fall.
        at / 4.0
    }

    fn final_hazard(&self) -> f64 {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schedule::tests::{additive, first_strike, hazards_add_up};

    #[test]
    fn its_exposure_is_that_of_its_hazards_and_its_strikes_are_the_first() {
        for (error, directions) in [(1e-4, 4.0), (0.01, 1.0), (1e-9, 1000.0), (1.0, 2.0)] {
            let threshold = Threshold { error, directions };
            hazards_add_up(&threshold, 300);
            additive(&threshold);
            first_strike(&threshold);
        }
    }

    #[test]
    fn it_holds_with_the_published_probability() {
        let threshold = Threshold {
            error: 1e-4,
            directions: 4.0,
        };
        let flawless = crate::number::math::exp(threshold.log_survival(100.0));
        assert!((flawless - 0.593_994_150_29).abs() < 1e-11, "{flawless}");
    }
}
