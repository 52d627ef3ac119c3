//! The exact reading of one scenario: the states at a length, in whatever order and however
//! many are asked for.

use super::contagion;
use super::count;
use super::difficulty;
use super::product::BOUND;
use super::rows::{frailty, rows};
use super::scalar::Marks;
use super::stage::Law;
use super::transition::{Row, Transition};
use super::view::View;
use super::work::{self, Work};
use crate::model::chain::{Errors, Occupancy};
use crate::model::course::{Course, Memory, Stage};
use crate::model::scenario::Scenario;
use crate::number::math::{ln, log1p};
use core::cell::{Cell, OnceCell};

/// What happens from one settled length to the last before a length that is looked at, and
/// from there on to it.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// That settled length.
    pub at: u64,
    /// The law of going there.
    pub settled: Transition<f64>,
    /// The law of the draft in progress, where there is one.
    pub open: Option<Transition<f64>>,
}

/// The exact reading of one scenario.
#[derive(Clone, Debug)]
pub struct Exact {
    pub(super) course: Course,
    pub(super) memory: Memory,
    /// The error rates, with their weights, that stand for mixed difficulty.
    pub(super) difficulties: OnceCell<Vec<(f64, f64)>>,
    /// The operations that answers took so far.
    pub(super) operations: Cell<u64>,
}

impl Exact {
    /// Reads a scenario.
    pub fn new(scenario: &Scenario) -> Self {
        Self::of(scenario.course())
    }

    /// Reads a course.
    pub fn of(course: Course) -> Self {
        let course = contagion::forgetting(course);
        let memory = course.memory();
        Self {
            course,
            memory,
            difficulties: OnceCell::new(),
            operations: Cell::new(0),
        }
    }

    /// How much work the answers so far took, in products of transitions or so: some ten
    /// nanoseconds each.
    pub fn operations(&self) -> u64 {
        self.operations.get()
    }

    pub(super) fn took(&self, work: &Work) {
        self.operations
            .set(self.operations.get().saturating_add(work.done()));
    }

    /// The probability of every state after `n` tokens. What is done is given to be
    /// flawless; beyond the end the last phase goes on.
    pub fn occupancy(&self, n: u64) -> Occupancy {
        self.occupancies(&[n])[0]
    }

    /// The probabilities of every state at increasing lengths.
    pub fn occupancies(&self, lengths: &[u64]) -> Vec<Occupancy> {
        self.rows(lengths, View::Standing)
            .iter()
            .map(Row::occupancy)
            .collect()
    }

    pub(super) fn rows(&self, lengths: &[u64], view: View) -> Vec<Row<f64>> {
        self.coarser(lengths, &|lengths, work| {
            self.rows_within(&self.course, lengths, view, work)
        })
    }

    pub(super) fn rows_within(
        &self,
        course: &Course,
        lengths: &[u64],
        view: View,
        work: &Work,
    ) -> Vec<Row<f64>> {
        let course = &course.clone().choosing();
        let mut rows = match self.memory {
            Memory::Errors => {
                let looks = self.remembering(None, lengths, view).looks;
                looks.iter().map(contagion::Look::row).collect()
            }
            Memory::Difficulty { alpha, beta } if self.is_plain_frailty() => {
                frailty(alpha, beta + course.start() as f64, course.start(), lengths)
            }
            _ => self.averaged(lengths.len(), Row::EMPTY, Row::add, |difficulty| {
                rows(course, difficulty, Marks::NONE, lengths, view, work)
            }),
        };
        for (row, &n) in rows.iter_mut().zip(lengths) {
            if n <= course.start() {
                *row = Row::start();
            }
            row.tidy();
        }
        rows
    }

    /// What is told of completions that remember their errors.
    pub(super) fn remembering(
        &self,
        most: Option<u64>,
        lengths: &[u64],
        view: View,
    ) -> contagion::Walked {
        self.walked(&self.course.clone().choosing(), most, lengths, view)
    }

    pub(super) fn walked(
        &self,
        course: &Course,
        most: Option<u64>,
        lengths: &[u64],
        view: View,
    ) -> contagion::Walked {
        let walked = contagion::walk(course, lengths, contagion::Ask { most, view });
        // A step from one count to the next is a tenth of a product of transitions or so.
        let operations = self.operations.get().saturating_add(walked.work / 10);
        self.operations.set(operations);
        walked
    }

