//! How a table is to be gathered: its roles, with all that had to be asked about them.

use super::cell::Comma;
use super::guess::{Facts, Guess};
use super::name::{is_repeat, of_failures, of_percent, trials_in};
use super::question::{Ask, Choice, Questions};
use super::role::{Kind, Role};
use crate::number::format::{significant, whole};

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
    ask(facts, guess, &mut scheme, questions);
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

fn ask(facts: &[Facts], guess: &Guess, scheme: &mut Scheme, questions: &mut Questions) {
    kind(guess, questions);
    match guess.kind {
        Kind::Cohorts => {
            length(facts, guess, scheme, questions);
            if scheme.results.is_empty() {
                scheme.obstacle.get_or_insert_with(|| NO_RESULT.to_owned());
            } else {
                failures(facts, scheme, questions);
                scale(facts, scheme, questions);
                trials(facts, scheme, questions);
            }
        }
        Kind::Survivors if scheme.first_mistake.is_some() => base(facts, scheme, questions),
        Kind::Survivors => {
            length(facts, guess, scheme, questions);
            if scheme.results.is_empty() {
                scheme
                    .obstacle
                    .get_or_insert_with(|| NO_SURVIVORS.to_owned());
            } else {
                start(facts, scheme, questions);
            }
        }
        Kind::Paths => {
            let by_cell = scheme
                .results
                .iter()
                .any(|it| it.role == Role::Path || it.length.is_some());
            if scheme.results.is_empty()
                || !by_cell && (scheme.run.is_none() || scheme.step.is_none())
            {
                scheme.obstacle = Some(NO_PATHS.to_owned());
            } else {
                failures(facts, scheme, questions);
            }
        }
    }
}

const NO_LENGTH: &str = "There is no column that could be a length: how many tokens, steps or minutes \
    each row is about.";
const NO_TABLE: &str = "No table of numbers was found in this text.";
const NO_RESULT: &str = "No column says how many trials succeeded. Say which one does: its role is \
    successes, rate, or success of one trial.";
const NO_SURVIVORS: &str = "No column counts those that have made no mistake so far. Say which one \
    does: its role is survivors.";
const NO_PATHS: &str = "Paths need either a column of whole runs (1101), or three columns: run, \
    step, and right or wrong.";

fn kind(guess: &Guess, questions: &mut Questions) {
    let Some((rival, why)) = &guess.rival else {
        return;
    };
    let choices = Kind::ALL.map(|it| Choice::new(format!("{}: {}", it.name(), it.help())));
    let place = |kind: Kind| Kind::ALL.iter().position(|it| *it == kind);
    let assumed = place(guess.kind);
    let other = if *rival == guess.kind {
        ""
    } else {
        rival.name()
    };
    let text = format!(
        "This may be one of two kinds of data: {why}. It is read as {}{}.",
        guess.kind.name(),
        if other.is_empty() {
            String::new()
        } else {
            format!(", and could be {other}")
        }
    );
    questions.ask(Ask::Kind, text, choices.to_vec(), assumed);
}

fn length(facts: &[Facts], guess: &Guess, scheme: &mut Scheme, questions: &mut Questions) {
    if scheme.results.iter().any(|it| it.length.is_some()) {
        return;
    }
    let candidates: Vec<usize> = (0..facts.len())
        .filter(|&it| {
            let profile = &facts[it].profile;
            profile.is_number()
                && profile.max > 1.0
                && !profile.is_share()
                && matches!(
                    guess.roles[it].0,
                    Role::Ignore | Role::Length | Role::Rate | Role::Step
                )
        })
        .take(12)
        .collect();
    let choices = || {
        candidates
            .iter()
            .map(|&it| Choice::new(name_of(facts, it)))
            .collect::<Vec<_>>()
    };
    if let Some(length) = scheme.length {
        if let Some(other) = guess.other_length {
            let text = format!(
                "Two columns could be the length: “{}” and “{}”.",
                name_of(facts, length),
                name_of(facts, other)
            );
            let mut both = vec![length, other];
            both.sort_unstable();
            let choices = both
                .iter()
                .map(|&it| Choice::new(name_of(facts, it)))
                .collect();
            questions.ask(
                Ask::Length,
                text,
                choices,
                both.iter().position(|it| *it == length),
            );
        }
        return;
    }
    let text = "No column seems to be a length: how many tokens, steps or minutes each row is about. Which one is?";
    if candidates.is_empty() {
        let meant = |it: &Facts| it.profile.is_number() || it.profile.is_binary();
        let any = facts.iter().any(meant);
        scheme.obstacle = Some(if any { NO_LENGTH } else { NO_TABLE }.to_owned());
    } else {
        questions.ask(Ask::Length, text.to_owned(), choices(), None);
        scheme.obstacle =
            Some("Nothing is read until it is said which column is the length.".to_owned());
    }
}

