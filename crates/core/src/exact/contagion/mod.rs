//! Completions that remember their errors: each one makes the next one likelier.
//!
//! The law of (errors since the clock started, acceptable or not) is walked one unit, a token
//! or a kept draft, after the other ([`law`]). From the count on at which an error is certain
//! nothing changes. Where the way is long, a contour integral takes any number of units at once
//! ([`far`]). A query starts the count anew: all rounds are powers of one ([`stages`]).
//!
//! Work is counted in steps from one count to the next, and is bounded: what would take more
//! is not known, and is NaN. Known are texts of some 20,000 tokens whatever the contagion, to
//! 10⁻¹²; and, to 10⁻⁷, any length at which errors have had the time to become certain, where
//! fewer than [`PLACES`] make them so. A contagion from 10⁻³ up is thus known at every length,
//! with queries too, and with drafts from 10⁻² up. `flawless` is known but for giant drafts.
//!
//! Given up are longer texts under a fainter contagion; long drafts under one, and many lengths
//! at once of such; ramps of the hazard too long to be walked; and few errors where drafts come
//! after a query. What comes after a stretch that is not known isn't either.

mod far;
mod law;
mod stages;
mod units;

pub(crate) use law::Token;
pub(crate) use stages::rounds;
pub(crate) use units::{Unit, certain};

use crate::exact::View;
use crate::exact::transition::Row;
use crate::model::chain::Errors;
use crate::model::course::{Course, Hazard, Memory, Share, Stage};
use crate::model::technique::Check;
use crate::number::math::{exp, power_of_complement};
use far::{Far, REACH};
use law::{Law, NOTHING, Top};
use units::{NEVER_ENDING, Units};

/// How much work one answer, or a table of them, may take, in steps of a walk.
const WORK: u64 = 8_000_000;

/// A walk that is easy, what is left for the last of it, and the fewest units and the most
/// counts of an integral.
const EASY: u64 = 1_000_000;
const LAST: u64 = 500_000;
const FEW: u64 = 256;
const PLACES: u64 = 20_000;

/// What is asked: P(at most so many errors) and `flawless` alone, or all else; of which text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ask {
    pub(super) most: Option<u64>,
    pub(super) view: View,
}

/// What is told of one length: probabilities of states, expected errors in the text and tokens
/// paid, and P(at most so many errors). NaN where it is not known, or not asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    pub(super) flawless: f64,
    pub(super) acceptable: f64,
    pub(super) unacceptable: f64,
    pub(super) errors: f64,
    pub(super) cost: f64,
    pub(super) within: f64,
}

impl Look {
    const fn new(good: f64, bad: f64) -> Self {
        Self {
            flawless: good,
            acceptable: good,
            unacceptable: bad,
            errors: bad,
            cost: bad,
            within: good,
        }
    }

    /// The probabilities of states.
    pub(super) fn row(&self) -> Row<f64> {
        Row {
            flawless: self.flawless,
            acceptable: self.acceptable,
            unacceptable: self.unacceptable,
            lost: 0.0,
        }
    }
}

/// What is told of some lengths, a bound on the absolute error of the probabilities, and the
/// work that it took.
pub(super) struct Walked {
    pub(super) looks: Vec<Look>,
    pub(super) bound: f64,
    #[cfg_attr(not(test), allow(dead_code, reason = "claims are about it"))]
    pub(super) work: u64,
}

/// A course whose errors make no difference to the next as one that doesn't remember them.
pub(super) fn forgetting(mut course: Course) -> Course {
    let all = |is_so: fn(&Token) -> bool| {
        let mut tokens = course.stages().iter().map(|stage| Token::of(stage, 1.0));
        tokens.all(|token| is_so(&token))
    };
    let remembers = course.memory() == Memory::Errors;
    // So little makes no difference to all tokens there may be.
    if remembers && (all(|token| token.more < 1e-25) || all(|token| token.first == 0.0)) {
        course.each(|stage| stage.errors = Errors::Constant(Token::of(stage, 1.0).first));
    }
    course
}

