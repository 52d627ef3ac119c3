//! One run of the strips is chosen, by pointer or by keys, and its story is told.

use super::dom;
use super::message::{Action, Message, send};
use super::pointing::from_corner;
use crate::figure::story::Story;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

/// A hand that moves no further, in CSS pixels, has tapped.
const STILL: i32 = 6;

/// Makes the strips of a figure a stop for the keyboard, and their rows something to tap.
pub(super) fn listen(index: usize, place: &HtmlElement) {
    let act = move |action: Action| send(Message::Figure(index, action));
    dom::set(place, "role", "slider");
    dom::set(place, "tabindex", "0");
    dom::set(place, "aria-orientation", "vertical");
    // A slider has a value at once, also before its runs are told.
    for name in ["aria-valuemin", "aria-valuenow"] {
        dom::set(place, name, "0");
    }
    dom::set(
        place,
        "aria-label",
        "Single runs: up and down choose one, left and right move along it",
    );
    let began: Rc<Cell<Option<(i32, i32)>>> = Rc::default();
    let begins = began.clone();
    dom::on(place, "pointerdown", move |event: PointerEvent| {
        let at = (event.client_x(), event.client_y());
        begins.set((event.button() == 0).then_some(at));
    });
    let tapped = place.clone();
    dom::on(place, "pointerup", move |event: PointerEvent| {
        let Some((x, y)) = began.take() else { return };
        let near = |from: i32, to: i32| (from - to).abs() <= STILL;
        if near(x, event.client_x()) && near(y, event.client_y()) {
            let edges = tapped.get_bounding_client_rect();
            let (x, y) = from_corner(&edges, (x, y));
            act(Action::Pick(x, y));
            send(Message::Settled);
        }
    });
    dom::on(place, "focus", move |_: Event| act(Action::Cursor(0)));
    dom::on(place, "blur", move |_: Event| act(Action::Leave));
    dom::on(place, "keydown", move |event: KeyboardEvent| {
        let large = if event.shift_key() { 10 } else { 1 };
        let action = match event.key().as_str() {
            "ArrowDown" => Action::Choose(large),
            "ArrowUp" => Action::Choose(-large),
            "ArrowRight" => Action::Cursor(large),
            "ArrowLeft" => Action::Cursor(-large),
            "Home" => Action::CursorEnd(false),
            "End" => Action::CursorEnd(true),
            "Escape" => Action::Release,
            _ => return,
        };
        event.prevent_default();
        act(action);
        send(Message::Settled);
    });
}

/// Tells a story up to a length, or that none of so many runs is chosen.
pub(super) fn tell(figure: &Element, story: Option<&Story>, tokens: u64, runs: u64) {
    let run = story.map_or(0, Story::run);
    if let Some(place) = dom::slot::<Element>(figure, "strips-cursor") {
        let text = match story {
            Some(story) => format!("run {run}{}", story.words(tokens)),
            None => "no run".to_owned(),
        };
        dom::set(&place, "aria-valuemax", &runs.to_string());
        dom::set(&place, "aria-valuenow", &run.to_string());
        dom::set(&place, "aria-valuetext", &text);
    }
    let (Some(place), Some(told)) = (
        dom::slot::<HtmlElement>(figure, "story"),
        dom::slot::<Element>(figure, "told"),
    ) else {
        return;
    };
    place.set_hidden(run == 0);
    let words = story.map_or_else(String::new, |story| story.words(tokens));
    if told.text_content().as_deref() != Some(words.as_str()) {
        told.set_text_content(Some(&words));
    }
}
