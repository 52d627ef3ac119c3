//! Every parameter in one table, and a scenario: a legal value for each.
//!
//! Controls, share links, CSV columns, the command line and the reference page
//! are all derived from [`PARAMETERS`].

use crate::chain::Chain;
use crate::criterion::Criterion;
use crate::format;
use crate::parameter::{Key, Kind, Parameter, Values, Walk};
use crate::process::{self, PROCESSES, Process};
use core::fmt;

/// The figures of the page, by element id. `page` is none in particular.
pub const FIGURES: &[&str] = &["page", "claim", "bounce"];

/// The greatest number of tokens of a completion.
pub const MOST_TOKENS: u64 = 1_000_000_000;

/// The table: one row for each [`Key`], in its order.
pub static PARAMETERS: [Parameter; Key::COUNT] = [
    Parameter {
        key: Key::Figure,
        name: "figure",
        label: "figure",
        symbol: "",
        unit: "",
        kind: Kind::Choice(FIGURES),
        walk: Walk::Linear,
        default: 0.0,
        help: "The figure that a link opens at.",
    },
    Parameter {
        key: Key::Process,
        name: "process",
        label: "process",
        symbol: "",
        unit: "",
        kind: Kind::Choice(process::NAMES),
        walk: Walk::Linear,
        default: 1.0,
        help: "How errors come and go.",
    },
    Parameter {
        key: Key::Error,
        name: "error",
        label: "error",
        symbol: "E",
        unit: "per token",
        kind: Kind::Probability,
        walk: Walk::Log(-6),
        default: 0.01,
        help: "The probability that the next token takes an acceptable completion to an unacceptable one.",
    },
    Parameter {
        key: Key::Recovery,
        name: "recovery",
        label: "recovery",
        symbol: "ρ",
        unit: "per token",
        kind: Kind::Probability,
        walk: Walk::Log(-6),
        default: 0.05,
        help: "The probability that the next token takes an unacceptable completion back to an acceptable one.",
    },
    Parameter {
        key: Key::Fatal,
        name: "fatal",
        label: "fatal share",
        symbol: "φ",
        unit: "of errors",
        kind: Kind::Probability,
        walk: Walk::Linear,
        default: 0.0,
        help: "The share of errors from which no recovery is possible.",
    },
    Parameter {
        key: Key::Tokens,
        name: "tokens",
        label: "tokens",
        symbol: "N",
        unit: "",
        kind: Kind::Whole {
            least: 1,
            most: MOST_TOKENS,
        },
        walk: Walk::Log(0),
        default: 200.0,
        help: "The length of the whole completion.",
    },
    Parameter {
        key: Key::Done,
        name: "done",
        label: "already done",
        symbol: "K",
        unit: "tokens",
        kind: Kind::Whole {
            least: 0,
            most: MOST_TOKENS,
        },
        walk: Walk::Log(0),
        default: 0.0,
        help: "Tokens already generated without an error. They are behind us: only the rest, R = N − K, can still go wrong.",
    },
    Parameter {
        key: Key::Runs,
        name: "runs",
        label: "runs",
        symbol: "M",
        unit: "completions",
        kind: Kind::Whole {
            least: 0,
            most: 1_000_000,
        },
        walk: Walk::Log(0),
        default: 2000.0,
        help: "How many completions are simulated.",
    },
    Parameter {
        key: Key::Seed,
        name: "seed",
        label: "seed",
        symbol: "",
        unit: "",
        kind: Kind::Whole {
            least: 0,
            most: (1 << 53) - 1,
        },
        walk: Walk::Linear,
        default: 42.0,
        help: "The number that fixes the chances: the same seed gives the same runs, everywhere.",
    },
    Parameter {
        key: Key::Criterion,
        name: "criterion",
        label: "success means",
        symbol: "",
        unit: "",
        kind: Kind::Choice(Criterion::NAMES),
        walk: Walk::Linear,
        default: 1.0,
        help: "What is asked beside LeCun's question (has it never erred?): is it acceptable now, or have at most so many errors struck?",
    },
    Parameter {
        key: Key::Tolerance,
        name: "tolerance",
        label: "tolerance",
        symbol: "m",
        unit: "errors",
        kind: Kind::Whole {
            least: 0,
            most: 1_000_000,
        },
        walk: Walk::Log(0),
        default: 1.0,
        help: "How many errors the tolerant criterion lets pass.",
    },
    Parameter {
        key: Key::X,
        name: "x",
        label: "length axis",
        symbol: "",
        unit: "",
        kind: Kind::Choice(SCALES),
        walk: Walk::Linear,
        default: 0.0,
        help: "Whether the axis of tokens is linear or logarithmic.",
    },
    Parameter {
        key: Key::Y,
        name: "y",
        label: "probability axis",
        symbol: "",
        unit: "",
        kind: Kind::Choice(SCALES),
        walk: Walk::Linear,
        default: 0.0,
        help: "Whether the axis of probability is linear or logarithmic.",
    },
    Parameter {
        key: Key::Theme,
        name: "theme",
        label: "theme",
        symbol: "",
        unit: "",
        kind: Kind::Choice(&["auto", "light", "dark"]),
        walk: Walk::Linear,
        default: 0.0,
        help: "Light or dark; auto follows the reader's system.",
    },
];

