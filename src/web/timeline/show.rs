//! The blocks of the phases, and the values of the one chosen, as they are now.

use super::Editor;
use super::parts::{OWN, SHARED, grips, tokens};
use crate::figure::timeline::{HEADS, LANE};
use crate::web::dom;
use bounceback_core::model::edit;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::{MOST_TOKENS, Scenario, parameter};
use bounceback_core::model::schema::MOST_PHASES;
use bounceback_core::model::technique::TECHNIQUES;
use bounceback_core::number::format::count;

/// The width of what an end is taken hold of by; between wide phases there is room for
/// fingers.
const GRIP: f64 = 24.0;
const FINGER: f64 = 44.0;

/// Between narrower phases ends are taken hold of below the blocks only.
const ROOMY: f64 = 72.0;

impl Editor {
    /// Catches up where it has come into sight, and where sizes may have changed.
    pub(in crate::web) fn look(&self, scenario: &Scenario, resized: bool) {
        if self.is_behind.get() {
            self.show(scenario);
        } else if resized {
            self.place(scenario);
        }
    }

    /// Shows the phases of a scenario, and the values of the one chosen, as soon as they
    /// are in sight.
    pub(in crate::web) fn show(&self, scenario: &Scenario) {
        let begun = self.heads.first_element_child().is_some();
        self.is_behind.set(begun && !self.is_near.get());
        if self.is_behind.get() {
            return;
        }
        let phases = scenario.phases();
        let chosen = self.chosen.min(phases.len().saturating_sub(1));
        self.place(scenario);
        let seen = edit::seen_from(scenario, chosen);
        let Some(phase) = phases.get(chosen) else {
            return;
        };
        for (control, button) in &self.controls {
            let key = control.key();
            control.show(&seen);
            let own = edit::is_own(phase, key);
            if matches!(key, Key::Process | Key::Continuations) && !own {
                control.root().set_hidden(true);
            }
            let words = if own { SHARED } else { OWN };
            if button.text_content().as_deref() != Some(words) {
                button.set_text_content(Some(words));
                let label = format!("{}: {words}", parameter(key).label);
                dom::set(button, "aria-label", &label);
            }
            button.set_hidden(key == Key::Technique || !own && key != Key::Tokens);
        }
        let typing = dom::document()
            .and_then(|document| document.active_element())
            .is_some_and(|focused| focused.is_same_node(Some(&self.name)));
        if !typing || dom::value(&self.name).is_empty() {
            self.name.set_value(&phase.name);
        }
        let limits = [
            ("add", phases.len() >= MOST_PHASES, edit::TOO_MANY),
            ("remove", phases.len() == 1, edit::LAST_ONE),
            ("left", chosen == 0, "It is the first phase."),
            ("right", chosen + 1 == phases.len(), "It is the last phase."),
        ];
        for button in &self.buttons {
            let name = button.get_attribute("data-edit");
            for (_, reached, why) in limits.iter().filter(|it| Some(it.0) == name.as_deref()) {
                dom::set(
                    button,
                    "aria-disabled",
                    if *reached { "true" } else { "false" },
                );
                dom::set(button, "title", if *reached { why } else { "" });
            }
        }
        let schema = scenario.schema().to_string();
        let plain = !schema.is_empty() || scenario.number(Key::Technique) == 0.0;
        for (button, own) in &self.presets {
            let pressed = plain && *own == schema;
            dom::set(
                button,
                "aria-pressed",
                if pressed { "true" } else { "false" },
            );
        }
    }

    /// Lays the blocks and their ends over the drawing.
    pub(super) fn place(&self, scenario: &Scenario) {
        let phases = scenario.phases();
        let chosen = self.chosen.min(phases.len().saturating_sub(1));
        let tokens = tokens(scenario);
        let layout = self.layout(scenario);
        let focused = dom::document().and_then(|document| document.active_element());
        let coarse = dom::media("(pointer: coarse)");
        for (place, role) in [(&self.heads, "radio"), (&self.ends, "slider")] {
            let grips = grips(place, phases.len());
            let within = focused
                .as_ref()
                .is_some_and(|focused| grips.iter().any(|grip| grip.is_same_node(Some(focused))));
            let shown = grips.iter().zip(&phases).zip(&tokens);
            for (index, ((grip, phase), &tokens)) in shown.enumerate() {
                let (left, right) = layout.span(index);
                let at = |index: usize| layout.span(index).1 - layout.span(index).0;
                let length = count(tokens, "token");
                let (from, width, top, foot) = if role == "radio" {
                    let technique = TECHNIQUES.get(phase.technique);
                    let technique = technique.map_or("", |technique| technique.label);
                    let words = format!(
                        "{}, phase {} of {}: {length}, {technique}",
                        phase.name,
                        index + 1,
                        phases.len()
                    );
                    dom::set(grip, "aria-label", &words);
                    let checked = if index == chosen { "true" } else { "false" };
                    dom::set(grip, "aria-checked", checked);
                    (left, right - left, HEADS.0, HEADS.1)
                } else {
                    let given = match phase.tokens {
                        Some(_) => "",
                        None => ", as the scenario has",
                    };
                    dom::set(grip, "aria-label", &format!("End of {}", phase.name));
                    dom::set(grip, "aria-valuemin", "1");
                    dom::set(grip, "aria-valuemax", &MOST_TOKENS.to_string());
                    dom::set(grip, "aria-valuenow", &tokens.to_string());
                    dom::set(grip, "aria-valuetext", &format!("{length}{given}"));
                    let next = (index + 1).min(phases.len().saturating_sub(1));
                    let roomy = at(index).min(at(next)) >= ROOMY;
                    let top = if roomy { HEADS.0 } else { LANE.0 };
                    let width = if roomy && coarse { FINGER } else { GRIP };
                    (right - width / 2.0, width, top, LANE.1)
                };
                dom::set(grip, "role", role);
                dom::set(grip, "data-index", &index.to_string());
                dom::set(grip, "tabindex", if index == chosen { "0" } else { "-1" });
                for (name, value) in [
                    ("left", from),
                    ("width", width),
                    ("top", top),
                    ("height", foot - top),
                ] {
                    let _ = grip.style().set_property(name, &format!("{value}px"));
                }
            }
            // The place of the keyboard goes with the phase.
            if let Some(grip) = grips.get(chosen).filter(|_| within) {
                let _ = grip.focus();
            }
        }
    }
}
