//! Runs drawn from a law, as long as those that people brought.

use super::beta::shapes;
use super::model::Law;
use bounceback_core::simulate::stream::{Purpose, Stream};

/// Draws runs one after another.
#[derive(Clone, Debug)]
pub(super) struct Drawer {
    law: Law,
    shapes: Option<(f64, f64)>,
    pub(super) stream: Stream,
}

impl Drawer {
    /// The runs of one sample; samples of other numbers are others.
    pub(super) fn new(law: Law, seed: u64, sample: u64) -> Self {
        Self {
            law,
            shapes: shapes(law.error, law.alike),
            stream: Stream::new(seed, sample, Purpose::Fit),
        }
    }

    /// One run of so many steps into `steps`; `first` is its first step, where that is given.
    pub(super) fn run(&mut self, length: usize, first: Option<bool>, steps: &mut Vec<bool>) {
        let law = self.law;
        let error = match self.shapes {
            Some((a, b)) => self.stream.beta(a, b),
            None => law.error,
        };
        let independent = law.recovery_is_rest();
        let recovery = if independent {
            1.0 - error
        } else {
            law.recovery
        };
        steps.clear();
        let (mut right, mut lost) = (true, false);
        for at in 0..length {
            let given = if at == 0 { first } else { None };
            let next = match given {
                Some(first) => first,
                None if right => self.stream.uniform() >= error,
                None => !lost && self.stream.uniform() < recovery,
            };
            if right && !next {
                lost = law.fatal > 0.0 && self.stream.uniform() < law.fatal;
            }
            right = next;
            let slip = if right { law.false_alarm } else { law.miss };
            let slips = slip > 0.0 && given.is_none() && self.stream.uniform() < slip;
            steps.push(right != slips);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::model::Model;
    use bounceback_core::model::criterion::Criterion;

    /// Shares of 20,000 runs within five standard deviations of the curves.
    #[test]
    fn drawn_runs_follow_the_curves() {
        let law = |model, error, recovery, fatal, alike| Law {
            model,
            error,
            recovery,
            fatal,
            alike,
            false_alarm: 0.0,
            miss: 0.0,
        };
        for law in [
            law(Model::Independent, 0.2, 0.8, 0.0, 0.0),
            law(Model::Chain, 0.1, 0.3, 0.0, 0.0),
            law(Model::Fatal, 0.1, 0.4, 0.25, 0.0),
            law(Model::MixedSteps, 0.2, 0.8, 0.0, 0.3),
            law(Model::MixedLeCun, 0.1, 0.0, 0.0, 0.2),
            law(Model::MixedChain, 0.1, 0.3, 0.0, 0.2),
        ] {
            let runs = 20_000;
            let lengths = [1_u64, 3, 12];
            let mut seen = [[0_u32; 3]; 2];
            let mut drawer = Drawer::new(law, 3, 1);
            let mut steps = Vec::new();
            for _ in 0..runs {
                drawer.run(12, None, &mut steps);
                for (i, &n) in lengths.iter().enumerate() {
                    let so_far = &steps[..n as usize];
                    seen[0][i] += u32::from(so_far[n as usize - 1]);
                    seen[1][i] += u32::from(so_far.iter().all(|&it| it));
                }
            }
            for (seen, criterion) in seen
                .iter()
                .zip([Criterion::Acceptable, Criterion::Flawless])
            {
                let curve = law.curve(criterion, &lengths);
                for (&seen, p) in seen.iter().zip(curve) {
                    let share = f64::from(seen) / f64::from(runs);
                    let deviation = (p * (1.0 - p) / f64::from(runs)).sqrt();
                    assert!((share - p).abs() < 5.0 * deviation, "{law:?}: {share} {p}");
                }
            }
        }
    }
}