    /// What becomes of completions of every difficulty, on average.
    pub(super) fn averaged<T: Copy>(
        &self,
        lengths: usize,
        nothing: T,
        add: impl Fn(&mut T, f64, &T),
        of: impl Fn(f64) -> Vec<T>,
    ) -> Vec<T> {
        if !matches!(self.memory, Memory::Difficulty { .. }) {
            return of(0.0);
        }
        let mut sums = vec![nothing; lengths];
        for &(difficulty, weight) in self.difficulties() {
            for (sum, value) in sums.iter_mut().zip(&of(difficulty)) {
                add(sum, weight, value);
            }
        }
        sums
    }

    /// The law of a completion at increasing lengths, of one difficulty (0 where difficulty
    /// is not mixed), from a settled length on. Not for completions that remember their
    /// errors. Nothing where that takes too much work.
    pub fn spans(&self, difficulty: f64, from: u64, lengths: &[u64]) -> Option<Vec<Span>> {
        let work = Work::new(work::table(lengths.len()));
        let course = self.reaching(lengths);
        let mut spans = Vec::with_capacity(lengths.len());
        let mut wanted = lengths.iter().copied().peekable();
        let nothing = Transition::identity();
        while wanted.next_if(|&n| n <= from).is_some() {
            spans.push(Span {
                at: from,
                settled: nothing,
                open: None,
            });
        }
        // What has been left behind since the last length.
        let mut span = nothing;
        for stage in course.stages().iter().filter(|stage| stage.to > from) {
            let law = Law::new(stage, difficulty, Marks::NONE, &work);
            let mut at = stage.from.max(from);
            while let Some(n) = wanted.next_if(|&n| n < stage.to) {
                let settled = law.settled(n);
                spans.push(Span {
                    at: settled,
                    settled: span.then(&law.span(at, settled)),
                    open: (settled < n).then(|| law.open(settled, n, false)),
                });
                (span, at) = (nothing, settled);
            }
            if wanted.peek().is_none() {
                break;
            }
            let settled = law.settled(stage.to);
            let rest = law.open(settled, stage.to, true);
            span = span.then(&law.span(at, settled)).then(&rest);
            if wanted.next_if(|&n| n == stage.to).is_some() {
                spans.push(Span {
                    at: stage.to,
                    settled: span,
                    open: None,
                });
                span = nothing;
            }
        }
        (!work.is_spent()).then_some(spans)
    }

    /// The error rates, with their weights, that stand for mixed difficulty; one of weight
    /// 1 where it isn't mixed, and of a weight that is no number where too few come so far to
    /// tell. What is done without an error tells of them.
    pub fn difficulties(&self) -> &[(f64, f64)] {
        /// Where errors are so rare they are as many as they are likely.
        const FAINT: f64 = 1e-9;
        self.difficulties.get_or_init(|| {
            let Memory::Difficulty { alpha, beta } = self.memory else {
                return vec![(0.0, 1.0)];
            };
            let strip = self.strip();
            let Some(past) = self.course.past() else {
                return difficulty::conditioned((alpha, beta), strip, 0.0, &|_| 0.0);
            };
            let (done, work) = (self.course.start(), Work::new(u64::MAX));
            let spent = |error: f64| {
                if !past.has_drafts() {
                    return count::exposure(&count::strokes(&past, error, &[done], &work));
                }
                -ln(rows(&past, error, Marks::NONE, &[done], View::Standing, &work)[0].flawless)
            };
            let slope = spent(FAINT) / FAINT;
            if slope.is_infinite() {
                // No draft without an error is ever kept, so that what is done wasn't written
                // that way: it tells what as many plain tokens do.
                let plain = |error: f64| -(done as f64) * log1p(-error);
                return difficulty::conditioned((alpha, beta), strip, done as f64, &plain);
            }
            let nodes = difficulty::conditioned((alpha, beta), strip, slope, &spent);
            if nodes.is_empty() {
                // So few get so far without an error that no number tells: how difficult those
                // are is not known. Runs take what it would be were every token done plain.
                let mean = alpha / (alpha + beta + done as f64);
                return vec![(mean, f64::NAN)];
            }
            nodes
        })
    }

