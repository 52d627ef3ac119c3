//! What the lab shows until its program is there: what was recorded, in pictures and words.

use anyhow::{Context, Result};
use bounceback::figure::Plot;
use bounceback::figure::lab::recorded;
use bounceback::figure::lab::{script, told};
use bounceback::figure::svg::{self, Colors};
use bounceback_core::model::scenario::Scenario;
use std::fmt::Write as _;

/// The parts of the room, in the order of the record.
const PARTS: [&str; 4] = ["many", "window", "rule", "lost"];

/// So many samples tell how well a chain fits, as in the room.
const SAMPLES: u32 = 200;

/// What was recorded, as it is shown.
pub(super) struct Room {
    text: String,
    /// Of each part the answer, and the rest.
    words: [[String; 2]; 4],
    figures: Vec<(&'static str, Box<dyn Plot>)>,
}

impl Room {
    /// Reads the record.
    pub(super) fn read(scenario: &Scenario) -> Result<Self> {
        let path = crate::paths::root().join("crates/lab/recorded.txt");
        let file = std::fs::read_to_string(&path)
            .with_context(|| format!("{} can't be read", path.display()))?;
        let recorded = recorded::read(&file).context("the lab's record can't be understood")?;
        let mut words = [const { [const { String::new() }; 2] }; 4];
        let mut figures = Vec::new();
        for (index, batches) in recorded.parts.iter().enumerate() {
            let fitted = [0, 3].contains(&index).then(|| batches.first()).flatten();
            let chains = fitted.map(|runs| {
                let mut chains = told::chains(runs, SAMPLES);
                while !chains.advance(1_000_000) {}
                chains
            });
            let told = told::part(index, batches, true, chains.as_ref(), scenario);
            for (at, sentence) in told.words.iter().enumerate() {
                write!(words[index][at.min(1)], "<li>{sentence}</li>")?;
            }
            figures.extend(told.figures);
        }
        Ok(Self {
            text: text(&recorded.watched)?,
            words,
            figures,
        })
    }

    /// The run that is watched.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What a part says: its answer, by its name, or the rest, by `NAME more`.
    pub(super) fn words(&self, part: &str) -> Option<&str> {
        let (name, more) = part.split_once(' ').map_or((part, 0), |it| (it.0, 1));
        let index = PARTS.iter().position(|it| *it == name)?;
        Some(&self.words[index][more])
    }

    /// Draws a figure of the lab; nothing where it has no such one.
    pub(super) fn draw(&self, name: &str, size: (f64, f64), colors: Colors) -> Option<String> {
        let figure = self.figures.iter().find(|it| it.0 == name)?;
        Some(svg::render(&*figure.1, size, colors))
    }
}

/// The tokens of a run: a step stays together.
fn text(events: &[script::Event]) -> Result<String> {
    let struck = script::struck(events);
    let mut text = "<span>".to_owned();
    for (index, event) in events.iter().enumerate() {
        let before = index.checked_sub(1).map(|it| events[it]);
        if before.is_some_and(|it| it.step != event.step || event.kind == 5) {
            text.push_str("</span><span>");
        }
        let (class, sign) = (script::class(event), script::sign(event));
        let gone = if struck[index] { " struck" } else { "" };
        write!(text, "<span class=\"{class}{gone}\">{sign}</span>")?;
    }
    text.push_str("</span>");
    Ok(text)
}
