//! The law of a unit (a token, a draft) from every number of errors.

use super::counts::{Counts, Steps, Token};
use crate::complex::Complex;
use crate::transition::Marks;

/// The law of a unit (a token, a draft) from every count: to acceptable and
/// unacceptable with so many errors more.
#[derive(Clone, Debug)]
pub(super) struct Band {
    /// From each count: [aa, au, ua, uu], each by the number of further errors.
    pub(super) rows: Vec<[Vec<Complex>; 4]>,
}

impl Band {
    pub(super) fn apply(&self, counts: &Counts) -> Counts {
        let cap = self.rows.len() - 1;
        let zero = Complex::default();
        let mut next = Counts {
            a: vec![zero; cap + 1],
            u: vec![zero; cap + 1],
            low: counts.low,
            high: counts.high,
        };
        for j in counts.low..=counts.high {
            let (a, u) = (counts.a[j], counts.u[j]);
            let [aa, au, ua, uu] = &self.rows[j];
            for further in 0..aa.len() {
                let to = (j + further).min(cap);
                next.a[to] += a * aa[further] + u * ua[further];
                next.u[to] += a * au[further] + u * uu[further];
                next.high = next.high.max(to);
            }
        }
        next.trim();
        next
    }

    /// This unit so many times over, at least once.
    pub(super) fn power(self, times: u64) -> Self {
        if times <= 1 {
            return self;
        }
        let half = self.then(&self).power(times / 2);
        if times % 2 == 1 {
            half.then(&self)
        } else {
            half
        }
    }

    /// This unit, and then another.
    pub(super) fn then(&self, other: &Self) -> Self {
        let cap = self.rows.len() - 1;
        let rows = (0..=cap)
            .map(|j| {
                let room = cap - j + 1;
                let mut row = [(); 4].map(|()| vec![Complex::default(); room]);
                let [aa, au, ua, uu] = &self.rows[j];
                for first in 0..aa.len() {
                    let middle = (j + first).min(cap);
                    let [naa, nau, nua, nuu] = &other.rows[middle];
                    for second in 0..naa.len() {
                        let to = (middle + second).min(cap) - j;
                        row[0][to] += aa[first] * naa[second] + au[first] * nua[second];
                        row[1][to] += aa[first] * nau[second] + au[first] * nuu[second];
                        row[2][to] += ua[first] * naa[second] + uu[first] * nua[second];
                        row[3][to] += ua[first] * nau[second] + uu[first] * nuu[second];
                    }
                }
                straighten(row)
            })
            .collect();
        Self { rows }
    }
}

/// A row of which rounding has been taken out, as far as it is all there: left in, it
/// would double with every doubling.
fn straighten(mut row: [Vec<Complex>; 4]) -> [Vec<Complex>; 4] {
    for pair in row.chunks_mut(2) {
        let sum: f64 = pair.iter().flatten().map(|entry| entry.re).sum();
        if (sum - 1.0).abs() < 1e-11 {
            for entry in pair.iter_mut().flatten() {
                *entry = *entry * (1.0 / sum);
            }
        }
    }
    row
}

/// The law of one token from every count.
pub(super) fn token_band(token: &Token, share: f64, cap: usize, marks: &Marks<Complex>) -> Band {
    let rows = (0..=cap)
        .map(|j| {
            let shifted = token.after(j);
            let room = (cap - j).min(1);
            let from = |acceptable: f64| {
                let mut counts = Counts::start(
                    room,
                    Complex::from(acceptable),
                    Complex::from(1.0 - acceptable),
                );
                counts.step(&Steps::new(&shifted, share, room, marks));
                counts
            };
            let (a, u) = (from(1.0), from(0.0));
            [a.a, a.u, u.a, u.u]
        })
        .collect();
    Band { rows }
}
