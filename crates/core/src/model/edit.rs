//! Edits of the completion schema, one at a time. Each makes a legal scenario of a legal
//! one, and says in words what it did.
//!
//! Where there is no schema, the technique chosen is first written out as one, which
//! means exactly the same.
// Phases come and go while hands hold them: a number of one may be out of date.
#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

use crate::model::parameter::Key;
use crate::model::process::PROCESSES;
use crate::model::scenario::Scenario;
use crate::model::schema::{MOST_PHASES, Phase, Schema, legal_name, may_set};
use crate::model::table::{meant, nearest, nearest_text, parameter};
use crate::model::technique::TECHNIQUES;
use crate::number::format::{count, round, shorten};

/// Why no further phase can be added.
pub const TOO_MANY: &str = "A schema has at most twelve phases.";

/// Why nothing can be done to a phase that has gone.
const NO_SUCH: &str = "There is no such phase.";

/// Why the only phase can't be removed.
pub const LAST_ONE: &str = "A completion has at least one phase.";

/// What is done to one phase.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Another phase after it, half as long.
    Insert,
    /// It goes.
    Remove,
    /// It goes to this place among the phases.
    Move(usize),
    /// It is called something else.
    Rename(String),
    /// It gets a value of its own: of a parameter that a phase may set, of its
    /// technique, or of its tokens. (Where its length is the parameter `tokens`, that
    /// is what changes.)
    Set(Key, f64),
    /// The same, as a person writes it.
    Write(Key, String),
    /// The value that it has becomes its own.
    Keep(Key),
    /// It has the scenario's value again.
    Drop(Key),
}

/// What a change has led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The phase that it was about, as they are counted now.
    pub phase: usize,
    /// What was done, in a sentence.
    pub words: String,
    /// What was wrong with a value, if the nearest legal one had to be used.
    pub problem: Option<String>,
}

impl Outcome {
    const fn of(phase: usize, words: String) -> Self {
        Self {
            phase,
            words,
            problem: None,
        }
    }
}

/// Changes a phase of a scenario, counted from 0.
///
/// # Errors
/// Why it can't be done; the scenario is then as it was.
pub fn apply(scenario: &mut Scenario, phase: usize, change: &Change) -> Result<Outcome, String> {
    let phases = scenario.phases();
    if phase >= phases.len() {
        return Err(NO_SUCH.to_owned());
    }
    match change {
        Change::Insert | Change::Remove | Change::Move(_) | Change::Rename(_) => {
            arrange(scenario, phases, phase, change)
        }
        Change::Set(key, value) => {
            let (value, _) = nearest(parameter(*key).kind, *value);
            let value = value.filter(|_| may_change(*key));
            let value = value.ok_or_else(|| not_own(*key))?;
            set(scenario, phases, phase, *key, value)
        }
        Change::Write(key, text) => {
            if !may_change(*key) {
                return Err(not_own(*key));
            }
            let kind = parameter(*key).kind;
            let (value, wrong) = match meant(kind, text) {
                None => (None, Some("is less than nothing".to_owned())),
                Some(text) => {
                    let (value, verdict) = nearest_text(kind, &text);
                    (value, verdict.err().map(|why| why.to_string()))
                }
            };
            let value = value.unwrap_or(seen_from(scenario, phase).number(*key));
            let mut outcome = set(scenario, phases, phase, *key, value)?;
            outcome.problem = wrong.map(|why| {
                format!(
                    "{}: “{}” {why}; {} is used instead.",
                    parameter(*key).label,
                    shorten(text),
                    seen_from(scenario, phase).display(*key)
                )
            });
            Ok(outcome)
        }
        Change::Keep(key) => keep(scenario, phases, phase, *key),
        Change::Drop(key) => let_go(scenario, phases, phase, *key),
    }
}

/// A phase by its number.
fn phase_of(phases: &mut [Phase], phase: usize) -> Result<&mut Phase, String> {
    phases.get_mut(phase).ok_or_else(|| NO_SUCH.to_owned())
}

/// Changes what phases there are, and what they are called.
fn arrange(
    scenario: &mut Scenario,
    mut phases: Vec<Phase>,
    phase: usize,
    change: &Change,
) -> Result<Outcome, String> {
    let chosen = phase_of(&mut phases, phase)?;
    let name = chosen.name.clone();
    let (at, words) = match change {
        Change::Insert => {
            let half = scenario.tokens_of(chosen) as f64 / 2.0;
            if phases.len() >= MOST_PHASES {
                return Err(TOO_MANY.to_owned());
            }
            let added = Phase {
                name: new_name(&phases),
                tokens: Some((round(half, 2) as u64).max(1)),
                technique: 0,
                own: Vec::new(),
            };
            let words = format!("{} added after {name}.", added.name);
            phases.insert(phase + 1, added);
            (phase + 1, words)
        }
        Change::Move(to) => {
            let to = (*to).min(phases.len().saturating_sub(1));
            if to == phase {
                let which = match to {
                    _ if phases.len() == 1 => "only",
                    0 => "first",
                    _ => "last",
                };
                return Err(format!("{name} is the {which} phase."));
            }
            let (passed, way) = if to < phase {
                (to, "before")
            } else {
                (to, "after")
            };
            let passed = phase_of(&mut phases, passed)?.name.clone();
            let moved = phases.remove(phase);
            phases.insert(to, moved);
            (to, format!("{name} moved {way} {passed}."))
        }
        Change::Rename(text) => {
            let called = legal_name(text.trim(), phase + 1);
            let words = format!("{name} is now called {called}.");
            chosen.name = called;
            (phase, words)
        }
        _ => {
            if phases.len() == 1 {
                return Err(LAST_ONE.to_owned());
            }
            phases.remove(phase);
            (
                phase.min(phases.len().saturating_sub(1)),
                format!("{name} removed."),
            )
        }
    };
    write(scenario, phases);
    Ok(Outcome::of(at, words))
}

