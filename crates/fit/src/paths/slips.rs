//! What is left of E and ρ if the labeller slips.
//!
//! A slip looks like an error and a recovery: where nothing ever goes wrong, slips at rate m
//! give E = m and ρ = 1 − m. So E and ρ are fitted at each slip rate, and so is the best
//! explanation *without* recovery, in which even the difficulty of runs may be mixed. Where
//! that is as good, the returns prove nothing. From the labels alone E, ρ and m are told apart
//! by how long wrong stretches last; where 1 − E − ρ = 0, steps are independent, and nothing
//! tells them apart: who concludes from a likelihood ratio must see first that they are not
//! (the test of the order does).

use super::chance::drop_at;
use super::climb::Climb;
use super::hidden::{Labels, Seen};

/// Which labels slip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// Right and wrong states are mistaken for each other at the same rate.
    Both,
    /// Right states are called wrong.
    FalseAlarm,
    /// Wrong states are called right.
    Miss,
}

impl Slip {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Both, Self::FalseAlarm, Self::Miss];

    /// The greatest rate that is looked at. Labels that are wrong half of the time say
    /// nothing.
    const fn most(self) -> f64 {
        match self {
            Self::Both | Self::FalseAlarm => 0.45,
            Self::Miss => 0.95,
        }
    }
}

/// The chain at one slip rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlipPoint {
    /// The rate m.
    pub slip: f64,
    /// E.
    pub error: f64,
    /// ρ.
    pub recovery: f64,
    /// The log-likelihood there.
    pub log_likelihood: f64,
    /// Twice by how much that exceeds the best without recovery: above 2.71 the labels refute
    /// the latter, at 5%. Infinite where nothing without recovery gives such labels.
    pub evidence: f64,
}

/// E and ρ against the slip rate.
#[derive(Clone, Debug, PartialEq)]
pub struct SlipCurve {
    /// Which labels slip.
    pub slip: Slip,
    /// From m = 0 on.
    pub points: Vec<SlipPoint>,
    /// The least slip rate at which labels do not need recovery any more; `None` where they do
    /// at every rate that was looked at, or did not even at 0 (`points[0].evidence` tells).
    pub falls_at: Option<f64>,
    /// Slip rates that the labels themselves support, at the level of the options.
    pub plausible: (f64, f64),
}

/// With slip rates fitted too: false alarms and misses at rates of their own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SlipFree {
    /// E, ρ, the rate of false alarms and that of misses, as good as they can be.
    pub with_recovery: [f64; 4],
    /// E of the first step, how much it falls (0: not at all), and the rates, where ρ = 0.
    pub without: [f64; 4],
    /// Twice the difference of their log-likelihoods.
    pub evidence: f64,
}

/// The evidence above which “no recovery” is refuted, at 5%, being an edge.
pub(super) fn needed() -> f64 {
    2.0 * drop_at(0.9)
}

/// Points of a curve, closer together near 0, and how often the place where it falls is
/// halved.
const POINTS: usize = 12;
const HALVINGS: usize = 5;

/// Several climbs to one top.
#[derive(Clone, Debug)]
struct Task {
    slip: Option<(Slip, f64)>,
    recover: bool,
    climbs: Vec<Climb>,
    at: usize,
}

impl Task {
    fn new(slip: Option<(Slip, f64)>, recover: bool, starts: &[Vec<f64>]) -> Self {
        Self {
            slip,
            recover,
            climbs: starts.iter().map(|it| Climb::new(it)).collect(),
            at: 0,
        }
    }

    /// One step of the climb under way; whether all are through.
    fn step(&mut self, labels: &Labels, operations: &mut u64) -> bool {
        let (slip, recover) = (self.slip, self.recover);
        if let Some(climb) = self.climbs.get_mut(self.at) {
            let mut asked = 0;
            let through = climb.step(&mut |p| {
                asked += 1;
                labels.log_likelihood(seen(slip, recover, p))
            });
            *operations = operations.saturating_sub(asked * labels.steps as u64);
            self.at += usize::from(through);
        }
        self.at >= self.climbs.len()
    }

    fn best(&self) -> (Vec<f64>, f64) {
        let best = (self.climbs.iter())
            .filter(|it| !it.value.is_nan())
            .max_by(|a, b| a.value.total_cmp(&b.value));
        best.map_or((vec![0.0; 4], f64::NEG_INFINITY), |it| (it.at(), it.value))
    }
}

