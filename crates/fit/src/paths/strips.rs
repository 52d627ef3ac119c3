//! The runs themselves, for a strip chart.

use crate::data::Path;

/// One run, as stretches.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// Which of the paths that were given.
    pub path: usize,
    /// How many steps it has.
    pub length: usize,
    /// Wrong stretches: first and last step, from 1 on. Of a very ragged run the first ones.
    pub wrong: Vec<(usize, usize)>,
    /// Steps from here on are not told, as the run has too many stretches.
    pub cut: Option<usize>,
    /// How its end was judged, if it was.
    pub outcome: Option<bool>,
}

/// Some of the runs, those alike together.
#[derive(Clone, Debug, PartialEq)]
pub struct Strips {
    /// Flawless ones first, then by the step of their first error, the latest first; of those
    /// the ones that were longest wrong last.
    pub rows: Vec<Strip>,
    /// How many runs are not shown; those shown are spread evenly over all.
    pub left_out: usize,
}

/// The most stretches of a run that are told.
const MOST_STRETCHES: usize = 2000;

/// Sorts runs and takes at most `most` of them.
pub(super) fn strips(paths: &[Path], most: usize) -> Strips {
    let mut order: Vec<(usize, usize, usize)> = (paths.iter().enumerate())
        .filter(|(_, path)| !path.steps.is_empty())
        .map(|(at, path)| {
            let first = path.steps.iter().position(|it| !it);
            let wrong = path.steps.iter().filter(|it| !**it).count();
            // A later first error comes first; none is the latest.
            (usize::MAX - first.unwrap_or(usize::MAX), wrong, at)
        })
        .collect();
    order.sort_unstable();
    let shown = order.len().min(most);
    let rows = (0..shown)
        .map(|row| {
            let at = order[row * order.len() / shown].2;
            strip(at, &paths[at])
        })
        .collect();
    Strips {
        rows,
        left_out: order.len() - shown,
    }
}

fn strip(at: usize, path: &Path) -> Strip {
    let mut wrong: Vec<(usize, usize)> = Vec::new();
    let mut cut = None;
    for step in (1..).zip(&path.steps).filter(|it| !it.1).map(|it| it.0) {
        let stretches = wrong.len();
        match wrong.last_mut() {
            Some(last) if last.1 + 1 == step => last.1 = step,
            _ if stretches >= MOST_STRETCHES => {
                cut = Some(step);
                break;
            }
            _ => wrong.push((step, step)),
        }
    }
    Strip {
        path: at,
        length: path.steps.len(),
        wrong,
        cut,
        outcome: path.outcome,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::tally;

    #[test]
    fn flawless_runs_come_first_and_early_errors_last() {
        let paths: Vec<Path> = (["0111", "1111", "1100", "1101", "1110"].iter())
            .map(|text| Path {
                steps: tally::steps(text),
                outcome: Some(true),
                cluster: None,
                weight: 1.0,
            })
            .collect();
        let all = strips(&paths, 10);
        let order: Vec<usize> = all.rows.iter().map(|it| it.path).collect();
        assert_eq!((order, all.left_out), (vec![1, 4, 3, 2, 0], 0));
        assert_eq!(all.rows[3].wrong, [(3, 4)]);
        let some = strips(&paths, 2);
        assert_eq!((some.rows.len(), some.left_out), (2, 3));
        assert_eq!(strips(&paths, 0).rows, []);
    }

    #[test]
    fn a_ragged_run_is_cut_and_says_where() {
        let path = Path {
            steps: (0..100_000).map(|it| it % 2 == 0).collect(),
            outcome: None,
            cluster: None,
            weight: 1.0,
        };
        let strips = strips(&[path], 1);
        assert_eq!(strips.rows[0].wrong.len(), MOST_STRETCHES);
        assert_eq!(strips.rows[0].cut, Some(2 * MOST_STRETCHES + 2));
    }
}
