//! What numbers are where shares are wanted.

use super::{Scale, Scheme};
use crate::read::guess::Facts;
use crate::read::name::{of_percent, words};
use crate::read::question::{Ask, Choice, Questions};
use crate::read::role::Role;
use bounceback_core::number::format::significant;

/// What numbers are that should be shares.
pub(super) fn scale(facts: &[Facts], scheme: &mut Scheme, questions: &mut Questions) {
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
    unnamed(scheme, questions, &shares, (min, max));
}

/// Numbers beyond 1 of which nothing says that they are percents.
fn unnamed(scheme: &mut Scheme, questions: &mut Questions, shares: &[&Facts], range: (f64, f64)) {
    let (min, max) = range;
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
        let words = words(&it.heading).join(" ");
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