/// Walks a course, whose last phase goes on as far as it has to, to some lengths.
pub(super) fn walk(course: &Course, lengths: &[u64], ask: Ask) -> Walked {
    let mut walker = Walker::new(course, lengths.len(), ask);
    // In increasing order, with where they were asked.
    let mut looks: Vec<(u64, usize)> = lengths.iter().copied().zip(0..).collect();
    looks.sort_unstable();
    let (done, mut rest) = looks.split_at(looks.partition_point(|look| look.0 <= walker.start));
    for &(_, index) in done {
        walker.looks[index] = Look::new(1.0, 0.0);
    }
    let farthest = looks.last().map_or(0, |look| look.0);
    let stages = course.stages();
    for (i, stage) in stages.iter().enumerate() {
        let is_last = i + 1 == stages.len();
        let to = stage.to.max(if is_last { farthest } else { 0 });
        let (here, later) = rest.split_at(rest.partition_point(|look| look.0 <= to));
        rest = later;
        let stretch = Stretch {
            stage,
            from: stage.from,
            to,
            looks: here,
            goes_on: !later.is_empty(),
        };
        if stretch.is_asked() {
            match (&stage.check, &stage.query) {
                (Some(check), _) => walker.drafts(&stretch, check),
                (_, Some(query)) => walker.queries(&stretch, query),
                _ => walker.plain(&stretch),
            }
        }
    }
    Walked {
        // What no longer told at some step, and rounding.
        bound: walker.bound.max(1e-10) + 1e-15 * farthest as f64,
        work: WORK.saturating_sub(walker.work),
        looks: walker.looks,
    }
}

/// Part of a stage; where it is looked at, in increasing lengths with their places in the
/// question; and whether anything is asked of what comes after it.
#[derive(Clone, Copy)]
struct Stretch<'a> {
    stage: &'a Stage,
    from: u64,
    to: u64,
    looks: &'a [(u64, usize)],
    goes_on: bool,
}

impl Stretch<'_> {
    /// It up to some token, and the rest.
    fn split(self, at: u64) -> (Self, Self) {
        let at = at.clamp(self.from, self.to);
        let near = self.looks.partition_point(|look| look.0 <= at);
        let (near, far) = self.looks.split_at(near);
        let (mut before, mut after) = (self, self);
        (before.to, before.looks) = (at, near);
        before.goes_on |= !far.is_empty();
        (after.from, after.looks) = (at, far);
        (before, after)
    }

    /// Whether there is anything to walk.
    fn is_asked(&self) -> bool {
        self.from < self.to && (self.goes_on || !self.looks.is_empty())
    }

    /// Its lengths as tokens from its beginning, and its end if anything comes after it.
    fn targets(&self) -> Vec<u64> {
        let looks = self.looks.iter().map(|look| look.0);
        let end = self.goes_on.then_some(self.to);
        looks.chain(end).map(|n| n - self.from).collect()
    }

    /// A token at the share of the hazard that is left in the end.
    fn token(&self) -> Token {
        Token::of(self.stage, self.stage.share.after)
    }
}

/// Where a walk stands: from which count on nothing changes in any stage; the law since the
/// clock started, if it is known; the number of errors before, where that is asked for, and
/// whether there was a before.
struct Walker {
    start: u64,
    ask: Ask,
    certain: usize,
    top: Top,
    work: u64,
    bound: f64,
    flawless: f64,
    law: Option<Law>,
    before: Vec<f64>,
    is_mixed: bool,
    looks: Vec<Look>,
}

impl Walker {
    fn new(course: &Course, looks: usize, ask: Ask) -> Self {
        let certain = certain(course);
        Self {
            start: course.start(),
            ask,
            certain,
            top: Top {
                last: ask.most.map_or(certain, |most| most as usize),
                kept: ask.most.is_none(),
            },
            work: WORK,
            bound: 0.0,
            flawless: 1.0,
            law: Some(Law::at(0, [1.0, 0.0], [0.0; 2])),
            before: vec![1.0],
            is_mixed: false,
            looks: vec![Look::new(f64::NAN, f64::NAN); looks],
        }
    }

