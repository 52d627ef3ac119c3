//! What the documentation and the scripts say of embeds is what the builder builds.

use bounceback_core::share::embed::{self, FIGURES};
use bounceback_core::share::link;
use bounceback_core::share::snippet::{SANDBOX, Snippet};
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_documentation_shows_what_the_builder_builds() {
    let documentation = read("docs/embed.md");
    let snippet = Snippet {
        folder: "https://example.org/bounceback/",
        scenario: link::read("error=2%&recovery=10%").scenario,
        figure: embed::figure("bounce"),
        controls: Some(vec!["error", "recovery"]),
        heading: "",
        height: 720,
        title: "Never erred, or fine now?",
    };
    let file = "bounceback-bounce.svg";
    for text in [
        snippet.frame(),
        snippet.frame_with_script(),
        snippet.element(),
        snippet.markdown(file),
        snippet.picture(file),
    ] {
        assert!(
            documentation.contains(&format!("\n{text}\n```")),
            "docs/embed.md lacks\n{text}"
        );
    }
    let names: Vec<String> = FIGURES.iter().map(|it| format!("`{}`", it.name)).collect();
    assert!(
        documentation.contains(&format!("| {}; the first", names.join(", "))),
        "docs/embed.md does not list {}",
        names.join(", ")
    );
    let script = read("www/embed.js");
    for figure in FIGURES {
        assert!(
            script.contains(&format!("\n    {}: [", figure.name)),
            "FIRST of www/embed.js does not say how high {} is",
            figure.name
        );
    }
}

#[test]
fn the_script_of_hosts_builds_the_frame_that_the_builder_builds() {
    let script = read("www/embed.js");
    assert!(script.contains(&format!("\"{SANDBOX}\"")));
    let documentation = read("docs/embed.md");
    for (name, words) in [
        ("LEAST = 120;", "between 120"),
        ("MOST = 4000;", "and 4,000"),
    ] {
        assert!(
            script.contains(name) && documentation.contains(words),
            "{name}"
        );
    }
}

/// A link's key must not be one of the attributes that every element has: the element
/// of a host would take it for one.
#[test]
fn no_key_is_an_attribute_of_every_element() {
    const OTHERS: &str = "accesskey autocapitalize autocorrect autofocus class contenteditable dir \
        draggable enterkeyhint exportparts height hidden id inert inputmode is itemid itemprop \
        itemref itemscope itemtype lang loading nonce part popover role slot spellcheck style \
        tabindex title translate width";
    for parameter in &bounceback_core::model::scenario::PARAMETERS {
        let name = parameter.name;
        assert!(
            !OTHERS.split_whitespace().any(|other| other == name),
            "{name}"
        );
        assert!(!name.starts_with("on") && !name.contains('-'), "{name}");
    }
}
