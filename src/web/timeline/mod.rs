//! The phases of the completion schema, edited where they are drawn: their blocks are
//! chosen and carried, their ends pulled, and what the chosen one sets for itself has
//! controls of its own.
//!
//! Phases can be changed by many hands at once: a pointer, keys, fields, the address. The
//! last to change them is right: whatever another held is let go of.
#![deny(clippy::indexing_slicing)]

mod listen;
mod parts;
mod show;

use super::control::Control;
use super::dom;
use super::message::Gesture;
use crate::figure::axis::Scale;
use crate::figure::timeline::{Layout, frame, pulled, scale};
use bounceback_core::model::edit::{self, Change};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::{Scenario, parameter};
use bounceback_core::model::schema::Phase;
use bounceback_core::model::walk::{self};
use bounceback_core::share::preset::PRESETS;
use parts::{controls, name_field, preset_buttons, tokens};
use std::cell::Cell;
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// How far a block is carried before it is not just pressed, and an end pulled, in CSS
/// pixels.
const SLACK: f64 = 5.0;

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
}
