//! Bad stretches of runs, counted by their length.

use crate::model::chain::State;

/// How many stretches of tokens after which a run was not acceptable were how long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretches {
    /// The greatest length of each bin, strictly increasing.
    pub edges: Vec<u64>,
    /// Stretches that ended with a return, by bin; in a further one those longer than all.
    pub completed: Vec<u64>,
    /// Stretches that were cut off by the end of the text, and might have ended.
    pub cut: u64,
    /// Stretches that nothing could have ended.
    pub lost: u64,
    /// The first token of the last stretch of the run under way.
    begin: u64,
    /// The token of the return from it.
    end: u64,
}

impl Stretches {
    /// Nothing yet, in bins that end at `edges`.
    pub fn new(edges: Vec<u64>) -> Self {
        Self {
            completed: vec![0; edges.len() + 1],
            edges,
            cut: 0,
            lost: 0,
            begin: 0,
            end: 0,
        }
    }

    /// All of them.
    pub fn total(&self) -> u64 {
        self.completed.iter().sum::<u64>() + self.cut + self.lost
    }

    /// A run is, or isn't, acceptable from a token on.
    pub(super) fn turned(&mut self, token: u64, acceptable: bool) {
        if acceptable {
            self.end = token;
        } else if self.end != token {
            self.close();
            self.begin = token;
        }
        // Else a query has caught it, and the very next token has gone wrong again: to
        // who reads the text it has been one stretch.
    }

    /// A run has come to its end in a state.
    pub(super) fn finish(&mut self, state: State) {
        match state {
            State::Flawless | State::Recovered => self.close(),
            State::Unacceptable => self.cut += 1,
            State::Lost => self.lost += 1,
        }
        (self.begin, self.end) = (0, 0);
    }

    /// Counts the last stretch, if there was one.
    fn close(&mut self) {
        if self.begin > 0 {
            let length = self.end - self.begin;
            let bin = self.edges.partition_point(|&edge| edge < length);
            self.completed[bin] += 1;
        }
    }
}
