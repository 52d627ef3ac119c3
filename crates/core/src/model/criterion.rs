//! What counts as success: always an explicit choice, never implied.

/// A question asked of a completion after some tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Criterion {
    /// Has it never erred? LeCun's question: the survival curve.
    Flawless,
    /// Is it acceptable now, whatever happened on the way? The occupancy.
    Acceptable,
    /// Have at most this many errors struck so far?
    Tolerant(u64),
}

impl Criterion {
    /// The words in links, in the order of the table's choices.
    pub const NAMES: &'static [&'static str] = &["flawless", "acceptable", "tolerant"];

    /// The word in links and CSV columns.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Flawless => Self::NAMES[0],
            Self::Acceptable => Self::NAMES[1],
            Self::Tolerant(_) => Self::NAMES[2],
        }
    }
}
