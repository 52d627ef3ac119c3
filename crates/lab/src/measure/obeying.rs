//! How a rule is obeyed at marked steps, by steps since it was stated.

use crate::harness::event::Mark;

/// Distances that are told apart; what is farther counts as the farthest.
pub const DISTANCES: usize = 64;
/// Copies that are told apart.
pub const COPIES: usize = 256;

/// Marked steps, and those at which the rule was obeyed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Marked steps.
    pub marks: u64,
    /// Those at which the value was the rule.
    pub obeyed: u64,
}

impl Count {
    fn add(&mut self, obeyed: bool) {
        self.marks += 1;
        self.obeyed += u64::from(obeyed);
    }

    /// The share of marked steps at which the rule was not obeyed.
    pub fn disobeyed(self) -> f64 {
        (self.marks - self.obeyed) as f64 / self.marks.max(1) as f64
    }
}

/// What is counted. Its size never changes.
#[derive(Clone, Debug)]
pub struct Obeying {
    all: Count,
    distances: [Count; DISTANCES],
    copies: Vec<Count>,
}

impl Default for Obeying {
    fn default() -> Self {
        Self {
            all: Count::default(),
            distances: [Count::default(); DISTANCES],
            copies: vec![Count::default(); COPIES],
        }
    }
}

impl Obeying {
    pub(crate) fn count(&mut self, mark: Mark) {
        self.all.add(mark.obeyed);
        if !mark.reminded {
            self.distances[mark.since.clamp(1, DISTANCES) - 1].add(mark.obeyed);
        }
        self.copies[mark.copies.min(COPIES - 1)].add(mark.obeyed);
    }

    /// All marked steps.
    pub const fn all(&self) -> Count {
        self.all
    }

    /// By steps since the rule was stated, from 1 on; only where no earlier mark was seen
    /// that gives the rule away.
    pub fn by_distance(&self) -> &[Count] {
        &self.distances
    }

    /// By how often the model itself had stated the rule since the harness did, from 0 on.
    pub fn by_copies(&self) -> &[Count] {
        &self.copies
    }
}
