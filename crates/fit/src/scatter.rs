//! Whether rows of one length scatter more than counts do by chance, before they are pooled.
//!
//! A fit sees lengths: where some rows (tasks, seeds) of one length fare much better than
//! others, that is lost in their sum, and with it that trials are not independent. So rows of
//! one length are compared with their common share, by Pearson's statistic. How often chance
//! gives as much is found by drawing them from that share.

use super::data::{Cohort, Data};
use bounceback_core::number::chi_square;
use bounceback_core::simulate::stream::{Purpose, Stream};

/// Of more rows nothing is drawn: chi-square's tail is near enough.
const MOST_DRAWN: usize = 4096;

/// Rows of one length compared with each other, made in slices.
#[derive(Clone, Debug)]
pub struct Scatter {
    /// Rows (successes, trials) of one length.
    groups: Vec<Vec<(f64, f64)>>,
    /// Pearson's statistic within lengths, summed.
    pub statistic: f64,
    /// Rows less lengths: what the statistic is on average, by chance.
    pub freedom: f64,
    draws: usize,
    seed: u64,
    drawn: Vec<f64>,
}

impl Scatter {
    /// Begins; nothing unless some length of cohorts has several rows of several trials. Rows
    /// of one length and one named cluster are one.
    pub fn new(data: &Data, draws: u32, seed: u64) -> Option<Self> {
        let Data::Cohorts(cohorts) = data else {
            return None;
        };
        let legal = |it: &&Cohort| {
            it.length.is_finite()
                && it.length > 0.0
                && it.trials.is_finite()
                && (0.0..=it.trials).contains(&it.successes)
        };
        let mut rows: Vec<Cohort> = cohorts.iter().filter(legal).copied().collect();
        rows.sort_by(|a, b| {
            a.length
                .total_cmp(&b.length)
                .then(a.cluster.cmp(&b.cluster))
        });
        rows.dedup_by(|next, kept| {
            let same = next.length == kept.length
                && next.cluster.is_some()
                && next.cluster == kept.cluster;
            if same {
                kept.successes += next.successes;
                kept.trials += next.trials;
            }
            same
        });
        // (Single trials can't scatter.)
        rows.retain(|it| it.trials > 1.0);
        let groups: Vec<Vec<(f64, f64)>> = rows
            .chunk_by(|a, b| a.length == b.length)
            .filter(|group| group.len() > 1)
            .map(|group| group.iter().map(|it| (it.successes, it.trials)).collect())
            .collect();
        let size: usize = groups.iter().map(Vec::len).sum();
        if size == 0 {
            return None;
        }
        Some(Self {
            statistic: groups.iter().map(|group| pearson(group)).sum(),
            freedom: (size - groups.len()) as f64,
            draws: if size > MOST_DRAWN { 0 } else { draws as usize },
            seed,
            drawn: Vec::new(),
            groups,
        })
    }

    /// Draws on for about so many operations; whether all is done.
    pub fn advance(&mut self, operations: u64) -> bool {
        let each = self.groups.iter().map(Vec::len).sum::<usize>() as u64;
        let mut left = operations.max(each);
        while self.drawn.len() < self.draws && left >= each {
            left -= each;
            let number = self.drawn.len() as u64;
            let mut stream = Stream::new(self.seed, number, Purpose::Refit);
            let again = |group: &Vec<(f64, f64)>| {
                let share = common(group);
                let draw = |&(_, trials): &(f64, f64)| {
                    let trials = trials.round();
                    (stream.binomial(trials as u64, share) as f64, trials)
                };
                pearson(&group.iter().map(draw).collect::<Vec<_>>())
            };
            let statistic = self.groups.iter().map(again).sum();
            self.drawn.push(statistic);
        }
        self.drawn.len() >= self.draws
    }

    /// How many samples were drawn.
    pub(super) fn draws(&self) -> usize {
        self.drawn.len()
    }

    /// How often rows scatter as much by chance, so far.
    pub fn p(&self) -> f64 {
        if self.draws == 0 {
            return chi_square::tail(self.statistic, self.freedom);
        }
        // (Rounding must not tell what is alike apart.)
        let as_much = |it: &&f64| **it >= self.statistic * (1.0 - 1e-9);
        (self.drawn.iter().filter(as_much).count() + 1) as f64 / (self.drawn.len() + 1) as f64
    }

    /// How often rows scatter as little by chance, so far.
    pub(super) fn p_of_less(&self) -> f64 {
        if self.draws == 0 {
            return 1.0 - chi_square::tail(self.statistic, self.freedom);
        }
        let as_little = |it: &&f64| **it <= self.statistic + 1e-9;
        (self.drawn.iter().filter(as_little).count() + 1) as f64 / (self.drawn.len() + 1) as f64
    }

    /// What the statistic is on average, by chance.
    pub(super) fn expected(&self) -> f64 {
        if self.drawn.is_empty() {
            self.freedom
        } else {
            self.drawn.iter().sum::<f64>() / self.drawn.len() as f64
        }
    }
}

/// The share of all rows together.
fn common(group: &[(f64, f64)]) -> f64 {
    let (successes, trials) = group
        .iter()
        .fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
    (successes / trials).clamp(0.0, 1.0)
}

fn pearson(group: &[(f64, f64)]) -> f64 {
    let share = common(group);
    let variance = share * (1.0 - share);
    // (By rounding a common share may be almost none, or almost all.)
    if variance < 1e-15 {
        return 0.0;
    }
    let each = |&(successes, trials): &(f64, f64)| {
        let off = successes - trials * share;
        off * off / (trials * variance)
    };
    group.iter().map(each).sum()
}
