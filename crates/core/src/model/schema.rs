//! Completion schemas: phases in their order.
//!
//! In a link a schema reads `thinking:200:think;answer:verify:tries=3`. Phases are
//! separated by semicolons. A phase is a name, and after colons, in any order: how
//! many tokens it has, its technique, and parameters it sets for itself. A phase
//! without a number has as many tokens as the parameter `tokens` says; without a
//! technique its tokens come as they are; what it does not set, the scenario does.
//! In a name, `_` stands for a space.
//!
//! Whatever the text, a legal schema comes out, with a [`Remark`] for everything
//! that was changed.

use crate::model::parameter::Key;
use crate::model::process::PROCESSES;
use crate::model::table::{Illegal, nearest_text, parameter, parameter_named, text};
use crate::model::technique::{self, TECHNIQUES};
use crate::number::format::shorten;
use core::fmt;

/// The most phases of a schema.
pub const MOST_PHASES: usize = 12;

/// The longest name of a phase, in characters.
pub const LONGEST_NAME: usize = 24;

/// Whether a phase may set a parameter for itself: those of processes and
/// techniques, and the process, but for the difficulty, which belongs to the whole
/// completion, and for the length of a phase, which is written as a number.
pub fn may_set(key: Key) -> bool {
    let process = PROCESSES
        .iter()
        .any(|process| process.parameters.contains(&key));
    let technique = TECHNIQUES
        .iter()
        .any(|technique| technique.parameters.contains(&key));
    let whole = matches!(key, Key::Alpha | Key::Beta | Key::Think);
    (process || technique || matches!(key, Key::Process | Key::Continuations)) && !whole
}

/// One phase of a schema.
#[derive(Clone, Debug, PartialEq)]
pub struct Phase {
    /// What it is called.
    pub name: String,
    /// How many tokens it has; `None` stands for the parameter `tokens`.
    pub tokens: Option<u64>,
    /// Its technique, an index of [`technique::TECHNIQUES`].
    pub technique: usize,
    /// The parameters it sets for itself, each legal for its row.
    pub own: Vec<(Key, f64)>,
}

/// Phases in their order. Without any, the scenario's `technique` says what happens.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Schema {
    /// The phases; success is judged at the end of the last one.
    pub phases: Vec<Phase>,
}

/// Something in the text of a schema that could not be taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// A part of a phase that is neither a number, nor a technique, nor a parameter.
    Unknown(String),
    /// A parameter that a phase can't set for itself.
    NotOwn(String),
    /// A value that isn't legal for its parameter.
    Value {
        /// The parameter.
        name: &'static str,
        /// What the text gives.
        value: String,
        /// What is wrong with it.
        why: Illegal,
        /// What is used instead.
        used: String,
    },
    /// Something given twice in one phase; the first stands.
    Repeated(String),
    /// More than [`MOST_PHASES`] phases; the rest is left out.
    TooMany,
    /// A phase without a name, or with one that had to be changed, as it is called now.
    Name(String),
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(part) => write!(
                f,
                "“{part}” is neither a number of tokens nor a technique known here; it is left out."
            ),
            Self::NotOwn(name) => write!(
                f,
                "“{name}” is not a parameter that a phase can set for itself; it is left out."
            ),
            Self::Value {
                name,
                value,
                why,
                used,
            } => write!(f, "{name}: “{value}” {why}; {used} is used instead."),
            Self::Repeated(part) => write!(
                f,
                "“{part}” comes after another of its kind in the same phase; it is left out."
            ),
            Self::TooMany => write!(
                f,
                "there are more than {MOST_PHASES} phases; the rest is left out."
            ),
            Self::Name(name) => write!(f, "a phase can't be called so; “{name}” is used instead."),
        }
    }
}

/// Reads a schema. The empty text is the schema without phases.
pub fn read(schema: &str) -> (Schema, Vec<Remark>) {
    let mut remarks = Vec::new();
    let mut phases = Vec::new();
    let parts = schema.split(';').filter(|part| !part.trim().is_empty());
    for part in parts {
        if phases.len() == MOST_PHASES {
            remarks.push(Remark::TooMany);
            break;
        }
        let number = phases.len() + 1;
        phases.push(read_phase(part, number, &mut remarks));
    }
    (Schema { phases }, remarks)
}

