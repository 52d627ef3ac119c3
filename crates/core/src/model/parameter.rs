//! What a parameter is, and the set of all their values.
//!
//! The rows themselves (label, range, default, help …) stand in one table,
//! [`crate::model::table::PARAMETERS`].

use crate::number::format;

/// The name of a parameter: link key, control id and CSV column at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(usize)]
#[expect(missing_docs, reason = "each has its help text in table::PARAMETERS")]
pub enum Key {
    Figure,
    Process,
    Error,
    Recovery,
    Fatal,
    Shape,
    Floor,
    Decay,
    KeyError,
    OtherError,
    Growth,
    Share,
    Coefficient,
    Exponent,
    Most,
    Alpha,
    Beta,
    Contagion,
    Directions,
    Continuations,
    Technique,
    Interval,
    Sensitivity,
    FalseReject,
    Tries,
    Joint,
    Votes,
    Lead,
    Step,
    CommonCause,
    Think,
    ThinkFloor,
    ThinkRecovery,
    Catch,
    Cost,
    Schema,
    Tokens,
    Done,
    Runs,
    Seed,
    Criterion,
    Tolerance,
    Target,
    Attempts,
    SameRecovery,
    Unit,
    Price,
    Across,
    AcrossScale,
    Up,
    UpScale,
    Run,
    X,
    Y,
    CostScale,
    Curves,
    LabModel,
    LabTraining,
    LabTemperature,
    LabSteps,
    LabWindow,
    LabSeed,
    LabRun,
    LabError,
    LabLag,
    Theme,
}

impl Key {
    /// How many parameters there are.
    pub const COUNT: usize = Self::Theme as usize + 1;
}

/// What values a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A real number in [0, 1], written `0.01` or `1%`.
    Probability,
    /// A whole number from `least` to `most`, both included.
    Whole {
        /// The least legal value.
        least: u64,
        /// The greatest legal value.
        most: u64,
    },
    /// A real number from `least` to `most`, both included.
    Real {
        /// The least legal value.
        least: f64,
        /// The greatest legal value.
        most: f64,
    },
    /// One of a few names.
    Choice(&'static [&'static str]),
    /// A completion schema, written as [`crate::model::schema`] says. Its number is the
    /// number of its phases.
    Schema,
}

/// How a control walks through the range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// Equal steps.
    Linear,
    /// Equal ratios, from this power of ten up; zero is one step below it.
    Log(i32),
}

/// One row of the parameter table.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Which parameter this is.
    pub key: Key,
    /// The word in links, control ids and CSV columns.
    pub name: &'static str,
    /// What a person reads beside the control.
    pub label: &'static str,
    /// The symbol used in formulas; empty where there is none.
    pub symbol: &'static str,
    /// What one unit of it is; empty for pure numbers and names.
    pub unit: &'static str,
    /// Its legal values.
    pub kind: Kind,
    /// How its control walks.
    pub walk: Walk,
    /// Its value where a link says nothing (for a choice: the index of the name).
    pub default: f64,
    /// One or two sentences for a person who has never met it.
    pub help: &'static str,
}

impl Parameter {
    /// A legal value as a person reads and writes it: 1%, 1e-12, 1,000, linear. (A schema is a
    /// text, which its number does not tell.)
    pub fn display(&self, value: f64) -> String {
        match self.kind {
            Kind::Choice(names) => names[value as usize].to_owned(),
            // A seed is a name made of digits: grouping would only blur it.
            Kind::Whole { .. } if matches!(self.key, Key::Seed | Key::LabSeed) => {
                format!("{}", value as u64)
            }
            Kind::Whole { .. } => format::whole(value as u64),
            Kind::Real { .. } | Kind::Schema => format::shortest(value),
            Kind::Probability if value > 0.0 && value < 1e-6 => format::shortest(value),
            Kind::Probability => format::significant(value * 100.0, 8) + "%",
        }
    }

    /// The same with its unit, as it is said: 1% per token, 1 token, 200 tokens.
    pub fn spoken(&self, value: f64) -> String {
        let display = self.display(value);
        match self.unit.strip_suffix('s') {
            _ if self.unit.is_empty() => display,
            Some(thing) if matches!(self.kind, Kind::Whole { .. }) => format::many(&display, thing),
            _ => format!("{display} {}", self.unit),
        }
    }
}

/// The value of every parameter, each legal for its row.
///
/// Whole numbers stay below 2⁵³ and choices are indices, so that an `f64` holds
/// each exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Values([f64; Key::COUNT]);

impl Values {
    /// Takes one value for each key, in the order of [`Key`].
    pub const fn new(values: [f64; Key::COUNT]) -> Self {
        Self(values)
    }

    /// The value of one parameter.
    pub const fn get(&self, key: Key) -> f64 {
        self.0[key as usize]
    }

    /// Replaces one value. The caller has checked it against the table.
    pub(crate) const fn set(&mut self, key: Key, value: f64) {
        self.0[key as usize] = value;
    }
}
