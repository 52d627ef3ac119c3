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
    /// Where the places of counts are, unless every count has its own.
    pub(super) scale: Option<&'a Scale>,
}

impl Token<'_> {
    /// The hazard at a place, where so much of it is left.
    pub(super) fn hazard(&self, place: usize, share: f64) -> f64 {
        let errors = self.scale.map_or(place as f64, |scale| scale.errors(place));
        (self.first + self.more * errors).min(1.0) * share
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
        match token.scale {
            Some(scale) => self.step_on(scale, token),
            None => self.step_by_one(token),
        }
        self.trim();
    }

    /// One token, where every count has its place.
    fn step_by_one(&mut self, token: &Steps) {
        let cap = self.a.len() - 1;
        let (low, top) = (self.low, (self.high + 1).min(cap));
        let zero = Complex::default();
        // What comes from the count before.
        let mut near = (zero, zero);
        let places = self.a[low..=top].iter_mut().zip(&mut self.u[low..=top]);
        for ((a, u), &hazard) in places.zip(&token.hazards[low..=top]) {
            let (spared, [returned, left]) = token.parts((*a, *u), hazard);
            (*a, *u) = (spared[0] + near.0, spared[1] + near.1);
            near = (returned, left);
        }
        // Nobody leaves the last count.
        if top == cap {
            self.a[cap] += near.0;
            self.u[cap] += near.1;
        }
        self.high = top;
    }

    /// One token on a scale, where errors lead to several places.
    fn step_on(&mut self, scale: &Scale, token: &Steps) {
        let (low, high) = (self.low, self.high);
        let mut struck = Vec::with_capacity(high - low + 1);
        for j in low..=high {
            let (spared, errs) = token.parts((self.a[j], self.u[j]), token.hazards[j]);
            [self.a[j], self.u[j]] = spared;
            struck.push(errs);
        }
        for (j, [returned, left]) in (low..).zip(struck) {
            let lead = scale.lead(j);
            let first = j - lead.below;
            for (to, &weight) in (first..).zip(&lead.weights) {
                self.a[to] += returned * weight;
                self.u[to] += left * weight;
            }
            self.low = self.low.min(first);
            self.high = self.high.max(first + lead.weights.len() - 1);
        }
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

    /// Leaves out counts from one on.
    pub(super) fn forget(&mut self, from: usize) {
        for j in from..=self.high {
            (self.a[j], self.u[j]) = (Complex::default(), Complex::default());
        }
        self.high = self.high.min(from);
        self.low = self.low.min(from);
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
pub(super) struct Steps<'a> {
    hazards: Vec<f64>,
    scale: Option<&'a Scale>,
    share: f64,
    mark: Complex,
    mended: Complex,
    stays: f64,
}

impl<'a> Steps<'a> {
    pub(super) fn new(token: &Token<'a>, share: f64, cap: usize, marks: &Marks<Complex>) -> Self {
        let back = token.stage.return_rate();
        let repaired = (1.0 - token.stage.recovery) * token.stage.repair;
        Self {
            hazards: (0..=cap).map(|j| token.hazard(j, 1.0)).collect(),
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

    /// Who has no error at this token, and who has one: acceptable and unacceptable.
    fn parts(&self, (a, u): (Complex, Complex), hazard: f64) -> ([Complex; 2], [Complex; 2]) {
        let hazard = hazard * self.share;
        let struck = self.mark * hazard;
        let (returns, stays) = (u * self.mended, u * self.stays);
        let spared = [(a + returns) * (1.0 - hazard), stays * (1.0 - hazard)];
        (spared, [returns * struck, (a + stays) * struck])
    }
}
