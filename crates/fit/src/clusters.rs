//! Intervals that know that repeats of one task are not independent.

use super::data::{Cohort, Data};
use super::fitted::Fit;
use super::goodness::again;
use super::making::Making;
use super::sample::{Row, pool};
use bounceback_core::simulate::stream::{Purpose, Stream};

/// A bootstrap by cluster, made in slices: clusters are drawn with replacement, as many as
/// there are, and the same curve is fitted to each draw. Rows without a cluster are one each.
#[derive(Clone, Debug)]
pub struct Clusters {
    fit: Fit,
    groups: Vec<Vec<Row>>,
    draws: u32,
    seed: u64,
    drawn: u32,
    making: Option<Making>,
    /// What each draw gave: the parameters, then the half-life and the 80% horizon.
    values: Vec<Vec<f64>>,
}

impl Clusters {
    /// Begins; nothing unless data are cohorts with at least two named clusters.
    pub fn new(data: &Data, fit: &Fit, draws: u32, seed: u64) -> Option<Self> {
        let Data::Cohorts(cohorts) = data else {
            return None;
        };
        let step = fit.problem.frame.step;
        let row = |it: &Cohort| Row {
            from: 0.0,
            to: it.length / step,
            successes: it.successes,
            failures: it.trials - it.successes,
        };
        let mut named: Vec<(u32, Vec<Row>)> = Vec::new();
        let mut alone = Vec::new();
        let legal = |it: &&Cohort| {
            it.length > 0.0 && it.length.is_finite() && it.trials > 0.0 && it.trials.is_finite()
        };
        for cohort in cohorts.iter().filter(legal) {
            match cohort.cluster {
                None => alone.push(vec![row(cohort)]),
                Some(name) => named.push((name, vec![row(cohort)])),
            }
        }
        named.sort_by_key(|it| it.0);
        named.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1.append(&mut next.1);
            }
            same
        });
        if named.len() < 2 {
            return None;
        }
        let groups = named.into_iter().map(|it| it.1).chain(alone).collect();
        Some(Self {
            fit: fit.clone(),
            groups,
            draws,
            seed,
            drawn: 0,
            making: None,
            values: Vec::new(),
        })
    }

    /// How many clusters there are.
    pub fn count(&self) -> usize {
        self.groups.len()
    }

    /// Goes on for about so many operations; whether all is done.
    pub fn advance(&mut self, operations: u64) -> bool {
        let mut left = operations as i64;
        while left > 0 && self.drawn < self.draws {
            let making = match &mut self.making {
                Some(making) => making,
                empty => {
                    let mut stream = Stream::new(self.seed, u64::from(self.drawn), Purpose::Refit);
                    left -= self.groups.iter().map(Vec::len).sum::<usize>() as i64;
                    empty.insert(again(&self.fit, draw(&self.groups, &mut stream)))
                }
            };
            left -= making.advance().max(1) as i64;
            if making.is_done() {
                if let Some(best) = making.best() {
                    self.values.push(self.fit.read(&best.point));
                }
                self.drawn += 1;
                self.making = None;
            }
        }
        self.drawn >= self.draws
    }

    /// How far it is, from 0 to 1.
    pub fn progress(&self) -> f64 {
        f64::from(self.drawn) / f64::from(self.draws.max(1))
    }

    /// The middle of what draws gave for each parameter, then for the half-life and the 80%
    /// horizon: between quantiles at a level in (0, 1).
    pub fn intervals(&self, level: f64) -> Vec<(f64, f64)> {
        let size = self.values.first().map_or(0, Vec::len);
        let of = |index: usize| {
            let mut values: Vec<f64> = self.values.iter().map(|it| it[index]).collect();
            values.sort_by(f64::total_cmp);
            let tail = (1.0 - level.clamp(0.0, 1.0)) / 2.0;
            let last = values.len() - 1;
            let low = (tail * last as f64).floor() as usize;
            (values[low], values[last - low])
        };
        (0..size).map(of).collect()
    }
}

/// As many clusters as there are, drawn with replacement; rows of one length are one.
fn draw(clusters: &[Vec<Row>], stream: &mut Stream) -> Vec<Row> {
    let mut rows = Vec::new();
    for _ in clusters {
        let place = (stream.uniform() * clusters.len() as f64) as usize;
        rows.extend_from_slice(&clusters[place.min(clusters.len() - 1)]);
    }
    pool(&mut rows);
    rows
}
