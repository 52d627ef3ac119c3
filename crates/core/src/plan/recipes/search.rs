//! The search for recipes, in slices.

use super::change::{Change, Changes};
use super::detail::{self, Look};
use super::grid::{self, Candidate, Kind, Part};
use super::means::Ground;
use super::recipe::Recipe;
use crate::exact::Exact;
use crate::model::parameter::Key;
use crate::model::scenario::Scenario;

/// What is done next.
#[derive(Clone, Debug)]
enum Stage {
    /// The grid is laid out, part by part.
    LayingOut(Vec<Part>),
    /// Candidates are read: this one, and its success where that is known already.
    Reading(usize, Option<f64>),
    /// Recipes are looked at more closely: so many of them are.
    Looking(usize, Option<Box<Look>>),
    /// It is asked what would have to change.
    Changing(Box<Changes>),
    /// All is known.
    Done,
}

/// What it takes to lay out a candidate, to begin a reading, and to pass one over, in
/// operations of the exact engine.
const LAY_OUT: u64 = 300;
const READ: u64 = 300;
const PASS: u64 = 10;

/// What a combination must save to be worth the words, as a share of the cost.
const SAVES: f64 = 0.02;

/// The search.
#[derive(Clone, Debug)]
pub struct Recipes {
    ground: Ground,
    target: f64,
    stage: Stage,
    /// With the tokens each pays at least.
    candidates: Vec<(u64, Candidate)>,
    /// What the scenario does already.
    baseline: Option<Recipe>,
    /// The cheapest of each kind that reaches the target.
    best: [Option<Recipe>; Kind::ALL.len()],
    /// The one that succeeds most often.
    nearest: Option<Recipe>,
    /// The greatest success of each kind, as far as they were read.
    most: [f64; Kind::ALL.len()],
    changes: Vec<Change>,
    unknown: usize,
    passed: usize,
}

impl Recipes {
    /// Begins the search.
    pub fn of(scenario: &Scenario) -> Self {
        let ground = Ground::of(scenario);
        let mut parts = grid::parts(&ground);
        parts.reverse();
        Self {
            target: scenario.number(Key::Target),
            stage: Stage::LayingOut(parts),
            candidates: vec![(
                0,
                Candidate {
                    kind: Kind::AsItIs,
                    scenario: scenario.clone(),
                    checkers: 0,
                },
            )],
            ground,
            baseline: None,
            best: [const { None }; Kind::ALL.len()],
            nearest: None,
            most: [0.0; Kind::ALL.len()],
            changes: Vec::new(),
            unknown: 0,
            passed: 0,
        }
    }

    /// Goes on until about so many operations of the exact engine are done (some ten
    /// nanoseconds each), one reading at least; whether there is more to do.
    pub fn advance(&mut self, operations: u64) -> bool {
        let mut done = 0;
        loop {
            done += self.step();
            if matches!(self.stage, Stage::Done) {
                return false;
            }
            if done >= operations {
                return true;
            }
        }
    }

    /// How much of the search is done, from 0 to 1.
    pub fn progress(&self) -> f64 {
        match &self.stage {
            Stage::LayingOut(_) => 0.0,
            Stage::Reading(next, _) => 0.8 * *next as f64 / self.candidates.len() as f64,
            Stage::Looking(looked, _) => {
                0.8 + 0.1 * *looked as f64 / (self.recipes().len() + 2) as f64
            }
            Stage::Changing(_) => 0.9,
            Stage::Done => 1.0,
        }
    }

    /// What the scenario does already, and what comes of it, once that is known.
    pub fn baseline(&self) -> Option<&Recipe> {
        self.baseline.as_ref()
    }

    /// The cheapest recipe of each kind that reaches the target, by expected cost, as far as
    /// known.
    pub fn recipes(&self) -> Vec<&Recipe> {
        let mut recipes: Vec<&Recipe> = self.best.iter().flatten().collect();
        recipes.sort_by(|a, b| a.cost.total_cmp(&b.cost).then(a.kind.cmp(&b.kind)));
        recipes
    }

    /// At most so many of them for who wants to see few: no combination that saves next to
    /// nothing beside something simpler of the same techniques, and nothing dearer than what is
    /// done already where that is enough. First those that take nothing but what was told of,
    /// then those that take more, each from the cheapest on.
    pub fn few(&self, most: usize) -> Vec<&Recipe> {
        let recipes = self.recipes();
        let names =
            |it: &Recipe| -> Vec<&str> { it.scenario.techniques().map(|it| it.name).collect() };
        let is_idle = |it: &Recipe| {
            let techniques = names(it);
            it.kind == Kind::Combination
                && recipes.iter().any(|other| {
                    other.kind != Kind::Combination
                        && names(other).iter().all(|name| techniques.contains(name))
                        && it.cost > other.cost * (1.0 - SAVES)
                })
        };
        let enough = self.best[Kind::AsItIs as usize].as_ref();
        let is_dear = |it: &Recipe| {
            it.kind != Kind::AsItIs && enough.is_some_and(|enough| it.cost >= enough.cost)
        };
        let told = recipes.iter().filter(|it| !is_idle(it) && !is_dear(it));
        let mut told: Vec<&Recipe> = told.copied().collect();
        told.sort_by_key(|it| !it.is_at_hand());
        told.truncate(most);
        told
    }

    /// The candidate that succeeds most often, where none reaches the target so far.
    pub fn nearest(&self) -> Option<&Recipe> {
        let none = self.best.iter().all(Option::is_none);
        self.nearest.as_ref().filter(|_| none)
    }

