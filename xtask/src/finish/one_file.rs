//! `bounceback.html`: the whole page in one file, which opens by double-click.

use super::fingerprint::GLUE;
use super::html::{Document, Tag};
use super::{lab, packed, policy};
use anyhow::{Context, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::path::Path;

/// The name of the file.
pub(super) const NAME: &str = "bounceback.html";

/// Writes the file; the others lie in the folder under the names they are built with.
pub(super) fn write(folder: &Path, page: &Document) -> Result<()> {
    let read = |name| {
        std::fs::read_to_string(folder.join(name)).with_context(|| format!("{name} can't be read"))
    };
    let mut page = Document::new(page.text().to_owned());
    let mut edits = Vec::new();
    for tag in page.tags() {
        let file = tag.attribute("src").or_else(|| tag.attribute("href"));
        let inline = match (tag.name, tag.attribute("rel"), file) {
            ("script", ..) if tag.attribute("data-from").is_some() => {
                let (glue, packed) = match tag.attribute("data-from") {
                    Some("lab.js") => (lab::GLUE, lab::PACKED),
                    _ => (GLUE, packed::NAME),
                };
                format!(
                    "<script>{}</script>\n<script>{}</script>\n<script data-whole>",
                    harmless(read(glue)?)?,
                    read(packed)?
                )
            }
            // It follows no rebuilds.
            ("script", _, Some("./autoreload.js")) => "<script type=\"text/plain\">".to_owned(),
            ("link", Some("icon"), Some(icon)) => format!(
                "<link rel=\"icon\" href=\"data:image/svg+xml;base64,{}\">",
                STANDARD.encode(read(icon)?)
            ),
            // It is nowhere on the web, and has nothing beside it.
            ("meta", ..) if describes_a_link(&tag) => String::new(),
            ("script", ..) if tag.attribute("type") == Some("application/ld+json") => {
                edits.push((
                    tag.at.start..page.content(&tag).end + "</script>".len(),
                    String::new(),
                ));
                continue;
            }
            // (A file beside it: here these are words and no link.)
            ("a", _, Some(file)) if file.ends_with(lab::MANIFEST) => "<a>".to_owned(),
            // One picture is enough for the time before the program runs.
            ("link", Some("apple-touch-icon"), _) | ("source", ..) => String::new(),
            ("img", _, Some(picture)) => format!(
                "<img src=\"data:image/svg+xml;base64,{}\" alt=\"{}\">",
                STANDARD.encode(read(picture)?),
                tag.attribute("alt").unwrap_or_default()
            ),
            _ => continue,
        };
        edits.push((tag.at.clone(), inline));
    }
    page.edit(edits);
    policy::apply(&mut page, &policy::Sources::Itself)?;
    std::fs::write(folder.join(NAME), page.text())?;
    Ok(())
}

/// A script, unless it would end the element that it is to stand in.
fn harmless(script: String) -> Result<String> {
    ensure!(
        !script.contains("</script") && !script.contains("<!--"),
        "{GLUE} holds what would end it inside a page"
    );
    Ok(script)
}

/// Whether a tag tells sites how to show a link to the page.
fn describes_a_link(tag: &Tag) -> bool {
    let names = [tag.attribute("property"), tag.attribute("name")];
    let mut names = names.into_iter().flatten();
    names.any(|name| name.starts_with("og:") || name.starts_with("twitter:"))
}
