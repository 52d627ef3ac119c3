//! A fit as a scenario.

use super::climb::Climb;
use super::fitted::Fit;
use super::problem::Hold;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::{PARAMETERS, Scenario, parameter};
use bounceback_core::number::format::{count, significant};
use bounceback_core::number::math::{exp, ln};
use core::fmt::Write as _;

/// What tokens of a scenario are, in the unit of the data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tokens {
    /// The length that one stands for.
    each: f64,
    /// The length after which the first comes.
    from: f64,
}

impl Tokens {
    /// The length after so many.
    pub fn length(&self, tokens: f64) -> f64 {
        self.from + tokens * self.each
    }
}

impl Fit {
    /// What tokens of its scenario are.
    pub(super) fn tokens(&self) -> Tokens {
        Tokens {
            each: self.problem.frame.step,
            from: self.origin(),
        }
    }

    /// The scenario whose curve this is, with one token a step; and in words what a token
    /// stands for and what had to be changed. All else is as in `base`, but for techniques and
    /// harmless deviations, which a fit knows nothing of. None where the curve is no process.
    pub fn scenario(&self, base: &Scenario) -> Option<(Scenario, String)> {
        let form = self.form();
        let frame = &self.problem.frame;
        let mut point = self.point;
        let mut notes = Vec::new();
        if let Some(axis) = form.whole {
            // The nearest whole number, and all else as likely as may be beside it.
            let whole = ln(exp(point[axis]).round());
            let mut climb = Climb::holding(&self.problem, point, Some(Hold::Axis(axis, whole)));
            while climb.advance(&self.problem) > 0 {}
            if (whole - point[axis]).abs() > 1e-9 {
                notes.push("a number that must be whole was rounded".to_owned());
            }
            point = climb.point;
        }
        let settings = (form.settings)(frame, &point);
        let process = form.name.trim_end_matches("_fatal");
        let mut scenario = base.clone();
        scenario.set_schema("");
        for key in [Key::Technique, Key::Continuations, Key::Done] {
            let _ = scenario.set(key, parameter(key).default);
        }
        scenario.set_text(Key::Process, process).ok()?;
        if settings.is_empty() {
            return None;
        }
        for (key, value) in settings {
            if scenario.set(key, value).is_err() {
                let label = PARAMETERS.iter().find(|it| it.key == key)?.label;
                notes.push(format!("{label} was brought to its nearest legal value"));
            }
        }
        let steps = frame.longest.ceil().clamp(1.0, 1e9);
        let _ = scenario.set(Key::Tokens, steps);
        let mut note = format!(
            "One token stands for a length of {}; the longest length is {}.",
            significant(frame.step, 4),
            count(steps as u64, "token"),
        );
        if self.origin() > 0.0 {
            let origin = significant(self.origin(), 3);
            let _ = write!(note, " Its first token comes after a length of {origin}.");
        }
        for said in notes {
            let _ = write!(note, " What was changed: {said}.");
        }
        Some((scenario, note))
    }
}
