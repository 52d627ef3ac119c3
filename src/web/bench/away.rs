//! What was found, to be taken away: as files, or onto the clipboard. What stands in them is
//! what the terminal writes.

use crate::web::message::{Away, Message, send};
use crate::web::{dom, export};
use bounceback_fit::read::Reading;
use bounceback_fit::{Bench, report};
use std::fmt::Write as _;
use web_sys::{Element, Event};

/// Listens to the buttons for it.
pub(super) fn listen(root: &Element) {
    for (name, how) in [
        ("csv", Away::Csv),
        ("json", Away::Json),
        ("verdict", Away::Verdict),
    ] {
        if let Some(button) = dom::find::<Element>(root, &format!("[data-bring={name}]")) {
            dom::on(&button, "click", move |_: Event| {
                send(Message::TakeAway(how));
            });
        }
    }
}

/// Takes away what was found of one set; `link` leads back to it.
pub(super) fn take(how: Away, bench: &Bench, (reading, set): (&Reading, usize), link: &str) {
    let name = reading.series().get(set).map_or("", |it| it.name.as_str());
    match how {
        Away::Csv => {
            let text = report::HEAD.to_owned() + &report::csv(name, bench);
            export::save_text("bounceback-fits.csv", "text/csv", &text);
        }
        Away::Json => {
            let text = report::json(&[report::set(name, bench)]);
            export::save_text("bounceback-fits.json", "application/json", &text);
        }
        Away::Verdict => {
            let said = bench.said().unwrap_or_default();
            let mut text = String::new();
            if !name.is_empty() {
                text = format!("{name}\n\n");
            }
            text.push_str(&report::verdict(&said));
            let _ = write!(text, "\n{link}\n");
            export::copy("verdict", text);
        }
    }
}
