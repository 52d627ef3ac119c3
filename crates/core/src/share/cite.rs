//! How the page is cited, at a figure in a state.

use crate::share::embed::Figure;
use std::fmt::Write as _;

/// What the page is called.
const TITLE: &str = "Do errors doom an LLM, or does it bounce back?";

/// The version that is cited.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// A citation in plain text; `day` is the day of access, as `2026-11-24`.
pub fn plain(figure: &Figure, link: &str, day: &str) -> String {
    format!(
        "Bounceback {VERSION}: {TITLE} Figure: {} {link} (accessed {day}).",
        sentence(figure.title)
    )
}

/// The same as an entry of BibTeX.
pub fn bibtex(figure: &Figure, link: &str, day: &str) -> String {
    format!(
        "@misc{{bounceback-{},\n  title = {{Bounceback: Do Errors Doom an {{LLM}}, or Does It Bounce Back?}},\n  howpublished = {{Interactive figure: {}}},\n  version = {{{VERSION}}},\n  note = {{Version {VERSION}, accessed {day}}},\n  url = {{{}}},\n  urldate = {{{day}}}\n}}",
        figure.name,
        sentence(figure.title).trim_end_matches('.'),
        address(link)
    )
}

/// A title with an end.
fn sentence(title: &str) -> String {
    if title.ends_with(['?', '.', '!']) {
        title.to_owned()
    } else {
        format!("{title}.")
    }
}

/// An address as a field between braces holds it: braces would end it, and the
/// backslash begins a command.
fn address(link: &str) -> String {
    let mut safe = String::with_capacity(link.len());
    for letter in link.chars() {
        if matches!(letter, '{' | '}' | '\\') || letter.is_ascii_control() {
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
    use crate::share::embed::figure;

    #[test]
    fn a_citation_names_version_figure_link_and_day() {
        let link = "https://example.org/#v=1&figure=claim&error=0.02";
        assert_eq!(
            plain(figure("claim"), link, "2026-11-24"),
            format!(
                "Bounceback {VERSION}: Do errors doom an LLM, or does it bounce back? Figure: The chance of never erring. https://example.org/#v=1&figure=claim&error=0.02 (accessed 2026-11-24)."
            )
        );
        assert_eq!(
            bibtex(figure("bounce"), link, "2026-11-24"),
            format!(
                "@misc{{bounceback-bounce,\n  title = {{Bounceback: Do Errors Doom an {{LLM}}, or Does It Bounce Back?}},\n  howpublished = {{Interactive figure: Never erred, or fine now?}},\n  version = {{{VERSION}}},\n  note = {{Version {VERSION}, accessed 2026-11-24}},\n  url = {{https://example.org/#v=1&figure=claim&error=0.02}},\n  urldate = {{2026-11-24}}\n}}"
            )
        );
    }

    #[test]
    fn no_link_ends_its_field() {
        let entry = bibtex(figure("claim"), "https://x/#schema=a}b{c\\d\n", "");
        assert!(entry.contains("schema=a%7Db%7Bc%5Cd%0A}"), "{entry}");
        assert_eq!(entry.matches('{').count(), entry.matches('}').count());
    }
}
