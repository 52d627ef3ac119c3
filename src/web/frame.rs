//! The loop of frames: it runs only while there is something to do.

use super::{crash, dom};
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

thread_local! {
    static WORK: RefCell<Option<Box<dyn FnMut() -> bool>>> = const { RefCell::new(None) };
    static ASKED: Cell<bool> = const { Cell::new(false) };
    static TICK: Closure<dyn Fn()> = Closure::new(tick);
    static UNDER_WAY: Cell<bool> = const { Cell::new(false) };
    /// What the browser throws in the midst of a frame ends it without a panic, and the page
    /// would be dead without a word.
    static AFTER: Closure<dyn Fn()> = Closure::new(|| {
        if UNDER_WAY.get() {
            crash::broken_off();
        }
    });
}

/// So long, in milliseconds, something may always go on in a frame, or nothing would come of
/// it while a hand drags.
const LEAST_SLICE: f64 = 2.0;

/// When to stop what is to stop so many milliseconds after a frame has begun.
pub(super) fn end_of_slice(begun: f64, slice: f64) -> f64 {
    (begun + slice).max(dom::now() + LEAST_SLICE)
}

/// Has something done in each frame that is asked for, which says whether there is more.
pub(super) fn run(work: impl FnMut() -> bool + 'static) {
    WORK.set(Some(Box::new(work)));
    request();
}

/// Asks for one more frame; asking twice is asking once.
pub(super) fn request() {
    if crash::has_happened() || ASKED.replace(true) {
        return;
    }
    TICK.with(|tick| {
        if let Some(window) = dom::window() {
            let _ = window.request_animation_frame(tick.as_ref().unchecked_ref());
        }
    });
}

/// Draws a frame at once, for an event after which there is no next one.
pub(super) fn now() {
    tick();
}

fn tick() {
    ASKED.set(false);
    if crash::has_happened() {
        return;
    }
    UNDER_WAY.set(true);
    if let Some(window) = dom::window() {
        AFTER.with(|after| window.queue_microtask(after.as_ref().unchecked_ref()));
    }
    let more = WORK.with_borrow_mut(|work| work.as_mut().is_some_and(|work| work()));
    UNDER_WAY.set(false);
    if more {
        request();
    }
}
