//! What an embed shows: one figure of the page, and the controls that whoever embeds
//! it has chosen.

use crate::model::parameter::Key;
use crate::model::table::parameter_named;
use crate::number::format::clean;
use crate::share::link::{MOST_NOTES, Note, Reading};

/// A figure that can be embedded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Figure {
    /// Its name, as links have it.
    pub name: &'static str,
    /// What it is called above it.
    pub title: &'static str,
    /// The controls it has where none are chosen.
    pub controls: &'static [&'static str],
}

/// The word that stands for playing the runs; every other control is a parameter.
pub const PLAY: &str = "play";

/// The most letters of a heading of one's own.
const LONGEST_HEADING: usize = 120;

/// The word for no controls at all.
pub const NONE: &str = "none";

/// Every figure that can be embedded; the first is shown where a link names none.
pub const FIGURES: &[Figure] = &[
    Figure {
        name: "bounce",
        title: "Never erred, or fine now?",
        controls: &["error", "recovery", "tokens", PLAY],
    },
    Figure {
        name: "claim",
        title: "The chance of never erring",
        controls: &["error", "tokens", "done"],
    },
    Figure {
        name: "stretches",
        title: "How long it stays wrong",
        controls: &["error", "recovery", "tokens"],
    },
    Figure {
        name: "hazards",
        title: "What a constant error hides",
        controls: &["process", "error", "tokens"],
    },
    Figure {
        name: "techniques",
        title: "What each way back costs",
        controls: &["technique", "error", "tokens"],
    },
    Figure {
        name: "map",
        title: "Where one is lost, and where safe",
        controls: &["across", "up", "tokens"],
    },
];

/// What the link of an embed asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Embed {
    /// The figure.
    pub figure: &'static Figure,
    /// Its controls, in the order they are given in.
    pub controls: Vec<&'static str>,
    /// What stands above it instead of the figure's own title.
    pub heading: Option<String>,
    /// What had to be changed, for the reader.
    pub notes: Vec<Note>,
}

/// The figure of a name, or the first.
pub fn figure(name: &str) -> &'static Figure {
    let found = FIGURES.iter().find(|figure| figure.name == name);
    found.unwrap_or(&FIGURES[0])
}

/// Whether a word names a control: a parameter other than the figure itself, or
/// [`PLAY`].
fn control(word: &str) -> Option<&'static str> {
    if word == PLAY {
        return Some(PLAY);
    }
    let parameter = parameter_named(word)?;
    (parameter.key != Key::Figure).then_some(parameter.name)
}

impl Embed {
    /// What a link that has been read asks for. Names of controls are parted by commas;
    /// what is none is left out, with a note.
    pub fn of(reading: &Reading) -> Self {
        let named = reading.scenario.choice(Key::Figure);
        let figure = figure(named);
        let mut notes = reading.notes.clone();
        if named != figure.name && reading.given.contains(&Key::Figure) && notes.len() < MOST_NOTES
        {
            notes.push(Note::NotEmbedded(named, figure.name));
        }
        // What is a title is short, and shows no tricks.
        let heading = reading
            .heading
            .as_deref()
            .map(|it| clean(it, LONGEST_HEADING));
        let heading = heading.filter(|it| !it.trim().is_empty());
        let Some(chosen) = &reading.controls else {
            return Self {
                figure,
                controls: figure.controls.to_vec(),
                heading,
                notes,
            };
        };
        let mut controls = Vec::new();
        let words = chosen.split(',').map(str::trim);
        for word in words.filter(|word| !word.is_empty() && *word != NONE) {
            match control(word) {
                Some(name) if controls.contains(&name) => {}
                Some(name) => controls.push(name),
                None if notes.len() < MOST_NOTES => {
                    notes.push(Note::UnknownControl(crate::number::format::shorten(word)));
                }
                None => {
                    if notes.last() != Some(&Note::More) {
                        notes.push(Note::More);
                    }
                }
            }
        }
        Self {
            figure,
            controls,
            heading,
            notes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::table;
    use crate::share::link;

    fn of(link: &str) -> Embed {
        Embed::of(&link::read(link))
    }

    #[test]
    fn a_link_without_controls_has_those_of_its_figure() {
        let embed = of("#v=1&figure=claim");
        assert_eq!(embed.figure.name, "claim");
        assert_eq!(embed.controls, ["error", "tokens", "done"]);
        assert_eq!(of("").figure.name, "bounce");
        assert_eq!(of("#claim").figure.name, "claim");
        assert_eq!(of("figure=plan").figure.name, "bounce");
        assert_eq!(
            of("figure=plan").notes,
            [Note::NotEmbedded("plan", "bounce")]
        );
    }

    #[test]
    fn controls_are_chosen_by_name() {
        assert_eq!(
            of("controls=recovery,error").controls,
            ["recovery", "error"]
        );
        assert_eq!(
            of("controls=error%2C%20play,error").controls,
            ["error", "play"]
        );
        for none in ["controls=none", "controls=", "controls=,"] {
            assert_eq!(of(none).controls, [""; 0]);
            assert_eq!(of(none).notes, []);
        }
    }

    #[test]
    fn what_is_no_control_is_left_out_with_a_note() {
        let embed = of("controls=error,colour,figure,<b>");
        assert_eq!(embed.controls, ["error"]);
        let notes: Vec<String> = embed.notes.iter().map(ToString::to_string).collect();
        assert_eq!(
            notes,
            [
                "controls: “colour” is not a control known here; it is left out.",
                "controls: “figure” is not a control known here; it is left out.",
                "controls: “<b>” is not a control known here; it is left out.",
            ]
        );
        assert_eq!(
            of(&format!("controls={}", "zz,".repeat(1000))).notes.len(),
            MOST_NOTES + 1
        );
        assert_eq!(
            of("controls=error&controls=none").notes,
            [Note::Repeated("controls")]
        );
    }

    #[test]
    fn the_page_takes_controls_in_silence() {
        let reading = link::read("#v=1&error=2%&controls=error,nonsense");
        assert_eq!(reading.notes, []);
        assert_eq!(link::write(&reading.scenario), "v=1&error=0.02");
    }

    #[test]
    fn every_drawn_figure_of_the_page_can_be_embedded() {
        for name in table::FIGURES {
            // Rooms hold figures, and the timeline is an editor with tools of its own.
            let rooms = ["page", "plan", "evidence", "explore", "lab"];
            let drawn = *name != "timeline" && !rooms.contains(name);
            assert_eq!(FIGURES.iter().any(|it| it.name == *name), drawn, "{name}");
        }
        for figure in FIGURES {
            for word in figure.controls {
                assert_eq!(control(word), Some(*word));
            }
        }
    }
}
