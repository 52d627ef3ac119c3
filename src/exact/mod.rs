//! Exact answers: curves, limits, horizons, half-life, expected errors and costs.
//!
//! | what remembers | how it is computed | absolute error |
//! | --- | --- | --- |
//! | nothing, constant hazard | closed forms and powers of transitions | rounding, 10⁻¹² |
//! | nothing, hazard by schedule | closed forms; [`product`] where something is made good | [`BOUND`] |
//! | its difficulty | closed form without recovery; [`difficulty`] else | 10⁻¹² |
//! | its errors | [`contagion`], token by token or by contour integrals | 10⁻⁹, or what [`Exact::bound`] says |
//!
//! `tolerant` is read off generating functions ([`count`]), with an error of 10⁻¹²
//! and that of the row above; under contagion off the law of the count, to 10⁻⁹ or so.
//! Expectations have these errors as shares of themselves, under contagion 10⁻⁸.
//!
//! A length up to 10⁹ takes some milliseconds, and at most some 50 on one core. Where contagion
//! is fainter than 10⁻³ per error, or drafts are longer than 100 tokens, not every count of
//! errors can have a place: what becomes of a completion is then told by polynomials of the
//! eighth degree through its values at some places, on ever finer scales (see
//! [`contagion`]). That a token errs and the count grows is exact there, and what a unit does
//! to a function of the count is never more than the function was; what polynomials leave open
//! is told by how fast the answers of the scales draw together, which is an estimate with a
//! margin and no proof: [`Exact::bound`] says it. It is 10⁻⁹ nearly everywhere, and up to some
//! 4·10⁻⁴ for drafts near the length at which errors become certain for nearly all completions
//! at once. The page's plan shows it.

pub(crate) mod contagion;
mod count;
pub(crate) mod difficulty;
mod horizon;
mod inverse;
pub(crate) mod judge;
mod limit;
mod product;
mod stage;
mod stretches;

pub use horizon::Horizon;
pub use inverse::{Answer, Question, answer};
pub use product::BOUND;
pub use stretches::MOST_WALKED;

use crate::binomial;
use crate::chain::{Errors, Occupancy};
use crate::complex::Complex;
use crate::course::{Course, Hazard, Memory, Stage};
use crate::criterion::Criterion;
use crate::math::{exp, ln, log1p};
use crate::parameter::Key;
use crate::probability::Probability;
use crate::scenario::Scenario;
use crate::transition::{Marks, Row, Scalar, Transition};
use stage::Law;

/// Whether this program has the engine for completions that remember their errors: the
/// one that the page starts with goes without, and has the atlas take over.
pub(crate) const REMEMBERS: bool = cfg!(feature = "atlas");

/// Whether this program has the engines for mixed difficulty, for errors that add up, for
/// drafts that are checked or voted on, and for counting errors: that of an embed goes
/// without, and has the atlas take over.
pub(crate) const THOROUGH: bool = cfg!(feature = "page");

/// Whether this program can read a scenario: everything here holds only if it can.
pub fn can_read(scenario: &Scenario) -> bool {
    let course = scenario.course();
    let plain = || {
        course.memory() == Memory::None
            && course.stages().iter().all(|stage| stage.check.is_none())
            && !scenario.uses(Key::Directions)
            && !matches!(scenario.criterion(), Criterion::Tolerant(1..))
    };
    (REMEMBERS || course.memory() != Memory::Errors) && (THOROUGH || plain())
}

/// The exact reading of one scenario.
#[derive(Clone, Debug)]
pub struct Exact {
    course: Course,
    memory: Memory,
    drafts: contagion::Memo,
}

impl Exact {
    /// Reads a scenario.
    pub fn new(scenario: &Scenario) -> Self {
        Self::of(scenario.course())
    }

    /// Reads a course.
    pub fn of(course: Course) -> Self {
        let memory = course.memory();
        Self {
            course,
            memory,
            drafts: contagion::Memo::default(),
        }
    }

