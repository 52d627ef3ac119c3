//! Does a model give runs like these? Many samples of runs as long as these are drawn from it,
//! and the data are asked whether they could be one of them.
//!
//! Three things are compared: how many are acceptable after k steps, how many have never erred,
//! and how often a wrong stretch ends after so many steps. Each is a sum of squared distances
//! from the mean of the samples, in standard deviations. The parameters are not fitted anew to
//! each sample, so that the chances are too large if anything: a misfit that is found is one,
//! a misfit that is not found may still be there.

use super::draw::Drawer;
use super::model::{Law, Model};
use super::tally::Start;
use crate::data::Path;

/// How well a model gives runs like these.
#[derive(Clone, Debug, PartialEq)]
pub struct Goodness {
    /// Which model.
    pub model: Model,
    /// The chance, under the model, that samples lie as far off as the data: in the share that
    /// is acceptable.
    pub acceptable: f64,
    /// In the share that has never erred.
    pub flawless: f64,
    /// In how long wrong stretches last.
    pub stretches: f64,
    /// How many samples were drawn.
    pub samples: u32,
    /// Places of the first two: data, mean of the samples, and their standard deviation.
    pub residuals: Vec<Residual>,
}

/// Data and model at one step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Residual {
    /// The step, from 1 on.
    pub step: usize,
    /// The share acceptable: in the data, in the mean of the samples, and its deviation.
    pub acceptable: [f64; 3],
    /// The share that has never erred, likewise.
    pub flawless: [f64; 3],
}

/// Places at most, and the fewest runs that still get to the last of them.
const PLACES: usize = 16;
const FEWEST: usize = 5;

/// The most steps that are drawn of one model.
const MOST_DRAWN: u64 = 100_000_000;

/// Ages of wrong stretches in bins that double.
const AGES: usize = 22;

/// What runs show: for each place of three families what happened and how often it could have.
#[derive(Clone, Debug)]
struct Shown {
    places: Vec<usize>,
    /// Acceptable, flawless and weight at the places.
    at: Vec<[f64; 3]>,
    /// Ends and steps of stretches by age.
    ages: [[f64; 2]; AGES],
}

impl Shown {
    fn new(places: &[usize]) -> Self {
        Self {
            places: places.to_vec(),
            at: vec![[0.0; 3]; places.len()],
            ages: [[0.0; 2]; AGES],
        }
    }

    fn add(&mut self, steps: &[bool], weight: f64) {
        let first = steps.iter().position(|it| !it).unwrap_or(steps.len());
        for (&place, at) in self.places.iter().zip(&mut self.at) {
            if place > steps.len() {
                break;
            }
            at[0] += if steps[place - 1] { weight } else { 0.0 };
            at[1] += if first >= place { weight } else { 0.0 };
            at[2] += weight;
        }
        let mut age = 0_u32;
        for &right in &steps[first.min(steps.len())..] {
            if age > 0 {
                let bin = (u32::BITS - (age - 1).leading_zeros()) as usize;
                let bin = &mut self.ages[bin.min(AGES - 1)];
                bin[1] += weight;
                bin[0] += if right { weight } else { 0.0 };
            }
            age = if right { 0 } else { age + 1 };
        }
    }

    /// The three families of shares; `NaN` where nothing could have happened.
    fn shares(&self) -> [Vec<f64>; 3] {
        [
            self.at.iter().map(|it| it[0] / it[2]).collect(),
            self.at.iter().map(|it| it[1] / it[2]).collect(),
            self.ages.iter().map(|it| it[0] / it[1]).collect(),
        ]
    }
}

/// Samples of a model, and the data beside them.
#[derive(Clone, Debug)]
pub(super) struct Samples {
    law: Law,
    seed: u64,
    start: Start,
    wanted: u32,
    data: Shown,
    drawn: Vec<[Vec<f64>; 3]>,
    /// Steps of a sample.
    steps: u64,
}

impl Samples {
    pub(super) fn new(law: Law, paths: &[Path], start: Start, (seed, wanted): (u64, u32)) -> Self {
        let places = places(paths);
        let mut data = Shown::new(&places);
        for path in paths {
            data.add(&path.steps, path.weight);
        }
        let steps: u64 = paths.iter().map(|it| it.steps.len() as u64).sum();
        // Of very long data fewer samples, but enough for a chance of one in sixty.
        let fewer = (MOST_DRAWN / steps.max(1)).max(60) as u32;
        Self {
            law,
            seed,
            start,
            wanted: wanted.min(fewer),
            data,
            drawn: Vec::new(),
            steps,
        }
    }

