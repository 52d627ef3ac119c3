//! Any bytes are a link: a legal scenario opens, says so briefly, and is the same once
//! written and read again.
#![no_main]

#[allow(dead_code, reason = "the targets use a part each")]
#[path = "../../tests/support/legal.rs"]
mod legal;

use bounceback_core::share::link;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // A browser hands over text; what is no text arrives in percent codes.
    let text = String::from_utf8_lossy(bytes);
    let reading = link::read(&text);
    legal::legal(&reading, &text);
    legal::stable(&reading, &text);
    legal::same_course(&reading.scenario);
});