    /// The probability of every state after `n` tokens. What is done is given to be
    /// flawless; beyond the end the last phase goes on.
    pub fn occupancy(&self, n: u64) -> Occupancy {
        self.occupancies(&[n])[0]
    }

    /// The probabilities of every state at increasing lengths.
    pub fn occupancies(&self, lengths: &[u64]) -> Vec<Occupancy> {
        self.rows(lengths).iter().map(Row::occupancy).collect()
    }

    fn rows(&self, lengths: &[u64]) -> Vec<Row<f64>> {
        let course = self.reaching(lengths);
        match self.memory {
            Memory::Errors if REMEMBERS => contagion::plain(&course, lengths, &self.drafts),
            Memory::Difficulty { alpha, beta } if THOROUGH => {
                if self.is_plain_frailty() {
                    return frailty(alpha, beta, course.start(), lengths);
                }
                let mut sums = vec![Row::EMPTY; lengths.len()];
                for (error, weight) in difficulty::nodes(alpha, beta) {
                    let rows = rows(&course, error, Marks::NONE, lengths);
                    for (sum, row) in sums.iter_mut().zip(&rows) {
                        sum.add(weight, row);
                    }
                }
                sums
            }
            _ => rows(&course, 0.0, Marks::NONE, lengths),
        }
    }

    /// The transitions from the start to the first of some increasing lengths, from
    /// there to the second, and so on, of completions of one difficulty (0 where
    /// difficulty is not mixed). Not for completions that remember their errors.
    pub fn spans(&self, difficulty: f64, lengths: &[u64]) -> Vec<Transition<f64>> {
        let course = self.reaching(lengths);
        let mut spans = Vec::with_capacity(lengths.len());
        let mut wanted = lengths.iter().copied().peekable();
        while wanted.next_if(|&n| n <= course.start()).is_some() {
            spans.push(Transition::identity());
        }
        // What has been left behind since the last length.
        let mut span = Transition::identity();
        for stage in course.stages() {
            let law = Law::new(stage, difficulty, Marks::NONE);
            let mut at = stage.from;
            while let Some(n) = wanted.next_if(|&n| n <= stage.to) {
                spans.push(span.then(&law.span(at, n)));
                span = Transition::identity();
                at = n;
            }
            if wanted.peek().is_none() {
                break;
            }
            span = span.then(&law.span(at, stage.to));
        }
        spans
    }

    /// The error rates, with their weights, that stand for mixed difficulty.
    pub fn difficulties(&self) -> Vec<(f64, f64)> {
        match self.memory {
            Memory::Difficulty { alpha, beta } => difficulty::nodes(alpha, beta),
            _ => vec![(0.0, 1.0)],
        }
    }

    /// P(success after `n` tokens) by a criterion.
    pub fn success(&self, criterion: Criterion, n: u64) -> f64 {
        self.successes(criterion, &[n])[0]
    }

    /// P(success) by a criterion at increasing lengths.
    pub fn successes(&self, criterion: Criterion, lengths: &[u64]) -> Vec<f64> {
        match criterion {
            Criterion::Flawless | Criterion::Tolerant(0) => {
                self.rows(lengths).iter().map(|row| row.flawless).collect()
            }
            Criterion::Acceptable => self
                .rows(lengths)
                .iter()
                .map(|row| row.acceptable)
                .collect(),
            Criterion::Tolerant(most) => self.tolerant(most, lengths),
        }
    }

    /// P(flawless) and P(success) by a criterion at increasing lengths.
    pub fn both(&self, criterion: Criterion, lengths: &[u64]) -> (Vec<f64>, Vec<f64>) {
        let rows = self.rows(lengths);
        let flawless = rows.iter().map(|row| row.flawless).collect();
        let answer = match criterion {
            Criterion::Acceptable => rows.iter().map(|row| row.acceptable).collect(),
            _ => self.successes(criterion, lengths),
        };
        (flawless, answer)
    }

