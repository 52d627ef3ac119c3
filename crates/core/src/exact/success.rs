//! Success by each criterion.

use super::contagion;
use super::count;
use super::engine::Exact;
use super::joint;
use super::rows::{add, only_hazard, rows};
use super::scalar::Marks;
use super::transition::Row;
use super::view::View;
use super::work::{self, Work};
use crate::model::course::Memory;
use crate::model::criterion::Criterion;
use crate::number::binomial;
use crate::number::math::{exp, expm1, ln, log1p};

/// The chances of several independent attempts at one task.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attempts {
    /// pass@k: that at least one of them succeeds.
    pub any: f64,
    /// pass^k: that all of them do.
    pub all: f64,
}

impl Exact {
    /// P(success after `n` tokens) by a criterion.
    pub fn success(&self, criterion: Criterion, n: u64) -> f64 {
        self.successes(criterion, &[n])[0]
    }

    /// P(success) by a criterion at increasing lengths.
    pub fn successes(&self, criterion: Criterion, lengths: &[u64]) -> Vec<f64> {
        self.viewed(criterion, lengths, View::Standing)
    }

    /// P(success) by a criterion of a completion that ends after `n` tokens.
    pub fn judged(&self, criterion: Criterion, n: u64) -> f64 {
        self.viewed(criterion, &[n], View::Judged)[0]
    }

    pub(super) fn viewed(&self, criterion: Criterion, lengths: &[u64], view: View) -> Vec<f64> {
        self.coarser(lengths, &|lengths, work| {
            self.viewed_within(criterion, lengths, view, work)
        })
    }

    pub(super) fn viewed_within(
        &self,
        criterion: Criterion,
        lengths: &[u64],
        view: View,
        work: &Work,
    ) -> Vec<f64> {
        match criterion {
            Criterion::Flawless | Criterion::Tolerant(0) => {
                // What is made good makes no text flawless.
                let course = self.course.clone().counting_only();
                // (What errs in a draft that is thrown away still matters to that draft.)
                let rows = if self.memory == Memory::Errors && !course.has_drafts() {
                    let course = contagion::never_erring(course);
                    rows(&course, 0.0, Marks::NONE, lengths, view, work)
                } else {
                    self.rows_within(&course, lengths, view, work)
                };
                rows.iter().map(|row| row.flawless).collect()
            }
            Criterion::Acceptable => {
                let rows = self.rows_within(&self.course, lengths, view, work);
                rows.iter().map(|row| row.acceptable).collect()
            }
            Criterion::Tolerant(most) => self.tolerant_within(most, lengths, view, work),
        }
    }

    /// P(flawless), P(acceptable) and P(success) by a criterion at increasing lengths.
    pub fn all(&self, criterion: Criterion, lengths: &[u64]) -> [Vec<f64>; 3] {
        let rows = self.rows(lengths, View::Standing);
        let flawless: Vec<f64> = rows.iter().map(|row| row.flawless).collect();
        let acceptable: Vec<f64> = rows.iter().map(|row| row.acceptable).collect();
        let answer = match criterion {
            Criterion::Flawless | Criterion::Tolerant(0) => flawless.clone(),
            Criterion::Acceptable => acceptable.clone(),
            Criterion::Tolerant(_) => self.successes(criterion, lengths),
        };
        [flawless, acceptable, answer]
    }

