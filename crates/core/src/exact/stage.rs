//! The law of a stage: from any of its lengths to any other.
//!
//! Where drafts are checked or voted on, laws follow one another at the ends of drafts
//! only: there the text is *settled*. Behind the last such length stands a draft in
//! progress, plain tokens as they come; it says nothing about what will be kept.

use super::judge::kept;
use super::product::{Units, product};
use super::toll::tolled;
use super::work::Work;
use crate::exact::scalar::Marks;
use crate::exact::steady::{self, Steady, forever};
use crate::exact::transition::{Rates, Transition};
use crate::model::course::{Hazard, Stage};
use crate::model::schedule::Schedule;
use crate::model::technique::Check;
use crate::number::math::{exp, expm1};
use crate::number::sum::smooth_sum;
use core::cell::{Cell, OnceCell};

/// Drafts of so many tokens have no end: the whole phase is one.
pub(super) const ENDLESS: u64 = 1 << 53;

/// An exposure that is less work than that is a closed form.
const FEW_TERMS: u64 = 100;

/// A stage whose hazard depends on nothing but the number of tokens, made ready.
pub(super) struct Law<'a, T> {
    stage: &'a Stage,
    hazard: Hazard,
    marks: Marks<T>,
    work: &'a Work,
    /// The law of a whole draft or round, where all are alike.
    unit: OnceCell<Transition<T>>,
    /// The last stretch: of lengths at equal steps most are alike.
    last: Cell<Option<(f64, u64, Transition<T>)>>,
}

impl<'a, T: Steady> Law<'a, T> {
    /// For a completion of some difficulty (where it has one of its own).
    pub(super) fn new(stage: &'a Stage, difficulty: f64, marks: Marks<T>, work: &'a Work) -> Self {
        Self {
            stage,
            hazard: stage.hazard(difficulty),
            marks,
            work,
            unit: OnceCell::new(),
            last: Cell::new(None),
        }
    }

    /// Whether a span costs the same whatever its length, so that nothing is gained
    /// by going on from the last one.
    pub(super) fn is_closed(&self) -> bool {
        let marked = (self.marks.error - T::from(1.0)).size() > 0.0;
        let summed = self.stage.check.is_some() || self.stage.return_rate() > 0.0 || marked;
        match &self.hazard {
            // Its exposure may be a sum of many terms, too.
            Hazard::Scheduled(schedule) => !summed && schedule.work(0.0, 1e6) < FEW_TERMS,
            _ => true,
        }
    }

    /// Whether a span depends on nothing but how many tokens it has.
    pub(super) fn is_even(&self) -> bool {
        self.stage.query.is_none() && matches!(self.hazard, Hazard::Constant(_))
    }

    /// The last length up to `n` at which the text is settled, also beyond the stage's end.
    pub(super) fn settled(&self, n: u64) -> u64 {
        let from = self.stage.from;
        match &self.stage.check {
            Some(check) => from + (n - from) / check.size * check.size,
            None => n,
        }
    }

    /// From one settled length to another.
    pub(super) fn span(&self, from: u64, to: u64) -> Transition<T> {
        let (begin, stage) = (self.stage.from, self.stage);
        self.work.spend(T::WORK);
        if let Some(check) = &stage.check {
            self.drafts(
                check,
                (from - begin) / check.size,
                (to - begin) / check.size,
            )
        } else if let Some(query) = &stage.query {
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
            let (a, b) = (from - stage.origin, to - stage.origin);
            if a / round == b / round {
                return part(a % round, b % round);
            }
            let first = if a % round == 0 { 0 } else { round - a % round };
            let whole = (b - a - first) / round;
            let mut span = part(a % round, if first == 0 { 0 } else { round });
            if whole > 0 {
                let unit = self.unit.get_or_init(|| part(0, round));
                span = span.then(&self.power(unit, whole));
            }
            span.then(&part(0, b % round))
        } else {
            self.tokens(from - stage.clock, to - stage.clock)
        }
    }

