//! Processes made comparable: each with as many errors, on average, over a length.

use crate::exact::Exact;
use crate::model::parameter::{Key, Kind};
use crate::model::scenario::Scenario;
use crate::model::table::parameter;
use crate::number::math::{exp, ln};

/// The least rate that is tried.
const LEAST: f64 = 1e-15;

/// How near the logarithm of the scale is found, and how many steps that may take.
const TOLERANCE: f64 = 1e-13;
const MOST_STEPS: usize = 100;

/// A process alone, without technique or tokens done, scaled so that the text has
/// `mean` errors per token on average at the scenario's length. Everything but its scale
/// is the scenario's, as far as that has it. `None` where no scale gives that many.
///
/// Rates beside the scale (the floor of `settling`, the other tokens of `key_tokens`)
/// that would by themselves give more than a quarter of it are lowered to that.
pub fn calibrated(scenario: &Scenario, process: usize, mean: f64) -> Option<Scenario> {
    let mut calibration = Calibration::of(scenario, process, mean);
    while calibration.look() {}
    calibration.scaled()
}

/// The search for the scale of [`calibrated`], look by look: each takes as long as the
/// expected errors at one length.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    process: Scenario,
    scale: Key,
    range: (f64, f64),
    /// The logarithm of the number of errors.
    wanted: f64,
    search: Search,
}

impl Calibration {
    /// Begins the search for a process of the table, by its index.
    pub fn of(scenario: &Scenario, process: usize, mean: f64) -> Self {
        let mut scaled = scenario.independent();
        let length = scenario.length();
        // All are legal: an index, a length that was one, what was legal or less.
        for (key, value) in [
            (Key::Process, process as f64),
            (Key::Tokens, length as f64),
            (Key::Done, 0.0),
        ] {
            let _ = scaled.set(key, value);
        }
        for &key in scaled.process().parameters {
            let most = match key {
                Key::Floor | Key::OtherError => mean / 4.0,
                _ => f64::INFINITY,
            };
            let value = if scenario.applies(key) {
                scenario.number(key)
            } else {
                parameter(key).default
            };
            let _ = scaled.set(key, value.min(most));
        }
        let scale = scaled.process().scale;
        let (least, most) = match parameter(scale).kind {
            Kind::Real { least, most } => (least, most),
            _ => (LEAST, 1.0),
        };
        Self {
            scale,
            range: (least, most),
            wanted: ln(mean * length as f64),
            search: if mean <= 0.0 || length == 0 {
                Search::Failed
            } else {
                Search::begin(ln(least), ln(most))
            },
            process: scaled,
        }
    }

    /// Looks at one more scale; whether there are more to look at.
    pub fn look(&mut self) -> bool {
        if let Some(place) = self.search.next() {
            let tried = self.with(place);
            let errors = Exact::new(&tried).expected_errors(tried.length());
            self.search.take(ln(errors) - self.wanted);
        }
        self.search.next().is_some()
    }

    /// The process at the scale found; `None` where there is none, or none yet.
    pub fn scaled(&self) -> Option<Scenario> {
        match self.search {
            Search::Found(place) => Some(self.with(place)),
            _ => None,
        }
    }

    /// The process at a scale, by its logarithm.
    fn with(&self, logarithm: f64) -> Scenario {
        let mut tried = self.process.clone();
        let (least, most) = self.range;
        let _ = tried.set(self.scale, exp(logarithm).clamp(least, most));
        tried
    }
}

/// A place, and the value of a function there.
type Point = (f64, f64);

/// The search for the place between two at which a function that goes one way crosses
/// zero: by regula falsi in which an end that stays is weighed down (Illinois).
#[derive(Clone, Copy, Debug, PartialEq)]
enum Search {
    /// Nothing is known of either end.
    Low(f64, f64),
    /// Only the value at the lower end is.
    High(Point, f64),
    /// It lies between two places; the next one to look at, and the looks so far.
    Between(Point, Point, f64, usize),
    Found(f64),
    Failed,
}

impl Search {
    const fn begin(low: f64, high: f64) -> Self {
        Self::Low(low, high)
    }

    /// Where the value is wanted next; nowhere once the search has ended.
    const fn next(self) -> Option<f64> {
        match self {
            Self::Low(place, _) | Self::High(_, place) | Self::Between(_, _, place, _) => {
                Some(place)
            }
            Self::Found(_) | Self::Failed => None,
        }
    }

    /// Takes the value that was wanted.
    fn take(&mut self, value: f64) {
        // As near as rounding lets it come.
        let is_zero = value.abs() < TOLERANCE;
        *self = match *self {
            Self::Low(place, _) | Self::High(_, place) | Self::Between(_, _, place, _)
                if is_zero =>
            {
                Self::Found(place)
            }
            Self::Low(low, high) => Self::High((low, value), high),
            Self::High(low, high) if (low.1 < 0.0) != (value < 0.0) => {
                Self::between(low, (high, value), 0)
            }
            Self::High(..) => Self::Failed,
            Self::Between(a, b, place, _) if (b.0 - a.0).abs() < TOLERANCE => Self::Found(place),
            Self::Between(_, _, place, MOST_STEPS) => Self::Found(place),
            Self::Between(a, b, place, looks) => {
                let kept = if (value < 0.0) == (b.1 < 0.0) {
                    (a.0, a.1 / 2.0)
                } else {
                    b
                };
                Self::between(kept, (place, value), looks + 1)
            }
            ended => ended,
        };
    }

    fn between(a: Point, b: Point, looks: usize) -> Self {
        // What has no logarithm is no help in guessing.
        let guess = if a.1.is_finite() && b.1.is_finite() {
            (a.0 * b.1 - b.0 * a.1) / (b.1 - a.1)
        } else {
            f64::midpoint(a.0, b.0)
        };
        Self::Between(a, b, guess, looks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::process::PROCESSES;
    use crate::share::link;

    #[test]
    fn every_process_is_given_the_same_mean() {
        for text in [
            "",
            "tokens=1000&error=0.001",
            "tokens=20&error=0.1",
            "tokens=100000&error=1e-5",
        ] {
            let scenario = link::read(text).scenario;
            let (mean, length) = (scenario.number(Key::Error), scenario.length());
            for (index, process) in PROCESSES.iter().enumerate() {
                let Some(scaled) = calibrated(&scenario, index, mean) else {
                    panic!("{} with {text}", process.name);
                };
                let errors = Exact::new(&scaled).expected_errors(length);
                let wanted = mean * length as f64;
                assert!(
                    (errors - wanted).abs() < 1e-9 * wanted,
                    "{} with {text}: {errors} instead of {wanted}",
                    process.name
                );
                assert_eq!(scaled.process().name, process.name);
                assert_eq!(scaled.length(), length);
            }
        }
    }

    #[test]
    fn what_no_scale_gives_is_not_given() {
        // Nine key tokens among a million can't err ten thousand times.
        let few = "process=key_tokens&tokens=1000000&growth=plateau&most=9";
        let scenario = link::read(few).scenario;
        let key_tokens = PROCESSES.iter().position(|it| it.name == "key_tokens");
        assert_eq!(calibrated(&scenario, key_tokens.unwrap(), 0.01), None);
        assert_eq!(calibrated(&scenario, 0, 0.0), None);
    }
}
