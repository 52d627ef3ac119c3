//! Pointers and keys on the blocks of the phases and on their ends.

use super::Editor;
use super::parts::{gesture, settle};
use crate::web::dom;
use crate::web::message::Gesture;
use bounceback_core::model::edit::Change;
use bounceback_core::model::walk::Stride;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, KeyboardEvent, PointerEvent};

impl Editor {
    pub(super) fn listen(&self) {
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