    /// From a settled length to one before the next such: a draft in progress, or, where
    /// the completion ends there, the draft that is `judged`.
    pub(super) fn open(&self, from: u64, to: u64, judged: bool) -> Transition<T> {
        match &self.stage.check {
            _ if from == to => Transition::identity(),
            Some(check) if judged => self.draft(check, from, to),
            _ => self.tokens(from - self.stage.clock, to - self.stage.clock),
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

    fn power(&self, unit: &Transition<T>, times: u64) -> Transition<T> {
        let doublings = u64::from(times.max(1).ilog2()) + 1;
        self.work.spend(2 * T::WORK * doublings);
        unit.power(times)
    }

    /// So many tokens at one hazard.
    fn stretch(&self, error: f64, tokens: u64) -> Transition<T> {
        // By a closed form, or by doubling: either takes some thirty products.
        self.work.spend(32 * T::WORK);
        match self.last.get() {
            Some((hazard, count, law)) if hazard == error && count == tokens => law,
            _ => {
                let law = T::stretch(&self.rates(error), &self.marks, tokens);
                self.last.set(Some((error, tokens, law)));
                law
            }
        }
    }

    /// Tokens `from` + 1 to `to` of the clock, as they come.
    fn tokens(&self, from: u64, to: u64) -> Transition<T> {
        match &self.hazard {
            Hazard::Scheduled(schedule) => self.scheduled(schedule.as_ref(), from, to),
            Hazard::Constant(error) => self.stretch(*error, to - from),
            // Completions that remember their errors have an engine of their own.
            Hazard::Contagious { .. } => Transition::identity(),
        }
    }

    fn scheduled(&self, schedule: &dyn Schedule, from: u64, to: u64) -> Transition<T> {
        self.work.spend(schedule.work(from as f64, to as f64));
        if self.stage.return_rate() == 0.0 {
            return self.spent(schedule, from, to);
        }
        let exposure = schedule.exposure(from as f64, to as f64);
        let tokens = Tokens {
            law: self,
            schedule,
        };
        Transition {
            flawless: exp(-exposure),
            marred: -expm1(-exposure),
            ..product(&tokens, from, to, self.work)
        }
    }

    /// Whole drafts `from` + 1 to `to`.
    fn drafts(&self, check: &Check, from: u64, to: u64) -> Transition<T> {
        if from == to {
            return Transition::identity();
        }
        if let Hazard::Scheduled(schedule) = &self.hazard {
            let drafts = Drafts {
                law: self,
                schedule: schedule.as_ref(),
                check,
            };
            return product(&drafts, from, to, self.work);
        }
        let begin = self.stage.from;
        let unit = || self.draft(check, begin, begin.saturating_add(check.size));
        self.power(self.unit.get_or_init(unit), to - from)
    }

    /// What is kept of drafts of the tokens between two lengths.
    fn draft(&self, check: &Check, from: u64, to: u64) -> Transition<T> {
        let clock = self.stage.clock;
        let plain = Law::new(self.stage, 0.0, Marks::NONE, self.work).with(self.hazard.clone());
        let (from, to) = (from - clock, to - clock);
        let laws = (&plain.tokens(from, to), &self.tokens(from, to));
        self.work.spend(16 + check.judge.terms());
        match &self.marks.toll {
            Some(toll) => tolled(&check.judge, laws, to - from, toll),
            None => kept(&check.judge, laws, to - from, &self.marks),
        }
    }

    fn with(self, hazard: Hazard) -> Self {
        Self { hazard, ..self }
    }

    /// A stretch in which nothing is made good: the exposure says all, and errors are
    /// marked one by one.
    fn spent(&self, schedule: &dyn Schedule, from: u64, to: u64) -> Transition<T> {
        let fatal = self.stage.fatal;
        let plain = steady::spent(schedule.exposure(from as f64, to as f64), fatal);
        let one = T::from(1.0);
        let taken = one - self.marks.error;
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
            self.work
                .spend(schedule.work(token - 1.0, token) + 2 * T::WORK);
            (T::default() - taken * schedule.hazard(token)).log1p()
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
}

impl Law<'_, f64> {
    /// What the stage does if it goes on for ever: at the hazard that is left in the
    /// end, or from query to query.
    pub(super) fn forever(&self) -> Transition<f64> {
        self.work.spend(128);
        let error = match &self.hazard {
            Hazard::Constant(error) => *error,
            Hazard::Scheduled(schedule) => schedule.final_hazard(),
            Hazard::Contagious { .. } => 1.0,
        };
        if let Some(check) = self.stage.check.as_ref().filter(|it| it.size < ENDLESS) {
            let even = f64::stretch(&self.rates(error), &Marks::NONE, check.size);
            return kept(&check.judge, (&even, &even), check.size, &Marks::NONE).forever();
        }
        if let Some(query) = &self.stage.query {
            let asked = Transition::query(query.catch, query.cost, &self.marks);
            return asked.then(&self.tokens(0, query.interval)).forever();
        }
        self.endless(&forever(error, self.stage.fatal, self.stage.return_rate()))
    }

    /// What is kept of a draft that goes on for ever, where there is such a one.
    pub(super) fn endless(&self, ever: &Transition<f64>) -> Transition<f64> {
        match &self.stage.check {
            Some(check) => kept(&check.judge, (ever, ever), 1, &Marks::NONE),
            None => *ever,
        }
    }
}

/// Tokens as the units of a product.
struct Tokens<'a, T> {
    law: &'a Law<'a, T>,
    schedule: &'a dyn Schedule,
}

impl<T: Steady> Units<T> for Tokens<'_, T> {
    fn repeated(&self, unit: u64, times: u64) -> Transition<T> {
        let error = self.schedule.hazard((unit + 1) as f64);
        self.law
            .work
            .spend(self.schedule.work(unit as f64, (unit + 1) as f64));
        self.law.stretch(error, times)
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

impl<T: Steady> Units<T> for Drafts<'_, T> {
    fn repeated(&self, unit: u64, times: u64) -> Transition<T> {
        let from = self.law.stage.from + unit * self.check.size;
        let draft = self.law.draft(self.check, from, from + self.check.size);
        self.law.power(&draft, times)
    }

    fn scale(&self, unit: u64) -> f64 {
        let clock = self.law.stage.from + unit * self.check.size - self.law.stage.clock;
        self.schedule.scale(clock as f64) / self.check.size as f64
    }

    fn marks(&self) -> &Marks<T> {
        &self.law.marks
    }
}
