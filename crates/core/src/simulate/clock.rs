//! Waiting times: when the next error strikes.

use super::stream::{Stream, Wait};
use crate::model::chain::Errors;
use crate::model::course::{Hazard, Stage};
use crate::model::schedule::Schedule;
use crate::number::math::{expm1, log1p};
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
            Self::Scheduled(_, Some(own)) => shared(own.as_ref(), stage, at, stream),
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

    /// How much work it is to know when the next error strikes, where a constant hazard's is 1:
    /// one that changes may have to be summed many times.
    pub(super) const fn work(&self) -> u64 {
        match self {
            Self::Scheduled(..) => 64,
            Self::Constant(_) | Self::Contagious { .. } => 1,
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

    /// The hazard that spends the exposure of tokens `from` + 1 to `to` evenly.
    pub(super) fn mean(&self, stage: &Stage, (from, to): (u64, u64), recent: u64) -> f64 {
        -expm1(-self.exposure(stage, from, to, recent) / (to - from) as f64)
    }

    fn hazard(&self, recent: u64) -> f64 {
        match self {
            Self::Contagious { first, more } => (first + more * recent as f64).min(1.0),
            _ => 0.0,
        }
    }

    /// Where the share of the hazard changes: candidates at the greatest that is to come, of
    /// which so many strike as are left.
    fn thinned(&self, stage: &Stage, mut at: u64, recent: u64, stream: &mut Stream) -> u64 {
        loop {
            let most = stage.share.at(at + 1).max(stage.share.after);
            let wait = Wait::new(self.hazard(recent) * most);
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

/// The token after `at` at which an error of a process strikes of which a share s is left.
///
/// Of candidates drawn at a hazard that is at least h·s everywhere so many strike as that is
/// more. Where h is great that hazard is s; where it is small 1 − (1 − h)^s, which is h·s or
/// little more: so that there are few candidates for each error, however small the share.
fn shared(own: &dyn Schedule, stage: &Stage, mut at: u64, stream: &mut Stream) -> u64 {
    const GREAT: f64 = 0.5;
    let hazard = |token: u64| {
        let clock = match &stage.query {
            Some(query) => {
                let round = (token - 1 - stage.origin) / query.interval;
                stage.origin + round * query.interval
            }
            None => stage.clock,
        };
        own.hazard((token - clock) as f64)
    };
    while at < stage.to {
        let most = stage.share.at(at + 1).max(stage.share.after);
        if most == 0.0 {
            break;
        }
        let is_great = hazard(at + 1) > GREAT;
        at = if is_great {
            at.saturating_add(Wait::new(most).draw(stream))
        } else {
            strikes(own, stage, at, stream.exponential() / most)
        };
        if at > stage.to {
            break;
        }
        let here = hazard(at);
        let drawn = if is_great {
            most
        } else {
            -expm1(most * log1p(-here))
        };
        if stream.uniform() * drawn < here * stage.share.at(at) {
            return at;
        }
    }
    u64::MAX
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
    let left = (spent - rest - over).max(f64::MIN_POSITIVE).min(whole);
    let begin = begin.saturating_add(round.saturating_mul(skipped.saturating_add(1)));
    later(begin, schedule.strikes(0, left, round))
}
