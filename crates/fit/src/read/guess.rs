//! What columns seem to mean, by their names and by what is in them.

use super::name::{decoy, named, of_clusters, of_percent};
use super::profile::Profile;
use super::role::{Kind, Role};

/// What is known of a column.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    pub(super) heading: String,
    pub(super) profile: Profile,
    /// The length that its heading is.
    pub(super) length: Option<f64>,
}

/// What a column seems to mean, and why.
pub(super) type Meaning = (Role, String);

/// What seems to be meant by a table.
#[derive(Clone, Debug)]
pub(super) struct Guess {
    pub(super) kind: Kind,
    /// One for each column.
    pub(super) roles: Vec<Meaning>,
    /// Another kind that it may be of, and what speaks for either.
    pub(super) rival: Option<(Kind, String)>,
    /// Another column that is named like a length.
    pub(super) other_length: Option<usize>,
    /// Results of 0 and 1 beside a number of trials.
    pub(super) doubt: Option<Doubt>,
}

/// A name that fits this well decides.
const NAMED: f64 = 1.4;

/// Guesses; roles that a person has set are kept.
pub(super) fn guess(
    facts: &[Facts],
    set: &[Option<Role>],
    kind: Option<Kind>,
    rows: usize,
    headed: bool,
) -> Guess {
    let mut table = Table {
        facts,
        set,
        rows,
        headed,
        roles: vec![None; facts.len()],
        rival: None,
        doubt: None,
    };
    let guessed = table.kind();
    let kind = kind.unwrap_or(guessed);
    let other_length = table.assign(kind);
    let roles = table
        .roles
        .into_iter()
        .zip(set)
        .map(|(role, set)| match (role, set) {
            (_, Some(role)) => (*role, "chosen by you".to_owned()),
            (Some(role), None) => role,
            (None, None) => (Role::Ignore, "nothing that is needed here".to_owned()),
        });
    let roles = roles.collect();
    Guess {
        kind,
        roles,
        rival: table.rival,
        other_length,
        doubt: table.doubt,
    }
}

/// How well a heading names a role; “correct in %” is a rate, though “correct” is a count.
fn named_or_percent(heading: &str, role: Role) -> f64 {
    let counts = [Role::Successes, Role::Failed, Role::Trial];
    if !of_percent(heading) || role != Role::Rate && !counts.contains(&role) {
        return named(heading, role);
    }
    let result = counts.iter().any(|it| named(heading, *it) >= 1.0);
    match role {
        Role::Rate if result => 3.0,
        Role::Rate => named(heading, role),
        _ => 0.0,
    }
}

struct Table<'a> {
    facts: &'a [Facts],
    set: &'a [Option<Role>],
    rows: usize,
    headed: bool,
    roles: Vec<Option<Meaning>>,
    rival: Option<(Kind, String)>,
    doubt: Option<Doubt>,
}