    /// The chances of `k` independent attempts at a completion of `n` tokens. Attempts at
    /// one task share its difficulty: it is averaged over last.
    pub fn attempts(&self, criterion: Criterion, n: u64, k: u64) -> Attempts {
        let k = k as f64;
        let of = |p: f64| {
            // (Rounding, and no length at all, have no chance beyond certainty.)
            let p = p.clamp(0.0, 1.0);
            [-expm1(k * log1p(-p)), exp(k * ln(p))]
        };
        let [any, all] = if self.memory == Memory::Errors {
            of(self.success(criterion, n))
        } else {
            self.coarser(&[n], &|lengths, work| {
                let add = |sum: &mut [f64; 2], weight: f64, value: &[f64; 2]| {
                    sum[0] += weight * value[0];
                    sum[1] += weight * value[1];
                };
                self.averaged(1, [0.0; 2], add, |difficulty| {
                    let one = self.one(difficulty, criterion, lengths, View::Standing, work)[0];
                    vec![of(one)]
                })
            })[0]
        };
        Attempts {
            any: any.clamp(0.0, 1.0),
            all: all.clamp(0.0, 1.0),
        }
    }

    /// P(success) of completions of one difficulty; not of those that remember errors.
    pub(super) fn one(
        &self,
        difficulty: f64,
        criterion: Criterion,
        lengths: &[u64],
        view: View,
        work: &Work,
    ) -> Vec<f64> {
        let Criterion::Tolerant(most @ 1..) = criterion else {
            let by_state = criterion == Criterion::Acceptable;
            let course = if by_state {
                self.course.clone()
            } else {
                self.course.clone().counting_only()
            };
            let rows = rows(&course, difficulty, Marks::NONE, lengths, view, work);
            let value = |row: &Row<f64>| {
                if by_state {
                    row.acceptable
                } else {
                    row.flawless
                }
            };
            return rows.iter().map(|row| value(row).clamp(0.0, 1.0)).collect();
        };
        let course = self.course.clone().choosing().counting_only();
        if let Some(error) = only_hazard(&course, difficulty) {
            let tokens = lengths.iter().map(|n| n.saturating_sub(course.start()));
            work.spend((20 + most.min(400)) * lengths.len() as u64);
            return tokens.map(|n| binomial::at_most(most, n, error)).collect();
        }
        if !course.has_drafts() {
            let strokes = count::strokes(&course, difficulty, lengths, work);
            return count::few(most, &strokes, work);
        }
        // No text has more errors than tokens.
        let certain = lengths.partition_point(|n| n.saturating_sub(course.start()) <= most);
        if certain > 0 {
            let mut few = vec![1.0; certain];
            if certain < lengths.len() {
                few.extend(self.one(difficulty, criterion, &lengths[certain..], view, work));
            }
            return few;
        }
        // Token by token, where that is less work.
        let tokens = lengths
            .last()
            .map_or(0, |n| n.saturating_sub(course.start()));
        let walked = tokens.saturating_mul(4 + 3 * (most + 1));
        if walked < work::table(lengths.len()) / 4 {
            return joint::few(&course, difficulty, most, lengths, view, work);
        }
        count::at_most(most, lengths.len(), work, &mut |z| {
            let marks = Marks::errors(z);
            let rows = rows(&course, difficulty, marks, lengths, view, work);
            rows.iter().map(Row::total).collect()
        })
    }

    pub(super) fn tolerant_within(
        &self,
        most: u64,
        lengths: &[u64],
        view: View,
        work: &Work,
    ) -> Vec<f64> {
        let mut few = if self.memory == Memory::Errors {
            let looks = self.remembering(Some(most), lengths, view).looks;
            looks.iter().map(|look| look.within).collect()
        } else {
            let criterion = Criterion::Tolerant(most);
            self.averaged(lengths.len(), 0.0, add, |difficulty| {
                // No sum of rounded parts is more than certain, so that no average of them
                // falls as the tolerance rises.
                let few = self.one(difficulty, criterion, lengths, view, work);
                few.into_iter().map(|few| few.min(1.0)).collect()
            })
        };
        let flawless = self.viewed_within(Criterion::Flawless, lengths, view, work);
        for ((few, &n), flawless) in few.iter_mut().zip(lengths).zip(flawless) {
            // Who has no error has few.
            *few = if n <= self.course.start() {
                1.0
            } else if flawless > *few {
                flawless
            } else {
                few.clamp(0.0, 1.0)
            };
        }
        few
    }
}
