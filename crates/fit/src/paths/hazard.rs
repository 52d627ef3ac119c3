//! Are errors as frequent late as early, and is repair as likely after a long stretch as after
//! a short one?
//!
//! A chain says both. The trend is tested by the score test of a logistic slope on the
//! logarithm of the position, or of the age of the stretch (P. Armitage, 1955).

use super::chance::share;
use super::estimate::Estimate;
use super::tally::Start;
use crate::data::Path;
use bounceback_core::number::chi_square;
use bounceback_core::number::math::ln;

/// What happened at positions, or ages, from one to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    /// The first and the last of them, from 1 on.
    pub from: u32,
    /// The last of them.
    pub to: u32,
    /// Steps at which it could have happened.
    pub chances: f64,
    /// Steps at which it did.
    pub happened: f64,
    /// Its share, with an interval.
    pub share: Estimate,
    /// How far what happened lies from the same share everywhere, in standard deviations.
    pub residual: f64,
}

/// A hazard along positions or ages.
#[derive(Clone, Debug, PartialEq)]
pub struct Hazard {
    /// In bins that double: 1, 2, 3–4, 5–8, …
    pub bins: Vec<Bin>,
    /// How many standard deviations the trend is away from none: negative where the hazard
    /// falls.
    pub trend: f64,
    /// The chance of such a trend, either way, where there is none; 1 where nothing tells.
    pub chance: f64,
}

/// Chances and happenings in each place.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    places: Vec<[f64; 2]>,
}

impl Line {
    fn count(&mut self, place: usize, happened: bool, weight: f64) {
        if self.places.len() <= place {
            self.places.resize(place + 1, [0.0; 2]);
        }
        self.places[place][0] += weight;
        if happened {
            self.places[place][1] += weight;
        }
    }

    /// The hazard, in bins and as a trend.
    pub(super) fn hazard(&self, level: f64) -> Hazard {
        let [chances, happened] =
            (self.places.iter()).fold([0.0; 2], |sum, it| [sum[0] + it[0], sum[1] + it[1]]);
        let all = if chances > 0.0 {
            happened / chances
        } else {
            0.0
        };
        let logs = || {
            self.places
                .iter()
                .enumerate()
                .map(|(at, it)| (ln(at as f64 + 1.0), it))
        };
        let middle = logs().map(|(x, it)| x * it[0]).sum::<f64>() / chances.max(1e-300);
        let (mut score, mut spread) = (0.0, 0.0);
        for (x, it) in logs() {
            score += (x - middle) * (it[1] - all * it[0]);
            spread += (x - middle) * (x - middle) * it[0];
        }
        let variance = all * (1.0 - all) * spread;
        let tells = variance > 1e-9;
        let trend = if tells { score / variance.sqrt() } else { 0.0 };
        Hazard {
            bins: self.bins(all, level),
            trend,
            chance: if tells {
                chi_square::tail(trend * trend, 1.0)
            } else {
                1.0
            },
        }
    }

    fn bins(&self, all: f64, level: f64) -> Vec<Bin> {
        let mut bins = Vec::new();
        let (mut from, mut to) = (1, 1);
        while from <= self.places.len() {
            let last = to.min(self.places.len());
            let [chances, happened] = (self.places[from - 1..last].iter())
                .fold([0.0; 2], |sum, it| [sum[0] + it[0], sum[1] + it[1]]);
            let deviation = (chances * all * (1.0 - all)).sqrt();
            bins.push(Bin {
                from: from as u32,
                to: last as u32,
                chances,
                happened,
                share: share(happened, chances, level),
                residual: if deviation > 0.0 {
                    (happened - all * chances) / deviation
                } else {
                    0.0
                },
            });
            from = to + 1;
            to *= 2;
        }
        bins
    }
}

/// The hazard of errors along positions, and that of repair along ages of wrong stretches.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    pub(super) errors: Line,
    pub(super) repair: Line,
}

impl Lines {
    pub(super) fn add(&mut self, path: &Path, start: Start) {
        let mut age = 0;
        for (at, &right) in path.steps.iter().enumerate() {
            let given = at == 0 && start == Start::Free;
            if !given && age == 0 {
                self.errors.count(at, !right, path.weight);
            } else if !given {
                self.repair.count(age - 1, right, path.weight);
            }
            age = if right { 0 } else { age + 1 };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::tally::steps;

    #[test]
    fn a_constant_hazard_has_no_trend_and_a_falling_one_has() {
        let mut even = Line::default();
        let mut falling = Line::default();
        for place in 0..64_usize {
            for k in 0..100 {
                even.count(place, k < 20, 1.0);
                falling.count(place, k < 40 / (place + 1), 1.0);
            }
        }
        let even = even.hazard(0.95);
        assert!(even.trend.abs() < 1e-9 && even.bins.len() == 7);
        assert!(even.bins.iter().all(|bin| bin.residual.abs() < 1e-9));
        let falling = falling.hazard(0.95);
        assert!(falling.trend < -10.0 && falling.chance < 1e-20);
    }

    #[test]
    fn places_are_those_of_errors_and_ages_of_stretches() {
        let path = Path {
            steps: steps("110010"),
            outcome: None,
            cluster: None,
            weight: 1.0,
        };
        let mut lines = Lines::default();
        lines.add(&path, Start::Acceptable);
        let chances = |line: &Line| -> Vec<[f64; 2]> { line.places.clone() };
        let [y, n, o] = [[1.0, 1.0], [1.0, 0.0], [0.0, 0.0]];
        assert_eq!(chances(&lines.errors), [n, n, y, o, o, y]);
        assert_eq!(chances(&lines.repair), [n, y]);
    }
}
