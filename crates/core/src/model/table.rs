//! Every parameter in one table, and what is legal for each.
//!
//! Controls, share links, CSV columns, the command line and the reference page
//! are all derived from [`PARAMETERS`].

use crate::model::criterion::Criterion;
use crate::model::parameter::{Key, Kind, Parameter, Walk};
use crate::model::process;
use crate::model::technique;
use crate::number::format;
use crate::number::read;
use core::fmt;

/// The figures of the page, and its rooms, by element id. `page` is none in particular. New
/// ones go to the end.
pub const FIGURES: &[&str] = &[
    "page",
    "claim",
    "bounce",
    "plan",
    "hazards",
    "map",
    "techniques",
    "timeline",
    "stretches",
    "evidence",
    "explore",
    "lab",
];

/// The parameters that the map can be drawn over. New ones go to the end.
pub const AXES: &[&str] = &[
    "error",
    "recovery",
    "tokens",
    "fatal",
    "shape",
    "floor",
    "decay",
    "key_error",
    "share",
    "alpha",
    "beta",
    "contagion",
    "directions",
    "interval",
    "sensitivity",
    "false_reject",
    "votes",
    "lead",
    "step",
    "common_cause",
    "think",
    "think_floor",
    "catch",
];

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
        key: Key::Shape,
        name: "shape",
        label: "shape",
        symbol: "κ",
        unit: "",
        kind: Kind::Real {
            least: 0.01,
            most: 10.0,
        },
        walk: Walk::Log(-2),
        default: 0.5,
        help: "How the hazard goes with length: below 1 it falls as context accumulates, at 1 it is constant, above 1 it rises.",
    },
    Parameter {
        key: Key::Floor,
        name: "floor",
        label: "floor",
        symbol: "e∞",
        unit: "per token",
        kind: Kind::Probability,
        walk: Walk::Log(-6),
        default: 0.0,
        help: "The hazard that is left once the process has settled.",
    },
    Parameter {
        key: Key::Decay,
        name: "decay",
        label: "decay",
        symbol: "g",
        unit: "per token",
        kind: Kind::Probability,
        walk: Walk::Linear,
        default: 0.9,
        help: "The share of the hazard above its floor that each token leaves.",
    },
    Parameter {
        key: Key::KeyError,
        name: "key_error",
        label: "key error",
        symbol: "e₁",
        unit: "per key token",
        kind: Kind::Probability,
        walk: Walk::Log(-6),
        default: 0.05,
        help: "The probability of an error at a key token: one of the few at which the course of the text is decided.",
    },
    Parameter {
        key: Key::OtherError,
        name: "other_error",
        label: "other error",
        symbol: "e₀",
        unit: "per token",
        kind: Kind::Probability,
        walk: Walk::Log(-6),
        default: 0.0001,
        help: "The probability of an error at any other token.",
    },
    Parameter {
        key: Key::Growth,
        name: "growth",
        label: "key tokens grow",
        symbol: "",
        unit: "",
        kind: Kind::Choice(GROWTHS),
        walk: Walk::Linear,
        default: 0.0,
        help: "How many of the first n tokens are key tokens: a share of them, a power of n, its logarithm, or a share up to a plateau.",
    },
    Parameter {
        key: Key::Share,
        name: "share",
        label: "key share",
        symbol: "q",
        unit: "of tokens",
        kind: Kind::Probability,
        walk: Walk::Linear,
        default: 0.075,
        help: "The share of tokens that are key tokens; 5 to 10% in one study.",
    },
    Parameter {
        key: Key::Coefficient,
        name: "coefficient",
        label: "coefficient",
        symbol: "c",
        unit: "key tokens",
        kind: Kind::Real {
            least: 0.0,
            most: 1e6,
        },
        walk: Walk::Log(-2),
        default: 1.0,
        help: "The factor before the power or the logarithm of n.",
    },
    Parameter {
        key: Key::Exponent,
        name: "exponent",
        label: "exponent",
        symbol: "α",
        unit: "",
        kind: Kind::Real {
            least: 0.0,
            most: 1.0,
        },
        walk: Walk::Linear,
        default: 0.5,
        help: "The power of n with which key tokens grow.",
    },
    Parameter {
        key: Key::Most,
        name: "most",
        label: "at most",
        symbol: "C",
        unit: "key tokens",
        kind: Kind::Whole {
            least: 0,
            most: MOST_TOKENS,
        },
        walk: Walk::Log(0),
        default: 10.0,
        help: "The plateau: no more key tokens than this, however long the text.",
    },
    Parameter {
        key: Key::Alpha,
        name: "alpha",
        label: "alpha",
        symbol: "a",
        unit: "",
        kind: Kind::Real {
            least: 0.01,
            most: 1e6,
        },
        walk: Walk::Log(-2),
        default: 1.0,
        help: "First parameter of the beta distribution of errors: the mean error is a/(a + b), and a small a means many easy completions.",
    },
    Parameter {
        key: Key::Beta,
        name: "beta",
        label: "beta",
        symbol: "b",
        unit: "",
        kind: Kind::Real {
            least: 0.01,
            most: 1e6,
        },
        walk: Walk::Log(-2),
        default: 99.0,
        help: "Second parameter of the beta distribution of errors: the greater, the fewer errors.",
    },
    Parameter {
        key: Key::Contagion,
        name: "contagion",
        label: "contagion",
        symbol: "η",
        unit: "per error",
        kind: Kind::Probability,
        walk: Walk::Log(-4),
        default: 0.01,
        help: "What every error so far adds to the probability of the next one.",
    },
    Parameter {
        key: Key::Directions,
        name: "directions",
        label: "wrong directions",
        symbol: "D",
        unit: "",
        kind: Kind::Whole {
            least: 1,
            most: 1000,
        },
        walk: Walk::Log(0),
        default: 4.0,
        help: "In how many plausible wrong directions an answer can drift.",
    },
    Parameter {
        key: Key::Continuations,
        name: "continuations",
        label: "harmless deviations",
        symbol: "",
        unit: "of deviations",
        kind: Kind::Probability,
        walk: Walk::Linear,
        default: 0.0,
        help: "The share of deviations that stay acceptable, as there are many ways to say it right. They are no errors: every error above is thinned by it.",
    },
    Parameter {
        key: Key::Technique,
        name: "technique",
        label: "technique",
        symbol: "",
        unit: "",
        kind: Kind::Choice(technique::NAMES),
        walk: Walk::Linear,
        default: 0.0,
        help: "What is done about errors.",
    },
    Parameter {
        key: Key::Interval,
        name: "interval",
        label: "interval",
        symbol: "m",
        unit: "tokens",
        kind: Kind::Whole {
            least: 1,
            most: 1_000_000,
        },
        walk: Walk::Log(0),
        default: 20.0,
        help: "How many tokens lie between one check or query and the next.",
    },
    Parameter {
        key: Key::Sensitivity,
        name: "sensitivity",
        label: "sensitivity",
        symbol: "d",
        unit: "of errors",
        kind: Kind::Probability,
        walk: Walk::Linear,
        default: 0.9,
        help: "The share of spoiled drafts that a check rejects.",
    },
    Parameter {
        key: Key::FalseReject,
        name: "false_reject",
        label: "false rejects",
        symbol: "f",
        unit: "of good drafts",
        kind: Kind::Probability,
        walk: Walk::Linear,
        default: 0.05,
        help: "The share of sound drafts that a check rejects all the same.",
    },
    Parameter {
        key: Key::Tries,
        name: "tries",
        label: "most tries",
        symbol: "T",
        unit: "drafts",
        kind: Kind::Whole {
            least: 0,
            most: 1000,
        },
        walk: Walk::Log(0),
        default: 0.0,
        help: "How many drafts are made at most; the last one is kept whatever the check says. 0 means no limit.",
    },
    Parameter {
        key: Key::Joint,
        name: "joint",
        label: "joint checking",
        symbol: "",
        unit: "of errors",
        kind: Kind::Probability,
        walk: Walk::Linear,
        default: 0.0,
        help: "The share of errors that the check repeats because it sees the draft. A factored check, which does not see it, repeats none.",
    },
    Parameter {
        key: Key::Votes,
        name: "votes",
        label: "votes",
        symbol: "",
        unit: "samples",
        kind: Kind::Whole {
            least: 1,
            most: 1001,
        },
        walk: Walk::Log(0),
        default: 5.0,
        help: "How many samples vote; the majority wins, and a coin decides a tie.",
    },
    Parameter {
        key: Key::Lead,
        name: "lead",
        label: "lead",
        symbol: "L",
        unit: "votes",
        kind: Kind::Whole {
            least: 0,
            most: 1000,
        },
        walk: Walk::Log(0),
        default: 0.0,
        help: "Sampling goes on until one side is ahead by so many votes. 0 means that the majority of a fixed number wins instead.",
    },
    Parameter {
        key: Key::Step,
        name: "step",
        label: "step",
        symbol: "ℓ",
        unit: "tokens",
        kind: Kind::Whole {
            least: 0,
            most: 1_000_000,
        },
        walk: Walk::Log(0),
        default: 20.0,
        help: "How many tokens one vote is about. 0 means all of the phase.",
    },
    Parameter {
        key: Key::CommonCause,
        name: "common_cause",
        label: "common cause",
        symbol: "γ",
        unit: "of votes",
        kind: Kind::Probability,
        walk: Walk::Linear,
        default: 0.0,
        help: "How often all samples go the same way for the same reason, so that voting tells nothing.",
    },
    Parameter {
        key: Key::Think,
        name: "think",
        label: "thinking",
        symbol: "",
        unit: "tokens",
        kind: Kind::Whole {
            least: 0,
            most: 1_000_000,
        },
        walk: Walk::Log(0),
        default: 100.0,
        help: "How many tokens of reasoning come before the answer.",
    },
    Parameter {
        key: Key::ThinkFloor,
        name: "think_floor",
        label: "hazard after thinking",
        symbol: "",
        unit: "of the hazard",
        kind: Kind::Probability,
        walk: Walk::Linear,
        default: 0.2,
        help: "The share of the hazard that is left when the reasoning ends. It falls in a straight line while the model thinks, and the answer keeps what is reached.",
    },
    Parameter {
        key: Key::ThinkRecovery,
        name: "think_recovery",
        label: "recovery in thinking",
        symbol: "",
        unit: "per token",
        kind: Kind::Probability,
        walk: Walk::Log(-6),
        default: 0.1,
        help: "The probability that a token of reasoning makes good what had gone wrong.",
    },
    Parameter {
        key: Key::Catch,
        name: "catch",
        label: "catch",
        symbol: "h",
        unit: "",
        kind: Kind::Probability,
        walk: Walk::Log(-6),
        default: 0.5,
        help: "The probability that an unacceptable state is caught and made good: at each query, or, when backtracking, at each token.",
    },
    Parameter {
        key: Key::Cost,
        name: "cost",
        label: "cost",
        symbol: "",
        unit: "tokens",
        kind: Kind::Whole {
            least: 0,
            most: 1_000_000,
        },
        walk: Walk::Log(0),
        default: 20.0,
        help: "The tokens paid each time, beside those of the text: for a check of a draft, for a query, or for going back. 20 is what it takes to read a draft of 20 tokens once; for a query and for going back it is an illustration.",
    },
    Parameter {
        key: Key::Schema,
        name: "schema",
        label: "completion schema",
        symbol: "",
        unit: "",
        kind: Kind::Schema,
        walk: Walk::Linear,
        default: 0.0,
        help: "Phases in their order, as in “thinking:200:think;answer:verify:tries=3”: a name, then its tokens, its technique and what it sets for itself. A phase without a number has as many tokens as the parameter says.",
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
            most: 1_000_000_000,
        },
        walk: Walk::Log(0),
        default: 2000.0,
        help: "How many completions are simulated; beyond a million they are counted by state, all at once.",
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
        symbol: "τ",
        unit: "errors",
        kind: Kind::Whole {
            least: 0,
            most: 200,
        },
        walk: Walk::Log(0),
        default: 1.0,
        help: "How many errors the tolerant criterion lets pass.",
    },
    Parameter {
        key: Key::Target,
        name: "target",
        label: "target",
        symbol: "s",
        unit: "of completions",
        kind: Kind::Probability,
        walk: Walk::Linear,
        default: 0.95,
        help: "How many of all completions shall succeed: what the plan is made for.",
    },
    Parameter {
        key: Key::Attempts,
        name: "attempts",
        label: "attempts",
        symbol: "k",
        unit: "at one task",
        kind: Kind::Whole {
            least: 1,
            most: 1_000_000,
        },
        walk: Walk::Log(0),
        default: 1.0,
        help: "How often the same task is tried, each time anew: at least one of so many attempts succeeds (pass@k), or all of them do (pass^k).",
    },
    Parameter {
        key: Key::SameRecovery,
        name: "same_recovery",
        label: "recovery of all",
        symbol: "",
        unit: "per token",
        kind: Kind::Probability,
        walk: Walk::Log(-6),
        default: 0.0,
        help: "The recovery that all processes have where they stand side by side, whatever they have by themselves.",
    },
    Parameter {
        key: Key::Unit,
        name: "unit",
        label: "unit",
        symbol: "",
        unit: "",
        kind: Kind::Choice(UNITS),
        walk: Walk::Linear,
        default: 0.0,
        help: "What one token stands for in the words of a plan: a step of an agent, a call, or a token. It changes no number.",
    },
    Parameter {
        key: Key::Price,
        name: "price",
        label: "price",
        symbol: "",
        unit: "money each",
        kind: Kind::Real {
            least: 0.0,
            most: 1e6,
        },
        walk: Walk::Log(-6),
        default: 0.0,
        help: "What one token, step or call costs in money of any kind. 0 means that it is not told.",
    },
    Parameter {
        key: Key::Across,
        name: "across",
        label: "across",
        symbol: "",
        unit: "",
        kind: Kind::Choice(AXES),
        walk: Walk::Linear,
        default: 0.0,
        help: "The parameter that grows from left to right on the map.",
    },
    Parameter {
        key: Key::AcrossScale,
        name: "across_scale",
        label: "scale across",
        symbol: "",
        unit: "",
        kind: Kind::Choice(SCALES_OF_MAP),
        walk: Walk::Linear,
        default: 0.0,
        help: "Whether the map is linear or logarithmic from left to right; own is as the parameter's control walks.",
    },
    Parameter {
        key: Key::Up,
        name: "up",
        label: "up",
        symbol: "",
        unit: "",
        kind: Kind::Choice(AXES),
        walk: Walk::Linear,
        default: 1.0,
        help: "The parameter that grows upwards on the map.",
    },
    Parameter {
        key: Key::UpScale,
        name: "up_scale",
        label: "scale up",
        symbol: "",
        unit: "",
        kind: Kind::Choice(SCALES_OF_MAP),
        walk: Walk::Linear,
        default: 0.0,
        help: "Whether the map is linear or logarithmic from the foot up.",
    },
    Parameter {
        key: Key::Run,
        name: "run",
        label: "run chosen",
        symbol: "",
        unit: "",
        kind: Kind::Whole {
            least: 0,
            most: 1_000_000_000,
        },
        walk: Walk::Log(0),
        default: 0.0,
        help: "The number of the run whose story is told, 0 for none.",
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
        key: Key::CostScale,
        name: "cost_scale",
        label: "cost axis",
        symbol: "",
        unit: "",
        kind: Kind::Choice(SCALES_OF_COST),
        walk: Walk::Linear,
        default: 0.0,
        help: "Whether the axis of tokens paid is logarithmic or linear.",
    },
    Parameter {
        key: Key::Curves,
        name: "curves",
        label: "curves",
        symbol: "",
        unit: "",
        kind: Kind::Choice(CURVES),
        walk: Walk::Linear,
        default: 0.0,
        help: "Which curves the bounce shows: all and the simulated runs, the exact ones alone, only never erred, or only the answer to the second question.",
    },
    Parameter {
        key: Key::LabModel,
        name: "lab_model",
        label: "model",
        symbol: "",
        unit: "",
        kind: Kind::Choice(LAB_MODELS),
        walk: Walk::Linear,
        default: 0.0,
        help: "The model of the lab that is watched: one that takes back, the same with its complaints ignored, one that has only learned right text, one with pauses instead, and one that follows a rule.",
    },
    Parameter {
        key: Key::LabTraining,
        name: "lab_training",
        label: "training",
        symbol: "",
        unit: "",
        kind: Kind::Whole { least: 1, most: 2 },
        walk: Walk::Linear,
        default: 1.0,
        help: "Which of the two trainings of a lab’s model: each from a seed of its own.",
    },
    Parameter {
        key: Key::LabTemperature,
        name: "lab_temperature",
        label: "temperature",
        symbol: "",
        unit: "",
        kind: Kind::Real {
            least: 0.0,
            most: 10.0,
        },
        walk: Walk::Linear,
        default: 3.8,
        help: "How warm the models of the lab are sampled, which is what makes them err: the temperature of the one that takes back. The others get the temperature at which they err about as often.",
    },
    Parameter {
        key: Key::LabSteps,
        name: "lab_steps",
        label: "length",
        symbol: "",
        unit: "steps",
        kind: Kind::Whole {
            least: 1,
            most: 1000,
        },
        walk: Walk::Linear,
        default: 100.0,
        help: "The steps of a run in the lab.",
    },
    Parameter {
        key: Key::LabWindow,
        name: "lab_window",
        label: "attention window",
        symbol: "",
        unit: "tokens",
        kind: Kind::Whole { least: 1, most: 24 },
        walk: Walk::Linear,
        default: 24.0,
        help: "How many tokens the models of the lab see, the present one included; a step has three.",
    },
    Parameter {
        key: Key::LabSeed,
        name: "lab_seed",
        label: "seed",
        symbol: "",
        unit: "",
        kind: Kind::Whole {
            least: 0,
            most: 9_007_199_254_740_991,
        },
        walk: Walk::Linear,
        default: 1.0,
        help: "The number that fixes the chances of the lab: the same seed gives the same runs, everywhere.",
    },
    Parameter {
        key: Key::LabRun,
        name: "lab_run",
        label: "run",
        symbol: "",
        unit: "",
        kind: Kind::Whole {
            least: 0,
            most: 1_000_000,
        },
        walk: Walk::Linear,
        default: 0.0,
        help: "Which run of its seed is watched in the lab, counted from 0.",
    },
    Parameter {
        key: Key::LabError,
        name: "lab_error",
        label: "error at step",
        symbol: "",
        unit: "",
        kind: Kind::Whole {
            least: 0,
            most: 1000,
        },
        walk: Walk::Linear,
        default: 0.0,
        help: "The step of the watched run at which an error is put in, 0 for none.",
    },
    Parameter {
        key: Key::LabLag,
        name: "lab_lag",
        label: "unheard for",
        symbol: "",
        unit: "steps",
        kind: Kind::Whole { least: 0, most: 20 },
        walk: Walk::Linear,
        default: 0.0,
        help: "For how many steps, that of the error included, no complaint is listened to.",
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

/// How key tokens grow with length, as [`crate::model::process`] reads it.
const GROWTHS: &[&str] = &["share", "power", "log", "plateau"];

/// What one token may stand for.
pub const UNITS: &[&str] = &["tokens", "steps", "calls"];

/// What the bounce may show.
const CURVES: &[&str] = &["all", "exact", "flawless", "answer"];

/// The models of the lab.
const LAB_MODELS: &[&str] = &["backspace", "ignored", "plain", "pauses", "instruction"];

/// The scales of an axis.
const SCALES: &[&str] = &["linear", "log"];
const SCALES_OF_MAP: &[&str] = &["own", "linear", "log"];
const SCALES_OF_COST: &[&str] = &["log", "linear"];

/// The row of a key.
pub fn parameter(key: Key) -> &'static Parameter {
    &PARAMETERS[key as usize]
}

