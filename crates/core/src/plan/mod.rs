//! What an engineer plans with: how far, at what cost, and what it would take.
//!
//! Each is a reading of [`crate::plan::reading`], by a name that begins with `plan.`. They
//! search, and so take longer than those of a sentence: the page fills them in once
//! nothing is being dragged.

pub mod also;
pub mod certain;
pub mod counters;
mod range;
pub mod reading;
pub mod recipes;
pub mod sentence;
pub mod verdict;
pub mod worked;

use crate::exact::{Answers, Attempts, Exact, Horizon, Inverse};
use crate::model::criterion::Criterion;
use crate::model::parameter::Key;
use crate::model::scenario::Scenario;
use crate::model::table::parameter;
use crate::number::format::{self, UNKNOWN, count, many, percent, round, significant};
use crate::number::probability::Probability;
use crate::plan::sentence::Compared;

pub use range::values;

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
    ("plan.half_life", |s| match Exact::new(s).halving() {
        Ok(half_life) => tokens(half_life, s),
        Err(far) => {
            let more = format::tokens(round((far - s.done()) as f64, 1));
            format!("more than {}", many(&more, s.unit().0))
        }
    }),
    ("plan.limit", |s| {
        percent(Exact::new(s).limit(s.criterion()))
    }),
    ("plan.errors", |s| {
        significant(Exact::new(s).expected_errors(s.length()), 3)
    }),
    ("plan.cost", |s| {
        paid(Exact::new(s).expected_cost(s.length()), s)
    }),
    ("plan.each", |s| {
        let exact = Exact::new(s);
        let each = exact.expected_cost(s.length()) / exact.success(s.criterion(), s.length());
        paid(each, s)
    }),
    ("plan.any", |s| attempts(s, |it| it.any)),
    ("plan.all", |s| attempts(s, |it| it.all)),
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
#[derive(Debug)]
struct Change {
    name: &'static str,
    key: Key,
    /// What the sentence says before the values, and after them.
    says: (&'static str, &'static str),
    /// What it speaks of where no value is called for.
    of: &'static str,
    /// What is said where the value 0, which means something else, is good enough too.
    special: &'static str,
}

