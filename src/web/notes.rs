//! Dismissible notes: what was changed in a link, what could not be done.

use super::dom;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

/// Lets every note, present and to come, be dismissed.
pub(super) fn listen(root: &Element) {
    dom::on(root, "click", |event: Event| {
        let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
        let button = target.and_then(|it| it.closest("[data-action=dismiss]").ok()?);
        if let Some(note) = button.and_then(|button| button.closest(".note").ok()?) {
            note.remove();
        }
    });
}

/// Replaces the notes by new ones.
pub(super) fn show<T: ToString>(notes: &[T]) {
    if let Some(place) = dom::document().and_then(|document| document.get_element_by_id("notes")) {
        place.set_inner_html("");
        for note in notes {
            add(&note.to_string());
        }
    }
}

/// Adds one note.
pub(super) fn add(text: &str) {
    let _ = try_add(text);
}

fn try_add(text: &str) -> Option<()> {
    let place = dom::document()?.get_element_by_id("notes")?;
    let note = dom::stamp("note")?;
    dom::slot::<HtmlElement>(&note, "text")?.set_text_content(Some(text));
    place.append_child(&note).ok()?;
    Some(())
}
