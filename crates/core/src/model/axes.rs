//! The axes of figures: how they are scaled, and what the map goes along.

use crate::model::criterion::Criterion;
use crate::model::parameter::{Key, Parameter, Walk};
use crate::model::scenario::Scenario;
use crate::model::table::{AXES, parameter, parameter_named};

impl Scenario {
    /// Whether the axis of tokens is logarithmic.
    pub fn log_x(&self) -> bool {
        self.is_log(Key::X)
    }

    /// Whether the axis of probability is logarithmic.
    pub fn log_y(&self) -> bool {
        self.is_log(Key::Y)
    }

    /// Whether an axis is logarithmic, by the key of its scale. An axis of the map may
    /// take the scale of its parameter.
    pub fn is_log(&self, scale: Key) -> bool {
        match self.choice(scale) {
            "own" => self
                .along(scale)
                .is_some_and(|parameter| parameter.walk != Walk::Linear),
            choice => choice == "log",
        }
    }

    /// Makes a linear axis logarithmic and a logarithmic one linear, by the key of its
    /// scale: of the names that do so the first, so that links stay short.
    pub fn turn(&mut self, scale: Key) {
        let was_log = self.is_log(scale);
        let mut name = 0.0;
        while self.set(scale, name).is_ok() && self.is_log(scale) == was_log {
            name += 1.0;
        }
    }

    /// The parameter along an axis of the map, by the key of its scale: the one chosen, or,
    /// where that changes nothing, one that does.
    pub fn along(&self, scale: Key) -> Option<&'static Parameter> {
        let [across, up] = self.map_axes();
        match scale {
            Key::AcrossScale => Some(across),
            Key::UpScale => Some(up),
            _ => None,
        }
    }

    /// The parameter chosen for an axis of the map, where another one stands in for it.
    pub fn replaced(&self, scale: Key) -> Option<&'static Parameter> {
        let chosen = self.chosen_axis(scale)?;
        let along = self.along(scale)?;
        (along.key != chosen.key).then_some(chosen)
    }

    fn chosen_axis(&self, scale: Key) -> Option<&'static Parameter> {
        let key = match scale {
            Key::AcrossScale => Key::Across,
            Key::UpScale => Key::Up,
            _ => return None,
        };
        parameter_named(self.choice(key))
    }

    /// What the map goes along, to the right and up.
    fn map_axes(&self) -> [&'static Parameter; 2] {
        // The names are those of parameters: a test holds it.
        let chosen = [Key::AcrossScale, Key::UpScale]
            .map(|scale| self.chosen_axis(scale).unwrap_or(parameter(Key::Error)));
        let [mut across, mut up] = chosen;
        if !self.matters(across.key) {
            across = self.stand_in(up.key).unwrap_or(across);
        }
        if !self.matters(up.key) {
            up = self.stand_in(across.key).unwrap_or(up);
        }
        [across, up]
    }

    /// A parameter that changes something, other than the one along the other axis.
    fn stand_in(&self, other: Key) -> Option<&'static Parameter> {
        [self.process().scale, Key::Recovery, Key::Tokens]
            .into_iter()
            .filter(|&key| key != other && self.matters(key))
            .map(parameter)
            .find(|parameter| AXES.contains(&parameter.name))
    }

    /// Whether success depends on a parameter at all. Only what is acceptable now is changed
    /// by recovery, and by which errors are fatal, unless drafts are judged by what they are
    /// now.
    fn matters(&self, key: Key) -> bool {
        let is_about_return = matches!(key, Key::Recovery | Key::Fatal);
        let asks_now = self.criterion() == Criterion::Acceptable || self.course().has_drafts();
        self.uses(key) && (!is_about_return || asks_now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_is_turned_and_turned_back() {
        let mut scenario = Scenario::default();
        for (scale, log, name) in [
            (Key::X, false, "log"),
            (Key::Y, false, "log"),
            (Key::CostScale, true, "linear"),
            (Key::AcrossScale, true, "linear"),
            (Key::UpScale, true, "linear"),
        ] {
            let before = scenario.clone();
            assert_eq!(scenario.is_log(scale), log, "{scale:?}");
            scenario.turn(scale);
            assert_eq!(scenario.is_log(scale), !log, "{scale:?}");
            assert_eq!(scenario.choice(scale), name);
            scenario.turn(scale);
            assert_eq!(scenario, before);
        }
        // A parameter that walks in equal steps is turned the other way first.
        scenario.set_text(Key::Across, "fatal").unwrap();
        assert!(!scenario.is_log(Key::AcrossScale));
        scenario.turn(Key::AcrossScale);
        assert_eq!(scenario.choice(Key::AcrossScale), "log");
        scenario.turn(Key::AcrossScale);
        assert_eq!(scenario.choice(Key::AcrossScale), "own");
    }
}