const CHANGES: &[Change] = &[
    Change {
        name: "plan.recovery",
        key: Key::Recovery,
        says: ("Recover with a chance of ", " at each {one}."),
        of: "recovery",
        special: "",
    },
    Change {
        name: "plan.error",
        key: Key::Error,
        says: ("Err with a chance of ", " at each {one}."),
        of: "error rate",
        special: "",
    },
    Change {
        name: "plan.sensitivity",
        key: Key::Sensitivity,
        says: ("Have the check reject ", " of all spoiled drafts."),
        of: "sensitivity of the check",
        special: "",
    },
    Change {
        name: "plan.interval",
        key: Key::Interval,
        says: ("Check, or ask, every ", " {many}."),
        of: "interval between checks",
        special: "",
    },
    Change {
        name: "plan.lead",
        key: Key::Lead,
        says: ("Vote until one side is ahead by ", "."),
        of: "lead",
        special: " The majority of the votes will do, too.",
    },
    Change {
        name: "plan.catch",
        key: Key::Catch,
        says: ("Catch ", " of what has gone wrong."),
        of: "catch",
        special: "",
    },
    Change {
        name: "plan.tokens",
        key: Key::Tokens,
        says: ("Write ", " {many}."),
        of: "length",
        special: "",
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
    if let Some(sentence) = sentence::text(name, scenario) {
        return Some(sentence);
    }
    let mut search = Search::of(name, scenario)?;
    while search.look() {}
    Some(search.sentence())
}

/// What takes a while to say, look by look.
#[derive(Debug)]
pub struct Search(Saying);

#[derive(Debug)]
enum Saying {
    /// What it would take; no inverse where the parameter plays no part.
    Change(&'static Change, Box<Scenario>, Option<Box<Inverse>>),
    /// How all processes compare.
    Compared(Box<Compared>),
}

impl Search {
    /// Begins the search that a name stands for; `None` where it stands for none.
    pub fn of(name: &str, scenario: &Scenario) -> Option<Self> {
        if let Some(compared) = Compared::of(name, scenario) {
            return Some(Self(Saying::Compared(Box::new(compared))));
        }
        let change = CHANGES.iter().find(|change| change.name == name)?;
        let target = Probability::clamped(scenario.number(Key::Target));
        let inverse = scenario.uses(change.key).then(|| {
            let inverse = Inverse::of(scenario, change.key, scenario.criterion(), target);
            Box::new(inverse)
        });
        let scenario = Box::new(scenario.clone());
        Some(Self(Saying::Change(change, scenario, inverse)))
    }

    /// Looks at one more value; whether there are more to look at.
    pub fn look(&mut self) -> bool {
        match &mut self.0 {
            Saying::Change(_, _, inverse) => inverse.as_mut().is_some_and(|inverse| inverse.look()),
            Saying::Compared(compared) => compared.look(),
        }
    }

    /// What there is to say; the empty sentence where it would not be true.
    pub fn sentence(&self) -> String {
        match &self.0 {
            Saying::Change(change, scenario, inverse) => {
                let answers = inverse.as_ref().map(|it| it.answers());
                let answers = answers.map(|it| certain::only(it, scenario, change.key));
                change.sentence(scenario.unit(), answers.as_ref())
            }
            Saying::Compared(compared) => compared.sentence(),
        }
    }
}

impl Change {
    /// What the parameter must be for the target to be met at the end, all else as it is.
    fn sentence(&self, unit: (&str, &str), answers: Option<&Answers>) -> String {
        let Self {
            key,
            says: (before, after),
            of,
            special,
            ..
        } = *self;
        let Some(answers) = answers else {
            return format!("The {of} plays no part.");
        };
        let mut sentence = if answers.is_any() {
            format!("Any {of} will do.")
        } else if answers.is_none() {
            format!("No {of} is enough by itself.")
        } else {
            {
                let after = after.replace("{one}", unit.0).replace("{many}", unit.1);
                [before, &values(answers, parameter(key).kind), &after].concat()
            }
        };
        if answers.special == Some(true) {
            sentence += special;
        }
        sentence
    }
}

/// Every name that [`text`] knows.
pub fn names() -> impl Iterator<Item = &'static str> {
    let readings = READINGS.iter().map(|(name, _)| *name);
    let horizons = HORIZONS.iter().map(|(name, _)| *name);
    readings
        .chain(horizons)
        .chain(CHANGES.iter().map(|change| change.name))
        .chain(sentence::names())
}

/// The chance of several attempts at one task.
fn attempts(scenario: &Scenario, of: fn(&Attempts) -> f64) -> String {
    let asked = scenario.whole(Key::Attempts);
    let exact = Exact::new(scenario);
    percent(of(&exact.attempts(
        scenario.criterion(),
        scenario.length(),
        asked,
    )))
}

/// P(success by a criterion) at full length, never rounded to all.
pub fn at_end(scenario: &Scenario, criterion: Criterion) -> f64 {
    let success = Exact::new(scenario).success(criterion, scenario.length());
    if criterion == scenario.criterion() {
        certain::counted(scenario, success).0
    } else {
        success
    }
}

/// A number of tokens, with what they are called.
pub(crate) fn tokens(count: f64, scenario: &Scenario) -> String {
    if count.is_infinite() {
        return "for ever".to_owned();
    }
    if count.is_nan() {
        return UNKNOWN.to_owned();
    }
    many(&format::tokens(count), scenario.unit().0)
}

/// A number of tokens paid.
pub(crate) fn paid(cost: f64, scenario: &Scenario) -> String {
    if cost.is_infinite() {
        format!("{} without end", scenario.unit().1)
    } else {
        tokens(cost, scenario)
    }
}

/// How far success stays at or above a level, in words.
pub(crate) fn horizon(scenario: &Scenario, criterion: Criterion, level: f64) -> String {
    match Exact::new(scenario).horizon(criterion, Probability::clamped(level)) {
        Horizon::Tokens(length) => count(length, scenario.unit().0),
        Horizon::Beyond(farthest) => {
            format!(
                "more than {} {}",
                format::tokens(round(farthest as f64, 1)),
                scenario.unit().1
            )
        }
        Horizon::Infinite => format!("any number of {}", scenario.unit().1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::share::link;

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
            "Write 5 or fewer tokens."
        );
        assert_eq!(read("plan.50", "process=independent"), "68 tokens");
        assert_eq!(read("plan.50", ""), "any number of tokens");
        let vote = "process=independent&error=0.0569&technique=vote&step=1&lead=1&tokens=1048575";
        assert_eq!(
            read("plan.lead", vote),
            "Vote until one side is ahead by 6 or more."
        );
        assert_eq!(read("plan.lead", ""), "The lead plays no part.");
        assert_eq!(read("plan.bound", ""), "1 × 10⁻⁷%");
        let far = "process=self_conditioning&error=0.001&contagion=0.01&tokens=10000000";
        assert_ne!(read("plan.bound", far), "1 × 10⁻⁷%");
        assert_eq!(read("plan.recovery", "error=0"), "Any recovery will do.");
        assert_eq!(
            read("plan.recovery", "target=1"),
            "No recovery is enough by itself."
        );
    }

    #[test]
    fn values_in_words_say_no_more_than_holds() {
        // Every second length, and the last of them is said.
        assert_eq!(
            read("plan.tokens", "error=1&recovery=1&unit=steps&tokens=20"),
            "Write 2, 4, 6, or some others up to 1,000,000,000 steps."
        );
        // All is all: there is no more.
        assert_eq!(
            read("plan.recovery", "error=1&tokens=200"),
            "Recover with a chance of 100% at each token."
        );
        // Rounding alone would let some errors through.
        assert_eq!(
            read("plan.error", "target=1"),
            "Err with a chance of 0% at each token."
        );
        assert_eq!(
            read("plan.tokens", "target=1"),
            "No length is enough by itself."
        );
        assert_eq!(
            read("plan.recovery", "target=1&error=0"),
            "Any recovery will do."
        );
        let check = "process=independent&technique=verify&interval=1&target=1";
        assert_eq!(
            read("plan.sensitivity", check),
            "Have the check reject 100% of all spoiled drafts."
        );
        // One notation for a length and a price.
        let long = "tokens=1000000000&error=0";
        assert_eq!(read("plan.cost", long), "1,000,000,000 tokens");
        let votes = "process=independent&technique=vote&lead=100&step=1&target=1";
        assert_eq!(read("plan.end", votes), ">99.9999%");
    }
}
