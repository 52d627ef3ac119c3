//! What is pasted elsewhere: links, embeds, pictures with links.

use crate::model::parameter::Key;
use crate::model::scenario::Scenario;
use crate::share::embed::{Figure, NONE};
use crate::share::link;
use std::fmt::Write as _;

/// The page of an embed, beside the page itself.
pub const EMBED: &str = "embed.html";

/// The script that a host may load beside it.
pub const SCRIPT: &str = "embed.js";

/// What an embed is allowed, and nothing else: to run, to keep the origin it has (so
/// that all embeds of a page share what is loaded), and to open the full page.
pub const SANDBOX: &str =
    "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox";

/// A figure in a state, to be shown elsewhere.
#[derive(Clone, Debug)]
pub struct Snippet<'a> {
    /// The address of the folder that the page lies in, with its last slash.
    pub folder: &'a str,
    /// The state. Its theme is that of the embed.
    pub scenario: Scenario,
    /// The figure.
    pub figure: &'static Figure,
    /// The controls that are chosen; `None` for those that the figure has by itself.
    pub controls: Option<Vec<&'a str>>,
    /// What stands above the figure instead of its own title; empty for that.
    pub heading: &'a str,
    /// The height of the frame, in CSS pixels.
    pub height: u32,
    /// What is shown, in a sentence, for those who can't see it.
    pub title: &'a str,
}

impl Snippet<'_> {
    /// The address of the full page, at this figure in this state.
    pub fn link(&self) -> String {
        format!("{}#{}", self.folder, link::write(&self.at_figure()))
    }

    /// The address of the embed.
    pub fn address(&self) -> String {
        let link = link::write(&self.at_figure());
        let mut address = format!("{}{EMBED}#{link}", self.folder);
        for (key, value) in self.own() {
            let _ = write!(address, "&{key}={}", link::encode(&value));
        }
        address
    }

    /// A plain frame of that height. (`frameborder` is out of date, but works where the
    /// policy of the host forbids style attributes.)
    pub fn frame(&self) -> String {
        format!(
            "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"{}\" frameborder=\"0\" loading=\"lazy\" sandbox=\"{SANDBOX}\"></iframe>",
            markup(&self.address()),
            markup(self.title),
            self.height,
        )
    }

    /// The same, with the script that lets it have the height it needs.
    pub fn frame_with_script(&self) -> String {
        format!("{}\n{}", self.frame(), self.script())
    }

    /// An element of its own, which is a plain link where scripts are taken out.
    pub fn element(&self) -> String {
        let mut element = String::from("<bounce-back");
        for (name, value) in link::pairs(&self.at_figure()) {
            let _ = write!(element, " {name}=\"{}\"", markup(&value));
        }
        for (key, value) in self.own() {
            let _ = write!(element, " {key}=\"{}\"", markup(&value));
        }
        let title = markup(self.title);
        let _ = write!(
            element,
            " title=\"{title}\" height=\"{}\"><a href=\"{}\">{title}</a></bounce-back>\n{}",
            self.height,
            markup(&self.link()),
            self.script()
        );
        element
    }

    fn script(&self) -> String {
        let folder = markup(self.folder);
        format!("<script async src=\"{folder}{SCRIPT}\"></script>")
    }

    /// A picture with the link, in Markdown; the reader has saved it as `file`.
    pub fn markdown(&self, file: &str) -> String {
        format!(
            "[![{}]({})]({})",
            plain(self.title),
            target(file),
            target(&self.link())
        )
    }

    /// The same in HTML.
    pub fn picture(&self, file: &str) -> String {
        format!(
            "<a href=\"{}\"><img src=\"{}\" alt=\"{}\"></a>",
            markup(&self.link()),
            markup(file),
            markup(self.title)
        )
    }

    fn at_figure(&self) -> Scenario {
        let mut scenario = self.scenario.clone();
        // The name of a figure is legal.
        let _ = scenario.set_text(Key::Figure, self.figure.name);
        scenario
    }

    /// The keys of embeds alone, with their values.
    fn own(&self) -> impl Iterator<Item = (&'static str, String)> {
        let heading = (!self.heading.is_empty()).then(|| self.heading.to_owned());
        let own = [(link::CONTROLS, self.chosen()), (link::HEADING, heading)];
        own.into_iter()
            .filter_map(|(key, value)| Some((key, value?)))
    }

    fn chosen(&self) -> Option<String> {
        let controls = self.controls.as_ref()?;
        if controls == self.figure.controls {
            return None;
        }
        Some(if controls.is_empty() {
            NONE.to_owned()
        } else {
            controls.join(",")
        })
    }
}

/// A text as HTML has it, inside an element or inside double quotes.
pub fn markup(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(letter),
        }
    }
    safe
}

