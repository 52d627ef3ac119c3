//! What is said of a link that could not be taken as it stands.

use crate::model::schema::Remark;
use crate::model::table::Illegal;
use core::fmt;

/// The version of the grammar written, and the newest one known. A link that gives none
/// is of version 1, whatever is newest.
pub const VERSION: i64 = 1;

/// The longest link that is read, in bytes, its fragment first; the rest is left out with
/// a note.
pub const LONGEST: usize = 65_536;

/// The most notes that are kept of one link: a small screen holds no more of them.
pub const MOST_NOTES: usize = 8;

/// The key beside the parameters: which controls an embed shows. It says nothing about
/// the scenario, so the page takes it in silence; [`crate::share::embed`] reads it.
pub const CONTROLS: &str = "controls";

/// Another such key: what is written above an embed instead of the title of its figure.
pub const HEADING: &str = "heading";

/// A third: the data of the evidence, by the name of a built-in set or packed
/// ([`crate::share::pack`]).
pub const DATA: &str = "data";

/// Something in a link that could not be taken as it stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Note {
    /// A value that isn't legal for its key.
    Value {
        /// The key.
        name: &'static str,
        /// What the link gives, shortened.
        value: String,
        /// What is wrong with it.
        why: Illegal,
        /// What is used instead.
        used: String,
    },
    /// A completion schema that could not be taken as it stands.
    Schema(Remark),
    /// More tokens done than there are tokens.
    DoneBeyondTokens {
        /// The tokens said to be done.
        done: u64,
        /// The tokens of the whole completion.
        tokens: u64,
    },
    /// A key that means nothing here.
    UnknownKey(String),
    /// A key that belongs to another process or criterion; its value is kept but has no effect.
    NoEffect {
        /// The key.
        name: &'static str,
        /// What it is beside.
        beside: &'static str,
    },
    /// The same key twice; the first value stands.
    Repeated(&'static str),
    /// A part of the page that can't be embedded, and the figure shown instead.
    NotEmbedded(&'static str, &'static str),
    /// A control for an embed that there is none of.
    UnknownControl(String),
    /// A part without `=`.
    NoValue(String),
    /// A version of the grammar that doesn't exist yet.
    NewerVersion(i64),
    /// A version that is none.
    UnknownVersion(String),
    /// A link longer than [`LONGEST`].
    TooLong,
    /// More than [`MOST_NOTES`] notes.
    More,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value {
                name,
                value,
                why,
                used,
            } => {
                write!(f, "{name}: “{value}” {why}; {used} is used instead.")
            }
            Self::Schema(remark) => write!(f, "schema: {remark}"),
            Self::DoneBeyondTokens { done, tokens } => {
                write!(
                    f,
                    "done: {done} is more than the {tokens} tokens there are; {tokens} is used instead."
                )
            }
            Self::UnknownKey(key) => {
                write!(f, "“{key}” is not a parameter known here; it is left out.")
            }
            Self::NoEffect { name, beside } => {
                write!(f, "{name} has no effect with {beside}; its value is kept.")
            }
            Self::Repeated(name) => write!(f, "{name} is given twice; the first value is used."),
            Self::NotEmbedded(name, used) => write!(
                f,
                "figure: “{name}” can't be embedded; {used} is shown instead."
            ),
            Self::UnknownControl(name) => write!(
                f,
                "{CONTROLS}: “{name}” is not a control known here; it is left out."
            ),
            Self::NoValue(part) => write!(f, "“{part}” gives no value; it is left out."),
            Self::NewerVersion(version) => write!(
                f,
                "v: {version} is newer than what is known here; what version {VERSION} understands is used."
            ),
            Self::UnknownVersion(version) => write!(
                f,
                "v: “{version}” is not a version known here; the link is read as version {VERSION}."
            ),
            Self::TooLong => write!(
                f,
                "The link is longer than {LONGEST} bytes; the rest is left out."
            ),
            Self::More => f.write_str("There are more such remarks; they are left out."),
        }
    }
}
