//! The phases of the completion schema, edited where they are drawn: their blocks are
//! chosen and carried, their ends pulled, and what the chosen one sets for itself has
//! controls of its own.
//!
//! Phases can be changed by many hands at once: a pointer, keys, fields, the address. The
//! last to change them is right: whatever another held is let go of.
#![deny(clippy::indexing_slicing)]

use super::control::{Control, Target};
use super::dom;
use super::message::{Gesture, Message, send};
use crate::figure::axis::Scale;
use crate::figure::timeline::{HEADS, LANE, Layout, frame, pulled, scale};
use bounceback_core::model::edit::{self, Change};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::process::PROCESSES;
use bounceback_core::model::scenario::{MOST_TOKENS, Scenario, parameter};
use bounceback_core::model::schema::{LONGEST_NAME, MOST_PHASES, Phase, may_set};
use bounceback_core::model::technique::TECHNIQUES;
use bounceback_core::model::walk::{self, Stride};
use bounceback_core::number::format::whole;
use bounceback_core::share::preset::PRESETS;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, PointerEvent};

/// How far a block is carried before it is not just pressed, and an end pulled, in CSS
/// pixels.
const SLACK: f64 = 5.0;

/// The width of what an end is taken hold of by; between wide phases there is room for
/// fingers.
const GRIP: f64 = 24.0;
const FINGER: f64 = 44.0;

/// Between narrower phases ends are taken hold of below the blocks only.
const ROOMY: f64 = 72.0;

/// What the buttons beside the values say.
const SHARED: &str = "As in the scenario";
const OWN: &str = "A length of its own";

/// What is said when a phase is let go by Escape.
const BACK: &str = "Everything is as it was before.";

/// What a pointer holds.
#[derive(Clone, Debug)]
struct Held {
    end: bool,
    /// Where it took hold, and where what it took hold of then was.
    from: f64,
    place: f64,
    /// The tokens of the phases then.
    tokens: Vec<u64>,
    /// The scenario then, and the phase taken hold of.
    before: Scenario,
    phase: usize,
    moved: bool,
    /// The phases, and where they lie, as the pointer has left them.
    left: Ground,
}

/// What a pointer that holds something relies on: the phases, their tokens, how they are
/// spread, and which of them is chosen.
#[derive(Clone, Debug, PartialEq)]
struct Ground {
    chosen: usize,
    phases: Vec<Phase>,
    tokens: Vec<u64>,
    scale: Scale,
}

impl Ground {
    fn of(scenario: &Scenario, chosen: usize) -> Self {
        Self {
            chosen,
            phases: scenario.phases(),
            tokens: tokens(scenario),
            scale: scale(scenario),
        }
    }
}

/// Everything that edits the phases.
#[derive(Debug)]
pub(super) struct Editor {
    plot: Element,
    heads: Element,
    ends: Element,
    name: HtmlInputElement,
    controls: Vec<(Control, HtmlElement)>,
    buttons: Vec<Element>,
    told: Element,
    /// The buttons of the presets, with their schemas.
    presets: Vec<(HtmlElement, String)>,
    chosen: usize,
    held: Option<Held>,
    /// Whether something has changed while it was out of sight.
    is_behind: Cell<bool>,
    /// Whether it is in sight, or soon will be, and how wide it is.
    is_near: Cell<bool>,
    width: Cell<f64>,
}

impl Editor {
    /// Binds the figure; `None` where there is none.
    pub(super) fn bind(root: &Element) -> Option<Self> {
        let figure: Element = dom::find(root, "[data-figure=timeline]")?;
        let slot = |name: &str| dom::slot::<Element>(&figure, name);
        let panel = slot("phase")?;
        let presets = preset_buttons(&slot("presets")?)?;
        let editor = Self {
            plot: slot("plot")?,
            heads: slot("heads")?,
            ends: slot("ends")?,
            name: name_field(&panel)?,
            controls: controls(&panel)?,
            buttons: dom::all(&figure, "[data-edit]"),
            told: slot("told")?,
            presets,
            chosen: 0,
            held: None,
            is_behind: Cell::default(),
            is_near: Cell::default(),
            width: Cell::default(),
        };
        dom::set(&editor.heads, "role", "radiogroup");
        dom::set(&editor.heads, "aria-label", "Phases");
        dom::set(&editor.told, "role", "status");
        editor.listen();
        editor.measure();
        Some(editor)
    }

