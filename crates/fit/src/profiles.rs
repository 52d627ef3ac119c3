//! How much likelihood is lost as a parameter is moved away from its best value, all others
//! being as good as they can be: its profile, made in slices.

use super::climb::{Climb, leaning};
use super::fitted::Fit;
use super::forms::form::{Point, Reading};
use super::problem::Hold;
use bounceback_core::number::chi_square;

/// The profile of one parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Its symbol.
    pub symbol: &'static str,
    /// Whether its values are shares.
    pub is_share: bool,
    /// Its best value.
    pub best: f64,
    /// Values, rising, and how much log-likelihood is lost at each.
    pub points: Vec<(f64, f64)>,
    /// What may be lost within the interval.
    pub allowed: f64,
}

impl Profile {
    /// Whether no more than what is allowed is lost as far as it was looked at: below the best
    /// value, and above it. There the data say nothing against any value.
    pub fn is_flat(&self) -> [bool; 2] {
        let within = |it: Option<&(f64, f64)>| it.is_some_and(|it| it.1 <= self.allowed);
        [within(self.points.first()), within(self.points.last())]
    }
}

/// Profiles under way of all parameters of one fit, but for a fitted origin.
#[derive(Clone, Debug)]
pub struct Profiles {
    fit: Fit,
    allowed: f64,
    /// So many values on each side.
    half: usize,
    /// The parameter under way, its side and the step there.
    at: (usize, usize, usize),
    near: Point,
    climb: Option<(f64, Climb)>,
    points: Vec<(f64, f64)>,
    made: Vec<Profile>,
}

impl Profiles {
    /// Begins, with about so many values each, and a level in (0, 1) of intervals.
    pub fn new(fit: &Fit, values: usize, level: f64) -> Self {
        Self {
            allowed: chi_square::quantile(level.clamp(0.5, 0.9999)) / 2.0,
            half: values.clamp(2, 200) / 2,
            at: (0, 0, 1),
            near: fit.point,
            climb: None,
            points: Vec::new(),
            made: Vec::new(),
            fit: fit.clone(),
        }
    }

    /// Goes on for about so many operations; whether all is done.
    pub fn advance(&mut self, operations: u64) -> bool {
        let mut left = operations as i64;
        while left > 0 {
            let Some(reading) = self.fit.problem.form.readings.get(self.at.0) else {
                return true;
            };
            left -= self.step(reading).max(1) as i64;
        }
        self.is_done()
    }

    /// Whether all are made.
    pub fn is_done(&self) -> bool {
        self.at.0 >= self.fit.problem.form.readings.len()
    }

    /// Those that are made.
    pub fn made(&self) -> &[Profile] {
        &self.made
    }

    fn step(&mut self, reading: &'static Reading) -> u64 {
        let problem = &self.fit.problem;
        let Some((scale, mut climb)) = self.climb.take() else {
            let scale = self.scale(reading);
            let hold = match reading.axis {
                Some(axis) => Hold::Axis(axis, scale),
                None => Hold::Reading(reading, scale),
            };
            self.climb = Some((scale, Climb::holding(problem, self.near, Some(hold))));
            return problem.rows.len() as u64;
        };
        let work = climb.advance(problem);
        if work > 0 {
            self.climb = Some((scale, climb));
            return work;
        }
        let reached = climb.likelihood.is_finite();
        if reached {
            self.near = climb.point;
            let lost = (self.fit.loglik - climb.likelihood).max(0.0);
            let value = (reading.value)(&problem.frame, scale);
            // From the best value outwards, on both sides.
            let end = if self.at.1 == 0 { 0 } else { self.points.len() };
            self.points.insert(end, (value, lost));
        }
        self.go_on(reading, reached);
        1
    }

    /// Where to look: from the best value outwards.
    fn scale(&self, reading: &'static Reading) -> f64 {
        let problem = &self.fit.problem;
        let best = (reading.on_scale)(&problem.frame, &self.fit.point);
        let (low, high) = (reading.range)(&problem.frame);
        let error = leaning(problem, &self.fit.point, &Hold::Reading(reading, best)).1;
        let reach = 3.0
            * if error.is_finite() {
                error.min(2.0)
            } else {
                1.0
            };
        let end = if self.at.1 == 0 {
            (best - reach).max(low)
        } else {
            (best + reach).min(high)
        };
        best + (end - best) * self.at.2 as f64 / self.half as f64
    }

    /// To the next value, the other side, or the next parameter.
    fn go_on(&mut self, reading: &'static Reading, reached: bool) {
        let (parameter, side, step) = self.at;
        if reached && step < self.half {
            self.at = (parameter, side, step + 1);
            return;
        }
        self.near = self.fit.point;
        self.at = (parameter, side + 1, 1);
        let frame = &self.fit.problem.frame;
        let best = (reading.value)(frame, (reading.on_scale)(frame, &self.fit.point));
        if side == 0 {
            self.points.push((best, 0.0));
            return;
        }
        self.at = (parameter + 1, 0, 1);
        let mut points = std::mem::take(&mut self.points);
        points.retain(|it| it.0.is_finite());
        // (Where values fall as their scale rises.)
        if points.first().map(|it| it.0) > points.last().map(|it| it.0) {
            points.reverse();
        }
        points.dedup_by(|a, b| a.0 == b.0);
        self.made.push(Profile {
            symbol: reading.symbol,
            is_share: super::words::is_share(reading.key, reading.symbol),
            best,
            points,
            allowed: self.allowed,
        });
    }
}

impl Fit {
    /// The profile of a parameter: at `count` values over its interval and somewhat beyond,
    /// how much log-likelihood is lost at most. Nothing for a fitted origin, or an unknown
    /// symbol.
    pub fn profile(&self, symbol: &str, count: usize) -> Vec<(f64, f64)> {
        let mut profiles = Profiles::new(self, count, 0.95);
        while !profiles.advance(1_000_000) {}
        let made = profiles.made.into_iter();
        made.filter(|it| it.symbol == symbol)
            .flat_map(|it| it.points)
            .collect()
    }
}
