//! Exact answers: curves, limits, horizons, half-life.

use crate::binomial;
use crate::chain::{Chain, Hazard, Occupancy};
use crate::criterion::Criterion;
use crate::math::{ln, log1p};
use crate::probability::Probability;
use crate::scenario::Scenario;

/// The greatest length that is looked at when searching for a horizon: every
/// whole number up to here is an `f64`.
const FARTHEST: u64 = 1 << 53;

/// The largest number of tokens at which a target still holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Horizon {
    /// This many tokens, and not one more.
    Tokens(u64),
    /// More than 2⁵³ tokens, but not for ever.
    Beyond,
    /// It holds at lengths beyond every bound.
    Infinite,
}

/// The exact reading of one scenario.
#[derive(Clone, Copy, Debug)]
pub struct Exact<'a> {
    scenario: &'a Scenario,
    chain: Chain,
}

impl<'a> Exact<'a> {
    /// Reads a scenario.
    pub fn new(scenario: &'a Scenario) -> Self {
        Self {
            scenario,
            chain: scenario.chain(),
        }
    }

    /// The probability of every state after `n` tokens. The scenario's `done`
    /// tokens are given to be flawless.
    pub fn occupancy(&self, n: u64) -> Occupancy {
        let from = self.scenario.done();
        self.scenario
            .process()
            .occupancy(self.scenario.values(), from, n.max(from))
    }

    /// P(success after `n` tokens) by a criterion.
    pub fn success(&self, criterion: Criterion, n: u64) -> f64 {
        match criterion {
            Criterion::Flawless => self.occupancy(n).flawless,
            Criterion::Acceptable => self.occupancy(n).acceptable(),
            Criterion::Tolerant(most) => {
                let Hazard::Constant(error) = self.chain.hazard;
                binomial::at_most(most, n.saturating_sub(self.scenario.done()), error.get())
            }
        }
    }

    /// The limit of [`Exact::success`] as n → ∞. Where the curve alternates for
    /// ever (error = recovery = 1) it is the average of the two values.
    pub fn limit(&self, criterion: Criterion) -> f64 {
        let limit = self.scenario.process().limit(self.scenario.values());
        match criterion {
            Criterion::Acceptable => limit.acceptable(),
            // Errors that strike at all strike more often than any tolerance.
            Criterion::Flawless | Criterion::Tolerant(_) => limit.flawless,
        }
    }

    /// The largest n at which P(success) is at least `target`.
    pub fn horizon(&self, criterion: Criterion, target: Probability) -> Horizon {
        let holds = |n: u64| self.success(criterion, n) >= target.get();
        let done = self.scenario.done();
        let alternates_for_ever = criterion == Criterion::Acceptable && self.alternates_for_ever();
        if alternates_for_ever || self.limit(criterion) >= target.get() {
            return Horizon::Infinite;
        }
        // A chain whose next state is anti-correlated with this one (error +
        // recovery > 1) alternates: its curve falls along every second length,
        // and each length between lies at most one token further.
        let stride = match (criterion, self.chain.hazard) {
            (Criterion::Acceptable, Hazard::Constant(error))
                if error.get() + self.chain.recovery.get() > 1.0 =>
            {
                2
            }
            _ => 1,
        };
        let mut low = 0; // holds at done + low·stride
        let mut high = 1;
        while holds(done + high * stride) {
            low = high;
            high *= 2;
            if high > FARTHEST {
                return Horizon::Beyond;
            }
        }
        while high - low > 1 {
            let middle = u64::midpoint(low, high);
            if holds(done + middle * stride) {
                low = middle;
            } else {
                high = middle;
            }
        }
        let last = done + low * stride;
        Horizon::Tokens(if stride == 2 && holds(last + 1) {
            last + 1
        } else {
            last
        })
    }

    /// Whether every token turns an acceptable completion into an unacceptable one
    /// and back: every second length is acceptable, for ever.
    fn alternates_for_ever(&self) -> bool {
        let Hazard::Constant(error) = self.chain.hazard;
        let chain = &self.chain;
        (error, chain.recovery, chain.fatal)
            == (Probability::ONE, Probability::ONE, Probability::ZERO)
    }

    /// The number of further tokens over which P(flawless) halves, ln ½ / ln(1 − e);
    /// infinite without errors, 0 where an error is certain.
    pub fn half_life(&self) -> f64 {
        let Hazard::Constant(error) = self.chain.hazard;
        ln(0.5) / log1p(-error.get())
    }
}

/// At most `count` lengths from `from` to `to`, both included, strictly
/// increasing: every length if there is room, else spread evenly, on a linear or
/// a logarithmic scale.
pub fn lengths(from: u64, to: u64, count: usize, logarithmic: bool) -> Vec<u64> {
    let span = to.saturating_sub(from);
    if span < count as u64 {
        return (from..=to.max(from)).collect();
    }
    let last = (count - 1) as f64;
    let mut lengths: Vec<u64> = (0..count)
        .map(|step| {
            let share = step as f64 / last;
            let offset = if logarithmic {
                // From 0 to span in equal ratios of (offset + 1).
                crate::math::expm1(share * log1p(span as f64))
            } else {
                share * span as f64
            };
            from + (offset.round() as u64).min(span)
        })
        .collect();
    lengths.dedup();
    if let Some(end) = lengths.last_mut() {
        *end = to;
    }
    lengths
}
