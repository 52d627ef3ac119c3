//! Controls generated from the parameter table: a row of the table and a
//! `<template>` make a control.

use super::dom;
use super::message::{Gesture, Message, pending, pending_in_phase, send};
use super::shown;
use bounceback_core::model::edit::Change;
use bounceback_core::model::parameter::{Key, Kind, Parameter};
use bounceback_core::model::process::PROCESSES;
use bounceback_core::model::scenario::{Scenario, parameter, parameter_named};
use bounceback_core::model::technique::TECHNIQUES;
use bounceback_core::model::walk::{self, Stride};
use bounceback_core::number::format;
use bounceback_core::number::read::RULE;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement, KeyboardEvent};

/// The positions of a slider; its markup says the same.
const POSITIONS: f64 = 1000.0;

/// The models of the lab, in the order of the table.
const LAB_MODELS: [&str; 5] = [
    "takes back",
    "takes back, ignored",
    "plain",
    "with pauses",
    "with a rule",
];

/// Whose value a control shows and changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// The scenario's.
    Scenario,
    /// That of the phase chosen on the timeline.
    Phase,
}

impl Target {
    fn set(self, key: Key, value: f64) -> Message {
        match self {
            Self::Scenario => Message::Set(key, value),
            Self::Phase => Message::Phase(Gesture::Change(Change::Set(key, value))),
        }
    }

    fn write(self, key: Key, text: String) -> Message {
        match self {
            Self::Scenario => Message::Write(key, text),
            Self::Phase => Message::Phase(Gesture::Change(Change::Write(key, text))),
        }
    }

    /// The value that it will have once all that waits is done.
    fn value(self, key: Key) -> Option<f64> {
        // While keys repeat faster than frames, they go on from where they got to.
        match self {
            Self::Scenario => pending(key).or_else(|| shown::number(key)),
            Self::Phase => pending_in_phase(key).or_else(|| shown::number_in_phase(key)),
        }
    }
}

/// A control of one parameter.
#[derive(Debug)]
pub(super) struct Control {
    key: Key,
    root: HtmlElement,
    input: Input,
    /// Whether it shows even where process and techniques don't use it.
    own: bool,
    /// The value shown last: while it stays, what a person has typed stays too.
    shown: RefCell<Option<String>>,
}

#[derive(Debug)]
enum Input {
    Number {
        range: HtmlInputElement,
        text: HtmlInputElement,
        problem: HtmlElement,
    },
    Choice {
        select: HtmlSelectElement,
    },
}

/// Fills every `data-controls="key key …"` with controls. Where another program has put
/// them already, and shows this scenario, they stay: someone may be typing into one.
pub(super) fn fill(root: &Element, shown: &Scenario) -> Vec<Control> {
    let mut controls = Vec::new();
    for (place_number, place) in dom::all(root, "[data-controls]").into_iter().enumerate() {
        let names = place.get_attribute("data-controls").unwrap_or_default();
        for (parameter, own) in names.split_whitespace().flat_map(named) {
            // The first control of a parameter has its name as its id.
            let again = controls
                .iter()
                .any(|control: &Control| control.key == parameter.key);
            let id = if again {
                format!("{}-{place_number}", parameter.name)
            } else {
                parameter.name.to_owned()
            };
            let stood = standing(&place, &id).is_some();
            let control = Control::new(parameter, &place, &id, own, Target::Scenario);
            if let Some(control) = &control {
                control.rename(&place);
            }
            if let Some(control) = control.iter().find(|_| stood) {
                control.shown.replace(Some(written(shown, parameter.key)));
            }
            controls.extend(control);
        }
    }
    controls
}

/// The control with an id that is in a place already.
fn standing(place: &Element, id: &str) -> Option<HtmlElement> {
    let input: Element = dom::find(place, &format!("#{id}"))?;
    input.closest(".control").ok()??.dyn_into().ok()
}

/// What a control shows of a scenario: while it stays the same, nothing is shown anew.
fn written(scenario: &Scenario, key: Key) -> String {
    if key == Key::Schema {
        scenario.display(key)
    } else {
        format::shortest(scenario.effective(key))
    }
}

/// The parameters that a word of the markup stands for: its own, or those of every
/// process or technique, so that a new one has its controls. With an `@` they show only
/// where process and techniques use them; the flag says whether there is none.
pub(super) fn named(word: &str) -> Vec<(&'static Parameter, bool)> {
    let keys: Vec<Key> = match word {
        "@processes" => PROCESSES
            .iter()
            .flat_map(|it| it.parameters)
            .copied()
            .collect(),
        "@techniques" => TECHNIQUES
            .iter()
            .flat_map(|it| it.parameters)
            .copied()
            .collect(),
        word => parameter_named(word.trim_start_matches('@'))
            .map(|it| it.key)
            .into_iter()
            .collect(),
    };
    let mut parameters: Vec<(&Parameter, bool)> = Vec::new();
    for key in keys {
        if !parameters.iter().any(|(known, _)| known.key == key) {
            parameters.push((parameter(key), !word.starts_with('@')));
        }
    }
    parameters
}

