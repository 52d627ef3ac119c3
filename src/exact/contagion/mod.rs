//! Completions that remember their errors: each one makes the next one likelier.
//!
//! The law of (errors since the clock started, acceptable or not) is walked token by
//! token, over the window of counts that hold any mass. From the count on at which
//! an error is certain nothing changes any more, so that the count need not go
//! further; a stretch so long that everyone surely gets there is one step ([`pass`]).
//! Where walking would take more than [`MOST_WORK`] steps, the count stops at [`FEW`]
//! instead and the tokens are multiplied by doubling; then the probability of having
//! got so far bounds the error, as a completion with fewer errors is walked exactly.

mod band;
mod counts;
mod drafts;
mod pass;
mod rounds;
mod unit;

pub(crate) use unit::{Unit, hazard, rounds};

use crate::complex::Complex;
use crate::course::{Course, Hazard};
use crate::math::power_of_complement;
use crate::transition::{Marks, Rates, Row, Scalar, Transition};
use band::{Band, token_band};
use counts::{Counts, Steps, Token};

/// How many steps, from one count to the next at one token, may be walked.
const MOST_WORK: u64 = 10_000_000;

/// So many are few.
const LITTLE_WORK: u64 = MOST_WORK / 50;

/// The count at which it stops where walking would take too long.
const FEW: usize = 64;

/// The greatest count that is ever walked to.
const MANY: usize = 20_000;

/// The law at several lengths, and what it may be wrong by at any of them.
#[derive(Default)]
pub(super) struct Walked {
    pub(super) rows: Vec<Row<Complex>>,
    /// P(at most so many errors) where that was asked, at each length.
    pub(super) within: Vec<f64>,
    pub(super) bound: f64,
}

/// The rows of a course at increasing lengths, nothing marked.
pub(super) fn plain(course: &Course, lengths: &[u64]) -> Vec<Row<f64>> {
    let walked = walk(course, Marks::UNMARKED, lengths, None);
    walked.rows.iter().map(Row::plain).collect()
}

/// Walks a course over increasing lengths. `most` is the number of errors asked for
/// by the tolerant criterion: counts up to it are told apart.
pub(super) fn walk(
    course: &Course,
    marks: Marks<Complex>,
    lengths: &[u64],
    most: Option<u64>,
) -> Walked {
    let mut walked = Walked {
        rows: Vec::with_capacity(lengths.len()),
        within: Vec::with_capacity(lengths.len()),
        bound: 0.0,
    };
    if let Some(most) = most {
        // Nobody has fewer errors again: more of them need not be told apart.
        Walker::doubling(course, marks, most as usize + 1, Some(most)).walk(lengths, &mut walked);
        return walked;
    }
    let whole = certain(course);
    let exact = |work| Walker::new(course, marks, whole, None, work);
    if whole <= MANY {
        exact(MOST_WORK).walk(lengths, &mut walked);
    }
    let near = walked.rows.len();
    if near < lengths.len() {
        // What is so far that everyone surely gets there before costs next to nothing.
        let far = lengths[near..].partition_point(|&n| {
            whole > MANY
                || exact(LITTLE_WORK)
                    .walk(&[n], &mut Walked::default())
                    .is_none()
        });
        let (middle, far) = lengths[near..].split_at(far);
        let few = FEW.min(whole);
        Walker::doubling(course, marks, few, None).walk(middle, &mut walked);
        if !far.is_empty() {
            exact(MOST_WORK).walk(far, &mut walked);
        }
    }
    walked
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
    if count < MANY as f64 {
        count as usize
    } else {
        usize::MAX
    }
}

/// What a token does after so many errors.
fn rates(token: &Token, errors: usize) -> Rates {
    let stage = token.stage;
    Rates {
        error: token.hazard(errors, stage.share.after),
        fatal: 0.0,
        recovery: stage.recovery,
        repair: stage.repair,
        undo: stage.undo,
    }
}

/// So many tokens after so many errors, a further one of which changes nothing.
fn certain_tokens(
    token: &Token,
    marks: &Marks<Complex>,
    errors: usize,
    tokens: u64,
) -> Transition<Complex> {
    Complex::stretch(&rates(token, errors), marks, tokens)
}

