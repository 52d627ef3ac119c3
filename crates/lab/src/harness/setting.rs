//! How a run is made.

use crate::shape::REACH;
use crate::text::MARKED;

/// Steps of a run, at most.
pub const LONGEST: usize = 1000;
/// The highest temperature; from here on the draws are as good as uniform.
pub const HOTTEST: f32 = 1000.0;

/// What is done about a complaint.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Act {
    /// The last step is taken back, and the verdict of the one before is opened again.
    Heed,
    /// Nothing: it is drawn, and a full stop is written.
    Ignore,
    /// Nothing; but with this probability a step is taken back whatever is said of it.
    Blind(f32),
}

/// An error that is put in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Injection {
    /// The step whose value is changed, from 1 on, the first time that it is written.
    pub step: usize,
    /// For how many steps, this one included, no complaint is listened to.
    pub lag: usize,
    /// What is written; a wrong digit is drawn where nothing is said.
    pub value: Option<u8>,
}

/// Who states the rule again, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Restating {
    /// Nobody.
    Never,
    /// The harness, which knows it, before every so manieth step.
    Harness(usize),
    /// The model, from what it still sees: an error is copied from then on.
    Model(usize),
}

/// How a run is made. Whatever stands here, [`Setting::legal`] makes something of it that
/// can be run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// The seed; with the number of a run it says everything that is random.
    pub seed: u64,
    /// Steps of a run: 1…[`LONGEST`].
    pub steps: usize,
    /// The temperature of all draws: 0…[`HOTTEST`].
    pub temperature: f32,
    /// How many tokens are seen, the present one included: 1…24.
    pub window: usize,
    /// What is done about complaints.
    pub act: Act,
    /// An error that is put in.
    pub injection: Option<Injection>,
    /// Who states the rule again.
    pub restating: Restating,
    /// The share of marked steps, where there is a rule.
    pub marked: f32,
}

impl Default for Setting {
    fn default() -> Self {
        Self {
            seed: 1,
            steps: 200,
            temperature: 2.0,
            window: REACH,
            act: Act::Heed,
            injection: None,
            restating: Restating::Never,
            marked: MARKED,
        }
    }
}

impl Setting {
    /// The nearest setting that can be run.
    #[must_use]
    pub fn legal(mut self) -> Self {
        let within = |x: f32, most: f32, otherwise: f32| {
            if x.is_nan() {
                otherwise
            } else {
                x.clamp(0.0, most)
            }
        };
        self.steps = self.steps.clamp(1, LONGEST);
        self.temperature = within(self.temperature, HOTTEST, 1.0);
        self.window = self.window.clamp(1, REACH);
        self.marked = within(self.marked, 1.0, MARKED);
        if let Act::Blind(rate) = &mut self.act {
            *rate = within(*rate, 1.0, 0.0);
        }
        if let Some(injection) = &mut self.injection {
            injection.step = injection.step.clamp(1, LONGEST);
            injection.lag = injection.lag.min(LONGEST);
            injection.value = injection.value.map(|it| it % 10);
        }
        if let Restating::Harness(every) | Restating::Model(every) = &mut self.restating {
            *every = (*every).clamp(1, LONGEST);
        }
        self
    }
}
