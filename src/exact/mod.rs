//! Exact answers: curves, limits, horizons, half-life, expected errors and costs.
//!
//! | what remembers | how it is computed | absolute error |
//! | --- | --- | --- |
//! | nothing, constant hazard | closed forms and powers of transitions | rounding, 10⁻¹² |
//! | nothing, hazard by schedule | closed forms; [`product`] where something is made good | [`BOUND`] |
//! | its difficulty | closed form without recovery; [`difficulty`] else | 10⁻¹² |
//! | its errors | [`contagion`] | 10⁻¹², or what [`Exact::bound`] says |
//!
//! `tolerant` is read off generating functions ([`count`]), with an error of 10⁻¹²
//! and that of the row above.

pub(crate) mod contagion;
mod count;
pub(crate) mod difficulty;
mod inverse;
pub(crate) mod judge;
mod product;
mod stage;

pub use inverse::{Answer, Question, answer};
pub use product::BOUND;

use crate::binomial;
use crate::chain::{Errors, Occupancy};
use crate::complex::Complex;
use crate::course::{Course, Hazard, Memory};
use crate::criterion::Criterion;
use crate::math::{exp, ln, log1p};
use crate::probability::Probability;
use crate::scenario::Scenario;
use crate::transition::{Marks, Row, Scalar, Transition};
use stage::Law;

/// The greatest length that is looked at when searching for a horizon where every
/// length has a closed form: every whole number up to here is an `f64`.
const FARTHEST: u64 = 1 << 53;

/// The greatest length that is looked at where it has none.
const FAR: u64 = 1_000_000_000;

/// The largest number of tokens at which a target still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Horizon {
    /// This many tokens, and not one more.
    Tokens(u64),
    /// More than so many tokens, but not for ever, or nobody knows.
    Beyond(u64),
    /// It holds at lengths beyond every bound.
    Infinite,
}

/// The exact reading of one scenario.
#[derive(Clone, Debug)]
pub struct Exact {
    course: Course,
    memory: Memory,
}

impl Exact {
    /// Reads a scenario.
    pub fn new(scenario: &Scenario) -> Self {
        Self::of(scenario.course())
    }