/// The row with a name, as it stands in links.
pub fn parameter_named(name: &str) -> Option<&'static Parameter> {
    PARAMETERS.iter().find(|parameter| parameter.name == name)
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

/// The nearest legal value, and what was wrong with the one given.
pub fn nearest(kind: Kind, value: f64) -> (Option<f64>, Result<(), Illegal>) {
    if value.is_nan() {
        return (None, Err(Illegal::NotANumber));
    }
    let (least, most) = match kind {
        Kind::Probability => (0.0, 1.0),
        Kind::Whole { least, most } => (least as f64, most as f64),
        Kind::Real { least, most } => (least, most),
        Kind::Choice(names) => (0.0, (names.len() - 1) as f64),
        Kind::Schema => (0.0, f64::MAX),
    };
    if value < least {
        (Some(least), Err(Illegal::TooSmall))
    } else if value > most {
        (Some(most), Err(Illegal::TooLarge))
    } else if !matches!(kind, Kind::Probability | Kind::Real { .. }) && value.fract() != 0.0 {
        (Some(value.round()), Err(Illegal::NotWhole))
    } else {
        (Some(value + 0.0), Ok(()))
    }
}

/// The nearest legal value to what a person writes (`0.01`, `1%`, `1e-3`, `1,000`,
/// `linear`), and what was wrong with that; no value where it is none at all.
pub fn nearest_text(kind: Kind, text: &str) -> (Option<f64>, Result<(), Illegal>) {
    let text = text.trim();
    if let Kind::Choice(names) = kind {
        let index = names.iter().position(|name| *name == text);
        return match index {
            Some(index) => (Some(index as f64), Ok(())),
            None => (None, Err(Illegal::UnknownName)),
        };
    }
    match read::parse_number(text) {
        Some(value) => nearest(kind, value),
        None => (None, Err(Illegal::NotANumber)),
    }
}

