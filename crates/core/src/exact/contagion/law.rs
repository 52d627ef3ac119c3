//! The law of a completion's count of errors and its state, one unit after the other.

use crate::model::chain::Errors;
use crate::model::course::Stage;
use crate::number::math::{complement_of_power, pow};

/// Probability at the ends of the window of counts that no longer tells.
pub(super) const NOTHING: f64 = 1e-17;

/// From acceptable to acceptable, to unacceptable, and from unacceptable likewise.
pub(crate) type Block = [f64; 4];

/// What is counted on average from an acceptable and from an unacceptable start: errors, and
/// tokens paid beside those of the text.
pub(super) type Rewards = [[f64; 2]; 2];

/// What one token does: the hazard without any error, what each one adds, and the share of it
/// that is left; the probability of going back, and what that costs on average.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(super) first: f64,
    pub(super) more: f64,
    pub(super) share: f64,
    pub(super) back: f64,
    pub(super) undone: f64,
}

impl Token {
    /// A token of a stage, with a share of the hazard.
    pub(crate) fn of(stage: &Stage, share: f64) -> Self {
        let (first, more) = match &stage.errors {
            Errors::Contagious { first, more } => (*first, *more),
            // Every stage of such a completion is contagious: see `Course::of`.
            _ => (0.0, 0.0),
        };
        let undone = (1.0 - stage.recovery) * stage.repair * stage.undo;
        let back = stage.return_rate();
        Self {
            first,
            more,
            share,
            back,
            undone,
        }
    }

    /// The hazard after so many errors.
    pub(crate) fn hazard(&self, errors: usize) -> f64 {
        (self.first + self.more * errors as f64).min(1.0) * self.share
    }

    /// From one count to the same and to the next; at the last one to tell of, that stays.
    pub(super) fn row(&self, errors: usize, top: Top) -> Vec<Block> {
        let (hazard, back) = (self.hazard(errors), self.back);
        let spared = 1.0 - hazard;
        let here = [spared, 0.0, back * spared, (1.0 - back) * spared];
        let next = [0.0, hazard, back * hazard, (1.0 - back) * hazard];
        match (errors < top.last, top.kept) {
            (true, _) => vec![here, next],
            (false, true) => vec![core::array::from_fn(|i| here[i] + next[i])],
            (false, false) => vec![here],
        }
    }

    pub(super) fn rewards(&self, errors: usize) -> Rewards {
        [[self.hazard(errors); 2], [0.0, self.undone]]
    }
}

/// The last count that is told apart, and whether all beyond are taken for it; else they are
/// left out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Top {
    pub(super) last: usize,
    pub(super) kept: bool,
}

impl Top {
    pub(super) const fn kept(last: usize) -> Self {
        let kept = true;
        Self { last, kept }
    }
}

/// What a unit, a token or a kept draft, does from one count: by the number of further errors;
/// and the probability of leaving count and state.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(super) laws: Vec<Block>,
    pub(super) leaves: [f64; 2],
    pub(super) rewards: Rewards,
}

/// What it does from one count on, as far as it was asked.
#[derive(Clone, Debug)]
pub(crate) struct Band {
    pub(super) first: usize,
    pub(super) top: Top,
    pub(super) rows: Vec<Row>,
}

impl Band {
    /// Adds the law from the next count.
    pub(super) fn push(&mut self, laws: Vec<Block>, rewards: Rewards) {
        let others = |a: usize| -> f64 { laws[1..].iter().map(|law| law[a] + law[a + 1]).sum() };
        let here = laws[0];
        // One minus what stays has lost its digits: it serves only where some is left out.
        let mut leaves = [here[1] + others(0), here[2] + others(2)];
        if !self.top.kept {
            leaves = [leaves[0].max(1.0 - here[0]), leaves[1].max(1.0 - here[3])];
        }
        self.rows.push(Row {
            laws,
            leaves,
            rewards,
        });
    }

    pub(super) fn row(&self, errors: usize) -> &Row {
        &self.rows[errors - self.first]
    }
}

/// The law of the count and the state: acceptable and unacceptable, from the first count on that
/// holds anything; and what was counted on average.
#[derive(Clone, Debug)]
pub(super) struct Law {
    pub(super) low: usize,
    pub(super) places: Vec<[f64; 2]>,
    pub(super) counted: [f64; 2],
}