    /// Tokens, or drafts of so many, that follow a law.
    fn units<'a>(
        &self,
        drafts: Option<(&'a Check, u64)>,
        token: Token,
        law: Option<&Law>,
    ) -> Units<'a> {
        let first = law.map_or(0, |law| law.low);
        Units::new(token, drafts, (first, self.certain), self.top)
    }

    /// Takes some work; false where there isn't so much.
    fn spend(&mut self, work: u64) -> bool {
        let left = self.work.checked_sub(work);
        self.work = left.unwrap_or(self.work);
        left.is_some()
    }

    /// Notes what is seen at a length.
    fn look(&mut self, (n, index): (u64, usize), flawless: f64, law: Option<&Law>) {
        let look = &mut self.looks[index];
        look.flawless = flawless.clamp(0.0, 1.0);
        let Some(law) = law else {
            return;
        };
        // Rounding left out; what is not known stays so.
        let chance = |p: f64| p.clamp(look.flawless.max(0.0), 1.0);
        if !self.top.kept {
            let errors = law.errors();
            let upto = |most: usize| errors.iter().take(most + 1).sum::<f64>();
            let few = self.before.iter().enumerate();
            look.within = chance(few.map(|(j, p)| p * upto(self.top.last - j)).sum());
            return;
        }
        let [a, u] = law.totals();
        look.acceptable = chance(a / (a + u));
        look.unacceptable = 1.0 - look.acceptable;
        let [errors, paid] = law.counted;
        let is_finite = paid < NEVER_ENDING * 1e-20 || paid.is_nan();
        let paid = if is_finite { paid } else { f64::INFINITY };
        (look.errors, look.cost) = (errors, (n - self.start) as f64 + paid);
    }

    /// Tokens as they come: while the share of the hazard changes, and after that.
    fn plain(&mut self, stretch: &Stretch) {
        let share = &stretch.stage.share;
        let ramped = (share.before != share.after).then_some(share.start + share.tokens);
        let (ramp, even) = stretch.split(ramped.unwrap_or(stretch.from));
        self.tokens(&ramp, Some(*share));
        self.tokens(&even, None);
    }

    fn tokens(&mut self, stretch: &Stretch, ramp: Option<Share>) {
        if !stretch.is_asked() {
            return;
        }
        let (token, law, stage) = (stretch.token(), self.law.take(), stretch.stage);
        let mut units = self.units(None, token, law.as_ref());
        units.ramp = ramp.map(|share| (share, stretch.from));
        let laws = self.go(&mut units, law.as_ref(), &stretch.targets());
        // What those without errors are exposed to on a ramp has a closed form.
        let mut lonely = stage.clone();
        lonely.errors = Errors::Constant(token.first);
        let hazard = lonely.hazard(0.0);
        let before = self.flawless;
        let flawless = |n: u64| match &hazard {
            Hazard::Scheduled(schedule) if ramp.is_some() => {
                let [from, to] = [stretch.from, n].map(|n| (n - stage.clock) as f64);
                before * exp(-schedule.exposure(from, to))
            }
            _ => before * power_of_complement(token.hazard(0), (n - stretch.from) as f64),
        };
        for (&look, law) in stretch.looks.iter().zip(&laws) {
            self.look(look, flawless(look.0), law.as_ref());
        }
        if stretch.goes_on {
            self.law = laws.last().cloned().flatten();
            self.flawless = flawless(stretch.to);
        }
    }

    /// The law after increasing numbers of units: walked where that is easy, else by an
    /// integral, and where that tells nothing walked after all.
    fn go(&mut self, units: &mut Units, start: Option<&Law>, targets: &[u64]) -> Vec<Option<Law>> {
        let mut here = start.map(|law| (law.clone(), 0));
        let (mut far, mut served) = (None::<Far>, 0);
        // What integrals will need later on is not walked away.
        let end = targets.last().copied().unwrap_or(0);
        let rows = self.top.last as u64 + 1;
        let is_served = rows <= PLACES && end as f64 > 1.2 * units.soonest();
        let needed = if is_served { rows } else { 0 };
        let least = LAST + 2 * Far::work(needed, 2 * needed);
        let mut all = Vec::with_capacity(targets.len());
        for &target in targets {
            let mut law = None;
            if let (Some(start), Some(here)) = (start, &mut here) {
                if target > served {
                    let reach = target.saturating_mul(REACH);
                    let group = targets.partition_point(|&n| n <= reach) - 1;
                    far = self.far(units, start, here, [target, targets[group], end]);
                    served = far.as_ref().map_or(target + target / 8, |_| targets[group]);
                }
                let serves = far.as_ref().filter(|_| self.spend(12 * rows));
                if let Some((told, bound)) = serves.and_then(|far| far.law(target)) {
                    self.bound = self.bound.max(bound);
                    let others = told.places.iter().rev().skip(1).flatten();
                    if self.top.kept && others.sum::<f64>() < 1e-9 {
                        // From here on only the state changes.
                        *here = (Law::at(self.top.last, told.totals(), told.counted), target);
                        (far, served) = (None, u64::MAX);
                    }
                    law = Some(told);
                }
                // What isn't settled by then won't be on the way either.
                let needs = (target - here.1).saturating_mul(here.0.width() + 16);
                let is_still = here.0.width() == 1 && here.1 > 0;
                let is_open = far.is_some() || is_still || needs <= self.work;
                if law.is_none() && is_open && self.walk_on(units, here, target, least).is_some() {
                    self.work = self.work.saturating_sub(here.0.width());
                    law = Some(here.0.clone());
                }
            }
            all.push(law);
        }
        all
    }

    /// Goes on to so many units, one after the other; nothing where that is too much work.
    fn walk_on(
        &mut self,
        units: &mut Units,
        (law, at): &mut (Law, u64),
        target: u64,
        least: u64,
    ) -> Option<()> {
        while *at < target {
            let steps = units.steps(law, &mut self.work)?;
            let settled = law.low == self.top.last && self.top.kept;
            if let Some((unit, rewards)) = units.staying(law, settled) {
                law.stay(unit, rewards, target - *at);
                *at = target;
            } else if law.width() == 1 && law.places[0].iter().sum::<f64>() < NOTHING {
                // Nobody is left of whom anything is asked.
                return Some(());
            } else if self.work < least || !self.spend(steps) {
                return None;
            } else {
                units.one(law, *at);
                *at += 1;
            }
        }
        self.spend(20).then_some(())
    }

    /// An integral that serves numbers of units from `first` to `last`, if there is one, where
    /// walking to the `end` isn't easy.
    fn far(
        &mut self,
        units: &mut Units,
        start: &Law,
        (law, at): &(Law, u64),
        [first, last, end]: [u64; 3],
    ) -> Option<Far> {
        let rows = (self.top.last - start.low) as u64 + 1;
        // So many places, at a guess, has a walk to touch.
        let wide = (law.width() + rows.min(100) / 2) * units.size.min(rows).div_ceil(2);
        let walked = (end - at).saturating_mul(8 + wide);
        let is_late = last >= FEW && first as f64 > units.soonest();
        if walked < EASY || !is_late || rows > PLACES || units.ramp.is_some() {
            return None;
        }
        units.reach(self.top.last, &mut self.work)?;
        let laws = units.band.rows.iter().map(|row| row.laws.len() as u64);
        let work = Far::work(rows, laws.sum());
        if self.work < work + LAST || walked < 2 * work {
            return None;
        }
        let far = Far::new(&units.band, start, last);
        // It shows at once where none serves.
        self.spend(if far.is_some() { work } else { work / 32 });
        far
    }
}

