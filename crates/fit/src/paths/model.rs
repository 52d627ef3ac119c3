//! Ways in which the steps of runs may come to be right or wrong, and what each says.

use super::beta::shapes;
use bounceback_core::exact::Exact;
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::math::{exp, log1p};

/// The most steps that labels which slip are followed, all being right.
const MOST: u64 = 10_000_000;

/// An explanation of step-labelled runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// Every step is wrong with one probability, whatever came before: r = 1 − e.
    Independent,
    /// Errors come with one probability, and nothing ever comes back.
    LeCun,
    /// Two states: errors with probability E, recovery with probability ρ.
    Chain,
    /// Two states, and a share φ of errors from which nothing comes back.
    Fatal,
    /// Each run has an error rate of its own; its steps are independent.
    MixedSteps,
    /// Each run has an error rate of its own, and nothing ever comes back.
    MixedLeCun,
    /// Each run has an error rate of its own, and all recover with one probability.
    MixedChain,
    /// Errors come with one probability, nothing ever comes back, and labels slip: right steps
    /// are called wrong (false alarms), and wrong ones right (misses).
    Slipping,
}

impl Model {
    /// Those that take labels as right, from the plainest on.
    pub const PLAIN: [Self; 7] = [
        Self::Independent,
        Self::LeCun,
        Self::Chain,
        Self::Fatal,
        Self::MixedSteps,
        Self::MixedLeCun,
        Self::MixedChain,
    ];

    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Independent,
        Self::LeCun,
        Self::Chain,
        Self::Fatal,
        Self::MixedSteps,
        Self::MixedLeCun,
        Self::MixedChain,
        Self::Slipping,
    ];

    /// What it is called.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Independent => "independent steps",
            Self::LeCun => "no recovery",
            Self::Chain => "errors and recovery",
            Self::Fatal => "errors, recovery and a fatal share",
            Self::MixedSteps => "mixed difficulty, independent steps",
            Self::MixedLeCun => "mixed difficulty, no recovery",
            Self::MixedChain => "mixed difficulty with recovery",
            Self::Slipping => "no recovery, and labels that slip",
        }
    }

    /// What it claims.
    pub const fn summary(self) -> &'static str {
        match self {
            Self::Independent => {
                "Every step is wrong with the same probability, whatever came before."
            }
            Self::LeCun => {
                "Errors come with the same probability at every step; none is made good."
            }
            Self::Chain => {
                "Right steps are followed by wrong ones with one probability, wrong ones by right ones with another."
            }
            Self::Fatal => {
                "As errors and recovery, but from a share of errors no run ever comes back."
            }
            Self::MixedSteps => {
                "Each run has its own error rate; within a run it does not matter what came before."
            }
            Self::MixedLeCun => "Each run has its own error rate; no error is made good.",
            Self::MixedChain => {
                "Each run has its own error rate; all recover with the same probability."
            }
            Self::Slipping => {
                "No error is made good; some right steps are called wrong, some wrong ones right."
            }
        }
    }

    /// Whether nothing ever comes back in it.
    pub(super) const fn denies_recovery(self) -> bool {
        matches!(self, Self::LeCun | Self::MixedLeCun | Self::Slipping)
    }

    /// How many parameters are fitted.
    pub const fn parameters(self) -> u32 {
        match self {
            Self::Independent | Self::LeCun => 1,
            Self::Chain | Self::MixedSteps | Self::MixedLeCun => 2,
            Self::Fatal | Self::MixedChain | Self::Slipping => 3,
        }
    }
}

/// A model with its parameters: from it runs can be drawn and curves read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Law {
    /// Which it is.
    pub model: Model,
    /// E, or the mean of what runs have.
    pub error: f64,
    /// ρ; for independent steps 1 − E.
    pub recovery: f64,
    /// φ.
    pub fatal: f64,
    /// θ, the correlation between steps of a run that its difficulty makes; 0 where all runs
    /// are alike.
    pub alike: f64,
    /// The share of right steps that labels call wrong.
    pub false_alarm: f64,
    /// The share of wrong steps that labels call right.
    pub miss: f64,
}

impl Law {
    /// Whether steps of a run are independent, so that a run recovers wherever it does not err.
    pub(super) fn recovery_is_rest(&self) -> bool {
        matches!(self.model, Model::Independent | Model::MixedSteps)
    }

    /// As a scenario, for a token a step. Where difficulty is mixed and steps are independent,
    /// only the count of errors and `flawless` are as in the scenario: it has one recovery for
    /// all runs.
    pub fn scenario(&self, base: &Scenario) -> Scenario {
        let mut scenario = base.clone();
        // Phases would have processes of their own.
        scenario.set_schema("");
        let mut set = |key: Key, value: f64| {
            // What is out of range becomes the nearest that is legal.
            let _ = scenario.set(key, value);
        };
        let name = |scenario: &mut Scenario, name: &str| {
            let _ = scenario.set_text(Key::Process, name);
        };
        set(Key::Recovery, self.recovery);
        set(Key::Fatal, self.fatal);
        // Labels show errors that did harm, of a text written straight on.
        set(Key::Continuations, 0.0);
        set(Key::Technique, 0.0);
        if let Some((a, b)) = shapes(self.error, self.alike) {
            set(Key::Alpha, a);
            set(Key::Beta, b);
            name(&mut scenario, "mixed_difficulty");
        } else {
            set(Key::Error, self.error);
            name(&mut scenario, "recoverable");
        }
        scenario
    }

    /// The share of runs that succeed at some rising lengths, from an acceptable start, as
    /// labels have it: where they slip, it is not that of the scenario.
    pub fn curve(&self, criterion: Criterion, lengths: &[u64]) -> Vec<f64> {
        if self.model == Model::Slipping {
            return self.labelled(criterion == Criterion::Acceptable, lengths);
        }
        let constant = criterion == Criterion::Acceptable && self.model == Model::MixedSteps;
        if constant {
            let at = |&n: &u64| if n == 0 { 1.0 } else { 1.0 - self.error };
            return lengths.iter().map(at).collect();
        }
        Exact::new(&self.scenario(&Scenario::default())).successes(criterion, lengths)
    }

    /// The share of runs whose label is right (all their labels are), where nothing recovers.
    fn labelled(&self, last_only: bool, lengths: &[u64]) -> Vec<f64> {
        let kept = |n: u64| exp(n as f64 * log1p(-self.error));
        let [told, missed] = [1.0 - self.false_alarm, self.miss];
        let (mut right, mut wrong, mut at) = (1.0, 0.0, 0);
        let one = |&n: &u64| {
            if last_only {
                let share = kept(n) * told + (1.0 - kept(n)) * missed;
                return if n == 0 { 1.0 } else { share };
            }
            // Beyond these steps nothing is left that is seen.
            while at < n.min(MOST) {
                let erred = right * self.error;
                (right, wrong) = ((right - erred) * told, (wrong + erred) * missed);
                at += 1;
            }
            right + wrong
        };
        lengths.iter().map(one).collect()
    }
}
