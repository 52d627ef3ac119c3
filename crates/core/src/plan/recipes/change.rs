//! What would have to change for the nearest candidate to be good enough.

use crate::exact::{Answers, Exact, Horizon, Inverse};
use crate::model::parameter::Key;
use crate::model::process::PROCESSES;
use crate::model::scenario::Scenario;
use crate::model::table::parameter;
use crate::number::format::{count, significant};
use crate::number::math::pow;
use crate::number::probability::Probability;
use crate::plan::{certain, values};

/// A change that would do.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A parameter with other values.
    Value {
        /// Which.
        key: Key,
        /// The values that are good enough, of one checker where there are several.
        answers: Answers,
        /// In words.
        sentence: String,
    },
    /// A shorter text: a completion of any length up to this is good enough.
    Shorter {
        /// In tokens; 0 where none is.
        tokens: u64,
        /// In words.
        sentence: String,
    },
}

impl Change {
    /// What would have to change, in words.
    pub fn sentence(&self) -> &str {
        match self {
            Self::Value { sentence, .. } | Self::Shorter { sentence, .. } => sentence,
        }
    }
}

/// What is changed beside the parameter that scales errors.
const QUALITIES: [Key; 5] = [
    Key::Recovery,
    Key::Sensitivity,
    Key::CommonCause,
    Key::ThinkFloor,
    Key::Catch,
];

/// The search for all of them.
#[derive(Clone, Debug)]
pub(super) struct Changes {
    scenario: Scenario,
    checkers: u64,
    /// Parameters not looked at yet.
    keys: Vec<Key>,
    current: Option<(Key, Inverse)>,
    is_shortened: bool,
    pub(super) found: Vec<Change>,
}

impl Changes {
    pub(super) fn of(scenario: &Scenario, checkers: u64) -> Self {
        let mut keys: Vec<Key> = QUALITIES.into_iter().rev().collect();
        keys.push(PROCESSES[scenario.whole(Key::Process) as usize].scale);
        let own = |key: Key| {
            let phases = &scenario.schema().phases;
            phases.iter().flat_map(|it| &it.own).any(|it| it.0 == key)
        };
        keys.retain(|&key| scenario.uses(key) && !own(key));
        Self {
            scenario: scenario.clone(),
            checkers,
            keys,
            current: None,
            is_shortened: false,
            found: Vec::new(),
        }
    }

    /// Looks at one more value; the operations that took, nothing where all is found.
    pub(super) fn step(&mut self) -> Option<u64> {
        let target = Probability::clamped(self.scenario.number(Key::Target));
        let criterion = self.scenario.criterion();
        if !self.is_shortened {
            self.is_shortened = true;
            let exact = Exact::new(&self.scenario);
            let tokens = match exact.horizon(criterion, target) {
                Horizon::Tokens(tokens) | Horizon::Beyond(tokens) => tokens,
                Horizon::Infinite => u64::MAX,
            };
            // What never errs is told nothing; what errs at all falls short of all at once.
            let is_sure = target.get() < 1.0;
            if is_sure && tokens > self.scenario.done() && tokens < self.scenario.length() {
                self.found.push(Change::Shorter {
                    tokens,
                    sentence: format!("Stop after {}.", count(tokens, self.scenario.unit().0)),
                });
            }
            return Some(exact.operations());
        }
        if let Some((key, inverse)) = &mut self.current {
            let before = inverse.operations();
            let more = inverse.look();
            let took = inverse.operations() - before;
            if !more {
                let (key, answers) = (*key, inverse.answers());
                let answers = certain::only(answers, &self.scenario, key);
                // Of values that are enough, but perhaps far more than that, nothing is said.
                let is_told = !inverse.has_given_up() && !answers.is_none() && !answers.is_any();
                self.current = None;
                if is_told {
                    let change = self.told(key, answers);
                    self.found.push(change);
                }
            }
            return Some(took);
        }
        let key = self.keys.pop()?;
        let inverse = Inverse::of(&self.scenario, key, criterion, target);
        let took = inverse.operations();
        self.current = Some((key, inverse));
        Some(took)
    }

    fn told(&self, key: Key, mut answers: Answers) -> Change {
        let several = key == Key::Sensitivity && self.checkers > 1;
        if several {
            // All of them together miss what each misses.
            let each = 1.0 / self.checkers as f64;
            let of_one = |all: f64| 1.0 - pow(1.0 - all, each);
            for range in &mut answers.ranges {
                *range = (of_one(range.0), of_one(range.1));
            }
        }
        let kind = parameter(key).kind;
        let values = values(&answers, kind);
        let (one, _) = self.scenario.unit();
        let sentence = match key {
            Key::Error => format!("Errors would have to fall to {values} a {one}."),
            Key::KeyError => format!("Errors at key {one}s would have to fall to {values}."),
            Key::Beta => {
                let alpha = self.scenario.number(Key::Alpha);
                let mean = |beta: f64| alpha / (alpha + beta);
                let rare = answers.ranges.iter().map(|it| mean(it.0));
                let rare = significant(rare.fold(0.0, f64::max) * 100.0, 3);
                format!("Beta would have to be {values}: {rare}% errors a {one} on average.")
            }
            Key::Recovery => format!("Recovery would have to be {values} a {one}."),
            Key::Sensitivity if several => {
                format!("Each checker would have to find {values} of the errors.")
            }
            Key::Sensitivity => format!("The checker would have to find {values} of the errors."),
            Key::CommonCause => {
                format!("Errors of a common cause would have to fall to {values}.")
            }
            Key::ThinkFloor => {
                format!("Thinking would have to leave {values} of the hazard.")
            }
            Key::Catch => format!("Of what has gone wrong {values} would have to be caught."),
            _ => format!("{} would have to be {values}.", parameter(key).label),
        };
        Change::Value {
            key,
            answers,
            sentence,
        }
    }
}
