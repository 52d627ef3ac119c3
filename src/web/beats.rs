//! The beats of the story: each asks for a guess, then changes one thing and shows what comes
//! of it.

use super::dom;
use super::message::{Message, send};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::share::link;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

/// Listens to every guess of the page.
pub(super) fn listen(root: &Element) {
    for (index, guess) in dom::all(root, "[data-guess]").into_iter().enumerate() {
        let (Some(slider), Some(shown), Some(button)) = (
            dom::slot::<Element>(&guess, "guess"),
            dom::slot::<Element>(&guess, "guessed"),
            dom::find::<Element>(&guess, "[data-action=reveal]"),
        ) else {
            continue;
        };
        let moved = slider.clone();
        dom::on(&slider, "input", move |_: Event| {
            shown.set_text_content(Some(&dom::value(&moved)));
        });
        dom::on(&button, "click", move |_: Event| {
            send(Message::Reveal(index));
            send(Message::Settled);
        });
    }
}

/// The guess of a number, in the order of the document.
fn guess(root: &Element, index: usize) -> Option<Element> {
    dom::all(root, "[data-guess]").into_iter().nth(index)
}

/// The scenario that a beat makes of the reader's: what it sets, and all else as it was.
pub(super) fn onto(root: &Element, index: usize, scenario: &Scenario) -> Option<Scenario> {
    let told = guess(root, index)?.get_attribute("data-set")?;
    let reading = link::read(&told);
    let mut with = scenario.clone();
    // A text without phases is one.
    with.set_schema("");
    for key in reading.given {
        // What was read is legal.
        let _ = with.set(key, reading.scenario.number(key));
    }
    for key in [Key::Done, Key::Continuations] {
        let _ = with.set(key, 0.0);
    }
    let _ = with.set_text(Key::Criterion, "acceptable");
    Some(with)
}

/// Tells what was guessed, and what is so.
pub(super) fn reveal(root: &Element, index: usize) -> Option<()> {
    let guess = guess(root, index)?;
    let said = dom::value(&dom::slot::<Element>(&guess, "guess")?);
    let outcome: HtmlElement = dom::slot(&guess, "outcome")?;
    dom::slot::<Element>(&outcome, "said")?.set_text_content(Some(&said));
    outcome.set_hidden(false);
    if let Some(after) = dom::slot::<HtmlElement>(&guess, "after") {
        after.set_hidden(false);
    }
    // Whoever listens hears it once, and in its place.
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = outcome
        .unchecked_into::<HtmlElement>()
        .focus_with_options(&options);
    Some(())
}
