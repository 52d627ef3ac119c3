//! What the chains need of runs: how often each step followed each.

use crate::data::Path;
use std::collections::BTreeMap;

/// Where runs begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Start {
    /// Before its first step every run is acceptable: a first step that is wrong is an error.
    #[default]
    Acceptable,
    /// A run may begin either way: its first step is taken as given, and only what follows
    /// is explained. An error may be older than the run then, or have been injected as its first
    /// step.
    Free,
}

/// One run, counted.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub(super) struct Run {
    pub(super) weight: f64,
    /// Steps, and how many of them are wrong.
    pub(super) length: u32,
    pub(super) wrong: u32,
    /// Stretches of wrong steps.
    pub(super) stretches: u32,
    /// Right after right, wrong after right, wrong after wrong, right after wrong.
    pub(super) kept: u32,
    pub(super) erred: u32,
    pub(super) stayed: u32,
    pub(super) returned: u32,
    /// How long the last wrong stretch is, if the run ends in it.
    pub(super) open: u32,
    /// The step of the first error, from 1 on; 0 where there is none.
    pub(super) first: u32,
}

impl Run {
    /// Counts the steps of a run.
    pub(super) fn of(steps: &[bool], weight: f64, start: Start) -> Self {
        let mut run = Self {
            weight,
            length: steps.len() as u32,
            ..Self::default()
        };
        let mut before = match start {
            Start::Acceptable => Some(true),
            Start::Free => None,
        };
        let mut age = 0;
        for (at, &right) in steps.iter().enumerate() {
            match (before, right) {
                (Some(true), true) => run.kept += 1,
                (Some(true), false) => run.erred += 1,
                (Some(false), false) => run.stayed += 1,
                (Some(false), true) => run.returned += 1,
                (None, _) => {}
            }
            if right {
                age = 0;
            } else {
                run.wrong += 1;
                run.stretches += u32::from(age == 0);
                age += 1;
                if run.first == 0 {
                    run.first = at as u32 + 1;
                }
            }
            before = Some(right);
        }
        run.open = age;
        run
    }

    /// Steps that are explained, and how many of them are wrong.
    pub(super) fn explained(&self) -> (u32, u32) {
        let wrong = self.erred + self.stayed;
        (wrong, wrong + self.kept + self.returned)
    }
}

/// Many runs, counted; each counts with its weight.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Counts {
    /// Runs.
    pub runs: f64,
    /// Right after right.
    pub kept: f64,
    /// Wrong after right: errors.
    pub erred: f64,
    /// Wrong after wrong.
    pub stayed: f64,
    /// Right after wrong: returns.
    pub returned: f64,
    /// Wrong after wrong in stretches that the end of a run cut off.
    pub(super) cut: f64,
    /// How many stretches of which length were cut off.
    pub(super) open: BTreeMap<u32, f64>,
}

impl Counts {
    /// Errors that stood to the end of their run.
    pub fn standing(&self) -> f64 {
        self.open.values().sum()
    }

    /// Adds a run, as often as it counts times `times`.
    pub(super) fn add(&mut self, run: &Run, times: f64) {
        let weight = run.weight * times;
        self.runs += weight;
        self.kept += weight * f64::from(run.kept);
        self.erred += weight * f64::from(run.erred);
        self.stayed += weight * f64::from(run.stayed);
        self.returned += weight * f64::from(run.returned);
        if run.open > 0 {
            self.cut += weight * f64::from(run.open - 1);
            *self.open.entry(run.open).or_default() += weight;
        }
    }

    /// Adds what others counted.
    pub(super) fn join(&mut self, other: &Self) {
        self.runs += other.runs;
        self.kept += other.kept;
        self.erred += other.erred;
        self.stayed += other.stayed;
        self.returned += other.returned;
        self.cut += other.cut;
        for (&length, &weight) in &other.open {
            *self.open.entry(length).or_default() += weight;
        }
    }

    /// Counts all of them.
    pub(super) fn of(runs: &[Run]) -> Self {
        let mut counts = Self::default();
        for run in runs {
            counts.add(run, 1.0);
        }
        counts
    }

    /// Steps from an acceptable state.
    pub fn from_right(&self) -> f64 {
        self.kept + self.erred
    }

    /// Steps from an unacceptable state.
    pub fn from_wrong(&self) -> f64 {
        self.stayed + self.returned
    }

    /// Steps that are explained.
    pub fn steps(&self) -> f64 {
        self.from_right() + self.from_wrong()
    }
}

/// Runs as they are read, within bounds.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept<'a> {
    pub(super) paths: Vec<&'a Path>,
    /// How many were left out as empty or without a weight, and as too many.
    pub(super) unfit: usize,
    pub(super) beyond: usize,
}

/// The most runs that are read.
pub const MOST_RUNS: usize = 100_000;

/// The most steps that are read, over all runs.
pub const MOST_STEPS: usize = 4_000_000;

/// Takes the runs that can be read, as many as the bounds allow.
pub(super) fn keep(paths: &[Path]) -> Kept<'_> {
    let mut kept = Kept::default();
    let mut steps = 0;
    for path in paths {
        let fit = !path.steps.is_empty() && path.weight > 0.0 && path.weight < 1e12;
        if !fit {
            kept.unfit += 1;
        } else if kept.paths.len() >= MOST_RUNS || steps + path.steps.len() > MOST_STEPS {
            kept.beyond += 1;
        } else {
            steps += path.steps.len();
            kept.paths.push(path);
        }
    }
    kept
}

/// Steps written as people write them, `1` for right: for tests.
#[cfg(test)]
pub(super) fn steps(text: &str) -> Vec<bool> {
    text.chars().map(|it| it == '1').collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_follows_one_of_four_ways() {
        let run = Run::of(&steps("1001101000"), 1.0, Start::Acceptable);
        assert_eq!(
            (run.kept, run.erred, run.stayed, run.returned),
            (2, 3, 3, 2)
        );
        assert_eq!(
            (run.open, run.first, run.stretches, run.wrong),
            (3, 2, 3, 6)
        );
        let free = Run::of(&steps("0110"), 1.0, Start::Free);
        assert_eq!(
            (free.kept, free.erred, free.stayed, free.returned),
            (1, 1, 0, 1)
        );
        assert_eq!(free.explained(), (1, 3));
    }

    #[test]
    fn what_cannot_be_read_is_counted() {
        let path = |text: &str, weight| Path {
            steps: steps(text),
            outcome: None,
            cluster: None,
            weight,
        };
        let all = [
            path("", 1.0),
            path("10", 0.0),
            path("1", f64::NAN),
            path("1", 2.0),
        ];
        let kept = keep(&all);
        assert_eq!((kept.paths.len(), kept.unfit, kept.beyond), (1, 3, 0));
    }
}
