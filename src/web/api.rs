//! What a script on the page may ask of the core.
#![expect(unreachable_pub, reason = "exported to JavaScript, not to Rust")]

use super::dom;
use bounceback_core::share::link;
use bounceback_core::share::report;
use js_sys::BigUint64Array;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};

/// The most lengths that a script may ask for at once.
const MOST_LENGTHS: u32 = 65_536;

/// The table that a share link describes, as CSV: the exact curves at `at` (or at
/// the lengths of the figure), with the simulated columns if the link asks for
/// runs. The same text as the command line prints, to the last digit.
///
/// # Errors
/// Where the link is no text, or the lengths are too many or none.
#[wasm_bindgen]
pub fn curve(share_link: &JsValue, at: &JsValue) -> Result<String, JsError> {
    if !share_link.is_string() {
        return Err(JsError::new("a link is a text"));
    }
    let reading = link::read(&dom::cut(share_link));
    let simulated = reading
        .given
        .contains(&bounceback_core::model::parameter::Key::Runs);
    let at = lengths(at)?;
    Ok(report::whole_table(&reading.scenario, at.as_deref(), simulated).csv())
}

/// The lengths that a script asks for, in an array of big integers, if it does.
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
