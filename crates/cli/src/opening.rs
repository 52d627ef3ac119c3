//! A link, opened: what is wrong with it is an error here, and what has no effect is said.

use anyhow::{Result, bail};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::table::parameter_named;
use bounceback_core::share::link::{self, Note, Reading};

/// Reads a link.
pub(crate) fn open(link: &str) -> Result<Reading> {
    let reading = link::read(link);
    let figure = reading.scenario.choice(Key::Figure);
    opened(reading, figure)
}

/// Reads a link that is asked about as at a figure of the page: what has an effect there is
/// not told to have none.
pub(crate) fn open_for(figure: &str, link: &str) -> Result<Reading> {
    opened(link::read(link), figure)
}

fn opened(reading: Reading, figure: &str) -> Result<Reading> {
    let mut at = reading.scenario.clone();
    let _ = at.set_text(Key::Figure, figure);
    let has_effect = |name: &str| parameter_named(name).is_some_and(|it| at.applies(it.key));
    for note in &reading.notes {
        if matches!(note, Note::NoEffect { name, .. } if has_effect(name)) {
            continue;
        }
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
