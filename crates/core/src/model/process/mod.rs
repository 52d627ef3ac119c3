//! How errors come: one file a process, and the table of all of them.

use crate::model::chain::Chain;
use crate::model::parameter::{Key, Values};

/// A process: a name, the parameters that belong to it, and its chain, from which
/// curves, counts, runs and all the rest follow.
#[derive(Debug)]
pub struct Process {
    /// The word in links.
    pub name: &'static str,
    /// What a person reads in the list of processes.
    pub label: &'static str,
    /// One sentence: what it assumes about errors.
    pub summary: &'static str,
    /// Where it comes from.
    pub source: &'static str,
    /// The parameters that belong to it, in the order of their controls.
    pub parameters: &'static [Key],
    /// The parameter that makes all its errors likelier or rarer at once.
    pub scale: Key,
    /// Whether one of its parameters means anything beside the values of the others.
    pub means: fn(&Values, Key) -> bool,
    /// The one description.
    pub chain: fn(&Values) -> Chain,
}

/// Declares a module for each process and puts their descriptions in one table.
macro_rules! processes {
    ($($file:ident),* $(,)?) => {
        $(mod $file;)*

        /// Every process, in the order of the page.
        pub static PROCESSES: &[Process] = &[$($file::PROCESS),*];

        /// Their names: the legal values of the link's `process`.
        pub const NAMES: &[&str] = &[$($file::PROCESS.name),*];
    };
}

// A new process is its file and a line at the end: the places of those that are there are
// kept (`tests/native/link.rs`), and the order is that of the list a reader sees.
processes! {
    independent,
    recoverable,
    fading,
    settling,
    key_tokens,
    mixed_difficulty,
    self_conditioning,
    threshold,
}

/// For processes all of whose parameters always mean something.
const fn always(_: &Values, _: Key) -> bool {
    true
}

/// The share of deviations that are errors: 1 less those that stay acceptable.
///
/// The one place where thinning is done: a process multiplies its own rates of
/// error by it.
fn harmful(values: &Values) -> f64 {
    1.0 - values.get(Key::Continuations)
}
