//! What the markup of the page promises of itself, whatever the program does.

use bounceback::figure::{plot, svg};
use bounceback_core::model::scenario::{FIGURES, Scenario};
use bounceback_core::plan::reading;
use std::collections::BTreeSet;

/// Everything that is markup: pages, templates, the panel for sharing.
const SOURCES: [(&str, &str); 3] = [
    ("index.html", include_str!("../../www/index.html")),
    ("embed.html", include_str!("../../www/embed.html")),
    ("share.html", include_str!("../../www/share.html")),
];

/// The opening tags of some elements.
fn tags(source: &'static str, names: &'static [&str]) -> impl Iterator<Item = &'static str> {
    source.split('<').skip(1).filter_map(move |rest| {
        let (tag, _) = rest.split_once('>')?;
        let name = tag.split_whitespace().next()?;
        names.contains(&name).then_some(tag)
    })
}

/// The numbers that stand in the text are known to the program.
#[test]
fn every_number_of_the_text_has_a_reading() {
    let known: BTreeSet<&str> = reading::names().collect();
    for (file, source) in SOURCES {
        for asked in source.split("data-value=\"").skip(1) {
            let name = asked.split('"').next().unwrap_or_default();
            assert!(known.contains(name), "{file} asks for “{name}”");
        }
    }
}

/// A browser that fills in what stood there before the page was loaded anew would show
/// values that the figures don't.
#[test]
fn no_control_is_filled_in_by_the_browser() {
    let mut controls = 0;
    for (name, source) in SOURCES {
        for tag in tags(source, &["input", "select", "textarea"]) {
            assert!(tag.contains("autocomplete=\"off\""), "{name}: <{tag}>");
            controls += 1;
        }
    }
    assert!(controls > 10, "{controls}");
}

/// What is pasted is cut by the browser, before the program has to look at it.
#[test]
fn no_field_takes_text_without_end() {
    for (name, source) in SOURCES {
        for tag in tags(source, &["input"]).filter(|tag| tag.contains("type=\"text\"")) {
            assert!(tag.contains("maxlength="), "{name}: <{tag}>");
        }
    }
}

/// A text without its tags, and without what stands in details that are shut at first.
fn words(markup: &str) -> usize {
    let mut text = String::new();
    let mut rest = markup;
    while let Some((before, after)) = rest.split_once("<details") {
        text += before;
        rest = after
            .split_once("</details>")
            .map_or("", |(_, after)| after);
    }
    text += rest;
    let mut plain = String::new();
    for part in text.split('<') {
        plain += part.split_once('>').map_or(part, |(_, after)| after);
        plain.push(' ');
    }
    let is_word = |it: &&str| it.chars().any(char::is_alphanumeric);
    plain.split_whitespace().filter(is_word).count()
}

/// What is between two texts.
fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, after) = text.split_once(from).expect("its beginning");
    after.split_once(to).expect("its end").0
}

/// The first room is read in five minutes, and a beat at a glance.
#[test]
fn the_story_is_short() {
    let (_, page) = SOURCES[0];
    let room = between(page, "data-room=\"explain\"", "data-room=\"plan\"");
    let all = words(room);
    assert!((400..=900).contains(&all), "{all} words");
    let beats: Vec<&str> = room.split("<article class=\"beat\"").skip(1).collect();
    assert!(beats.len() >= 7, "{}", beats.len());
    for beat in beats {
        let beat = between(&format!(">{beat}"), ">", "</article>").to_owned();
        // The words of its controls are the same for each.
        let count =
            words(&beat) - words("My guess, in 100 50 in 100 Show me You said in 100. It is");
        assert!(count <= 70, "{count} words: {beat}");
    }
}

/// Whether a figure is read off the scenario.
fn follows(name: &str) -> bool {
    plot(name, &Scenario::default()).is_some_and(|figure| figure.follows())
}

/// A figure is known by its name to the page, to links and to pictures; one of the reader's own
/// data to the page alone.
#[test]
fn a_figure_of_the_page_can_be_linked_and_drawn() {
    let page: BTreeSet<&str> = tags(SOURCES[0].1, &["figure"])
        .filter_map(|tag| tag.split_once("data-figure=\"")?.1.split('"').next())
        .filter(|name| follows(name))
        .collect();
    let linked: BTreeSet<&str> = FIGURES.iter().filter(|it| follows(it)).copied().collect();
    assert_eq!(page, linked);
    for name in page {
        assert!(svg::DRAWINGS.contains(&name), "{name}");
        let place = format!("id=\"{name}\"");
        assert!(
            SOURCES[0].1.contains(&place),
            "a link to {name} leads nowhere"
        );
    }
}
