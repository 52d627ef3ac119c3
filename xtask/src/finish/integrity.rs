//! Subresource integrity, and early loading of what the page will ask for.

use super::atlas;
use super::fingerprint::{GLUE, Names};
use super::html::Document;
use super::optimise::PROGRAM;
use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use std::path::Path;

/// Says of every script and style what it must contain, and asks at once for what
/// would otherwise be known only after another file has arrived.
///
/// The program is fetched by a line of script, whose promise boot.js takes over:
/// WebKit loads what `<link rel="preload" as="fetch">` names a second time when it is
/// used. Modules that a script imports later have their digests in an import map, which
/// browsers that don't know it yet pass over.
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
    let (glue, atlas) = (names.of(GLUE), names.of(atlas::GLUE));
    let early = format!(
        "\n<script>bouncebackWasm = {}</script>\n\
         <script type=\"importmap\">{{\"integrity\":{{\"./{atlas}\":\"{}\"}}}}</script>\n\
         <link rel=\"modulepreload\" href=\"./{glue}\" integrity=\"{}\">",
        vouch(&format!("fetch(\"./{}\")", names.of(PROGRAM)), folder)?,
        digest(&folder.join(atlas))?,
        digest(&folder.join(glue))?,
    );
    // Before any style: a script behind one waits until that has arrived.
    if !page.insert_after(|tag| tag.attribute("charset").is_some(), &early) {
        bail!("the page doesn't say its charset");
    }
    Ok(())
}

/// Says in a script what each program must contain that it fetches.
pub(super) fn vouch(script: &str, folder: &Path) -> Result<String> {
    const FETCH: &str = "fetch(\"./";
    let mut vouched = String::with_capacity(script.len());
    let mut rest = script;
    while let Some((before, after)) = rest.split_once(FETCH) {
        let (file, behind) = after
            .split_once("\")")
            .context("a script fetches with options of its own")?;
        let digest = digest(&folder.join(file))?;
        vouched.extend([before, FETCH, file, "\",{integrity:\"", &digest, "\"})"]);
        rest = behind;
    }
    vouched.push_str(rest);
    Ok(vouched)
}

pub(super) fn digest(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path)
        .with_context(|| format!("the page loads {}, which isn't there", path.display()))?;
    Ok(format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_script_fetches_must_be_what_was_built() {
        let folder = std::env::temp_dir().join(format!("bounceback-seal-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("a.wasm"), "1").unwrap();
        // printf 1 | openssl dgst -sha256 -binary | base64
        let digest = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
        assert_eq!(
            vouch("f(); fetch(\"./a.wasm\"); g()", &folder).unwrap(),
            format!("f(); fetch(\"./a.wasm\",{{integrity:\"{digest}\"}}); g()")
        );
        assert_eq!(vouch("fetch(x)", &folder).unwrap(), "fetch(x)");
        assert!(vouch("fetch(\"./b.wasm\")", &folder).is_err());
        assert!(vouch("fetch(\"./a.wasm\", {})", &folder).is_err());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