    fn listen(&self) {
        for button in &self.buttons {
            let gesture = match button.get_attribute("data-edit").as_deref() {
                Some("left") => Gesture::Shift(-1),
                Some("right") => Gesture::Shift(1),
                Some("add") => Gesture::Change(Change::Insert),
                _ => Gesture::Change(Change::Remove),
            };
            dom::on(button, "click", move |_: Event| settle(gesture.clone()));
        }
        for (place, end) in [(&self.heads, false), (&self.ends, true)] {
            let plot = self.plot.clone();
            let at = move |event: &PointerEvent| {
                f64::from(event.client_x()) - plot.get_bounding_client_rect().left()
            };
            let moved = at.clone();
            dom::on(place, "pointerdown", move |event: PointerEvent| {
                if let Some((index, element)) = indexed(&event).filter(|_| event.button() == 0) {
                    let _ = element.set_pointer_capture(event.pointer_id());
                    gesture(Gesture::Hold(index, end, at(&event)));
                }
            });
            dom::on(place, "pointermove", move |event: PointerEvent| {
                gesture(if event.buttons() == 0 {
                    Gesture::Release
                } else {
                    Gesture::Carry(moved(&event))
                });
            });
            dom::on(place, "focusin", |event: Event| {
                if let Some((index, _)) = indexed(&event) {
                    gesture(Gesture::Choose(index));
                }
            });
            for release in ["pointerup", "pointercancel", "lostpointercapture"] {
                dom::on(place, release, |_: PointerEvent| settle(Gesture::Release));
            }
        }
        let name = self.name.clone();
        dom::on(&self.heads, "keydown", move |event: KeyboardEvent| {
            if on_head(&event, &name) {
                event.prevent_default();
            }
        });
        dom::on(&self.ends, "keydown", |event: KeyboardEvent| {
            if on_end(&event) {
                event.prevent_default();
            }
        });
        let typed = self.name.clone();
        dom::on(&self.name, "change", move |_: Event| {
            settle(Gesture::Change(Change::Rename(dom::value(&typed))));
        });
    }

    /// The phase chosen.
    pub(super) const fn chosen(&self) -> usize {
        self.chosen
    }

    /// The value of a parameter in the phase chosen.
    fn value(&self, scenario: &Scenario, key: Key) -> f64 {
        edit::seen_from(scenario, self.chosen).number(key)
    }

    /// Whether a pointer holds something.
    pub(super) const fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// Lets go of what is held where someone else has changed the phases since, or chosen
    /// another.
    pub(super) fn keep_up(&mut self, scenario: &Scenario) {
        let chosen = self.chosen;
        self.held
            .take_if(|held| held.left != Ground::of(scenario, chosen));
    }

    /// Does what a gesture says; whether that has changed the scenario.
    pub(super) fn apply(&mut self, gesture: Gesture, scenario: &mut Scenario) -> bool {
        self.keep_up(scenario);
        let carries = matches!(gesture, Gesture::Carry(_));
        let changed = self.perform(gesture, scenario);
        if let Some(held) = self.held.as_mut().filter(|_| carries) {
            held.left = Ground::of(scenario, self.chosen);
        }
        changed
    }

