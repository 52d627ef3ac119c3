//! A scenario: a legal value for every parameter of the table.

use crate::model::chain::Errors;
use crate::model::course::{Course, own_values};
use crate::model::criterion::Criterion;
use crate::model::parameter::{Key, Kind, Values};
use crate::model::process::{PROCESSES, Process};
use crate::model::schema::{self, Phase, Remark, Schema};
use crate::model::table::nearest;
pub use crate::model::table::{
    FIGURES, Illegal, MOST_TOKENS, PARAMETERS, parameter, parameter_named,
};
use crate::model::technique::{TECHNIQUES, Technique};

/// What an engineer has at hand: how good and how dear each means is. A plan tries them all,
/// whatever is done at present.
pub const MEANS: &[Key] = &[
    Key::Sensitivity,
    Key::FalseReject,
    Key::Joint,
    Key::CommonCause,
    Key::Think,
    Key::ThinkFloor,
    Key::ThinkRecovery,
    Key::Catch,
    Key::Cost,
];

/// What is only looked at: it changes neither runs nor answers.
pub const VIEW: &[Key] = &[
    Key::Across,
    Key::AcrossScale,
    Key::Up,
    Key::UpScale,
    Key::Run,
    Key::X,
    Key::Y,
    Key::CostScale,
    Key::Curves,
    Key::LabModel,
    Key::LabTraining,
    Key::LabTemperature,
    Key::LabSteps,
    Key::LabWindow,
    Key::LabSeed,
    Key::LabRun,
    Key::LabError,
    Key::LabLag,
    Key::Theme,
];

/// A legal value for every parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    values: Values,
    schema: Schema,
}

impl Default for Scenario {
    fn default() -> Self {
        let mut values = [0.0; Key::COUNT];
        for (value, parameter) in values.iter_mut().zip(&PARAMETERS) {
            *value = parameter.default;
        }
        Self {
            values: Values::new(values),
            schema: Schema::default(),
        }
    }
}

impl Scenario {
    /// All the values.
    pub const fn values(&self) -> &Values {
        &self.values
    }

    /// One value as a number (for a choice: the index of the name).
    pub const fn number(&self, key: Key) -> f64 {
        self.values.get(key)
    }

    /// One value as a whole number.
    pub const fn whole(&self, key: Key) -> u64 {
        self.values.get(key) as u64
    }

