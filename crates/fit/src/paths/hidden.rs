//! The likelihood of labels that slip: a chain that is seen through them.
//!
//! The state is right or wrong; a label says wrong of a right state with one probability (false
//! alarm) and right of a wrong one with another (miss). All hidden ways are summed, step by
//! step (the forward algorithm of L. Baum and L. Welch).

use super::chance::times_ln;
use super::tally::Start;
use crate::data::Path;
use bounceback_core::number::math::ln;
use std::collections::BTreeMap;

/// The most steps, over different runs, that one evaluation goes through.
pub(super) const MOST_HIDDEN: usize = 50_000;

/// Sums are brought back to 1 after so many steps: until then no factor that is not 0 makes
/// them too small for a number.
const RESCALE: usize = 8;

/// Labels of runs; those alike stand here once.
#[derive(Clone, Debug)]
pub(super) struct Labels {
    runs: Vec<(Vec<bool>, f64)>,
    start: Start,
    /// Steps of different runs.
    pub(super) steps: usize,
    longest: usize,
    /// Which share of the runs is here, where all would have been too many.
    pub(super) part: f64,
    /// The weighted share of first steps that are wrong, and how many runs there are.
    first_wrong: f64,
    runs_weight: f64,
    /// And of all steps.
    pub(super) wrong: f64,
}

/// A chain and how it is seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Seen {
    /// E at the first step, and how it falls: E/(1 + cooling·k) after k steps, which is the
    /// hazard of a first error where difficulty is mixed (Beta(a, b): E = a/(a + b), cooling
    /// 1/(a + b)).
    pub(super) error: f64,
    pub(super) cooling: f64,
    pub(super) recovery: f64,
    pub(super) false_alarm: f64,
    pub(super) miss: f64,
}

impl Labels {
    pub(super) fn new(paths: &[&Path], start: Start) -> Self {
        Self::within(paths, start, MOST_HIDDEN)
    }

    /// With no more than so many steps of different runs.
    pub(super) fn within(paths: &[&Path], start: Start, most: usize) -> Self {
        // Every so many runs, spread over all, where all are too many. Those alike stand here
        // once, so that only trying tells how many there are.
        let mut stride = 1;
        let mut groups = group(paths, stride);
        while stride < paths.len() && steps_of(&groups) > most {
            stride += steps_of(&groups) / most;
            groups = group(paths, stride);
        }
        let mut labels = Self {
            runs: Vec::new(),
            start,
            steps: 0,
            longest: 0,
            part: 1.0,
            first_wrong: 0.0,
            runs_weight: 0.0,
            wrong: 0.0,
        };
        let (mut runs, mut weights, mut wrong) = (0.0, 0.0, 0.0);
        for (steps, weight) in groups {
            let room = most.saturating_sub(labels.steps);
            let steps = &steps[..steps.len().min(room)];
            if steps.is_empty() {
                break;
            }
            runs += weight;
            weights += weight * steps.len() as f64;
            wrong += weight * steps.iter().filter(|it| !**it).count() as f64;
            labels.first_wrong += if steps[0] { 0.0 } else { weight };
            labels.steps += steps.len();
            labels.longest = labels.longest.max(steps.len());
            labels.runs.push((steps.to_vec(), weight));
        }
        let total: f64 = paths
            .iter()
            .map(|it| it.weight * it.steps.len() as f64)
            .sum();
        if runs > 0.0 {
            labels.first_wrong /= runs;
            labels.runs_weight = runs;
            labels.wrong = wrong / weights;
            labels.part = weights / total;
        }
        labels
    }

    /// The log-likelihood of all labels.
    pub(super) fn log_likelihood(&self, seen: Seen) -> f64 {
        let hazards: Vec<f64> = (0..self.longest)
            .map(|k| seen.error / (1.0 + seen.cooling * k as f64))
            .collect();
        let begin = self.begin(seen);
        let mut sum = 0.0;
        for (steps, weight) in &self.runs {
            sum += weight * self.one(steps, seen, &hazards, begin);
        }
        sum
    }

    /// How many runs begin wrong.
    fn begin(&self, seen: Seen) -> f64 {
        let told = 1.0 - seen.false_alarm - seen.miss;
        if told > 1e-9 {
            ((self.first_wrong - seen.false_alarm) / told).clamp(0.0, 1.0)
        } else {
            0.0
        }
    }

    /// The log-likelihood of the labels that plain models explain: where runs begin anyhow,
    /// that of all but the first, which are given.
    pub(super) fn given_first(&self, seen: Seen) -> f64 {
        let all = self.log_likelihood(seen);
        if self.start == Start::Acceptable {
            return all;
        }
        let begin = self.begin(seen);
        let wrong = begin * (1.0 - seen.miss) + (1.0 - begin) * seen.false_alarm;
        let of_first =
            times_ln(self.first_wrong, wrong) + times_ln(1.0 - self.first_wrong, 1.0 - wrong);
        all - self.runs_weight * of_first
    }

