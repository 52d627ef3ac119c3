//! The beats of the story: each asks for a guess, then changes one thing and shows what comes
//! of it.

use super::dom;
use super::message::{Message, send};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::{MEANS, Scenario};
use bounceback_core::plan::reading;
use bounceback_core::share::link;
use web_sys::{Element, Event, HtmlElement};

/// What a beat leaves as it is.
const LEFT: [Key; 10] = [
    Key::Figure,
    Key::Runs,
    Key::Seed,
    Key::Target,
    Key::Attempts,
    Key::Price,
    Key::X,
    Key::Y,
    Key::Curves,
    Key::Theme,
];

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
        // Each is known by its question.
        if let Some(question) = dom::find::<Element>(&guess, "p") {
            let id = format!("question-{index}");
            question.set_id(&id);
            for part in [&slider, &button] {
                dom::set(part, "aria-describedby", &id);
            }
        }
        let moved = slider.clone();
        let say = move || {
            let value = dom::value(&moved);
            dom::set(&moved, "aria-valuetext", &format!("{value} in 100"));
            shown.set_text_content(Some(&value));
        };
        say();
        dom::on(&slider, "input", move |_: Event| say());
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

/// The scenario of a beat: what it sets on the values that the page starts from, so that its
/// words are true whatever was shown before. How it is shown is left to the reader, and so is
/// what the words do not depend on.
pub(super) fn scenario(root: &Element, index: usize, shown: &Scenario) -> Option<Scenario> {
    let told = guess(root, index)?.get_attribute("data-set")?;
    let reading = link::read(&told);
    let mut scenario = reading.scenario;
    let is_left = |key: &Key| !reading.given.contains(key);
    let means: Vec<Key> = MEANS.iter().copied().filter(is_left).collect();
    scenario.take(&LEFT, shown);
    scenario.take(&means, shown);
    Some(scenario)
}

/// Tells what was guessed, and what is so in the scenario of the beat. That stays as it is told,
/// whatever is shown later.
pub(super) fn reveal(root: &Element, index: usize, scenario: &Scenario) -> Option<()> {
    let guess = guess(root, index)?;
    for place in dom::all(&guess, "[data-told]") {
        let name = place.get_attribute("data-told").unwrap_or_default();
        place.set_text_content(reading::text(&name, scenario, None).as_deref());
    }
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
    let _ = outcome.focus_with_options(&options);
    // On the page it is where the eye is; on a full screen it may lie below its edge.
    if dom::document()?.fullscreen_element().is_some() {
        let last = dom::slot::<Element>(&guess, "after").unwrap_or(guess);
        last.scroll_into_view_with_bool(false);
    }
    Some(())
}
