//! Drafts that are checked or voted on: parts of a stage in which nothing happens are
//! jumped over, the others are drafted as the definition has it.

use super::notes::Deed;
use super::race::{Outcome, Part};
use super::record::Record;
use super::run::{Phase, Run};
use super::stream::Wait;
use crate::exact::steady;
use crate::model::chain::State;
use crate::model::technique::{Check, Judge};

/// A run gives up on a part after so many drafts and keeps the last, so that it ends
/// where a draft is as good as never accepted.
pub(super) const MOST_DRAFTS: u64 = 1_000_000;

/// After so many events in a draft its end is drawn from its law: so that no step takes long.
const MOST_EVENTS: u64 = 256;

/// How many parts are jumped over at once where something is drawn for each.
pub(super) const MOST_PARTS: u64 = 10_000;

impl Run {
    /// Jumps over parts, or drafts one, up to token `end`; true when no whole part is left.
    pub(super) fn step_drafts(
        &mut self,
        phase: &Phase,
        check: &Check,
        end: u64,
        record: &mut Record,
    ) -> bool {
        let stage_end = phase.stage.to;
        let left = (end - self.at) / check.size
            + u64::from(end == stage_end && !(end - self.at).is_multiple_of(check.size));
        if left == 0 {
            return true;
        }
        let part = Part {
            from: self.at,
            to: self.at.saturating_add(check.size).min(stage_end),
            left,
        };
        match check.judge {
            Judge::Verify { .. } => self.verify(phase, check, part, record),
            Judge::Vote { .. } => self.vote(phase, check, part, record),
        }
        false
    }

    /// The token of the first thing that would happen in drafts from here on: an error,
    /// or the end of a bad stretch.
    fn first_event(&mut self, phase: &Phase) -> u64 {
        match self.state {
            State::Flawless | State::Recovered => {
                phase
                    .clock
                    .next(&phase.stage, self.at, self.recent, &mut self.stream)
            }
            State::Unacceptable => self.at.saturating_add(phase.back.draw(&mut self.stream)),
            State::Lost => u64::MAX,
        }
    }

    /// Whether parts without an event can be jumped over: not where errors that change
    /// the hazard strike a run that isn't acceptable.
    pub(super) fn jumps(&self, phase: &Phase) -> bool {
        self.state.is_acceptable() || !phase.clock.remembers()
    }

    /// Goes over so many parts in which nothing happens but errors that are counted.
    pub(super) fn jump(&mut self, phase: &Phase, check: &Check, parts: u64, record: &mut Record) {
        let to = self
            .at
            .saturating_add(parts.saturating_mul(check.size))
            .min(phase.stage.to);
        if !self.state.is_acceptable() {
            self.count_drafts(phase, to, record);
        }
        self.at = to;
    }

    /// Counts the errors that strike until a token, in drafts that are kept.
    fn count_drafts(&mut self, phase: &Phase, to: u64, record: &mut Record) {
        let mut at = self.at;
        while let Some(count) = &mut self.errors {
            at = phase
                .clock
                .next(&phase.stage, at, self.recent, &mut count.stream);
            if at > to {
                return;
            }
            self.count(record, at, 1);
        }
    }

    /// Sees the errors that strike until a token, in a draft that will be thrown away.
    fn see_errors(&mut self, phase: &Phase, to: u64, record: &mut Record) {
        let mut at = self.at;
        while let Some(count) = &mut self.errors {
            at = phase
                .clock
                .next(&phase.stage, at, self.recent, &mut count.stream);
            if at >= to {
                return;
            }
            if self.see_error(record, at) {
                return;
            }
        }
    }

    fn verify(&mut self, phase: &Phase, check: &Check, part: Part, record: &mut Record) {
        let Judge::Verify {
            detection,
            false_reject,
            tries,
            cost,
        } = check.judge
        else {
            return;
        };
        let price = |tokens: u64| tokens.saturating_add(cost as u64);
        let first = match self.first {
            Some(first) => first,
            None => self.first_event(phase),
        };
        self.first = Some(first);
        let never_rejected = false_reject == 0.0 || tries == 1;
        let acceptable = self.state.is_acceptable();
        // No draft would be accepted, or hardly any.
        let spoilt = |run: &Self| run.exposure(phase, part.from, part.to) * (1.0 - detection);
        let hopeless = tries == 0
            && false_reject == 1.0
            && (detection == 1.0 || !acceptable || spoilt(self) < 1.0 / MOST_DRAFTS as f64);
        if !hopeless && self.rejected == 0 && self.jumps(phase) && first > part.to {
            let quiet = part.quiet(first, check.size, phase.stage.to);
            let accepted = if never_rejected {
                quiet
            } else {
                // Drafts until the first that is rejected although it is sound.
                (Wait::new(false_reject).draw(&mut self.stream) - 1).min(quiet)
            };
            let before = self.at;
            self.jump(phase, check, accepted, record);
            let checks = accepted.saturating_mul(cost as u64);
            self.paid = self
                .paid
                .saturating_add(self.at - before)
                .saturating_add(checks);
            if accepted == quiet {
                return;
            }
            // The draft of this part is rejected, and all that was drawn with it.
            let tokens = check.size.min(phase.stage.to - self.at);
            self.paid = self.paid.saturating_add(price(tokens));
            if !self.state.is_acceptable() {
                self.see_errors(phase, self.at + tokens, record);
            }
            self.rejected = 1;
            self.first = None;
            return;
        }
        let seen = (self.rejected == 0).then_some(&mut *record);
        let outcome = self.draft(phase, part, Some(first), seen);
        self.paid = self.paid.saturating_add(price(part.tokens()));
        let drafts = self.rejected + 1;
        let gives_up = hopeless || tries == 0 && drafts >= MOST_DRAFTS;
        let last = tries > 0 && drafts >= tries || gives_up;
        // A check finds what a draft broke, not what was broken before.
        let bad = acceptable && !outcome.state.is_acceptable();
        let rejects = if bad { detection } else { false_reject };
        if !last && rejects > 0.0 && self.stream.uniform() < rejects {
            self.rejected += 1;
            self.first = None;
        } else {
            if gives_up {
                record.gave_up();
            }
            if hopeless {
                self.paid = u64::MAX;
            }
            if self.rejected > 0 {
                let wasted = self.rejected.saturating_mul(price(part.tokens()));
                self.note(record, part.to, Deed::Rejected, self.rejected);
                self.note(record, part.to, Deed::Extra, wasted);
            }
            self.keep(outcome, part, record);
        }
    }

