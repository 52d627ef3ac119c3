//! Hands and keys on a figure: where they point, and what they pull.

use super::dom;
use super::message::{Action, Message, send};
use super::projecting::magnification;
use std::cell::Cell;
use std::rc::Rc;
use web_sys::{DomRect, Element, Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

/// Whether a hand at a place takes hold of something; whether it is a finger.
pub(super) type Grips = dyn Fn((i32, i32), bool) -> bool;

/// Listens to the cursor of a figure, and to that of the strips above it.
pub(super) fn listen(index: usize, cursor: &HtmlElement, figure: &Element, grips: Box<Grips>) {
    let name = figure.get_attribute("data-figure").unwrap_or_default();
    dom::set(cursor, "role", "slider");
    dom::set(cursor, "tabindex", "0");
    dom::set(
        cursor,
        "aria-label",
        &format!("Data cursor of the figure: {name}"),
    );
    dom::set(cursor, "aria-valuenow", "0");
    to_keys(index, cursor);
    to_pointers(index, cursor, Some(grips));
    if let Some(strips) = dom::slot(figure, "strips-cursor") {
        to_pointers(index, &strips, None);
    }
}

/// Where an event points, in CSS pixels from the corner of an element; `held` is how far
/// below the edge of the window that stood when a hand came down on it.
fn place_on(element: &Element, event: &MouseEvent, held: Option<f64>) -> (i32, i32) {
    let mut edges = element.get_bounding_client_rect();
    // Text above that grows would move the figure from under the hand.
    if let Some(top) = held.filter(|&top| edges.top() != top)
        && let Some(window) = dom::window()
    {
        window.scroll_by_with_x_and_y(0.0, edges.top() - top);
        edges = element.get_bounding_client_rect();
    }
    from_corner(&edges, (event.client_x(), event.client_y()))
}

/// A place of the window, from the corner of what is drawn, as large as it is drawn.
pub(super) fn from_corner(edges: &DomRect, (x, y): (i32, i32)) -> (i32, i32) {
    let from = |edge: f64, at: i32| ((f64::from(at) - edge) / magnification()).round() as i32;
    (from(edges.left(), x), from(edges.top(), y))
}

fn to_pointers(index: usize, element: &HtmlElement, grips: Option<Box<Grips>>) {
    let act = move |action: Action| send(Message::Figure(index, action));
    let held: Rc<Cell<Option<f64>>> = Rc::default();
    let (over, pulling) = (element.clone(), held.clone());
    dom::on(element, "pointermove", move |event: PointerEvent| {
        let (x, y) = place_on(&over, &event, pulling.get());
        act(Action::Hover(x, y));
        if pulling.get().is_some() {
            act(Action::Pull(x, y));
        }
    });
    let (under, holds) = (element.clone(), held.clone());
    dom::on(element, "pointerdown", move |event: PointerEvent| {
        let at = place_on(&under, &event, None);
        act(Action::Hover(at.0, at.1));
        let Some(grips) = grips.as_ref().filter(|_| event.button() == 0) else {
            return;
        };
        let _ = under.set_pointer_capture(event.pointer_id());
        let by_finger = event.pointer_type() == "touch";
        let top = grips(at, by_finger).then(|| under.get_bounding_client_rect().top());
        holds.set(top);
        if holds.get().is_some() {
            act(Action::Press(at.0, at.1, by_finger));
        }
    });
    let clicked = element.clone();
    dom::on(element, "click", move |event: MouseEvent| {
        act(Action::Take(Some(place_on(&clicked, &event, None))));
    });
    // A finger that pulls does not scroll the page.
    let pulling = held.clone();
    dom::on(element, "touchmove", move |event: Event| {
        if pulling.get().is_some() {
            event.prevent_default();
        }
    });
    for end in ["pointerup", "pointercancel"] {
        let held = held.clone();
        dom::on(element, end, move |_: PointerEvent| {
            if held.take().is_some() {
                send(Message::Settled);
            }
        });
    }
    dom::on(element, "pointerleave", move |event: PointerEvent| {
        // A finger that lifts leaves the cursor where it was.
        if event.pointer_type() == "mouse" {
            act(Action::Leave);
        }
    });
}

fn to_keys(index: usize, cursor: &HtmlElement) {
    let act = move |action: Action| send(Message::Figure(index, action));
    dom::on(cursor, "focus", move |_: Event| act(Action::Cursor(0)));
    dom::on(cursor, "blur", move |_: Event| act(Action::Leave));
    dom::on(cursor, "keydown", move |event: KeyboardEvent| {
        let large = if event.shift_key() { 10 } else { 1 };
        let action = match event.key().as_str() {
            "ArrowRight" => Action::Arrow(large, 0),
            "ArrowLeft" => Action::Arrow(-large, 0),
            "ArrowUp" => Action::Arrow(0, large),
            "ArrowDown" => Action::Arrow(0, -large),
            "PageUp" => Action::Arrow(0, 20),
            "PageDown" => Action::Arrow(0, -20),
            "Home" => Action::CursorEnd(false),
            "End" => Action::CursorEnd(true),
            "Enter" => Action::Take(None),
            "Escape" => Action::Leave,
            _ => return,
        };
        event.prevent_default();
        act(action);
    });
}
