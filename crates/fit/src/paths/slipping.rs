//! The fit of “no recovery, and labels that slip”: errors that are never made good, seen
//! through false alarms and misses.
//!
//! Labels of this model come back though nothing does. Its likelihood has no parts of one
//! parameter: the climb to its top, and those along its sides for intervals, go on bit by bit.

use super::chance::drop_at;
use super::climb::Climb;
use super::estimate::Estimate;
use super::fits::{Fit, Parameter};
use super::hidden::{Labels, Seen};
use super::model::{Law, Model};
use super::tally::Counts;
use bounceback_core::number::math::ln;

/// How often an end of an interval is halved: to a thousandth of the way to the top.
const HALVINGS: u32 = 10;

/// Rates below this are none: a climb on log-odds gets to 0 in the limit only.
const NONE: f64 = 1e-6;

/// What is fitted, in its order: E, false alarms, misses.
const NAMES: [(&str, &str); 3] = [
    ("E", "errors, per right step"),
    ("f", "false alarms, per right step"),
    ("m", "misses, per wrong step"),
];

/// The fit under way.
#[derive(Clone, Debug)]
pub(super) struct Slipping {
    climbs: Vec<Climb>,
    at: usize,
    drop: f64,
    /// The top and its log-likelihood.
    top: Option<([f64; 3], f64, bool)>,
    /// Ends that are found: low and high of each in turn.
    ends: Vec<f64>,
    side: Option<Side>,
}

/// The search for one end of an interval: one parameter is held, the others climb.
#[derive(Clone, Debug)]
struct Side {
    held: usize,
    inside: f64,
    outside: f64,
    halvings: u32,
    climb: Climb,
}

/// Rates from what a climb has: false alarms and misses together stay below 1, as else right
/// and wrong labels would change their names.
fn rates(p: [f64; 3], held: Option<usize>) -> [f64; 3] {
    match held {
        Some(2) => [p[0], p[1] * (1.0 - p[2]).min(0.5), p[2]],
        Some(1) => [p[0], p[1], p[2] * (1.0 - p[1])],
        _ => [p[0], p[1] / 2.0, p[2] * (1.0 - p[1] / 2.0)],
    }
}

const fn seen([error, false_alarm, miss]: [f64; 3]) -> Seen {
    Seen {
        error,
        cooling: 0.0,
        recovery: 0.0,
        false_alarm,
        miss,
    }
}

impl Slipping {
    /// `apparent` are E and ρ as they look where labels are taken as right, `wrong` the share
    /// of labels that say wrong.
    pub(super) fn new([error, recovery]: [f64; 2], wrong: f64, level: f64) -> Self {
        let starts = [
            [0.5 * error, 2.0 * wrong.min(0.3), 0.5 * recovery],
            [0.1 * error, wrong.min(0.9), wrong.min(0.9)],
            [0.3 * error, 0.05, recovery],
        ];
        Self {
            climbs: starts.iter().map(|it| Climb::new(it)).collect(),
            at: 0,
            drop: drop_at(level),
            top: None,
            ends: Vec::new(),
            side: None,
        }
    }

    /// Goes on for so many operations at least; whether it is through.
    pub(super) fn advance(&mut self, labels: &Labels, operations: &mut u64) -> bool {
        while *operations > 0 && !self.is_through() {
            let mut asked = 0;
            if self.top.is_some() {
                self.search(labels, &mut asked);
            } else {
                self.climb(labels, &mut asked);
            }
            *operations = operations.saturating_sub(asked * labels.steps as u64 + 1);
        }
        self.is_through()
    }

    fn is_through(&self) -> bool {
        self.top.is_some() && self.ends.len() == 2 * NAMES.len()
    }