impl Table<'_> {
    fn columns(&self) -> std::ops::Range<usize> {
        0..self.facts.len()
    }

    /// Whether a column's cells can play a role at all.
    fn can(&self, column: usize, role: Role) -> bool {
        let it = &self.facts[column].profile;
        let counts = it.is_whole() && it.min >= 0.0;
        match role {
            Role::Length => it.is_number() && it.max > 0.0 && it.fractions == 0 && it.percents == 0,
            Role::Step => it.is_whole(),
            Role::Trials | Role::Failed => counts,
            Role::Survivors => counts && it.max > 1.0,
            Role::Successes => {
                let beside = || {
                    named(&self.facts[column].heading, role) >= 1.0
                        && self.is_zero_or_one(column)
                        && self.many_trials().is_some()
                };
                counts && (it.max > 1.0 || it.fractions > 0 || beside())
            }
            Role::Rate => {
                it.is_number()
                    && (it.min >= 0.0 || named(&self.facts[column].heading, role) >= NAMED)
            }
            Role::StandardError => it.is_number() && it.min >= 0.0,
            Role::Trial => {
                it.is_binary()
                    || it.is_share()
                    || it.is_number() && it.min >= 0.0 && it.max <= 100.0
            }
            Role::Right | Role::Outcome => it.is_binary(),
            Role::Path => it.is_path(),
            Role::FirstMistake => (it.is_whole() || it.filled == 0) && it.min >= -1.0,
            Role::Weight => it.is_number() && it.min >= 0.0 && it.max > 0.0,
            Role::Run | Role::Cluster | Role::Series | Role::Ignore => it.filled > 0,
        }
    }

    /// How well a column plays a role; 0 where it can't or may not.
    fn score(&self, column: usize, role: Role) -> f64 {
        match self.set[column] {
            Some(set) => return if set == role { 100.0 } else { 0.0 },
            None if self.roles[column].is_some() || !self.can(column, role) => return 0.0,
            None => {}
        }
        let facts = &self.facts[column];
        let it = &facts.profile;
        let name = named_or_percent(&facts.heading, role);
        let content = match role {
            Role::Length if it.times > 0 => 3.0,
            Role::Length if it.grows && it.distinct() > 1 => 0.3,
            Role::Cluster if facts.heading.to_lowercase().contains("family") => 0.2,
            Role::Cluster if of_clusters(&facts.heading) => 0.5,
            Role::Length if it.is_binary() || it.is_share() => -1.0,
            Role::Rate if it.percents > 0 || it.errors > 0 => 0.8,
            Role::Rate if it.is_share() && !it.is_binary() => 0.5,
            Role::Successes if it.fractions > 0 => 2.0,
            Role::Trial if it.is_binary() => 0.8,
            _ => 0.0,
        };
        if decoy(&facts.heading) && name < 3.0 && it.times == 0 {
            0.0
        } else {
            (name + content).max(0.0)
        }
    }

    fn best(&self, role: Role) -> Option<(usize, f64)> {
        let scores = self.columns().map(|it| (it, self.score(it, role)));
        // Of equals the first.
        scores
            .rev()
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .filter(|it| it.1 > 0.0)
    }

    fn has(&self, role: Role) -> bool {
        self.best(role).is_some_and(|it| it.1 >= NAMED)
    }

    /// Gives a role to the column that plays it best.
    fn take(&mut self, role: Role, least: f64) -> Option<usize> {
        let (column, score) = self.best(role).filter(|it| it.1 >= least)?;
        let content = self.content(column);
        let why = if named(&self.facts[column].heading, role) >= 1.0 {
            format!("named like {}; {content}", role.name())
        } else {
            content
        };
        if score < 100.0 {
            self.roles[column] = Some((role, why));
        }
        Some(column)
    }

    fn give(&mut self, column: usize, role: Role, why: &str) {
        if self.set[column].is_none() {
            self.roles[column] = Some((role, why.to_owned()));
        }
    }

    /// What a column holds, in a few words.
    fn content(&self, column: usize) -> String {
        let it = &self.facts[column].profile;
        let words = if it.is_path() {
            "runs of right and wrong"
        } else if it.fractions > 0 {
            "successes of trials in each cell"
        } else if it.is_binary() {
            "right or wrong in each cell"
        } else if it.percents > 0 {
            "in percent"
        } else if it.is_share() && !it.is_whole() {
            "between 0 and 1"
        } else if it.is_number() && it.grows && it.distinct() > 1 {
            "rises"
        } else if it.is_whole() && it.falls && it.distinct() > 1 {
            "whole numbers that only fall"
        } else if it.is_whole() {
            "whole numbers"
        } else if it.is_number() {
            "numbers"
        } else {
            "texts"
        };
        words.to_owned()
    }

    /// Columns whose headings are lengths.
    fn wide(&self) -> Vec<usize> {
        self.columns()
            .filter(|&it| self.facts[it].length.is_some())
            .collect()
    }

    fn set_to(&self, roles: &[Role]) -> bool {
        self.set.iter().flatten().any(|it| roles.contains(it))
    }

    /// Which kind the table is of.
    fn kind(&mut self) -> Kind {
        if self.set_to(&[Role::Path, Role::Right]) {
            return Kind::Paths;
        }
        if self.set_to(&[Role::Survivors, Role::FirstMistake]) {
            return Kind::Survivors;
        }
        if self.set_to(&[Role::Successes, Role::Trial, Role::Rate]) {
            return Kind::Cohorts;
        }
        if self.has_path() || self.is_long() {
            return Kind::Paths;
        }
        let wide = self.wide();
        if !wide.is_empty() {
            return self.kind_of_wide(&wide);
        }
        let length = self.best(Role::Length).is_some();
        if length && (self.has(Role::FirstMistake) || self.has(Role::Survivors)) {
            return Kind::Survivors;
        }
        if self.is_of_first_mistakes() {
            return Kind::Survivors;
        }
        if self.falling().is_some() {
            return Kind::Survivors;
        }
        self.is_nested();
        Kind::Cohorts
    }

    fn has_path(&self) -> bool {
        self.columns()
            .any(|it| self.can(it, Role::Path) && self.set[it].is_none())
    }

    /// Run, step, right: one step a row.
    fn is_long(&self) -> bool {
        let Some((step, score)) = self.best(Role::Step) else {
            return false;
        };
        let repeats = |it: usize| self.facts[it].profile.distinct() < self.rows;
        let run = self
            .best(Role::Run)
            .filter(|it| it.1 >= NAMED && it.0 != step);
        score >= NAMED
            && run.is_some_and(|it| repeats(it.0))
            && self.is_judged(step, run.map(|it| it.0))
            && !self.has(Role::Trials)
    }

    /// Whether steps are right or wrong by a column: one that is named so, or the only one that
    /// can be.
    fn is_judged(&self, step: usize, run: Option<usize>) -> bool {
        let other = |it: &usize| {
            *it != step && Some(*it) != run && self.can(*it, Role::Right) && self.set[*it].is_none()
        };
        self.best(Role::Right).is_some_and(|it| it.1 >= 1.0)
            || self.columns().filter(other).count() == 1
    }

    fn kind_of_wide(&mut self, wide: &[usize]) -> Kind {
        let profile = |it: &usize| &self.facts[*it].profile;
        let lengths: Vec<f64> = wide
            .iter()
            .filter_map(|it| self.facts[*it].length)
            .collect();
        let in_order = lengths.windows(2).all(|it| it[1] == it[0] + 1.0) && lengths[0] <= 1.0;
        if wide
            .iter()
            .all(|it| profile(it).is_binary() || profile(it).filled == 0)
        {
            let why = "each row holds only right and wrong under headings that count";
            if in_order {
                self.rival = Some((
                    Kind::Cohorts,
                    format!("{why} 1, 2, 3: the steps of one run, or one trial at each length"),
                ));
                return Kind::Paths;
            }
            return Kind::Cohorts;
        }
        let falling = wide.windows(2).all(|it| {
            profile(&it[1]).max <= profile(&it[0]).max && profile(&it[1]).min <= profile(&it[0]).min
        });
        let counts = wide
            .iter()
            .all(|it| profile(it).is_whole() && profile(it).max > 1.0);
        let percents = wide.iter().any(|it| profile(it).percents > 0);
        let tall = wide.iter().any(|it| profile(it).max > 100.0);
        if falling && counts && !percents && tall && !self.has(Role::Trials) && wide.len() > 2 {
            self.rival = Some((Kind::Cohorts, "counts that only fall from length to length: one group that is followed, or trials of their own at each length".to_owned()));
            return Kind::Survivors;
        }
        Kind::Cohorts
    }

    /// Counts that only fall while the length rises, and nothing else: one group followed.
    fn falling(&mut self) -> Option<()> {
        let named_else = [Role::Successes, Role::Rate, Role::Trial, Role::Trials]
            .iter()
            .any(|role| self.has(*role));
        let length = self.length_column()?;
        let rising = self.facts[length].profile.grows;
        let mut others = self
            .columns()
            .filter(|&it| it != length && self.facts[it].profile.is_number());
        let falls = |it: usize| {
            let it = &self.facts[it].profile;
            it.is_whole() && it.falls && it.max > 100.0 && it.distinct() > 2 && it.percents == 0
        };
        let all = others.clone().count() > 0 && others.all(falls);
        (!named_else && rising && all && self.rows > 2).then_some(())?;
        self.rival = Some((Kind::Cohorts, "counts that only fall while the length rises: one group that is followed, or trials of their own at each length".to_owned()));
        Some(())
    }

    /// Successes of a constant number of trials that only fall could be one group, too.
    fn is_nested(&mut self) {
        let (Some((trials, t)), Some((successes, s))) =
            (self.best(Role::Trials), self.best(Role::Successes))
        else {
            return;
        };
        let it = &self.facts[trials].profile;
        let counts = &self.facts[successes].profile;
        let total = it.min == it.max && it.max >= counts.max && counts.falls;
        if trials != successes
            && t >= NAMED
            && s >= NAMED
            && total
            && self.rows > 3
            && counts.distinct() > 2
        {
            self.rival = Some((
                Kind::Survivors,
                format!(
                    "successes only fall, of the same {} each time: trials of their own at each length, or one group that is followed",
                    it.max
                ),
            ));
        }
    }

    /// The column that is the length, without giving it away.
    fn length_column(&self) -> Option<usize> {
        if let Some((column, _)) = self.best(Role::Length).filter(|it| it.1 >= 1.0) {
            return Some(column);
        }
        // By content alone: the first column of numbers above 0 that isn't a result.
        let named_else = |it: usize| {
            let results = [
                Role::Successes,
                Role::Trials,
                Role::Rate,
                Role::StandardError,
                Role::Survivors,
                Role::Failed,
                Role::Trial,
                Role::Weight,
                Role::FirstMistake,
                Role::Outcome,
            ];
            results
                .iter()
                .any(|role| named(&self.facts[it].heading, *role) >= 1.0)
        };
        let nameless = |it: usize| self.headed && self.facts[it].heading.is_empty();
        self.columns().find(|&it| {
            let profile = &self.facts[it].profile;
            self.can(it, Role::Length)
                && self.set[it].is_none()
                && self.roles[it].is_none()
                && profile.min >= 0.0
                && !profile.is_binary()
                && !profile.is_share()
                && !decoy(&self.facts[it].heading)
                && !named_else(it)
                && !nameless(it)
                && profile.distinct() > 1
                && (profile.grows || profile.distinct() * 2 <= self.rows)
        })
    }
}

/// Columns that hold only 0 and 1 beside a number of trials: counts, shares, or single trials.
#[derive(Clone, Debug)]
pub(super) struct Doubt {
    pub(super) columns: Vec<usize>,
    pub(super) trials: usize,
    /// What they are read as; nothing where a name doesn't tell.
    pub(super) assumed: Option<Role>,
}

mod assign;
mod beside;
