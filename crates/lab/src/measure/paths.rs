//! Paths: whether each step of each run was right when it was first kept.

/// Marks of all runs and steps, at most: what is longer is cut to fewer runs.
pub const MOST: usize = 1 << 22;

/// What is known of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// The run ended before.
    Unreached,
    Wrong,
    Right,
}

/// Runs of one length. Steps are counted from 1.
#[derive(Clone, Debug)]
pub struct Paths {
    steps: usize,
    marks: Vec<Mark>,
}

/// A stretch of wrong steps within a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Wrong steps.
    pub steps: usize,
    /// Whether a right one follows.
    pub healed: bool,
}

impl Paths {
    /// Room for so many runs of so many steps; for fewer, where that would be too many.
    pub fn new(runs: usize, steps: usize) -> Self {
        let steps = steps.clamp(1, MOST);
        let runs = runs.min(MOST / steps);
        Self {
            steps,
            marks: Vec::with_capacity(runs * steps),
        }
    }

    /// Adds a run; `false`, and nothing, where there is no room.
    pub(crate) fn push(&mut self, kept: &[bool]) -> bool {
        if self.marks.len() + self.steps > self.marks.capacity() {
            return false;
        }
        let unreached = std::iter::repeat(Mark::Unreached);
        let marks = kept
            .iter()
            .map(|right| if *right { Mark::Right } else { Mark::Wrong });
        self.marks.extend(marks.chain(unreached).take(self.steps));
        true
    }

    /// Runs that have ended.
    pub fn runs(&self) -> usize {
        self.marks.len() / self.steps
    }

    /// Runs that there is room for.
    pub fn room(&self) -> usize {
        self.marks.capacity() / self.steps
    }

    /// Steps of a run.
    pub const fn steps(&self) -> usize {
        self.steps
    }

    fn all(&self) -> impl Iterator<Item = &[Mark]> {
        self.marks.chunks_exact(self.steps)
    }

    /// The steps of a run that it reached, in order: whether each was right.
    pub fn run(&self, at: usize) -> impl Iterator<Item = bool> {
        let marks = self.marks.chunks_exact(self.steps).nth(at).unwrap_or(&[]);
        let reached = marks.iter().take_while(|it| **it != Mark::Unreached);
        reached.map(|it| *it == Mark::Right)
    }

    /// How many runs were right at each step, when it was first kept.
    pub fn acceptable(&self) -> Vec<u32> {
        self.count(|so_far, mark| {
            *so_far = mark == Mark::Right;
            *so_far
        })
    }

    /// How many runs had never been wrong up to each step.
    pub fn never_erred(&self) -> Vec<u32> {
        self.count(|so_far, mark| {
            *so_far &= mark == Mark::Right;
            *so_far
        })
    }

    fn count(&self, good: impl Fn(&mut bool, Mark) -> bool) -> Vec<u32> {
        let mut counts = vec![0; self.steps];
        for run in self.all() {
            let mut so_far = true;
            for (count, mark) in counts.iter_mut().zip(run) {
                *count += u32::from(good(&mut so_far, *mark));
            }
        }
        counts
    }

    /// Runs that reached their last step.
    pub fn finished(&self) -> usize {
        self.all()
            .filter(|run| run.last() != Some(&Mark::Unreached))
            .count()
    }

    /// Steps taken from a right one (the beginning is right), and those of them that went
    /// wrong.
    pub fn spoiled(&self) -> (u64, u64) {
        let (mut from, mut wrong) = (0, 0);
        for run in 0..self.runs() {
            let mut right = true;
            for now in self.run(run) {
                from += u64::from(right);
                wrong += u64::from(right && !now);
                right = now;
            }
        }
        (from, wrong)
    }

    /// Every stretch of wrong steps, in order.
    pub fn stretches(&self) -> Vec<Stretch> {
        let mut all = Vec::new();
        for run in 0..self.runs() {
            let mut steps = 0;
            for right in self.run(run) {
                if right && steps > 0 {
                    all.push(Stretch {
                        steps,
                        healed: true,
                    });
                }
                steps = if right { 0 } else { steps + 1 };
            }
            if steps > 0 {
                all.push(Stretch {
                    steps,
                    healed: false,
                });
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(runs: &[&str]) -> Paths {
        let mut paths = Paths::new(runs.len(), 5);
        for run in runs {
            let kept: Vec<bool> = run.chars().map(|it| it == '+').collect();
            assert!(paths.push(&kept));
        }
        paths
    }

    #[test]
    fn counts_are_those_that_one_sees() {
        let paths = paths(&["+++++", "+--+-", "-++", "---++"]);
        assert_eq!(paths.acceptable(), [2, 2, 2, 3, 2]);
        assert_eq!(paths.never_erred(), [2, 1, 1, 1, 1]);
        assert_eq!(paths.finished(), 3);
        assert_eq!(paths.spoiled(), (5 + 3 + 2 + 2, 4));
        let stretch = |steps, healed| Stretch { steps, healed };
        assert_eq!(
            paths.stretches(),
            [
                stretch(2, true),
                stretch(1, false),
                stretch(1, true),
                stretch(3, true)
            ]
        );
    }

    #[test]
    fn more_runs_than_there_is_room_for_are_not_kept() {
        let mut paths = Paths::new(usize::MAX, 1000);
        assert_eq!(paths.room(), MOST / 1000);
        for _ in 0..paths.room() {
            assert!(paths.push(&[true; 1000]));
        }
        assert!(!paths.push(&[true; 1000]));
    }
}
