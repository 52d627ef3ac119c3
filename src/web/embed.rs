//! A figure on its own, inside another page: `www/embed.html`.

use super::dom;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::share::embed::{Embed, PLAY};
use bounceback_core::share::link;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

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

/// Lets the link to the full page lead to what is shown.
pub(super) fn show_link(root: &Element, scenario: &Scenario) {
    if let Some(full) = dom::slot::<Element>(root, "full") {
        let href = full.get_attribute("href").unwrap_or_default();
        let page = href.split('#').next().unwrap_or_default();
        dom::set(&full, "href", &format!("{page}#{}", link::write(scenario)));
    }
}
