//! Small words for the document: finding, cloning, listening.

use super::crash;
use bounceback_core::share::link;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Document, DocumentFragment, Element, Event, EventTarget, HtmlElement, HtmlTemplateElement,
    Window,
};

/// The window; `None` in a worker, where there is no page.
pub(super) fn window() -> Option<Window> {
    web_sys::window()
}

/// The document of the page.
pub(super) fn document() -> Option<Document> {
    window()?.document()
}

/// Milliseconds since the page began.
pub(super) fn now() -> f64 {
    window()
        .and_then(|window| window.performance())
        .map_or(0.0, |clock| clock.now())
}

/// Every element below `root` that matches a selector.
pub(super) fn all(root: &Element, selector: &str) -> Vec<Element> {
    root.query_selector_all(selector).map_or_else(
        |_| Vec::new(),
        |list| {
            (0..list.length())
                .filter_map(|i| list.get(i)?.dyn_into().ok())
                .collect()
        },
    )
}

/// The first element below `root` that matches a selector, as a kind of element.
pub(super) fn find<T: JsCast>(root: &Element, selector: &str) -> Option<T> {
    root.query_selector(selector).ok()??.dyn_into().ok()
}

/// The part of a template or a figure with a name: `data-slot="name"`.
pub(super) fn slot<T: JsCast>(root: &Element, name: &str) -> Option<T> {
    find(root, &format!("[data-slot={name}]"))
}

/// A copy of the one element inside a `<template>`.
pub(super) fn stamp(template: &str) -> Option<HtmlElement> {
    let template: HtmlTemplateElement = document()?.get_element_by_id(template)?.dyn_into().ok()?;
    let copy: DocumentFragment = template
        .content()
        .clone_node_with_deep(true)
        .ok()?
        .dyn_into()
        .ok()?;
    copy.first_element_child()?.dyn_into().ok()
}

/// A new element with a text in it.
pub(super) fn make(name: &str, text: &str) -> Option<Element> {
    let element = document()?.create_element(name).ok()?;
    if !text.is_empty() {
        element.set_text_content(Some(text));
    }
    Some(element)
}

/// The same at the end of another.
pub(super) fn put(parent: &Element, name: &str, text: &str) -> Option<Element> {
    let element = make(name, text)?;
    append(parent, &element)?;
    Some(element)
}

/// Puts an element at the end of another.
pub(super) fn append(parent: &Element, element: &Element) -> Option<()> {
    parent.append_child(element).ok().map(drop)
}

/// Sets an attribute; only an illegal name could fail, and names are literals.
pub(super) fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value);
}

/// A text of the browser's or of a reader's that may be of any length: an address, what
/// was pasted into a field, what a script says. It is cut where it lies. What is taken
/// over whole, and be it megabytes, makes the memory of the program larger for good.
///
/// It is cut a little behind the longest link, so that a link can be told to be too long.
pub(super) fn cut(text: &JsValue) -> String {
    let text = text.dyn_ref::<js_sys::JsString>();
    text.map_or_else(String::new, |text| {
        text.slice(0, link::LONGEST as u32 + 1).into()
    })
}

/// A property of an object, [`cut`].
pub(super) fn text(object: &JsValue, property: &str) -> String {
    cut(&js_sys::Reflect::get(object, &property.into()).unwrap_or_default())
}

/// What is written in a field, or chosen in a list, [`cut`].
pub(super) fn value(field: &Element) -> String {
    text(field, "value")
}

/// Hears an event for as long as the page lives. The handler may prevent what
/// the browser would do.
///
/// `E` is the kind that the browser sends with this event; another kind is not
/// told. (One closure type for all handlers keeps the program small.)
pub(super) fn on<E: JsCast>(target: &EventTarget, event: &str, handler: impl Fn(E) + 'static) {
    listen(
        target,
        event,
        Box::new(move |event| {
            if let Ok(event) = event.dyn_into()
                && !crash::has_happened()
            {
                handler(event);
            }
        }),
    );
}

fn listen(target: &EventTarget, event: &str, handler: Box<dyn Fn(Event)>) {
    let closure = Closure::wrap(handler);
    let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    // The listener lives as long as the page; nothing is bound twice.
    closure.forget();
}

/// Whether the keyboard is in a field that takes text.
pub(super) fn is_written_in() -> bool {
    let active = document().and_then(|document| document.active_element());
    active.is_some_and(|it| {
        it.matches("textarea, input:not([type]), input[type=text]")
            .unwrap_or(false)
    })
}

/// Whether a media query holds.
pub(super) fn media(query: &str) -> bool {
    window()
        .and_then(|window| window.match_media(query).ok()?)
        .is_some_and(|list| list.matches())
}

/// How far the page is scrolled, in CSS pixels.
pub(super) fn scrolled() -> f64 {
    window()
        .and_then(|window| window.scroll_y().ok())
        .unwrap_or_default()
}

/// Scrolls so far from the top of the page, in CSS pixels.
pub(super) fn scroll_to(top: f64) {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, top);
    }
}

/// Whether an element is in sight, or no further away than the window is high. What is in a
/// room that is not shown is not.
pub(super) fn is_near(element: &Element) -> bool {
    if element.client_width() == 0 {
        return false;
    }
    let height = window()
        .and_then(|window| window.inner_height().ok()?.as_f64())
        .unwrap_or_default();
    let edges = element.get_bounding_client_rect();
    edges.top() < 2.0 * height && edges.bottom() > -height
}

/// What parts the decimals of a number where the reader lives.
pub(super) fn decimal_sign() -> char {
    let language = window().and_then(|window| window.navigator().language());
    let half = js_sys::Number::from(0.5).to_locale_string(&language.unwrap_or_default());
    let comma = String::from(half).contains(',');
    if comma { ',' } else { '.' }
}

/// Whether an element is laid out.
pub(super) fn is_shown(element: &HtmlElement) -> bool {
    element.offset_parent().is_some()
}
