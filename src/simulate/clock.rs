//! Waiting times: when the next error strikes.

use super::stream::{Stream, Wait};
use crate::chain::Errors;
use crate::course::{Hazard, Stage};
use crate::schedule::Schedule;
use std::rc::Rc;

/// When errors strike in a stage, made ready for drawing.
#[derive(Clone, Debug)]
pub(super) enum Clock {
    Constant(Wait),
    /// The hazard, and the process's own, where a share of it is left.
    Scheduled(Rc<dyn Schedule>, Option<Rc<dyn Schedule>>),
    Contagious {
        first: f64,
        more: f64,
    },
}

impl Clock {
    /// For a run of some difficulty (where it has one of its own).
    pub(super) fn new(stage: &Stage, difficulty: f64) -> Self {
        match stage.hazard(difficulty) {
            Hazard::Constant(error) => Self::Constant(Wait::new(error)),
            Hazard::Scheduled(schedule) => {
                let own = match &stage.errors {
                    Errors::Scheduled(own) if !Rc::ptr_eq(own, &schedule) => Some(Rc::clone(own)),
                    _ => None,
                };
                Self::Scheduled(schedule, own)
            }
            Hazard::Contagious { first, more } => Self::Contagious { first, more },
        }
    }

    /// Whether errors so far decide when the next one strikes.
    pub(super) const fn remembers(&self) -> bool {
        matches!(self, Self::Contagious { .. })
    }

    /// The token at which the next error strikes after `at`, drawn; `u64::MAX` stands
    /// for never. `recent` errors have struck since the clock started.
    pub(super) fn next(&self, stage: &Stage, at: u64, recent: u64, stream: &mut Stream) -> u64 {
        match self {
            Self::Constant(wait) => at.saturating_add(wait.draw(stream)),
            Self::Scheduled(schedule, None) => {
                strikes(schedule.as_ref(), stage, at, stream.exponential())
            }
            // Of the errors of the process itself, the share that is left strikes.
            Self::Scheduled(_, Some(own)) => {
                let mut at = at;
                loop {
                    at = strikes(own.as_ref(), stage, at, stream.exponential());
                    if at > stage.to || stream.uniform() < stage.share.at(at) {
                        return at;
                    }
                }
            }
            Self::Contagious { .. } => match stage.share.constant() {
                Some(_) => self.struck(stage, at, recent, stream.exponential()),
                None => self.thinned(stage, at, recent, stream),
            },
        }
    }

    /// The token at which an exposure is spent, after `at`.
    pub(super) fn struck(&self, stage: &Stage, at: u64, recent: u64, spent: f64) -> u64 {
        match self {
            Self::Constant(wait) => at.saturating_add(wait.at(spent)),
            Self::Scheduled(schedule, _) => strikes(schedule.as_ref(), stage, at, spent),
            Self::Contagious { .. } => {
                let wait = Wait::new(self.hazard(recent) * stage.share.after);
                at.saturating_add(wait.at(spent))
            }
        }
    }

    /// The exposure of tokens `from` + 1 to `to`.
    pub(super) fn exposure(&self, stage: &Stage, from: u64, to: u64, recent: u64) -> f64 {
        match self {
            Self::Constant(wait) => wait.exposure((to - from) as f64),
            Self::Scheduled(schedule, _) => {
                let clock = stage.clock;
                schedule.exposure((from - clock) as f64, (to - clock) as f64)
            }
            Self::Contagious { .. } => {
                Wait::new(self.hazard(recent) * stage.share.after).exposure((to - from) as f64)
            }
        }
    }

    fn hazard(&self, recent: u64) -> f64 {
        match self {
            Self::Contagious { first, more } => (first + more * recent as f64).min(1.0),
            _ => 0.0,
        }
    }

    /// Where the share of the hazard changes: candidates at its greatest, of which the
    /// share that is left strikes.
    fn thinned(&self, stage: &Stage, mut at: u64, recent: u64, stream: &mut Stream) -> u64 {
        let most = stage.share.before.max(stage.share.after);
        let wait = Wait::new(self.hazard(recent) * most);
        loop {
            at = at.saturating_add(wait.draw(stream));
            if at > stage.to {
                return u64::MAX;
            }
            if stream.uniform() * most < stage.share.at(at) {
                return at;
            }
        }
    }
}

/// The token at which an exposure is spent after `at`; never, where that is not within
/// the stage.
fn strikes(schedule: &dyn Schedule, stage: &Stage, at: u64, spent: f64) -> u64 {
    if let Some(query) = &stage.query {
        return rounds(schedule, stage, query.interval, at, spent);
    }
    let clock = stage.clock;
    later(clock, schedule.strikes(at - clock, spent, stage.to - clock))
}

/// A token of the clock as one of the course.
fn later(clock: u64, token: u64) -> u64 {
    if token == u64::MAX {
        token
    } else {
        clock.saturating_add(token)
    }
}

/// Where queries start the clock anew every `round` tokens, whole rounds are skipped.
fn rounds(schedule: &dyn Schedule, stage: &Stage, round: u64, at: u64, spent: f64) -> u64 {
    let length = round as f64;
    let within = (at - stage.origin) % round;
    let begin = at - within;
    let rest = schedule.exposure(within as f64, length);
    if spent <= rest {
        return later(begin, schedule.strikes(within, spent, round));
    }
    let whole = schedule.exposure(0.0, length);
    if whole == 0.0 {
        return u64::MAX;
    }
    let skipped = ((spent - rest) / whole) as u64;
    // Where a round is sure to have an error, none is skipped.
    let over = if skipped == 0 {
        0.0
    } else {
        skipped as f64 * whole
    };
    let left = (spent - rest - over).clamp(f64::MIN_POSITIVE, whole);
    let begin = begin.saturating_add(round.saturating_mul(skipped.saturating_add(1)));
    later(begin, schedule.strikes(0, left, round))
}
