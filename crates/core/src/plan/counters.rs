//! The two large counters beside the figure: how many have never erred, how many are fine.
//!
//! The page marks their places with `data-count="NAME"`. They are filled in by the build for
//! the end of the default completion, and by the running page for the length that is written.

use crate::exact::Exact;
use crate::model::criterion::Criterion;
use crate::model::scenario::Scenario;
use crate::number::format::count;
use crate::number::odds::odds;

/// What the counters count, at one length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counts {
    /// The length, in tokens.
    pub length: u64,
    /// The share that has never erred.
    pub flawless: f64,
    /// The share that succeeds by the second question.
    pub answer: f64,
    /// That question.
    pub criterion: Criterion,
    /// What a token is called.
    pub unit: &'static str,
    /// What those are said to have done who pass the first question.
    pub never: &'static str,
}

/// What success by the first question is called. Where drafts are thrown away, errors are made
/// that no text keeps.
pub fn never(scenario: &Scenario) -> &'static str {
    if scenario.course().has_drafts() {
        "kept no error"
    } else {
        "never erred"
    }
}

impl Counts {
    /// At the end of a completion.
    pub fn at_end(scenario: &Scenario) -> Self {
        let (exact, length) = (Exact::new(scenario), scenario.length());
        let criterion = scenario.criterion();
        Self {
            length,
            flawless: exact.success(Criterion::Flawless, length),
            answer: exact.success(criterion, length),
            criterion,
            unit: scenario.unit().0,
            never: never(scenario),
        }
    }

    /// The text for a name; `None` where there is no such counter.
    pub fn text(&self, name: &str) -> Option<String> {
        Some(match name {
            "flawless" => odds(self.flawless).count,
            "flawless.of" => odds(self.flawless).of,
            "answer" => odds(self.answer).count,
            "answer.of" => odds(self.answer).of,
            "never" => self.never.to_owned(),
            "means" => means(self.criterion),
            "at" => format!("after {}", count(self.length, self.unit)),
            _ => return None,
        })
    }
}

/// What success by a question is called: "83 in 100 are …".
fn means(criterion: Criterion) -> String {
    match criterion {
        Criterion::Flawless => "without a flaw".to_owned(),
        Criterion::Acceptable => "fine now".to_owned(),
        Criterion::Tolerant(0) => "without an error".to_owned(),
        Criterion::Tolerant(most) => format!("within {}", count(most, "error")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::share::link;

    #[test]
    fn the_counters_count_what_the_scenario_comes_to() {
        let counts = |link: &str| Counts::at_end(&link::read(link).scenario);
        let told = |link: &str, name: &str| counts(link).text(name).unwrap();
        assert_eq!(told("", "flawless"), "13");
        assert_eq!(told("", "answer"), "83");
        assert_eq!(told("", "answer.of"), "in 100");
        assert_eq!(told("tokens=1000", "flawless.of"), "in 23,000");
        assert_eq!(told("tokens=1", "at"), "after 1 token");
        assert_eq!(told("criterion=tolerant", "means"), "within 1 error");
        assert_eq!(counts("").text("nothing"), None);
    }
}
