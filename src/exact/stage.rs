//! The law of a stage: from any of its lengths to any other.

use super::THOROUGH;
use super::judge::kept;
use super::product::{Units, product};
use crate::course::{Hazard, Stage};
use crate::math::expm1;
use crate::schedule::Schedule;
use crate::sum::smooth_sum;
use crate::technique::Check;
use crate::transition::{Marks, Rates, Scalar, Transition, forever};

/// A stage whose hazard depends on nothing but the number of tokens, made ready.
pub(super) struct Law<'a, T> {
    stage: &'a Stage,
    hazard: Hazard,
    marks: Marks<T>,
}

impl<'a, T: Scalar> Law<'a, T> {
    /// For a completion of some difficulty (where it has one of its own).
    pub(super) fn new(stage: &'a Stage, difficulty: f64, marks: Marks<T>) -> Self {
        Self {
            stage,
            hazard: stage.hazard(difficulty),
            marks,
        }
    }

    /// What happens to drafts, where this program knows drafts.
    fn check(&self) -> Option<&'a Check> {
        self.stage.check.as_ref().filter(|_| THOROUGH)
    }

    /// Whether a span costs the same whatever its length, so that nothing is gained
    /// by going on from the last one.
    pub(super) fn is_closed(&self) -> bool {
        let marked = (self.marks.error - T::from(1.0)).size() > 0.0;
        let summed = self.check().is_some() || self.stage.return_rate() > 0.0 || marked;
        !(matches!(self.hazard, Hazard::Scheduled(_)) && summed)
    }

    /// Whether a span depends on nothing but how many tokens it has.
    pub(super) fn is_even(&self) -> bool {
        let is_plain = self.check().is_none() && self.stage.query.is_none();
        is_plain && matches!(self.hazard, Hazard::Constant(_))
    }

    /// From the completion after `from` tokens to that after `to`, both in the stage.
    pub(super) fn span(&self, from: u64, to: u64) -> Transition<T> {
        let begin = self.stage.from;
        if let Some(check) = self.check() {
            let done = |n: u64| self.drafts_done(check, n);
            self.drafts(check, done(from), done(to))
        } else if let Some(query) = &self.stage.query {
            let asked = Transition::query(query.catch, query.cost, &self.marks);
            let round = query.interval;
            let part = |a: u64, b: u64| {
                let tokens = self.tokens(a, b);
                if a == 0 && b > 0 {
                    asked.then(&tokens)
                } else {
                    tokens
                }
            };
            let (a, b) = (from - begin, to - begin);
            if a / round == b / round {
                return part(a % round, b % round);
            }
            let first = if a % round == 0 { 0 } else { round - a % round };
            let whole = (b - a - first) / round;
            let mut span = part(a % round, if first == 0 { 0 } else { round });
            if whole > 0 {
                span = span.then(&part(0, round).power(whole));
            }
            span.then(&part(0, b % round))
        } else {
            self.tokens(from - self.stage.clock, to - self.stage.clock)
        }
    }

    fn rates(&self, error: f64) -> Rates {
        Rates {
            error,
            fatal: self.stage.fatal,
            recovery: self.stage.recovery,
            repair: self.stage.repair,
            undo: self.stage.undo,
        }
    }

    /// So many tokens at one hazard, marked and not.
    fn alike(&self, error: f64, tokens: u64) -> (Transition<T>, Transition<f64>) {
        let rates = self.rates(error);
        (
            T::stretch(&rates, &self.marks, tokens),
            f64::stretch(&rates, &Marks::NONE, tokens),
        )
    }

    /// Tokens `from` + 1 to `to` of the clock, as they come.
    fn tokens(&self, from: u64, to: u64) -> Transition<T> {
        match &self.hazard {
            Hazard::Scheduled(schedule) => self.scheduled(schedule.as_ref(), from, to),
            Hazard::Constant(error) => T::stretch(&self.rates(*error), &self.marks, to - from),
            // Completions that remember their errors have an engine of their own.
            Hazard::Contagious { .. } => Transition::identity(),
        }
    }

    fn scheduled(&self, schedule: &dyn Schedule, from: u64, to: u64) -> Transition<T> {
        if self.stage.return_rate() == 0.0 {
            return spent(schedule, self.stage.fatal, self.marks.error, (from, to));
        }
        product(
            &Tokens {
                law: self,
                schedule,
            },
            from,
            to,
        )
    }

    /// How many drafts have been kept after `n` tokens.
    fn drafts_done(&self, check: &Check, n: u64) -> u64 {
        let tokens = n - self.stage.from;
        // The end of the stage ends the last draft, however short it is.
        if n == self.stage.to {
            tokens.div_ceil(check.size)
        } else {
            tokens / check.size
        }
    }

    /// Drafts `from` + 1 to `to`, the last of which may be shorter than the others.
    fn drafts(&self, check: &Check, from: u64, to: u64) -> Transition<T> {
        if from == to {
            return Transition::identity();
        }
        let whole = (self.stage.to - self.stage.from) / check.size;
        let full = to.min(whole);
        let span = match &self.hazard {
            Hazard::Scheduled(schedule) => product(
                &Drafts {
                    law: self,
                    schedule: schedule.as_ref(),
                    check,
                },
                from.min(full),
                full,
            ),
            Hazard::Constant(error) => self
                .kept(check, check.size, self.alike(*error, check.size))
                .power(full.saturating_sub(from)),
            Hazard::Contagious { .. } => Transition::identity(),
        };
        if to > full {
            span.then(&self.draft(check, full))
        } else {
            span
        }
    }

    /// One draft, number `index` + 1, with the hazards of its own tokens.
    fn draft(&self, check: &Check, index: u64) -> Transition<T> {
        let from = self.stage.from + index * check.size;
        let to = from.saturating_add(check.size).min(self.stage.to);
        let clock = self.stage.clock;
        let plain = Law::new_plain(self);
        let laws = (
            self.tokens(from - clock, to - clock),
            plain.tokens(from - clock, to - clock),
        );
        self.kept(check, to - from, laws)
    }

    fn kept(
        &self,
        check: &Check,
        size: u64,
        (draft, plain): (Transition<T>, Transition<f64>),
    ) -> Transition<T> {
        kept(&check.judge, &plain, &draft, size, &self.marks)
    }
}

