//! The browser: the only code that touches the document, the clock and entropy.
//!
//! One way round: an event becomes a [`message::Message`]; the next frame applies
//! all that have come to the [`page::Page`], which redraws what they changed. No
//! handler changes anything by itself, so none can meet a half-changed page.

mod anchor;
mod api;
mod beats;
mod bench;
mod canvas;
mod choice;
mod control;
mod counters;
mod crash;
mod dom;
mod embed;
mod export;
mod figure;
mod frame;
mod lab;
mod message;
mod notes;
mod page;
mod panel;
mod pick;
mod pointing;
mod projecting;
mod prose;
mod recipes;
mod rooms;
mod share;
mod shown;
mod simulation;
mod stories;
mod table;
mod timeline;
mod tools;
mod unfolding;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;

/// Brings the document to life: the page, or an embed. Called once, when the module has
/// loaded.
#[wasm_bindgen(start)]
fn start() {
    crash::watch();
    // A task of its own: the browser has just made the program ready, which takes its time.
    let open = Closure::once_into_js(|| {
        if embed::is_embed() {
            page::Page::embed();
        } else {
            page::Page::open();
        }
    });
    if let Some(window) = dom::window() {
        let _ = window.set_timeout_with_callback(open.unchecked_ref());
    }
}
