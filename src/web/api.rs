//! What a script on the page may ask of the core.
#![expect(unreachable_pub, reason = "exported to JavaScript, not to Rust")]
#![cfg_attr(
    feature = "page",
    expect(
        clippy::needless_pass_by_value,
        reason = "JavaScript gives its arrays away"
    )
)]

use super::frame;
#[cfg(feature = "atlas")]
use super::handover::Handover;
#[cfg(any(feature = "embed", feature = "atlas"))]
use super::page::Page;
#[cfg(feature = "page")]
use crate::exact::can_read;
#[cfg(feature = "page")]
use crate::{link, report};
#[cfg(feature = "page")]
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// The table that a share link describes, as CSV: the exact curves at `at` (or at
/// the lengths of the figure), with the simulated columns if the link asks for
/// runs. The same text as the command line prints, to the last digit.
///
/// # Errors
/// Where only the atlas can tell: `await bounceback.atlas()` and ask again.
#[cfg(feature = "page")]
#[wasm_bindgen]
pub fn curve(share_link: &str, at: Option<Vec<u64>>) -> Result<String, JsError> {
    let reading = link::read(share_link);
    if !can_read(&reading.scenario) {
        return Err(JsError::new(
            "only the atlas can tell: await bounceback.atlas()",
        ));
    }
    let simulated = reading.given.contains(&crate::parameter::Key::Runs);
    Ok(report::whole_table(&reading.scenario, at.as_deref(), simulated).csv())
}

/// Lets go of the page, for another program to take it over: what that has to know.
#[wasm_bindgen]
pub fn retire() -> String {
    // What a hand has just done counts.
    frame::now();
    frame::stop().map_or_else(String::new, |page| page.close().to_string())
}

/// Takes the page over from another program, which has let it go with these words.
#[cfg(feature = "atlas")]
#[wasm_bindgen(js_name = takeOver)]
pub fn take_over(words: &str) {
    if let Some(page) = Page::take_over(&Handover::of(words)) {
        frame::run(page);
    }
}

/// Shows in an embed what a link asks for; false where this program doesn't draw that
/// figure, and nothing is done.
#[cfg(feature = "embed")]
#[wasm_bindgen]
pub fn embed(share_link: &str) -> bool {
    let page = Page::embed(share_link);
    let shown = page.is_some();
    if let Some(page) = page {
        frame::run(page);
    }
    shown
}

/// Opens the panel by which a figure is shared.
#[cfg(feature = "atlas")]
#[wasm_bindgen]
pub fn share(figure: &str) {
    let _ = super::panel::open(figure);
}

/// Panics, so that a test can see what a reader would.
///
/// # Panics
/// Always.
#[wasm_bindgen(js_name = provokePanic)]
pub fn provoke_panic() {
    panic!("provoked");
}
