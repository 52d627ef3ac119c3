//! One run: from event to event along the stages of a course.

use super::clock::Clock;
use super::notes::{Deed, Row};
use super::race::Race;
use super::record::Record;
use super::stream::{Purpose, Stream, Wait};
use crate::exact::Exact;
use crate::model::chain::State;
use crate::model::course::{Course, Memory, Stage};

/// A stage made ready for one run, or for all where all are alike.
#[derive(Clone, Debug)]
pub(super) struct Phase {
    pub(super) stage: Stage,
    pub(super) clock: Clock,
    /// Until recovery or repair.
    pub(super) back: Wait,
    /// Of returns, the share that is a repair, and paid for.
    pub(super) repaired: f64,
    /// Until an error, where errors and returns take turns and each is but a wait.
    pub(super) plain: Option<Wait>,
}

impl Phase {
    /// The stages of a course, for a run of some difficulty.
    pub(super) fn all(course: &Course, difficulty: f64) -> Vec<Self> {
        course
            .stages()
            .iter()
            .map(|stage| {
                let back = stage.return_rate();
                let clock = Clock::new(stage, difficulty);
                let special = stage.check.is_some() || stage.query.is_some();
                let plain = match clock {
                    Clock::Constant(wait) if !special && stage.fatal + stage.undo == 0.0 => {
                        Some(wait)
                    }
                    _ => None,
                };
                Self {
                    stage: stage.clone(),
                    clock,
                    plain,
                    back: Wait::new(back),
                    repaired: if back > 0.0 {
                        (1.0 - stage.recovery) * stage.repair / back
                    } else {
                        0.0
                    },
                }
            })
            .collect()
    }
}

/// A run in progress.
#[derive(Clone, Debug)]
pub(super) struct Run {
    pub(super) stream: Stream,
    /// Its own stages, where it has a difficulty of its own.
    pub(super) phases: Option<Vec<Phase>>,
    pub(super) stage: usize,
    /// The token after which `state` began, or up to which the run has come.
    pub(super) at: u64,
    pub(super) state: State,
    /// The state that is seen: that of a draft in progress, where there is one.
    pub(super) shown: State,
    /// Errors since the clock of the hazard started.
    pub(super) recent: u64,
    /// The next event, once that is drawn.
    pub(super) next: Option<Event>,
    /// When an unacceptable run that remembers its errors returns, once that is drawn.
    pub(super) returns: Option<Return>,
    /// A draft's first error, once that is drawn.
    pub(super) first: Option<u64>,
    /// A vote on the present part that goes on.
    pub(super) race: Option<Race>,
    /// Drafts of the present part that were rejected.
    pub(super) rejected: u64,
    /// Where it is shown.
    pub(super) row: Option<Row>,
    /// The errors that may still be counted, and the stream for those that strike
    /// while the run is not acceptable; nothing where nobody asks, or no more.
    pub(super) errors: Option<Count>,
    /// Tokens paid.
    pub(super) paid: u64,
    /// What has happened within drafts since that was asked last.
    pub(super) events: u64,
}

/// The errors of one run, counted until the tolerance is exceeded.
#[derive(Clone, Debug)]
pub(super) struct Count {
    pub(super) stream: Stream,
    pub(super) left: u64,
    /// Up to which token errors are counted.
    pub(super) at: u64,
    /// Errors in the draft that is seen, and whether they are too many.
    drafted: u64,
    is_over: bool,
}

/// What happens next: at a token the state becomes another, after the run has come
/// to a token at most one before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub(super) token: u64,
    pub(super) at: u64,
    pub(super) state: State,
}

/// The end of a bad stretch: at a token, by itself or caught by a query before it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Return {
    pub(super) token: u64,
    pub(super) caught: bool,
}