    fn perform(&mut self, gesture: Gesture, scenario: &mut Scenario) -> bool {
        let last = scenario.phases().len().saturating_sub(1);
        self.chosen = self.chosen.min(last);
        match gesture {
            Gesture::Choose(phase) => {
                self.chosen = phase.min(last);
                self.show(scenario);
                false
            }
            Gesture::Next(by) => {
                let wanted = (self.chosen as i64).saturating_add(by);
                self.chosen = wanted.clamp(0, last as i64) as usize;
                self.show(scenario);
                false
            }
            Gesture::Shift(by) => {
                let to = self.chosen.saturating_add_signed(by);
                self.change(&Change::Move(to), scenario)
            }
            Gesture::Change(change) => self.change(&change, scenario),
            Gesture::Hold(phase, end, from) => {
                self.chosen = phase.min(last);
                let tokens = tokens(scenario);
                let (left, right) = self.layout(scenario).span(self.chosen);
                self.held = Some(Held {
                    end,
                    from,
                    place: if end { right } else { left },
                    tokens,
                    before: scenario.clone(),
                    phase: self.chosen,
                    moved: false,
                    left: Ground::of(scenario, self.chosen),
                });
                self.show(scenario);
                false
            }
            Gesture::Carry(to) => self.carry(to, scenario),
            Gesture::Release => {
                self.held = None;
                false
            }
            Gesture::Step(phase, by, stride) => {
                self.chosen = phase.min(last);
                let value = self.value(scenario, Key::Tokens);
                let next = walk::step(parameter(Key::Tokens), value, by, stride);
                self.set_tokens(next, scenario)
            }
            Gesture::Limit(phase, end) => {
                self.chosen = phase.min(last);
                let (least, most) = walk::range(parameter(Key::Tokens));
                self.set_tokens(if end { most } else { least }, scenario)
            }
            Gesture::Preset(index) => {
                let Some(preset) = PRESETS.get(index) else {
                    return false;
                };
                *scenario = preset.onto(scenario);
                self.chosen = 0;
                self.tell(&format!("{}: its schema is yours now.", preset.label));
                true
            }
        }
    }

    /// Lets go of what is held; the scenario from before it was, if it has been moved.
    pub(super) fn cancel(&mut self) -> Option<Scenario> {
        let held = self.held.take().filter(|held| held.moved)?;
        self.chosen = held.phase;
        self.tell(BACK);
        Some(held.before)
    }

    /// Changes the phase chosen, and tells what came of it.
    fn change(&mut self, change: &Change, scenario: &mut Scenario) -> bool {
        match edit::apply(scenario, self.chosen, change) {
            Ok(outcome) => {
                self.chosen = outcome.phase;
                self.tell(&outcome.words);
                if let Change::Rename(_) = change {
                    // What was typed gives way to what it became.
                    self.name.set_value("");
                }
                if let Change::Write(key, text) = change {
                    let written = self.controls.iter().map(|(control, _)| control);
                    for control in written.filter(|control| control.key() == *key) {
                        control.forget();
                        control.show(&edit::seen_from(scenario, self.chosen));
                        if let Some(problem) = &outcome.problem {
                            control.complain(text, problem);
                        }
                    }
                }
                true
            }
            Err(why) => {
                self.tell(&why);
                false
            }
        }
    }

    /// Gives the phase chosen so many tokens. Its end says so itself.
    fn set_tokens(&self, tokens: f64, scenario: &mut Scenario) -> bool {
        edit::apply(scenario, self.chosen, &Change::Set(Key::Tokens, tokens)).is_ok()
    }

    /// Carries what is held to a place.
    fn carry(&mut self, to: f64, scenario: &mut Scenario) -> bool {
        let width = self.width.get();
        let Some(held) = &mut self.held else {
            return false;
        };
        held.moved |= (to - held.from).abs() >= SLACK;
        if !held.moved {
            return false;
        }
        if held.end {
            // Nobody takes hold of exactly the end.
            let place = held.place + to - held.from;
            let phases = scenario.phases();
            let free = |phase: &Phase| phase.tokens.is_none();
            let shared = phases.get(self.chosen).is_some_and(free)
                && phases.iter().filter(|phase| free(phase)).count() > 1;
            let tokens = pulled(
                &held.tokens,
                self.chosen,
                shared,
                scale(scenario),
                frame(width, scenario.log_y()),
                held.place,
                place,
            );
            return self.set_tokens(tokens as f64, scenario);
        }
        let layout = self.layout(scenario);
        let middle = |phase: usize| {
            let (left, right) = layout.span(phase);
            f64::midpoint(left, right)
        };
        // Past the middle of its neighbour it takes that one's place.
        let last = scenario.phases().len().saturating_sub(1);
        let to = if self.chosen < last && to > middle(self.chosen + 1) {
            self.chosen + 1
        } else if self.chosen > 0 && to < middle(self.chosen - 1) {
            self.chosen - 1
        } else {
            return false;
        };
        self.change(&Change::Move(to), scenario)
    }

    fn tell(&self, words: &str) {
        self.told.set_text_content(Some(words));
    }