impl Law {
    /// All at one count.
    pub(super) fn at(low: usize, place: [f64; 2], counted: [f64; 2]) -> Self {
        let places = vec![place];
        Self {
            low,
            places,
            counted,
        }
    }

    pub(super) fn totals(&self) -> [f64; 2] {
        [0, 1].map(|state| self.places.iter().map(|place| place[state]).sum())
    }

    /// By the number of errors, from none on.
    pub(super) fn errors(&self) -> Vec<f64> {
        let mut errors = vec![0.0; self.low];
        errors.extend(self.places.iter().map(|place| place[0] + place[1]));
        errors
    }

    pub(super) fn width(&self) -> u64 {
        self.places.len() as u64
    }

    pub(super) fn high(&self) -> usize {
        self.low + self.places.len() - 1
    }

    /// One token.
    pub(super) fn token(&mut self, token: &Token, top: Top) {
        let (mut errors, mut unacceptable) = (0.0, 0.0);
        let high = self.high();
        // What comes from the count before.
        let mut near = [0.0; 2];
        for (j, place) in (self.low..).zip(&mut self.places) {
            let [a, u] = *place;
            let hazard = token.hazard(j);
            let (back, stays, spared) = (u * token.back, u * (1.0 - token.back), 1.0 - hazard);
            *place = [(a + back) * spared + near[0], stays * spared + near[1]].map(flush);
            near = [back * hazard, (a + stays) * hazard];
            errors += near[0] + near[1];
            unacceptable += u;
        }
        if high < top.last {
            self.places.push(near);
        } else if top.kept {
            // Nobody leaves the last count.
            let [a, u] = &mut self.places[high - self.low];
            (*a, *u) = (*a + near[0], *u + near[1]);
        }
        self.counted[0] += errors;
        self.counted[1] += unacceptable * token.undone;
        self.trim();
    }

    /// One unit, whose law from every count is known.
    pub(super) fn unit(&mut self, band: &Band) {
        let mut next = vec![[0.0; 2]; self.places.len()];
        for (i, &[a, u]) in self.places.iter().enumerate() {
            let row = band.row(self.low + i);
            next.resize(next.len().max(i + row.laws.len()), [0.0; 2]);
            for (to, law) in next[i..].iter_mut().zip(&row.laws) {
                to[0] += a * law[0] + u * law[2];
                to[1] += a * law[1] + u * law[3];
            }
            count(&mut self.counted, [a, u], row.rewards);
        }
        self.places = next.into_iter().map(|place| place.map(flush)).collect();
        self.trim();
    }

    /// So many units that leave every count where it is, all doing the same: the state goes
    /// towards its balance by powers of an eigenvalue.
    pub(super) fn stay(&mut self, [_, au, ua, _]: Block, rewards: Rewards, units: u64) {
        let (moves, n) = (au + ua, units as f64);
        let gone = if moves <= 1.0 {
            complement_of_power(moves, n)
        } else {
            let size = pow(moves - 1.0, n);
            1.0 - if units.is_multiple_of(2) { size } else { -size }
        };
        // The share of the flow between the two that has come about, on average over the way.
        let [share, late] = if moves > 0.0 {
            [gone / moves, (n - gone / moves) / moves]
        } else {
            [0.0; 2]
        };
        for [a, u] in &mut self.places {
            let flow = *a * au - *u * ua;
            let visits = [*a * n - flow * late, *u * n + flow * late];
            count(&mut self.counted, visits, rewards);
            *a = (*a - flow * share).max(0.0);
            *u = (*u + flow * share).max(0.0);
        }
    }

    /// Leaves out counts at the ends that no longer tell.
    fn trim(&mut self) {
        let tells = |place: &[f64; 2]| place[0] + place[1] >= NOTHING;
        let places = &self.places;
        let end = places.iter().rposition(tells).map_or(1, |last| last + 1);
        let begin = places.iter().position(tells).unwrap_or(0);
        self.places.truncate(end);
        self.places.drain(..begin);
        self.low += begin;
    }
}

/// Nothing, where arithmetic would get slow.
pub(super) fn flush(p: f64) -> f64 {
    if p < 1e-100 { 0.0 } else { p }
}

/// Counts what some who were somewhere have met.
pub(super) fn count(counted: &mut [f64; 2], [a, u]: [f64; 2], rewards: Rewards) {
    for (sum, [of_a, of_u]) in counted.iter_mut().zip(rewards) {
        *sum += a * of_a + u * of_u;
    }
}
