//! One kind after the other: which columns it needs, and which play them best.

use super::{NAMED, Table};
use crate::read::name::{decoy, is_repeat, known, named, of_clusters};
use crate::read::role::{Kind, Role};

/// The most sets that one column may tell apart.
const MOST_SETS: usize = 60;

impl Table<'_> {
    /// Gives each column its role; tells a second column that is named like a length.
    pub(super) fn assign(&mut self, kind: Kind) -> Option<usize> {
        let wide = self.wide();
        let mut other = None;
        match kind {
            Kind::Paths => self.paths(&wide),
            Kind::Survivors => other = self.survivors(&wide),
            Kind::Cohorts => other = self.cohorts(&wide),
        }
        self.sets(kind, &wide);
        other
    }

    fn paths(&mut self, wide: &[usize]) {
        if self.take(Role::Path, 0.0001).is_none() {
            let path = self.columns().find(|&it| self.can(it, Role::Path));
            if let Some(path) = path {
                let why = self.content(path);
                self.give(path, Role::Path, &why);
            } else if wide.is_empty() {
                self.take(Role::Step, 0.0001);
                self.take(Role::Run, 0.0001);
                self.take(Role::Right, 0.0001);
                if !self.is_taken(Role::Right) {
                    let right = self
                        .columns()
                        .find(|&it| self.is_free(it) && self.can(it, Role::Right));
                    if let Some(right) = right {
                        self.give(right, Role::Right, "right or wrong in each cell");
                    }
                }
            } else {
                for &column in wide {
                    self.give(column, Role::Right, "its heading counts steps");
                }
            }
        }
        self.take(Role::Outcome, NAMED);
    }

    /// Whether a column has no role yet.
    fn is_free(&self, column: usize) -> bool {
        self.roles[column].is_none() && self.set[column].is_none()
    }

    fn is_taken(&self, role: Role) -> bool {
        self.columns().any(|it| self.role(it) == Some(role))
    }

    pub(super) fn role(&self, column: usize) -> Option<Role> {
        self.set[column].or(self.roles[column].as_ref().map(|it| it.0))
    }

    /// The length; and another that is named as well.
    fn length(&mut self) -> Option<usize> {
        let column = self.length_column()?;
        let score = self.score(column, Role::Length);
        if score < 100.0 {
            let named = named(&self.facts[column].heading, Role::Length) >= 1.0;
            let begin = if named { "named like a length; " } else { "" };
            let why = format!("{begin}{}", self.content(column));
            self.give(column, Role::Length, &why);
        }
        // n beside a length is rather how many there were.
        let trials = self.best(Role::Trials).map(|it| it.0);
        let (other, rival) = self.best(Role::Length).filter(|it| Some(it.0) != trials)?;
        (score < 100.0 && rival >= NAMED && rival + 0.5 >= score).then_some(other)
    }

    fn survivors(&mut self, wide: &[usize]) -> Option<usize> {
        if self.has(Role::FirstMistake) && wide.is_empty() && !self.set_to(&[Role::Survivors]) {
            self.take(Role::FirstMistake, NAMED);
            // A number that only rises, such as that of a problem, is no number of steps.
            let named = self.best(Role::Length).is_some_and(|it| it.1 >= 1.0);
            return if named { self.length() } else { None };
        }
        if !wide.is_empty() {
            for &column in wide {
                self.give(column, Role::Survivors, "under a length");
            }
            return None;
        }
        // A step is a length here, whatever else is named like one.
        let named = self.take(Role::Survivors, NAMED);
        self.take(Role::Failed, NAMED);
        let other = self.length();
        if named.is_none() {
            self.take(Role::Trials, NAMED);
            for column in self.columns() {
                let it = &self.facts[column].profile;
                if self.is_free(column) && it.falls && self.can(column, Role::Survivors) {
                    let why = self.content(column);
                    self.give(column, Role::Survivors, &why);
                }
            }
            if !self.is_taken(Role::Survivors) {
                self.take(Role::Successes, NAMED);
                for column in self.columns() {
                    if self.role(column) == Some(Role::Successes) {
                        self.give(column, Role::Survivors, "the counts of this table");
                    }
                }
            }
        }
        other
    }

    fn cohorts(&mut self, wide: &[usize]) -> Option<usize> {
        self.take(Role::StandardError, NAMED);
        if !wide.is_empty() {
            self.take(Role::Trials, NAMED);
            self.under_lengths(wide);
            self.doubt_beside();
            return None;
        }
        // A letter such as n is trials beside a length, and a length beside nothing.
        let trials = self.best(Role::Trials).filter(|it| it.1 >= NAMED);
        let length = self.length_column();
        let mut other = None;
        if trials.is_some_and(|(column, _)| Some(column) == length) {
            let without = self.second_length(length);
            match without {
                Some(column) => self.give(column, Role::Length, "rises"),
                // Nothing else is named like a length: it is asked for.
                None if length.is_some_and(|it| self.only_counts(it)) => {}
                None => other = self.length(),
            }
        } else {
            other = self.length();
        }
        self.results();
        self.doubt_beside();
        other
    }

    /// A length beside a column that is rather the number of trials.
    fn second_length(&self, taken: Option<usize>) -> Option<usize> {
        let scores = self.columns().filter(|it| Some(*it) != taken);
        let scores = scores.map(|it| (it, self.score(it, Role::Length)));
        let best = scores.max_by(|a, b| a.1.total_cmp(&b.1))?;
        (best.1 >= NAMED).then_some(best.0)
    }

    fn under_lengths(&mut self, wide: &[usize]) {
        let of = |it: &usize| &self.facts[*it].profile;
        let filled = || wide.iter().filter(|it| of(it).filled > 0);
        let trials = self.is_taken(Role::Trials);
        let role = if filled().any(|it| of(it).fractions > 0) {
            Role::Successes
        } else if filled().all(|it| of(it).is_binary())
            && !(trials && self.many_trials().is_some() && filled().all(|it| of(it).flags == 0))
        {
            // A few rows of 0 and 1 may as well be shares of a small table.
            Role::Trial
        } else if filled().any(|it| of(it).percents > 0 || of(it).errors > 0)
            || filled().all(|it| of(it).is_share())
        {
            Role::Rate
        } else if trials && filled().all(|it| of(it).is_whole()) {
            Role::Successes
        } else {
            Role::Rate
        };
        for &column in wide {
            self.give(column, role, "its heading is a length");
        }
    }

    fn results(&mut self) {
        let fractions: Vec<usize> = self
            .columns()
            .filter(|&it| {
                self.is_free(it)
                    && self.facts[it].profile.fractions * 2 > self.facts[it].profile.filled
            })
            .collect();
        if !fractions.is_empty() && !self.set_to(&[Role::Successes, Role::Rate, Role::Trial]) {
            for column in fractions {
                self.give(column, Role::Successes, "successes of trials in each cell");
            }
            return;
        }
        let worth = |role: Role| self.best(role).map_or(0.0, |it| it.1);
        let trials = worth(Role::Trials) >= NAMED;
        let failed = worth(Role::Failed) >= NAMED;
        let counts = worth(Role::Successes) + if trials || failed { 0.6 } else { -1.0 };
        // What is 0 or 1 on every row is a trial unless trials are counted beside it.
        let one = worth(Role::Trial) - if trials { 1.5 } else { 0.0 };
        let rate = worth(Role::Rate);
        let is_rate_for_all = self
            .best(Role::Trial)
            .is_some_and(|it| !self.facts[it.0].profile.is_binary());
        let one = if is_rate_for_all { one - 1.5 } else { one };
        // Beside more trials than one, 0 and 1 may be a count or a share.
        let beside = self.best(Role::Trial).map(|it| it.0).filter(|&it| {
            self.is_zero_or_one(it) && self.many_trials().is_some_and(|trials| trials != it)
        });
        let one = if beside.is_some() { 0.0 } else { one };
        if counts >= NAMED && counts >= rate.max(one) - 0.7 {
            self.take(Role::Successes, NAMED - 0.6);
            self.take(Role::Trials, NAMED);
            self.take(Role::Failed, NAMED);
        } else if one >= 1.0 && one >= rate - 0.9 {
            self.take(Role::Trial, 1.0);
        } else if rate >= 1.0 {
            self.take(Role::Rate, 1.0);
            self.take(Role::Trials, NAMED);
        } else if let Some(column) = beside {
            self.give(
                column,
                Role::Successes,
                "0 and 1 beside trials: asked about",
            );
            self.take(Role::Trials, NAMED);
        }
        let has = |table: &Self| {
            table
                .columns()
                .any(|it| table.role(it).is_some_and(Role::is_result))
        };
        if !has(self) {
            self.take(Role::Trials, NAMED);
            self.nameless();
        }
        if !has(self) && self.is_taken(Role::Trials) {
            self.take(Role::Failed, NAMED);
        }
    }

    /// Results without a name that is known: headings are sets, or there are none.
    fn nameless(&mut self) {
        let free = |table: &Self| -> Vec<usize> {
            let usable = |it: &usize| {
                let heading = &table.facts[*it].heading;
                table.is_free(*it)
                    && table.facts[*it].profile.is_number()
                    && !decoy(heading)
                    && !(table.headed && heading.is_empty())
                    && (!known(heading)
                        || is_repeat(heading)
                        || named(heading, Role::Rate).max(named(heading, Role::Series)) > 0.0)
            };
            table.columns().filter(usable).collect()
        };
        let columns = free(self);
        let it = |column: usize| &self.facts[column].profile;
        let shares: Vec<usize> = columns
            .iter()
            .copied()
            .filter(|&c| {
                (it(c).is_share() && !it(c).is_binary()) || it(c).percents > 0 || it(c).errors > 0
            })
            .collect();
        if !shares.is_empty() {
            // Constant shares of 0 and 1 beside others are shares, too.
            let also = columns
                .iter()
                .copied()
                .filter(|&c| self.headed && it(c).is_share());
            for column in also.chain(shares).collect::<Vec<_>>() {
                let why = self.content(column);
                self.give(column, Role::Rate, &why);
            }
            return;
        }
        let binary = self
            .columns()
            .find(|&c| self.is_free(c) && it(c).is_binary() && !decoy(&self.facts[c].heading));
        if let Some(column) = binary {
            self.give(column, Role::Trial, "right or wrong in each cell");
            let repeats = |table: &Self, it: usize| {
                let facts = &table.facts[it];
                table.is_free(it) && facts.profile.is_binary() && is_repeat(&facts.heading)
            };
            if is_repeat(&self.facts[column].heading) {
                for column in self
                    .columns()
                    .filter(|&it| repeats(self, it))
                    .collect::<Vec<_>>()
                {
                    self.give(column, Role::Trial, "another try of the same");
                }
            }
            return;
        }
        // Without headings: successes before or behind the trials that they are of.
        let counts: Vec<usize> = columns
            .iter()
            .copied()
            .filter(|&c| it(c).is_whole() && it(c).min >= 0.0)
            .collect();
        if let (false, [a, b]) = (self.headed, &counts[..]) {
            let (few, many) = if it(*a).max <= it(*b).max {
                (*a, *b)
            } else {
                (*b, *a)
            };
            self.give(
                few,
                Role::Successes,
                "whole numbers, never above those of the trials",
            );
            self.give(
                many,
                Role::Trials,
                "whole numbers, never below the successes",
            );
            return;
        }
        let trials = self.is_taken(Role::Trials);
        for column in columns {
            let profile = it(column);
            let (min, max, whole) = (profile.min, profile.max, profile.is_whole());
            if trials && whole && min >= 0.0 {
                self.give(column, Role::Successes, "whole numbers beside trials");
            } else if min >= 0.0 && max <= 100.0 {
                self.give(column, Role::Rate, "numbers up to 100: asked about");
            }
        }
    }

    /// Sets, clusters and weights.
    fn sets(&mut self, kind: Kind, wide: &[usize]) {
        if kind != Kind::Survivors && !self.is_taken(Role::Weight) {
            self.take(Role::Weight, NAMED);
        }
        let single = self.is_taken(Role::Trial)
            || self.is_taken(Role::Path)
            || self.is_taken(Role::FirstMistake);
        let some = |table: &Self, column: usize| {
            let distinct = table.facts[column].profile.distinct();
            distinct <= MOST_SETS && (distinct < table.rows || !wide.is_empty())
        };
        // One trial a row: what many rows share is a cluster before it is a set.
        let cluster_first = kind == Kind::Paths || kind == Kind::Cohorts && single;
        let is_text = |table: &Self, column: usize| {
            !table.facts[column].profile.is_number()
                || named(&table.facts[column].heading, Role::Series) >= 3.0
        };
        let lengths = self
            .columns()
            .find(|&it| self.role(it) == Some(Role::Length));
        let lengths = lengths.map_or(1, |it| self.facts[it].profile.distinct());
        let mut told = lengths.max(1);
        let mut candidates: Vec<(f64, usize)> = self
            .columns()
            .filter(|&it| self.is_free(it) && some(self, it) && is_text(self, it))
            .filter(|&it| !of_clusters(&self.facts[it].heading))
            .map(|it| {
                let heading = &self.facts[it].heading;
                let set = named(heading, Role::Series);
                let cluster = named(heading, Role::Cluster);
                let score = if cluster_first && cluster >= set {
                    0.0
                } else {
                    set
                };
                (score, it)
            })
            .collect();
        candidates.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let by_person = self.columns().any(|it| self.set[it] == Some(Role::Series));
        let mut first = !by_person;
        for (score, column) in candidates {
            let needed = !single && kind != Kind::Paths && told < self.rows;
            let distinct = self.facts[column].profile.distinct();
            let good = score >= NAMED && first || needed && !by_person && distinct > 1;
            if good {
                first = false;
                told *= distinct.max(1);
                let why = if score >= NAMED {
                    "named like what is compared"
                } else {
                    "tells rows of one length apart"
                };
                self.give(column, Role::Series, why);
            }
        }
        if kind != Kind::Survivors && !self.is_taken(Role::Cluster) {
            let clusters = self.best(Role::Cluster).filter(|it| it.1 >= NAMED);
            let shared = clusters.is_some_and(|it| {
                let distinct = self.facts[it.0].profile.distinct();
                let by_name = of_clusters(&self.facts[it.0].heading);
                distinct > 1 && (by_name || distinct < self.rows || distinct >= 1000)
            });
            if shared {
                self.take(Role::Cluster, NAMED);
            }
        }
    }
}
