//! What the markup of the page promises of itself, whatever the program does.

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
