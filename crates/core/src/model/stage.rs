//! A stage of a completion: a stretch of tokens, its hazard, and what is done about errors.

use crate::model::chain::{Chain, Errors};
use crate::model::parameter::{Key, Values};
use crate::model::process::PROCESSES;
use crate::model::schedule::{Line, Ramp, Schedule};
use crate::model::technique::{Ballot, Check, Judge, Manner, Query};
use std::rc::Rc;

/// A stretch of tokens over which one thing is done.
#[derive(Clone, Debug)]
pub struct Stage {
    /// What it is called.
    pub name: String,
    /// The tokens before it: its first token is number `from` + 1. Drafts are counted from
    /// here: what is done before is kept.
    pub from: u64,
    /// Its last token.
    pub to: u64,
    /// The tokens before its phase, from which queries are counted: `from`, unless part of
    /// the phase is done.
    pub origin: u64,
    /// When errors strike, but for the share of the hazard that is left.
    pub errors: Errors,
    /// The token after which the clock of the hazard started: token n of the course
    /// is number n − `clock` of a schedule. Queries within the stage start it anew: there it
    /// is that of the first round.
    pub clock: u64,
    /// The share of the hazard that is left at each token.
    pub share: Share,
    /// The share φ of errors from which no recovery is possible.
    pub fatal: f64,
    /// The probability ρ that a token makes an unacceptable completion acceptable.
    pub recovery: f64,
    /// The probability that a token does so by the technique's own clock.
    pub repair: f64,
    /// What a repair costs, in tokens, where recovery has not come by itself.
    pub undo: f64,
    /// What is asked at set points, counted from `origin`.
    pub query: Option<Query>,
    /// What happens to drafts, counted from `from`; the last may be shorter than the others.
    pub check: Option<Check>,
}

/// A share of the hazard that goes in a straight line from `before` to `after` over
/// `tokens` tokens, the first of them number `start` + 1, and then stays where it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The tokens before the line begins.
    pub start: u64,
    /// The tokens it takes, at least 1.
    pub tokens: u64,
    /// The share before its first token.
    pub before: f64,
    /// The share at its last token.
    pub after: f64,
}

impl Share {
    /// The share at one token of the stage.
    pub fn at(&self, token: u64) -> f64 {
        self.line(0).share(token as f64)
    }

    /// The same as a line on a clock that started after `clock` tokens.
    fn line(&self, clock: u64) -> Line {
        Line {
            start: self.start as f64 - clock as f64,
            tokens: self.tokens as f64,
            before: self.before,
            after: self.after,
        }
    }

    /// The same share everywhere, if it is.
    pub fn constant(&self) -> Option<f64> {
        (self.before == self.after).then_some(self.before)
    }
}

/// When errors strike in a stage of a completion whose difficulty is known.
#[derive(Clone, Debug)]
pub enum Hazard {
    /// With the same probability at every token.
    Constant(f64),
    /// With one that depends on the tokens since the clock started.
    Scheduled(Rc<dyn Schedule>),
    /// With min(1, `first` + `more`·errors since the clock started), times the share
    /// of the stage.
    Contagious {
        /// The hazard before any error.
        first: f64,
        /// What each error adds to it.
        more: f64,
    },
}

impl Stage {
    pub(super) fn new(
        name: String,
        (from, to): (u64, u64),
        clock: u64,
        share: Share,
        values: &Values,
        manner: &Manner,
    ) -> Self {
        let process = &PROCESSES[values.get(Key::Process) as usize];
        let Chain {
            errors,
            fatal,
            recovery,
        } = (process.chain)(values);
        Self {
            name,
            from,
            to,
            origin: from,
            errors,
            clock: if manner.query.is_some() { from } else { clock },
            share,
            fatal: fatal.get(),
            recovery: recovery.get(),
            repair: manner.repair,
            undo: manner.undo,
            query: manner.query,
            check: manner.check,
        }
    }

    /// When errors strike, given the completion's error rate where it has its own.
    pub fn hazard(&self, difficulty: f64) -> Hazard {
        let error = match &self.errors {
            Errors::Contagious { first, more } => {
                return Hazard::Contagious {
                    first: *first,
                    more: *more,
                };
            }
            Errors::Scheduled(schedule) => {
                return match self.share.constant() {
                    Some(1.0) => Hazard::Scheduled(Rc::clone(schedule)),
                    Some(0.0) => Hazard::Constant(0.0),
                    _ => Hazard::Scheduled(Rc::new(Ramp::of_schedule(
                        Rc::clone(schedule),
                        self.share.line(self.clock),
                    ))),
                };
            }
            Errors::Constant(error) => *error,
            Errors::Mixed { share, .. } => difficulty * share,
        };
        match self.share.constant() {
            Some(share) => Hazard::Constant(error * share),
            None => Hazard::Scheduled(Rc::new(Ramp::of_constant(
                error,
                self.share.line(self.clock),
            ))),
        }
    }

    /// The same stage as it is between one query and the next, up to a token.
    #[must_use]
    pub fn until(self, to: u64) -> Self {
        let share = Share {
            before: self.share.after,
            ..self.share
        };
        Self {
            to,
            share,
            query: None,
            ..self
        }
    }

    /// How many queries have been asked by token `n` of the stage, from its beginning on.
    /// Each comes before the token it is about.
    pub fn queries(&self, n: u64) -> u64 {
        self.query.map_or(0, |query| {
            let asked = |n: u64| (n - self.origin).div_ceil(query.interval);
            asked(n.max(self.from)) - asked(self.from)
        })
    }

    /// The last length up to `n` at which no draft is in progress.
    pub fn settled(&self, n: u64) -> u64 {
        match &self.check {
            Some(check) if n < self.to => self.from + (n - self.from) / check.size * check.size,
            _ => n,
        }
    }

    pub(super) fn least_cost(&self, n: u64) -> u64 {
        let n = n.clamp(self.from, self.to);
        let tokens = n - self.from;
        let Some(Check { size, judge }) = &self.check else {
            let asked = self.query.map_or(0.0, |query| query.cost);
            let queries = self.queries(n).saturating_mul(asked as u64);
            return tokens.saturating_add(queries);
        };
        let kept = self.settled(n) - self.from;
        let drafts = kept.div_ceil(*size);
        let judged = match *judge {
            Judge::Verify { cost, .. } => kept.saturating_add(drafts.saturating_mul(cost as u64)),
            Judge::Vote {
                ballot: Ballot::Majority(alike) | Ballot::Lead(alike),
                ..
            } => kept.saturating_mul(alike),
        };
        judged.saturating_add(tokens - kept)
    }

    /// Whether nothing is done here: tokens come as the process has them.
    pub fn is_plain(&self) -> bool {
        self.repair == 0.0
            && self.query.is_none()
            && self.check.is_none()
            && self.share.constant() == Some(1.0)
    }

    /// The probability that a token makes an unacceptable completion acceptable, by
    /// either clock.
    pub fn return_rate(&self) -> f64 {
        self.recovery + (1.0 - self.recovery) * self.repair
    }

    /// Whether what is repaired costs tokens.
    pub fn repairs_cost(&self) -> bool {
        self.undo * self.repair > 0.0
    }
}