    fn climb(&mut self, labels: &Labels, asked: &mut u64) {
        if let Some(climb) = self.climbs.get_mut(self.at) {
            let through = climb.step(&mut |p| {
                *asked += 1;
                labels.given_first(seen(rates([p[0], p[1], p[2]], None)))
            });
            self.at += usize::from(through);
            return;
        }
        let best = (self.climbs.iter())
            .filter(|it| !it.value.is_nan())
            .max_by(|a, b| a.value.total_cmp(&b.value));
        self.top = Some(best.map_or(([0.0; 3], f64::NEG_INFINITY, false), |it| {
            let p = it.at();
            let at = rates([p[0], p[1], p[2]], None);
            (
                at.map(|it| if it < NONE { 0.0 } else { it }),
                it.value,
                it.settled,
            )
        }));
    }

    /// One step towards the next end.
    fn search(&mut self, labels: &Labels, asked: &mut u64) {
        let Some((top, value, _)) = self.top else {
            return;
        };
        let Some(mut side) = self.side.take() else {
            let (held, up) = (self.ends.len() / 2, self.ends.len() % 2 == 1);
            let outside = f64::from(u8::from(up)) * if held == 1 { 0.5 } else { 1.0 };
            if top[held] == outside || !value.is_finite() {
                self.ends.push(outside);
            } else {
                self.side = Some(Side::new(held, (top[held], outside), top));
            }
            return;
        };
        let (held, at) = (side.held, f64::midpoint(side.inside, side.outside));
        let through = side.climb.step(&mut |p| {
            *asked += 1;
            let mut all = [p[0]; 3];
            all[held] = at;
            all[if held == 2 { 1 } else { 2 }] = p[1];
            if held == 0 {
                all[1..].copy_from_slice(p);
            }
            labels.given_first(seen(rates(all, Some(held))))
        });
        let enough = side.climb.value >= value - self.drop;
        if through || enough {
            if enough {
                side.inside = at;
            } else {
                side.outside = at;
            }
            side.halvings += 1;
            if side.halvings >= HALVINGS {
                let edge = side.outside == 0.0 || side.outside == 1.0;
                self.ends
                    .push(if edge { side.outside } else { side.inside });
                return;
            }
            side.climb = Side::new(held, (0.0, 0.0), top).climb;
        }
        self.side = Some(side);
    }

    /// The share that is done.
    pub(super) fn progress(&self) -> f64 {
        let top = usize::from(self.top.is_some());
        (top + self.ends.len()) as f64 / (1 + 2 * NAMES.len()) as f64
    }

    /// What was reached, with the log-likelihood of all labels. Where `labels` are some of
    /// them only, it is that of all at the top of those: not more than there is.
    pub(super) fn fit(&self, all: &Labels, counts: &Counts) -> Option<Fit> {
        let (top, _, converged) = self.top.filter(|_| self.is_through())?;
        let log_likelihood = all.given_first(seen(top));
        let ends = self.ends.chunks(2);
        let parameters = (NAMES.iter().zip(top).zip(ends))
            .map(|((&(symbol, name), value), ends)| Parameter {
                name,
                symbol,
                estimate: Estimate::new(value, ends[0].min(value), ends[1].max(value)),
            })
            .collect();
        let model = Model::Slipping;
        let law = Law {
            model,
            error: top[0],
            recovery: 0.0,
            fatal: 0.0,
            alike: 0.0,
            false_alarm: top[1],
            miss: top[2],
        };
        let schwarz = |n: f64| 3.0 * ln(n.max(1.0)) - 2.0 * log_likelihood;
        Some(Fit {
            model,
            log_likelihood,
            parameters,
            aic: 6.0 - 2.0 * log_likelihood,
            bic: schwarz(counts.steps()),
            bic_runs: schwarz(counts.runs),
            converged,
            law,
        })
    }
}

impl Side {
    fn new(held: usize, (inside, outside): (f64, f64), [error, f, m]: [f64; 3]) -> Self {
        let near = |it: f64| it.clamp(1e-4, 1.0 - 1e-4);
        let from = match held {
            0 => [near(2.0 * f), near(m / (1.0 - f))],
            1 => [near(error), near(m)],
            _ => [near(error), near(2.0 * f)],
        };
        Self {
            held,
            inside,
            outside,
            halvings: 0,
            climb: Climb::new(&from),
        }
    }
}
