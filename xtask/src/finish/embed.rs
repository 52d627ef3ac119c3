//! The page of an embed, `embed.html`: one document that holds its style and the script
//! that starts it, and programs that load whatever the frame around it forbids.
//!
//! A document in a sandbox has no origin of its own, so that what it fetches, the modules
//! it loads and what it checks by a digest are refused unless the host says otherwise in
//! a header, which a plain host doesn't. Plain scripts are let through. So each program
//! has its glue as one, and is once more there as one itself.

use super::html::Document;
use super::{atlas, fingerprint, integrity, lean, one_file, policy, prerender};
use anyhow::{Context, Result, bail};
use bounceback::scenario::{PARAMETERS, Scenario};
use bounceback::{embed, snippet};
use std::fmt::Write as _;
use std::path::Path;

/// The page.
pub(super) const PAGE: &str = snippet::EMBED;
/// What wasm-bindgen puts around the program that draws the claim and the bounce alone.
pub(super) const GLUE: &str = "embed-program.js";
/// That program, as wasm-bindgen names it.
pub(super) const PROGRAM: &str = "embed-program_bg.wasm";
/// The same as a script.
pub(super) const PACKED: &str = "embed-program.wasm.js";
/// The glue of the atlas, as a plain script.
pub(super) const ATLAS_GLUE: &str = "atlas-program.js";
/// The atlas as a script.
pub(super) const ATLAS_PACKED: &str = "atlas-program.wasm.js";

/// The parts of the page's style sheet that an embed shares, by how their heads begin: a
/// head is a comment behind an empty line.
const SHARED: &[&str] = &[
    "The colours:",
    "The system:",
    "Messages",
    "Figures",
    "Controls",
];

/// What stands before a digest in the script that starts an embed.
const DIGEST: &str = "digest of ";

/// What stands for the keys of links in the script that starts an embed.
const KEYS: &str = "\"keys of a link\"";

/// Builds the program of an embed into a folder.
pub(super) fn build(folder: &Path) -> Result<()> {
    let features = ["--no-default-features", "--features", "embed"];
    atlas::compile(folder, "embed-program", &features)
}

