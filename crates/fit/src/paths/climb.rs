//! The top of a smooth likelihood of few parameters, step by step.
//!
//! Broyden, Fletcher, Goldfarb and Shanno's quasi-Newton ascent with slopes by central
//! differences. Parameters are probabilities; the climb is on their log-odds, where no edge
//! is in the way. An edge that is a top is reached only in the limit: who climbs looks at
//! edges apart.

use bounceback_core::number::math::{exp, ln};

/// Log-odds beyond these are as good as certainty: some 10⁻¹¹.
const FURTHEST: f64 = 25.0;

/// The half-width of a difference, in log-odds.
const APART: f64 = 1e-4;

/// A further gain that no reader of a log-likelihood sees.
const SEEN: f64 = 1e-7;

/// The longest step, in log-odds.
const STRIDE: f64 = 3.0;

/// More steps than any climb of four parameters has needed.
const MOST: u32 = 200;

/// The log-odds of a probability.
pub(super) fn odds(p: f64) -> f64 {
    (ln(p) - ln(1.0 - p)).clamp(-FURTHEST, FURTHEST)
}

/// The probability of log-odds.
pub(super) fn share_of(odds: f64) -> f64 {
    if odds < 0.0 {
        let e = exp(odds);
        e / (1.0 + e)
    } else {
        1.0 / (1.0 + exp(-odds))
    }
}

/// A climb under way.
#[derive(Clone, Debug)]
pub(super) struct Climb {
    odds: Vec<f64>,
    /// What was reached.
    pub(super) value: f64,
    slope: Vec<f64>,
    /// What turns a slope into a step, row by row.
    turn: Vec<f64>,
    fresh: bool,
    steps: u32,
    /// Whether it came to rest, and did not only run out of steps.
    pub(super) settled: bool,
}

impl Climb {
    /// A climb from some probabilities; nothing is computed yet.
    pub(super) fn new(from: &[f64]) -> Self {
        Self {
            odds: from.iter().map(|&p| odds(p)).collect(),
            value: f64::NAN,
            slope: Vec::new(),
            turn: Vec::new(),
            fresh: true,
            steps: 0,
            settled: false,
        }
    }

    /// Where it is.
    pub(super) fn at(&self) -> Vec<f64> {
        self.odds.iter().map(|&it| share_of(it)).collect()
    }

    /// One step; whether it was the last. `f` is asked some 2·parameters + 2 times.
    pub(super) fn step(&mut self, f: &mut dyn FnMut(&[f64]) -> f64) -> bool {
        if self.slope.is_empty() {
            self.value = at(f, &self.odds);
            self.slope = self.slopes(f);
            self.reset();
        }
        self.steps += 1;
        let way = self.way();
        let gain: f64 = way.iter().zip(&self.slope).map(|(w, s)| w * s).sum();
        if gain.is_nan() || gain < SEEN || self.steps > MOST {
            self.settled = gain < SEEN && self.value.is_finite();
            return true;
        }
        let mut part = 1.0;
        for _ in 0..30 {
            let next: Vec<f64> = (self.odds.iter().zip(&way))
                .map(|(o, w)| (o + part * w).clamp(-FURTHEST, FURTHEST))
                .collect();
            let value = at(f, &next);
            if value >= self.value + 1e-4 * part * gain {
                self.take(next, value, f);
                return false;
            }
            part *= 0.4;
        }
        // Nothing higher that way: along the plain slope once more, or this is the top.
        if self.fresh {
            self.settled = true;
            return true;
        }
        self.reset();
        false
    }

    fn slopes(&self, f: &mut dyn FnMut(&[f64]) -> f64) -> Vec<f64> {
        (0..self.odds.len())
            .map(|i| {
                let mut near = self.odds.clone();
                near[i] += APART;
                let above = at(f, &near);
                near[i] -= 2.0 * APART;
                (above - at(f, &near)) / (2.0 * APART)
            })
            .collect()
    }

    /// Forgets what was learnt of the curvature.
    fn reset(&mut self) {
        let n = self.odds.len();
        let steep: f64 = self.slope.iter().map(|s| s * s).sum::<f64>().sqrt();
        self.turn = vec![0.0; n * n];
        for i in 0..n {
            self.turn[i * n + i] = 1.0 / steep.max(1.0);
        }
        self.fresh = true;
    }

    fn way(&self) -> Vec<f64> {
        let n = self.odds.len();
        let mut way: Vec<f64> = (0..n)
            .map(|i| (0..n).map(|j| self.turn[i * n + j] * self.slope[j]).sum())
            .collect();
        let length = way.iter().map(|w: &f64| w * w).sum::<f64>().sqrt();
        if length > STRIDE {
            for part in &mut way {
                *part *= STRIDE / length;
            }
        }
        way
    }

    fn take(&mut self, next: Vec<f64>, value: f64, f: &mut dyn FnMut(&[f64]) -> f64) {
        let n = next.len();
        let moved: Vec<f64> = next.iter().zip(&self.odds).map(|(a, b)| a - b).collect();
        let before = core::mem::take(&mut self.slope);
        self.odds = next;
        self.value = value;
        self.slope = self.slopes(f);
        // The slope falls on the way up: its fall is what curvature shows.
        let fall: Vec<f64> = before.iter().zip(&self.slope).map(|(a, b)| a - b).collect();
        let product: f64 = moved.iter().zip(&fall).map(|(a, b)| a * b).sum();
        if product.is_nan() || product <= 1e-12 {
            self.reset();
            return;
        }
        let turned: Vec<f64> = (0..n)
            .map(|i| (0..n).map(|j| self.turn[i * n + j] * fall[j]).sum())
            .collect();
        let scale: f64 = 1.0 + fall.iter().zip(&turned).map(|(a, b)| a * b).sum::<f64>() / product;
        for i in 0..n {
            for j in 0..n {
                self.turn[i * n + j] +=
                    (scale * moved[i] * moved[j] - turned[i] * moved[j] - moved[i] * turned[j])
                        / product;
            }
        }
        self.fresh = false;
    }
}

fn at(f: &mut dyn FnMut(&[f64]) -> f64, odds: &[f64]) -> f64 {
    let shares: Vec<f64> = odds.iter().map(|&it| share_of(it)).collect();
    f(&shares)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tops_are_found_from_far_away() {
        // Three binomials, bound together by a product.
        let mut f = |p: &[f64]| {
            3.0 * p[0].ln()
                + 997.0 * (1.0 - p[0]).ln()
                + 40.0 * p[1].ln()
                + 60.0 * (1.0 - p[1]).ln()
                - 5.0 * (p[2] - p[1] * p[0]).powi(2)
                + 9.0 * (p[2].ln() + (1.0 - p[2]).ln())
        };
        for from in [[0.5, 0.5, 0.5], [0.9, 0.01, 0.99], [1e-6, 0.999, 1e-4]] {
            let mut climb = Climb::new(&from);
            while !climb.step(&mut f) {}
            let at = climb.at();
            assert!(climb.settled, "{from:?}");
            assert!((at[0] - 0.003).abs() < 2e-5, "{from:?}: {at:?}");
            assert!((at[1] - 0.4).abs() < 2e-3, "{from:?}: {at:?}");
        }
    }

    #[test]
    fn what_is_flat_or_no_number_ends() {
        for flat in [0.0, f64::NAN, f64::NEG_INFINITY] {
            let mut climb = Climb::new(&[0.2, 1.0]);
            while !climb.step(&mut |_| flat) {}
            assert!(climb.at().iter().all(|it| (0.0..=1.0).contains(it)));
        }
    }
}