/// The columns that the question for the length offers, by the choice's label.
pub(super) fn column_named(facts: &[Facts], label: &str) -> Option<usize> {
    (0..facts.len()).find(|&it| name_of(facts, it) == label)
}

fn failures(facts: &[Facts], scheme: &mut Scheme, questions: &mut Questions) {
    let Some(named) = scheme
        .results
        .iter()
        .find(|it| of_failures(&facts[it.column].heading))
    else {
        return;
    };
    let name = &scheme.headings[named.column];
    let text = format!("“{name}” is named after failures.");
    let choices = vec![
        Choice::new("it counts failures: it is turned around"),
        Choice::new("it counts successes"),
    ];
    let answer = questions.ask(Ask::Failures, text, choices, Some(0));
    let turned = answer.is_some_and(|it| it.0 == 0);
    for result in &mut scheme.results {
        result.failures = turned && of_failures(&facts[result.column].heading);
    }
}

/// What numbers are that should be shares.
fn scale(facts: &[Facts], scheme: &mut Scheme, questions: &mut Questions) {
    let shares = scheme
        .results
        .iter()
        .filter(|it| matches!(it.role, Role::Rate | Role::Trial));
    let shares: Vec<&Facts> = shares
        .map(|it| &facts[it.column])
        .filter(|it| it.profile.numbers > 0)
        .collect();
    scheme.scale = Some(Scale::Share);
    let plain = |it: &&Facts| it.profile.percents + it.profile.fractions < it.profile.numbers;
    let shares: Vec<&Facts> = shares.into_iter().filter(plain).collect();
    let said = shares.iter().any(|it| of_percent(&it.heading));
    let max = shares.iter().map(|it| it.profile.max).fold(0.0, f64::max);
    let min = shares
        .iter()
        .map(|it| it.profile.min)
        .fold(f64::INFINITY, f64::min);
    let within = shares.iter().all(|it| it.profile.is_share());
    if shares.is_empty() || within && !said {
        return;
    }
    if said && max <= 100.0 && min >= 0.0 {
        if max > 1.0 {
            scheme.scale = Some(Scale::OutOf(100.0));
            scheme
                .notes
                .push("Its heading says percent: 90 is read as 90%.".to_owned());
            return;
        }
        let text = "The heading says percent, but no number is above 1.".to_owned();
        let choices = vec![
            Choice::new("they are percents: 0.9 is 0.9%"),
            Choice::new("they are shares: 0.9 is 90%"),
        ];
        let answer = questions.ask(Ask::Scale, text, choices, Some(1));
        scheme.scale = Some(if answer.is_some_and(|it| it.0 == 0) {
            Scale::OutOf(100.0)
        } else {
            Scale::Share
        });
        return;
    }
    // An accuracy of 97.5 can only be a percentage; a score of 7 could be one of 10.
    let is_named = |it: &&Facts| {
        let names = [
            "acc",
            "accuracy",
            "em",
            "exact match",
            "success rate",
            "pass rate",
            "genauigkeit",
        ];
        let words = super::name::words(&it.heading).join(" ");
        names.iter().any(|name| {
            words == *name
                || words.starts_with(&format!("{name} "))
                || words.ends_with(&format!(" {name}"))
        }) || words.starts_with("pass 1")
            || words.starts_with("pass at")
    };
    let assumed = shares.iter().all(is_named) && max > 10.0 && max <= 100.0 && min >= 0.0;
    let names: Vec<String> = shares
        .iter()
        .take(3)
        .map(|it| format!("“{}”", it.heading))
        .collect();
    let wide = scheme.results.iter().any(|it| it.length.is_some());
    let names = if wide || names.iter().all(|it| it == "“”") {
        "The results".to_owned()
    } else {
        names.join(", ")
    };
    let verb = if shares.len() > 1 || wide {
        "hold"
    } else {
        "holds"
    };
    let text = format!(
        "{names} {verb} numbers from {} to {}, and shares lie between 0 and 1. What are they?",
        significant(min, 4),
        significant(max, 4)
    );
    let choices = vec![
        Choice::new("percents: 90 is 90%"),
        Choice::number(
            "scores: divide them by the best that can be had",
            "the best score",
        ),
        Choice::new("no results at all: nothing is fitted"),
        Choice::new("shares, and what isn't one is left out"),
    ];
    scheme.scale = match questions.ask(Ask::Scale, text, choices, assumed.then_some(0)) {
        Some((0, _)) => Some(Scale::OutOf(100.0)),
        Some((1, Some(best))) if best > 0.0 && best.is_finite() => Some(Scale::OutOf(best)),
        Some((3, _)) => Some(Scale::Share),
        _ => None,
    };
    if assumed {
        scheme
            .notes
            .push("Rates above 1 are read as percents.".to_owned());
    } else if scheme.scale.is_none() {
        scheme.obstacle = Some("Nothing is read until it is said what these numbers are: they are no shares as they stand.".to_owned());
    }
}

