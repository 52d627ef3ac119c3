//! Whether success rises with length, which no process without recovery does.
//!
//! Against all curves that never rise (the greatest likelihood among them is that of pooled
//! neighbours, by M. Ayer and others, 1955) stands a free share at every length. How much
//! likelihood that gains by chance is found by drawing data from the pooled curve.

use super::sample::{Kind, Row, Sample};
use bounceback_core::number::math::ln;
use bounceback_core::simulate::stream::{Purpose, Stream};

/// A test of success that never rises, made in slices.
#[derive(Clone, Debug)]
pub struct Rise {
    rows: Vec<Row>,
    pooled: Vec<f64>,
    /// Twice the log-likelihood that a curve gains by rising.
    pub statistic: f64,
    draws: u32,
    done: u32,
    beyond: u32,
    seed: u64,
}

impl Rise {
    /// Of cohorts; of survivors there is none, as they never rise.
    pub fn new(sample: &Sample, draws: u32, seed: u64) -> Option<Self> {
        if sample.kind == Kind::Survivors {
            return None;
        }
        let rows = sample.rows.clone();
        let pooled = pooled(&rows);
        Some(Self {
            statistic: gain(&rows, &pooled),
            rows,
            pooled,
            draws,
            done: 0,
            beyond: 0,
            seed,
        })
    }

    /// Draws on for about so many operations; whether all is done.
    pub fn advance(&mut self, operations: u64) -> bool {
        let each = 8 * self.rows.len() as u64 + 8;
        let mut left = operations.max(each);
        // Without a rise nothing need be drawn.
        while self.statistic > 1e-9 && self.done < self.draws && left >= each {
            left -= each;
            let mut stream = Stream::new(self.seed, u64::from(self.done), Purpose::Refit);
            let drawn: Vec<Row> = self
                .rows
                .iter()
                .zip(&self.pooled)
                .map(|(row, &share)| {
                    let trials = row.trials().round();
                    let successes = stream.binomial(trials as u64, share) as f64;
                    Row {
                        successes,
                        failures: trials - successes,
                        ..*row
                    }
                })
                .collect();
            let gain = gain(&drawn, &pooled(&drawn));
            self.beyond += u32::from(gain >= self.statistic);
            self.done += 1;
        }
        self.statistic <= 1e-9 || self.done >= self.draws
    }

    /// How often so much of a rise comes by chance, so far.
    pub fn p(&self) -> f64 {
        if self.statistic <= 1e-9 {
            1.0
        } else {
            f64::from(self.beyond + 1) / f64::from(self.done + 1)
        }
    }

    /// How many samples were drawn.
    pub(super) const fn draws(&self) -> usize {
        self.done as usize
    }

    /// The least p that so many draws can give.
    pub(super) fn least(&self) -> f64 {
        1.0 / f64::from(self.done + 1)
    }

    /// Whether success rises from the first length on: curves that only rise do better than
    /// those that only fall, and nothing falls markedly before it rises. No text does that,
    /// with recovery or without, as before its first step all is right.
    pub fn from_the_first(&self) -> bool {
        let upwards: Vec<Row> = self.rows.iter().rev().copied().collect();
        let rising = gain(&upwards, &pooled(&upwards));
        rising < self.statistic && steepest_fall(&self.rows) < MARKED
    }
}

/// A fall that gains so much likelihood, the steepest of many, is hardly chance.
const MARKED: f64 = 10.0;

/// What the steepest fall gains: the first rows, however many, against those next to them,
/// however many.
fn steepest_fall(rows: &[Row]) -> f64 {
    let mut most = 0.0_f64;
    let (mut right, mut of) = (0.0, 0.0);
    for (place, row) in rows.iter().enumerate() {
        right += row.successes;
        of += row.trials();
        let (mut then, mut among) = (0.0, 0.0);
        for next in &rows[place + 1..] {
            then += next.successes;
            among += next.trials();
            if right * among > then * of {
                let both = [(right, of), (then, among)].map(|(successes, trials)| Row {
                    from: 0.0,
                    to: 1.0,
                    successes,
                    failures: trials - successes,
                });
                let share = (right + then) / (of + among);
                most = most.max(gain(&both, &[share, share]));
            }
        }
    }
    most
}

/// The likeliest shares that never rise.
fn pooled(rows: &[Row]) -> Vec<f64> {
    // Blocks of neighbours: successes, trials, rows.
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for row in rows {
        let mut block = (row.successes, row.trials(), 1);
        while let Some(&(successes, trials, size)) = blocks.last() {
            if successes * block.1 >= block.0 * trials {
                break;
            }
            blocks.pop();
            block = (block.0 + successes, block.1 + trials, block.2 + size);
        }
        blocks.push(block);
    }
    let share = |&(successes, trials, size): &(f64, f64, usize)| {
        let share = if trials > 0.0 {
            successes / trials
        } else {
            0.0
        };
        core::iter::repeat_n(share.clamp(0.0, 1.0), size)
    };
    blocks.iter().flat_map(share).collect()
}

/// 2·(ℓ of own shares − ℓ of given ones).
fn gain(rows: &[Row], shares: &[f64]) -> f64 {
    let part = |count: f64, own: f64, given: f64| {
        if count > 0.0 {
            count * ln(own / given)
        } else {
            0.0
        }
    };
    let each = |(row, &share): (&Row, &f64)| {
        let own = row.successes / row.trials();
        part(row.successes, own, share) + part(row.failures, 1.0 - own, 1.0 - share)
    };
    2.0 * rows.iter().zip(shares).map(each).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Cohort, Data};

    fn test(counts: &[f64]) -> Rise {
        let row = |(place, &successes): (usize, &f64)| Cohort {
            length: (place + 1) as f64,
            successes,
            trials: 50.0,
            cluster: None,
        };
        let rows = counts.iter().enumerate().map(row).collect();
        let sample = Sample::new(&Data::Cohorts(rows)).unwrap();
        let mut rise = Rise::new(&sample, 400, 1).unwrap();
        while !rise.advance(1000) {}
        rise
    }

    #[test]
    fn neighbours_that_rise_are_pooled() {
        let rise = test(&[40.0, 20.0, 30.0, 10.0]);
        let expected = [0.8, 0.5, 0.5, 0.2];
        for (share, expected) in rise.pooled.iter().zip(expected) {
            assert!((share - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn a_fall_is_no_rise_and_a_steep_rise_is_no_chance() {
        assert_eq!(test(&[45.0, 40.0, 30.0]).p(), 1.0);
        assert!(test(&[30.0, 31.0, 29.0]).p() > 0.2);
        assert!(test(&[20.0, 30.0, 45.0]).p() < 0.01);
    }
}
