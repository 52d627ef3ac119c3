//! Dismissible notes: what was changed in a link, what could not be done.

use super::dom;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

/// Lets every note, present and to come, be dismissed, and do what it offers.
pub(super) fn listen(root: &Element) {
    dom::on(root, "click", |event: Event| {
        let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
        let button = target.and_then(|it| it.closest(".note button").ok()?);
        if let Some(button) = button {
            let _ = press(&button);
        }
    });
}

fn press(button: &Element) -> Option<()> {
    let Some(action) = button.get_attribute("data-instead") else {
        button.closest(".note").ok()??.remove();
        return Some(());
    };
    let figure = button.closest("figure").ok()??;
    dom::find::<HtmlElement>(&figure, &format!("[data-action={action}]"))?.click();
    Some(())
}

/// Replaces the notes by new ones.
pub(super) fn show<T: ToString>(notes: &[T]) {
    if let Some(place) = dom::document().and_then(|document| document.get_element_by_id("notes")) {
        place.set_inner_html("");
        for note in notes {
            let _ = put(&note.to_string());
        }
    }
}

/// Puts a note at the end of a part of a figure, in place of the one that was there, with a
/// button that does the same as another button of the figure: what can be done instead.
pub(super) fn offer(place: &Element, text: &str, label: &str, action: &str) {
    let _ = try_offer(place, text, label, action);
}

fn try_offer(place: &Element, text: &str, label: &str, action: &str) -> Option<()> {
    for before in dom::all(place, ".note") {
        before.remove();
    }
    let note = dom::stamp("note")?;
    let words = dom::slot::<HtmlElement>(&note, "text")?;
    words.set_text_content(Some(text));
    // Far from the part of the page that is read out when it changes.
    dom::set(&note, "role", "alert");
    let button = dom::stamp("button")?;
    button.set_text_content(Some(label));
    dom::set(&button, "data-instead", action);
    words.after_with_node_1(&button).ok()?;
    place.append_child(&note).ok()?;
    Some(())
}

/// Says what came of what the reader has just done, in place of what was said so before, and
/// over the page, which stays where it is.
pub(super) fn add(text: &str) {
    let place = dom::document().and_then(|page| page.get_element_by_id("notes"));
    for before in place.iter().flat_map(|it| dom::all(it, ".passing")) {
        before.remove();
    }
    if let Some(note) = put(text) {
        let _ = note.class_list().add_1("passing");
    }
}

fn put(text: &str) -> Option<HtmlElement> {
    let place = dom::document()?.get_element_by_id("notes")?;
    let note = dom::stamp("note")?;
    dom::slot::<HtmlElement>(&note, "text")?.set_text_content(Some(text));
    place.append_child(&note).ok()?;
    Some(note)
}