/// How many trials each result is of, where the table doesn't say.
fn trials(facts: &[Facts], scheme: &mut Scheme, questions: &mut Questions) {
    let said = |it: &Result| {
        let profile = &facts[it.column].profile;
        it.role == Role::Trial
            || it.trials.is_some()
            || profile.fractions * 2 > profile.filled
            || profile.errors * 2 > profile.filled
    };
    let counts = scheme.results.iter().all(|it| it.role == Role::Successes);
    let by_column = scheme.trials.is_some()
        || scheme.error.is_some() && !counts
        || scheme.failed.is_some() && counts;
    if by_column || scheme.results.iter().all(said) {
        return;
    }
    let what = if counts { "Successes" } else { "A share" };
    let text = format!(
        "{what} without a number of trials can't be weighed: 90% of 10 is not 90% of 1,000. How many trials were there at each length?"
    );
    let choices = vec![
        Choice::number("so many at each length", "trials"),
        Choice::new("one: each row is a single trial"),
        Choice::new("it isn't known: nothing is fitted"),
    ];
    // Each of a thousand rows may be a trial; that is for the person to say.
    scheme.each = match questions.ask(Ask::Trials, text, choices, None) {
        Some((0, Some(trials))) if trials > 0.0 && trials.is_finite() => Some(trials),
        Some((1, _)) => Some(1.0),
        _ => None,
    };
    if scheme.each.is_none() {
        scheme.obstacle.get_or_insert_with(|| {
            "Nothing is read until it is said how many trials there were.".to_owned()
        });
    }
}

/// How many there were before the first row of survivors.
fn start(facts: &[Facts], scheme: &mut Scheme, questions: &mut Questions) {
    if scheme.failed.is_some() {
        return;
    }
    let profile = |it: &usize| &facts[*it].profile;
    if let Some(trials) = scheme
        .trials
        .filter(|it| profile(it).min == profile(it).max)
    {
        scheme.start = Some(profile(&trials).max);
        return;
    }
    let from_zero = scheme.length.is_some_and(|it| profile(&it).min == 0.0)
        || scheme.results.iter().any(|it| it.length == Some(0.0));
    if from_zero {
        return;
    }
    let most = scheme
        .results
        .iter()
        .map(|it| facts[it.column].profile.max)
        .fold(0.0, f64::max);
    let text = format!(
        "The counts begin behind the first length. How many were there before it? The largest count is {}.",
        whole(most as u64)
    );
    let choices = vec![
        Choice::new("it isn't known: the first row is the beginning"),
        Choice::number("so many", "how many there were"),
        Choice::new(format!(
            "as many as the largest count: {}",
            whole(most as u64)
        )),
    ];
    let answer = questions.ask(Ask::Start, text, choices, Some(0));
    scheme.start = match answer {
        Some((1, Some(start))) if start > 0.0 && start.is_finite() => Some(start),
        Some((2, _)) => Some(most),
        _ => None,
    };
}

/// Whether the steps of first mistakes are counted from 0 or from 1.
fn base(facts: &[Facts], scheme: &mut Scheme, questions: &mut Questions) {
    let Some(column) = scheme.first_mistake else {
        return;
    };
    let it = &facts[column].profile;
    let (from, why) = if it.min == 0.0 {
        (0, "0 is among them")
    } else if it.min < 0.0 {
        (0, "−1 stands where there is no mistake")
    } else {
        (1, "0 is not among them")
    };
    let text = format!(
        "Are the steps in “{}” counted from 0 or from 1? {why}.",
        scheme.headings[column]
    );
    let choices = vec![
        Choice::new("from 0: the first step is 0"),
        Choice::new("from 1, and 0 means no mistake"),
    ];
    let answer = questions.ask(Ask::Base, text, choices, Some(from));
    scheme.base = if answer.is_some_and(|it| it.0 == 0) {
        0.0
    } else {
        1.0
    };
}
