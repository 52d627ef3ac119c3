//! What a script on the page may ask of the core.
#![expect(unreachable_pub, reason = "exported to JavaScript, not to Rust")]

#[cfg(feature = "page")]
use super::dom;
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
use js_sys::BigUint64Array;
use wasm_bindgen::prelude::wasm_bindgen;
#[cfg(feature = "page")]
use wasm_bindgen::{JsError, JsValue};

/// The most lengths that a script may ask for at once.
#[cfg(feature = "page")]
const MOST_LENGTHS: u32 = 65_536;

/// The table that a share link describes, as CSV: the exact curves at `at` (or at
/// the lengths of the figure), with the simulated columns if the link asks for
/// runs. The same text as the command line prints, to the last digit.
///
/// # Errors
/// Where only the atlas can tell: `await bounceback.atlas()` and ask again. Where the
/// link is no text, or the lengths are too many or none.
#[cfg(feature = "page")]
#[wasm_bindgen]
pub fn curve(share_link: &JsValue, at: &JsValue) -> Result<String, JsError> {
    if !share_link.is_string() {
        return Err(JsError::new("a link is a text"));
    }
    let reading = link::read(&dom::cut(share_link));
    if !can_read(&reading.scenario) {
        return Err(JsError::new(
            "only the atlas can tell: await bounceback.atlas()",
        ));
    }
    let simulated = reading.given.contains(&crate::parameter::Key::Runs);
    let at = lengths(at)?;
    Ok(report::whole_table(&reading.scenario, at.as_deref(), simulated).csv())
}

/// The lengths that a script asks for, in an array of big integers, if it does.
#[cfg(feature = "page")]
fn lengths(at: &JsValue) -> Result<Option<Vec<u64>>, JsError> {
    if at.is_undefined() || at.is_null() {
        return Ok(None);
    }
    // Counted where they lie.
    let count = js_sys::Reflect::get(at, &"length".into()).ok();
    match count.and_then(|count| count.as_f64()) {
        None => Err(JsError::new("lengths are an array of big integers")),
        Some(count) if count > f64::from(MOST_LENGTHS) => Err(JsError::new(&format!(
            "at most {MOST_LENGTHS} lengths at once"
        ))),
        Some(_) => Ok(Some(BigUint64Array::new(at).to_vec())),
    }
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
