//! Ramps: stretches over which the share of the hazard that is left changes at every token.
//!
//! How the count grows at one token is 1 + s·G, where s is the share and G the same at all
//! of them. So what many tokens do to the count depends on the sums of the powers of their
//! shares only, and two stretches of half as many tokens, with the shares m ± σ of the mean m
//! and the deviation σ, do the same: their powers have the same sums up to the third, and
//! what the fourth ones change is 10⁻⁸ or less of it for 2,000 tokens, falling with the cube
//! of their number. The state is forgotten soon, so that only the last tokens are walked.

use super::counts::{Steps, Token};
use super::rounds::FORGOTTEN;
use super::{LONG, Walker};
use crate::complex::Complex;
use crate::course::{Share, Stage};
use crate::math::{exp, ln, log1p};
use crate::sum::smooth_sum;
use crate::transition::Marks;

impl Share {
    /// The logarithm of the probability of no error from token `from` + 1 to token `to`,
    /// where a whole share would be this hazard.
    fn spared(&self, hazard: f64, from: u64, to: u64) -> f64 {
        let slope = (self.after - self.before).abs() / self.tokens as f64;
        // How many tokens away an error would be certain.
        let scale = |token: f64| (1.0 - hazard * self.along(token)) / (hazard * slope);
        smooth_sum(from, to, &scale, &mut |token| {
            log1p(-hazard * self.along(token))
        })
    }
}

/// After how many tokens the state no longer tells what it was; nothing if it is never left.
fn memory(stage: &Stage) -> Option<u64> {
    let back = stage.return_rate();
    (back > 0.0).then(|| (ln(FORGOTTEN) / log1p(-back.min(1.0 - back))).ceil() as u64)
}

/// How many of so many tokens of a ramp have to be walked one by one.
pub(super) fn walked(stage: &Stage, tokens: u64, marks: &Marks<Complex>) -> u64 {
    let priced = marks.price != Complex::default() && stage.repairs_cost();
    let memory = memory(stage).unwrap_or(0);
    if priced || tokens < memory.saturating_add(LONG) {
        tokens
    } else {
        memory
    }
}

impl Walker<'_> {
    /// The tokens of a ramp from one token to another.
    pub(super) fn ramp(&mut self, token: &Token, from: u64, to: u64) -> Option<()> {
        let stage = token.stage;
        let last = if self.far {
            walked(stage, to - from, &self.marks)
        } else {
            to - from
        };
        let middle = to - last;
        if middle > from {
            let share = stage.share;
            self.flawless *= exp(share.spared(token.hazard(0, 1.0), from, middle));
            // Who is acceptable and never returns has had no error.
            let spared = |j: usize| exp(share.spared(token.hazard(j, 1.0), from, middle));
            let never_returns = memory(stage).is_none();
            let acceptable = never_returns.then(|| self.counts.a.clone());
            self.count_over(token, from, middle)?;
            for (j, acceptable) in acceptable.into_iter().flatten().enumerate() {
                let both = self.counts.a[j] + self.counts.u[j];
                let stays = if acceptable == Complex::default() {
                    acceptable
                } else {
                    acceptable * spared(j)
                };
                (self.counts.a[j], self.counts.u[j]) = (stays, both - stays);
            }
        }
        let mut steps = Steps::new(token, stage.share.before, self.cap, &self.marks);
        for at in middle + 1..=to {
            let share = stage.share.at(at);
            self.flawless *= 1.0 - token.hazard(0, share);
            steps.reshare(share);
            self.counts.step(&steps);
            self.spend(self.counts.width())?;
        }
        Some(())
    }

    /// What so many tokens do to the count; the state is not told.
    fn count_over(&mut self, token: &Token, from: u64, to: u64) -> Option<()> {
        let share = token.stage.share;
        let tokens = (to - from) as f64;
        let mean = share.along(from as f64 + f64::midpoint(tokens, 1.0));
        let slope = (share.after - share.before) / share.tokens as f64;
        let deviation = slope * ((tokens * tokens - 1.0) / 12.0).sqrt();
        let half = (to - from) / 2;
        self.go(token, mean - deviation, half)?;
        self.go(token, mean, (to - from) % 2)?;
        self.go(token, mean + deviation, half)
    }
}
