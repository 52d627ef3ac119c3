//! Where a walk stands, and how it goes through tokens that come as they are.

use super::far::{Far, REACH};
use super::law::{Law, NOTHING, Token, Top};
use super::units::{NEVER_ENDING, Units, WORK, certain};
use crate::exact::transition::Row;
use crate::exact::view::View;
use crate::model::chain::Errors;
use crate::model::course::{Course, Hazard, Share, Stage};
use crate::model::technique::Check;
use crate::number::math::{exp, power_of_complement};

/// A walk that is easy, what is left for the last of it, and the fewest units and the most
/// counts of an integral.
const EASY: u64 = 1_000_000;
const LAST: u64 = 500_000;
const FEW: u64 = 256;
const PLACES: u64 = 20_000;

/// What is asked: P(at most so many errors) and `flawless` alone, or all else; of which text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ask {
    pub(crate) most: Option<u64>,
    pub(crate) view: View,
}

/// What is told of one length: probabilities of states, expected errors in the text and tokens
/// paid, and P(at most so many errors). NaN where it is not known, or not asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Look {
    pub(crate) flawless: f64,
    pub(crate) acceptable: f64,
    pub(crate) unacceptable: f64,
    pub(crate) errors: f64,
    pub(crate) cost: f64,
    pub(crate) within: f64,
}

impl Look {
    pub(super) const fn new(good: f64, bad: f64) -> Self {
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
    pub(crate) fn row(&self) -> Row<f64> {
        Row {
            flawless: self.flawless,
            acceptable: self.acceptable,
            unacceptable: self.unacceptable,
            lost: 0.0,
        }
    }
}

/// Part of a stage; where it is looked at, in increasing lengths with their places in the
/// question; and whether anything is asked of what comes after it.
#[derive(Clone, Copy)]
pub(super) struct Stretch<'a> {
    pub(super) stage: &'a Stage,
    pub(super) from: u64,
    pub(super) to: u64,
    pub(super) looks: &'a [(u64, usize)],
    pub(super) goes_on: bool,
}

impl Stretch<'_> {
    /// It up to some token, and the rest.
    pub(super) fn split(self, at: u64) -> (Self, Self) {
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
    pub(super) fn is_asked(&self) -> bool {
        self.from < self.to && (self.goes_on || !self.looks.is_empty())
    }

    /// Its lengths as tokens from its beginning, and its end if anything comes after it.
    pub(super) fn targets(&self) -> Vec<u64> {
        let looks = self.looks.iter().map(|look| look.0);
        let end = self.goes_on.then_some(self.to);
        looks.chain(end).map(|n| n - self.from).collect()
    }

    /// A token at the share of the hazard that is left in the end.
    pub(super) fn token(&self) -> Token {
        Token::of(self.stage, self.stage.share.after)
    }
}

/// Where a walk stands: from which count on nothing changes in any stage; the law since the
/// clock started, if it is known; the number of errors before, where that is asked for, and
/// whether there was a before.
pub(super) struct Walker {
    pub(super) start: u64,
    pub(super) ask: Ask,
    pub(super) certain: usize,
    pub(super) top: Top,
    pub(super) work: u64,
    pub(super) bound: f64,
    pub(super) flawless: f64,
    pub(super) law: Option<Law>,
    pub(super) before: Vec<f64>,
    pub(super) is_mixed: bool,
    pub(super) looks: Vec<Look>,
}

impl Walker {
    pub(super) fn new(course: &Course, looks: usize, ask: Ask) -> Self {
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
    pub(super) fn units<'a>(
        &self,
        drafts: Option<(&'a Check, u64)>,
        token: Token,
        law: Option<&Law>,
    ) -> Units<'a> {
        let first = law.map_or(0, |law| law.low);
        Units::new(token, drafts, (first, self.certain), self.top)
    }

    /// Takes some work; false where there isn't so much.
    pub(super) fn spend(&mut self, work: u64) -> bool {
        let left = self.work.checked_sub(work);
        self.work = left.unwrap_or(self.work);
        left.is_some()
    }

    /// Notes what is seen at a length.
    pub(super) fn look(&mut self, (n, index): (u64, usize), flawless: f64, law: Option<&Law>) {
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
    pub(super) fn plain(&mut self, stretch: &Stretch) {
        let share = &stretch.stage.share;
        let ramped = (share.before != share.after).then_some(share.start + share.tokens);
        let (ramp, even) = stretch.split(ramped.unwrap_or(stretch.from));
        self.tokens(&ramp, Some(*share));
        self.tokens(&even, None);
    }

    pub(super) fn tokens(&mut self, stretch: &Stretch, ramp: Option<Share>) {
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
    pub(super) fn go(
        &mut self,
        units: &mut Units,
        start: Option<&Law>,
        targets: &[u64],
    ) -> Vec<Option<Law>> {
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
    pub(super) fn walk_on(
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
    pub(super) fn far(
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
