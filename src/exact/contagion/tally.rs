//! A unit on a scale with its errors counted: they are what the count grows by, and at the
//! last place, where it doesn't grow, the tokens that are spent there.

use super::band::{Band, Row, product, token_band};
use super::counts::Token;
use super::scale::Scale;
use crate::complex::Complex;
use crate::transition::{Marks, Scalar};

/// A unit from every place of a scale.
#[derive(Clone)]
pub(super) struct Tally {
    band: Band<f64>,
    /// What it does at the last place.
    there: [f64; 4],
    /// What it counts there, from every place.
    counted: Vec<[f64; 4]>,
}

impl Tally {
    /// One token.
    pub(super) fn token(token: &Token, share: f64, last: usize) -> Self {
        let band = token_band(token, share, last, &Marks::NONE, false);
        let marked = token_band(token, share, last, &Marks::counting(), false);
        let mut counted = vec![[0.0; 4]; last + 1];
        counted[last] = marked.rows[last].laws[0].map(Scalar::count);
        Self {
            there: band.rows[last].total(),
            counted,
            band,
        }
    }

    /// This unit, and then another. Nothing where that takes too many multiplications.
    pub(super) fn then(&self, next: &Self, scale: &Scale, work: &mut u64) -> Option<Self> {
        let rows = self.band.rows.iter().enumerate();
        let counted = rows.zip(&self.counted).map(|((j, row), &counted)| {
            let mut sum = product(counted, next.there);
            let from = j.saturating_add_signed(row.first);
            for (&law, &more) in row.laws.iter().zip(&next.counted[from..]) {
                for (sum, entry) in sum.iter_mut().zip(product(law, more)) {
                    *sum += entry;
                }
            }
            sum
        });
        Some(Self {
            counted: counted.collect(),
            there: product(self.there, next.there),
            band: self.band.then(&next.band, work)?.gathered(Some(scale)),
        })
    }

    /// The probabilities of every row, whatever the place that it leads to.
    pub(super) fn totals(&self) -> Vec<[f64; 4]> {
        self.band.rows.iter().map(Row::total).collect()
    }

    /// The unit with its errors marked as counted.
    pub(super) fn marked(&self, scale: &Scale) -> Band<Complex> {
        let rows = self.band.rows.iter().zip(&self.counted).enumerate();
        let rows = rows.map(|(j, (row, counted))| {
            let from = j.saturating_add_signed(row.first);
            let laws = (from..).zip(&row.laws).map(|(to, law)| {
                let errors = scale.errors(to) - scale.errors(j);
                core::array::from_fn(|entry| {
                    let more = if to == scale.last() {
                        counted[entry]
                    } else {
                        0.0
                    };
                    Complex::from(law[entry]) + Complex::counted(law[entry] * errors + more)
                })
            });
            Row {
                first: row.first,
                laws: laws.collect(),
            }
        });
        Band {
            rows: rows.collect(),
            open: false,
            nothing: self.band.nothing,
        }
    }
}
