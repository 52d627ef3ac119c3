//! Rounds of tokens from one query to the next, which all begin without errors.

use super::counts::{Counts, Steps, Token};
use super::{Walked, Walker};
use crate::complex::Complex;
use crate::math::power_of_complement;
use crate::technique::Query;
use crate::transition::{Row, Scalar, Transition};

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
        let steps = Steps::new(token, token.stage.share.after, self.cap, &self.marks);
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
        let mut ladder = Vec::new();
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
                    None => {
                        *whole.insert(asked.then(&self.round(token, &steps, query.interval)?))
                    }
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
                self.go(token, &steps, &mut ladder, offset - within.unwrap_or(0))?;
                within = Some(offset);
            }
            self.flawless = start * power_of_complement(hazard, tokens as f64);
            if looks {
                self.look(walked);
            }
        }
        Some(())
    }

    /// The tokens of one round, from acceptable and from unacceptable completions.
    pub(super) fn round(
        &mut self,
        token: &Token,
        steps: &Steps,
        tokens: u64,
    ) -> Option<Transition<Complex>> {
        let (zero, one) = (Complex::default(), Complex::from(1.0));
        let mut rows = [(one, zero), (zero, one)];
        for row in &mut rows {
            let mut ladder = Vec::new();
            self.counts = Counts::start(self.cap, row.0, row.1);
            self.go(token, steps, &mut ladder, tokens)?;
            *row = self.counts.totals();
        }
        let [(aa, au), (ua, uu)] = rows;
        // What rounding takes away is not gone.
        let gone = |stays: Complex| {
            let gone = one - stays;
            if self.only_counts() {
                Complex::counted(gone.count())
            } else {
                gone
            }
        };
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
