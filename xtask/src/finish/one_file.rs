//! `bounceback.html`: the whole page in one file, which opens by double-click.

use super::atlas;
use super::fingerprint::{BOOT, GLUE, STYLE};
use super::html::{Document, Tag};
use super::policy;
use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;
use std::path::Path;

/// The name of the file.
pub(super) const NAME: &str = "bounceback.html";

/// Unpacks the program for boot.js, which waits for it.
const UNPACK: &str = r#"
globalThis.bouncebackWasm = (async () => {
  const text = document.getElementById("program").textContent;
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
})();
"#;

/// Writes the file; the others lie in the folder under the names they are built with.
pub(super) fn write(folder: &Path, page: &Document) -> Result<()> {
    let read = |name| {
        std::fs::read_to_string(folder.join(name)).with_context(|| format!("{name} can't be read"))
    };
    let program = format!(
        "<script type=\"application/gzip\" id=\"program\">{}</script>\n",
        STANDARD.encode(gzip(&std::fs::read(folder.join(atlas::PROGRAM))?)?)
    );
    let script = script(&read(atlas::GLUE)?, &read(BOOT)?)?;
    let style = read(STYLE)?;
    let mut page = Document::new(page.text().to_owned());
    let mut edits = Vec::new();
    for tag in page.tags() {
        let file = tag.attribute("src").or_else(|| tag.attribute("href"));
        let inline = match (tag.name, tag.attribute("rel"), file) {
            ("script", _, Some("./boot.js")) => {
                let start = format!("{program}<script type=\"module\">{script}");
                edits.push((tag.at.start..page.content(&tag).end, start));
                continue;
            }
            // It follows no rebuilds.
            ("script", _, Some("./autoreload.js")) => {
                edits.push((tag.at.clone(), "<script type=\"text/plain\">".to_owned()));
                continue;
            }
            ("link", Some("stylesheet"), _) => format!("<style>{style}</style>"),
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
            // One picture is enough for the rare reader without scripts.
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

/// Whether a tag tells sites how to show a link to the page.
fn describes_a_link(tag: &Tag) -> bool {
    let names = [tag.attribute("property"), tag.attribute("name")];
    let mut names = names.into_iter().flatten();
    names.any(|name| name.starts_with("og:") || name.starts_with("twitter:"))
}

/// The two modules as one: the glue as a value, and boot.js importing that value.
fn script(glue: &str, boot: &str) -> Result<String> {
    let mut boot = boot.to_owned();
    // The atlas is all there is, and comes at once.
    for file in [GLUE, atlas::GLUE] {
        let import = format!("import(\"./{file}\")");
        if boot.matches(&import).count() != 1 {
            bail!("{BOOT} should say {import} once");
        }
        boot = boot.replace(&import, "glue");
    }
    let glue = as_value(glue)?;
    let script = format!("const glue = {glue};\n{UNPACK}\n{boot}");
    if script.contains("</script") || script.contains("<!--") {
        bail!("the scripts hold what would end them inside a page");
    }
    Ok(script)
}

/// A module of plain exported declarations, as an expression for what it exports.
pub(super) fn as_value(module: &str) -> Result<String> {
    let mut body = String::new();
    let mut exports = Vec::new();
    for line in module.lines() {
        let Some(rest) = line.strip_prefix("export ") else {
            if line.starts_with("import ") {
                bail!("{GLUE} imports something: “{line}”");
            }
            body.push_str(line);
            body.push('\n');
            continue;
        };
        if let Some(list) = rest.strip_prefix('{') {
            // export { initSync, __wbg_init as default };
            let list = list.trim_end().trim_end_matches(';').trim_end_matches('}');
            for export in list.split(',').map(str::trim) {
                let (value, name) = export.split_once(" as ").unwrap_or((export, export));
                exports.push(format!("{name}: {value}"));
            }
            continue;
        }
        let name = ["function ", "async function ", "class ", "const "]
            .iter()
            .find_map(|kind| rest.strip_prefix(kind))
            .and_then(|rest| {
                rest.split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next()
            })
            .with_context(|| format!("{GLUE} exports in a way not foreseen: “{line}”"))?;
        exports.push(name.to_owned());
        body.push_str(rest);
        body.push('\n');
    }
    Ok(format!(
        "(() => {{\n{body}\nreturn {{ {} }};\n}})()",
        exports.join(", ")
    ))
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_becomes_a_value() {
        let module = "export function curve(a) {\n}\nlet x;\nexport { initSync, init as default };";
        assert_eq!(
            as_value(module).unwrap(),
            "(() => {\nfunction curve(a) {\n}\nlet x;\n\nreturn { curve, initSync: initSync, default: init };\n})()"
        );
    }

    #[test]
    fn what_is_not_foreseen_is_said() {
        assert!(as_value("import { a } from './snippet.js';").is_err());
        assert!(as_value("export * from './snippet.js';").is_err());
        assert!(script("", "import('./other.js')").is_err());
    }
}