    /// Drafts a part; `first` is its first event, where that is drawn. Where it is seen, it
    /// is so until the token before its last: there it is judged.
    pub(super) fn draft(
        &mut self,
        phase: &Phase,
        part: Part,
        first: Option<u64>,
        mut seen: Option<&mut Record>,
    ) -> Outcome {
        let clean = first.is_some_and(|first| first > part.to);
        let mut first = first;
        let mut at = part.from;
        let mut draft = Outcome {
            state: self.state,
            errors: 0,
            recent: self.recent,
            clean,
        };
        let stage = &phase.stage;
        let begun = self.events;
        while at < part.to {
            self.events += 1;
            if self.events - begun > MOST_EVENTS && self.counts_no_more(draft.errors) {
                self.leap(phase, (at, part.to), &mut draft);
                break;
            }
            if draft.state.is_acceptable() {
                let error = first
                    .take()
                    .unwrap_or_else(|| phase.clock.next(stage, at, draft.recent, &mut self.stream));
                if error > part.to {
                    break;
                }
                at = error;
                draft.errors += 1;
                draft.recent += 1;
                draft.state = self.struck(phase);
                if let Some(record) = seen.as_deref_mut().filter(|_| at < part.to) {
                    self.see_error(record, at);
                    self.show(record, at, draft.state);
                }
                continue;
            }
            let end = match draft.state {
                State::Unacceptable => first
                    .take()
                    .unwrap_or_else(|| at.saturating_add(phase.back.draw(&mut self.stream))),
                _ => u64::MAX,
            };
            self.strike_down(
                phase,
                (at, end.min(part.to)),
                part.to,
                &mut draft,
                seen.as_deref_mut(),
            );
            if end > part.to {
                break;
            }
            at = end;
            draft.state = State::Recovered;
            if let Some(record) = seen.as_deref_mut().filter(|_| at < part.to) {
                self.show(record, at, draft.state);
            }
        }
        draft
    }

    /// Goes on to the end of a draft in which much has happened: the state there is drawn
    /// from the law of so many tokens. Errors are as many as are expected; nobody counts
    /// them any more.
    fn leap(&mut self, phase: &Phase, (from, to): (u64, u64), draft: &mut Outcome) {
        let (stage, tokens) = (&phase.stage, to - from);
        let hazard = phase.clock.mean(stage, (from, to), draft.recent);
        let law = steady::constant(hazard, stage.fatal, stage.return_rate(), tokens as f64);
        let (acceptable, lost) = match draft.state {
            State::Unacceptable => (law.ua, law.ul),
            State::Lost => (0.0, 1.0),
            _ => (law.aa, law.al),
        };
        let chance = self.stream.uniform();
        draft.state = if chance < acceptable {
            State::Recovered
        } else if chance < acceptable + lost {
            State::Lost
        } else {
            State::Unacceptable
        };
        let errors = (hazard * tokens as f64).round() as u64;
        draft.errors = draft.errors.saturating_add(errors);
        draft.recent = draft.recent.saturating_add(errors);
    }

    /// Whether so many errors in a draft are too many, or nobody counts them.
    fn counts_no_more(&self, errors: u64) -> bool {
        self.errors.as_ref().is_none_or(|count| errors > count.left)
    }

    /// Counts the errors of a draft while it isn't acceptable.
    fn strike_down(
        &mut self,
        phase: &Phase,
        (mut at, until): (u64, u64),
        judged: u64,
        draft: &mut Outcome,
        mut seen: Option<&mut Record>,
    ) {
        let remembers = phase.clock.remembers();
        loop {
            self.events += 1;
            if !remembers && self.counts_no_more(draft.errors) {
                return;
            }
            let stream = match &mut self.errors {
                _ if remembers => &mut self.stream,
                Some(count) => &mut count.stream,
                None => return,
            };
            at = phase.clock.next(&phase.stage, at, draft.recent, stream);
            if at > until {
                return;
            }
            draft.errors += 1;
            draft.recent += 1;
            if let Some(record) = seen.as_deref_mut().filter(|_| at < judged) {
                self.see_error(record, at);
            }
        }
    }

    /// Keeps a draft: what it says is the text from its end on.
    pub(super) fn keep(&mut self, draft: Outcome, part: Part, record: &mut Record) {
        self.count(record, part.to, draft.errors);
        self.show(record, part.to, draft.state);
        self.state = draft.state;
        self.recent = draft.recent;
        self.at = part.to;
        self.rejected = 0;
        if !draft.clean {
            self.first = None;
        }
    }
}
