//! Completions that remember their errors: each one makes the next one likelier.
//!
//! The law of (errors since the clock started, acceptable or not) is walked token by
//! token, over the window of counts that hold any mass. From the count on at which an error
//! is certain nothing changes any more, so that the count need not go further. Where the way
//! is long, a contour integral takes any number of tokens at once ([`far`]), a ramp of the
//! hazard being two stretches of even ones ([`ramp`]). The law of a draft from every count is
//! made by doubling ([`drafts`]). Where there are too many counts to be told apart,
//! polynomials through some of them tell of the others ([`scale`]), on ever finer scales
//! ([`refine`]).

mod band;
mod counts;
mod drafts;
mod eliminate;
mod far;
mod ramp;
mod refine;
mod rounds;
mod scale;
mod sweep;
mod tally;
mod unit;

pub(super) use drafts::Memo;
pub(crate) use unit::{Unit, hazard, rounds};

use crate::complex::Complex;
use crate::course::{Course, Hazard};
use crate::math::power_of_complement;
use crate::transition::{Marks, Rates, Row, Scalar, Transition};
use band::token_band;
use core::cell::Cell;
use counts::{Counts, Steps, Token};
use refine::Lengths;
use scale::Scale;

/// How many steps, from one count to the next at one token, may be walked.
const MOST_WORK: u64 = 32_000_000;

/// How many of them are walked before quicker but less exact ways are tried.
const EASY_WORK: u64 = 10_000_000;

/// How many products of laws may make up the law of a draft.
const MOST_PRODUCTS: u64 = 60_000_000;

/// Further than this, great steps are quicker than single ones.
const LONG: u64 = 2000;

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
    let lengths_of = Lengths {
        course,
        marks,
        memo,
        most,
        fine: most.map_or(0, |most| most as usize + 1),
        from: (Complex::from(1.0), Complex::default()),
        learnt: far::Learnt::default(),
    };
    lengths_of.walked(lengths)
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

/// Something so many times over, at least once: by doubling, one more where it has to be.
fn doubled<T: Clone>(unit: T, times: u64, mut then: impl FnMut(&T, &T) -> Option<T>) -> Option<T> {
    let mut power = unit.clone();
    for bit in (0..times.max(1).ilog2()).rev() {
        power = then(&power, &power)?;
        if times >> bit & 1 == 1 {
            power = then(&power, &unit)?;
        }
    }
    Some(power)
}

struct Walker<'a> {
    course: &'a Course,
    memo: &'a Memo,
    marks: Marks<Complex>,
    cap: usize,
    /// The place from which on nothing gets worse.
    whole: usize,
    /// Where the places of counts are, unless every count has its own.
    scale: Option<&'a Scale>,
    /// What has been learnt on coarser scales.
    learnt: Option<&'a far::Learnt>,
    most: Option<u64>,
    work: u64,
    /// What integrals have taken, and what they may take before an unsettled one will do.
    spent: Cell<u64>,
    room: u64,
    /// What sums of fewer terms differed by where those of more would have taken too much.
    unsettled: Cell<f64>,
    /// How much of it is done before quicker ways are tried.
    ease: u64,
    /// Whether any answer will do, as it is known not to be exact.
    rough: bool,
    far: bool,
    counts: Counts,
    flawless: f64,
}

impl<'a> Walker<'a> {
    fn new(course: &'a Course, memo: &'a Memo, marks: Marks<Complex>, cap: usize) -> Self {
        Self {
            course,
            memo,
            marks,
            cap,
            whole: certain(course),
            scale: None,
            learnt: None,
            most: None,
            work: MOST_WORK,
            spent: Cell::new(0),
            room: u64::MAX,
            unsettled: Cell::new(0.0),
            ease: EASY_WORK,
            rough: false,
            far: false,
            counts: Counts::start(cap, Complex::from(1.0), Complex::default()),
            flawless: 1.0,
        }
    }

    /// Walks to increasing lengths, as far as there is no more work than wanted.
    fn walk(&mut self, lengths: &[u64], walked: &mut Walked) -> Option<()> {
        let work = self.work;
        let done = self.stages(lengths, walked);
        walked.spent += self.spent.get() + (work - self.work);
        walked.bound = walked.bound.max(self.unsettled.get());
        done
    }

    fn stages(&mut self, lengths: &[u64], walked: &mut Walked) -> Option<()> {
        let done = lengths.partition_point(|&n| n <= self.course.start());
        for _ in 0..done {
            self.look(walked);
        }
        self.stages_from(0, &lengths[done..], walked)
    }