/// The scales of an axis.
const SCALES: &[&str] = &["linear", "log"];

/// The row of a key.
pub fn parameter(key: Key) -> &'static Parameter {
    &PARAMETERS[key as usize]
}

/// The row with a name, as it stands in links.
pub fn parameter_named(name: &str) -> Option<&'static Parameter> {
    PARAMETERS.iter().find(|parameter| parameter.name == name)
}

/// A legal value for every parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scenario {
    values: Values,
}

/// Why a value isn't legal; the nearest legal one stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Illegal {
    /// Not a number at all.
    NotANumber,
    /// Not a whole number.
    NotWhole,
    /// Below the least legal value.
    TooSmall,
    /// Above the greatest legal value.
    TooLarge,
    /// Not one of the names.
    UnknownName,
}

impl fmt::Display for Illegal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotANumber => "is not a number",
            Self::NotWhole => "is not a whole number",
            Self::TooSmall => "is too small",
            Self::TooLarge => "is too large",
            Self::UnknownName => "is not a name known here",
        })
    }
}

impl Default for Scenario {
    fn default() -> Self {
        let mut values = [0.0; Key::COUNT];
        for (value, parameter) in values.iter_mut().zip(&PARAMETERS) {
            *value = parameter.default;
        }
        Self {
            values: Values::new(values),
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
    /// are. What doesn't fit is replaced by what does.
    ///
    /// # Errors
    /// [`Illegal::TooLarge`], after the value has been replaced.
    pub fn check(&mut self, key: Key) -> Result<(), Illegal> {
        if key == Key::Done && self.whole(Key::Done) > self.tokens() {
            self.values.set(Key::Done, self.done() as f64);
            return Err(Illegal::TooLarge);
        }
        Ok(())
    }

    /// Reads a value as a person writes it (`0.01`, `1%`, `1e-3`, `1,000`, `linear`)
    /// and sets it, or the nearest legal one.
    ///
    /// # Errors
    /// As [`Scenario::set`].
    pub fn set_text(&mut self, key: Key, text: &str) -> Result<(), Illegal> {
        let text = text.trim();
        if let Kind::Choice(names) = parameter(key).kind {
            let index = names
                .iter()
                .position(|name| *name == text)
                .ok_or(Illegal::UnknownName)?;
            self.values.set(key, index as f64);
            return Ok(());
        }
        let value = format::parse_number(text).ok_or(Illegal::NotANumber)?;
        self.set(key, value)
    }

    /// One value as links and CSV files write it: digits that read back to the same bits.
    pub fn text(&self, key: Key) -> String {
        let value = self.values.get(key);
        match parameter(key).kind {
            Kind::Choice(names) => names[value as usize].to_owned(),
            Kind::Whole { .. } => format!("{}", value as u64),
            Kind::Probability => format::shortest(value),
        }
    }

    /// One value as it takes effect: of the tokens done, no more than there are. (The
    /// value itself stays, for when there are more tokens again.)
    pub fn effective(&self, key: Key) -> f64 {
        if key == Key::Done {
            self.done() as f64
        } else {
            self.values.get(key)
        }
    }

    /// One value as a person reads and writes it: 1%, 1e-12, 1,000, linear.
    pub fn display(&self, key: Key) -> String {
        let value = self.effective(key);
        match parameter(key).kind {
            Kind::Choice(names) => names[value as usize].to_owned(),
            // A seed is a name made of digits: grouping would only blur it.
            Kind::Whole { .. } if key == Key::Seed => format!("{}", value as u64),
            Kind::Whole { .. } => format::whole(value as u64),
            Kind::Probability if value > 0.0 && value < 1e-6 => format::shortest(value),
            Kind::Probability => format::significant(value * 100.0, 8) + "%",
        }
    }

    /// Whether a parameter means anything in this scenario: those of other
    /// processes don't.
    pub fn applies(&self, key: Key) -> bool {
        match key {
            Key::Error | Key::Recovery | Key::Fatal => self.process().parameters().contains(&key),
            Key::Tolerance => self.choice(Key::Criterion) == "tolerant",
            _ => true,
        }
    }

    /// The process chosen.
    pub fn process(&self) -> &'static dyn Process {
        PROCESSES[self.whole(Key::Process) as usize]
    }

    /// The chain of the process chosen.
    pub fn chain(&self) -> Chain {
        self.process().chain(&self.values)
    }

    /// The criterion asked beside `flawless`.
    pub fn criterion(&self) -> Criterion {
        match self.choice(Key::Criterion) {
            "flawless" => Criterion::Flawless,
            "tolerant" => Criterion::Tolerant(self.whole(Key::Tolerance)),
            _ => Criterion::Acceptable,
        }
    }

    /// N, the length of the whole completion.
    pub const fn tokens(&self) -> u64 {
        self.whole(Key::Tokens)
    }

    /// K, the tokens already generated: never more than N.
    pub fn done(&self) -> u64 {
        self.whole(Key::Done).min(self.tokens())
    }

    /// R = N − K, the tokens to go.
    pub fn remaining(&self) -> u64 {
        self.tokens() - self.done()
    }

    /// Whether the axis of tokens is logarithmic.
    pub fn log_x(&self) -> bool {
        self.choice(Key::X) == "log"
    }

    /// Whether the axis of probability is logarithmic.
    pub fn log_y(&self) -> bool {
        self.choice(Key::Y) == "log"
    }
}

/// The nearest legal value, and what was wrong with the one given.
fn nearest(kind: Kind, value: f64) -> (Option<f64>, Result<(), Illegal>) {
    if value.is_nan() {
        return (None, Err(Illegal::NotANumber));
    }
    let (least, most) = match kind {
        Kind::Probability => (0.0, 1.0),
        Kind::Whole { least, most } => (least as f64, most as f64),
        Kind::Choice(names) => (0.0, (names.len() - 1) as f64),
    };
    if value < least {
        (Some(least), Err(Illegal::TooSmall))
    } else if value > most {
        (Some(most), Err(Illegal::TooLarge))
    } else if kind != Kind::Probability && value.fract() != 0.0 {
        (Some(value.round()), Err(Illegal::NotWhole))
    } else {
        (Some(value + 0.0), Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_one_row_in_its_order_and_a_legal_default() {
        for (index, parameter) in PARAMETERS.iter().enumerate() {
            assert_eq!(parameter.key as usize, index, "{}", parameter.name);
            let (nearest, verdict) = nearest(parameter.kind, parameter.default);
            assert_eq!(
                (nearest, verdict),
                (Some(parameter.default), Ok(())),
                "{}",
                parameter.name
            );
            assert!(
                parameter.help.ends_with(['.', '?']),
                "{} lacks help",
                parameter.name
            );
            assert_eq!(
                PARAMETERS
                    .iter()
                    .filter(|p| p.name == parameter.name)
                    .count(),
                1
            );
        }
    }

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
