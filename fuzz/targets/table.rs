//! Any bytes are a table: what is read of it is legal data, however roles and answers are
//! changed.
#![no_main]

#[allow(dead_code, reason = "the targets use a part each")]
#[path = "../../tests/support/reading.rs"]
mod reading;

use bounceback_fit::read::{Reading, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = decode(bytes);
    let mut found = Reading::of(&text);
    reading::sound(&found);
    let dice = bytes.iter().fold(7_u32, |sum, &it| sum.wrapping_mul(31).wrapping_add(u32::from(it)));
    reading::played_with(&mut found, dice);
});