fn read_phase(phase: &str, number: usize, remarks: &mut Vec<Remark>) -> Phase {
    let mut parts = phase.split(':').map(str::trim);
    let given = parts.next().unwrap_or_default();
    let name = legal_name(given, number);
    if written_name(&name) != given && name != given {
        remarks.push(Remark::Name(name.clone()));
    }
    let mut tokens = None;
    let mut technique = None;
    let mut own: Vec<(Key, f64)> = Vec::new();
    for part in parts {
        let shown = || shorten(part);
        if let Some((name, value)) = part.split_once('=') {
            let Some(parameter) = parameter_named(name.trim()).filter(|p| may_set(p.key)) else {
                remarks.push(Remark::NotOwn(shorten(name)));
                continue;
            };
            if own.iter().any(|(key, _)| *key == parameter.key) {
                remarks.push(Remark::Repeated(shown()));
                continue;
            }
            let (nearest, verdict) = nearest_text(parameter.kind, value);
            let used = nearest.unwrap_or(parameter.default);
            if let Err(why) = verdict {
                remarks.push(Remark::Value {
                    name: parameter.name,
                    value: shorten(value),
                    why,
                    used: text(parameter.kind, used),
                });
            }
            own.push((parameter.key, used));
        } else if let Some(index) = technique::NAMES.iter().position(|name| *name == part) {
            if technique.is_some() {
                remarks.push(Remark::Repeated(shown()));
            }
            technique = technique.or(Some(index));
        } else if part.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            let parameter = parameter(Key::Tokens);
            let (nearest, verdict) = nearest_text(parameter.kind, part);
            let used = nearest.unwrap_or(parameter.default);
            if let Err(why) = verdict {
                remarks.push(Remark::Value {
                    name: parameter.name,
                    value: shown(),
                    why,
                    used: text(parameter.kind, used),
                });
            }
            if tokens.is_some() {
                remarks.push(Remark::Repeated(shown()));
            }
            tokens = tokens.or(Some(used as u64));
        } else if !part.is_empty() {
            remarks.push(Remark::Unknown(shown()));
        }
    }
    Phase {
        name,
        tokens,
        technique: technique.unwrap_or(0),
        own,
    }
}

/// A name made legal: letters, digits, hyphens and single spaces, not too long.
pub fn legal_name(text: &str, number: usize) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c == '_' { ' ' } else { c })
        .filter(|&c| c.is_alphanumeric() || c == '-' || c == ' ')
        .take(LONGEST_NAME)
        .collect();
    let words: Vec<&str> = clean.split(' ').filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        format!("phase {number}")
    } else {
        words.join(" ")
    }
}

fn written_name(name: &str) -> String {
    name.replace(' ', "_")
}

impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, phase) in self.phases.iter().enumerate() {
            if index > 0 {
                f.write_str(";")?;
            }
            write!(f, "{phase}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&written_name(&self.name))?;
        if let Some(tokens) = self.tokens {
            write!(f, ":{tokens}")?;
        }
        if self.technique != 0 {
            write!(f, ":{}", technique::NAMES[self.technique])?;
        }
        for &(key, value) in &self.own {
            let parameter = parameter(key);
            write!(f, ":{}={}", parameter.name, text(parameter.kind, value))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_is_written_as_it_was_read() {
        for text in [
            "",
            "answer",
            "thinking:200:think;answer",
            "think_hard:200:think:think_floor=0.1;answer:verify:tries=3:sensitivity=0.8",
            "Überlegung:5;réponse:10:vote:lead=2",
            "a;b;c:1:error=1e-12",
        ] {
            let (schema, remarks) = read(text);
            assert_eq!(remarks, [], "{text}");
            assert_eq!(schema.to_string(), text);
        }
    }

    #[test]
    fn whatever_the_text_a_legal_schema_comes_out() {
        for (text, becomes, remarks) in [
            (";;", "", 0),
            ("a:0", "a:1", 1),
            ("a:-5", "a:1", 1),
            ("a:1e99", "a:1000000000", 1),
            ("a:think:verify", "a:think", 1),
            ("a:5:6", "a:5", 1),
            ("a:magic", "a", 1),
            ("a:alpha=3", "a", 1),
            ("a:error=2", "a:error=1", 1),
            ("a:error=x", "a:error=0.01", 1),
            ("<b>:7", "b:7", 1),
            (":7", "phase_1:7", 1),
            ("a:schema=b", "a", 1),
        ] {
            let (schema, said) = read(text);
            assert_eq!(schema.to_string(), becomes, "{text}");
            assert_eq!(said.len(), remarks, "{text}: {said:?}");
        }
        let (schema, remarks) = read(&"a;".repeat(50));
        assert_eq!(schema.phases.len(), MOST_PHASES);
        assert_eq!(remarks, [Remark::TooMany]);
    }
}
