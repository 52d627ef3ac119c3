//! Exact answers: curves, limits, horizons, half-life, expected errors and costs.
//!
//! | what remembers | how it is computed | absolute error |
//! | --- | --- | --- |
//! | nothing, constant hazard | closed forms and powers of transitions | rounding, 10⁻¹² |
//! | nothing, hazard by schedule | closed forms; [`product`] where something is made good | [`BOUND`] |
//! | its difficulty | closed form without recovery; [`difficulty`] else | 10⁻¹² |
//! | its errors | [`contagion`] | what [`Exact::bound`] says |
//!
//! `tolerant` is read off generating functions ([`count`]), with an error below [`BOUND`];
//! under contagion off the law of the count. Expectations have these errors as shares of
//! themselves.
//!
//! Two texts are looked at ([`View`]): the one that stands at a length of the completion
//! that a link describes, and that of a completion which ends at that length.
//!
//! **No answer takes long.** Work is counted in operations ([`work`]): a length may take
//! some, a curve of many lengths some more. What would take more is not known: it is
//! [`f64::NAN`], which says that only simulation tells. Everything else is finite but for
//! costs that never end, lies within [0, 1] if it is a probability, and is exactly 1 as
//! long as nothing has been written.

pub mod calibrate;
pub(crate) mod contagion;
mod count;
pub(crate) mod difficulty;
mod horizon;
mod inverse;
mod joint;
pub(crate) mod judge;
mod limit;
mod product;
mod stage;
mod stretches;
pub mod transition;
mod work;

pub use horizon::Horizon;
pub use inverse::{Answers, Inverse, answers};
pub use product::BOUND;
pub use stretches::MOST_WALKED;

use crate::exact::transition::{Marks, Row, Scalar, Transition};
use crate::model::chain::{Errors, Occupancy};
use crate::model::course::{Course, Hazard, Memory, Stage};
use crate::model::criterion::Criterion;
use crate::model::scenario::Scenario;
use crate::number::binomial;
use crate::number::complex::Complex;
use crate::number::math::{exp, expm1, ln, log1p};
use crate::number::probability::Probability;
use core::cell::{Cell, OnceCell};
use stage::Law;
use work::Work;

/// Which text is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The one that stands when token n is first written: up to the last end of a draft
    /// what was kept, behind it the draft in progress. Beyond the end of the completion
    /// that is one which goes on in its last phase until n, and is judged there.
    Standing,
    /// That of a completion which ends at n, where its last draft is judged.
    Judged,
}

