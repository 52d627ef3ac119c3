//! Links within the page.

use super::message::{Message, send};
use super::{dom, rooms};
use bounceback_core::share::link;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

/// Follows a link within the page: into its room, or to a place of the one that is shown. The
/// address keeps the scenario.
pub(super) fn follow(event: &MouseEvent) {
    let plain = event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key();
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    let anchor = target
        .filter(|_| plain)
        .and_then(|it| it.closest("a[href^='#']").ok()?);
    let href = anchor
        .and_then(|anchor| anchor.get_attribute("href"))
        .unwrap_or_default();
    // Where it holds values, the address changes by itself, and the page follows it.
    let Some(name) = link::anchor(&href) else {
        return;
    };
    if let Some(figure) = rooms::led_to(name) {
        event.prevent_default();
        send(Message::Room(figure));
    } else if let Some(section) = dom::document().and_then(|page| page.get_element_by_id(name)) {
        event.prevent_default();
        section.scroll_into_view();
    }
    // The keyboard goes on from where the eye is.
    rooms::focus(name);
}
