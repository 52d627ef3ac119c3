//! What the markup of the page promises of itself, whatever the program does.

use bounceback::figure::{plot, svg};
use bounceback_core::model::scenario::{FIGURES, Scenario};
use std::collections::BTreeSet;

/// Everything that is markup: pages, templates, the panel for sharing.
const SOURCES: [(&str, &str); 3] = [
    ("index.html", include_str!("../www/index.html")),
    ("embed.html", include_str!("../www/embed.html")),
    ("share.html", include_str!("../www/share.html")),
];

/// The opening tags of some elements.
fn tags(source: &'static str, names: &'static [&str]) -> impl Iterator<Item = &'static str> {
    source.split('<').skip(1).filter_map(move |rest| {
        let (tag, _) = rest.split_once('>')?;
        let name = tag.split_whitespace().next()?;
        names.contains(&name).then_some(tag)
    })
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

/// A figure is known by its name to the page, to links and to pictures.
#[test]
fn a_figure_of_the_page_can_be_linked_and_drawn() {
    let page: BTreeSet<&str> = tags(SOURCES[0].1, &["figure"])
        .filter_map(|tag| tag.split_once("data-figure=\"")?.1.split('"').next())
        .collect();
    let drawn = |name: &&&str| plot(name, &Scenario::default()).is_some();
    let linked: BTreeSet<&str> = FIGURES.iter().filter(drawn).copied().collect();
    assert_eq!(page, linked);
    for name in page {
        assert!(svg::DRAWINGS.contains(&name), "{name}");
    }
}
