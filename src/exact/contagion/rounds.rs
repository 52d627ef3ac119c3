//! Rounds of tokens from one query to the next, which all begin without errors.

use super::counts::{Counts, Token};
use super::{Walked, Walker, doubled};
use crate::complex::Complex;
use crate::math::power_of_complement;
use crate::technique::Query;
use crate::transition::{Row, Scalar, Transition};

/// What no longer tells of a state that was long ago.
pub(super) const FORGOTTEN: f64 = 1e-17;

impl Walker<'_> {
    /// Tokens with queries, after each of which the count starts anew.
    pub(super) fn queried(
        &mut self,
        token: &Token,
        query: &Query,
        here: &[u64],
        end: Option<u64>,
        walked: &mut Walked,
    ) -> Option<()> {
        let asked = Transition::query(query.catch, query.cost, &self.marks);
        let hazard = token.hazard(0, token.stage.share.after);
        let start = self.flawless;
        let (acceptable, unacceptable) = self.counts.totals();
        // Where completions stand just before the first query of the round under way.
        let mut row = Row {
            flawless: start,
            acceptable,
            unacceptable,
            lost: Complex::default(),
        };
        let mut rounds = 0;
        let mut whole: Option<Transition<Complex>> = None;
        // How far the walk within that round has come.
        let mut within: Option<u64> = None;
        let looks = here.iter().map(|n| (n, true));
        for (&n, looks) in looks.chain(end.iter().map(|n| (n, false))) {
            let tokens = n - token.stage.from;
            // A round ends just before the next query.
            let (target, offset) = match tokens.checked_sub(1) {
                None => (0, 0),
                Some(last) => (last / query.interval, last % query.interval + 1),
            };
            if target > rounds {
                let law = match whole {
                    Some(law) => law,
                    None => *whole.insert(asked.then(&self.round(token, query.interval)?)),
                };
                row = row.after(&law.power(target - rounds));
                rounds = target;
                within = None;
            }
            if tokens > 0 {
                if within.is_none() {
                    let asked = row.after(&asked);
                    self.counts = Counts::start(self.cap, asked.acceptable, asked.unacceptable);
                }
                self.go(token, token.stage.share.after, offset - within.unwrap_or(0))?;
                within = Some(offset);
            }
            self.flawless = start * power_of_complement(hazard, tokens as f64);
            if looks {
                self.look(walked);
            }
        }
        Some(())
    }

    /// The probabilities of few errors at lengths within a stage with queries and after it:
    /// the errors of rounds gone by add to those of the round under way.
    pub(super) fn queried_within(
        &mut self,
        token: &Token,
        query: &Query,
        most: u64,
        (here, rest): (&[u64], &[u64]),
        stage: usize,
        walked: &mut Walked,
    ) -> Option<()> {
        let most = most as usize;
        let asked = Transition::query(query.catch, query.cost, &self.marks);
        // By the number of errors before the first query of the round under way.
        let mut before: Vec<[f64; 2]> = (0..=most)
            .map(|j| [self.counts.a[j].re, self.counts.u[j].re])
            .collect();
        let (mut rounds, mut whole, mut seen) = (0, None, 0);
        let end = (!rest.is_empty()).then_some(token.stage.to);
        for n in here.iter().copied().chain(end) {
            let (target, offset) = match (n - token.stage.from).checked_sub(1) {
                None => (0, 0),
                Some(last) => (last / query.interval, last % query.interval + 1),
            };
            if target > rounds {
                if whole.is_none() {
                    whole = Some(self.errors_of(token, &asked, query.interval, most)?);
                }
                if let Some(whole) = &whole {
                    let many = power(whole, target - rounds)?;
                    before = (0..=most).map(|d| after(&before, &many, d)).collect();
                }
                rounds = target;
            }
            let part = match offset {
                0 => vec![[1.0, 0.0, 0.0, 1.0]],
                _ => self.errors_of(token, &asked, offset, most)?,
            };
            let few: f64 = (0..=most).flat_map(|d| after(&before, &part, d)).sum();
            if seen < here.len() {
                seen += 1;
                self.look(walked);
                let last = walked.within.len() - 1;
                walked.within[last] = few.clamp(0.0, 1.0);
                continue;
            }
            // What comes later knows the errors of this round only, and may have fewer more.
            let mut sums = Walked {
                within: vec![0.0; rest.len()],
                ..Walked::default()
            };
            for (d, before) in before.iter().enumerate() {
                let mut walker = Walker::new(self.course, self.memo, self.marks, self.cap);
                walker.most = Some((most - d) as u64);
                (walker.scale, walker.whole, walker.far) = (self.scale, self.whole, self.far);
                for (c, law) in part.iter().enumerate().take(most - d + 1) {
                    let [a, u] = through(*before, law);
                    (walker.counts.a[c], walker.counts.u[c]) = (a.into(), u.into());
                    walker.counts.high = c;
                }
                let mut here = Walked::default();
                walker.stages_from(stage + 1, rest, &mut here)?;
                for (sum, within) in sums.within.iter_mut().zip(here.within) {
                    *sum += within;
                }
                sums.rows = here.rows;
            }
            walked.rows.append(&mut sums.rows);
            walked.within.append(&mut sums.within);
        }
        Some(())
    }

    /// The law of the errors of so many tokens after a query, by their number.
    fn errors_of(
        &mut self,
        token: &Token,
        asked: &Transition<Complex>,
        tokens: u64,
        most: usize,
    ) -> Option<Vec<[f64; 4]>> {
        let mut laws = vec![[0.0; 4]; most + 1];
        for (entry, (a, u)) in [(0, (asked.aa, asked.au)), (2, (asked.ua, asked.uu))] {
            self.counts = Counts::start(self.cap, a, u);
            self.go(token, token.stage.share.after, tokens)?;
            for (j, law) in laws.iter_mut().enumerate() {
                (law[entry], law[entry + 1]) = (self.counts.a[j].re, self.counts.u[j].re);
            }
        }
        Some(laws)
    }

    /// The tokens of one round, from acceptable and from unacceptable completions.
    pub(super) fn round(&mut self, token: &Token, tokens: u64) -> Option<Transition<Complex>> {
        let (zero, one) = (Complex::default(), Complex::from(1.0));
        let back = token.stage.return_rate();
        let mut totals = |(a, u): (Complex, Complex)| {
            self.counts = Counts::start(self.cap, a, u);
            self.totals_after_tokens(token, token.stage.share.after, tokens)
        };
        let from_a = totals((one, zero))?;
        // Errors strike by their own clock, so that all that the start changes is the state:
        // it is never left, or it is forgotten.
        let forgotten = power_of_complement(back.min(1.0 - back), tokens as f64);
        let from_u = if back == 0.0 {
            (zero, from_a.0 + from_a.1)
        } else if forgotten < FORGOTTEN && !token.stage.repairs_cost() {
            from_a
        } else {
            totals((zero, one))?
        };
        let rows = [from_a, from_u];
        let [(aa, au), (ua, uu)] = rows;
        // What rounding takes away is not gone.
        let gone = |stays: Complex| Complex::counted((one - stays).count());
        Some(Transition {
            aa,
            au,
            a_gone: gone(aa + au),
            ua,
            uu,
            u_gone: gone(ua + uu),
            ..Transition::identity()
        })
    }
}

