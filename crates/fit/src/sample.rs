//! Data as a likelihood reads them: rows of trials, lengths counted in steps.
//!
//! **What a step is.** Processes are defined token by token, and lengths come in minutes,
//! tokens or digits. Where all lengths are whole multiples of one length (their greatest common
//! divisor) and the longest has at most [`MOST_STEPS`] of it, that length is a step, and the
//! discrete process itself is meant: lengths 1, 2, 3 … have steps of 1, and 1000, 2000, 3000 …
//! steps of 1000. Else lengths are no counts: a step is a 64th of the shortest, so small
//! beside all of them that the process is as good as one in continuous time, and processes are
//! read between steps too. A step changes with the unit, and nothing else does: so curve,
//! likelihood and intervals are the same in every unit.

use super::data::{AtRisk, Cohort, Data};
use bounceback_core::number::math::{exp, ln};

/// The most rows that are fitted: more lengths are gathered in groups of neighbours.
pub const MOST_ROWS: usize = 512;

/// The most steps that lengths can count.
pub const MOST_STEPS: f64 = 10_000.0;

/// How many steps the shortest length has where lengths are no counts.
const FINE: f64 = 64.0;

/// Which of two likelihoods rows have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Trials of each length for themselves.
    Cohorts,
    /// One group, asked at each length for those that are left.
    Survivors,
}

/// What lengths are counted in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Its length in the unit of the data.
    pub length: f64,
    /// Whether all lengths are whole numbers of it.
    pub whole: bool,
}

/// Trials that succeed with probability e^−(Λ(to) − Λ(from)).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Row {
    /// Where they begin, in steps.
    pub(super) from: f64,
    /// Where they end, in steps.
    pub(super) to: f64,
    /// How many succeeded.
    pub(super) successes: f64,
    /// How many did not.
    pub(super) failures: f64,
}

impl Row {
    pub(super) fn trials(&self) -> f64 {
        self.successes + self.failures
    }
}

/// All the rows, sorted by length, one a length.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    pub(super) rows: Vec<Row>,
    /// Which likelihood they have.
    pub kind: Kind,
    /// What lengths are counted in.
    pub step: Step,
    /// How many trials: of cohorts all, of survivors the completions at the beginning.
    pub trials: f64,
    /// How many of them failed.
    pub failures: f64,
    /// How many different lengths there were before rows were gathered.
    pub lengths: usize,
    /// How many rows were left out, as they are none: see [`Cohort`] and [`AtRisk`].
    pub left_out: usize,
    /// Whether some counts are not whole: trials were weighted.
    pub weighted: bool,
    /// How many clusters were named (cohorts only); 0 where none was.
    pub clusters: usize,
}

impl Sample {
    /// Reads data; nothing of paths, or of data without a legal row.
    pub fn new(data: &Data) -> Option<Self> {
        match data {
            Data::Cohorts(cohorts) => Self::of_cohorts(cohorts),
            Data::Survivors(survivors) => Self::of_survivors(survivors),
            Data::Paths(_) => None,
        }
    }

    fn of_cohorts(cohorts: &[Cohort]) -> Option<Self> {
        let is_legal = |it: &&Cohort| {
            legal(it.length, it.trials, it.successes) && it.trials > 0.0 && it.length > 0.0
        };
        let mut rows: Vec<Row> = cohorts
            .iter()
            .filter(is_legal)
            .map(|it| Row {
                from: 0.0,
                to: it.length,
                successes: it.successes,
                failures: it.trials - it.successes,
            })
            .collect();
        let left_out = cohorts.len() - rows.len();
        let weighted = rows.iter().any(is_weighted);
        pool(&mut rows);
        let mut clusters: Vec<u32> = cohorts.iter().filter_map(|it| it.cluster).collect();
        clusters.sort_unstable();
        clusters.dedup();
        let trials = rows.iter().map(Row::trials).sum();
        Self::counted(Self {
            kind: Kind::Cohorts,
            trials,
            left_out,
            weighted,
            clusters: clusters.len(),
            ..Self::empty(rows)
        })
    }