    fn one(&self, steps: &[bool], seen: Seen, hazards: &[f64], begin: f64) -> f64 {
        // What a label multiplies the right and the wrong state with.
        let label = |right: bool| {
            if right {
                (1.0 - seen.false_alarm, seen.miss)
            } else {
                (seen.false_alarm, 1.0 - seen.miss)
            }
        };
        let (mut right, mut wrong, mut log) = (1.0, 0.0, 0.0);
        let mut from = 0;
        if self.start == Start::Free {
            let (of_right, of_wrong) = label(steps[0]);
            (right, wrong) = ((1.0 - begin) * of_right, begin * of_wrong);
            from = 1;
        }
        for (k, (&step, &error)) in steps.iter().zip(hazards).enumerate().skip(from) {
            let (of_right, of_wrong) = label(step);
            let back = wrong * seen.recovery;
            let erred = right * error;
            (right, wrong) = (
                (right - erred + back) * of_right,
                (wrong - back + erred) * of_wrong,
            );
            if k % RESCALE == RESCALE - 1 {
                let sum = right + wrong;
                log += ln(sum);
                if sum <= 0.0 {
                    return f64::NEG_INFINITY;
                }
                right /= sum;
                wrong /= sum;
            }
        }
        log + ln(right + wrong)
    }
}

fn steps_of(groups: &BTreeMap<&[bool], f64>) -> usize {
    groups.keys().map(|it| it.len()).sum()
}

fn group<'a>(paths: &[&'a Path], stride: usize) -> BTreeMap<&'a [bool], f64> {
    let mut groups = BTreeMap::new();
    for path in paths.iter().step_by(stride) {
        *groups.entry(&path.steps[..]).or_default() += path.weight;
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::tally;

    fn paths(texts: &[&str]) -> Vec<Path> {
        (texts.iter())
            .map(|text| Path {
                steps: tally::steps(text),
                outcome: None,
                cluster: None,
                weight: 1.0,
            })
            .collect()
    }

    /// Over all 2ⁿ hidden ways, one by one.
    fn by_force(steps: &[bool], seen: Seen) -> f64 {
        let n = steps.len();
        (0..1_u32 << n)
            .map(|hidden| {
                let (mut before, mut p) = (true, 1.0);
                for (k, &label) in steps.iter().enumerate() {
                    let state = hidden >> k & 1 == 1;
                    let error = seen.error / (1.0 + seen.cooling * k as f64);
                    p *= match (before, state) {
                        (true, true) => 1.0 - error,
                        (true, false) => error,
                        (false, true) => seen.recovery,
                        (false, false) => 1.0 - seen.recovery,
                    };
                    p *= match (state, label) {
                        (true, true) => 1.0 - seen.false_alarm,
                        (true, false) => seen.false_alarm,
                        (false, true) => seen.miss,
                        (false, false) => 1.0 - seen.miss,
                    };
                    before = state;
                }
                p
            })
            .sum()
    }

    #[test]
    fn all_hidden_ways_are_summed() {
        for text in ["1", "0", "110100111010", "000000000000", "011111011111"] {
            for (error, cooling, recovery, false_alarm, miss) in [
                (0.1, 0.0, 0.3, 0.05, 0.1),
                (0.4, 0.2, 0.0, 0.2, 0.01),
                (0.02, 0.0, 0.9, 0.0, 0.3),
            ] {
                let seen = Seen {
                    error,
                    cooling,
                    recovery,
                    false_alarm,
                    miss,
                };
                let paths = paths(&[text]);
                let kept: Vec<&Path> = paths.iter().collect();
                let labels = Labels::new(&kept, Start::Acceptable);
                let log = labels.log_likelihood(seen);
                let force = by_force(&paths[0].steps, seen).ln();
                assert!(
                    (log - force).abs() < 1e-11,
                    "{text} {seen:?}: {log} {force}"
                );
            }
        }
    }

    #[test]
    fn labels_that_never_slip_give_the_chain() {
        let paths = paths(&["1101001", "1111", "0001", "1101001"]);
        let kept: Vec<&Path> = paths.iter().collect();
        for start in [Start::Acceptable, Start::Free] {
            let labels = Labels::new(&kept, start);
            let seen = Seen {
                error: 0.3,
                cooling: 0.0,
                recovery: 0.4,
                false_alarm: 0.0,
                miss: 0.0,
            };
            let runs: Vec<tally::Run> = paths
                .iter()
                .map(|it| tally::Run::of(&it.steps, 1.0, start))
                .collect();
            let counts = tally::Counts::of(&runs);
            let mut chain = counts.erred * 0.3_f64.ln()
                + counts.kept * 0.7_f64.ln()
                + counts.returned * 0.4_f64.ln()
                + counts.stayed * 0.6_f64.ln();
            if start == Start::Free {
                // The first label, which the chain takes as given: one of four wrong.
                chain += 0.25_f64.ln() + 3.0 * 0.75_f64.ln();
            }
            assert!((labels.log_likelihood(seen) - chain).abs() < 1e-11);
            // Twins stand once.
            assert_eq!(labels.steps, 7 + 4 + 4);
        }
    }

    #[test]
    fn too_many_steps_are_sampled_and_the_share_is_told() {
        let many: Vec<Path> = (0..3000_u32)
            .map(|run| Path {
                steps: (0..100_u32)
                    .map(|k| (run * 7919 + k * k * 31) % 97 > 20)
                    .collect(),
                outcome: None,
                cluster: None,
                weight: 1.0 + f64::from(run) * 1e-6,
            })
            .collect();
        let kept: Vec<&Path> = many.iter().collect();
        let labels = Labels::new(&kept, Start::Acceptable);
        assert!(labels.steps <= MOST_HIDDEN && labels.part <= 1.0);
        let long = [Path {
            steps: vec![true; 1_000_000],
            outcome: None,
            cluster: None,
            weight: 1.0,
        }];
        let labels = Labels::new(&[&long[0]], Start::Acceptable);
        assert!((labels.part - 0.05).abs() < 1e-9);
    }
}
