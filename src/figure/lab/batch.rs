//! Runs that were written, and what is counted of them.

use super::Count;
use bounceback_fit::data::Path;

/// Runs of one setting.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// Whether each step of each run was right when it was first kept.
    pub paths: Vec<Vec<bool>>,
    /// Tokens spent.
    pub tokens: f64,
    /// Values that were drawn.
    pub drafts: f64,
    /// Those that did not follow from what stood before them.
    pub slips: f64,
    /// Marked steps, and those that obeyed, by steps since the rule was told, from 1 on.
    pub by_distance: Vec<[f64; 2]>,
    /// The same by how often the model itself had told it, from 0 on.
    pub by_copies: Vec<[f64; 2]>,
}

impl Batch {
    fn count(&self, good: impl Fn(bool, bool) -> bool) -> Vec<Count> {
        let steps = self.paths.iter().map(Vec::len).max().unwrap_or_default();
        let mut right = vec![0; steps];
        for path in &self.paths {
            let mut so_far = true;
            for (sum, &now) in right.iter_mut().zip(path) {
                so_far = good(so_far, now);
                *sum += u64::from(so_far);
            }
        }
        let of = self.paths.len() as u64;
        (1_u32..)
            .zip(right)
            .map(|(at, right)| Count {
                at: f64::from(at),
                right,
                of,
            })
            .collect()
    }

    /// How many runs were right at each step. One that was given up is not.
    pub fn acceptable(&self) -> Vec<Count> {
        self.count(|_, now| now)
    }

    /// How many had never been wrong.
    pub fn never_erred(&self) -> Vec<Count> {
        self.count(|so_far, now| so_far && now)
    }

    /// How many are right at the end of the longest, told of some place.
    pub fn at_end(&self, at: f64) -> Count {
        let last = self.acceptable().last().copied();
        let (right, of) = last.map_or((0, 0), |it| (it.right, it.of));
        Count { at, right, of }
    }

    /// Tokens spent for each step that was kept.
    pub fn tokens_a_step(&self) -> f64 {
        let steps: usize = self.paths.iter().map(Vec::len).sum();
        self.tokens / steps.max(1) as f64
    }

    /// Drafts that did not slip, and all.
    pub fn drafts_right(&self) -> Count {
        Count {
            at: 0.0,
            right: (self.drafts - self.slips) as u64,
            of: self.drafts as u64,
        }
    }

    /// Marked steps of some distances, or copies, and those that obeyed.
    pub fn obeyed(of: &[[f64; 2]], at: f64) -> Count {
        let sum = of
            .iter()
            .fold([0.0; 2], |sum, it| [sum[0] + it[0], sum[1] + it[1]]);
        Count {
            at,
            right: sum[1] as u64,
            of: sum[0] as u64,
        }
    }

    /// The runs as data to be fitted.
    pub fn data(&self) -> Vec<Path> {
        let runs = self.paths.iter().filter(|it| !it.is_empty());
        runs.map(|steps| Path {
            steps: steps.clone(),
            outcome: None,
            cluster: None,
            weight: 1.0,
        })
        .collect()
    }

    /// The runs as text: a line each, 1 for right.
    pub fn text(&self) -> String {
        let digit = |right: &bool| if *right { '1' } else { '0' };
        let line = |path: &Vec<bool>| path.iter().map(digit).collect::<String>();
        let lines = self.paths.iter().map(line);
        lines.collect::<Vec<_>>().join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_what_one_sees() {
        let run = |text: &str| text.chars().map(|it| it == '1').collect::<Vec<bool>>();
        let batch = Batch {
            paths: ["111", "101", "01"].map(run).into(),
            tokens: 16.0,
            ..Batch::default()
        };
        let right = |of: Vec<Count>| of.iter().map(|it| it.right).collect::<Vec<_>>();
        assert_eq!(right(batch.acceptable()), [2, 2, 2]);
        assert_eq!(right(batch.never_erred()), [2, 1, 1]);
        assert_eq!(batch.at_end(9.0).of, 3);
        assert_eq!(batch.tokens_a_step(), 2.0);
        assert_eq!(batch.text(), "111\n101\n01");
        assert_eq!(Batch::obeyed(&[[4.0, 3.0], [2.0, 0.0]], 1.0).share(), 0.5);
    }
}
