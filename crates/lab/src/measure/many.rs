//! Many runs, in slices.

use super::obeying::Obeying;
use super::paths::Paths;
use crate::harness::event::{Event, Tally};
use crate::harness::run::Run;
use crate::harness::setting::Setting;
use crate::weights::Weights;

/// Runs of one setting, one after the other, and what is known of those that have ended.
/// All memory is taken at the beginning.
#[derive(Clone, Debug)]
pub struct Many {
    run: Run,
    /// The number of the run that is being written.
    number: u64,
    paths: Paths,
    tally: Tally,
    obeying: Obeying,
    digest: u64,
}

impl Many {
    /// Before the first of so many runs (see [`Paths::new`]).
    pub fn new(weights: &Weights, setting: &Setting, runs: usize) -> Self {
        let run = Run::new(weights, setting, 0);
        Self {
            paths: Paths::new(runs, run.setting().steps),
            run,
            number: 0,
            tally: Tally::default(),
            obeying: Obeying::default(),
            digest: 0xcbf2_9ce4_8422_2325,
        }
    }

    /// Writes so many tokens at most; says whether all runs have ended.
    pub fn advance(&mut self, tokens: u32) -> bool {
        for _ in 0..tokens {
            if self.done() {
                break;
            }
            match self.run.advance() {
                Some(event) => self.take(event),
                None => self.end(),
            }
        }
        self.done()
    }

    /// The same, to the end.
    #[must_use]
    pub fn finish(mut self) -> Self {
        while !self.advance(u32::MAX) {}
        self
    }

    fn take(&mut self, event: Event) {
        if let Some(mark) = self.run.mark() {
            self.obeying.count(mark);
        }
        // FNV-1a, by words.
        let scores = self.run.pass().scores().iter().map(|it| it.to_bits());
        for word in scores.chain([event.token.into()]) {
            self.digest = (self.digest ^ u64::from(word)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn end(&mut self) {
        self.paths.push(self.run.kept());
        self.tally.add(self.run.tally());
        self.number += 1;
        if !self.done() {
            self.run.restart(self.number);
        }
    }

    /// Whether all runs have ended.
    pub fn done(&self) -> bool {
        self.paths.runs() == self.paths.room()
    }

    /// The runs that have ended.
    pub const fn paths(&self) -> &Paths {
        &self.paths
    }

    /// What they spent.
    pub const fn tally(&self) -> Tally {
        self.tally
    }

    /// How they, and the present one, obeyed.
    pub const fn obeying(&self) -> &Obeying {
        &self.obeying
    }

    /// A digest of every token and of every bit of every score so far: the same on every
    /// machine.
    pub const fn digest(&self) -> u64 {
        self.digest
    }

    /// Tokens spent for each step that was kept.
    pub fn tokens_a_step(&self) -> f64 {
        let steps: usize = (0..self.paths.runs())
            .map(|at| self.paths.run(at).count())
            .sum();
        self.tally.tokens as f64 / steps.max(1) as f64
    }
}
