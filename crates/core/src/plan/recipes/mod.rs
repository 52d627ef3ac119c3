//! What to do about errors, and what it costs: a search over all techniques and their ranges.
//!
//! The reader's scenario says how errors come, how long the text is, which share of all
//! completions has to succeed (`target`), and how good the means at hand are: a checker
//! (`sensitivity`, `false_reject`, `cost`), votes (`common_cause`), thinking, queries, going
//! back. The search tries every way of the [grid](mod@grid) and keeps, of each [`Kind`], the
//! cheapest that reaches the target, by what a completion costs on average.
//!
//! It goes way by way, so that a page can stop at any time and show what is found so far. A
//! way is passed over only where it cannot be the cheapest of its kind: it costs at least
//! [`Way::least_cost`], and another one already does for less.

mod found;
pub mod grid;
mod recipe;
mod way;
pub(crate) mod words;
mod worst;

pub use found::Found;
pub use recipe::{Recipe, Risk};
pub use way::{Kind, Means, Part, Twist, Way};
pub use worst::Worst;

use crate::exact::Exact;
use crate::model::parameter::Key;
use crate::model::scenario::Scenario;
use crate::number::format::whole;
use core::fmt::Write as _;

/// How many recipes of different kinds are enough to choose from.
pub const ENOUGH: usize = 3;

/// The search for recipes.
#[derive(Clone, Debug)]
pub struct Recipes {
    scenario: Scenario,
    target: f64,
    /// The ways still to be tried, the next one last.
    left: Vec<Way>,
    all: usize,
    /// The cheapest of each kind that reaches the target.
    best: Vec<Found>,
    /// The one that comes nearest to it.
    nearest: Option<Found>,
    passed_over: usize,
    unknown: usize,
}

impl Recipes {
    /// Begins to search for what a scenario asks for.
    pub fn of(scenario: &Scenario) -> Self {
        let mut left = grid::ways(scenario);
        left.reverse();
        Self {
            scenario: scenario.clone(),
            target: scenario.number(Key::Target),
            all: left.len(),
            left,
            best: Vec::new(),
            nearest: None,
            passed_over: 0,
            unknown: 0,
        }
    }

    /// Tries one more way; whether there are more. A way takes as long as two readings.
    pub fn advance(&mut self) -> bool {
        let Some(way) = self.left.pop() else {
            return false;
        };
        let known = self.best.iter().find(|it| it.way.kind() == way.kind());
        if known.is_some_and(|known| way.least_cost(&self.scenario) >= known.cost) {
            self.passed_over += 1;
        } else {
            self.try_out(way);
        }
        !self.left.is_empty()
    }

    fn try_out(&mut self, way: Way) {
        let scenario = way.onto(&self.scenario, Twist::None);
        let exact = Exact::new(&scenario);
        let length = scenario.length();
        let success = exact.success(scenario.criterion(), length);
        let hopeless =
            success < self.target && self.nearest.as_ref().is_some_and(|it| success < it.success);
        let cost = if hopeless {
            f64::INFINITY
        } else {
            exact.expected_cost(length)
        };
        if success.is_nan() || cost.is_nan() {
            self.unknown += 1;
            return;
        }
        let found = Found { way, success, cost };
        if self.nearest.as_ref().is_none_or(|it| found.is_nearer(it)) {
            self.nearest = Some(found.clone());
        }
        if success < self.target || cost.is_infinite() {
            return;
        }
        match self
            .best
            .iter_mut()
            .find(|it| it.way.kind() == found.way.kind())
        {
            Some(known) if known.cost <= found.cost => {}
            Some(known) => *known = found,
            None => self.best.push(found),
        }
    }

    /// What share of the ways is tried.
    pub fn progress(&self) -> f64 {
        1.0 - self.left.len() as f64 / self.all.max(1) as f64
    }

    /// How many ways there are on the grid.
    pub const fn asked(&self) -> usize {
        self.all
    }

    /// How many could not be computed within the work that an answer may take.
    pub const fn unknown(&self) -> usize {
        self.unknown
    }

    /// The cheapest of each kind that reaches the target: first those by means that are at
    /// hand, then those by means that are assumed, the cheapest of either first.
    pub fn found(&self) -> Vec<&Found> {
        let mut found: Vec<&Found> = self.best.iter().collect();
        found.sort_by(|a, b| {
            let assumed = |found: &Found| !found.way.is_at_hand();
            let order = assumed(a).cmp(&assumed(b));
            order.then(a.cost.total_cmp(&b.cost))
        });
        found
    }

    /// The way that succeeds most often, of those tried.
    pub const fn nearest(&self) -> Option<&Found> {
        self.nearest.as_ref()
    }

    /// What was tried, in words.
    pub fn told(&self) -> String {
        let tried = whole((self.all - self.left.len()) as u64);
        let mut words = format!("{tried} of {} ways tried", whole(self.all as u64));
        if self.unknown > 0 {
            // Writing to a String cannot fail.
            let _ = write!(
                words,
                ", {} of them too long to compute",
                whole(self.unknown as u64)
            );
        }
        words
    }

    /// The scenario that is searched for.
    pub const fn scenario(&self) -> &Scenario {
        &self.scenario
    }
}