/// Makes the value that a phase has its own.
fn keep(
    scenario: &mut Scenario,
    mut phases: Vec<Phase>,
    phase: usize,
    key: Key,
) -> Result<Outcome, String> {
    let value = seen_from(scenario, phase).number(key);
    let chosen = phase_of(&mut phases, phase)?;
    match key {
        Key::Tokens => chosen.tokens = Some(value as u64),
        key if may_set(key) => own(chosen, key, value),
        key => return Err(not_own(key)),
    }
    let (name, value) = (&chosen.name, shown(scenario, phase, key));
    let words = format!("{name} keeps {value} of its own.");
    write(scenario, phases);
    Ok(Outcome::of(phase, words))
}

/// Gives a value of a phase back to the scenario.
fn let_go(
    scenario: &mut Scenario,
    mut phases: Vec<Phase>,
    phase: usize,
    key: Key,
) -> Result<Outcome, String> {
    let chosen = phase_of(&mut phases, phase)?;
    let name = chosen.name.clone();
    chosen.own.retain(|&(own, _)| own != key);
    if key == Key::Tokens {
        chosen.tokens = None;
    }
    write(scenario, phases);
    let value = shown(scenario, phase, key);
    let words = format!("{name}: {value}, as in the scenario.");
    Ok(Outcome::of(phase, words))
}

/// A scenario without phases whose values are those that hold in one of its phases.
#[must_use]
pub fn seen_from(scenario: &Scenario, phase: usize) -> Scenario {
    let mut seen = scenario.clone();
    seen.set_schema("");
    if let Some(phase) = scenario.phases().get(phase) {
        let technique = (Key::Technique, phase.technique as f64);
        let tokens = (Key::Tokens, scenario.tokens_of(phase) as f64);
        for (key, value) in phase.own.iter().copied().chain([technique, tokens]) {
            // What a phase has is legal.
            let _ = seen.set(key, value);
        }
    }
    seen
}

/// Whether a phase has a value of its own.
pub fn is_own(phase: &Phase, key: Key) -> bool {
    match key {
        Key::Tokens => phase.tokens.is_some(),
        _ => phase.own.iter().any(|&(own, _)| own == key),
    }
}

/// Whether [`Change::Set`] can change a parameter.
fn may_change(key: Key) -> bool {
    matches!(key, Key::Tokens | Key::Technique) || may_set(key)
}

fn not_own(key: Key) -> String {
    let label = parameter(key).label;
    format!("“{label}” is not a parameter that a phase can set for itself.")
}

/// Gives a phase a legal value.
fn set(
    scenario: &mut Scenario,
    mut phases: Vec<Phase>,
    phase: usize,
    key: Key,
    value: f64,
) -> Result<Outcome, String> {
    let chosen = phase_of(&mut phases, phase)?;
    let name = chosen.name.clone();
    let mut technique = None;
    match key {
        Key::Tokens if chosen.tokens.is_none() => {
            // Legal for the parameter, and for the phases that it is the length of.
            let _ = scenario.set(key, value);
        }
        Key::Tokens => {
            chosen.tokens = Some(value as u64);
            write(scenario, phases);
        }
        Key::Technique => {
            technique = TECHNIQUES.get(value as usize).map(|it| it.label);
            give_technique(scenario, chosen, value as usize);
            write(scenario, phases);
        }
        _ => {
            own(chosen, key, value);
            write(scenario, phases);
        }
    }
    let shown = match technique {
        Some(label) => label.to_owned(),
        None => shown(scenario, phase, key),
    };
    Ok(Outcome::of(phase, format!("{name}: {shown}.")))
}

/// Gives a phase another technique. Of the values that only the one before had a use
/// for, none is left.
fn give_technique(scenario: &Scenario, phase: &mut Phase, technique: usize) {
    let parameters_of = |technique: usize| {
        let technique = TECHNIQUES.get(technique);
        technique.map_or(&[][..], |technique| technique.parameters)
    };
    let (before, after) = (parameters_of(phase.technique), parameters_of(technique));
    let process = phase.own.iter().find(|(key, _)| *key == Key::Process);
    let process = process.map_or(scenario.number(Key::Process), |&(_, process)| process);
    let process = PROCESSES.get(process as usize);
    let process = process.map_or(&[][..], |process| process.parameters);
    phase
        .own
        .retain(|(key, _)| !before.contains(key) || after.contains(key) || process.contains(key));
    phase.technique = technique;
}

fn own(phase: &mut Phase, key: Key, value: f64) {
    match phase.own.iter_mut().find(|(own, _)| *own == key) {
        Some((_, own)) => *own = value,
        None => phase.own.push((key, value)),
    }
}

fn write(scenario: &mut Scenario, phases: Vec<Phase>) {
    // Legal phases are read as they are written.
    scenario.set_schema(&Schema { phases }.to_string());
}

/// A parameter of a phase with its value, in words.
fn shown(scenario: &Scenario, phase: usize, key: Key) -> String {
    let seen = seen_from(scenario, phase);
    if key == Key::Tokens {
        return count(seen.whole(key), "token");
    }
    format!("{} {}", parameter(key).label, seen.display(key))
}

/// A name that no phase has yet.
fn new_name(phases: &[Phase]) -> String {
    let name = |number: usize| format!("phase {number}");
    let numbers = phases.len() + 1..;
    let free = |name: &String| phases.iter().all(|phase| phase.name != *name);
    numbers.map(name).find(free).unwrap_or_default()
}

#[cfg(test)]
mod tests;
