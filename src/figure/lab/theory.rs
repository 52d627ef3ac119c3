//! The laws that are laid over what was measured, with the parameters that were fitted to it.

use super::{Hue, Law};
use bounceback_fit::paths::Estimate;

/// The chance of being right after each of so many steps: right steps go wrong with one
/// probability, wrong ones come back with another, and a share of errors never does.
pub fn acceptable(error: f64, recovery: f64, fatal: f64, steps: usize) -> Vec<f64> {
    let (mut right, mut wrong) = (1.0, 0.0);
    let step = |_| {
        let (healed, spoiled) = (wrong * recovery, right * error);
        wrong += spoiled * (1.0 - fatal) - healed;
        right += healed - spoiled;
        right
    };
    (0..steps).map(step).collect()
}

/// (1 − E)ⁿ, between the ends of E: LeCun's.
pub fn lecun(name: &str, error: Estimate, steps: usize) -> Law {
    let at = |error: f64| acceptable(error, 0.0, 1.0, steps);
    Law {
        name: name.to_owned(),
        hue: Hue::Never,
        values: at(error.value),
        band: at(error.high).into_iter().zip(at(error.low)).collect(),
    }
}

/// The chain with a fatal share, between the ends of all three: as much lost and as little
/// healed as the data let be, and the other way round.
pub fn chain(name: &str, [error, recovery, fatal]: [Estimate; 3], steps: usize) -> Law {
    let known = |it: Estimate, otherwise: f64| {
        if it.value.is_nan() {
            otherwise
        } else {
            it.value
        }
    };
    let worst = acceptable(error.high, recovery.low, fatal.high, steps);
    let best = acceptable(error.low, recovery.high, fatal.low, steps);
    Law {
        name: name.to_owned(),
        hue: Hue::Now,
        values: acceptable(error.value, known(recovery, 0.0), known(fatal, 0.0), steps),
        band: worst.into_iter().zip(best).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bounceback_core::exact::Exact;
    use bounceback_core::model::criterion::Criterion;
    use bounceback_core::share::link;
    use bounceback_fit::paths::Known;

    /// The recursion is the chain of the page.
    #[test]
    fn the_law_is_that_of_the_scenario() {
        let lengths: Vec<u64> = (1..=50).collect();
        for (error, recovery, fatal) in [(0.01, 0.8, 0.1), (0.2, 0.0, 0.0), (0.05, 1.0, 0.5)] {
            let link = format!("error={error}&recovery={recovery}&fatal={fatal}&tokens=50");
            let exact = Exact::new(&link::read(&link).scenario);
            let exact = exact.successes(Criterion::Acceptable, &lengths);
            let own = acceptable(error, recovery, fatal, 50);
            for (a, b) in own.iter().zip(exact) {
                assert!((a - b).abs() < 1e-12, "{link}: {a} {b}");
            }
        }
    }

    #[test]
    fn a_law_lies_within_its_band() {
        let estimate = |value, low, high| Estimate {
            value,
            low,
            high,
            known: Known::Estimated,
        };
        let three = [
            estimate(0.01, 0.005, 0.02),
            estimate(0.8, 0.6, 0.9),
            estimate(0.1, 0.0, 0.3),
        ];
        for law in [lecun("a", three[0], 60), chain("b", three, 60)] {
            for (value, (low, high)) in law.values.iter().zip(&law.band) {
                assert!(low <= value && value <= high, "{}", law.name);
            }
        }
    }
}