    /// How often one checker, the only one that the reader speaks of, succeeds at best, where
    /// that is not often enough.
    pub fn one_checker_fails(&self) -> Option<f64> {
        let place = Kind::OneChecker as usize;
        let known = !matches!(self.stage, Stage::LayingOut(_) | Stage::Reading(..));
        (known && self.best[place].is_none() && self.most[place] > 0.0).then_some(self.most[place])
    }

    /// What would have to change for the nearest candidate to reach the target, as far as
    /// known.
    pub fn changes(&self) -> &[Change] {
        match &self.stage {
            Stage::Changing(changes) => &changes.found,
            _ => &self.changes,
        }
    }

    /// How many candidates there are.
    pub fn candidates(&self) -> usize {
        self.candidates.len()
    }

    /// How many were passed over, as they can't be the cheapest of their kind.
    pub fn passed_over(&self) -> usize {
        self.passed
    }

    /// How many take too much work to know.
    pub fn unknown(&self) -> usize {
        self.unknown
    }

    fn step(&mut self) -> u64 {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::LayingOut(parts) => self.lay_out(parts),
            Stage::Reading(next, success) => self.read(next, success),
            Stage::Looking(looked, look) => self.look(looked, look),
            Stage::Changing(mut changes) => {
                if let Some(took) = changes.step() {
                    self.stage = Stage::Changing(changes);
                    took
                } else {
                    self.changes = changes.found;
                    0
                }
            }
            Stage::Done => 0,
        }
    }

    fn lay_out(&mut self, mut parts: Vec<Part>) -> u64 {
        let Some(part) = parts.pop() else {
            // (The first, which is what is done already, stays the first.)
            self.candidates.sort_by_key(|(least, _)| *least);
            self.stage = Stage::Reading(0, None);
            return LAY_OUT;
        };
        let found = grid::candidates(&self.ground, part);
        let count = found.len() as u64;
        self.candidates.extend(found.into_iter().map(|candidate| {
            let course = candidate.scenario.course();
            (course.least_cost(course.end()).max(1), candidate)
        }));
        self.stage = Stage::LayingOut(parts);
        LAY_OUT * (count + 1)
    }

    /// Reads success, and then cost, of a candidate.
    fn read(&mut self, next: usize, success: Option<f64>) -> u64 {
        let Some((least, candidate)) = self.candidates.get(next) else {
            self.stage = Stage::Looking(0, None);
            return PASS;
        };
        let place = candidate.kind as usize;
        let best = self.best[place].as_ref().map(|best| best.cost);
        self.stage = Stage::Reading(next + 1, None);
        let Some(success) = success else {
            if best.is_some_and(|best| *least as f64 >= best) {
                self.passed += 1;
                return PASS;
            }
            let (success, took) = detail::success(&candidate.scenario);
            if success.is_nan() {
                self.unknown += 1;
            } else {
                self.stage = Stage::Reading(next, Some(success));
            }
            return READ + took;
        };
        let reaches = success >= self.target;
        self.most[place] = self.most[place].max(success);
        let is_nearest = self.nearest.as_ref().is_none_or(|it| success > it.success);
        let is_baseline = candidate.kind == Kind::AsItIs;
        if !reaches && !is_nearest && !is_baseline {
            return PASS;
        }
        let exact = Exact::new(&candidate.scenario);
        let recipe = Recipe {
            kind: candidate.kind,
            scenario: candidate.scenario.clone(),
            checkers: candidate.checkers,
            success,
            cost: exact.expected_cost(candidate.scenario.length()),
            details: None,
        };
        if is_baseline {
            self.baseline = Some(recipe.clone());
        }
        if recipe.cost.is_nan() {
            self.unknown += 1;
        } else if recipe.cost.is_finite() {
            if reaches && best.is_none_or(|best| recipe.cost < best) {
                self.best[place] = Some(recipe.clone());
            }
            if is_nearest {
                self.nearest = Some(recipe);
            }
        }
        READ + exact.operations()
    }

    /// Looks at what the scenario does already, at the recipes in their order, and at the
    /// nearest where there is none.
    fn look(&mut self, looked: usize, look: Option<Box<Look>>) -> u64 {
        let kinds: Vec<Kind> = self.recipes().iter().map(|recipe| recipe.kind).collect();
        let none = kinds.is_empty();
        let recipe = match looked {
            0 => self.baseline.as_mut(),
            1 => self.nearest.as_mut().filter(|_| none),
            _ => {
                let Some(kind) = kinds.get(looked - 2) else {
                    self.finish(none);
                    return PASS;
                };
                self.best[*kind as usize].as_mut()
            }
        };
        let Some(recipe) = recipe else {
            self.stage = Stage::Looking(looked + 1, None);
            return PASS;
        };
        let mut look =
            look.unwrap_or_else(|| Box::new(Look::at(&recipe.scenario, recipe.checkers)));
        let took = look.step();
        recipe.details = look.details();
        self.stage = if recipe.details.is_some() {
            Stage::Looking(looked + 1, None)
        } else {
            Stage::Looking(looked, Some(look))
        };
        READ + took
    }

    fn finish(&mut self, none: bool) {
        if let Some(nearest) = self.nearest.as_ref().filter(|_| none) {
            let changes = Changes::of(&nearest.scenario, nearest.checkers);
            self.stage = Stage::Changing(Box::new(changes));
        }
    }
}