    fn of_survivors(survivors: &[AtRisk]) -> Option<Self> {
        let mut rows: Vec<Row> = Vec::new();
        for it in survivors {
            let from = rows.last().map_or(0.0, |row| row.to);
            if legal(it.length, it.at_risk, it.failed) && it.length > from {
                rows.push(Row {
                    from,
                    to: it.length,
                    successes: it.at_risk - it.failed,
                    failures: it.failed,
                });
            }
        }
        let left_out = survivors.len() - rows.len();
        let weighted = rows.iter().any(is_weighted);
        let trials = rows.first().map_or(0.0, Row::trials);
        Self::counted(Self {
            kind: Kind::Survivors,
            trials,
            left_out,
            weighted,
            ..Self::empty(rows)
        })
    }

    fn empty(rows: Vec<Row>) -> Self {
        Self {
            rows,
            kind: Kind::Cohorts,
            step: Step {
                length: 1.0,
                whole: true,
            },
            trials: 0.0,
            failures: 0.0,
            lengths: 0,
            left_out: 0,
            weighted: false,
            clusters: 0,
        }
    }

    /// Counts lengths in steps, and gathers rows where there are too many.
    fn counted(mut self) -> Option<Self> {
        if self.trials <= 0.0 || self.rows.is_empty() {
            return None;
        }
        self.failures = self.rows.iter().map(|row| row.failures).sum();
        self.lengths = self.rows.len();
        self.step = step(&self.rows);
        let in_steps = |length: f64| {
            let steps = length / self.step.length;
            if self.step.whole {
                steps.round()
            } else {
                // (Lengths a billion times a billion apart are as good as none.)
                steps.max(1e-9)
            }
        };
        for row in &mut self.rows {
            row.from = if row.from > 0.0 {
                in_steps(row.from)
            } else {
                0.0
            };
            row.to = in_steps(row.to);
        }
        if self.rows.len() > MOST_ROWS {
            let size = self.rows.len().div_ceil(MOST_ROWS);
            let gather = match self.kind {
                Kind::Cohorts => gathered_cohorts,
                Kind::Survivors => gathered_survivors,
            };
            self.rows = self.rows.chunks(size).map(gather).collect();
        }
        Some(self)
    }

    /// The shortest and the longest length, in the unit of the data.
    pub fn range(&self) -> (f64, f64) {
        let first = self.rows.first().map_or(0.0, |row| row.to);
        let last = self.rows.last().map_or(0.0, |row| row.to);
        (first * self.step.length, last * self.step.length)
    }

    /// The geometric mean of lengths, in steps.
    pub(super) fn centre(&self) -> f64 {
        let sum: f64 = self.rows.iter().map(|row| ln(row.to)).sum();
        exp(sum / self.rows.len() as f64)
    }

    /// Every row as drawn: length (of survivors: the end of its stretch), successes, trials.
    pub fn points(&self) -> impl Iterator<Item = (f64, f64, f64)> {
        self.rows
            .iter()
            .map(|row| (row.to * self.step.length, row.successes, row.trials()))
    }
}

/// Puts rows of one length together, by increasing length.
pub(super) fn pool(rows: &mut Vec<Row>) {
    rows.sort_by(|a, b| a.to.total_cmp(&b.to));
    rows.dedup_by(|next, kept| {
        let same = next.to == kept.to;
        if same {
            kept.successes += next.successes;
            kept.failures += next.failures;
        }
        same
    });
}

fn legal(length: f64, trials: f64, part: f64) -> bool {
    length.is_finite()
        && length > 0.0
        && trials.is_finite()
        && trials >= 0.0
        && (0.0..=trials).contains(&part)
}

fn is_weighted(row: &Row) -> bool {
    row.successes.fract() != 0.0 || row.failures.fract() != 0.0
}

/// The greatest common divisor of lengths, where they are whole numbers of one.
fn step(rows: &[Row]) -> Step {
    /// A remainder below this share of the shortest length comes of rounding.
    const ROUNDING: f64 = 1e-7;
    let (shortest, longest) = (rows[0].to, rows[rows.len() - 1].to);
    let least = shortest.max(longest / MOST_STEPS) * ROUNDING;
    let mut divisor = shortest;
    for row in rows {
        // By Euclid's algorithm.
        let (mut a, mut b) = (row.to, divisor);
        while b > least && b >= longest / MOST_STEPS * 0.999 {
            let rest = a % b;
            // A remainder just below the divisor is a rounded zero, too.
            let rest = if b - rest < least { 0.0 } else { rest };
            (a, b) = (b, rest);
        }
        if b > least {
            // It would take more steps than there may be.
            return Step {
                length: (shortest / FINE).max(longest / 1e9),
                whole: false,
            };
        }
        divisor = a;
    }
    // What rounding left in the divisor is smallest in the longest.
    Step {
        length: longest / (longest / divisor).round(),
        whole: true,
    }
}

