//! The browser: the only code that touches the document, the clock and entropy.
//!
//! One way round: an event becomes a [`message::Message`]; the next frame applies
//! all that have come to the [`page::Page`], which redraws what they changed. No
//! handler changes anything by itself, so none can meet a half-changed page.

mod anchor;
mod api;
mod canvas;
#[cfg(feature = "atlas")]
mod choice;
mod control;
mod crash;
mod dom;
#[cfg(feature = "embed")]
mod embed;
mod export;
mod figure;
mod frame;
mod handover;
mod message;
mod notes;
mod page;
#[cfg(feature = "atlas")]
mod panel;
mod pointing;
mod prose;
mod share;
mod simulation;
#[cfg(feature = "atlas")]
mod stories;
mod table;
#[cfg(feature = "atlas")]
mod timeline;
mod tools;
mod unfolding;

use wasm_bindgen::prelude::wasm_bindgen;

/// Whether this program knows the text of a page and the tools of its figures. What
/// asks is left out of a program that doesn't, and is compiled and checked all the same.
const KNOWS_PAGE: bool = cfg!(feature = "page");

/// Brings the page to life. Called once, when the module has loaded.
#[wasm_bindgen(start)]
fn start() {
    crash::watch();
    // Where another program is at work, it is taken over at its link.
    let taken = dom::document()
        .and_then(|document| document.document_element())
        .is_some_and(|root| root.has_attribute("data-atlas"));
    #[cfg(feature = "embed")]
    // An embed says itself when it begins.
    let taken = taken || embed::is_embed();
    if taken || !KNOWS_PAGE {
        return;
    }
    if let Some(page) = page::Page::open() {
        frame::run(page);
    }
}
