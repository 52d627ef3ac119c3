//! The rooms of the page: one is shown, that in which the figure of the link lives.

use super::dom;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// The class of the room that is shown.
const HERE: &str = "here";

/// The element that a figure's name means: `page` is the top of the first room.
fn place(figure: &str) -> Option<Element> {
    let id = if figure == "page" { "explain" } else { figure };
    dom::document()?.get_element_by_id(id)
}

/// The room in which an element lies; `None` where it stands outside of all, as sources do.
fn room_of(element: &Element) -> Option<Element> {
    element.closest(".room").ok()?
}

/// Whether an element stands in the room that is shown, or in none.
pub(super) fn is_shown(element: &Element) -> bool {
    room_of(element).is_none_or(|room| room.class_list().contains(HERE))
}

/// Shows the room of a figure; whether another one was shown until now.
pub(super) fn enter(figure: &str) -> bool {
    place(figure).and_then(|it| try_enter(&it)).unwrap_or(false)
}

fn try_enter(element: &Element) -> Option<bool> {
    let room = room_of(element)?;
    let root = dom::document()?.document_element()?;
    let changed = !room.class_list().contains(HERE);
    for other in dom::all(&root, ".room") {
        let _ = other.class_list().toggle_with_force(HERE, other == room);
    }
    for link in dom::all(&root, ".bar nav a") {
        if link.get_attribute("href") == Some(format!("#{}", room.id())) {
            dom::set(&link, "aria-current", "page");
        } else {
            let _ = link.remove_attribute("aria-current");
        }
    }
    Some(changed)
}

/// The name of the room that is shown.
pub(super) fn current() -> Option<String> {
    let root = dom::document()?.document_element()?;
    Some(dom::find::<Element>(&root, ".room.here")?.id())
}

/// Brings a figure of the room into sight: a room itself, and what stands first in it, from
/// its top.
pub(super) fn show(figure: &str) {
    let Some(element) = place(figure) else { return };
    let is_room = element.class_list().contains("room");
    if is_room || figure == "bounce" {
        dom::scroll_to(0.0);
    } else {
        element.scroll_into_view();
    }
}

/// The figure, or the room, that a plain anchor of the page leads to; `None` where it leads
/// to something outside of the rooms, or to nothing.
pub(super) fn led_to(id: &str) -> Option<&'static str> {
    use bounceback_core::model::table::FIGURES;
    if id == "explain" || id == "top" {
        return Some("page");
    }
    let element = dom::document()?.get_element_by_id(id)?;
    let known = |id: &str| FIGURES.iter().copied().find(|figure| *figure == id);
    known(id).or_else(|| {
        let room = room_of(&element)?;
        let id = room.id();
        (!room.class_list().contains(HERE)).then_some(())?;
        known(&id).or_else(|| (id == "explain").then_some("page"))
    })
}

/// Puts the keyboard where the eye is.
pub(super) fn focus(id: &str) {
    let element = dom::document().and_then(|page| page.get_element_by_id(id));
    if let Some(element) = element.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        dom::set(&element, "tabindex", "-1");
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}
