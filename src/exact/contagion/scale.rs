//! Places of counts: every count, or ever fewer of them.
//!
//! Where contagion is faint, so many errors are met that not every count can have a place
//! of its own. An error then takes the completion to the next place only so often that
//! the count is right on average: the hazard that comes of it has the right mean at every
//! token, but is noisier. The noise is of the order of ε, the share by which one gap
//! between places is wider than the one before, and what it does is a power series in ε;
//! so from some scales with known ε the value at ε = 0, where every count has its place,
//! is extrapolated by a polynomial.

use crate::math::{exp, expm1};

/// Where the places of counts are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    /// So many counts each have a place.
    fine: usize,
    /// The errors between the first place after those and the next.
    gap: f64,
    /// The logarithm of the ratio of one gap to the one before.
    growth: f64,
}

impl Scale {
    /// Every count has its place.
    pub(super) const EVERY: Self = Self {
        fine: 0,
        gap: 1.0,
        growth: 0.0,
    };

    /// By how much one gap is wider than the one before, as a share of it.
    pub(super) fn epsilon(&self) -> f64 {
        expm1(self.growth)
    }

    /// The scale whose first `fine` counts each have a place, which has `places`
    /// places up to `most` errors, with gaps of 1 + ε·(`start` + errors).
    pub(super) fn reaching(most: f64, places: usize, start: f64, fine: usize) -> Self {
        let of = |growth: f64| Self {
            fine,
            gap: 1.0 + expm1(growth) * (start + fine as f64),
            growth,
        };
        let (mut low, mut high) = (0.0, 2.0);
        for _ in 0..100 {
            let middle = f64::midpoint(low, high);
            if of(middle).errors(fine + places) < most {
                low = middle;
            } else {
                high = middle;
            }
        }
        of(high)
    }

    /// The number of errors at a place.
    pub(super) fn errors(&self, place: usize) -> f64 {
        let beyond = place.saturating_sub(self.fine);
        if self.growth == 0.0 || beyond == 0 {
            return place as f64;
        }
        self.fine as f64 + self.gap * expm1(self.growth * beyond as f64) / expm1(self.growth)
    }

    /// The weights with which an error takes the count from a place to the next one and to
    /// the one after, of which the last is number `last`.
    pub(super) fn jumps(&self, place: usize, last: usize) -> [f64; 2] {
        let Some(beyond) = place.checked_sub(self.fine).filter(|_| self.growth != 0.0) else {
            return [1.0, 0.0];
        };
        let gap = self.gap * exp(self.growth * beyond as f64);
        let next = gap * exp(self.growth);
        if place + 1 >= last {
            return [1.0 / gap, 0.0];
        }
        let far = -(gap - 1.0) / ((gap + next) * next);
        [(gap + next - 1.0) / (gap * next), far]
    }
}

/// The weights of values at some ε in the value at 0 of the polynomial without a linear
/// term through them.
pub(super) fn extrapolation(epsilons: &[f64]) -> Vec<f64> {
    let weight = |(k, &here): (usize, &f64)| {
        let others = epsilons.iter().enumerate().filter(|&(other, _)| other != k);
        let product: f64 = others.map(|(_, &there)| there / (there - here)).product();
        product
    };
    let weights: Vec<f64> = epsilons.iter().enumerate().map(weight).collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}
