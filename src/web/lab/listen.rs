//! What is heard in the room of the lab.

use crate::web::message::{Done, Message, send};
use crate::web::{dom, shown};
use bounceback_core::model::parameter::Key;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

/// Puts the keyboard on an element, and leaves the page where it is.
pub(super) fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// The token that an event is about.
fn token_of(event: &Event) -> Option<usize> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let token = target.closest("[data-token]").ok()??;
    token.get_attribute("data-token")?.parse().ok()
}

/// Listens to buttons and text.
pub(super) fn listen(root: &Element, text: &HtmlElement) {
    let act = |done: Done| send(Message::Lab(done));
    for (name, done) in [
        ("load", Done::Load),
        ("play", Done::Play),
        ("step", Done::Step),
        ("finish", Done::Finish),
        ("adopt", Done::Adopt),
    ] {
        if let Some(button) = dom::find::<Element>(root, &format!("[data-lab={name}]")) {
            dom::on(&button, "click", move |_: Event| act(done));
        }
    }
    if let Some(button) = dom::find::<Element>(root, "[data-lab=again]") {
        dom::on(&button, "click", |_: Event| {
            let run = shown::number(Key::LabRun).unwrap_or_default();
            send(Message::Set(Key::LabRun, run + 1.0));
            send(Message::Settled);
        });
    }
    dom::on(text, "pointerover", move |event: PointerEvent| {
        if event.pointer_type() != "touch" {
            act(Done::Look(token_of(&event)));
        }
    });
    // (A click of WebKit does not tell by what it was made; one by the keyboard has no pointer.)
    let by_finger = Rc::new(Cell::new(false));
    let comes_down = by_finger.clone();
    dom::on(text, "pointerdown", move |event: PointerEvent| {
        comes_down.set(event.pointer_type() == "touch");
    });
    let is_down = by_finger.clone();
    dom::on(text, "focusin", move |event: Event| {
        // A finger has its own way: it presses.
        if !is_down.get() {
            act(Done::Look(token_of(&event)));
        }
    });
    dom::on(text, "click", move |event: Event| {
        if let Some(token) = token_of(&event) {
            act(Done::Press(token, by_finger.take()));
            send(Message::Settled);
        }
    });
    let within = text.clone();
    dom::on(text, "keydown", move |event: KeyboardEvent| {
        let step: isize = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => 1,
            "ArrowLeft" | "ArrowUp" => -1,
            _ => return,
        };
        let all = dom::all(&within, "button");
        let at = token_of(&event).and_then(|token| {
            let name = token.to_string();
            all.iter()
                .position(|it| it.get_attribute("data-token").as_deref() == Some(&name))
        });
        let Some(at) = at else { return };
        event.prevent_default();
        if let Some(next) = at.checked_add_signed(step).and_then(|it| all.get(it)) {
            dom::set(&all[at], "tabindex", "-1");
            dom::set(next, "tabindex", "0");
            focus(next);
        }
    });
}