    /// A bound on the absolute error of the probabilities up to length `n`.
    pub fn bound(&self, n: u64) -> f64 {
        match self.memory {
            Memory::Errors => BOUND.max(self.remembering(None, &[n], View::Standing).bound),
            Memory::Difficulty { .. } => BOUND + difficulty::doubt(self.strip()),
            Memory::None => BOUND,
        }
    }

    /// The half width of the strip in which everything is an analytic function of difficulty.
    pub(super) fn strip(&self) -> f64 {
        let checks = self
            .course
            .stages()
            .iter()
            .filter_map(|it| it.check.as_ref());
        let strips = checks.map(|check| difficulty::strip(&check.judge));
        strips.fold(f64::INFINITY, f64::min)
    }

    /// Whether every length has a closed form, as quick to compute as any other.
    pub fn is_closed(&self) -> bool {
        let work = Work::new(1);
        self.memory == Memory::None
            && self
                .course
                .stages()
                .iter()
                .all(|stage| Law::new(stage, 0.0, Marks::NONE, &work).is_closed())
    }

    /// Whether lengths are walked to one after the other, so that many at once take no
    /// longer than the last of them alone.
    pub fn is_walked(&self) -> bool {
        self.memory == Memory::Errors
    }

    /// Whether there are drafts that no check will ever accept: then each stands as it was
    /// first written, and the tokens paid never end.
    pub fn never_accepts(&self) -> bool {
        let mut checks = self.course.stages().iter().filter_map(|it| it.check);
        checks.any(|check| check.judge.may_reject_for_ever())
            && self.expected_cost(self.course.end()).is_infinite()
    }

    /// The values at increasing lengths, within the work that they may take; where that is not
    /// enough for all of them those at some, and where it is not enough for any, none.
    pub(super) fn coarser<T: Unknown>(
        &self,
        lengths: &[u64],
        of: &dyn Fn(&[u64], &Work) -> Vec<T>,
    ) -> Vec<T> {
        let mut stride = 1;
        while let Some(last) = lengths.len().checked_sub(1) {
            // The last length is always among them.
            let chosen: Vec<usize> = (0..=last).rev().step_by(stride).collect();
            let some: Vec<u64> = chosen.iter().rev().map(|&index| lengths[index]).collect();
            let work = Work::new(work::table(some.len()));
            let values = of(&some, &work);
            self.took(&work);
            if !work.is_spent() {
                let mut all = vec![T::UNKNOWN; lengths.len()];
                for (index, value) in chosen.into_iter().rev().zip(values) {
                    all[index] = value;
                }
                return all;
            }
            if some.len() == 1 {
                break;
            }
            stride *= 8;
        }
        vec![T::UNKNOWN; lengths.len()]
    }

    pub(super) fn is_plain_frailty(&self) -> bool {
        let is_plain = |stages: &[Stage]| {
            matches!(stages, [stage] if stage.is_plain()
                && stage.recovery == 0.0
                && matches!(stage.errors, Errors::Mixed { share: 1.0, .. }))
        };
        let past = self.course.past();
        is_plain(self.course.stages()) && past.is_none_or(|past| is_plain(past.stages()))
    }

    /// The course, going on to the last of some lengths.
    pub(super) fn reaching(&self, lengths: &[u64]) -> Course {
        let last = lengths.last().copied().unwrap_or(0);
        self.course.clone().extended(last)
    }
}

/// A value at a length, or that it is not known.
pub(super) trait Unknown: Copy {
    const UNKNOWN: Self;
}

impl Unknown for f64 {
    const UNKNOWN: Self = Self::NAN;
}

impl Unknown for [f64; 2] {
    const UNKNOWN: Self = [f64::NAN; 2];
}

impl Unknown for Row<f64> {
    const UNKNOWN: Self = Self {
        flawless: f64::NAN,
        acceptable: f64::NAN,
        unacceptable: f64::NAN,
        lost: f64::NAN,
    };
}