/// The chances of several independent attempts at one task.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Attempts {
    /// pass@k: that at least one of them succeeds.
    pub any: f64,
    /// pass^k: that all of them do.
    pub all: f64,
}

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
    course: Course,
    memory: Memory,
    /// The error rates, with their weights, that stand for mixed difficulty.
    difficulties: OnceCell<Vec<(f64, f64)>>,
    /// The operations that answers took so far.
    operations: Cell<u64>,
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

    fn took(&self, work: &Work) {
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

    fn rows(&self, lengths: &[u64], view: View) -> Vec<Row<f64>> {
        self.coarser(lengths, &|lengths, work| {
            self.rows_within(&self.course, lengths, view, work)
        })
    }

    fn rows_within(
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
    fn remembering(&self, most: Option<u64>, lengths: &[u64], view: View) -> contagion::Walked {
        self.walked(&self.course.clone().choosing(), most, lengths, view)
    }

    fn walked(
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
    fn averaged<T: Copy>(
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
        let work = Work::new(table_work(lengths.len()));
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
    /// 1 where it isn't mixed. What is done without an error tells of them.
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
            difficulty::conditioned((alpha, beta), strip, spent(FAINT) / FAINT, &spent)
        })
    }

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

    fn viewed(&self, criterion: Criterion, lengths: &[u64], view: View) -> Vec<f64> {
        self.coarser(lengths, &|lengths, work| {
            self.viewed_within(criterion, lengths, view, work)
        })
    }

    fn viewed_within(
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
                let rows = self.rows_within(&course, lengths, view, work);
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
    fn one(
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
        if walked < table_work(lengths.len()) / 4 {
            return joint::few(&course, difficulty, most, lengths, view, work);
        }
        count::at_most(most, lengths.len(), work, &mut |z| {
            let marks = Marks::errors(z);
            let rows = rows(&course, difficulty, marks, lengths, view, work);
            rows.iter().map(Row::total).collect()
        })
    }

    fn tolerant_within(&self, most: u64, lengths: &[u64], view: View, work: &Work) -> Vec<f64> {
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
    fn expectations(&self, course: &Course, marks: Marks<Complex>, lengths: &[u64]) -> Vec<f64> {
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

    /// A bound on the absolute error of the probabilities up to length `n`.
    pub fn bound(&self, n: u64) -> f64 {
        match self.memory {
            Memory::Errors => BOUND.max(self.remembering(None, &[n], View::Standing).bound),
            Memory::Difficulty { .. } => BOUND + difficulty::doubt(self.strip()),
            Memory::None => BOUND,
        }
    }

    /// The half width of the strip in which everything is an analytic function of difficulty.
    fn strip(&self) -> f64 {
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
        self.expected_cost(self.course.end()).is_infinite()
    }

    /// The number of further tokens over which P(flawless) halves. With a constant
    /// hazard it is ln ½ / ln(1 − e), else the least whole number of tokens; infinite
    /// where it never halves, 0 where an error is certain.
    pub fn half_life(&self) -> f64 {
        if let [stage] = self.course.stages()
            && stage.is_plain()
            && let Hazard::Constant(error) = stage.hazard(0.0)
            && self.memory == Memory::None
        {
            return ln(0.5) / log1p(-error);
        }
        match self.horizon(Criterion::Flawless, Probability::clamped(0.5)) {
            Horizon::Tokens(last) => (last + 1 - self.course.start()) as f64,
            Horizon::Beyond(_) | Horizon::Infinite => f64::INFINITY,
        }
    }

    /// The values at increasing lengths, within the work that they may take; where that is not
    /// enough for all of them those at some, and where it is not enough for any, none.
    fn coarser<T: Unknown>(&self, lengths: &[u64], of: &dyn Fn(&[u64], &Work) -> Vec<T>) -> Vec<T> {
        let mut stride = 1;
        while let Some(last) = lengths.len().checked_sub(1) {
            // The last length is always among them.
            let chosen: Vec<usize> = (0..=last).rev().step_by(stride).collect();
            let some: Vec<u64> = chosen.iter().rev().map(|&index| lengths[index]).collect();
            let work = Work::new(table_work(some.len()));
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

    fn is_plain_frailty(&self) -> bool {
        let is_plain = |stages: &[Stage]| {
            matches!(stages, [stage] if stage.is_plain()
                && stage.recovery == 0.0
                && matches!(stage.errors, Errors::Mixed { share: 1.0, .. }))
        };
        let past = self.course.past();
        is_plain(self.course.stages()) && past.is_none_or(|past| is_plain(past.stages()))
    }

    /// The course, going on to the last of some lengths.
    fn reaching(&self, lengths: &[u64]) -> Course {
        let last = lengths.last().copied().unwrap_or(0);
        self.course.clone().extended(last)
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "as rows are added")]
fn add(sum: &mut f64, weight: f64, value: &f64) {
    *sum += weight * value;
}

/// A value at a length, or that it is not known.
trait Unknown: Copy {
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

/// What so many lengths together may take.
const fn table_work(lengths: usize) -> u64 {
    work::READING + work::LENGTH * lengths as u64
}

/// The rows of a course whose hazard depends on nothing but the number of tokens,
/// at increasing lengths; worth nothing where the work is spent.
fn rows<T: Scalar>(
    course: &Course,
    difficulty: f64,
    marks: Marks<T>,
    lengths: &[u64],
    view: View,
    work: &Work,
) -> Vec<Row<T>> {
    let mut rows = Vec::with_capacity(lengths.len());
    let mut wanted = lengths.iter().copied().peekable();
    let mut row = Row::start();
    while wanted.next_if(|&n| n <= course.start()).is_some() {
        rows.push(row);
    }
    let last = course.stages().len() - 1;
    for (index, stage) in course.stages().iter().enumerate() {
        if work.is_spent() {
            return vec![row; lengths.len()];
        }
        let law = Law::new(stage, difficulty, marks, work);
        // What lengths have in common from one to the next is found once.
        let mut steps = law.is_even().then(Steps::default);
        let closed = law.is_closed() && difficulty == 0.0;
        let (mut at, mut here) = (stage.from, row);
        while let Some(n) = wanted.next_if(|&n| n <= stage.to || index == last) {
            if work.is_spent() {
                return vec![row; lengths.len()];
            }
            let settled = law.settled(n);
            if settled < at {
                // Lengths out of order begin anew.
                (at, here) = (stage.from, row);
            }
            let reached = match &mut steps {
                Some(steps) if !closed => here.after(&steps.span(&law, at, settled)),
                _ => here.after(&law.span(at, settled)),
            };
            let is_judged = view == View::Judged || n >= stage.to;
            rows.push(reached.after(&law.open(settled, n, is_judged)));
            if !closed {
                (at, here) = (settled, reached);
            }
        }
        if wanted.peek().is_none() {
            break;
        }
        let settled = law.settled(stage.to);
        row = here
            .after(&law.span(at, settled))
            .after(&law.open(settled, stage.to, true));
    }
    rows
}

/// The hazard of a course that has the same one at every token, and nothing else.
fn only_hazard(course: &Course, difficulty: f64) -> Option<f64> {
    match course.stages() {
        [stage] if stage.is_plain() => match stage.hazard(difficulty) {
            Hazard::Constant(error) => Some(error),
            _ => None,
        },
        _ => None,
    }
}

/// The last two spans of a law that are known: lengths that are spread evenly have gaps of
/// two sizes, as they are whole.
#[derive(Default)]
struct Steps<T> {
    known: [Option<(u64, Transition<T>)>; 2],
}

impl<T: Scalar> Steps<T> {
    /// The span of an even law between two lengths.
    fn span(&mut self, law: &Law<'_, T>, from: u64, to: u64) -> Transition<T> {
        let tokens = to - from;
        let known = self.known.into_iter().flatten();
        for (size, span) in known {
            if size == tokens {
                return span;
            }
        }
        let span = law.span(from, to);
        self.known = [Some((tokens, span)), self.known[0]];
        span
    }
}

/// The plain beta-geometric curve: B(a, b + n)/B(a, b).
fn frailty(alpha: f64, beta: f64, start: u64, lengths: &[u64]) -> Vec<Row<f64>> {
    lengths
        .iter()
        .map(|&n| {
            let exposure = difficulty::exposure(alpha, beta, n.saturating_sub(start) as f64);
            let flawless = exp(-exposure);
            Row {
                flawless,
                acceptable: flawless,
                unacceptable: -expm1(-exposure),
                lost: 0.0,
            }
        })
        .collect()
}

/// At most `count` lengths from `from` to `to`, both included, strictly
/// increasing: every length if there is room, else spread evenly, on a linear or
/// a logarithmic scale.
pub fn lengths(from: u64, to: u64, count: usize, logarithmic: bool) -> Vec<u64> {
    let span = to.saturating_sub(from);
    if span < count as u64 {
        return (from..=to.max(from)).collect();
    }
    let last = (count - 1) as f64;
    let mut lengths: Vec<u64> = (0..count)
        .map(|step| {
            let share = step as f64 / last;
            let offset = if logarithmic {
                // From 0 to span in equal ratios of (offset + 1).
                crate::number::math::expm1(share * log1p(span as f64))
            } else {
                share * span as f64
            };
            from + (offset.round() as u64).min(span)
        })
        .collect();
    lengths.dedup();
    if let Some(end) = lengths.last_mut() {
        *end = to;
    }
    lengths
}