/// Whether in half of so many units every count has been left behind, each left with
/// one of these probabilities at every unit, but for a probability below 10⁻¹³; the
/// other half is for the state to forget where it came from.
///
/// Chernoff's bound for a sum of waiting times: with 1 − e^−θ half the least rate,
/// E[exp(θ·wait)] = p/(p − (1 − e^−θ)) is at most 2 for each.
fn surely_passed(rates: impl Iterator<Item = f64> + Clone, units: u64) -> bool {
    let half = rates.clone().fold(1.0, f64::min) / 2.0;
    let theta = -crate::math::log1p(-half);
    let grown: f64 = rates.map(|rate| -crate::math::log1p(-half / rate)).sum();
    units > 2000 && half > 0.0 && grown - theta * (units as f64 / 2.0) < -30.0
}

struct Walker<'a> {
    course: &'a Course,
    marks: Marks<Complex>,
    cap: usize,
    most: Option<u64>,
    work: u64,
    doubling: bool,
    counts: Counts,
    flawless: f64,
}

impl<'a> Walker<'a> {
    fn new(
        course: &'a Course,
        marks: Marks<Complex>,
        cap: usize,
        most: Option<u64>,
        work: u64,
    ) -> Self {
        Self {
            course,
            marks,
            cap,
            most,
            work,
            doubling: false,
            counts: Counts::start(cap, Complex::from(1.0), Complex::default()),
            flawless: 1.0,
        }
    }

    /// A walk by doubling, up to a count, whatever the work.
    fn doubling(course: &'a Course, marks: Marks<Complex>, cap: usize, most: Option<u64>) -> Self {
        Self {
            doubling: true,
            ..Self::new(course, marks, cap, most, u64::MAX)
        }
    }

    /// Walks to increasing lengths, as far as there is no more work than wanted.
    fn walk(&mut self, lengths: &[u64], walked: &mut Walked) -> Option<()> {
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
                Hazard::Contagious { first, more } => Token { stage, first, more },
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
        if self.doubling && self.most.is_none() {
            // Whoever has got to the cap is walked with too small a hazard.
            let lumped = self.counts.a[self.cap].size() + self.counts.u[self.cap].size();
            walked.bound = walked.bound.max(lumped.min(1.0));
        }
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
        let mut at = stage.from;
        let mut ladder: Vec<Band> = Vec::new();
        let constant = stage.share.constant();
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
                steps.reshare(token, share);
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
        ladder: &mut Vec<Band>,
        tokens: u64,
    ) -> Option<()> {
        let (share, cap, marks) = (token.stage.share.after, self.cap, self.marks);
        let unit = || token_band(token, share, cap, &marks);
        if self.is_certain_after(token, share, tokens) {
            self.pass(&unit(), tokens, |tokens| {
                certain_tokens(token, &marks, cap, tokens)
            });
        } else if self.doubling {
            self.doubled(ladder, tokens, unit);
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

    /// Whether after so many tokens an error is as certain as it will ever be, but for
    /// a probability below 10⁻¹³: by Chernoff's bound for a sum of waiting times.
    fn is_certain_after(&self, token: &Token, share: f64, tokens: u64) -> bool {
        let certain = certain_from(token.first, token.more);
        self.may_pass(certain)
            && surely_passed((0..certain).map(|j| token.hazard(j, share)), tokens)
    }

    /// Whether marks are there to count by, if at all, and not for a generating function.
    fn only_counts(&self) -> bool {
        let Marks { error, price } = self.marks;
        let no_errors = (error - Complex::from(1.0)).size() == 0.0;
        let no_costs = price.size() == 0.0;
        (no_errors || error.is_infinitesimal()) && (no_costs || price.is_infinitesimal())
    }

    /// Whether nothing is asked that depends on how everyone gets to a count.
    fn may_pass(&self, certain: usize) -> bool {
        self.most.is_none() && (1..=self.cap).contains(&certain) && self.only_counts()
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

    /// So many units, by doubling; the bands of 1, 2, 4, … units are kept.
    fn doubled(&mut self, ladder: &mut Vec<Band>, mut units: u64, unit: impl Fn() -> Band) {
        let mut rung = 0;
        while units > 0 {
            if ladder.len() == rung {
                let next = match ladder.last() {
                    Some(last) => last.then(last),
                    None => unit(),
                };
                ladder.push(next);
            }
            if units & 1 == 1 {
                self.counts = ladder[rung].apply(&self.counts);
            }
            units >>= 1;
            rung += 1;
        }
    }
}
