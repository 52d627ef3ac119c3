//! Results of 0 and 1 beside a number of trials.

use super::{Doubt, NAMED, Table};
use crate::read::name::named;
use crate::read::role::Role;

/// So many rows at each length make single trials likely, whatever a name says.
const MANY_ROWS: usize = 4;

impl Table<'_> {
    /// The column that counts more than one trial a row, if there is one.
    pub(super) fn many_trials(&self) -> Option<usize> {
        let set = |it: &usize| self.role(*it) == Some(Role::Trials);
        let taken = self.columns().find(set);
        let named = || self.best(Role::Trials).filter(|it| it.1 >= NAMED);
        taken
            .or_else(|| named().map(|it| it.0))
            .filter(|&it| self.facts[it].profile.max > 1.0)
    }

    /// Whether a column holds 0 and 1 as numbers, and nobody has said what it is.
    pub(super) fn is_zero_or_one(&self, column: usize) -> bool {
        let it = &self.facts[column].profile;
        self.set[column].is_none() && it.is_binary() && it.flags == 0 && it.min >= 0.0
    }

    /// What is to be asked of results of 0 and 1 beside trials, once they have their roles.
    pub(super) fn doubt_beside(&mut self) {
        let Some(trials) = self.many_trials() else {
            return;
        };
        let columns: Vec<usize> = self
            .columns()
            .filter(|&it| {
                self.is_zero_or_one(it)
                    && matches!(self.role(it), Some(Role::Successes | Role::Rate))
            })
            .collect();
        let Some(&first) = columns.first() else {
            return;
        };
        let heading = &self.facts[first].heading;
        let counts = named(heading, Role::Successes);
        let shares = named(heading, Role::Rate);
        let length = self
            .columns()
            .find(|&it| self.role(it) == Some(Role::Length));
        let lengths = length.map_or(1, |it| self.facts[it].profile.distinct().max(1));
        let assumed = if self.facts[first].length.is_some() || self.rows >= MANY_ROWS * lengths {
            None
        } else if counts > shares {
            Some(Role::Successes)
        } else if shares > counts {
            Some(Role::Rate)
        } else {
            None
        };
        self.doubt = Some(Doubt {
            columns,
            trials,
            assumed,
        });
    }

    /// Whether a column that may be a length or a number of trials is rather that of trials: a
    /// rate stands beside it, and it is the same on each row or another number may be the length.
    pub(super) fn only_counts(&self, column: usize) -> bool {
        let is_rate = |it: usize| {
            let profile = &self.facts[it].profile;
            named(&self.facts[it].heading, Role::Rate) >= NAMED && profile.is_number()
                || profile.percents > 0
        };
        let rate = self.columns().any(|it| it != column && is_rate(it));
        let results = [
            Role::Successes,
            Role::Trials,
            Role::Rate,
            Role::StandardError,
            Role::Failed,
            Role::Trial,
            Role::Weight,
        ];
        let other = |it: usize| {
            let facts = &self.facts[it];
            it != column
                && self.role(it).is_none()
                && facts.profile.is_number()
                && facts.profile.max > 1.0
                && facts.profile.distinct() > 1
                && !results
                    .iter()
                    .any(|role| named(&facts.heading, *role) >= 1.0)
        };
        let same = self.facts[column].profile.distinct() == 1;
        self.set[column].is_none() && self.rows > 1 && rate && (same || self.columns().any(other))
    }

    /// Whether there is nothing but first mistakes: no length and no other result.
    pub(super) fn is_of_first_mistakes(&self) -> bool {
        let Some((column, _)) = self.best(Role::FirstMistake).filter(|it| it.1 >= NAMED) else {
            return false;
        };
        // Labels may be anything.
        let by_name = !self.facts[column].heading.eq_ignore_ascii_case("label");
        let results = [
            Role::Successes,
            Role::Rate,
            Role::Trial,
            Role::Trials,
            Role::Survivors,
        ];
        let other = |role: &Role| {
            let best = self.best(*role);
            best.is_some_and(|it| it.0 != column && it.1 >= NAMED)
        };
        by_name && !results.iter().any(other)
    }
}