    /// Where the phases of a scenario lie.
    fn layout(&self, scenario: &Scenario) -> Layout {
        let frame = frame(self.width.get(), scenario.log_y());
        Layout::of(&tokens(scenario), scale(scenario), frame)
    }

    /// Looks where it is on the page, and how wide; whether it has come near and shows
    /// something else than it should.
    pub(super) fn measure(&self) -> bool {
        self.is_near.set(dom::is_near(&self.plot));
        self.width.set(f64::from(self.plot.client_width()));
        self.is_near.get() && self.is_behind.get()
    }

    /// Catches up where it has come into sight, and where sizes may have changed.
    pub(super) fn look(&self, scenario: &Scenario, resized: bool) {
        if self.is_behind.get() {
            self.show(scenario);
        } else if resized {
            self.place(scenario);
        }
    }

    /// Shows the phases of a scenario, and the values of the one chosen, as soon as they
    /// are in sight.
    pub(super) fn show(&self, scenario: &Scenario) {
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
    fn place(&self, scenario: &Scenario) {
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
                let length = whole(tokens);
                let (from, width, top, foot) = if role == "radio" {
                    let technique = TECHNIQUES.get(phase.technique);
                    let technique = technique.map_or("", |technique| technique.label);
                    let words = format!(
                        "{}, phase {} of {}: {length} tokens, {technique}",
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
                    dom::set(grip, "aria-valuetext", &format!("{length} tokens{given}"));
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

fn gesture(gesture: Gesture) {
    send(Message::Phase(gesture));
}

fn settle(done: Gesture) {
    gesture(done);
    send(Message::Settled);
}

fn tokens(scenario: &Scenario) -> Vec<u64> {
    let phases = scenario.phases();
    phases.iter().map(|it| scenario.tokens_of(it)).collect()
}

/// The grip that an event is about, and the number of its phase.
fn indexed(event: &Event) -> Option<(usize, Element)> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let index = target.get_attribute("data-index")?.parse().ok()?;
    Some((index, target))
}

/// What a key does on a block; whether it does anything.
fn on_head(event: &KeyboardEvent, name: &HtmlInputElement) -> bool {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return false;
    }
    let by = match event.key().as_str() {
        "ArrowLeft" | "ArrowUp" => -1,
        "ArrowRight" | "ArrowDown" => 1,
        "Home" => {
            gesture(Gesture::Choose(0));
            return true;
        }
        "End" => {
            gesture(Gesture::Choose(usize::MAX));
            return true;
        }
        "Delete" | "Backspace" => {
            settle(Gesture::Change(Change::Remove));
            return true;
        }
        "Insert" | "+" => {
            settle(Gesture::Change(Change::Insert));
            return true;
        }
        "Enter" | "F2" => {
            let _ = name.focus();
            name.select();
            return true;
        }
        _ => return false,
    };
    if event.shift_key() {
        settle(Gesture::Shift(by));
    } else {
        gesture(Gesture::Next(by as i64));
    }
    true
}

/// What a key does on an end; whether it does anything.
fn on_end(event: &KeyboardEvent) -> bool {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return false;
    }
    let Some((phase, _)) = indexed(event) else {
        return false;
    };
    let stride = if event.shift_key() {
        Stride::Large
    } else {
        Stride::Small
    };
    gesture(match event.key().as_str() {
        "ArrowRight" | "ArrowUp" => Gesture::Step(phase, 1, stride),
        "ArrowLeft" | "ArrowDown" => Gesture::Step(phase, -1, stride),
        "PageUp" => Gesture::Step(phase, 1, Stride::Large),
        "PageDown" => Gesture::Step(phase, -1, Stride::Large),
        "Home" => Gesture::Limit(phase, false),
        "End" => Gesture::Limit(phase, true),
        _ => return false,
    });
    true
}

/// As many grips in a place as there are phases.
fn grips(place: &Element, count: usize) -> Vec<HtmlElement> {
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
fn name_field(panel: &Element) -> Option<HtmlInputElement> {
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
fn controls(panel: &Element) -> Option<Vec<(Control, HtmlElement)>> {
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
fn preset_buttons(place: &Element) -> Option<Vec<(HtmlElement, String)>> {
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