/// Neighbours as one row at their mean length.
fn gathered_cohorts(rows: &[Row]) -> Row {
    let trials: f64 = rows.iter().map(Row::trials).sum();
    Row {
        from: 0.0,
        to: rows.iter().map(|row| row.to * row.trials()).sum::<f64>() / trials,
        successes: rows.iter().map(|row| row.successes).sum(),
        failures: rows.iter().map(|row| row.failures).sum(),
    }
}

/// Neighbours as one stretch; who ended within it counts as if they had half of it.
fn gathered_survivors(rows: &[Row]) -> Row {
    let (first, last) = (&rows[0], &rows[rows.len() - 1]);
    let failures: f64 = rows.iter().map(|row| row.failures).sum();
    let left = last.successes;
    let ended = (first.trials() - failures - left).max(0.0);
    Row {
        from: first.from,
        to: last.to,
        successes: left + ended / 2.0,
        failures,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cohorts(lengths: &[f64]) -> Sample {
        let rows = lengths
            .iter()
            .map(|&length| Cohort {
                length,
                successes: 3.0,
                trials: 4.0,
                cluster: None,
            })
            .collect();
        Sample::new(&Data::Cohorts(rows)).unwrap()
    }

    #[test]
    fn whole_lengths_are_counted_in_their_common_divisor() {
        for (lengths, step) in [
            (&[1.0, 2.0, 3.0][..], 1.0),
            (&[7.0, 9.0, 13.0], 1.0),
            (&[10.0, 20.0, 50.0], 10.0),
            (&[0.1, 0.2, 0.3, 1.0], 0.1),
            (&[1000.0, 2000.0, 80_000.0], 1000.0),
            (&[0.007, 0.009, 0.013], 0.001),
            (&[5.0], 5.0),
        ] {
            let sample = cohorts(lengths);
            assert!(sample.step.whole, "{lengths:?}");
            assert!(
                (sample.step.length / step - 1.0).abs() < 1e-9,
                "{lengths:?}"
            );
        }
    }

    #[test]
    fn lengths_that_are_no_counts_have_small_steps() {
        for lengths in [
            &[0.033, 0.718_281_8, 3.301_592_6][..],
            &[1.0, 1_000_003.0],
            &[1.0, core::f64::consts::SQRT_2],
        ] {
            let sample = cohorts(lengths);
            assert!(!sample.step.whole, "{lengths:?}");
            assert!(sample.step.length <= lengths[0] / 64.0);
        }
    }

    #[test]
    fn rows_that_are_none_are_left_out_and_counted() {
        let row = |length, successes, trials| Cohort {
            length,
            successes,
            trials,
            cluster: None,
        };
        let rows = vec![
            row(1.0, 2.0, 1.0),
            row(f64::NAN, 0.0, 1.0),
            row(0.0, 1.0, 1.0),
            row(2.0, 1.0, f64::INFINITY),
            row(3.0, 1.0, 2.0),
            row(3.0, 0.5, 2.0),
        ];
        let sample = Sample::new(&Data::Cohorts(rows)).unwrap();
        assert_eq!((sample.left_out, sample.rows.len()), (4, 1));
        assert!(sample.weighted);
        assert_eq!(sample.rows[0].successes, 1.5);
        assert_eq!(Sample::new(&Data::Cohorts(Vec::new())), None);
    }

    #[test]
    fn many_lengths_are_gathered_without_losing_a_trial() {
        let lengths: Vec<f64> = (1..=100_000).map(f64::from).collect();
        let sample = cohorts(&lengths);
        assert!(sample.rows.len() <= MOST_ROWS);
        let trials: f64 = sample.rows.iter().map(Row::trials).sum();
        assert_eq!(trials, 400_000.0);
        assert_eq!(sample.lengths, 100_000);
    }
}