    /// The chosen name; the empty string for a parameter that is not a choice.
    pub fn choice(&self, key: Key) -> &'static str {
        match parameter(key).kind {
            Kind::Choice(names) => names[self.values.get(key) as usize],
            _ => "",
        }
    }

    /// Sets a value, or the nearest legal one; says what was wrong with it.
    ///
    /// # Errors
    /// [`Illegal`], after the nearest legal value has been set (for what is not
    /// a number, the value stays as it was).
    pub fn set(&mut self, key: Key, value: f64) -> Result<(), Illegal> {
        let (nearest, verdict) = nearest(parameter(key).kind, value);
        if let Some(nearest) = nearest {
            self.values.set(key, nearest);
        }
        verdict
    }

    /// Whether a legal value fits the others: no more tokens can be done than there
    /// are, and no run chosen beyond the last. What doesn't fit is replaced by what does.
    ///
    /// # Errors
    /// [`Illegal::TooLarge`], after the value has been replaced.
    pub fn check(&mut self, key: Key) -> Result<(), Illegal> {
        if key == Key::Run && self.whole(Key::Run) > self.run() {
            self.values.set(Key::Run, self.run() as f64);
            return Err(Illegal::TooLarge);
        }
        if key == Key::Done && self.whole(Key::Done) > self.length() {
            self.values.set(Key::Done, self.done() as f64);
            return Err(Illegal::TooLarge);
        }
        Ok(())
    }

    /// Reads a value as a person writes it (`0.01`, `1%`, `1e-3`, `1,000`, `linear`)
    /// and sets it, or the nearest legal one.
    ///
    /// # Errors
    /// As [`Scenario::set`]. A schema is read as far as it goes, in silence;
    /// [`Scenario::set_schema`] says more.
    pub fn set_text(&mut self, key: Key, text: &str) -> Result<(), Illegal> {
        if key == Key::Schema {
            self.set_schema(text);
            return Ok(());
        }
        let (nearest, verdict) = crate::model::table::nearest_text(parameter(key).kind, text);
        if let Some(nearest) = nearest {
            self.values.set(key, nearest);
        }
        verdict
    }

    /// Reads a completion schema and takes it; says what had to be changed.
    pub fn set_schema(&mut self, text: &str) -> Vec<Remark> {
        let (schema, remarks) = schema::read(text);
        self.values.set(Key::Schema, schema.phases.len() as f64);
        self.schema = schema;
        remarks
    }

    /// The completion schema; without phases where none is given.
    pub const fn schema(&self) -> &Schema {
        &self.schema
    }

    /// One value as links and CSV files write it: digits that read back to the same bits.
    pub fn text(&self, key: Key) -> String {
        match key {
            Key::Schema => self.schema.to_string(),
            _ => crate::model::table::text(parameter(key).kind, self.values.get(key)),
        }
    }

    /// One value as it takes effect: of the tokens done, no more than there are, and of
    /// runs none beyond the last. (The value itself stays, for when there are more again.)
    pub fn effective(&self, key: Key) -> f64 {
        match key {
            Key::Done => self.done() as f64,
            Key::Run => self.run() as f64,
            _ => self.values.get(key),
        }
    }

    /// One value as a person reads and writes it: see [`Parameter::display`].
    pub fn display(&self, key: Key) -> String {
        match parameter(key).kind {
            Kind::Schema => self.schema.to_string(),
            _ => parameter(key).display(self.effective(key)),
        }
    }

    /// Whether a parameter means anything in this scenario: see [`Scenario::uses`].
    /// Error and tokens always do, for LeCun's curve is drawn beside every process; and so do
    /// the means at hand where a plan is made with them.
    pub fn applies(&self, key: Key) -> bool {
        matches!(key, Key::Error | Key::Tokens)
            || self.uses(key)
            || self.choice(Key::Figure) == "plan" && MEANS.contains(&key)
    }

    /// Whether a parameter means anything to the process and the techniques: those of
    /// others don't, unless a phase of the schema uses them.
    pub fn uses(&self, key: Key) -> bool {
        match key {
            Key::Tolerance => self.choice(Key::Criterion) == "tolerant",
            Key::Technique => self.schema.phases.is_empty(),
            // Phases may have lengths of their own.
            Key::Tokens => {
                let phases = &self.schema.phases;
                phases.is_empty() || phases.iter().any(|phase| phase.tokens.is_none())
            }
            _ if !PROCESSES.iter().any(|p| p.parameters.contains(&key))
                && !TECHNIQUES.iter().any(|t| t.parameters.contains(&key)) =>
            {
                true
            }
            _ => {
                if self.schema.phases.is_empty() {
                    let process = self.process();
                    return (process.parameters.contains(&key)
                        && (process.means)(&self.values, key))
                        || self.techniques().any(|t| t.parameters.contains(&key));
                }
                // What a phase sets for itself it has no other use for; and what it has a
                // use for depends on what it sets, its process too.
                self.schema.phases.iter().any(|phase| {
                    if phase.own.iter().any(|&(own, _)| own == key) {
                        return false;
                    }
                    // Its length is that of the thinking.
                    let technique = &TECHNIQUES[phase.technique];
                    if technique.parameters.contains(&key) && key != Key::Think {
                        return true;
                    }
                    let own = match phase.own[..] {
                        [] => self.values,
                        _ => own_values(&self.values, phase),
                    };
                    let process = &PROCESSES[own.get(Key::Process) as usize];
                    process.parameters.contains(&key) && (process.means)(&own, key)
                })
            }
        }
    }

    /// The process chosen.
    pub fn process(&self) -> &'static Process {
        &PROCESSES[self.whole(Key::Process) as usize]
    }

    /// The techniques in use: those of the schema's phases, or the one chosen.
    pub fn techniques(&self) -> impl Iterator<Item = &'static Technique> {
        let alone = self
            .schema
            .phases
            .is_empty()
            .then(|| self.whole(Key::Technique) as usize);
        self.schema
            .phases
            .iter()
            .map(|phase| phase.technique)
            .chain(alone)
            .map(|index| &TECHNIQUES[index])
    }

    /// The phases that there are: those of the schema, or those that the technique
    /// chosen stands for. Each has a token at least.
    pub fn phases(&self) -> Vec<Phase> {
        let mut phases = Course::phases(&self.values, &self.schema);
        phases.retain(|phase| self.tokens_of(phase) > 0);
        phases
    }

    /// How many tokens a phase has.
    pub fn tokens_of(&self, phase: &Phase) -> u64 {
        Course::tokens(&self.values, phase)
    }

    /// The description of the whole completion, phase by phase.
    pub fn course(&self) -> Course {
        Course::of(&self.values, &self.schema)
    }

    /// What the same model does by LeCun's argument alone: independent errors at
    /// the rate `error`, and nothing done about them.
    #[must_use]
    pub fn independent(&self) -> Self {
        let mut independent = self.clone();
        independent.set_schema("");
        for key in [Key::Process, Key::Technique, Key::Continuations] {
            independent.values.set(key, 0.0);
        }
        independent
    }

    /// Whether the errors of this scenario are the same at every token, and nothing
    /// is done about them: then the closed forms of the text apply.
    pub fn is_plain(&self) -> bool {
        let course = self.course();
        matches!(course.stages(), [stage] if stage.is_plain() && matches!(stage.errors, Errors::Constant(_)))
    }

    /// Whether another scenario has the very same runs: they differ in nothing but
    /// what is shown of them.
    pub fn has_runs_of(&self, other: &Self) -> bool {
        let beside = [
            Key::Figure,
            Key::Target,
            Key::Attempts,
            Key::SameRecovery,
            Key::Unit,
            Key::Price,
        ];
        self.schema == other.schema
            && PARAMETERS
                .iter()
                .map(|parameter| parameter.key)
                .filter(|key| !VIEW.contains(key) && !beside.contains(key))
                .all(|key| self.effective(key) == other.effective(key))
    }

    /// Takes the values of some parameters over from another scenario, where they are legal, too.
    /// (A schema is a text, and not among them.)
    pub fn take(&mut self, keys: &[Key], other: &Self) {
        for &key in keys {
            let _ = self.set(key, other.number(key));
        }
    }

    /// What one token is called, and several: what counts may be a step, or a call.
    pub fn unit(&self) -> (&'static str, &'static str) {
        match self.choice(Key::Unit) {
            "steps" => ("step", "steps"),
            "calls" => ("call", "calls"),
            _ => ("token", "tokens"),
        }
    }

    /// The criterion asked beside `flawless`.
    pub fn criterion(&self) -> Criterion {
        match self.choice(Key::Criterion) {
            "flawless" => Criterion::Flawless,
            "tolerant" => Criterion::Tolerant(self.whole(Key::Tolerance)),
            _ => Criterion::Acceptable,
        }
    }

    /// The length of the whole completion: N, and the tokens of the phases before it.
    pub fn length(&self) -> u64 {
        Course::length(&self.values, &self.schema)
    }

    /// K, the tokens already generated: never more than there are.
    pub fn done(&self) -> u64 {
        self.whole(Key::Done).min(self.length())
    }

    /// The number of the run chosen, from 1 on; 0 where none is.
    pub fn run(&self) -> u64 {
        self.whole(Key::Run).min(self.whole(Key::Runs))
    }

    /// R, the tokens to go.
    pub fn remaining(&self) -> u64 {
        self.length() - self.done()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_a_value_reads_back_to_the_same_bits() {
        let mut scenario = Scenario::default();
        for value in [0.0, 1.0, 0.1, 1e-12, 1.0 / 3.0, f64::MIN_POSITIVE, 5e-324] {
            scenario.set(Key::Error, value).unwrap();
            let text = scenario.text(Key::Error);
            scenario.set(Key::Error, 0.5).unwrap();
            scenario.set_text(Key::Error, &text).unwrap();
            assert_eq!(
                scenario.number(Key::Error).to_bits(),
                value.to_bits(),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_displayed_can_be_typed_again() {
        let mut scenario = Scenario::default();
        for (value, text) in [
            (0.01, "1%"),
            (0.07, "7%"),
            (1e-12, "1e-12"),
            (1e-6, "0.0001%"),
            (1.0, "100%"),
            (0.0, "0%"),
        ] {
            scenario.set(Key::Error, value).unwrap();
            assert_eq!(scenario.display(Key::Error), text);
            scenario.set_text(Key::Error, text).unwrap();
            assert_eq!(scenario.number(Key::Error), value);
        }
        scenario.set_text(Key::Tokens, "1,234,567").unwrap();
        assert_eq!(scenario.display(Key::Tokens), "1,234,567");
    }

    #[test]
    fn an_illegal_value_becomes_the_nearest_legal_one() {
        let mut scenario = Scenario::default();
        for (key, value, verdict, becomes) in [
            (Key::Error, 1.7, Illegal::TooLarge, 1.0),
            (Key::Error, -1.0, Illegal::TooSmall, 0.0),
            (Key::Error, f64::NAN, Illegal::NotANumber, 0.0),
            (Key::Tokens, 0.0, Illegal::TooSmall, 1.0),
            (Key::Tokens, f64::INFINITY, Illegal::TooLarge, 1e9),
            (Key::Tokens, 2.6, Illegal::NotWhole, 3.0),
        ] {
            assert_eq!(scenario.set(key, value), Err(verdict));
            assert_eq!(scenario.number(key), becomes);
        }
    }

    #[test]
    fn what_is_done_is_never_more_than_the_whole() {
        let mut scenario = Scenario::default();
        scenario.set(Key::Done, 500.0).unwrap();
        assert_eq!((scenario.done(), scenario.remaining()), (200, 0));
        assert_eq!(scenario.display(Key::Done), "200");
        // What was entered comes back when there is room for it again.
        scenario.set(Key::Tokens, 1000.0).unwrap();
        assert_eq!((scenario.done(), scenario.remaining()), (500, 500));
        scenario.set(Key::Done, 2000.0).unwrap();
        assert_eq!(scenario.check(Key::Done), Err(Illegal::TooLarge));
        assert_eq!(scenario.whole(Key::Done), 1000);
        assert_eq!(scenario.check(Key::Error), Ok(()));
    }
}
