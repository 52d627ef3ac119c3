//! Drafts that are checked or voted on.

use super::band::Band;
use super::counts::{Counts, Steps, Token};
use super::{Walked, Walker, certain_from, surely_passed};
use crate::exact::judge::kept;
use crate::math::{complement_of_power, power_of_complement};
use crate::technique::Check;
use crate::transition::{Marks, Scalar, Transition};

impl<T: Scalar> Walker<'_, T> {
    /// Drafts that are checked.
    pub(super) fn checked(
        &mut self,
        token: &Token,
        check: &Check,
        here: &[u64],
        end: Option<u64>,
        walked: &mut Walked<T>,
    ) -> Option<()> {
        let stage = token.stage;
        let whole = (stage.to - stage.from) / check.size;
        let mut done = 0;
        let mut draft: Option<(Band<T>, f64)> = None;
        let mut ladder: Vec<Band<T>> = Vec::new();
        for (&n, looks) in here
            .iter()
            .map(|n| (n, true))
            .chain(end.iter().map(|n| (n, false)))
        {
            let tokens = n - stage.from;
            let target = tokens / check.size;
            if target > done {
                let (band, flawless) = match &draft {
                    Some(known) => known,
                    None => draft.insert(self.drafted(token, check, check.size)?),
                };
                let flawless = *flawless;
                if self.most.is_none()
                    && !self.is_marked()
                    && self.cap >= certain_from(token.first, token.more)
                    && surely_passed((0..self.cap).map(|j| band.leaves(j)), target - done)
                {
                    let (a, u) = self.counts.totals();
                    self.counts = Counts::start(self.cap, T::default(), T::default());
                    (self.counts.a[self.cap], self.counts.u[self.cap]) = (a, u);
                    (self.counts.low, self.counts.high) = (self.cap, self.cap);
                    self.certain_drafts(token, check, target - done);
                } else if self.doubling {
                    let band = band.clone();
                    self.doubled(&mut ladder, target - done, || band.clone());
                } else {
                    let width = band.rows[0][0].len() as u64;
                    for at in done..target {
                        if self.settled(token) {
                            self.certain_drafts(token, check, target - at);
                            break;
                        }
                        self.counts = band.apply(&self.counts);
                        let window = self.counts.width();
                        self.work = self.work.checked_sub(window * width)?;
                    }
                }
                self.flawless *= power_of_complement(flawless, (target - done) as f64);
                done = target;
            }
            let short = tokens % check.size;
            if n == stage.to && short > 0 && done == whole {
                let (band, flawless) = self.drafted(token, check, short)?;
                self.counts = band.apply(&self.counts);
                self.flawless *= 1.0 - flawless;
                done += 1;
            }
            if looks {
                self.look(walked);
            }
        }
        Some(())
    }

    /// So many drafts at the hazard that the settled count has.
    fn certain_drafts(&mut self, token: &Token, check: &Check, drafts: u64) {
        let rates = self.settled_rates(token);
        let draft = T::stretch(&rates, &self.marks, check.size);
        let plain = f64::stretch(&rates, &Marks::NONE, check.size);
        let law = kept(&check.judge, &plain, &draft, check.size, &self.marks);
        self.settle(&law.power(drafts));
    }

    /// The law of a kept draft of some tokens from every count, and the probability
    /// that it isn't flawless from a flawless start.
    pub(super) fn drafted(
        &mut self,
        token: &Token,
        check: &Check,
        size: u64,
    ) -> Option<(Band<T>, f64)> {
        let share = token.stage.share.after;
        let cap = self.cap;
        let mut rows = Vec::with_capacity(cap + 1);
        let mut marred = 0.0;
        for j in 0..=cap {
            let shifted = Token {
                first: (token.first + token.more * j as f64).min(1.0),
                ..*token
            };
            let room = (cap - j).min(usize::try_from(size).unwrap_or(usize::MAX));
            let from = |acceptable: f64, marks: &Marks<T>| {
                let mut counts =
                    Counts::start(room, T::from(acceptable), T::from(1.0 - acceptable));
                let steps = Steps::new(&shifted, share, room, marks);
                for _ in 0..size {
                    counts.step(&steps);
                }
                counts
            };
            self.spend((room as u64 + 1).saturating_mul(size).saturating_mul(2))?;
            let unmarked = Marks {
                error: T::from(1.0),
                price: T::default(),
            };
            let plain = [1.0, 0.0].map(|acceptable| {
                let (a, u) = from(acceptable, &unmarked).totals();
                (a.size(), u.size())
            });
            let marked = [from(1.0, &self.marks), from(0.0, &self.marks)];
            let hazard = token.hazard(j, share);
            let law = Transition {
                flawless: power_of_complement(hazard, size as f64),
                marred: complement_of_power(hazard, size as f64),
                aa: plain[0].0,
                au: plain[0].1,
                ua: plain[1].0,
                uu: plain[1].1,
                ..Transition::identity()
            };
            // What deciding does to each entry of the plain law, with its cost, it
            // does to each count of errors.
            let lifted = Transition {
                flawless: law.flawless,
                marred: law.marred,
                aa: T::from(law.aa),
                au: T::from(law.au),
                ua: T::from(law.ua),
                uu: T::from(law.uu),
                ..Transition::identity()
            };
            let kept = kept(&check.judge, &law, &lifted, size, &self.marks);
            if j == 0 {
                marred = kept.marred;
            }
            let factor = |kept: T, plain: f64| {
                if plain > 0.0 {
                    kept * (1.0 / plain)
                } else {
                    T::default()
                }
            };
            // Beyond these counts there is nothing.
            let high = marked[0].high.max(marked[1].high);
            let scale =
                |counts: &[T], factor: T| counts[..=high].iter().map(|&c| c * factor).collect();
            rows.push([
                scale(&marked[0].a, factor(kept.aa, law.aa)),
                scale(&marked[0].u, factor(kept.au, law.au)),
                scale(&marked[1].a, factor(kept.ua, law.ua)),
                scale(&marked[1].u, factor(kept.uu, law.uu)),
            ]);
        }
        Some((Band { rows }, marred))
    }
}
