//! The law of (errors so far, acceptable or not), one token after the other.

use crate::complex::Complex;
use crate::course::Stage;
use crate::transition::{Marks, Scalar};

/// Mass that no longer tells.
pub(super) const NOTHING: f64 = 1e-18;

/// What the token after j errors does.
#[derive(Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) stage: &'a Stage,
    pub(super) first: f64,
    pub(super) more: f64,
}

impl Token<'_> {
    pub(super) fn hazard(&self, errors: usize, share: f64) -> f64 {
        (self.first + self.more * errors as f64).min(1.0) * share
    }

    /// The same token, with so many errors before the first that is counted.
    pub(super) fn after(&self, errors: usize) -> Self {
        Self {
            first: (self.first + self.more * errors as f64).min(1.0),
            ..*self
        }
    }
}

/// The law of the count and the state: `a[j]` acceptable and `u[j]` unacceptable
/// after j errors, all mass between `low` and `high`.
#[derive(Clone, Debug)]
pub(super) struct Counts {
    pub(super) a: Vec<Complex>,
    pub(super) u: Vec<Complex>,
    pub(super) low: usize,
    pub(super) high: usize,
}

impl Counts {
    pub(super) fn start(cap: usize, acceptable: Complex, unacceptable: Complex) -> Self {
        let zero = Complex::default();
        let mut counts = Self {
            a: vec![zero; cap + 1],
            u: vec![zero; cap + 1],
            low: 0,
            high: 0,
        };
        counts.a[0] = acceptable;
        counts.u[0] = unacceptable;
        counts
    }

    pub(super) fn totals(&self) -> (Complex, Complex) {
        let (mut a, mut u) = (Complex::default(), Complex::default());
        for j in self.low..=self.high {
            a += self.a[j];
            u += self.u[j];
        }
        (a, u)
    }

    /// One token, at the hazards of every count.
    pub(super) fn step(&mut self, token: &Steps) {
        let cap = self.a.len() - 1;
        let (low, top) = (self.low, (self.high + 1).min(cap));
        let (mut moved_a, mut moved_u) = (Complex::default(), Complex::default());
        let places = self.a[low..=top].iter_mut().zip(&mut self.u[low..=top]);
        for ((a, u), &hazard) in places.zip(&token.hazards[low..=top]) {
            let spared = 1.0 - hazard;
            let struck = token.mark * hazard;
            let returns = *u * token.mended;
            let stays = *u * token.stays;
            let leaves = (*a + stays) * struck;
            let returned = returns * struck;
            *a = (*a + returns) * spared + moved_a;
            *u = stays * spared + moved_u;
            (moved_a, moved_u) = (returned, leaves);
        }
        // Nobody leaves the last count.
        if top == cap {
            self.a[cap] += moved_a;
            self.u[cap] += moved_u;
        }
        self.high = top;
        self.trim();
    }

    /// So many tokens.
    pub(super) fn steps(&mut self, token: &Steps, tokens: u64) {
        for _ in 0..tokens {
            self.step(token);
        }
    }

    /// How many counts hold anything.
    pub(super) fn width(&self) -> u64 {
        (self.high - self.low + 1) as u64
    }

    /// Leaves out counts at the ends that hold nothing.
    pub(super) fn trim(&mut self) {
        while self.low < self.high && self.is_empty(self.low) {
            (self.a[self.low], self.u[self.low]) = (Complex::default(), Complex::default());
            self.low += 1;
        }
        while self.high > self.low && self.is_empty(self.high) {
            (self.a[self.high], self.u[self.high]) = (Complex::default(), Complex::default());
            self.high -= 1;
        }
    }

    pub(super) fn is_empty(&self, j: usize) -> bool {
        self.a[j].size() + self.u[j].size() < NOTHING
    }
}

/// A token made ready: what it does to every count.
pub(super) struct Steps {
    hazards: Vec<f64>,
    mark: Complex,
    mended: Complex,
    stays: f64,
}

impl Steps {
    pub(super) fn new(token: &Token, share: f64, cap: usize, marks: &Marks<Complex>) -> Self {
        let back = token.stage.return_rate();
        let repaired = (1.0 - token.stage.recovery) * token.stage.repair;
        Self {
            hazards: (0..=cap).map(|j| token.hazard(j, share)).collect(),
            mark: marks.error,
            mended: Complex::from(back) + marks.price * (repaired * token.stage.undo),
            stays: 1.0 - back,
        }
    }

    /// The same token at another share of the hazard.
    pub(super) fn reshare(&mut self, token: &Token, share: f64) {
        for (j, hazard) in self.hazards.iter_mut().enumerate() {
            *hazard = token.hazard(j, share);
        }
    }
}
