//! Links within the page.

use super::dom;
use bounceback_core::model::parameter::Key;
use bounceback_core::share::link;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};

/// Follows a link within the page by scrolling: the address keeps the scenario.
pub(super) fn follow(event: &MouseEvent) {
    let plain = event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key();
    let target: Option<Element> = event.target().and_then(|target| target.dyn_into().ok());
    let anchor = target
        .filter(|_| plain)
        .and_then(|it| it.closest("a[href^='#']").ok()?);
    let id = anchor
        .and_then(|anchor| anchor.get_attribute("href"))
        .unwrap_or_default();
    let section = |id: &str| dom::document().and_then(|page| page.get_element_by_id(id));
    let Some(name) = link::anchor(&id) else {
        // The address changes by itself; the figure that it names comes into sight.
        let figure = link::read(&id).scenario.choice(Key::Figure);
        if let Some(section) = section(figure) {
            section.scroll_into_view();
        }
        return;
    };
    if let Some(section) = section(name) {
        event.prevent_default();
        section.scroll_into_view();
        // The keyboard goes on from where the eye is.
        dom::set(&section, "tabindex", "-1");
        if let Ok(section) = section.dyn_into::<HtmlElement>() {
            let _ = section.focus();
        }
    }
}