    /// Reads a course.
    pub fn of(course: Course) -> Self {
        let memory = course.memory();
        Self { course, memory }
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
            Memory::None => rows(&course, 0.0, Marks::NONE, lengths),
            Memory::Errors => contagion::walk(&course, Marks::NONE, lengths, None).rows,
            Memory::Difficulty { alpha, beta } => {
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
        let course = self.counting(lengths);
        let start = course.start();
        let plain = |difficulty: f64| match course.stages() {
            [stage] if stage.is_plain() => match stage.hazard(difficulty) {
                Hazard::Constant(error) => Some(error),
                _ => None,
            },
            _ => None,
        };
        let binomial = |error: f64| -> Vec<f64> {
            lengths
                .iter()
                .map(|&n| binomial::at_most(most, n.saturating_sub(start), error))
                .collect()
        };
        match self.memory {
            Memory::None => match plain(0.0) {
                Some(error) => binomial(error),
                None => count::at_most(most, lengths.len(), &mut |z| {
                    totals(&rows(&course, 0.0, Marks::errors(z), lengths))
                }),
            },
            Memory::Errors if course.stages().iter().all(|stage| stage.query.is_none()) => {
                contagion::walk(&course, Marks::NONE, lengths, Some(most)).within
            }
            Memory::Errors => count::at_most(most, lengths.len(), &mut |z| {
                totals(&contagion::walk(&course, Marks::errors(z), lengths, None).rows)
            }),
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
        let course = self.counting(&[n]);
        self.expected(&course, Marks::counting(), n)
    }

    /// The expected number of tokens paid by the time the text has `n` tokens: those
    /// of the text from the tokens done on, and those of drafts not kept, of votes,
    /// checks, queries and of going back. Infinite where a draft is never accepted.
    pub fn expected_cost(&self, n: u64) -> f64 {
        let course = self.reaching(&[n]);
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
        let of = |rows: &[Row<Complex>]| Marks::counted(rows[0].total());
        match self.memory {
            Memory::None => of(&rows(course, 0.0, marks, &[n])),
            Memory::Errors => of(&contagion::walk(course, marks, &[n], None).rows),
            Memory::Difficulty { alpha, beta } => difficulty::nodes(alpha, beta)
                .into_iter()
                .map(|(error, weight)| weight * of(&rows(course, error, marks, &[n])))
                .sum(),
        }
    }

    /// A bound on the absolute error of the probabilities up to length `n`.
    pub fn bound(&self, n: u64) -> f64 {
        match self.memory {
            Memory::Errors => {
                let course = self.reaching(&[n]);
                BOUND.max(contagion::walk(&course, Marks::NONE, &[n], None).bound)
            }
            _ => BOUND,
        }
    }

    /// The limit of [`Exact::success`] as n → ∞, the last phase going on. Where the
    /// curve alternates for ever (error = recovery = 1) it is the average of the two
    /// values; where queries come at set points, what it is just before one.
    pub fn limit(&self, criterion: Criterion) -> f64 {
        let rows = match self.memory {
            Memory::None => self.limit_row(0.0),
            Memory::Errors => self.limit_contagious(),
            Memory::Difficulty { alpha, beta } => {
                let mut sum = Row::EMPTY;
                for (error, weight) in difficulty::nodes(alpha, beta) {
                    sum.add(weight, &self.limit_row(error));
                }
                sum
            }
        };
        match criterion {
            Criterion::Acceptable => rows.acceptable,
            Criterion::Flawless | Criterion::Tolerant(0) => rows.flawless,
            // Errors that go on striking strike more often than any tolerance; where
            // they die out, the number at a very great length is that of ever.
            Criterion::Tolerant(_) if rows.flawless == 0.0 && !self.dies_out() => 0.0,
            Criterion::Tolerant(most) => self.tolerant(most, &[VERY_FAR])[0],
        }
    }

    /// Whether errors may cease although some have struck.
    fn dies_out(&self) -> bool {
        let last = self.course.stages().last();
        last.is_some_and(|last| match last.hazard(0.5) {
            Hazard::Constant(error) => error == 0.0,
            Hazard::Scheduled(schedule) => {
                last.query.is_none() && schedule.exposure(1.0, f64::INFINITY).is_finite()
            }
            Hazard::Contagious { first, .. } => first == 0.0,
        })
    }

    fn limit_row(&self, difficulty: f64) -> Row<f64> {
        let start = self.start_of_last(difficulty);
        let Some(last) = self.course.stages().last() else {
            return start;
        };
        let law = Law::new(last, difficulty, Marks::NONE);
        if let Hazard::Scheduled(schedule) = last.hazard(difficulty)
            && last.query.is_none()
            && schedule.final_hazard() == 0.0
        {
            // The hazard dies out: what is made good stays good.
            let clock = (last.from - last.clock) as f64;
            let exposure = schedule.exposure(clock, f64::INFINITY);
            let ever = crate::transition::spent(exposure, last.fatal);
            if last.check.is_none() {
                let mut row = start.after(&ever);
                if last.return_rate() > 0.0 && last.fatal == 0.0 {
                    row.acceptable += row.unacceptable;
                    row.unacceptable = 0.0;
                }
                return row;
            }
            let course = self.course.clone().extended(VERY_FAR);
            return rows(&course, difficulty, Marks::NONE, &[VERY_FAR])[0];
        }
        start.after(&law.forever())
    }

    /// Where completions that remember their errors end: with every next error
    /// certain, if there is a first one and one leads to another.
    fn limit_contagious(&self) -> Row<f64> {
        let Some(last) = self.course.stages().last() else {
            return Row::start();
        };
        let (first, more) = match last.hazard(0.0) {
            Hazard::Contagious { first, more } => (first, more),
            _ => return Row::start(),
        };
        let start = contagion::walk(&self.course, Marks::NONE, &[last.from], None).rows[0];
        if let Some(query) = &last.query {
            // A round begins without errors: its law is that of any round.
            let round = |acceptable: f64| {
                let mut stage = last.clone();
                (stage.from, stage.to) = (0, query.interval);
                stage.clock = 0;
                contagion::round(&stage, acceptable)
            };
            let [(aa, au), (ua, uu)] = [round(1.0), round(0.0)];
            let law = Transition {
                flawless: crate::math::power_of_complement(
                    first * last.share.after,
                    query.interval as f64,
                ),
                marred: crate::math::complement_of_power(
                    first * last.share.after,
                    query.interval as f64,
                ),
                aa,
                au,
                ua,
                uu,
                ..Transition::identity()
            };
            return start.after(&law.forever());
        }
        let error = if more > 0.0 && first > 0.0 {
            1.0
        } else {
            first
        };
        let mut certain = last.clone();
        certain.errors = Errors::Constant(error);
        let law = Law::new(&certain, 0.0, Marks::NONE);
        start.after(&law.forever())
    }

    /// The row at the beginning of the last stage.
    fn start_of_last(&self, difficulty: f64) -> Row<f64> {
        let from = self.course.stages().last().map_or(0, |stage| stage.from);
        rows(&self.course, difficulty, Marks::NONE, &[from])[0]
    }

    /// The largest n at which P(success) is at least `target`.
    pub fn horizon(&self, criterion: Criterion, target: Probability) -> Horizon {
        let target = target.get();
        let start = self.course.start();
        let alternates = criterion == Criterion::Acceptable && self.alternates_for_ever();
        if alternates || self.limit(criterion) >= target {
            return Horizon::Infinite;
        }
        let farthest = if self.is_closed() { FARTHEST } else { FAR };
        // From far to near: the last length on a coarse grid at which it holds.
        let stride = self.stride(criterion);
        let grid: Vec<u64> = grid(start, farthest, stride);
        let values = self.successes(criterion, &grid);
        let Some(last) = values.iter().rposition(|&value| value >= target) else {
            // It holds at the start at least, where nothing has happened yet.
            return Horizon::Tokens(self.nearest(criterion, target, start, stride));
        };
        if last + 1 == grid.len() {
            return Horizon::Beyond(farthest);
        }
        let (mut low, mut high) = (grid[last], grid[last + 1]);
        while high - low > stride {
            let middle = low + (high - low) / 2 / stride * stride;
            if self.success(criterion, middle) >= target {
                low = middle;
            } else {
                high = middle;
            }
        }
        Horizon::Tokens(self.nearest(criterion, target, low, stride))
    }

    /// The last length at which it holds of those within two strides of `low`.
    fn nearest(&self, criterion: Criterion, target: f64, low: u64, stride: u64) -> u64 {
        // Within a stride the curve falls, once it has risen at its beginning.
        let holds = |n: u64| self.success(criterion, n) >= target;
        let mut last = low;
        for begin in [low, low + stride] {
            let begin = if holds(begin) { begin } else { begin + 1 };
            if !holds(begin) {
                continue;
            }
            let (mut good, mut bad) = (begin, begin + stride);
            while bad - good > 1 {
                let middle = u64::midpoint(good, bad);
                if holds(middle) {
                    good = middle;
                } else {
                    bad = middle;
                }
            }
            last = last.max(good);
        }
        last
    }

    /// After how many tokens the curve repeats its form, where it is not monotone:
    /// an anti-correlated chain alternates, queries come in rounds.
    fn stride(&self, criterion: Criterion) -> u64 {
        let Some(last) = self.course.stages().last() else {
            return 1;
        };
        if let Some(query) = &last.query {
            return query.interval;
        }
        if let Some(check) = &last.check {
            return check.size;
        }
        match last.hazard(1.0) {
            Hazard::Constant(error)
                if criterion == Criterion::Acceptable && error + last.return_rate() > 1.0 =>
            {
                2
            }
            _ => 1,
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

    /// Whether every token turns an acceptable completion into an unacceptable one
    /// and back: every second length is acceptable, for ever.
    fn alternates_for_ever(&self) -> bool {
        let Some(last) = self.course.stages().last() else {
            return false;
        };
        let certain = matches!(last.hazard(0.0), Hazard::Constant(error) if error == 1.0);
        certain
            && last.return_rate() == 1.0
            && last.fatal == 0.0
            && last.query.is_none()
            && last.check.is_none()
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

/// As far as it makes sense to go for what the curve tends to.
const VERY_FAR: u64 = 1_000_000_000_000_000;

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
        let closed = law.is_closed();
        let (mut at, mut here) = (stage.from, row);
        while let Some(&n) = wanted.peek().filter(|&&n| n <= stage.to) {
            wanted.next();
            if n < at {
                // Lengths out of order begin anew.
                (at, here) = (stage.from, row);
            }
            let reached = here.after(&law.span(at, n));
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

/// Lengths from `start` on that grow by a sixteenth, in whole strides.
fn grid(start: u64, farthest: u64, stride: u64) -> Vec<u64> {
    let mut grid = vec![start];
    let mut distance = stride;
    while start + distance <= farthest {
        grid.push(start + distance);
        distance = (distance + distance / 16 / stride * stride).max(distance + stride);
    }
    grid
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
