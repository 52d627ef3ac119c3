//! Completions that remember their errors: each one makes the next one likelier.
//!
//! The law of (errors since the clock started, acceptable or not) is walked token by
//! token, over the window of counts that hold any mass. From the count on at which
//! an error is certain nothing changes any more, so that the count need not go
//! further. Where the way is long, a contour integral takes any number of tokens at once
//! ([`far`]), up to [`MANY`] counts; the probability of having got there then bounds the
//! error, as a completion with fewer errors goes on exactly. The law of a draft from
//! every count is made by doubling ([`drafts`]). Generating functions, and what takes more
//! than [`MOST_WORK`] steps or [`MOST_PRODUCTS`] products, are doubled instead up to
//! [`FEW`] counts only.

mod band;
mod counts;
mod drafts;
mod far;
mod rounds;
mod scale;
mod sweep;
mod unit;

pub(super) use drafts::Memo;
pub(crate) use unit::{Unit, hazard, rounds};

use crate::complex::Complex;
use crate::course::{Course, Hazard};
use crate::math::power_of_complement;
use crate::transition::{Marks, Rates, Row, Scalar, Transition};
use band::{Band, token_band};
use counts::{Counts, Steps, Token};
use core::cell::Cell;
use scale::Scale;

/// How many steps, from one count to the next at one token, may be walked.
const MOST_WORK: u64 = 32_000_000;

/// How many of them are walked before quicker but less exact ways are tried.
const EASY_WORK: u64 = 10_000_000;

/// How many of them on a scale.
const SCALED_WORK: u64 = 1_000_000;

/// How many products of laws may make up the law of a draft.
const MOST_PRODUCTS: u64 = 60_000_000;

/// Further than this, great steps are quicker than single ones.
const LONG: u64 = 2000;

/// The count at which it stops where walking would take too long.
const FEW: usize = 64;

/// The greatest count that is ever walked to.
const MANY: usize = 1024;

/// The law at several lengths, and what it may be wrong by at any of them.
#[derive(Default)]
pub(super) struct Walked {
    pub(super) rows: Vec<Row<Complex>>,
    /// P(at most so many errors) where that was asked, at each length.
    pub(super) within: Vec<f64>,
    pub(super) bound: f64,
    /// The work it took, in multiplications or so.
    pub(super) spent: u64,
}

/// The rows of a course at increasing lengths, nothing marked.
pub(super) fn plain(course: &Course, lengths: &[u64], memo: &Memo) -> Vec<Row<f64>> {
    let walked = walk(course, Marks::UNMARKED, lengths, None, memo);
    walked.rows.iter().map(Row::plain).collect()
}

/// Walks a course over increasing lengths. `most` is the number of errors asked for
/// by the tolerant criterion: counts up to it are told apart.
pub(super) fn walk(
    course: &Course,
    marks: Marks<Complex>,
    lengths: &[u64],
    most: Option<u64>,
    memo: &Memo,
) -> Walked {
    let mut walked = Walked::default();
    if let Some(most) = most {
        // Nobody has fewer errors again: more of them need not be told apart.
        Walker::doubling(course, memo, marks, most as usize + 1, Some(most))
            .walk(lengths, &mut walked);
        return walked;
    }
    let lengths_of = Lengths { course, marks, memo };
    let whole = certain(course);
    // What takes few tokens, or has few counts, is walked at every count.
    let few = lengths.partition_point(|&n| n <= course.start() + SHORT);
    let every = whole <= FINE || whole <= MANY && !has_drafts(course);
    let (near, far) = lengths.split_at(if every { lengths.len() } else { few });
    if let Some(&last) = near.last() {
        // Nobody has more errors than tokens.
        let tokens = usize::try_from(last.saturating_sub(course.start())).unwrap_or(whole);
        let places = whole.min(tokens.next_power_of_two());
        walked = lengths_of.along(near, Scale::EVERY, whole, places);
    }
    if !far.is_empty() {
        lengths_of.extrapolated(far, &mut walked);
    }
    walked
}

/// Whether drafts are checked or voted on in any stage.
fn has_drafts(course: &Course) -> bool {
    course.stages().iter().any(|stage| stage.check.is_some())
}

