//! What has to be asked of each kind of table.

use super::failures::failures;
use super::scale::scale;
use super::{Result, Scheme, mistakes, name_of};
use crate::read::first::Seen;
use crate::read::guess::{Facts, Guess};
use crate::read::question::{Ask, Choice, Questions};
use crate::read::role::{Kind, Role};
use bounceback_core::number::format::{significant, whole};

/// Asks; what stands in the way is an obstacle.
pub(super) fn ask(
    facts: &[Facts],
    guess: &Guess,
    seen: Seen,
    scheme: &mut Scheme,
    questions: &mut Questions,
) {
    kind(guess, questions);
    match guess.kind {
        Kind::Cohorts => {
            length(facts, guess, scheme, questions);
            if scheme.results.is_empty() {
                scheme.obstacle.get_or_insert_with(|| NO_RESULT.to_owned());
            } else {
                beside(facts, guess, scheme, questions);
                failures(facts, scheme, questions);
                scale(facts, scheme, questions);
                trials(facts, scheme, questions);
            }
        }
        Kind::Survivors if scheme.first_mistake.is_some() => {
            mistakes::base(facts, seen, scheme, questions);
            mistakes::steps(facts, seen, scheme, questions);
        }
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
                && (guess.roles[it].0 != Role::Trials || profile.distinct() > 1)
                && matches!(
                    guess.roles[it].0,
                    Role::Ignore | Role::Length | Role::Rate | Role::Step | Role::Trials
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
            let mut both = [length, other];
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

/// What 0 and 1 are beside a number of trials: an answer gives the columns their roles.
fn beside(facts: &[Facts], guess: &Guess, scheme: &mut Scheme, questions: &mut Questions) {
    let Some(doubt) = &guess.doubt else {
        return;
    };
    let Some(&first) = doubt.columns.first() else {
        return;
    };
    let results = if doubt.columns.len() > 1 {
        "The results hold".to_owned()
    } else {
        format!("“{}” holds", name_of(facts, first))
    };
    let text = format!(
        "{results} only 0 and 1, and “{}” counts up to {} trials. What is a 1?",
        name_of(facts, doubt.trials),
        significant(facts[doubt.trials].profile.max, 6)
    );
    let choices = vec![
        Choice::new("one success of those trials"),
        Choice::new("a share: all of those trials succeeded"),
        Choice::new("the success of one trial, and those aren't trials"),
    ];
    let assumed = match doubt.assumed {
        Some(Role::Successes) => Some(0),
        Some(Role::Rate) => Some(1),
        _ => None,
    };
    if questions.ask(Ask::Beside, text, choices, assumed).is_none() {
        scheme.obstacle.get_or_insert_with(|| {
            "Nothing is read until it is said what 0 and 1 are beside so many trials.".to_owned()
        });
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
        "The counts begin after the first length. How many were there before it? The largest count is {}.",
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
