//! What a completion costs at worst: what 95 of 100 stay within.
//!
//! Told from simulated runs of a fixed seed. Of [`RUNS`] runs the share that really stays
//! within lies, with 95% confidence, between 94% and 96% (√(.95 · .05/2,000) = .005).

use crate::model::parameter::Key;
use crate::model::scenario::Scenario;
use crate::share::report;

/// How many runs are simulated.
pub(super) const RUNS: u64 = 2000;
/// The share of them that stay within.
pub(super) const SHARE: f64 = 0.95;
/// The most events that are simulated for one answer; beyond, it is not told.
pub(super) const EVENTS: u64 = 4_000_000;
/// So many at a time.
const SLICE: u64 = 4096;

/// What runs pay, run by run, in slices of bounded work.
#[derive(Debug)]
pub struct Worst {
    runs: crate::simulate::Runs,
    paid: Vec<u64>,
    before: u64,
    events: u64,
}

impl Worst {
    /// Prepares the runs of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let mut scenario = scenario.clone();
        // A number of runs, and a seed, that are legal.
        let _ = scenario.set(Key::Runs, RUNS as f64);
        let _ = scenario.set(Key::Seed, 42.0);
        Self {
            runs: report::runs(&scenario, vec![scenario.length()]),
            paid: Vec::new(),
            before: 0,
            events: 0,
        }
    }

    /// Simulates a slice; whether there is more to do.
    pub fn advance(&mut self) -> bool {
        let mut left = SLICE;
        while left > 0 && self.paid.len() < RUNS as usize && self.events < EVENTS {
            left -= 1;
            self.events += 1;
            let finished = self.runs.advance(1).finished as usize;
            if finished > self.paid.len() {
                let paid = self.runs.tally().paid;
                self.paid.push(paid.saturating_sub(self.before));
                self.before = paid;
            }
        }
        self.paid.len() < RUNS as usize && self.events < EVENTS
    }

    /// What 95 of 100 runs stay within, in tokens; `None` where that took too long.
    pub fn cost(&self) -> Option<f64> {
        if self.paid.len() < RUNS as usize {
            return None;
        }
        let mut paid = self.paid.clone();
        paid.sort_unstable();
        let at = (SHARE * RUNS as f64).ceil() as usize - 1;
        let cost = paid[at];
        Some(if cost == u64::MAX {
            f64::INFINITY
        } else {
            cost as f64
        })
    }
}
