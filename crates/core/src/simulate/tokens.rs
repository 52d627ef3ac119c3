//! Tokens that stand as they are written: from one error or return to the next.

use super::notes::{Deed, Row};
use super::record::Record;
use super::run::{Event, Phase, Return, Run};
use super::stream::Wait;
use crate::model::chain::State;

impl Run {
    /// The wait for an error, in a stage in which nothing but errors and returns happens to
    /// a run of which nothing else is asked.
    pub(super) fn plain(&self, phase: &Phase, record: &Record) -> Option<Wait> {
        let asked = self.row.is_some() || self.errors.is_some() || record.tally.stretches.is_some();
        let settled = self.state == State::Lost || self.next.is_some();
        phase.plain.filter(|_| !asked && !settled)
    }

    /// Lets errors and returns happen in such a stage, for as long as there is work; true when
    /// nothing more happens there. What [`Self::step_tokens`] would do, but without asking
    /// anything from one event to the next: here very many runs spend all their time.
    pub(super) fn alternate(
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
    pub(super) fn step_tokens(&mut self, phase: &Phase, end: u64, record: &mut Record) -> bool {
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
}