#[cfg(test)]
mod tests {
    //! No question takes more work than there is: see also `tests/contagion.rs`.

    use super::*;

    #[test]
    fn whatever_is_asked_the_work_is_bounded() {
        let many = crate::exact::lengths(0, 1_000_000_000, 100, true);
        for technique in [
            "direct&tokens=1000000000&recovery=1",
            "think&think=1000000000",
            "query&interval=1000000&tokens=1000000000&catch=0",
            "verify&interval=1000000&tokens=1000000000&sensitivity=1&false_reject=1",
            "verify&interval=1&tokens=1000000000&false_reject=1&tries=3",
            "vote&step=100&votes=1001&tokens=1000000",
            "vote&step=0&lead=1000&tokens=100000",
            "direct&schema=a:9:query;b:99999:vote;c:9:think;d;e:999:verify;f;g;h;i;j;k;l:9999",
        ] {
            for (error, contagion) in [
                ("1e-15", "1"),
                ("1e-6", "1e-12"),
                ("0.01", "1e-3"),
                ("1", "1e-5"),
            ] {
                let text = format!("recovery=0.05&error={error}&contagion={contagion}");
                let link = format!("process=self_conditioning&{text}&technique={technique}");
                let course = crate::share::link::read(&link).scenario.course();
                for (most, view) in [(None, View::Judged), (Some(200), View::Standing)] {
                    for lengths in [&many[..], &[course.end()]] {
                        let walked = walk(&course, lengths, Ask { most, view });
                        assert!(walked.work <= WORK, "{link}");
                        for look in &walked.looks {
                            for p in [look.flawless, look.acceptable, look.within] {
                                assert!(p.is_nan() || (0.0..=1.0).contains(&p), "{look:?}: {link}");
                            }
                        }
                    }
                }
            }
        }
    }
}