impl<'a> Law<'a, f64> {
    /// What the stage does if it goes on for ever: at the hazard that is left in the
    /// end, or from query to query.
    pub(super) fn forever(&self) -> Transition<f64> {
        let error = match &self.hazard {
            Hazard::Constant(error) => *error,
            Hazard::Scheduled(schedule) => schedule.final_hazard(),
            Hazard::Contagious { .. } => 1.0,
        };
        if let Some(check) = self.check() {
            let laws = self.alike(error, check.size);
            return self.kept(check, check.size, laws).forever();
        }
        if let Some(query) = &self.stage.query {
            let asked = Transition::query(query.catch, query.cost, &self.marks);
            return asked.then(&self.tokens(0, query.interval)).forever();
        }
        forever(error, self.stage.fatal, self.stage.return_rate())
    }

    /// The same law without marks.
    fn new_plain<T>(law: &Law<'a, T>) -> Self {
        Self {
            stage: law.stage,
            hazard: law.hazard.clone(),
            marks: Marks::NONE,
        }
    }
}

/// A stretch in which nothing is made good: the exposure says all, and errors are
/// marked one by one.
fn spent<T: Scalar>(
    schedule: &dyn Schedule,
    fatal: f64,
    mark: T,
    (from, to): (u64, u64),
) -> Transition<T> {
    let plain = crate::transition::spent(schedule.exposure(from as f64, to as f64), fatal);
    let one = T::from(1.0);
    let taken = one - mark;
    if taken.size() == 0.0 {
        return Transition {
            flawless: plain.flawless,
            marred: plain.marred,
            aa: T::from(plain.aa),
            au: T::from(plain.au),
            al: T::from(plain.al),
            ..Transition::identity()
        };
    }
    // Σ ln(1 − h·(1 − z)): the logarithm of the generating function.
    let logarithm: T = smooth_sum(from, to, &|at| schedule.scale(at), &mut |token| {
        let hazard = -expm1(-schedule.exposure(token - 1.0, token));
        (T::default() - taken * hazard).log1p()
    });
    let gone = T::default() - logarithm.expm1();
    let all = one - gone;
    let marked = all - T::from(plain.flawless);
    Transition {
        flawless: plain.flawless,
        marred: plain.marred,
        aa: T::from(plain.aa),
        au: marked * (1.0 - fatal),
        al: marked * fatal,
        a_gone: gone,
        uu: all,
        u_gone: gone,
        ll: all,
        l_gone: gone,
        ..Transition::identity()
    }
}

/// The hazard that spends an exposure evenly over some tokens.
fn even(exposure: f64, tokens: u64) -> f64 {
    -expm1(-exposure / tokens as f64)
}

/// Tokens as the units of a product.
struct Tokens<'a, T> {
    law: &'a Law<'a, T>,
    schedule: &'a dyn Schedule,
}

impl<T: Scalar> Units<T> for Tokens<'_, T> {
    fn one(&self, unit: u64) -> Transition<T> {
        Transition::token(
            &self.law.rates(self.schedule.hazard(unit + 1)),
            &self.law.marks,
        )
    }

    fn alike(&self, from: u64, to: u64) -> Transition<T> {
        let exposure = self.schedule.exposure(from as f64, to as f64);
        let rates = self.law.rates(even(exposure, to - from));
        T::stretch(&rates, &self.law.marks, to - from)
    }

    fn scale(&self, unit: u64) -> f64 {
        self.schedule.scale(unit as f64)
    }

    fn marks(&self) -> &Marks<T> {
        &self.law.marks
    }
}

/// Drafts as the units of a product.
struct Drafts<'a, T> {
    law: &'a Law<'a, T>,
    schedule: &'a dyn Schedule,
    check: &'a Check,
}

impl<T> Drafts<'_, T> {
    /// The clock before a draft.
    fn clock(&self, unit: u64) -> u64 {
        self.law.stage.from + unit * self.check.size - self.law.stage.clock
    }
}

impl<T: Scalar> Units<T> for Drafts<'_, T> {
    fn one(&self, unit: u64) -> Transition<T> {
        self.law.draft(self.check, unit)
    }

    fn alike(&self, from: u64, to: u64) -> Transition<T> {
        let (begin, end) = (self.clock(from), self.clock(to));
        let exposure = self.schedule.exposure(begin as f64, end as f64);
        let laws = self.law.alike(even(exposure, end - begin), self.check.size);
        self.law
            .kept(self.check, self.check.size, laws)
            .power(to - from)
    }

    fn scale(&self, unit: u64) -> f64 {
        self.schedule.scale(self.clock(unit) as f64) / self.check.size as f64
    }

    fn marks(&self) -> &Marks<T> {
        &self.law.marks
    }
}
