//! A link, opened: what is wrong with it is an error here, and what has no effect is said.

use anyhow::{Result, bail};
use bounceback_core::model::parameter::Key;
use bounceback_core::share::link::{self, Note, Reading};

/// Reads a link.
pub(crate) fn open(link: &str) -> Result<Reading> {
    let reading = link::read(link);
    for note in &reading.notes {
        let text = note.to_string();
        // What the page would do instead is of no interest here.
        let what = text.rsplit_once("; ").map_or(&*text, |(what, _)| what);
        if !matches!(note, Note::NoEffect { .. } | Note::More) {
            bail!("{what}");
        }
        eprintln!("{what}");
    }
    let scenario = &reading.scenario;
    // On the page they count for LeCun's curve.
    if reading.given.contains(&Key::Error) && !scenario.uses(Key::Error) {
        eprintln!("error has no effect with {}", scenario.process().name);
    }
    if reading.given.contains(&Key::Tokens) && !scenario.uses(Key::Tokens) {
        eprintln!("tokens has no effect: every phase has a length of its own");
    }
    Ok(reading)
}