    /// The stages from one on, to lengths beyond its start.
    fn stages_from(&mut self, first: usize, lengths: &[u64], walked: &mut Walked) -> Option<()> {
        let mut rest = lengths;
        for (i, stage) in self.course.stages().iter().enumerate().skip(first) {
            let (here, later) = rest.split_at(rest.partition_point(|&n| n <= stage.to));
            rest = later;
            let token = match stage.hazard(0.0) {
                Hazard::Contagious { first, more } => Token {
                    stage,
                    first,
                    more,
                    scale: self.scale,
                },
                // Every stage of such a completion is contagious: see `Course::of`.
                _ => return None,
            };
            // To every length asked for, and to the end if there are stages after it.
            let end = (!rest.is_empty()).then_some(stage.to);
            if let Some(check) = &stage.check {
                self.checked(&token, check, here, end, walked)?;
            } else if let Some(query) = &stage.query {
                if let Some(most) = self.most {
                    return self.queried_within(&token, query, most, (here, rest), i, walked);
                }
                self.queried(&token, query, here, end, walked)?;
            } else {
                self.plain(&token, here, end, walked)?;
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
                .map(|j| self.counts.a[j].re + self.counts.u[j].re)
                .sum::<f64>();
            walked.within.push(few.clamp(0.0, 1.0));
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
            let units = |n: u64| n - stage.from;
            return self.as_unit(token, share, |walker, unit| {
                walker.far_units(unit, here, end, units, walked)
            });
        }
        let mut at = stage.from;
        for (&n, looks) in here
            .iter()
            .map(|n| (n, true))
            .chain(end.iter().map(|n| (n, false)))
        {
            if let Some(share) = constant {
                self.flawless *= power_of_complement(token.hazard(0, share), (n - at) as f64);
                self.go(token, share, n - at)?;
                at = n;
            }
            if n > at {
                self.ramp(token, at, n)?;
                at = n;
            }
            if looks {
                self.look(walked);
            }
        }
        Some(())
    }

    /// Does something with a token as a unit.
    fn as_unit<R>(
        &mut self,
        token: &Token,
        share: f64,
        act: impl FnOnce(&mut Self, &far::Unit) -> R,
    ) -> R {
        let marks = self.marks;
        let band = token_band(token, share, self.cap, &marks, false);
        let steps = Steps::new(token, share, self.cap, &marks);
        let name = (token.stage.from, 1);
        let unit = far::Unit::new(&band, Some(&steps), token.hazard(0, share), name, &marks);
        act(self, &unit)
    }

    /// The totals after so many tokens at a constant share of the hazard.
    fn totals_after_tokens(
        &mut self,
        token: &Token,
        share: f64,
        tokens: u64,
    ) -> Option<(Complex, Complex)> {
        if self.far && tokens > far::FEW_UNITS {
            return self.as_unit(token, share, |walker, unit| {
                walker.totals_after(unit, &[tokens])?.pop()
            });
        }
        self.go(token, share, tokens)?;
        Some(self.counts.totals())
    }

    /// So many tokens at a constant share of the hazard.
    fn go(&mut self, token: &Token, share: f64, tokens: u64) -> Option<()> {
        if self.far && tokens > far::FEW_UNITS {
            self.counts = self.as_unit(token, share, |walker, unit| {
                walker.counts_after(unit, tokens)
            })?;
            return Some(());
        }
        let marks = self.marks;
        let steps = Steps::new(token, share, self.cap, &marks);
        for gone in 0..tokens {
            if self.settled(token) {
                let law = certain_tokens(token, &marks, self.counts.low, tokens - gone);
                self.settle(&law);
                break;
            }
            self.counts.step(&steps);
            self.spend(self.counts.width())?;
        }
        Some(())
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
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seconds depend on the machine: multiplications are counted, most of which take a
    /// nanosecond or two.
    #[test]
    fn no_length_takes_much_work() {
        let mut most = (0, String::new());
        for technique in [
            "direct",
            "verify&interval=20",
            "verify&interval=1000",
            "query",
        ] {
            for (error, contagion) in [
                ("0.01", "1e-3"),
                ("1e-5", "1e-3"),
                ("0.01", "1e-4"),
                ("1e-5", "1e-5"),
                ("0.01", "1e-6"),
                ("1e-4", "1e-12"),
            ] {
                for tokens in [1_000, 30_000, 1_000_000, 10_000_000, 1_000_000_000] {
                    let text = format!(
                        "process=self_conditioning&error={error}&contagion={contagion}\
                         &recovery=0.05&technique={technique}&tokens={tokens}"
                    );
                    let course = crate::link::read(&text).scenario.course();
                    for marks in [Marks::UNMARKED, Marks::counting()] {
                        let walked = walk(&course, marks, &[tokens], None, &Memo::default());
                        if walked.spent > most.0 {
                            most = (walked.spent, text.clone());
                        }
                    }
                }
            }
        }
        assert!(most.0 < 3 * MOST_WORK, "{most:?}");
    }
}
