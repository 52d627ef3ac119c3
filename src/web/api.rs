//! What a script on the page may ask of the core.
#![expect(unreachable_pub, reason = "exported to JavaScript, not to Rust")]
#![expect(
    clippy::needless_pass_by_value,
    reason = "JavaScript gives its arrays away"
)]

use super::frame;
use super::page::Page;
use crate::exact::can_read;
use crate::{link, report};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

/// The table that a share link describes, as CSV: the exact curves at `at` (or at
/// the lengths of the figure), with the simulated columns if the link asks for
/// runs. The same text as the command line prints, to the last digit.
///
/// # Errors
/// Where only the atlas can tell: `await bounceback.atlas()` and ask again.
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

/// Lets go of the page, for another program to take it over: what it shows, as a link.
#[wasm_bindgen]
pub fn retire() -> String {
    // What a hand has just done counts.
    frame::now();
    frame::stop().map_or_else(String::new, Page::close)
}

/// Takes the page over from another program, at what that has shown.
#[wasm_bindgen(js_name = takeOver)]
pub fn take_over(share_link: &str) {
    if let Some(page) = Page::take_over(share_link) {
        frame::run(page);
    }
}

/// Panics, so that a test can see what a reader would.
///
/// # Panics
/// Always.
#[wasm_bindgen(js_name = provokePanic)]
pub fn provoke_panic() {
    panic!("provoked");
}