/// What a law does to the probabilities of acceptable and unacceptable.
fn through([a, u]: [f64; 2], [aa, au, ua, uu]: &[f64; 4]) -> [f64; 2] {
    [a * aa + u * ua, a * au + u * uu]
}

/// The probabilities of `errors` errors, some of them before and some after.
fn after(before: &[[f64; 2]], law: &[[f64; 4]], errors: usize) -> [f64; 2] {
    let mut sum = [0.0; 2];
    for (before, law) in before[..=errors].iter().rev().zip(law) {
        let [a, u] = through(*before, law);
        sum = [sum[0] + a, sum[1] + u];
    }
    sum
}

/// The law of the errors of so many rounds, at least one, as far as few errors go.
fn power(round: &[[f64; 4]], times: u64) -> Option<Vec<[f64; 4]>> {
    let then = |first: &[[f64; 4]], second: &[[f64; 4]]| -> Vec<[f64; 4]> {
        let [from_a, from_u] = [0, 2].map(|entry| {
            let row: Vec<[f64; 2]> = first
                .iter()
                .map(|law| [law[entry], law[entry + 1]])
                .collect();
            row
        });
        let both = |d| {
            let ([aa, au], [ua, uu]) = (after(&from_a, second, d), after(&from_u, second, d));
            [aa, au, ua, uu]
        };
        (0..first.len()).map(both).collect()
    };
    doubled(round.to_vec(), times, |first, second| {
        Some(then(first, second))
    })
}