/// A course at several lengths.
struct Lengths<'a> {
    course: &'a Course,
    marks: Marks<Complex>,
    memo: &'a Memo,
}

impl<'a> Lengths<'a> {
    /// Walks as far as the place `cap` of a scale on which nothing gets worse from the
    /// place `whole` on.
    fn along(&self, lengths: &[u64], scale: Scale, whole: usize, cap: usize) -> Walked {
        let &Self {
            course,
            marks,
            memo,
        } = self;
        let last = lengths.last().copied().unwrap_or(0);
        let long = last.saturating_sub(course.start()) > LONG;
        let (ease, work) = if scale == Scale::EVERY {
            (EASY_WORK, MOST_WORK)
        } else {
            (0, SCALED_WORK)
        };
        let scaled = |walker: Walker<'a>| -> Walker<'a> {
            Walker {
                scale,
                whole,
                ease,
                work: work.min(walker.work),
                ..walker
            }
        };
        let walker = || scaled(Walker::new(course, memo, marks, cap, None));
        let far = long && walker().only_counts();
        let mut walked = Walked::default();
        while walked.rows.len() < lengths.len() {
            let mut end = lengths.len();
            if far {
                Walker { far, ..walker() }.walk(&lengths[walked.rows.len()..], &mut walked);
                // What comes much later is tried anew.
                let Some(&stuck) = lengths.get(walked.rows.len()) else {
                    break;
                };
                end = lengths.partition_point(|&n| n <= stuck.saturating_mul(2));
            }
            walker().walk(&lengths[walked.rows.len()..end], &mut walked);
            let rest = &lengths[walked.rows.len().min(end)..end];
            if scale == Scale::EVERY {
                scaled(Walker::doubling(course, memo, marks, cap.min(FEW), None)).walk(rest, &mut walked);
            } else if !rest.is_empty() {
                walked.rows.push(UNKNOWN);
            }
        }
        walked
    }

    /// Extrapolates from scales with ever more places, until that changes nothing any more.
    fn extrapolated(&self, lengths: &[u64], into: &mut Walked) {
        let (most, start) = reach(self.course);
        let mut tables = vec![Vec::new(); lengths.len()];
        let mut epsilons = Vec::new();
        let mut open: Vec<usize> = (0..lengths.len()).collect();
        let mut spent = 0;
        for places in LEVELS {
            if open.is_empty() || epsilons.len() >= 6 && spent > MOST_SPENT * (1 + lengths.len() as u64 / 16) * std::env::var("MORE").map_or(1, |m| m.parse().unwrap()) {
                break;
            }
            let scale = Scale::reaching(most, places, start);
            let these: Vec<u64> = open.iter().map(|&i| lengths[i]).collect();
            let t = std::time::Instant::now();
            let walked = self.along(&these, scale, places, places);
            if std::env::var("VERBOSE").is_ok_and(|v| v == "2") { println!("  {places} eps {:.4} {:?} {:.1} ms, bound {:.1e} {} {}", scale.epsilon(), walked.rows[0].acceptable, t.elapsed().as_secs_f64()*1e3, walked.bound, these.len(), walked.spent); }
            epsilons.push(scale.epsilon());
            spent += walked.spent;
            into.bound = into.bound.max(walked.bound);
            for (&i, row) in open.iter().zip(walked.rows) {
                tables[i].push(row);
            }
            open.retain(|&i| {
                let unknown = tables[i].pop_if(|row| row.flawless.is_nan()).is_some();
                !unknown && change(&tables[i], &epsilons) > ENOUGH
            });
        }
        into.spent += spent;
        for table in &tables {
            let change = change(table, &epsilons);
            if std::env::var("VERBOSE").is_ok() { println!(" levels {} change {change:.1e}", table.len()); }
            into.bound = into.bound.max(change);
            into.rows.push(at_every_count(table, &epsilons));
        }
    }
}

const LEVELS: [usize; 13] = [40, 60, 80, 110, 150, 200, 270, 360, 500, 680, 930, 1270, 1730];

/// A length that a scale has no answer for.
const UNKNOWN: Row<Complex> = Row {
    flawless: f64::NAN,
    acceptable: Complex::new(0.0, 0.0),
    unacceptable: Complex::new(0.0, 0.0),
    lost: Complex::new(0.0, 0.0),
};

