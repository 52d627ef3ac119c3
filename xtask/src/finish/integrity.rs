//! What a document fetches must be what was built.

use super::fingerprint::Names;
use super::html::Document;
use anyhow::{Context, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use std::path::Path;

/// What stands before the name of a file in a script, where its digest is to stand.
const DIGEST: &str = "\"digest of ";

/// Puts the digests of files into the scripts of a document, and the names that the files
/// have got.
pub(super) fn seal(document: &mut Document, folder: &Path, names: &Names) -> Result<()> {
    let mut text = String::new();
    let mut rest = document.text();
    while let Some((before, after)) = rest.split_once(DIGEST) {
        let (file, behind) = after.split_once('"').context("a digest has no end")?;
        let digest = digest(&folder.join(names.of(file)))?;
        text.extend([before, "\"", &digest, "\""]);
        rest = behind;
    }
    text.push_str(rest);
    let text = names.replace(&text);
    for name in names.all() {
        if !text.contains(&format!("\"./{name}\"")) {
            bail!("a document doesn't name ./{name}");
        }
    }
    *document = Document::new(text);
    Ok(())
}

fn digest(path: &Path) -> Result<String> {
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
        std::fs::write(folder.join("a-1.wasm"), "1").unwrap();
        let names = Names::of_test(&[("a.wasm", "a-1.wasm")]);
        let sealed = |text: &str| {
            let mut document = Document::new(text.to_owned());
            seal(&mut document, &folder, &names).map(|()| document.text().to_owned())
        };
        // printf 1 | openssl dgst -sha256 -binary | base64
        let digest = "sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s=";
        assert_eq!(
            sealed("[\"./a.wasm\", \"digest of a.wasm\"]").unwrap(),
            format!("[\"./a-1.wasm\", \"{digest}\"]")
        );
        assert!(sealed("[\"./a.wasm\", \"digest of b.wasm\"]").is_err());
        assert!(sealed("[]").is_err());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
