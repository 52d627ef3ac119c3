//! Drafts that are checked or voted on.

use super::band::{Band, token_band};
use super::counts::{Counts, Steps, Token};
use super::{Walked, Walker, certain_from, certain_tokens, surely_passed};
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
                let certain = certain_from(token.first, token.more);
                if self.may_pass(certain)
                    && surely_passed((0..certain).map(|j| band.leaves(j)), target - done)
                {
                    let (band, marks, cap) = (band.clone(), self.marks, self.cap);
                    self.pass(&band, target - done, |drafts| {
                        certain_drafts(token, check, &marks, cap, drafts)
                    });
                } else if self.doubling {
                    let band = band.clone();
                    self.doubled(&mut ladder, target - done, || band.clone());
                } else {
                    let width = band.rows[0][0].len() as u64;
                    for at in done..target {
                        if self.settled(token) {
                            let (left, low) = (target - at, self.counts.low);
                            self.settle(&certain_drafts(token, check, &self.marks, low, left));
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
        let (plain, marked) = self.written(token, size)?;
        let mut rows = Vec::with_capacity(cap + 1);
        let mut marred = 0.0;
        for (j, (plain, marked)) in plain.iter().zip(&marked).enumerate() {
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
            let scale = |counts: &[T], factor: T| counts.iter().map(|&c| c * factor).collect();
            rows.push([
                scale(&marked[0], factor(kept.aa, law.aa)),
                scale(&marked[1], factor(kept.au, law.au)),
                scale(&marked[2], factor(kept.ua, law.ua)),
                scale(&marked[3], factor(kept.uu, law.uu)),
            ]);
        }
        Some((Band { rows }, marred))
    }

    /// A draft as it is written, from every count: its law whatever its errors, without
    /// marks, and by the number of its errors.
    #[expect(clippy::type_complexity, reason = "two halves of one answer")]
    fn written(&mut self, token: &Token, size: u64) -> Option<(Vec<[f64; 4]>, Vec<[Vec<T>; 4]>)> {
        let (share, cap, marks) = (token.stage.share.after, self.cap, self.marks);
        if self.doubling {
            let plain = token_band(token, share, cap, &Marks::NONE).power(size);
            let marked = token_band(token, share, cap, &marks).power(size);
            let sums = |row: &[Vec<f64>; 4]| row.each_ref().map(|counts| counts.iter().sum());
            return Some((plain.rows.iter().map(sums).collect(), marked.rows));
        }
        let (mut plain, mut marked) = (Vec::new(), Vec::new());
        for j in 0..=cap {
            let shifted = token.after(j);
            let room = (cap - j).min(usize::try_from(size).unwrap_or(usize::MAX));
            self.spend((room as u64 + 1).saturating_mul(size).saturating_mul(2))?;
            let [(aa, au), (ua, uu)] = [1.0, 0.0].map(|acceptable| {
                let mut counts = Counts::start(room, acceptable, 1.0 - acceptable);
                counts.steps(&Steps::new(&shifted, share, room, &Marks::NONE), size);
                counts.totals()
            });
            plain.push([aa, au, ua, uu]);
            let [a, u] = [1.0, 0.0].map(|acceptable| {
                let mut counts =
                    Counts::start(room, T::from(acceptable), T::from(1.0 - acceptable));
                counts.steps(&Steps::new(&shifted, share, room, &marks), size);
                counts
            });
            // Beyond these counts there is nothing.
            let high = a.high.max(u.high);
            marked.push([a.a, a.u, u.a, u.u].map(|mut counts| {
                counts.truncate(high + 1);
                counts
            }));
        }
        Some((plain, marked))
    }
}

/// So many drafts after so many errors, a further one of which changes nothing.
fn certain_drafts<T: Scalar>(
    token: &Token,
    check: &Check,
    marks: &Marks<T>,
    errors: usize,
    drafts: u64,
) -> Transition<T> {
    let draft = certain_tokens(token, marks, errors, check.size);
    let plain = certain_tokens(token, &Marks::NONE, errors, check.size);
    kept(&check.judge, &plain, &draft, check.size, marks).power(drafts)
}
