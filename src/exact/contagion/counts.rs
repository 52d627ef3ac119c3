//! The law of (errors so far, acceptable or not), one token after the other.

use super::scale::Scale;
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
    pub(super) scale: Scale,
    /// The last place.
    pub(super) whole: usize,
}

impl Token<'_> {
    /// The hazard at a place of the scale, where so much of it is left.
    pub(super) fn hazard(&self, place: usize, share: f64) -> f64 {
        (self.first + self.more * self.scale.errors(place)).min(1.0) * share
    }

    /// The weights of the next places after an error.
    pub(super) fn jumps(&self, place: usize) -> [f64; 2] {
        self.scale.jumps(place, self.whole)
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
        let reach = if token.scale == Scale::EVERY { 1 } else { 2 };
        let (low, top) = (self.low, (self.high + reach).min(cap));
        let zero = Complex::default();
        // What comes from the place before, and from the one before that.
        let (mut near, mut after) = ((zero, zero), (zero, zero));
        let places = self.a[low..=top].iter_mut().zip(&mut self.u[low..=top]);
        let hazards = token.hazards[low..=top].iter().zip(&token.jumps[low..=top]);
        for ((a, u), (&hazard, &[one, two])) in places.zip(hazards) {
            let hazard = hazard * token.share;
            let spared = 1.0 - hazard;
            let struck = token.mark * hazard;
            let returns = *u * token.mended;
            let stays = *u * token.stays;
            let leaves = (*a + stays) * struck;
            let returned = returns * struck;
            *a = (*a + returns) * spared + near.0;
            *u = stays * spared + near.1;
            if reach == 1 {
                near = (returned, leaves);
            } else {
                let stay = 1.0 - one - two;
                *a += returned * stay;
                *u += leaves * stay;
                near = (returned * one + after.0, leaves * one + after.1);
                after = (returned * two, leaves * two);
            }
        }
        // Nobody leaves the last count.
        if top == cap {
            self.a[cap] += near.0 + after.0;
            self.u[cap] += near.1 + after.1;
        }
        self.high = top;
        self.trim();
    }

    /// Takes a part of other counts away.
    pub(super) fn subtract(&mut self, other: &Self, part: f64) {
        for (these, those) in [(&mut self.a, &other.a), (&mut self.u, &other.u)] {
            for (this, &that) in these.iter_mut().zip(those) {
                *this = *this - that * part;
            }
        }
    }

    /// How far the probabilities of all counts are apart.
    pub(super) fn distance(&self, other: &Self) -> f64 {
        let apart = |these: &[Complex], those: &[Complex]| -> f64 {
            let pairs = these.iter().zip(those);
            pairs.map(|(this, that)| (this.re - that.re).abs()).sum()
        };
        apart(&self.a, &other.a) + apart(&self.u, &other.u)
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
    jumps: Vec<[f64; 2]>,
    scale: Scale,
    share: f64,
    mark: Complex,
    mended: Complex,
    stays: f64,
}

impl Steps {
    pub(super) fn new(token: &Token, share: f64, cap: usize, marks: &Marks<Complex>) -> Self {
        let back = token.stage.return_rate();
        let repaired = (1.0 - token.stage.recovery) * token.stage.repair;
        Self {
            hazards: (0..=cap).map(|j| token.hazard(j, 1.0)).collect(),
            jumps: (0..=cap).map(|j| token.jumps(j)).collect(),
            scale: token.scale,
            share,
            mark: marks.error,
            mended: Complex::from(back) + marks.price * (repaired * token.stage.undo),
            stays: 1.0 - back,
        }
    }

    /// The same token at another share of the hazard.
    pub(super) fn reshare(&mut self, share: f64) {
        self.share = share;
    }
}
