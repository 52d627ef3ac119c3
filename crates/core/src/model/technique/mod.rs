//! What is done about errors: one file a technique, and the table of all of them.
//!
//! A technique is a [`Manner`]: it says what is different about the tokens of a
//! phase. Exact curves, counts and runs know manners, not techniques.

use crate::model::parameter::{Key, Values};

/// A technique: a name, the parameters that belong to it, and its manner.
#[derive(Debug)]
pub struct Technique {
    /// The word in links.
    pub name: &'static str,
    /// What a person reads in the list of techniques.
    pub label: &'static str,
    /// One sentence: what it does.
    pub summary: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// The parameters that belong to it, in the order of their controls.
    pub parameters: &'static [Key],
    /// What is different about the tokens of a phase.
    pub manner: fn(&Values) -> Manner,
}

/// Declares a module for each technique and puts their descriptions in one table.
macro_rules! techniques {
    ($($file:ident),* $(,)?) => {
        $(mod $file;)*

        /// Every technique, in the order of the page.
        pub static TECHNIQUES: &[Technique] = &[$($file::TECHNIQUE),*];

        /// Their names: the legal values of the link's `technique`.
        pub const NAMES: &[&str] = &[$($file::TECHNIQUE.name),*];
    };
}

// A new technique is its file and a line here.
techniques! {
    direct,
    verify,
    vote,
    think,
    query,
    backtrack,
}

/// What is different about the tokens of a phase.
///
/// [`Manner::PLAIN`] is nothing; a technique changes what it is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Manner {
    /// The share of the hazard that is left at the end of the phase, and from then
    /// on. It falls (or rises) in a straight line over the tokens of the phase: at
    /// token k of T it is 1 + (`left` − 1)·k/T of what it was before the phase.
    pub left: f64,
    /// The probability that a token makes an unacceptable completion acceptable,
    /// by a clock of its own beside that of the chain's recovery.
    pub repair: f64,
    /// What each such repair costs, in tokens, where recovery has not come by itself.
    pub undo: f64,
    /// What is asked at set points within the phase.
    pub query: Option<Query>,
    /// What happens to drafts of a part of the phase before they count.
    pub check: Option<Check>,
}

impl Manner {
    /// Tokens as they come.
    pub const PLAIN: Self = Self {
        left: 1.0,
        repair: 0.0,
        undo: 0.0,
        query: None,
        check: None,
    };
}

/// A query before every `interval` tokens: at the start of the phase, and after
/// each further `interval` tokens while there are more to come.
///
/// The hazard starts afresh from there (a schedule from its first token, a
/// contagion without errors), and an unacceptable completion becomes acceptable
/// with probability `catch`. A lost one stays lost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Query {
    /// Tokens from one query to the next, at least 1.
    pub interval: u64,
    /// The probability that an unacceptable state is caught.
    pub catch: f64,
    /// What each query costs, in tokens.
    pub cost: f64,
}

/// What happens to a draft before it counts. Drafts are `size` tokens long, the
/// last of a phase possibly shorter; until a draft is kept, the completion stands
/// where the last one kept has left it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Check {
    /// Tokens of a draft, at least 1.
    pub size: u64,
    /// How it is decided what is kept.
    pub judge: Judge,
}

/// How it is decided which draft is kept. All drafts start from where the last one
/// kept has left the completion; those not kept leave no trace but their cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Judge {
    /// A draft is looked at, and made anew until one is accepted.
    ///
    /// A draft is bad if it takes an acceptable completion to one that isn't, and
    /// sound otherwise: a check finds what a draft broke, not what was broken
    /// before. (To find that, query or backtrack.)
    Verify {
        /// The probability that a bad draft is rejected.
        detection: f64,
        /// The probability that a sound draft is rejected.
        false_reject: f64,
        /// How many drafts are made at most; the last is kept whatever it is. 0: no limit.
        tries: u64,
        /// What each check costs, in tokens.
        cost: f64,
    },
    /// Drafts vote on whether the completion is acceptable: each for where it ends
    /// itself. The first draft on the winning side is kept.
    Vote {
        /// How the winning side is found.
        ballot: Ballot,
        /// The probability that all drafts are alike, so that the first one decides.
        common_cause: f64,
    },
}

impl Judge {
    /// Whether it depends on a draft whether that is kept.
    pub fn chooses(&self) -> bool {
        match *self {
            Self::Verify {
                detection,
                false_reject,
                tries,
                ..
            } => detection != false_reject && tries != 1,
            Self::Vote {
                ballot,
                common_cause,
            } => {
                let decides = match ballot {
                    Ballot::Majority(votes) => votes > 2,
                    Ballot::Lead(lead) => lead > 1,
                };
                decides && common_cause < 1.0
            }
        }
    }

    /// Whether there may be drafts none of which is ever accepted.
    pub fn may_reject_for_ever(&self) -> bool {
        matches!(*self, Self::Verify { detection, false_reject, tries: 0, .. }
            if detection == 1.0 || false_reject == 1.0)
    }

    /// How many terms the tails of a vote have.
    pub const fn terms(&self) -> u64 {
        match self {
            Self::Vote {
                ballot: Ballot::Majority(votes),
                ..
            } => *votes,
            _ => 0,
        }
    }
}

/// How votes are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ballot {
    /// The majority of so many; a coin decides a tie.
    Majority(u64),
    /// The first side to be ahead by so many.
    Lead(u64),
}
