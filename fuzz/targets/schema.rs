//! Any bytes are a schema: legal phases come out, and are the same once written and
//! read again.
#![no_main]

#[allow(dead_code, reason = "the targets use a part each")]
#[path = "../../tests/support/legal.rs"]
mod legal;

use bounceback_core::model::schema;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let (phases, remarks) = schema::read(&text);
    legal::legal_schema(&phases, &text);
    let parts = text.split([':', ';']).count();
    assert!(remarks.len() <= 2 * parts + 1, "{remarks:?}");
    for remark in &remarks {
        legal::legal_note(&remark.to_string());
    }
    let (again, remarks) = schema::read(&phases.to_string());
    assert_eq!(remarks, [], "{phases} from {text:?}");
    assert_eq!(again, phases, "from {text:?}");
});
