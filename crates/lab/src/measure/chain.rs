//! The chain of two states that explains paths: right steps go wrong, wrong ones heal, and
//! a share of errors never does. Estimates only; intervals, and tests of whether it fits,
//! are for the core.

use super::paths::{Paths, Stretch};

/// A chain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chain {
    /// The probability that a step after a right one is wrong.
    pub error: f64,
    /// The share of errors that never heal.
    pub fatal: f64,
    /// The probability that a step after a wrong one is right, where the error can heal.
    pub recovery: f64,
}

impl Chain {
    /// The likeliest chain without a fatal share.
    pub fn without_fatal(paths: &Paths) -> Self {
        let (from, wrong) = paths.spoiled();
        let stretches = paths.stretches();
        let (healed, tries) = counts(&stretches);
        Self {
            error: share(wrong as f64, from as f64),
            fatal: 0.0,
            recovery: share(healed, tries),
        }
    }

    /// The likeliest chain with a fatal share. A stretch that had not healed by the end of
    /// its run may have been fatal or not: expectation and maximisation in turns.
    pub fn with_fatal(paths: &Paths) -> Self {
        let stretches = paths.stretches();
        let (healed, _) = counts(&stretches);
        let mut chain = Self {
            fatal: 0.5,
            recovery: 0.5,
            ..Self::without_fatal(paths)
        };
        for _ in 0..500 {
            let (mut fatal, mut tries) = (0.0, 0.0);
            for stretch in &stretches {
                // It has failed to heal at each of these steps.
                let failed = (stretch.steps - 1) as f64;
                if stretch.healed {
                    tries += failed + 1.0;
                    continue;
                }
                let mut alive = 1.0 - chain.fatal;
                for _ in 1..stretch.steps {
                    alive *= 1.0 - chain.recovery;
                }
                let lost = share(chain.fatal, chain.fatal + alive);
                fatal += lost;
                tries += (1.0 - lost) * failed;
            }
            chain.fatal = share(fatal, stretches.len() as f64);
            chain.recovery = share(healed, tries);
        }
        chain
    }

    /// The probability of being right at each of so many steps.
    pub fn acceptable(&self, steps: usize) -> Vec<f64> {
        let (mut right, mut wrong) = (1.0, 0.0);
        (0..steps)
            .map(|_| {
                let healed = wrong * self.recovery;
                let spoiled = right * self.error;
                wrong += spoiled * (1.0 - self.fatal) - healed;
                right += healed - spoiled;
                right
            })
            .collect()
    }
}

/// Stretches that healed, and steps at which stretches could have.
fn counts(stretches: &[Stretch]) -> (f64, f64) {
    let (mut healed, mut tries) = (0, 0);
    for stretch in stretches {
        healed += usize::from(stretch.healed);
        tries += stretch.steps - usize::from(!stretch.healed);
    }
    (healed as f64, tries as f64)
}

fn share(of: f64, all: f64) -> f64 {
    if all > 0.0 { of / all } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::{Purpose, Stream};

    /// 2,000 runs of 200 steps: some 7,600 errors, so that the standard errors are .0002,
    /// .006 and .006; bounds of five of them, at a fixed seed.
    #[test]
    fn the_chain_that_made_the_paths_is_found() {
        let truth = Chain {
            error: 0.02,
            fatal: 0.1,
            recovery: 0.6,
        };
        let mut stream = Stream::new(1, 1, Purpose::Bootstrap);
        let mut paths = Paths::new(2000, 200);
        for _ in 0..2000 {
            let (mut right, mut lost) = (true, false);
            let run: Vec<bool> = (0..200)
                .map(|_| {
                    let u = f64::from(stream.uniform());
                    if right {
                        right = u >= truth.error;
                        lost = !right && f64::from(stream.uniform()) < truth.fatal;
                    } else {
                        right = !lost && u < truth.recovery;
                    }
                    right
                })
                .collect();
            assert!(paths.push(&run));
        }
        let found = Chain::with_fatal(&paths);
        assert!((found.error - truth.error).abs() < 0.001, "{found:?}");
        assert!((found.fatal - truth.fatal).abs() < 0.03, "{found:?}");
        assert!((found.recovery - truth.recovery).abs() < 0.03, "{found:?}");
        let curve = found.acceptable(200);
        let seen = paths.acceptable();
        for step in [0, 9, 99, 199] {
            let seen = f64::from(seen[step]) / 2000.0;
            assert!((curve[step] - seen).abs() < 0.05, "{step}");
        }
        // Without a fatal share, recovery must look slower than it is.
        assert!(Chain::without_fatal(&paths).recovery < 0.3);
    }

    #[test]
    fn paths_without_errors_have_a_chain_without_errors() {
        let mut paths = Paths::new(3, 4);
        assert_eq!(Chain::with_fatal(&paths).error, 0.0);
        paths.push(&[true; 4]);
        let chain = Chain::with_fatal(&paths);
        assert_eq!((chain.error, chain.recovery), (0.0, 0.0));
        assert_eq!(chain.acceptable(3), [1.0; 3]);
    }
}
