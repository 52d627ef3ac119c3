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
    ("plan.means", |s| {
        let means = match s.criterion() {
            Criterion::Acceptable => "acceptable",
            Criterion::Flawless => "flawless",
            Criterion::Tolerant(_) => "within the tolerance",
        };
        means.to_owned()
    }),
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

/// One thing that could be changed, and what it would take.
struct Inverse {
    name: &'static str,
    key: Key,
    question: Question,
    /// What the sentence says before the value, and after it.
    says: (&'static str, &'static str),
    /// What it speaks of where no value is called for.
    of: &'static str,
}

const INVERSES: &[Inverse] = &[
    Inverse {
        name: "plan.recovery",
        key: Key::Recovery,
        question: Question::Least,
        says: ("Recover with a chance of ", " or more at each token."),
        of: "recovery",
    },
    Inverse {
        name: "plan.error",
        key: Key::Error,
        question: Question::Most,
        says: ("Err with a chance of ", " or less at each token."),
        of: "error rate",
    },
    Inverse {
        name: "plan.sensitivity",
        key: Key::Sensitivity,
        question: Question::Least,
        says: ("Have the check reject ", " or more of all spoiled drafts."),
        of: "sensitivity of the check",
    },
    Inverse {
        name: "plan.interval",
        key: Key::Interval,
        question: Question::Most,
        says: ("Put a check every ", " tokens, or more often."),
        of: "interval between checks",
    },
    Inverse {
        name: "plan.lead",
        key: Key::Lead,
        question: Question::Least,
        says: ("Vote until one side is ", " or more ahead."),
        of: "lead",
    },
    Inverse {
        name: "plan.catch",
        key: Key::Catch,
        question: Question::Least,
        says: ("Catch ", " or more of what has gone wrong."),
        of: "catch",
    },
    Inverse {
        name: "plan.tokens",
        key: Key::Tokens,
        question: Question::Most,
        says: ("Write ", " tokens or fewer."),
        of: "length",
    },
];

/// The text for a name; `None` where there is no such reading.
pub fn text(name: &str, scenario: &Scenario) -> Option<String> {
    if let Some((_, read)) = READINGS.iter().find(|(known, _)| *known == name) {
        return Some(read(scenario));
    }
    if let Some((_, level)) = HORIZONS.iter().find(|(known, _)| *known == name) {
        return Some(horizon(scenario, scenario.criterion(), *level));
    }
    let inverse = INVERSES.iter().find(|inverse| inverse.name == name)?;
    Some(inverse.sentence(scenario))
}

/// Every name that [`text`] knows.
pub fn names() -> impl Iterator<Item = &'static str> {
    let readings = READINGS.iter().map(|(name, _)| *name);
    let horizons = HORIZONS.iter().map(|(name, _)| *name);
    readings
        .chain(horizons)
        .chain(INVERSES.iter().map(|inverse| inverse.name))
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

impl Inverse {
    /// What the parameter must be for the target to be met at the end, all else as it is.
    fn sentence(&self, scenario: &Scenario) -> String {
        let Self {
            key, question, of, ..
        } = *self;
        if !scenario.uses(key) {
            return format!("The {of} plays no part.");
        }
        let target = Probability::clamped(scenario.number(Key::Target));
        match answer(scenario, key, question, scenario.criterion(), target) {
            Answer::Any => format!("Any {of} will do."),
            Answer::None => format!("No {of} is enough by itself."),
            Answer::Value(value) => {
                let value = match parameter(key).kind {
                    Kind::Whole { .. } => whole(value as u64),
                    Kind::Probability => shortest(safe(value * 100.0, question)) + "%",
                    _ => shortest(safe(value, question)),
                };
                let (before, after) = self.says;
                [before, &value, after].concat()
            }
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
        assert_eq!(
            read("plan.recovery", "tokens=1000"),
            "Recover with a chance of 19% or more at each token."
        );
        assert_eq!(
            read("plan.error", "tokens=1000"),
            "Err with a chance of 0.263% or less at each token."
        );
        assert_eq!(
            read("plan.tokens", "process=independent"),
            "Write 5 tokens or fewer."
        );
        assert_eq!(read("plan.50", "process=independent"), "68 tokens");
        assert_eq!(read("plan.50", ""), "any number of tokens");
        let vote = "process=independent&error=0.0569&technique=vote&step=1&lead=1&tokens=1048575";
        assert_eq!(
            read("plan.lead", vote),
            "Vote until one side is 6 or more ahead."
        );
        assert_eq!(read("plan.lead", ""), "The lead plays no part.");
        assert_eq!(read("plan.bound", ""), "1 × 10⁻⁷%");
        let faint = "process=self_conditioning&error=0.001&contagion=1e-5&tokens=10000000";
        assert_eq!(read("plan.bound", faint), "1 × 10⁻⁷%");
        assert_eq!(read("plan.recovery", "error=0"), "Any recovery will do.");
        assert_eq!(
            read("plan.recovery", "target=1"),
            "No recovery is enough by itself."
        );
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