    fn tolerant(&self, most: u64, lengths: &[u64]) -> Vec<f64> {
        if !THOROUGH {
            return self.successes(Criterion::Flawless, lengths);
        }
        let course = self.counting(lengths);
        let start = course.start();
        let plain = |difficulty| only_hazard(&course, difficulty);
        let binomial = |error: f64| -> Vec<f64> {
            lengths
                .iter()
                .map(|&n| binomial::at_most(most, n.saturating_sub(start), error))
                .collect()
        };
        match self.memory {
            Memory::Errors if REMEMBERS => {
                contagion::walk(&course, Marks::UNMARKED, lengths, Some(most), &self.drafts).within
            }
            Memory::None | Memory::Errors => match plain(0.0) {
                Some(error) => binomial(error),
                None => count::at_most(most, lengths.len(), &mut |z| {
                    totals(&rows(&course, 0.0, Marks::errors(z), lengths))
                }),
            },
            Memory::Difficulty { alpha, beta } => {
                let mut sums = vec![0.0; lengths.len()];
                for (error, weight) in difficulty::nodes(alpha, beta) {
                    let few = match plain(error) {
                        Some(error) => binomial(error),
                        None => count::at_most(most, lengths.len(), &mut |z| {
                            totals(&rows(&course, error, Marks::errors(z), lengths))
                        }),
                    };
                    for (sum, few) in sums.iter_mut().zip(few) {
                        *sum += weight * few;
                    }
                }
                sums
            }
        }
    }

    /// The expected number of errors in the text after `n` tokens: those that strike
    /// from the tokens done on, and are kept.
    pub fn expected_errors(&self, n: u64) -> f64 {
        self.expected_errors_at(&[n])[0]
    }

    /// The same at increasing lengths.
    pub fn expected_errors_at(&self, lengths: &[u64]) -> Vec<f64> {
        let course = self.counting(lengths);
        let Some(rate) = self.rate(&course) else {
            return self.expectations(&course, Marks::counting(), lengths);
        };
        let tokens = |n: u64| n.saturating_sub(course.start()) as f64;
        lengths.iter().map(|&n| rate * tokens(n)).collect()
    }

    /// How many errors a token has on average, where that is the same for all: a constant
    /// hazard, or the mean of those of mixed difficulty.
    fn rate(&self, course: &Course) -> Option<f64> {
        let mean = match self.memory {
            Memory::None => 0.0,
            Memory::Difficulty { alpha, beta } => alpha / (alpha + beta),
            Memory::Errors => return None,
        };
        if !THOROUGH {
            // An embed asks for none.
            return None;
        }
        only_hazard(course, mean)
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
        // Until a draft is kept, its tokens don't count.
        let kept = course
            .stages()
            .iter()
            .map(|stage| {
                let reached = n.clamp(stage.from, stage.to);
                match &stage.check {
                    Some(check) if reached < stage.to => {
                        (reached - stage.from) / check.size * check.size
                    }
                    _ => reached - stage.from,
                }
            })
            .sum::<u64>();
        kept as f64 + self.expected(&course, Marks::pricing(), n)
    }

    fn expected(&self, course: &Course, marks: Marks<Complex>, n: u64) -> f64 {
        self.expectations(course, marks, &[n])[0]
    }

    /// What is counted by marks, on average, at increasing lengths.
    fn expectations(&self, course: &Course, marks: Marks<Complex>, lengths: &[u64]) -> Vec<f64> {
        let of = |rows: &[Row<Complex>]| -> Vec<f64> {
            rows.iter().map(|row| Marks::counted(row.total())).collect()
        };
        match self.memory {
            Memory::Errors if REMEMBERS => {
                of(&contagion::walk(course, marks, lengths, None, &self.drafts).rows)
            }
            Memory::None | Memory::Errors => of(&rows(course, 0.0, marks, lengths)),
            Memory::Difficulty { alpha, beta } => {
                let mut sums = vec![0.0; lengths.len()];
                for (error, weight) in difficulty::nodes(alpha, beta) {
                    for (sum, count) in sums
                        .iter_mut()
                        .zip(of(&rows(course, error, marks, lengths)))
                    {
                        *sum += weight * count;
                    }
                }
                sums
            }
        }
    }

