//! What an engineer plans with: how far, at what cost, and what it would take.
//!
//! Each is a reading of [`crate::reading`], by a name that begins with `plan.`. They
//! search, and so take longer than those of a sentence: the page fills them in once
//! nothing is being dragged.

use crate::criterion::Criterion;
use crate::exact::{Answer, Exact, Horizon, Question, answer};
use crate::format::{percent, round, shortest, significant, whole};
use crate::math::{floor, log10, pow};
use crate::parameter::{Key, Kind};
use crate::probability::Probability;
use crate::scenario::Scenario;
use crate::table::parameter;

/// A number of the text: its name, and how it is read off a scenario.
pub type Reading = (&'static str, fn(&Scenario) -> String);

const READINGS: &[Reading] = &[
    ("plan.end", |s| percent(at_end(s, s.criterion()))),
    ("plan.half_life", |s| tokens(Exact::new(s).half_life())),
    ("plan.limit", |s| {
        percent(Exact::new(s).limit(s.criterion()))
    }),
    ("plan.errors", |s| {
        significant(Exact::new(s).expected_errors(s.length()), 3)
    }),
    ("plan.cost", |s| {
        paid(Exact::new(s).expected_cost(s.length()))
    }),
    ("plan.each", |s| {
        let exact = Exact::new(s);
        paid(exact.expected_cost(s.length()) / exact.success(s.criterion(), s.length()))
    }),
    ("plan.bound", |s| {
        significant(100.0 * Exact::new(s).bound(s.length()), 1) + "%"
    }),
];

/// Levels, and how far success stays there.
const HORIZONS: &[(&str, f64)] = &[
    ("plan.50", 0.5),
    ("plan.80", 0.8),
    ("plan.95", 0.95),
    ("plan.99", 0.99),
];

/// What it would take.
const INVERSES: &[(&str, Key, Question)] = &[
    ("plan.recovery", Key::Recovery, Question::Least),
    ("plan.error", Key::Error, Question::Most),
    ("plan.sensitivity", Key::Sensitivity, Question::Least),
    ("plan.interval", Key::Interval, Question::Most),
    ("plan.lead", Key::Lead, Question::Least),
    ("plan.catch", Key::Catch, Question::Least),
    ("plan.tokens", Key::Tokens, Question::Most),
];

/// The text for a name; `None` where there is no such reading.
pub fn text(name: &str, scenario: &Scenario) -> Option<String> {
    if let Some((_, read)) = READINGS.iter().find(|(known, _)| *known == name) {
        return Some(read(scenario));
    }
    if let Some((_, level)) = HORIZONS.iter().find(|(known, _)| *known == name) {
        return Some(horizon(scenario, scenario.criterion(), *level));
    }
    let (_, key, question) = INVERSES.iter().find(|(known, ..)| *known == name)?;
    Some(inverse(scenario, *key, *question))
}

/// Every name that [`text`] knows.
pub fn names() -> impl Iterator<Item = &'static str> {
    let readings = READINGS.iter().map(|(name, _)| *name);
    let horizons = HORIZONS.iter().map(|(name, _)| *name);
    readings
        .chain(horizons)
        .chain(INVERSES.iter().map(|(name, ..)| *name))
}

/// P(success by a criterion) at full length.
pub(crate) fn at_end(scenario: &Scenario, criterion: Criterion) -> f64 {
    Exact::new(scenario).success(criterion, scenario.length())
}

/// A number of tokens, with its unit.
pub(crate) fn tokens(count: f64) -> String {
    if count.is_infinite() {
        return "for ever".to_owned();
    }
    let count = significant(count, 3);
    if count == "1" {
        "1 token".to_owned()
    } else {
        format!("{count} tokens")
    }
}

/// A number of tokens paid.
pub(crate) fn paid(cost: f64) -> String {
    if cost.is_finite() {
        tokens(cost)
    } else {
        "tokens without end".to_owned()
    }
}

/// How far success stays at or above a level, in words.
pub(crate) fn horizon(scenario: &Scenario, criterion: Criterion, level: f64) -> String {
    match Exact::new(scenario).horizon(criterion, Probability::clamped(level)) {
        Horizon::Tokens(1) => "1 token".to_owned(),
        Horizon::Tokens(count) => format!("{} tokens", whole(count)),
        Horizon::Beyond(farthest) => {
            format!("more than {} tokens", significant(farthest as f64, 1))
        }
        Horizon::Infinite => "any number of tokens".to_owned(),
    }
}

/// What a parameter must be for the target to be met at the end, in words.
fn inverse(scenario: &Scenario, key: Key, question: Question) -> String {
    if !scenario.uses(key) {
        return "not used".to_owned();
    }
    let target = Probability::clamped(scenario.number(Key::Target));
    match answer(scenario, key, question, scenario.criterion(), target) {
        Answer::Any => "any value will do".to_owned(),
        Answer::None => "no value will do".to_owned(),
        Answer::Value(value) => {
            let words = match question {
                Question::Least => "at least",
                Question::Most => "at most",
            };
            let value = match parameter(key).kind {
                Kind::Whole { .. } => whole(value as u64),
                Kind::Probability => shortest(safe(value * 100.0, question)) + "%",
                _ => shortest(safe(value, question)),
            };
            format!("{words} {value}")
        }
    }
}

/// Three significant digits of a value, rounded to the side on which the target is met.
fn safe(value: f64, question: Question) -> f64 {
    if value == 0.0 {
        return value;
    }
    let near = round(value, 3);
    let unit = pow(10.0, floor(log10(value)) - 2.0);
    // A digit lost in the last place is no step away.
    let slack = 1e-9 * value;
    match question {
        Question::Least if near < value - slack => round(near + unit, 3),
        Question::Most if near > value + slack => round(near - unit, 3),
        _ => near,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link;

    fn read(name: &str, link: &str) -> String {
        text(name, &link::read(link).scenario).unwrap()
    }

    #[test]
    fn the_plan_says_what_it_would_take() {
        // ρ/(E + ρ) ≥ 95% at E = 1%.
        assert_eq!(read("plan.recovery", "tokens=1000"), "at least 19%");
        assert_eq!(read("plan.error", "tokens=1000"), "at most 0.263%");
        assert_eq!(read("plan.tokens", "process=independent"), "at most 5");
        assert_eq!(read("plan.50", "process=independent"), "68 tokens");
        assert_eq!(read("plan.50", ""), "any number of tokens");
        let vote = "process=independent&error=0.0569&technique=vote&step=1&lead=1&tokens=1048575";
        assert_eq!(read("plan.lead", vote), "at least 6");
        assert_eq!(read("plan.lead", ""), "not used");
        assert_eq!(read("plan.bound", ""), "1 × 10⁻⁷%");
        let faint = "process=self_conditioning&error=0.001&contagion=1e-5&tokens=10000000";
        assert_eq!(read("plan.bound", faint), "100%");
        assert_eq!(read("plan.recovery", "error=0"), "any value will do");
        assert_eq!(read("plan.recovery", "target=1"), "no value will do");
    }

    #[test]
    fn what_the_plan_rounds_still_meets_the_target() {
        for (value, least, most) in [
            (0.123_44, 0.124, 0.123),
            (99.96, 100.0, 99.9),
            (5.0, 5.0, 5.0),
        ] {
            assert_eq!(safe(value, Question::Least), least);
            assert_eq!(safe(value, Question::Most), most);
        }
    }
}
