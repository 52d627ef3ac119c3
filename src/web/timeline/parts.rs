//! The parts that the editor is made of, and what they send.

use crate::web::control::{Control, Target};
use crate::web::dom;
use crate::web::message::{Gesture, Message, send};
use bounceback_core::model::edit::Change;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::process::PROCESSES;
use bounceback_core::model::scenario::{Scenario, parameter};
use bounceback_core::model::schema::{LONGEST_NAME, may_set};
use bounceback_core::model::technique::TECHNIQUES;
use bounceback_core::share::preset::PRESETS;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

/// What the buttons beside the values say.
pub(super) const SHARED: &str = "As in the scenario";
pub(super) const OWN: &str = "A length of its own";

pub(super) fn gesture(gesture: Gesture) {
    send(Message::Phase(gesture));
}

pub(super) fn settle(done: Gesture) {
    gesture(done);
    send(Message::Settled);
}

pub(super) fn tokens(scenario: &Scenario) -> Vec<u64> {
    let phases = scenario.phases();
    phases.iter().map(|it| scenario.tokens_of(it)).collect()
}

/// As many grips in a place as there are phases.
pub(super) fn grips(place: &Element, count: usize) -> Vec<HtmlElement> {
    let mut grips: Vec<HtmlElement> = dom::all(place, "[data-index]")
        .into_iter()
        .filter_map(|grip| grip.dyn_into().ok())
        .collect();
    for grip in grips.drain(count.min(grips.len())..) {
        grip.remove();
    }
    while grips.len() < count {
        let Some(grip) = dom::stamp("grip") else {
            break;
        };
        let _ = place.append_child(&grip);
        grips.push(grip);
    }
    grips
}

/// A field for the name of the phase chosen.
pub(super) fn name_field(panel: &Element) -> Option<HtmlInputElement> {
    let root = dom::stamp("number-control")?;
    dom::slot::<Element>(&root, "label")?.set_text_content(Some("name"));
    for part in ["details", "[data-slot=range]"] {
        dom::find::<Element>(&root, part)?.remove();
    }
    let field: HtmlInputElement = dom::slot(&root, "text")?;
    dom::set(&field, "inputmode", "text");
    dom::set(&field, "maxlength", &LONGEST_NAME.to_string());
    field.set_id("phase-name");
    dom::set(&root, "aria-label", "name of the phase");
    panel.append_child(&root).ok()?;
    Some(field)
}

/// A control for everything that a phase can set for itself, each with a button that
/// gives the value back to the scenario.
pub(super) fn controls(panel: &Element) -> Option<Vec<(Control, HtmlElement)>> {
    let mut keys = vec![Key::Tokens, Key::Technique];
    let techniques = TECHNIQUES.iter().flat_map(|it| it.parameters);
    let processes = PROCESSES.iter().flat_map(|it| it.parameters);
    let rest = [Key::Continuations, Key::Process];
    for key in techniques.chain(processes).chain(&rest).copied() {
        if may_set(key) && !keys.contains(&key) {
            keys.push(key);
        }
    }
    let mut controls = Vec::new();
    for key in keys {
        let parameter = parameter(key);
        let id = format!("phase-{}", parameter.name);
        let control = Control::new(parameter, panel, &id, false, Target::Phase)?;
        if key == Key::Tokens {
            for (slot, words) in [("symbol", ""), ("help", "How many tokens the phase has.")] {
                let part: Element = dom::slot(control.root(), slot)?;
                part.set_text_content(Some(words));
            }
        }
        let button = dom::stamp("button")?;
        let clicked = button.clone();
        dom::on(&button, "click", move |_: Event| {
            // A length that is the scenario's can become the phase's own.
            let kept = key == Key::Tokens && clicked.text_content().as_deref() == Some(OWN);
            settle(Gesture::Change(if kept {
                Change::Keep(key)
            } else {
                Change::Drop(key)
            }));
        });
        control.root().append_child(&button).ok()?;
        controls.push((control, button));
    }
    Some(controls)
}

/// A button for each preset, with its schema.
pub(super) fn preset_buttons(place: &Element) -> Option<Vec<(HtmlElement, String)>> {
    let mut buttons = Vec::new();
    for (index, preset) in PRESETS.iter().enumerate() {
        let button = dom::stamp("button")?;
        button.set_text_content(Some(preset.label));
        dom::set(&button, "title", preset.honesty);
        dom::on(&button, "click", move |_: Event| {
            settle(Gesture::Preset(index));
        });
        place.append_child(&button).ok()?;
        let schema = preset.onto(&Scenario::default()).schema().to_string();
        buttons.push((button, schema));
    }
    Some(buttons)
}
