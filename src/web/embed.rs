//! A figure on its own, inside another page: `www/embed.html`.

use super::message::{Message, send};
use super::{dom, frame};
use crate::figure::poster;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::share::embed::{Embed, PLAY};
use bounceback_core::share::link;
use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, IntersectionObserver, IntersectionObserverEntry};

fn root() -> Option<Element> {
    dom::document()?.document_element()
}

/// Whether the document is an embed.
pub(super) fn is_embed() -> bool {
    root().is_some_and(|root| root.has_attribute("data-embed"))
}

/// Makes the document ready for what its link asks for.
pub(super) fn prepare(embed: &Embed) -> Option<()> {
    let root = root()?;
    let name = embed.figure.name;
    for title in dom::all(&root, "[data-of]") {
        let wanted = title.get_attribute("data-of").as_deref() == Some(name);
        title.unchecked_into::<HtmlElement>().set_hidden(!wanted);
    }
    if let (Some(heading), Some(title)) = (&embed.heading, dom::find::<Element>(&root, "#title")) {
        title.set_text_content(Some(heading));
    }
    let figure: Element = dom::find(&root, "figure")?;
    dom::set(&figure, "data-figure", name);
    if name != "bounce" {
        for part in dom::all(&figure, "[data-runs]") {
            part.remove();
        }
    }
    if let Some(transport) = dom::find::<HtmlElement>(&figure, ".transport") {
        transport.set_hidden(!embed.controls.contains(&PLAY));
    }
    let controls: Vec<&str> = embed
        .controls
        .iter()
        .copied()
        .filter(|it| *it != PLAY)
        .collect();
    let place: HtmlElement = dom::find(&figure, "[data-controls]")?;
    dom::set(&place, "data-controls", &controls.join(" "));
    place.set_hidden(controls.is_empty());
    Some(())
}

/// Tells what is shown, and lets the link to the full page lead there.
pub(super) fn show_link(root: &Element, scenario: &Scenario) {
    // What is shown is told, whichever controls there are.
    if let Some(terms) = dom::slot::<Element>(root, "terms") {
        terms.set_text_content(Some(&poster::terms(scenario)));
    }
    if let Some(full) = dom::slot::<Element>(root, "full") {
        let href = full.get_attribute("href").unwrap_or_default();
        let page = href.split('#').next().unwrap_or_default();
        dom::set(&full, "href", &format!("{page}#{}", link::write(scenario)));
    }
}

/// Tells when the frame around the document leaves sight or comes back: a page full of embeds
/// keeps the pixels of those that are seen. No frame is drawn for one that isn't, so that is
/// done at once.
pub(super) fn watch_sight() {
    let looked = Closure::<dyn Fn(Array)>::new(|entries: Array| {
        let last = entries.pop().dyn_into::<IntersectionObserverEntry>();
        let Ok(last) = last else { return };
        send(Message::Sight(last.is_intersecting()));
        if !last.is_intersecting() {
            frame::now();
        }
    });
    if let (Ok(observer), Some(root)) = (
        IntersectionObserver::new(looked.as_ref().unchecked_ref()),
        root(),
    ) {
        observer.observe(&root);
    }
    looked.forget();
}