    /// Goes on for so many operations at least; whether it is through.
    pub(super) fn advance(&mut self, paths: &[Path], operations: &mut u64) -> bool {
        let mut steps = Vec::new();
        while self.drawn.len() < self.wanted as usize && *operations > 0 {
            // Samples of different models are not alike.
            let sample = 1_000_000 * (1 + self.law.model as u64) + self.drawn.len() as u64;
            let mut drawer = Drawer::new(self.law, self.seed, sample);
            let mut shown = Shown::new(&self.data.places);
            for path in paths {
                let first = (self.start == Start::Free).then(|| path.steps[0]);
                drawer.run(path.steps.len(), first, &mut steps);
                shown.add(&steps, path.weight);
            }
            self.drawn.push(shown.shares());
            *operations = operations.saturating_sub(4 * self.steps + 100);
        }
        self.drawn.len() >= self.wanted as usize
    }

    pub(super) fn progress(&self) -> f64 {
        self.drawn.len() as f64 / f64::from(self.wanted.max(1))
    }

    /// What the samples drawn so far say.
    pub(super) fn goodness(&self) -> Goodness {
        let data = self.data.shares();
        let families: [Compared; 3] = core::array::from_fn(|family| {
            let drawn: Vec<&[f64]> = self.drawn.iter().map(|it| &it[family][..]).collect();
            compare(&data[family], &drawn)
        });
        let three = |family: usize, i: usize| {
            let (mean, deviation) = families[family].places[i];
            [data[family][i], mean, deviation]
        };
        Goodness {
            model: self.law.model,
            acceptable: families[0].chance,
            flawless: families[1].chance,
            stretches: families[2].chance,
            samples: self.drawn.len() as u32,
            residuals: (self.data.places.iter().enumerate())
                .map(|(i, &step)| Residual {
                    step,
                    acceptable: three(0, i),
                    flawless: three(1, i),
                })
                .collect(),
        }
    }
}

/// The samples of one family: mean and deviation of each place, and the chance of the data.
struct Compared {
    places: Vec<(f64, f64)>,
    chance: f64,
}

fn compare(data: &[f64], drawn: &[&[f64]]) -> Compared {
    let places: Vec<(f64, f64)> = (0..data.len())
        .map(|i| {
            let values = || drawn.iter().map(|it| it[i]).filter(|it| !it.is_nan());
            let many = values().count().max(1) as f64;
            let mean = values().sum::<f64>() / many;
            let square = values().map(|it| (it - mean) * (it - mean)).sum::<f64>() / many;
            (mean, square.sqrt())
        })
        .collect();
    let distance = |shares: &[f64]| -> f64 {
        (shares.iter().zip(&places))
            .filter(|(share, _)| !share.is_nan())
            .map(|(share, (mean, deviation))| {
                // What no sample ever shows is as far off as it can be.
                let off = (share - mean).abs();
                let far = off / deviation.max(1e-9);
                if off < 1e-12 { 0.0 } else { far * far }
            })
            .sum()
    };
    let own = distance(data);
    let further = drawn.iter().filter(|it| distance(it) >= own).count();
    Compared {
        places,
        chance: (1.0 + further as f64) / (1.0 + drawn.len() as f64),
    }
}

/// Steps at which runs are compared: all of the first few, then ever further apart, as long as
/// enough runs come as far.
fn places(paths: &[Path]) -> Vec<usize> {
    let mut lengths: Vec<usize> = paths.iter().map(|it| it.steps.len()).collect();
    lengths.sort_unstable_by(|a, b| b.cmp(a));
    let last = lengths
        .get(FEWEST - 1)
        .or(lengths.last())
        .copied()
        .unwrap_or(0);
    let mut places = Vec::new();
    let mut at = 1;
    while at <= last && places.len() < PLACES {
        places.push(at);
        at = if at < 4 { at + 1 } else { at * 3 / 2 };
    }
    if places.last() != Some(&last) && last > 0 {
        places.push(last);
    }
    places
}
