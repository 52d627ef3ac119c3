//! Subresource integrity, and early loading of what the page will ask for.

use super::fingerprint::{GLUE, Names};
use super::html::Document;
use super::optimise::PROGRAM;
use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha384};
use std::path::Path;

/// Says of every script and style what it must contain, and asks at once for what
/// would otherwise be known only after another file has arrived.
///
/// The program is fetched by a line of script, whose promise boot.js takes over:
/// WebKit loads what `<link rel="preload" as="fetch">` names a second time when it is
/// used.
pub(super) fn seal(page: &mut Document, folder: &Path, names: &Names) -> Result<()> {
    let mut edits = Vec::new();
    for tag in page.tags() {
        let file = match tag.name {
            "script" => tag.attribute("src"),
            "link" if tag.attribute("rel") == Some("stylesheet") => tag.attribute("href"),
            _ => None,
        };
        if let Some(file) = file {
            let digest = digest(&folder.join(file))?;
            edits.push((tag.at.clone(), tag.with("integrity", &digest)));
        }
    }
    page.edit(edits);
    let glue = names.of(GLUE);
    let early = format!(
        "\n<script>bouncebackWasm = fetch(\"./{}\")</script>\n\
         <link rel=\"modulepreload\" href=\"./{glue}\" integrity=\"{}\">",
        names.of(PROGRAM),
        digest(&folder.join(glue))?,
    );
    // Before any style: a script behind one waits until that has arrived.
    if !page.insert_after(|tag| tag.attribute("charset").is_some(), &early) {
        bail!("the page doesn't say its charset");
    }
    Ok(())
}

fn digest(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path)
        .with_context(|| format!("the page loads {}, which isn't there", path.display()))?;
    Ok(format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes))))
}
