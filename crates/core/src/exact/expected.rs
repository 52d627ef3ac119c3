//! Expected errors and costs.

use super::count;
use super::engine::Exact;
use super::rows::{add, rows};
use super::scalar::Marks;
use super::transition::Row;
use super::view::View;
use crate::model::course::{Course, Memory, Stage};
use crate::number::complex::Complex;

impl Exact {
    /// The expected number of errors in the text after `n` tokens: those that strike
    /// from the tokens done on, and are kept.
    pub fn expected_errors(&self, n: u64) -> f64 {
        self.expected_errors_at(&[n])[0]
    }

    /// The same at increasing lengths.
    pub fn expected_errors_at(&self, lengths: &[u64]) -> Vec<f64> {
        if self.memory == Memory::Errors {
            let course = self.course.clone().choosing();
            return self.expectations(&course, Marks::counting(), lengths);
        }
        let course = self.course.clone().choosing().counting_only();
        if course.has_drafts() {
            return self.expectations(&course, Marks::counting(), lengths);
        }
        self.coarser(lengths, &|lengths, work| {
            self.averaged(lengths.len(), 0.0, add, |difficulty| {
                count::expected(&count::strokes(&course, difficulty, lengths, work))
            })
        })
    }

    /// The expected number of tokens paid by the time the text has `n` tokens: those
    /// of the text from the tokens done on, and those of drafts not kept, of votes,
    /// checks, queries and of going back. Infinite where a draft is never accepted.
    pub fn expected_cost(&self, n: u64) -> f64 {
        let course = self.reaching(&[n]);
        let certain = |stage: &Stage| stage.check.is_none() && !stage.repairs_cost();
        if course.stages().iter().all(certain) {
            return course.least_cost(n) as f64;
        }
        let text = n.saturating_sub(course.start()) as f64;
        text + self.expectations(&self.course, Marks::pricing(), &[n])[0]
    }

    /// What is counted by marks, on average, at increasing lengths.
    pub(super) fn expectations(
        &self,
        course: &Course,
        marks: Marks<Complex>,
        lengths: &[u64],
    ) -> Vec<f64> {
        if self.memory == Memory::Errors {
            let looks = self.walked(course, None, lengths, View::Standing).looks;
            let prices = marks.price != Complex::default();
            // Of a price, what is paid beside the tokens of the text.
            let text = |n: u64| n.saturating_sub(course.start()) as f64;
            let values = looks.iter().zip(lengths).map(|(look, &n)| {
                if prices {
                    look.cost - text(n)
                } else {
                    look.errors
                }
            });
            return values.collect();
        }
        let of = |rows: &[Row<Complex>]| -> Vec<f64> {
            let counted = rows.iter().map(|row| Marks::counted(row.total()));
            // Nothing is counted less than never, but by rounding.
            let clear = |count: f64| if count < 0.0 { 0.0 } else { count };
            counted.map(clear).collect()
        };
        self.coarser(lengths, &|lengths, work| {
            self.averaged(lengths.len(), 0.0, add, |difficulty| {
                of(&rows(
                    course,
                    difficulty,
                    marks,
                    lengths,
                    View::Standing,
                    work,
                ))
            })
        })
    }
}