    /// A bound on the absolute error of the probabilities up to length `n`.
    pub fn bound(&self, n: u64) -> f64 {
        match self.memory {
            Memory::Errors if REMEMBERS => {
                let course = self.reaching(&[n]);
                BOUND.max(contagion::walk(&course, Marks::UNMARKED, &[n], None, &self.drafts).bound)
            }
            _ => BOUND,
        }
    }

    /// Whether every length has a closed form, as quick to compute as any other.
    pub fn is_closed(&self) -> bool {
        self.memory == Memory::None
            && self
                .course
                .stages()
                .iter()
                .all(|stage| Law::new(stage, 0.0, Marks::NONE).is_closed())
    }

    /// Whether lengths are walked to one after the other, so that many at once take no
    /// longer than the last of them alone.
    pub fn is_walked(&self) -> bool {
        self.memory == Memory::Errors
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
        if !THOROUGH {
            // An embed asks for LeCun's alone, which is answered above.
            return f64::INFINITY;
        }
        match self.horizon(Criterion::Flawless, Probability::clamped(0.5)) {
            Horizon::Tokens(last) => (last + 1 - self.course.start()) as f64,
            Horizon::Beyond(_) | Horizon::Infinite => f64::INFINITY,
        }
    }

    fn is_plain_frailty(&self) -> bool {
        matches!(self.course.stages(), [stage] if stage.is_plain()
            && stage.recovery == 0.0
            && matches!(stage.errors, Errors::Mixed { share: 1.0, .. }))
    }

    /// The course, going on to the last of some lengths.
    fn reaching(&self, lengths: &[u64]) -> Course {
        let last = lengths.last().copied().unwrap_or(0);
        self.course.clone().extended(last)
    }

    /// The same course, where nothing but errors is counted: unless drafts are
    /// checked, they strike by their own clock, whatever the state.
    fn counting(&self, lengths: &[u64]) -> Course {
        self.reaching(lengths).counting_only()
    }
}

/// The rows of a course whose hazard depends on nothing but the number of tokens,
/// at increasing lengths.
fn rows<T: Scalar>(
    course: &Course,
    difficulty: f64,
    marks: Marks<T>,
    lengths: &[u64],
) -> Vec<Row<T>> {
    let mut rows = Vec::with_capacity(lengths.len());
    let mut wanted = lengths.iter().copied().peekable();
    let mut row = Row::start();
    while wanted.peek().is_some_and(|&n| n <= course.start()) {
        wanted.next();
        rows.push(row);
    }
    for stage in course.stages() {
        let law = Law::new(stage, difficulty, marks);
        // Of mixed difficulties there are hundreds: what they have in common from one length
        // to the next is found once.
        let mixed = THOROUGH && difficulty > 0.0;
        let mut steps = (mixed && law.is_even()).then(Steps::default);
        let closed = law.is_closed() && steps.is_none();
        let (mut at, mut here) = (stage.from, row);
        while let Some(&n) = wanted.peek().filter(|&&n| n <= stage.to) {
            wanted.next();
            if n < at {
                // Lengths out of order begin anew.
                (at, here) = (stage.from, row);
            }
            let reached = match &mut steps {
                Some(steps) => here.after(&steps.span(&law, at, n)),
                None => here.after(&law.span(at, n)),
            };
            rows.push(reached);
            if !closed {
                (at, here) = (n, reached);
            }
        }
        if wanted.peek().is_none() {
            break;
        }
        row = here.after(&law.span(at, stage.to));
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

fn totals(rows: &[Row<Complex>]) -> Vec<Complex> {
    rows.iter().map(Row::total).collect()
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
                unacceptable: -crate::math::expm1(-exposure),
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
                crate::math::expm1(share * log1p(span as f64))
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