/// So many scales make up one extrapolation.
const TOGETHER: usize = 9;

/// What one scale more may change where no further one is wanted.
const ENOUGH: f64 = 4e-10;

/// So much work is spent on one length.
const MOST_SPENT: u64 = 3_000_000;

/// What the finest scale has changed.
fn change(table: &[Row<Complex>], epsilons: &[f64]) -> f64 {
    if table.len() < 4 {
        return 1.0;
    }
    let (all, before) = (
        at_every_count(table, epsilons),
        at_every_count(&table[..table.len() - 1], epsilons),
    );
    let counted = |row: &Row<Complex>| row.total().count();
    let change = (all.acceptable.re - before.acceptable.re).abs();
    let of_count = (counted(&all) - counted(&before)).abs() / counted(&all).abs().max(1e-3);
    // Costs and counts may be known to the last digits only as shares of what is great.
    let change = change.max(0.1 * of_count);
    if change.is_finite() { change.min(1.0) } else { 1.0 }
}

/// What the values on the last scales say of counts that all have a place.
fn at_every_count(table: &[Row<Complex>], epsilons: &[f64]) -> Row<Complex> {
    if table.is_empty() {
        return UNKNOWN;
    }
    let first = table.len().saturating_sub(TOGETHER);
    let weights = scale::extrapolation(&epsilons[first..table.len()]);
    let mut sum = Row {
        acceptable: Complex::default(),
        unacceptable: Complex::default(),
        ..table[0]
    };
    for (row, weight) in table[first..].iter().zip(weights) {
        sum.acceptable += row.acceptable * weight;
        sum.unacceptable += row.unacceptable * weight;
    }
    sum
}

/// So few counts each have a place of their own even where drafts are checked.
const FINE: usize = 300;

/// So few tokens are walked at every count.
const SHORT: u64 = 1500;

/// The number of errors from which on nothing gets worse in any stage, and that at which
/// contagion adds as much as there was.
fn reach(course: &Course) -> (f64, f64) {
    let (mut most, mut start) = (0.0_f64, f64::INFINITY);
    for stage in course.stages() {
        if let Hazard::Contagious { first, more } = stage.hazard(0.0)
            && more > 0.0
        {
            most = most.max((1.0 - first) / more);
            start = start.min(first / more);
        }
    }
    (most * (1.0 + 1e-14), start)
}

/// The number of errors from which on nothing gets worse, in any stage.
pub(crate) fn certain(course: &Course) -> usize {
    course
        .stages()
        .iter()
        .map(|stage| match stage.hazard(0.0) {
            Hazard::Contagious { first, more } => certain_from(first, more),
            _ => 0,
        })
        .max()
        .unwrap_or(0)
}

/// The number of errors from which on the next one is as likely as it will ever be.
fn certain_from(first: f64, more: f64) -> usize {
    if more == 0.0 || first == 0.0 || first >= 1.0 {
        return 0;
    }
    let count = ((1.0 - first) / more).ceil();
    if count <= MANY as f64 {
        count as usize
    } else {
        usize::MAX
    }
}

/// So many tokens after so many errors, a further one of which changes nothing.
fn certain_tokens(
    token: &Token,
    marks: &Marks<Complex>,
    errors: usize,
    tokens: u64,
) -> Transition<Complex> {
    let stage = token.stage;
    let rates = Rates {
        error: token.hazard(errors, stage.share.after),
        fatal: 0.0,
        recovery: stage.recovery,
        repair: stage.repair,
        undo: stage.undo,
    };
    Complex::stretch(&rates, marks, tokens)
}

struct Walker<'a> {
    course: &'a Course,
    memo: &'a Memo,
    marks: Marks<Complex>,
    cap: usize,
    /// The place from which on nothing gets worse.
    whole: usize,
    scale: Scale,
    most: Option<u64>,
    work: u64,
    /// What integrals have taken.
    spent: Cell<u64>,
    /// How much of it is done before quicker ways are tried.
    ease: u64,
    doubling: bool,
    far: bool,
    counts: Counts,
    flawless: f64,
}