/// Writes the plain scripts into the folder, and the host's script; the page itself
/// comes back, and still names all files as they are built.
pub(super) fn write(folder: &Path, page: &Document, scenario: &Scenario) -> Result<Document> {
    let read = |name: &str| {
        std::fs::read_to_string(folder.join(name)).with_context(|| format!("{name} can't be read"))
    };
    let source = |name: &str| {
        let path = crate::paths::root().join("www").join(name);
        std::fs::read_to_string(path).with_context(|| format!("{name} can't be read"))
    };
    for (module, program, glue, packed) in [
        (GLUE, PROGRAM, GLUE, PACKED),
        (atlas::GLUE, atlas::PROGRAM, ATLAS_GLUE, ATLAS_PACKED),
    ] {
        let plain = plain_script(&read(module)?, program)?;
        std::fs::write(folder.join(glue), plain)?;
        let bytes = std::fs::read(folder.join(program))?;
        std::fs::write(folder.join(packed), as_text(&bytes))?;
    }
    std::fs::write(
        folder.join(snippet::SCRIPT),
        lean::lean(&source(snippet::SCRIPT)?),
    )?;
    let style = lean::narrow(&lean::lean(&format!(
        "{}{}",
        shared(&source(fingerprint::STYLE)?)?,
        source("embed.css")?
    )));
    let start = source("embed-start.js")?;
    if start.matches(KEYS).count() != 1 {
        bail!("embed-start.js should say {KEYS} once");
    }
    let start = lean::lean(&start.replace(KEYS, &keys()));
    let mut document = Document::new(source(snippet::EMBED)?);
    let mut edits = Vec::new();
    for tag in document.tags() {
        let content = match (tag.name, tag.attribute("data-from"), tag.attribute("id")) {
            ("style", Some(_), _) => style.clone(),
            ("script", Some(_), _) => start.clone(),
            ("template", _, Some(id)) => template(page, id)?,
            ("h1", ..) if tag.attribute("data-titles").is_some() => titles(),
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
    names: &fingerprint::Names,
) -> Result<String> {
    let mut text = embed.text().to_owned();
    for file in [GLUE, PROGRAM, ATLAS_GLUE, atlas::PROGRAM] {
        let digest = integrity::digest(&folder.join(names.of(file)))?;
        text = text.replace(&format!("{DIGEST}{file}\""), &format!("{digest}\""));
    }
    text = names.replace(&text);
    if text.contains(DIGEST) {
        bail!("{} names a file that there is no digest of", snippet::EMBED);
    }
    for file in [
        GLUE,
        PROGRAM,
        PACKED,
        ATLAS_GLUE,
        atlas::PROGRAM,
        ATLAS_PACKED,
    ] {
        if !text.contains(&format!("\"./{}\"", names.of(file))) {
            bail!("{} doesn't name ./{file}", snippet::EMBED);
        }
    }
    embed = Document::new(text);
    let policy = policy::apply(&mut embed, &policy::Sources::Frame)?;
    std::fs::write(folder.join(snippet::EMBED), embed.text())?;
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

/// The glue of a program as a script that leaves it in a variable.
fn plain_script(module: &str, program: &str) -> Result<String> {
    // A module knows where it lies, and looks for its program there; a script is told.
    let place = format!("new URL('{program}', import.meta.url)");
    if module.matches(&place).count() != 1 {
        bail!("the glue should say {place} once");
    }
    let glue = one_file::as_value(&module.replace(&place, "undefined"))?;
    Ok(format!("bouncebackGlue = {glue};\n"))
}

/// A script that leaves a program in a variable, a letter for each byte: letters below
/// 256 compress nearly as well as the bytes they stand for.
fn as_text(program: &[u8]) -> String {
    let mut text = String::with_capacity(program.len() * 2);
    text.push_str("bouncebackProgram = \"");
    for &byte in program {
        match byte {
            b'"' => text.push_str("\\\""),
            b'\\' => text.push_str("\\\\"),
            b'\n' => text.push_str("\\n"),
            b'\r' => text.push_str("\\r"),
            0 => text.push_str("\\x00"),
            _ => text.push(char::from(byte)),
        }
    }
    text.push_str("\";\n");
    text
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

    #[test]
    fn glue_becomes_a_script_that_knows_no_module() {
        let module = "export function a() {\n}\nif (x === undefined) x = new URL('p_bg.wasm', import.meta.url);\nexport { a as default };";
        let script = plain_script(module, "p_bg.wasm").unwrap();
        assert!(script.starts_with("bouncebackGlue = (() => {"));
        assert!(!script.contains("import.meta"));
        assert!(plain_script("", "p_bg.wasm").is_err());
    }

    #[test]
    fn every_byte_of_a_program_has_its_letter() {
        let bytes: Vec<u8> = (0..=255).collect();
        let text = as_text(&bytes);
        let body = text
            .strip_prefix("bouncebackProgram = \"")
            .and_then(|rest| rest.strip_suffix("\";\n"))
            .unwrap();
        // As a script is read.
        let mut read = Vec::new();
        let mut letters = body.chars();
        while let Some(letter) = letters.next() {
            if letter != '\\' {
                assert!(!matches!(letter, '"' | '\n' | '\r' | '\0'));
                read.push(letter as u32 as u8);
                continue;
            }
            read.push(match letters.next() {
                Some('n') => b'\n',
                Some('r') => b'\r',
                Some('x') => {
                    assert_eq!((letters.next(), letters.next()), (Some('0'), Some('0')));
                    0
                }
                other => other.unwrap() as u8,
            });
        }
        assert_eq!(read, bytes);
    }
}
