//! Full screen is made for projecting: large labels, the space bar plays, and arrows, or a
//! remote control's page keys, turn the beats of the story.

use super::dom;
use super::message::{Message, send};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// The class of the beat that is shown beside a figure that fills the screen.
const TURNED: &str = "turned";

/// So much larger everything on a canvas is that is seen from the back of a room.
const LARGER: f64 = 1.5;

/// What fills the screen; `None` where nothing does.
fn shown() -> Option<Element> {
    dom::document()?.fullscreen_element()
}

/// How much larger than on the page figures are drawn.
pub(super) fn magnification() -> f64 {
    // The timeline has handles of the page's own, which are not drawn.
    let drawn = shown().filter(|it| it.get_attribute("data-figure").as_deref() != Some("timeline"));
    drawn.map_or(1.0, |_| LARGER)
}

/// Lets a figure fill the screen, with the story beside it where there is one, or no longer.
pub(super) fn toggle(figure: &Element) {
    let Some(page) = dom::document() else { return };
    if page.fullscreen_element().is_some() {
        page.exit_fullscreen();
        return;
    }
    let told = figure.closest(".stage").ok().flatten();
    let told = told.filter(|stage| !beats(stage).is_empty());
    if let Some(stage) = &told {
        turn(stage, 0);
    }
    let shown = told.as_ref().unwrap_or(figure);
    let _ = shown.request_fullscreen();
    let beat = dom::find::<HtmlElement>(shown, &format!(".{TURNED}"));
    let focused = beat.or_else(|| dom::slot(shown, "cursor"));
    if let Some(focused) = focused {
        if !focused.has_attribute("tabindex") {
            dom::set(&focused, "tabindex", "-1");
        }
        let _ = focused.focus();
    }
}

/// The beats of a story, in their order.
fn beats(stage: &Element) -> Vec<Element> {
    dom::all(stage, ".beat")
}

/// Shows another beat, so many further.
fn turn(stage: &Element, by: i64) {
    let beats = beats(stage);
    let at = beats.iter().position(|it| it.class_list().contains(TURNED));
    let last = beats.len() as i64 - 1;
    let next = (at.map_or(0, |at| at as i64) + by).clamp(0, last);
    for (index, beat) in beats.iter().enumerate() {
        let _ = (beat.class_list()).toggle_with_force(TURNED, index as i64 == next);
    }
    // Whoever listens hears it.
    if let Some(beat) = beats.get(next as usize).filter(|_| by != 0) {
        dom::set(beat, "tabindex", "-1");
        let _ = beat.unchecked_ref::<HtmlElement>().focus();
    }
}

/// Whether a key belongs to what has the focus: a slider moves by arrows, a field takes text.
fn is_taken(event: &KeyboardEvent) -> bool {
    let target: Option<Element> = event.target().and_then(|it| it.dyn_into().ok());
    target.is_some_and(|it| {
        it.closest("input, select, textarea, [role=slider], [role=radio]")
            .is_ok_and(|own| own.is_some())
    })
}

/// Listens to keys while something fills the screen.
pub(super) fn listen(root: &Element) {
    dom::on(root, "keydown", |event: KeyboardEvent| {
        let free = !event.ctrl_key() && !event.alt_key() && !event.meta_key();
        let Some(shown) = shown().filter(|_| free) else {
            return;
        };
        let done = match event.key().as_str() {
            " " => press(&shown, "[data-action=play]"),
            "ArrowRight" | "PageDown" if !is_taken(&event) => {
                turn(&shown, 1);
                Some(())
            }
            "ArrowLeft" | "PageUp" if !is_taken(&event) => {
                turn(&shown, -1);
                Some(())
            }
            "Enter" if is_beat(&event) => press(&shown, ".turned [data-action=reveal]"),
            _ => None,
        };
        if done.is_some() {
            event.prevent_default();
        }
    });
    dom::on(root, "fullscreenchange", |_: web_sys::Event| {
        send(Message::Redraw);
    });
}

/// Whether a key was struck at a beat as a whole.
fn is_beat(event: &KeyboardEvent) -> bool {
    let target: Option<Element> = event.target().and_then(|it| it.dyn_into().ok());
    target.is_some_and(|it| it.class_list().contains(TURNED))
}

fn press(shown: &Element, button: &str) -> Option<()> {
    dom::find::<HtmlElement>(shown, button)?.click();
    Some(())
}
