//! Recipes in words.

use super::way::{COMMON_CAUSE, FATAL, JOINT, Means, Part, Way};
use crate::model::parameter::Key;
use crate::model::scenario::Scenario;
use crate::number::format::{percent, significant, whole};

/// A share of completions; what is not known says so.
pub(super) fn share(success: f64) -> String {
    percent(success)
}

/// So many of what a token stands for.
pub(crate) fn units(scenario: &Scenario, count: f64) -> String {
    let many = scenario.choice(Key::Unit);
    let count = if count < 1e6 && count.fract() == 0.0 {
        whole(count as u64)
    } else {
        significant(count, 3)
    };
    if count == "1" {
        format!("1 {}", one(scenario))
    } else {
        format!("{count} {many}")
    }
}

/// What one token stands for.
pub(crate) fn one(scenario: &Scenario) -> &'static str {
    scenario.choice(Key::Unit).trim_end_matches('s')
}

/// "for 606 steps", and what that comes to.
pub(super) fn price(scenario: &Scenario, cost: f64) -> String {
    let rounded = if cost < 1e6 { cost.round() } else { cost };
    let of = scenario.number(Key::Price);
    let paid = units(scenario, rounded);
    if of > 0.0 {
        format!("for {paid}, {} in all", significant(cost * of, 3))
    } else {
        format!("for {paid}")
    }
}

/// Small numbers as words.
fn count(number: u64) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    let word = WORDS.get(number as usize).copied();
    word.map_or_else(|| whole(number), str::to_owned)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

/// "each step", "every 5 steps", "all of it": of a text of some length.
fn each(scenario: &Scenario, length: u64, size: u64) -> String {
    if size >= length {
        "all of it".to_owned()
    } else if size == 1 {
        format!("each {}", one(scenario))
    } else {
        format!("every {}", units(scenario, size as f64))
    }
}

/// "each step", "every 5 steps", "once, at the end".
fn after(scenario: &Scenario, length: u64, size: u64) -> String {
    if size >= length {
        "once, at the end".to_owned()
    } else {
        each(scenario, length, size)
    }
}

/// What is done, in a few words.
pub(super) fn title(way: &Way, scenario: &Scenario) -> String {
    match way.parts[..] {
        [part] => capital(&means(part, scenario)),
        [first, second] => match (first.means, second.means) {
            (Means::Direct, _) => format!(
                "For the last {}: {}",
                piece(second, scenario),
                means(second, scenario)
            ),
            (_, Means::Direct) => format!(
                "For the first {}: {}",
                piece(first, scenario),
                means(first, scenario)
            ),
            _ => format!(
                "{}, then {}",
                capital(&means(first, scenario)),
                means(second, scenario)
            ),
        },
        [first, second, ..] => format!(
            "{}, then for the first {}: {}",
            capital(&means(first, scenario)),
            piece(second, scenario),
            means(second, scenario)
        ),
        [] => String::new(),
    }
}

fn piece(part: Part, scenario: &Scenario) -> String {
    units(scenario, part.tokens.unwrap_or(0) as f64)
}

fn means(part: Part, scenario: &Scenario) -> String {
    let length = part.tokens.unwrap_or(scenario.length());
    match part.means {
        Means::Direct => format!("one {} after the other", one(scenario)),
        Means::Lead { lead, step } => {
            format!(
                "sample {} until one answer is ahead by {}",
                each(scenario, length, step),
                count(lead)
            )
        }
        Means::Majority { votes, step } => {
            format!(
                "{} samples of {}, the majority wins",
                count(votes),
                each(scenario, length, step)
            )
        }
        Means::Check {
            interval,
            checkers,
            tries,
        } => {
            let who = if checkers == 1 {
                "check".to_owned()
            } else {
                format!("{} checkers in a row,", count(u64::from(checkers)))
            };
            let redone = match tries {
                0 => ", redo until it passes".to_owned(),
                tries => format!(", at most {} drafts", count(tries)),
            };
            format!("{who} {}{redone}", after(scenario, length, interval))
        }
        Means::Think { tokens } => format!(
            "think for {} first, which leaves {} of errors",
            units(scenario, tokens as f64),
            percent(scenario.number(Key::ThinkFloor)),
        ),
        Means::Query { interval } => format!(
            "ask again what the task is, {}, which catches {}",
            after(scenario, length, interval),
            percent(scenario.number(Key::Catch)),
        ),
        Means::Backtrack => format!(
            "go back where an error is noticed, {} at each {}",
            percent(scenario.number(Key::Catch)),
            one(scenario),
        ),
    }
}

/// The weakest point of a way.
pub(super) fn risk(way: &Way, scenario: &Scenario) -> String {
    let main = way.main();
    if main.is_voted() {
        let common = scenario.number(Key::CommonCause).max(COMMON_CAUSE);
        return format!("if {} of votes go wrong or right together", percent(common));
    }
    match main {
        Means::Check { checkers: 1, .. } => {
            let joint = scenario.number(Key::Joint).max(JOINT);
            format!("if it is blind to {} of the errors", percent(joint))
        }
        Means::Check { .. } => "if all are blind to the same errors".to_owned(),
        _ if scenario.process().parameters.contains(&Key::Fatal) => {
            let fatal = scenario.number(Key::Fatal).max(FATAL);
            format!("if {} of errors are final", percent(fatal))
        }
        Means::Think { .. } => "if thinking helps half as much".to_owned(),
        _ => "if half as much is noticed".to_owned(),
    }
}
