//! How a table is to be gathered: its roles, with all that had to be asked about them.

use super::cell::Comma;
use super::first::Seen;
use super::guess::{Facts, Guess};
use super::name::{is_repeat, trials_in};
use super::question::Questions;
use super::role::{Kind, Role};

/// What numbers of a result are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Scale {
    Share,
    /// The number at which all succeeded: 100 for percents.
    OutOf(f64),
}

/// A column of results.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Result {
    pub(super) column: usize,
    pub(super) role: Role,
    /// The length that its heading is.
    pub(super) length: Option<f64>,
    /// The set that it is by itself; empty where it is the only one.
    pub(super) name: String,
    /// Whether it counts failures.
    pub(super) failures: bool,
    /// The trials that its heading tells.
    pub(super) trials: Option<f64>,
}

/// Which columns are gathered, and how.
#[derive(Clone, Debug, Default)]
pub(super) struct Scheme {
    pub(super) headings: Vec<String>,
    pub(super) commas: Vec<Option<Comma>>,
    pub(super) kind: Option<Kind>,
    pub(super) results: Vec<Result>,
    pub(super) length: Option<usize>,
    pub(super) trials: Option<usize>,
    pub(super) error: Option<usize>,
    pub(super) failed: Option<usize>,
    pub(super) run: Option<usize>,
    pub(super) step: Option<usize>,
    pub(super) outcome: Option<usize>,
    pub(super) first_mistake: Option<usize>,
    pub(super) cluster: Option<usize>,
    pub(super) weight: Option<usize>,
    pub(super) sets: Vec<usize>,
    pub(super) scale: Option<Scale>,
    /// So many trials at each length, where a column doesn't say.
    pub(super) each: Option<f64>,
    /// How many there were at the beginning.
    pub(super) start: Option<f64>,
    /// The number of the first step.
    pub(super) base: f64,
    /// So many steps each run had, where a column doesn't say.
    pub(super) steps: Option<f64>,
    /// Whether −1 is the label of a wrong step.
    pub(super) minus_is_wrong: bool,
    /// Why nothing can be read yet.
    pub(super) obstacle: Option<String>,
    pub(super) notes: Vec<String>,
}

/// What is to be done, and what is to be asked.
pub(super) fn scheme(
    facts: &[Facts],
    guess: &Guess,
    seen: Seen,
    commas: &[Option<Comma>],
    questions: &mut Questions,
) -> Scheme {
    let columns = |role: Role| {
        guess
            .roles
            .iter()
            .enumerate()
            .filter(move |(_, it)| it.0 == role)
            .map(|it| it.0)
    };
    let first = |role: Role| columns(role).next();
    let mut scheme = Scheme {
        headings: (0..facts.len()).map(|it| name_of(facts, it)).collect(),
        commas: commas.to_vec(),
        kind: Some(guess.kind),
        length: first(Role::Length),
        trials: first(Role::Trials),
        error: first(Role::StandardError),
        failed: first(Role::Failed),
        run: first(Role::Run),
        step: first(Role::Step),
        outcome: first(Role::Outcome),
        first_mistake: first(Role::FirstMistake),
        cluster: first(Role::Cluster),
        weight: first(Role::Weight),
        sets: columns(Role::Series).collect(),
        ..Scheme::default()
    };
    let wanted: &[Role] = match guess.kind {
        Kind::Cohorts => &[Role::Successes, Role::Rate, Role::Trial],
        // Someone who calls successes survivors means them.
        Kind::Survivors if first(Role::Survivors).is_none() => &[Role::Successes],
        Kind::Survivors => &[Role::Survivors],
        Kind::Paths => &[Role::Path, Role::Right],
    };
    let results = || (0..facts.len()).filter(|&it| wanted.contains(&guess.roles[it].0));
    let apart = results().filter(|&it| facts[it].length.is_none()).count() > 1
        && !results().all(|it| is_repeat(&facts[it].heading));
    scheme.results = results()
        .map(|column| Result {
            column,
            role: guess.roles[column].0,
            length: facts[column].length,
            name: if apart {
                scheme.headings[column].clone()
            } else {
                String::new()
            },
            failures: false,
            trials: trials_in(&facts[column].heading),
        })
        .collect();
    // Failures of trials are their other side.
    if guess.kind == Kind::Cohorts && scheme.results.is_empty() && scheme.trials.is_some() {
        scheme
            .results
            .extend(scheme.failed.take().map(|column| Result {
                column,
                role: Role::Successes,
                length: None,
                name: String::new(),
                failures: true,
                trials: None,
            }));
    }
    scheme.minus_is_wrong = results().any(|it| facts[it].profile.min == -1.0);
    ask::ask(facts, guess, seen, &mut scheme, questions);
    scheme
}

/// The name of a column, as it is spoken of.
pub(super) fn name_of(facts: &[Facts], column: usize) -> String {
    let heading = facts.get(column).map_or("", |it| it.heading.as_str());
    if heading.is_empty() {
        format!("column {}", column + 1)
    } else {
        heading.chars().take(60).collect()
    }
}

/// The columns that the question for the length offers, by the choice's label.
pub(super) fn column_named(facts: &[Facts], label: &str) -> Option<usize> {
    (0..facts.len()).find(|&it| name_of(facts, it) == label)
}

mod ask;
mod failures;
mod mistakes;
mod scale;