impl Run {
    pub(super) fn new(
        course: &Course,
        exact: &Exact,
        stream: impl Fn(Purpose) -> Stream,
        tolerance: Option<u64>,
        shown: bool,
    ) -> Self {
        let phases = match course.memory() {
            Memory::Difficulty { alpha, beta } => {
                let mut stream = stream(Purpose::Difficulty);
                let difficulty = match course.past() {
                    None => stream.beta(alpha, beta),
                    // What is done tells of it.
                    Some(_) => chosen(exact.difficulties(), stream.uniform()),
                };
                Some(Phase::all(course, difficulty))
            }
            _ => None,
        };
        Self {
            stream: stream(Purpose::State),
            phases,
            stage: 0,
            at: course.start(),
            state: State::Flawless,
            shown: State::Flawless,
            recent: 0,
            next: None,
            returns: None,
            first: None,
            race: None,
            rejected: 0,
            row: shown.then(|| Row::new(stream(Purpose::Aside))),
            errors: tolerance.map(|left| Count {
                stream: stream(Purpose::Count),
                left,
                at: course.start(),
                drafted: 0,
                is_over: false,
            }),
            paid: 0,
            events: 0,
        }
    }

    /// Counts errors that are in the text from a token on.
    pub(super) fn count(&mut self, record: &mut Record, token: u64, errors: u64) {
        if let Some(count) = &mut self.errors {
            let was_over = core::mem::take(&mut count.is_over);
            count.drafted = 0;
            if count.left < errors {
                if !was_over {
                    record.exceeded(token);
                }
                self.errors = None;
                return;
            }
            if was_over {
                record.forgiven(token);
            }
            count.left -= errors;
            count.at = token;
        }
    }

    /// Sees an error in a draft in progress, which may yet be thrown away; whether there
    /// are too many.
    pub(super) fn see_error(&mut self, record: &mut Record, token: u64) -> bool {
        let Some(count) = &mut self.errors else {
            return true;
        };
        count.drafted += 1;
        if count.drafted > count.left && !count.is_over {
            count.is_over = true;
            record.exceeded(token);
        }
        count.is_over
    }

    /// From a token on the text is seen to be in a state.
    pub(super) fn show(&mut self, record: &mut Record, token: u64, state: State) {
        if state != self.shown {
            record.moved(&mut self.row, token, self.shown, state);
            self.shown = state;
        }
    }

    /// Lets something happen on the way to token `last`; true when it is reached.
    pub(super) fn step(
        &mut self,
        all: &[Phase],
        last: u64,
        record: &mut Record,
        work: &mut u64,
    ) -> bool {
        let own = self.phases.take();
        let phases = own.as_deref().unwrap_or(all);
        let phase = &phases[self.stage];
        let end = phase.stage.to.min(last);
        let done = if let Some(error) = self.plain(phase, record) {
            self.alternate((error, phase.back), end, record, work)
        } else {
            let done = match &phase.stage.check {
                Some(check) => self.step_drafts(phase, check, end, record),
                None => self.step_tokens(phase, end, record),
            };
            // A draft is as much work as what happens in it.
            let events = 1 + core::mem::take(&mut self.events);
            *work = work.saturating_sub(events.saturating_mul(phase.clock.work()));
            done
        };
        if done {
            self.leave(phase, end);
        }
        let is_last = end == last || self.stage == phases.len();
        self.phases = own;
        done && is_last
    }

    /// Notes what was done at a token, where the run is shown.
    pub(super) fn note(&mut self, record: &Record, token: u64, deed: Deed, times: u64) {
        if let Some(row) = &mut self.row {
            row.note(&record.cells, token, deed, times);
        }
    }

    /// Leaves a stage at a token.
    fn leave(&mut self, phase: &Phase, end: u64) {
        let stage = &phase.stage;
        if stage.check.is_none() {
            let tokens = end.saturating_sub(stage.from);
            self.paid = self.paid.saturating_add(tokens);
            if let Some(query) = &stage.query {
                let asked = stage.queries(end) as f64 * query.cost;
                self.paid = self.paid.saturating_add(asked as u64);
            }
        }
        self.at = end;
        self.next = None;
        self.returns = None;
        self.first = None;
        self.stage += 1;
    }
}

/// The error rate that a number in [0, 1) chooses among weighted ones.
fn chosen(difficulties: &[(f64, f64)], mut number: f64) -> f64 {
    for &(error, weight) in difficulties {
        number -= weight;
        if number < 0.0 {
            return error;
        }
    }
    difficulties.last().map_or(0.0, |&(error, _)| error)
}