impl<'a> Walker<'a> {
    fn new(
        course: &'a Course,
        memo: &'a Memo,
        marks: Marks<Complex>,
        cap: usize,
        most: Option<u64>,
    ) -> Self {
        Self {
            course,
            memo,
            marks,
            cap,
            whole: certain(course),
            scale: Scale::EVERY,
            most,
            work: MOST_WORK,
            spent: Cell::new(0),
            ease: EASY_WORK,
            doubling: false,
            far: false,
            counts: Counts::start(cap, Complex::from(1.0), Complex::default()),
            flawless: 1.0,
        }
    }

    /// A walk by doubling, up to a count, whatever the work.
    fn doubling(
        course: &'a Course,
        memo: &'a Memo,
        marks: Marks<Complex>,
        cap: usize,
        most: Option<u64>,
    ) -> Self {
        Self {
            doubling: true,
            work: u64::MAX,
            ..Self::new(course, memo, marks, cap, most)
        }
    }

    /// Walks to increasing lengths, as far as there is no more work than wanted.
    fn walk(&mut self, lengths: &[u64], walked: &mut Walked) -> Option<()> {
        let work = self.work;
        let done = self.stages(lengths, walked);
        walked.spent += self.spent.get() + (work - self.work);
        done
    }

    fn stages(&mut self, lengths: &[u64], walked: &mut Walked) -> Option<()> {
        let mut wanted = lengths.iter().copied().peekable();
        while wanted.peek().is_some_and(|&n| n <= self.course.start()) {
            wanted.next();
            self.look(walked);
        }
        for stage in self.course.stages() {
            let mut here = Vec::new();
            while let Some(&n) = wanted.peek().filter(|&&n| n <= stage.to) {
                here.push(n);
                wanted.next();
            }
            let token = match stage.hazard(0.0) {
                Hazard::Contagious { first, more } => Token { stage, first, more, scale: self.scale, whole: self.whole },
                // Every stage of such a completion is contagious: see `Course::of`.
                _ => return None,
            };
            // To every length asked for, and to the end if there are stages after it.
            let end = if wanted.peek().is_some() {
                Some(stage.to)
            } else {
                None
            };
            if let Some(check) = &stage.check {
                self.checked(&token, check, &here, end, walked)?;
            } else if let Some(query) = &stage.query {
                self.queried(&token, query, &here, end, walked)?;
            } else {
                self.plain(&token, &here, end, walked)?;
            }
        }
        Some(())
    }

    /// Notes where the walk stands.
    fn look(&self, walked: &mut Walked) {
        let (acceptable, unacceptable) = self.counts.totals();
        walked.rows.push(Row {
            flawless: self.flawless,
            acceptable,
            unacceptable,
            lost: Complex::default(),
        });
        if let Some(most) = self.most {
            let few = (0..=(most as usize).min(self.cap))
                .map(|j| self.counts.a[j].size() + self.counts.u[j].size())
                .sum::<f64>();
            walked.within.push(few.min(1.0));
        }
        if !self.far {
            walked.bound = walked.bound.max(self.doubt());
        }
    }

    /// The probability of having got to a count from which on the hazard would go on
    /// growing, but doesn't.
    fn doubt(&self) -> f64 {
        if self.is_short() && self.most.is_none() {
            (self.counts.a[self.cap].size() + self.counts.u[self.cap].size()).min(1.0)
        } else {
            0.0
        }
    }

    /// Whether errors get likelier beyond the greatest count.
    fn is_short(&self) -> bool {
        self.cap < self.whole
    }

    fn spend(&mut self, work: u64) -> Option<()> {
        self.work = self.work.checked_sub(work)?;
        Some(())
    }