/// What a person reads for one name of a choice.
fn choice_label(key: Key, index: usize, name: &'static str) -> &'static str {
    match key {
        Key::Process => PROCESSES[index].label,
        Key::Technique => TECHNIQUES[index].label,
        Key::LabModel => LAB_MODELS[index],
        Key::Across | Key::Up => parameter_named(name).map_or(name, |row| row.label),
        _ => name,
    }
}

impl Control {
    pub(super) fn new(
        parameter: &'static Parameter,
        place: &Element,
        id: &str,
        own: bool,
        target: Target,
    ) -> Option<Self> {
        let choice = matches!(parameter.kind, Kind::Choice(_));
        let root = standing(place, id).or_else(|| {
            let root = dom::stamp(if choice {
                "choice-control"
            } else {
                "number-control"
            })?;
            place.append_child(&root).ok()?;
            Some(root)
        })?;
        let name = |slot: &str, text: &str| {
            if let Some(element) = dom::slot::<HtmlElement>(&root, slot) {
                element.set_text_content(Some(text));
            }
        };
        name("label", parameter.label);
        name("symbol", parameter.symbol);
        name("unit", parameter.unit);
        name("help", parameter.help);
        dom::set(&root, "aria-label", parameter.label);
        let input = if let Kind::Choice(names) = parameter.kind {
            Self::choice(parameter.key, names, &root, id, target)?
        } else {
            Self::number(parameter, &root, id, target)?
        };
        Some(Self {
            key: parameter.key,
            root,
            input,
            own,
            shown: RefCell::default(),
        })
    }

    /// Takes the words that its place has for it: `data-label` for its name, and `data-ends` for
    /// what its ends mean, parted by a bar.
    fn rename(&self, place: &Element) {
        if let Some(label) = place.get_attribute("data-label") {
            if let Some(name) = dom::slot::<Element>(&self.root, "label") {
                name.set_text_content(Some(&label));
            }
            dom::set(&self.root, "aria-label", &label);
        }
        let ends = place.get_attribute("data-ends");
        let stamped = ends
            .as_deref()
            .and_then(|it| it.split_once('|'))
            .zip(dom::stamp("ends"));
        if let Some(((low, high), ends)) = stamped {
            for (slot, text) in [("low", low), ("high", high)] {
                if let Some(end) = dom::slot::<Element>(&ends, slot) {
                    end.set_text_content(Some(text));
                }
            }
            let _ = self.root.append_child(&ends);
        }
    }

    fn choice(
        key: Key,
        names: &[&'static str],
        root: &Element,
        id: &str,
        target: Target,
    ) -> Option<Input> {
        let select: HtmlSelectElement = dom::slot(root, "select")?;
        select.set_id(id);
        for (index, name) in names.iter().enumerate().skip(select.length() as usize) {
            let option = dom::put(&select, "option", choice_label(key, index, name))?;
            dom::set(&option, "value", name);
        }
        let chosen = select.clone();
        dom::on(&select, "change", move |_: Event| {
            send(target.write(key, dom::value(&chosen)));
            send(Message::Settled);
        });
        Some(Input::Choice { select })
    }

    fn number(
        parameter: &'static Parameter,
        root: &Element,
        id: &str,
        target: Target,
    ) -> Option<Input> {
        let key = parameter.key;
        let range: HtmlInputElement = dom::slot(root, "range")?;
        let text: HtmlInputElement = dom::slot(root, "text")?;
        let problem: HtmlElement = dom::slot(root, "problem")?;
        // A seed is a name made of digits, a schema a text: there is nothing to slide along.
        range.set_hidden(matches!(
            key,
            Key::Seed | Key::LabSeed | Key::LabRun | Key::Schema
        ));
        if key == Key::Schema {
            dom::set(&text, "inputmode", "text");
            dom::set(root, "data-wide", "");
        }
        text.set_id(id);
        range.set_id(&format!("{id}-slider"));
        problem.set_id(&format!("{id}-problem"));
        dom::set(&text, "aria-describedby", &problem.id());
        if parameter.kind == Kind::Probability {
            dom::set(&text, "title", RULE);
        }
        dom::set(&range, "aria-label", parameter.label);
        let dragged = range.clone();
        dom::on(&range, "input", move |_: Event| {
            let value = walk::value_at(parameter, dragged.value_as_number() / POSITIONS);
            speak(&dragged, parameter, value);
            send(target.set(key, value));
        });
        dom::on(&range, "change", |_: Event| send(Message::Settled));
        on_step_keys(&range, parameter, target);
        let typed = text.clone();
        dom::on(&text, "change", move |_: Event| {
            send(target.write(key, dom::value(&typed)));
            send(Message::Settled);
        });
        let (lifted, said) = (text.clone(), problem.clone());
        dom::on(&text, "keydown", move |event: KeyboardEvent| {
            let direction = match event.key().as_str() {
                "Escape" => {
                    // What was typed and not taken goes.
                    if let Some(value) = target.value(key).filter(|_| key != Key::Schema) {
                        lifted.set_value(&parameter.display(value));
                    }
                    let _ = lifted.remove_attribute("aria-invalid");
                    said.set_text_content(None);
                    return;
                }
                "ArrowUp" if key != Key::Schema => 1,
                "ArrowDown" if key != Key::Schema => -1,
                _ => return,
            };
            event.prevent_default();
            let mut scenario = Scenario::default();
            if scenario.set_text(key, &dom::value(&lifted)).is_ok() {
                let value = walk::step(parameter, scenario.number(key), direction, Stride::Small);
                send(target.set(key, value));
            }
        });
        Some(Input::Number {
            range,
            text,
            problem,
        })
    }

    /// The parameter it controls.
    pub(super) const fn key(&self) -> Key {
        self.key
    }

    /// Its element.
    pub(super) const fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Shows a scenario's value.
    pub(super) fn show(&self, scenario: &Scenario) {
        let shown = if self.own {
            scenario.applies(self.key)
        } else {
            scenario.uses(self.key)
        };
        self.root.set_hidden(!shown);
        let value = scenario.effective(self.key);
        let text = written(scenario, self.key);
        if self.shown.replace(Some(text.clone())) == Some(text) {
            return;
        }
        match &self.input {
            Input::Choice { select } => select.set_value(scenario.choice(self.key)),
            Input::Number {
                range,
                text,
                problem,
            } => {
                let parameter = parameter(self.key);
                let display = scenario.display(self.key);
                place(range, parameter, value);
                speak(range, parameter, value);
                if dom::value(text) != display {
                    text.set_value(&display);
                }
                problem.set_text_content(None);
                let _ = text.remove_attribute("aria-invalid");
            }
        }
    }

    /// Shows the value anew the next time, whatever has been typed.
    pub(super) fn forget(&self) {
        self.shown.replace(None);
    }

    /// Says how a text was understood.
    pub(super) fn understand(&self, words: &str) {
        if let Input::Number { problem, .. } = &self.input {
            problem.set_text_content(Some(words));
            dom::set(problem, "data-understood", "");
        }
    }

    /// Says what is wrong with a text, and leaves the text where it is.
    pub(super) fn complain(&self, entered: &str, problem_text: &str) {
        if let Input::Number { text, problem, .. } = &self.input {
            text.set_value(entered);
            let _ = problem.remove_attribute("data-understood");
            dom::set(text, "aria-invalid", "true");
            problem.set_text_content(Some(problem_text));
        }
    }
}

/// Arrow, page, home and end keys step through round values. A slider's own
/// steps are positions, too fine for small whole numbers and never round.
pub(super) fn on_step_keys(element: &Element, parameter: &'static Parameter, target: Target) {
    let key = parameter.key;
    let range = element.clone();
    dom::on(element, "keydown", move |event: KeyboardEvent| {
        let (least, most) = walk::range(parameter);
        let free = !event.ctrl_key() && !event.alt_key() && !event.meta_key();
        let Some(value) = target.value(key).filter(|_| free) else {
            return;
        };
        let next = match event.key().as_str() {
            "ArrowUp" | "ArrowRight" => walk::step(parameter, value, 1, Stride::Small),
            "ArrowDown" | "ArrowLeft" => walk::step(parameter, value, -1, Stride::Small),
            "PageUp" => walk::step(parameter, value, 1, Stride::Large),
            "PageDown" => walk::step(parameter, value, -1, Stride::Large),
            "Home" => least,
            "End" => most,
            _ => return,
        };
        event.prevent_default();
        if let Some(range) = range.dyn_ref::<HtmlInputElement>() {
            place(range, parameter, next);
        }
        speak(&range, parameter, next);
        send(target.set(key, next));
    });
}

/// Puts the handle of a slider where a value is.
fn place(range: &HtmlInputElement, parameter: &Parameter, value: f64) {
    let position = format!("{}", (walk::share(parameter, value) * POSITIONS).round());
    if dom::value(range) != position {
        range.set_value(&position);
    }
}

/// Has a slider say its value. A screen reader reads that out with the event that has changed
/// it: in the frame after, it would be the value before. A number in a sentence says no unit:
/// that stands in the sentence, which is read with the value in it.
pub(super) fn speak(slider: &Element, parameter: &Parameter, value: f64) {
    let is_alone = slider.has_type::<HtmlInputElement>();
    let said = if is_alone {
        parameter.spoken(value)
    } else {
        parameter.display(value)
    };
    dom::set(slider, "aria-valuetext", &said);
}