/// What parameters of a climb mean: E; recovery, or without one what E falls by; and slip
/// rates, where they are free.
fn seen(slip: Option<(Slip, f64)>, recover: bool, p: &[f64]) -> Seen {
    let (false_alarm, miss) = match slip {
        Some((Slip::Both, m)) => (m, m),
        Some((Slip::FalseAlarm, m)) => (m, 0.0),
        Some((Slip::Miss, m)) => (0.0, m),
        None => rates(p[2], p[3]),
    };
    Seen {
        error: p[0],
        cooling: if recover { 0.0 } else { p[1] / (1.0 - p[1]) },
        recovery: if recover { p[1] } else { 0.0 },
        false_alarm,
        miss,
    }
}

/// Free rates of false alarms and misses: with more than 1 together, right and wrong would
/// change their names.
fn rates(p: f64, q: f64) -> (f64, f64) {
    let false_alarm = p / 2.0;
    (false_alarm, (1.0 - false_alarm) * q)
}

/// All that is computed of slips, bit by bit.
#[derive(Clone, Debug)]
pub(super) struct Slips {
    labels: Labels,
    level: f64,
    /// E and ρ as they look.
    apparent: [f64; 2],
    curves: Vec<SlipCurve>,
    free: Option<SlipFree>,
    /// Where the climbs to its points ended, with recovery and without.
    found: Vec<[Vec<f64>; 2]>,
    /// Points that are still to be computed of the curve under way.
    left: Vec<f64>,
    halvings: usize,
    /// With recovery, and without.
    tasks: Option<[Task; 2]>,
}

impl Slips {
    pub(super) fn new(labels: Labels, apparent: [f64; 2], level: f64) -> Self {
        Self {
            labels,
            level,
            apparent,
            curves: Vec::new(),
            free: None,
            found: Vec::new(),
            left: Vec::new(),
            halvings: 0,
            tasks: None,
        }
    }

    /// Goes on for so many operations at least; whether all is known.
    pub(super) fn advance(&mut self, operations: &mut u64) -> bool {
        while *operations > 0 {
            let Some(mut tasks) = self.tasks.take().or_else(|| self.next()) else {
                return true;
            };
            let through = match &mut tasks {
                [first, _] if first.at < first.climbs.len() => {
                    first.step(&self.labels, operations);
                    false
                }
                [_, second] => second.step(&self.labels, operations),
            };
            if through {
                self.take(&tasks);
            } else {
                self.tasks = Some(tasks);
            }
        }
        self.tasks.is_none() && self.free.is_some() && self.left.is_empty() && self.is_last()
    }

    fn is_last(&self) -> bool {
        self.curves.len() == Slip::ALL.len() && self.halvings >= HALVINGS
    }

    /// The share that is done.
    pub(super) fn progress(&self) -> f64 {
        let each = POINTS as f64 + 1.0;
        let points: usize = self
            .curves
            .iter()
            .map(|it| it.points.len().min(POINTS + 1))
            .sum();
        let free = f64::from(u8::from(self.free.is_some()));
        ((points as f64 + free) / (3.0 * each + 1.0)).min(1.0)
    }

    pub(super) fn curves(&self) -> &[SlipCurve] {
        &self.curves
    }

    pub(super) const fn free(&self) -> Option<SlipFree> {
        self.free
    }

    pub(super) const fn labels(&self) -> &Labels {
        &self.labels
    }

    pub(super) const fn part(&self) -> f64 {
        self.labels.part
    }

