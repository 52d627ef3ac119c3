//! The page of an embed, `embed.html`: the program on another document.
//!
//! A document in a sandbox has no origin of its own, so that what it fetches and what it
//! checks by a digest are refused unless the host says otherwise in a header, which a plain
//! host doesn't. Plain scripts are let through: so the program is once more there as one.

use super::html::Document;
use super::{inline, integrity, policy, prerender};
use anyhow::{Context, Result, bail};
use bounceback_core::model::scenario::{PARAMETERS, Scenario};
use bounceback_core::share::{embed, link, snippet};
use std::fmt::Write as _;
use std::path::Path;

/// The page.
pub(super) const PAGE: &str = snippet::EMBED;

/// The parts of the page's style sheet that an embed shares, by how their heads begin: a
/// head is a comment behind an empty line.
const SHARED: &[&str] = &[
    "The colours:",
    "The system:",
    "Messages",
    "Figures",
    "Controls",
];

/// What stands for the keys of links in a script.
const KEYS: &str = "\"keys of a link\"";

/// Writes the host's script into the folder; the page itself comes back, and still names
/// all files as they are built.
pub(super) fn write(folder: &Path, page: &Document, scenario: &Scenario) -> Result<Document> {
    // An attribute may also say which controls there are, and what stands above them.
    let own = format!(", \"{}\", \"{}\"", link::CONTROLS, link::HEADING);
    let host = with_keys(snippet::SCRIPT, &(keys() + &own))?;
    std::fs::write(folder.join(snippet::SCRIPT), host)?;
    let mut document = Document::new(inline::source(PAGE)?);
    inline::fill(&mut document, |file| match file {
        "embed.css" => Ok(shared(&inline::source("style.css")?)? + &inline::source(file)?),
        "embed-start.js" => with_keys(file, &keys()),
        _ => inline::source(file),
    })?;
    let mut edits = Vec::new();
    for tag in document.tags() {
        let content = match (tag.name, tag.attribute("id")) {
            ("template", Some(id)) => template(page, id)?,
            ("h1", _) if tag.attribute("data-titles").is_some() => titles(),
            _ => continue,
        };
        edits.push((document.content(&tag), content));
    }
    document.edit(edits);
    prerender::fill(&mut document, scenario, folder)?;
    for figure in embed::FIGURES {
        prerender::picture(figure.name, scenario, folder)?;
    }
    Ok(document)
}

/// Finishes the page, once its files have the names they keep; its policy.
pub(super) fn seal(
    mut embed: Document,
    folder: &Path,
    names: &super::fingerprint::Names,
) -> Result<String> {
    integrity::seal(&mut embed, folder, names)?;
    let policy = policy::apply(&mut embed, &policy::Sources::Frame)?;
    std::fs::write(folder.join(PAGE), embed.text())?;
    Ok(policy)
}

/// The parts of the style sheet that an embed shares.
fn shared(style: &str) -> Result<String> {
    let mut parts = String::new();
    for name in SHARED {
        let head = format!("/* {name}");
        let Some((_, part)) = style.split_once(&head) else {
            bail!("the style sheet has no part “{name}”");
        };
        let (_, part) = part.split_once("*/").context("a comment has no end")?;
        let part = part.split("\n\n/* ").next().unwrap_or(part);
        parts.push_str(part);
        parts.push('\n');
    }
    Ok(parts)
}

/// What a template of the page holds.
fn template(page: &Document, id: &str) -> Result<String> {
    let tag = page
        .tags()
        .find(|tag| tag.name == "template" && tag.attribute("id") == Some(id))
        .with_context(|| format!("the page has no template “{id}”"))?;
    Ok(page.text()[page.content(&tag)].to_owned())
}

/// A script that lists the keys of links.
fn with_keys(file: &str, keys: &str) -> Result<String> {
    let script = inline::source(file)?;
    if script.matches(KEYS).count() != 1 {
        bail!("{file} should say {KEYS} once");
    }
    Ok(script.replace(KEYS, keys))
}

/// The keys of links, as a script lists them.
fn keys() -> String {
    let names = PARAMETERS.iter().map(|it| format!("\"{}\"", it.name));
    names.collect::<Vec<_>>().join(", ")
}

/// The title of every figure; the script that starts an embed shows one.
fn titles() -> String {
    let mut titles = String::new();
    for (index, figure) in embed::FIGURES.iter().enumerate() {
        let hidden = if index == 0 { "" } else { " hidden" };
        let title = snippet::markup(figure.title);
        let name = figure.name;
        // Writing to a String cannot fail.
        let _ = write!(titles, "<span data-of=\"{name}\"{hidden}>{title}</span>");
    }
    titles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_style_ends_where_the_next_begins() {
        let mut style = String::new();
        for name in SHARED {
            let _ = write!(
                style,
                "/* {name} */\n{{{name}}}\n/* Why */\n\n/* Other */\nno\n"
            );
        }
        let parts = shared(&style).unwrap();
        assert!(!parts.contains("no"), "{parts}");
        assert!(parts.contains("{Figures}"));
        assert!(shared("/* Figures */").is_err());
    }
}
