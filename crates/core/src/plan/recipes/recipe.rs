//! A recipe: a way that was found, and all that is told of it.

use super::found::Found;
use super::way::{Kind, Twist};
use super::words;
use crate::model::parameter::Key;
use crate::model::scenario::Scenario;
use crate::plan;
use crate::share::link;

/// The assumption that could break a recipe.
#[derive(Clone, Debug, PartialEq)]
pub struct Risk {
    /// What may be so, in words: "if 3 in 10 errors share a cause".
    pub says: String,
    /// P(success) then.
    pub success: f64,
}

/// All that is told of a way.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// What sort of way it is.
    pub kind: Kind,
    /// What is done, in a few words.
    pub title: String,
    /// The reader's scenario, done this way.
    pub scenario: Scenario,
    /// P(success) at the end.
    pub success: f64,
    /// Tokens paid on average.
    pub cost: f64,
    /// What could break it.
    pub risk: Risk,
    /// P(success) if errors are twice as frequent, and half as frequent.
    pub errors: [f64; 2],
}

impl Recipe {
    /// Tells all of a way that was found for a scenario.
    pub fn of(found: &Found, asked: &Scenario) -> Self {
        let success = |scenario: &Scenario| plan::at_end(scenario, scenario.criterion());
        let scenario = found.way.onto(asked, Twist::None);
        let twisted = found.way.onto(asked, Twist::Weakest);
        Self {
            kind: found.way.kind(),
            title: words::title(&found.way, asked),
            risk: Risk {
                says: words::risk(&found.way, asked),
                success: success(&twisted),
            },
            errors: [2.0, 0.5].map(|factor| success(&scaled(&scenario, factor))),
            success: found.success,
            cost: found.cost,
            scenario,
        }
    }

    /// "99.2% succeed, for 606 steps".
    pub fn promise(&self) -> String {
        format!("{} succeed, {}", words::share(self.success), self.price())
    }

    /// "for 606 steps".
    pub fn price(&self) -> String {
        words::price(&self.scenario, self.cost)
    }

    /// What 95 of 100 completions stay within.
    pub fn at_worst(&self, cost: Option<f64>) -> String {
        cost.map_or_else(String::new, |cost| {
            format!(
                "95 in 100 stay within {}",
                words::units(&self.scenario, cost)
            )
        })
    }

    /// Its weakest point, with the number: "if 3 in 10 errors share a cause: 63%".
    pub fn risky(&self) -> String {
        format!("{}: {}", self.risk.says, words::share(self.risk.success))
    }

    /// What if E is wrong by a factor of two.
    pub fn doubled(&self) -> String {
        let [twice, half] = self.errors.map(words::share);
        format!("if errors are twice as frequent: {twice}; half as: {half}")
    }

    /// The recipe as plain text, with a link behind an address.
    pub fn text(&self, address: &str) -> String {
        format!(
            "{}\n{}\n{}\n{}\n{address}#{}\n",
            self.title,
            self.promise(),
            self.risky(),
            self.doubled(),
            link::write(&self.scenario),
        )
    }
}

/// The same scenario with errors so many times as frequent: every rate of errors of the process
/// is multiplied, and of mixed difficulty the mean.
pub(super) fn scaled(scenario: &Scenario, factor: f64) -> Scenario {
    let mut with = scenario.clone();
    for key in [Key::Error, Key::Floor, Key::KeyError, Key::OtherError] {
        let rate = (scenario.number(key) * factor).min(1.0);
        let _ = with.set(key, rate);
    }
    let (alpha, beta) = (scenario.number(Key::Alpha), scenario.number(Key::Beta));
    let mean = (alpha / (alpha + beta) * factor).min(1.0);
    // α stays, and with it how unlike completions are.
    let beta = (alpha / mean - alpha).clamp(0.01, 1e6);
    let _ = with.set(Key::Beta, beta);
    with
}