    /// What is to be climbed next.
    fn next(&mut self) -> Option<[Task; 2]> {
        let [error, recovery] = self.apparent;
        let wrong = self.labels.wrong;
        if self.free.is_none() {
            let starts = vec![
                vec![error, recovery, 0.02, 0.02],
                vec![0.3 * error, 0.1 * recovery, wrong.min(0.5), 0.5 * recovery],
                vec![0.6 * error, 0.5 * recovery, 0.1, 0.3],
            ];
            let without = vec![
                vec![0.5 * error, 0.02, wrong.min(0.3), 0.5 * recovery],
                vec![0.1 * error, 0.02, wrong.min(0.9), wrong.min(0.9)],
                vec![error, 0.3, 0.05, recovery],
            ];
            return Some([
                Task::new(None, true, &starts),
                Task::new(None, false, &without),
            ]);
        }
        if self.left.is_empty() && !self.refine() {
            if self.curves.len() == Slip::ALL.len() {
                return None;
            }
            let slip = Slip::ALL[self.curves.len()];
            let at = |k: usize| {
                let part = k as f64 / POINTS as f64;
                slip.most() * part * part
            };
            self.left = (0..=POINTS).rev().map(at).collect();
            self.halvings = 0;
            self.found.clear();
            self.curves.push(SlipCurve {
                slip,
                points: Vec::new(),
                falls_at: None,
                plausible: (0.0, 0.0),
            });
        }
        let curve = self.curves.last()?;
        let m = self.left.pop()?;
        let slip = Some((curve.slip, m));
        let after = curve.points.partition_point(|it| it.slip < m);
        let near = match after.checked_sub(1).and_then(|at| curve.points.get(at)) {
            Some(point) => vec![point.error, point.recovery],
            None => vec![error, recovery],
        };
        let starts = [near, vec![0.4 * error, 0.3 * recovery]];
        let without = [vec![0.7 * error, 0.02], vec![0.2 * error, 0.3]];
        Some([
            Task::new(slip, true, &starts),
            Task::new(slip, false, &without),
        ])
    }

    /// Looks closer at where a curve falls; whether there is anything to look at.
    fn refine(&mut self) -> bool {
        let Some(curve) = self.curves.last() else {
            return false;
        };
        if self.halvings >= HALVINGS {
            return false;
        }
        self.halvings += 1;
        if let Some((above, below)) = falls(&curve.points) {
            self.left.push(f64::midpoint(above.slip, below.slip));
            true
        } else {
            self.halvings = HALVINGS;
            false
        }
    }

    /// Keeps what was reached.
    fn take(&mut self, [with, without]: &[Task; 2]) {
        let (p, mut value) = with.best();
        let (q, lower) = without.best();
        let mut at = [p[0], p[1]];
        // Without recovery, and with a constant hazard, is a chain too.
        let edge =
            self.labels
                .log_likelihood(seen(with.slip, true, &[&[q[0], 0.0], &q[2..]].concat()));
        if edge > value {
            (at, value) = ([q[0], 0.0], edge);
        }
        let evidence = (2.0 * (value - lower)).max(0.0);
        let Some((_, m)) = with.slip else {
            let four = |[a, b]: [f64; 2], p: &[f64]| {
                let (false_alarm, miss) = rates(p[2], p[3]);
                [a, b, false_alarm, miss]
            };
            self.free = Some(SlipFree {
                with_recovery: four(at, &p),
                without: four([q[0], q[1] / (1.0 - q[1])], &q),
                evidence,
            });
            return;
        };
        let drop = drop_at(self.level);
        if let Some(curve) = self.curves.last_mut() {
            let place = curve.points.partition_point(|it| it.slip < m);
            self.found.insert(place, [p, q]);
            curve.points.insert(
                place,
                SlipPoint {
                    slip: m,
                    error: at[0],
                    recovery: at[1],
                    log_likelihood: value,
                    evidence,
                },
            );
            curve.falls_at = falls(&curve.points).map(between);
            curve.plausible = plausible(&curve.points, drop);
        }
    }
}

/// The neighbours between which the evidence first becomes too little.
fn falls(points: &[SlipPoint]) -> Option<(SlipPoint, SlipPoint)> {
    let needed = needed();
    let at = points.iter().position(|it| it.evidence < needed)?;
    Some((*points.get(at.checked_sub(1)?)?, points[at]))
}

/// Where, on the line between them, it does.
fn between((above, below): (SlipPoint, SlipPoint)) -> f64 {
    if above.evidence.is_finite() {
        let part = (above.evidence - needed()) / (above.evidence - below.evidence);
        above.slip + part * (below.slip - above.slip)
    } else {
        below.slip
    }
}

/// The slip rates whose likelihood is not too low.
fn plausible(points: &[SlipPoint], drop: f64) -> (f64, f64) {
    let best = points
        .iter()
        .map(|it| it.log_likelihood)
        .fold(f64::NEG_INFINITY, f64::max);
    let mut fit = points.iter().filter(|it| it.log_likelihood >= best - drop);
    let first = fit.next().map_or(0.0, |it| it.slip);
    (first, fit.next_back().map_or(first, |it| it.slip))
}
