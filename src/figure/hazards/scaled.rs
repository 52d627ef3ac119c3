//! To which rate a process is scaled, in words.

use bounceback_core::model::parameter::Kind;
use bounceback_core::model::scenario::{Scenario, parameter};
use bounceback_core::number::format::significant;

/// What has been done to a process so that it errs as often as the others.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scaled {
    pub(super) name: &'static str,
    /// The rate that the process has by itself, as people read it, and the one it has here.
    pub(super) own: String,
    pub(super) here: String,
}

impl Scaled {
    pub(super) fn of(scenario: &Scenario, scaled: &Scenario) -> Self {
        let parameter = parameter(scaled.process().scale);
        let shown = |value: f64| match parameter.kind {
            Kind::Probability => significant(value * 100.0, 3) + "%",
            _ => significant(value, 3),
        };
        let own = if scenario.applies(parameter.key) {
            scenario.number(parameter.key)
        } else {
            parameter.default
        };
        Self {
            name: parameter.label,
            own: shown(own),
            here: shown(scaled.number(parameter.key)),
        }
    }

    pub(super) fn is_changed(&self) -> bool {
        self.own != self.here
    }

    /// What it was and has become, or, where there is less room, what it has become.
    pub(super) fn words(&self, letters: usize) -> String {
        let Self { name, own, here } = self;
        let whole = format!("{name} {own} → {here}");
        if self.is_changed() && whole.chars().count() <= letters {
            whole
        } else {
            format!("{name} {here}")
        }
    }
}
