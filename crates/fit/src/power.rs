//! How much more data would tell two curves apart: by drawing it from one of them.

use super::compare::CANT_TELL;
use super::fitted::Fit;
use super::goodness::{again, drawn};
use super::making::Making;
use super::sample::Row;
use bounceback_core::number::math::pow;

/// The most times as many trials that are tried.
const MOST_TIMES: u32 = 1024;

/// A search under way, made in slices: with so many times the trials of the data, at the same
/// lengths, drawn from one fit, how often is its AIC below that of another by more than can't
/// be told? The number of trials is doubled until the share reaches the power wanted.
#[derive(Clone, Debug)]
pub struct Power {
    truth: Fit,
    rival: Fit,
    wanted: f64,
    draws: u32,
    seed: u64,
    /// How many times the trials of the data are drawn at present.
    pub times: u32,
    drawn: u32,
    told: u32,
    makings: Option<[Making; 2]>,
    /// For each number of times tried, the share of samples that told.
    pub tried: Vec<(u32, f64)>,
}

impl Power {
    /// Begins for two fits of one sample; `wanted` is in (0, 1), and each number of trials is
    /// tried by `draws` samples.
    pub fn new(truth: &Fit, rival: &Fit, wanted: f64, draws: u32, seed: u64) -> Self {
        Self {
            truth: truth.clone(),
            rival: rival.clone(),
            wanted,
            draws: draws.max(1),
            seed,
            times: 1,
            drawn: 0,
            told: 0,
            makings: None,
            tried: Vec::new(),
        }
    }

    /// Goes on for about so many operations; whether all is done.
    pub fn advance(&mut self, operations: u64) -> bool {
        let mut left = operations as i64;
        while left > 0 && !self.is_done() {
            if self.makings.is_none() {
                let number = u64::from(self.times) << 32 | u64::from(self.drawn);
                let many = more(&self.truth, self.times);
                let rows = drawn(&many, self.truth.problem.kind, self.seed, number);
                self.makings = Some([again(&self.truth, rows.clone()), again(&self.rival, rows)]);
            }
            let Some(makings) = &mut self.makings else {
                return false;
            };
            let Some(busy) = makings.iter_mut().find(|it| !it.is_done()) else {
                let aic = |making: &Making| {
                    let top = making.best().map_or(f64::NEG_INFINITY, |it| it.likelihood);
                    2.0 * making.problem.dimensions() as f64 - 2.0 * top
                };
                self.told += u32::from(aic(&makings[1]) - aic(&makings[0]) > CANT_TELL);
                self.drawn += 1;
                self.makings = None;
                if self.drawn == self.draws {
                    let share = f64::from(self.told) / f64::from(self.draws);
                    self.tried.push((self.times, share));
                    self.times *= 2;
                    (self.drawn, self.told) = (0, 0);
                }
                continue;
            };
            left -= busy.advance().max(1) as i64;
        }
        self.is_done()
    }

    fn is_done(&self) -> bool {
        self.answer().is_some() || self.times > MOST_TIMES
    }

    /// How far it is, from 0 to 1, if the most that are tried are needed.
    pub fn progress(&self) -> f64 {
        let doublings = f64::from(MOST_TIMES.ilog2() + 1);
        let within = f64::from(self.drawn) / f64::from(self.draws);
        (self.tried.len() as f64 + within) / doublings
    }

    /// The curve that data are drawn from, and the one that it is to be told from.
    pub const fn between(&self) -> [&Fit; 2] {
        [&self.truth, &self.rival]
    }

    /// About how many times the trials are enough: between the last number that was not and
    /// the first that was, in the proportion of their shares; none before that is known.
    pub fn about(&self) -> Option<f64> {
        let enough = f64::from(self.answer()?);
        let [.., before, last] = self.tried[..] else {
            return Some(enough);
        };
        let part = (self.wanted - before.1) / (last.1 - before.1);
        Some(f64::from(before.0) * pow(2.0, part))
    }

    /// How many times the trials are enough, once that is known; none if 1024 are not.
    pub fn answer(&self) -> Option<u32> {
        let enough = |it: &&(u32, f64)| it.1 >= self.wanted;
        self.tried.iter().find(enough).map(|it| it.0)
    }
}

/// The same fit, with so many times the trials in each row.
fn more(fit: &Fit, times: u32) -> Fit {
    let mut many = fit.clone();
    for row in &mut many.problem.rows {
        *row = Row {
            successes: row.successes * f64::from(times),
            failures: row.failures * f64::from(times),
            ..*row
        };
    }
    many
}
