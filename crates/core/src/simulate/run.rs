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
    repaired: f64,
    /// Until an error, where errors and returns take turns and each is but a wait.
    plain: Option<Wait>,
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
    shown: State,
    /// Errors since the clock of the hazard started.
    pub(super) recent: u64,
    /// The next event, once that is drawn.
    next: Option<Event>,
    /// When an unacceptable run that remembers its errors returns, once that is drawn.
    returns: Option<Return>,
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
    at: u64,
    /// Errors in the draft that is seen, and whether they are too many.
    drafted: u64,
    is_over: bool,
}

/// What happens next: at a token the state becomes another, after the run has come
/// to a token at most one before it.
#[derive(Clone, Copy, Debug)]
struct Event {
    token: u64,
    at: u64,
    state: State,
}

/// The end of a bad stretch: at a token, by itself or caught by a query before it.
#[derive(Clone, Copy, Debug)]
struct Return {
    token: u64,
    caught: bool,
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
            *work = work.saturating_sub(1 + core::mem::take(&mut self.events));
            done
        };
        if done {
            self.leave(phase, end);
        }
        let is_last = end == last || self.stage == phases.len();
        self.phases = own;
        done && is_last
    }

    /// The wait for an error, in a stage in which nothing but errors and returns happens to
    /// a run of which nothing else is asked.
    fn plain(&self, phase: &Phase, record: &Record) -> Option<Wait> {
        let asked = self.row.is_some() || self.errors.is_some() || record.tally.stretches.is_some();
        let settled = self.state == State::Lost || self.next.is_some();
        phase.plain.filter(|_| !asked && !settled)
    }

    /// Lets errors and returns happen in such a stage, for as long as there is work; true when
    /// nothing more happens there. What [`Self::step_tokens`] would do, but without asking
    /// anything from one event to the next: here very many runs spend all their time.
    fn alternate(
        &mut self,
        (error, back): (Wait, Wait),
        end: u64,
        record: &mut Record,
        work: &mut u64,
    ) -> bool {
        let (mut stream, mut at, mut state) = (self.stream.clone(), self.at, self.state);
        let mut changes = record.changes();
        let mut left = *work;
        let mut is_over = false;
        while left > 0 {
            if state.is_acceptable() {
                left -= 1;
                let token = at.saturating_add(error.draw(&mut stream));
                if token > end {
                    is_over = true;
                    break;
                }
                changes.moved(token, state, State::Unacceptable);
                (at, state) = (token, State::Unacceptable);
                if left == 0 {
                    break;
                }
            }
            left -= 1;
            let token = at.saturating_add(back.draw(&mut stream));
            if token > end {
                is_over = true;
                break;
            }
            changes.moved(token, State::Unacceptable, State::Recovered);
            (at, state) = (token, State::Recovered);
        }
        *work = left;
        (self.stream, self.at, self.state, self.shown) = (stream, at, state, state);
        is_over
    }

    /// Lets one thing happen in a stage without drafts, up to token `end`; true when
    /// nothing more happens there.
    fn step_tokens(&mut self, phase: &Phase, end: u64, record: &mut Record) -> bool {
        if phase.clock.remembers() {
            return self.step_remembering(phase, end, record);
        }
        let event = match self.next {
            Some(event) => event,
            None => self.draw(phase),
        };
        self.next = Some(event);
        if !self.state.is_acceptable() && self.count_next(phase, event.at.min(end), record) {
            return false;
        }
        if event.token > end {
            return true;
        }
        if self.state.is_acceptable() {
            self.count(record, event.token, 1);
        } else if event.at < event.token {
            self.note(record, event.token, Deed::Caught, 1);
        } else {
            self.pay_for_return(phase, event.token, record);
        }
        self.becomes(event, record);
        false
    }

    /// Notes what was done at a token, where the run is shown.
    pub(super) fn note(&mut self, record: &Record, token: u64, deed: Deed, times: u64) {
        if let Some(row) = &mut self.row {
            row.note(&record.cells, token, deed, times);
        }
    }

    fn becomes(&mut self, event: Event, record: &mut Record) {
        record.moved(&mut self.row, event.token, self.state, event.state);
        self.at = event.at;
        self.state = event.state;
        self.shown = event.state;
        self.next = None;
        self.returns = None;
    }

    /// Draws when the state ends and what comes then.
    fn draw(&mut self, phase: &Phase) -> Event {
        match self.state {
            State::Flawless | State::Recovered => {
                let token = phase
                    .clock
                    .next(&phase.stage, self.at, self.recent, &mut self.stream);
                let state = self.struck(phase);
                Event {
                    token,
                    at: token,
                    state,
                }
            }
            State::Unacceptable => {
                let end = self.draw_return(phase);
                Event {
                    token: end.token,
                    // A query comes before its token, which may err anew.
                    at: end.token - u64::from(end.caught),
                    state: State::Recovered,
                }
            }
            State::Lost => Event {
                token: u64::MAX,
                at: u64::MAX,
                state: State::Lost,
            },
        }
    }

    /// What an error makes of an acceptable run.
    pub(super) fn struck(&mut self, phase: &Phase) -> State {
        let fatal = phase.stage.fatal;
        if fatal > 0.0 && self.stream.uniform() < fatal {
            State::Lost
        } else {
            State::Unacceptable
        }
    }

    fn draw_return(&mut self, phase: &Phase) -> Return {
        let token = self.at.saturating_add(phase.back.draw(&mut self.stream));
        let stage = &phase.stage;
        if let Some(query) = &stage.query {
            let pending = (self.at - stage.origin).div_ceil(query.interval);
            let uncaught = Wait::new(query.catch).draw(&mut self.stream) - 1;
            let caught = query
                .interval
                .saturating_mul(pending.saturating_add(uncaught))
                .saturating_add(stage.origin);
            // The query after token `caught` comes before token `caught` + 1.
            if caught < token && caught < stage.to {
                return Return {
                    token: caught + 1,
                    caught: true,
                };
            }
        }
        Return {
            token,
            caught: false,
        }
    }

    /// A repair is paid for where recovery has not come by itself.
    fn pay_for_return(&mut self, phase: &Phase, token: u64, record: &Record) {
        let repaired = if phase.stage.undo > 0.0 {
            self.stream.uniform() < phase.repaired
        } else {
            // Where it costs nothing, nothing depends on which of the two it was.
            let aside = self.row.as_mut().map(Row::aside);
            aside.is_some_and(|aside| aside < phase.repaired)
        };
        if repaired {
            let undo = phase.stage.undo as u64;
            self.paid = self.paid.saturating_add(undo);
            self.note(record, token, Deed::Repaired, 1);
            self.note(record, token, Deed::Extra, undo);
        }
    }

    /// Counts the next error that strikes before or at token `until`, while the run
    /// is not acceptable; false where there is none left to count.
    fn count_next(&mut self, phase: &Phase, until: u64, record: &mut Record) -> bool {
        let Some(count) = &mut self.errors else {
            return false;
        };
        // What has been counted while it was acceptable lies behind.
        count.at = count.at.max(self.at);
        let token = phase
            .clock
            .next(&phase.stage, count.at, self.recent, &mut count.stream);
        if token > until {
            // Waiting has no memory: the next stretch begins to count anew.
            return false;
        }
        self.count(record, token, 1);
        true
    }

    /// Where every error changes the hazard, all clocks are watched together.
    fn step_remembering(&mut self, phase: &Phase, end: u64, record: &mut Record) -> bool {
        let stage = &phase.stage;
        // Up to the next query, after which all errors are forgotten.
        let horizon = match &stage.query {
            Some(query) => {
                let rounds = (self.at - stage.origin) / query.interval;
                if self.at == stage.origin + rounds * query.interval {
                    self.recent = 0;
                }
                stage.origin + (rounds + 1) * query.interval
            }
            None => u64::MAX,
        };
        // Without errors the hazard is the same before and after a query.
        let reach = if self.recent == 0 && self.state.is_acceptable() {
            end
        } else {
            end.min(horizon)
        };
        let error = phase
            .clock
            .next(stage, self.at, self.recent, &mut self.stream);
        if self.state.is_acceptable() {
            if error > reach {
                self.at = reach;
                return reach >= end;
            }
            self.recent += 1;
            self.count(record, error, 1);
            let state = self.struck(phase);
            let event = Event {
                token: error,
                at: error,
                state,
            };
            self.becomes(event, record);
            return false;
        }
        let end_of_stretch = match self.returns {
            Some(known) => known,
            None => self.draw_return(phase),
        };
        self.returns = Some(end_of_stretch);
        let turn = if end_of_stretch.caught {
            end_of_stretch.token - 1
        } else {
            end_of_stretch.token
        };
        if error <= turn.min(reach) {
            self.recent += 1;
            self.count(record, error, 1);
            if error < turn || end_of_stretch.caught {
                self.at = error;
                return false;
            }
        } else if turn > reach || end_of_stretch.token > end {
            self.at = reach;
            return reach >= end;
        }
        if end_of_stretch.caught {
            if self.at < turn {
                self.at = turn;
            }
            self.note(record, end_of_stretch.token, Deed::Caught, 1);
        } else {
            self.pay_for_return(phase, end_of_stretch.token, record);
        }
        self.becomes(
            Event {
                token: end_of_stretch.token,
                at: turn,
                state: State::Recovered,
            },
            record,
        );
        false
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