    /// Tokens as they come.
    fn plain(
        &mut self,
        token: &Token,
        here: &[u64],
        end: Option<u64>,
        walked: &mut Walked,
    ) -> Option<()> {
        let stage = token.stage;
        let constant = stage.share.constant();
        if let Some(share) = constant.filter(|_| self.far) {
            let band = token_band(token, share, self.cap, &self.marks, false);
            let steps = Steps::new(token, share, self.cap, &self.marks);
            let unit = far::Unit::new(&band, Some(&steps), token.hazard(0, share), &self.marks);
            let units = |n: u64| n - stage.from;
            return self.far_units(&unit, here, end, units, walked);
        }
        let mut at = stage.from;
        let mut ladder: Vec<Band<Complex>> = Vec::new();
        let mut steps = Steps::new(token, stage.share.before, self.cap, &self.marks);
        for (&n, looks) in here
            .iter()
            .map(|n| (n, true))
            .chain(end.iter().map(|n| (n, false)))
        {
            if let Some(share) = constant {
                self.flawless *= power_of_complement(token.hazard(0, share), (n - at) as f64);
                self.go(token, &steps, &mut ladder, n - at)?;
                at = n;
            }
            while at < n {
                at += 1;
                let share = stage.share.at(at);
                self.flawless *= 1.0 - token.hazard(0, share);
                steps.reshare(share);
                self.spend(self.cap as u64 / 4)?;
                self.counts.step(&steps);
                self.spend(self.counts.width())?;
            }
            if looks {
                self.look(walked);
            }
        }
        Some(())
    }

    /// So many tokens of a stage with a constant share of the hazard.
    fn go(
        &mut self,
        token: &Token,
        steps: &Steps,
        ladder: &mut Vec<Band<Complex>>,
        tokens: u64,
    ) -> Option<()> {
        let (share, cap, marks) = (token.stage.share.after, self.cap, self.marks);
        let unit = || token_band(token, share, cap, &marks, false);
        if self.doubling {
            self.doubled(ladder, tokens, unit)?;
        } else if self.far && tokens > far::FEW_UNITS {
            let band = unit();
            let unit = far::Unit::new(&band, Some(steps), token.hazard(0, share), &self.marks);
            self.counts = self.counts_after(&unit, tokens)?;
        } else {
            for gone in 0..tokens {
                if self.settled(token) {
                    let law = certain_tokens(token, &marks, self.counts.low, tokens - gone);
                    self.settle(&law);
                    break;
                }
                self.counts.step(steps);
                self.spend(self.counts.width())?;
            }
        }
        Some(())
    }

    /// Whether marks are there to count by, if at all, and not for a generating function.
    fn only_counts(&self) -> bool {
        let Marks { error, price } = self.marks;
        let no_errors = (error - Complex::from(1.0)).size() == 0.0;
        let no_costs = price.size() == 0.0;
        (no_errors || error.is_infinitesimal()) && (no_costs || price.is_infinitesimal())
    }

    /// Whether the hazard no longer depends on the count.
    fn settled(&self, token: &Token) -> bool {
        let (low, high) = (self.counts.low, self.counts.high);
        low == high
            && (token.more == 0.0 || token.hazard(low, 1.0) >= 1.0)
            && self.most.is_none_or(|most| low as u64 > most)
    }

    /// A stretch in which the count stays where it is.
    fn settle(&mut self, law: &Transition<Complex>) {
        let j = self.counts.low;
        let (a, u) = (self.counts.a[j], self.counts.u[j]);
        self.counts.a[j] = a * law.aa + u * law.ua;
        self.counts.u[j] = a * law.au + u * law.uu;
    }

    /// Puts everyone at the greatest count.
    fn gather(&mut self, acceptable: Complex, unacceptable: Complex) {
        let last = self.cap;
        self.counts = Counts::start(last, Complex::default(), Complex::default());
        (self.counts.a[last], self.counts.u[last]) = (acceptable, unacceptable);
        (self.counts.low, self.counts.high) = (last, last);
    }

    /// So many units, by doubling; the bands of 1, 2, 4, … units are kept.
    fn doubled(
        &mut self,
        ladder: &mut Vec<Band<Complex>>,
        mut units: u64,
        unit: impl Fn() -> Band<Complex>,
    ) -> Option<()> {
        let mut rung = 0;
        while units > 0 {
            if ladder.len() == rung {
                let next = match ladder.last() {
                    Some(last) => last.then(last, &mut self.work),
                    None => Some(unit()),
                };
                ladder.push(next?);
            }
            if units & 1 == 1 {
                ladder[rung].apply(&mut self.counts);
            }
            units >>= 1;
            rung += 1;
        }
        Some(())
    }
}
