//! Drafts that are checked or voted on.

use super::band::{Band, Row, token_band};
use super::counts::Token;
use super::far::{FEW_UNITS, Unit};
use super::scale::{Plan, Scale};
use super::tally::Tally;
use super::{MOST_PRODUCTS, Walked, Walker, certain_tokens, doubled};
use crate::complex::Complex;
use crate::exact::judge::kept;
use crate::math::{complement_of_power, power_of_complement};
use crate::technique::Check;
use crate::transition::{Marks, Scalar, Transition};
use core::cell::RefCell;
use std::rc::Rc;

/// The law of a kept draft from every count, and the probability that it isn't flawless
/// from a flawless start.
pub(super) type Draft = (Band<Complex>, f64);

/// Drafts that have been worked out, or turned out to be too much work, for other
/// lengths of the same course.
#[derive(Clone, Debug, Default)]
pub(in crate::exact) struct Memo(RefCell<Vec<(Key, Option<Rc<Draft>>)>>);

/// With so few errors any number of drafts is had by doubling.
const FEW: usize = 64;

/// So many drafts are kept.
const MOST_KEPT: usize = 32;

/// What the law of a draft depends on, within a course.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    /// Where the stage starts.
    stage: u64,
    size: u64,
    cap: usize,
    /// That of the scale, if there is one.
    plan: Option<Plan>,
    marks: Marks<Complex>,
}

