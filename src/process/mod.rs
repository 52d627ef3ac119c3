//! How errors come: one file a process, and the table of all of them.

mod independent;
pub mod recoverable;

use crate::chain::{Chain, Occupancy};
use crate::parameter::{Key, Values};

/// A process: a name, the parameters that belong to it, its chain, and the
/// closed form of that chain where there is one.
pub trait Process: Sync {
    /// The word in links.
    fn name(&self) -> &'static str;

    /// What a person reads in the list of processes.
    fn label(&self) -> &'static str;

    /// One sentence: what it assumes about errors.
    fn summary(&self) -> &'static str;

    /// Where it comes from.
    fn source(&self) -> &'static str;

    /// The parameters that belong to it, in the order of their controls.
    fn parameters(&self) -> &'static [Key];

    /// The one description, from which exact curves, counts and runs follow.
    fn chain(&self, values: &Values) -> Chain;

    /// The closed form: where a completion that is flawless after `from` tokens
    /// stands after `to` tokens (`from` ≤ `to`).
    fn occupancy(&self, values: &Values, from: u64, to: u64) -> Occupancy;

    /// Where it stands as the number of tokens grows without bound.
    fn limit(&self, values: &Values) -> Occupancy;
}

/// Every process, in the order of the page. A new process is its file and a line here.
pub static PROCESSES: &[&dyn Process] = &[&independent::Independent, &recoverable::Recoverable];

/// The names of [`PROCESSES`], in their order: the legal values of the link's `process`.
pub static NAMES: &[&str] = &["independent", "recoverable"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_those_of_the_processes() {
        assert!(
            PROCESSES
                .iter()
                .map(|process| process.name())
                .eq(NAMES.iter().copied())
        );
    }
}