/// A text as Markdown has it between brackets.
fn plain(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_punctuation() && !matches!(letter, '.' | ',' | '%' | ':' | ';' | '?') {
            safe.push('\\');
        }
        safe.push(if letter.is_control() { ' ' } else { letter });
    }
    safe
}

/// An address as Markdown has it between round brackets.
fn target(address: &str) -> String {
    let mut safe = String::with_capacity(address.len());
    for letter in address.chars() {
        if letter.is_ascii_whitespace()
            || letter.is_ascii_control()
            || "()<>\"'\\`*_[]".contains(letter)
        {
            let _ = write!(safe, "%{:02X}", letter as u32);
        } else {
            safe.push(letter);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::share::embed;

    fn snippet<'a>(link: &str, controls: Option<Vec<&'a str>>, title: &'a str) -> Snippet<'a> {
        let scenario = link::read(link).scenario;
        Snippet {
            folder: "https://example.org/bounceback/",
            figure: embed::figure(scenario.choice(Key::Figure)),
            scenario,
            controls,
            heading: "",
            height: 560,
            title,
        }
    }

    #[test]
    fn a_frame_says_what_it_shows_and_how_high_it_is() {
        assert_eq!(
            snippet(
                "figure=claim&error=2%",
                Some(vec!["error"]),
                "After 200 tokens, 1.76% have never erred."
            )
            .frame(),
            "<iframe src=\"https://example.org/bounceback/embed.html#v=1&amp;figure=claim&amp;error=0.02&amp;controls=error\" title=\"After 200 tokens, 1.76% have never erred.\" width=\"100%\" height=\"560\" frameborder=\"0\" loading=\"lazy\" sandbox=\"allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox\"></iframe>"
        );
    }

    #[test]
    fn controls_are_named_only_where_they_are_others_than_the_usual() {
        let usual = vec!["error", "recovery", "tokens", "play"];
        for (controls, ending) in [
            (None, "#v=1&figure=bounce"),
            (Some(usual), "#v=1&figure=bounce"),
            (Some(vec![]), "#v=1&figure=bounce&controls=none"),
            (
                Some(vec!["error", "seed"]),
                "#v=1&figure=bounce&controls=error%2Cseed",
            ),
        ] {
            let address = snippet("", controls, "").address();
            assert!(address.ends_with(ending), "{address}");
        }
    }

    #[test]
    fn an_element_is_a_plain_link_without_its_script() {
        let element = snippet("figure=bounce&recovery=10%", Some(vec![]), "A & B").element();
        assert_eq!(
            element,
            "<bounce-back v=\"1\" figure=\"bounce\" recovery=\"0.1\" controls=\"none\" title=\"A &amp; B\" height=\"560\"><a href=\"https://example.org/bounceback/#v=1&amp;figure=bounce&amp;recovery=0.1\">A &amp; B</a></bounce-back>\n<script async src=\"https://example.org/bounceback/embed.js\"></script>"
        );
    }

    #[test]
    fn a_picture_links_to_its_state() {
        let it = snippet("figure=bounce", None, "After 200 tokens, 13.4% [of all]*");
        assert_eq!(
            it.markdown("bounceback-bounce.svg"),
            "[![After 200 tokens, 13.4% \\[of all\\]\\*](bounceback-bounce.svg)](https://example.org/bounceback/#v=1&figure=bounce)"
        );
        assert_eq!(
            it.picture("bounceback-bounce.svg"),
            "<a href=\"https://example.org/bounceback/#v=1&amp;figure=bounce\"><img src=\"bounceback-bounce.svg\" alt=\"After 200 tokens, 13.4% [of all]*\"></a>"
        );
    }

    /// Whatever stands in a title, an address or the name of a phase, it ends nothing
    /// that it stands in.
    #[test]
    fn nothing_breaks_out_of_a_snippet() {
        let hostile = "\"><script>alert(1)</script>' onload='x](javascript:1)`\n&";
        let link = format!(
            "figure=bounce&schema={}:10;answer",
            "%22%3E%3Cscript%3E%28%29%5B%5D"
        );
        let mut it = snippet(&link, None, hostile);
        it.folder = "https://example.org/\"><script>/";
        for text in [it.frame(), it.element(), it.picture(hostile)] {
            let without = text
                .replace("<script async src=", "")
                .replace("></script>", "");
            assert!(!without.contains("<script"), "{text}");
            // Quotes are those of the attributes themselves: each opens or closes one.
            assert_eq!(text.matches('"').count() % 2, 0, "{text}");
            for piece in text.split('"').skip(1).step_by(2) {
                assert!(!piece.contains(['<', '>', '\'']), "{piece}");
            }
        }
        let markdown = it.markdown(hostile);
        assert_eq!(markdown.matches("](").count(), 2, "{markdown}");
        assert!(markdown.contains("\\]\\(javascript"), "{markdown}");
        assert!(!markdown.contains('\n'));
    }
}