impl Walker<'_> {
    /// Drafts that are checked.
    pub(super) fn checked(
        &mut self,
        token: &Token,
        check: &Check,
        here: &[u64],
        end: Option<u64>,
        walked: &mut Walked,
    ) -> Option<()> {
        let stage = token.stage;
        let whole = (stage.to - stage.from) / check.size;
        if self.far {
            if let Some(most) = self.most {
                return self.checked_within(token, check, most as usize, (here, end), walked);
            }
            let draft = self.drafted(token, check, check.size)?;
            let unit = Unit::new(
                &draft.0,
                None,
                draft.1,
                (stage.from, check.size),
                &self.marks,
            );
            // The end of a stage that ends with a shorter draft is looked at below.
            let short = (stage.to - stage.from) % check.size;
            let split = here.partition_point(|&n| short == 0 || n < stage.to);
            let (here, last) = here.split_at(split);
            let end = end.or(last.first().copied());
            let units = |n: u64| (n - stage.from) / check.size;
            self.far_units(&unit, here, end, units, walked)?;
            if short > 0 && end.is_some() {
                let (band, flawless) = &*self.drafted(token, check, short)?;
                band.apply(&mut self.counts);
                self.flawless *= 1.0 - *flawless;
                for _ in last {
                    self.look(walked);
                }
            }
            return Some(());
        }
        let mut done = 0;
        let mut draft: Option<Rc<Draft>> = None;
        for (&n, looks) in here
            .iter()
            .map(|n| (n, true))
            .chain(end.iter().map(|n| (n, false)))
        {
            let tokens = n - stage.from;
            let target = tokens / check.size;
            if target > done {
                let (band, flawless) = &**match &draft {
                    Some(known) => known,
                    None => draft.insert(self.drafted(token, check, check.size)?),
                };
                let width = band.width();
                for at in done..target {
                    if self.settled(token) {
                        let (left, low) = (target - at, self.counts.low);
                        self.settle(&certain_drafts(token, check, &self.marks, low, left));
                        break;
                    }
                    band.apply(&mut self.counts);
                    self.spend(self.counts.width() * width)?;
                }
                self.flawless *= power_of_complement(*flawless, (target - done) as f64);
                done = target;
            }
            let short = tokens % check.size;
            if n == stage.to && short > 0 && done == whole {
                let (band, flawless) = &*self.drafted(token, check, short)?;
                band.apply(&mut self.counts);
                self.flawless *= 1.0 - *flawless;
                done += 1;
            }
            if looks {
                self.look(walked);
            }
        }
        Some(())
    }

    /// Drafts that are checked, as far as completions with few errors go: other counts need
    /// not be told apart.
    fn checked_within(
        &mut self,
        token: &Token,
        check: &Check,
        most: usize,
        (here, end): (&[u64], Option<u64>),
        walked: &mut Walked,
    ) -> Option<()> {
        let stage = token.stage;
        let start = self.counts.clone();
        let flawless = self.flawless;
        let looks = here.iter().map(|n| (n, true));
        for (&n, looks) in looks.chain(end.iter().map(|n| (n, false))) {
            let tokens = n - stage.from;
            let rest = tokens % check.size;
            let last = if n == stage.to { rest } else { 0 };
            self.counts = start.clone();
            self.counts.forget(most + 1);
            self.flawless = flawless;
            for (size, drafts) in [
                (check.size, tokens / check.size),
                (last, u64::from(last > 0)),
            ] {
                if drafts > 0 {
                    let draft = self.drafted(token, check, size)?;
                    let few = draft.0.few(most);
                    let unmarked = Complex::from(1.0);
                    if most <= FEW || drafts <= FEW_UNITS {
                        let few = self.powered(few, drafts)?;
                        few.marked(unmarked).apply(&mut self.counts);
                    } else {
                        let few = few.marked(unmarked);
                        let name = (stage.from, size);
                        let unit = Unit::new(&few, None, draft.1, name, &self.marks);
                        self.counts = self.counts_after(&unit, drafts)?;
                    }
                    self.flawless *= power_of_complement(draft.1, drafts as f64);
                }
            }
            if looks {
                self.look(walked);
            }
        }
        Some(())
    }

    /// The law of a kept draft of some tokens. Nothing where that is too much work.
    pub(super) fn drafted(&mut self, token: &Token, check: &Check, size: u64) -> Option<Rc<Draft>> {
        let key = Key {
            stage: token.stage.from,
            size,
            cap: self.cap,
            plan: self.scale.map(Scale::plan),
            marks: self.marks,
        };
        let memo = self.memo;
        let known =
            |(other, draft): &(Key, Option<Rc<Draft>>)| (*other == key).then(|| draft.clone());
        if let Some(known) = memo.0.borrow().iter().find_map(known) {
            return known;
        }
        let draft = self.draft(token, check, size).map(Rc::new);
        let mut kept = memo.0.borrow_mut();
        if kept.len() == MOST_KEPT {
            kept.remove(0);
        }
        kept.push((key, draft.clone()));
        draft
    }

    fn draft(&mut self, token: &Token, check: &Check, size: u64) -> Option<Draft> {
        let share = token.stage.share.after;
        let (mut band, plain) = self.written(token, size)?;
        let mut marred = 0.0;
        for (j, (row, plain)) in band.rows.iter_mut().zip(plain).enumerate() {
            let hazard = token.hazard(j, share);
            let law = Transition {
                flawless: power_of_complement(hazard, size as f64),
                marred: complement_of_power(hazard, size as f64),
                aa: plain[0],
                au: plain[1],
                ua: plain[2],
                uu: plain[3],
                ..Transition::identity()
            };
            // What deciding does to each entry of the plain law, with its cost, it
            // does to each count of errors.
            let lifted = Transition {
                flawless: law.flawless,
                marred: law.marred,
                aa: Complex::from(law.aa),
                au: Complex::from(law.au),
                ua: Complex::from(law.ua),
                uu: Complex::from(law.uu),
                ..Transition::identity()
            };
            let kept = kept(&check.judge, (&law, &lifted), size, &self.marks);
            if j == 0 {
                marred = kept.marred;
            }
            let kept = [kept.aa, kept.au, kept.ua, kept.uu];
            let factors: [Complex; 4] = core::array::from_fn(|entry| {
                // The inverse of less is no number.
                if plain[entry] > f64::MIN_POSITIVE {
                    kept[entry] * (1.0 / plain[entry])
                } else {
                    Complex::default()
                }
            });
            for (entry, &factor) in row
                .laws
                .iter_mut()
                .flat_map(|law| law.iter_mut().zip(&factors))
            {
                *entry = *entry * factor;
            }
        }
        Some((band.closed(), marred))
    }

    /// A draft as it is written, from every count: by the number of its errors, marked,
    /// and whatever their number, without marks.
    fn written(&mut self, token: &Token, size: u64) -> Option<(Band<Complex>, Vec<[f64; 4]>)> {
        let share = token.stage.share.after;
        let priced = self.marks.price != Complex::default() && token.stage.repairs_cost();
        let counted = self.marks.error != Marks::UNMARKED.error;
        // Beyond the last count every token errs: telling those apart would take long.
        let many = counted && size > 8 * self.cap as u64;
        let told = !counted || self.scale.is_none() && !many;
        if told && !priced {
            // What is marked can be told from the number of errors.
            let none = Marks::NONE;
            let unit = token_band(token, share, self.cap, &none, counted);
            let plain = self.powered(unit, size)?;
            let sums = plain.rows.iter().map(Row::total).collect();
            return Some((plain.marked(self.marks.error), sums));
        }
        if let Some(scale) = self.scale.filter(|_| !priced) {
            let unit = Tally::token(token, share, self.cap);
            let mut left = MOST_PRODUCTS;
            let draft = doubled(unit, size, |first, second| {
                first.then(second, scale, &mut left)
            })?;
            self.spent.set(self.spent.get() + (MOST_PRODUCTS - left));
            return Some((draft.marked(scale), draft.totals()));
        }
        let sums = |band: &Band<Complex>| band.rows.iter().map(Row::total).collect();
        let marked = self.band(token, size, self.marks)?;
        // Marks that only count take nothing away.
        let plain = sums(&marked);
        Some((marked, plain))
    }

    /// So many units over, where that is not too many products.
    fn powered<T: Scalar>(&mut self, unit: Band<T>, times: u64) -> Option<Band<T>> {
        let mut left = MOST_PRODUCTS;
        let power = unit.power(times, self.scale, &mut left);
        let spent = (MOST_PRODUCTS - left) * T::WORK;
        self.spent.set(self.spent.get() + spent);
        power
    }

    /// So many tokens, from every count.
    fn band(&mut self, token: &Token, size: u64, marks: Marks<Complex>) -> Option<Band<Complex>> {
        let unit = token_band(token, token.stage.share.after, self.cap, &marks, false);
        self.powered(unit, size)
    }
}

/// So many drafts after so many errors, a further one of which changes nothing.
fn certain_drafts(
    token: &Token,
    check: &Check,
    marks: &Marks<Complex>,
    errors: usize,
    drafts: u64,
) -> Transition<Complex> {
    let draft = certain_tokens(token, marks, errors, check.size);
    let plain = certain_tokens(token, &Marks::UNMARKED, errors, check.size).plain();
    kept(&check.judge, (&plain, &draft), check.size, marks).power(drafts)
}