/// What is meant by a text that a person types into a field of this kind: see
/// [`read::typed_share`] and [`read::signs`]. Nothing where it is a number below 0: no field
/// means one, and the nearest legal value would be a guess.
pub fn meant(kind: Kind, text: &str) -> Option<String> {
    let meant = match kind {
        Kind::Probability => read::typed_share(text),
        Kind::Whole { .. } | Kind::Real { .. } => read::signs(text),
        Kind::Choice(_) | Kind::Schema => return Some(text.to_owned()),
    };
    let is_negative = read::parse_number(&meant).is_some_and(|number| number < 0.0);
    (!is_negative).then_some(meant)
}

/// A value as links and CSV files write it: digits that read back to the same bits.
pub fn text(kind: Kind, value: f64) -> String {
    match kind {
        Kind::Choice(names) => names[value as usize].to_owned(),
        Kind::Whole { .. } | Kind::Schema => format!("{}", value as u64),
        Kind::Probability | Kind::Real { .. } => format::shortest(value),
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
    fn a_number_below_nothing_is_refused_in_every_field() {
        for parameter in &PARAMETERS {
            let is_number = !matches!(parameter.kind, Kind::Choice(_) | Kind::Schema);
            for text in ["-1", "−0.5", "-1%", "-1 per mille"] {
                let meant = meant(parameter.kind, text);
                assert_eq!(meant.is_none(), is_number, "{} {text}", parameter.name);
            }
        }
        assert_eq!(meant(Kind::Probability, "5").as_deref(), Some("5%"));
    }

    /// Formulas, controls and figures name a parameter by its symbol alone.
    #[test]
    fn a_symbol_stands_for_one_parameter() {
        for (index, parameter) in PARAMETERS.iter().enumerate() {
            let mut others = PARAMETERS[..index].iter();
            let twin = others.find(|it| !it.symbol.is_empty() && it.symbol == parameter.symbol);
            assert_eq!(twin.map(|it| it.name), None, "{}", parameter.name);
        }
    }
}
