//! Drafts that are voted on.

use super::drafts::{MOST_DRAFTS, MOST_PARTS};
use super::notes::Deed;
use super::race::{Outcome, Part, Race};
use super::record::Record;
use super::run::{Phase, Run};
use crate::model::chain::State;
use crate::model::technique::{Ballot, Check, Judge};

/// After so many samples a vote goes on with the next step: so that no step takes long.
const MOST_SAMPLES: u64 = 256;

/// So does one in whose samples so much has happened.
const MOST_EVENTS: u64 = 1024;

impl Run {
    pub(super) fn vote(&mut self, phase: &Phase, check: &Check, part: Part, record: &mut Record) {
        let Judge::Vote {
            ballot,
            common_cause,
        } = check.judge
        else {
            return;
        };
        // As many drafts as there are where all go the same way.
        let (Ballot::Majority(alike) | Ballot::Lead(alike)) = ballot;
        if let Some(race) = self.race.take() {
            self.decide(phase, race, ballot, record);
            return;
        }
        let spent = self.stream.exponential();
        let voters = alike as f64;
        let event = self.any_event(phase, spent / voters);
        let (mut part, mut spent) = (part, spent);
        if self.jumps(phase) && event > part.to {
            let quiet = part.quiet(event, check.size, phase.stage.to);
            let most = if self.state.is_acceptable() {
                part.left
            } else {
                part.left.min(MOST_PARTS)
            };
            let over = quiet.min(most);
            self.jump(phase, check, over, record);
            let tokens = (self.at - part.from).saturating_mul(alike);
            self.paid = self.paid.saturating_add(tokens);
            if over == most {
                return;
            }
            // The next part is the one with the event; what is left is spent in it.
            spent -= voters * self.exposure(phase, part.from, self.at);
            part = Part {
                from: self.at,
                to: self.at.saturating_add(check.size).min(phase.stage.to),
                left: part.left - over,
            };
        }
        // The exposures of all drafts, one after the other: in which of them is the
        // first event, and where?
        let (quiet, first) = if self.jumps(phase) {
            let whole = self.exposure(phase, part.from, part.to);
            let quiet = ((spent / whole) as u64).min(alike - 1);
            let within = (spent - quiet as f64 * whole).max(f64::MIN_POSITIVE);
            (quiet, Some(self.any_event(phase, within).min(part.to)))
        } else {
            (0, None)
        };
        if common_cause > 0.0 && self.stream.uniform() < common_cause {
            // All drafts are alike: the first one is all of them.
            let first = if quiet > 0 { Some(u64::MAX) } else { first };
            let kept = self.draft(phase, part, first, Some(record));
            self.decided(kept, (alike, alike), false, part, record);
            return;
        }
        let race = Race {
            part,
            quiet,
            first,
            sides: [None, None],
            votes: [0; 2],
        };
        self.decide(phase, race, ballot, record);
    }

    /// The token by which an exposure to the next event is spent.
    fn any_event(&self, phase: &Phase, spent: f64) -> u64 {
        match self.state {
            State::Flawless | State::Recovered => {
                phase
                    .clock
                    .struck(&phase.stage, self.at, self.recent, spent)
            }
            State::Unacceptable => self.at.saturating_add(phase.back.at(spent)),
            State::Lost => u64::MAX,
        }
    }

    /// The exposure to such events that a stretch holds.
    pub(super) fn exposure(&self, phase: &Phase, from: u64, to: u64) -> f64 {
        match self.state {
            State::Flawless | State::Recovered => {
                phase.clock.exposure(&phase.stage, from, to, self.recent)
            }
            State::Unacceptable => phase.back.exposure((to - from) as f64),
            State::Lost => 0.0,
        }
    }

    /// Drafts until the vote is decided, or for as long as a step may take.
    fn decide(&mut self, phase: &Phase, mut race: Race, ballot: Ballot, record: &mut Record) {
        for _ in 0..MOST_SAMPLES {
            let drafts = race.votes[0] + race.votes[1];
            let decided = match ballot {
                Ballot::Majority(all) => drafts == all,
                Ballot::Lead(lead) => race.votes[0].abs_diff(race.votes[1]) >= lead,
            };
            if decided || drafts >= MOST_DRAFTS {
                self.elect(&race, ballot, record);
                return;
            }
            let event = match drafts.cmp(&race.quiet) {
                core::cmp::Ordering::Less => Some(u64::MAX),
                core::cmp::Ordering::Equal => race.first,
                core::cmp::Ordering::Greater => None,
            };
            // The sample that is seen being written is the first.
            let seen = (drafts == 0).then_some(&mut *record);
            let outcome = self.draft(phase, race.part, event, seen);
            let side = usize::from(!outcome.state.is_acceptable());
            race.votes[side] += 1;
            race.sides[side] = race.sides[side].or(Some(outcome));
            if self.events > MOST_EVENTS {
                break;
            }
        }
        self.race = Some(race);
    }

    /// Keeps a sample of the side that has won.
    fn elect(&mut self, race: &Race, ballot: Ballot, record: &mut Record) {
        let (Ballot::Majority(alike) | Ballot::Lead(alike)) = ballot;
        let votes = race.votes;
        let acceptable = match votes[0].cmp(&votes[1]) {
            core::cmp::Ordering::Greater => true,
            core::cmp::Ordering::Less => false,
            core::cmp::Ordering::Equal => self.stream.uniform() < 0.5,
        };
        let [good, bad] = race.sides;
        let kept = if acceptable {
            good.or(bad)
        } else {
            bad.or(good)
        };
        let none = Outcome {
            state: self.state,
            errors: 0,
            recent: self.recent,
            clean: false,
        };
        let disputed = votes[0] > 0 && votes[1] > 0;
        let drafts = votes[0] + votes[1];
        self.decided(
            kept.unwrap_or(none),
            (drafts, alike),
            disputed,
            race.part,
            record,
        );
    }

    /// Pays for the samples of a vote and keeps one of them.
    fn decided(
        &mut self,
        kept: Outcome,
        (drafts, alike): (u64, u64),
        disputed: bool,
        part: Part,
        record: &mut Record,
    ) {
        let tokens = part.tokens().saturating_mul(drafts);
        self.paid = self.paid.saturating_add(tokens);
        if disputed {
            let more = part.tokens().saturating_mul(drafts - alike);
            self.note(record, part.to, Deed::Disputed, 1);
            self.note(record, part.to, Deed::Extra, more);
        }
        self.keep(kept, part, record);
    }
}
