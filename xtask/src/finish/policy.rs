//! The Content Security Policy: nothing runs or loads but what the build put there.

use super::html::Document;
use anyhow::{Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Where a page has its parts from.
#[derive(PartialEq, Eq)]
pub(super) enum Sources {
    /// From the files beside it.
    Folder,
    /// From the files beside it, also where a sandbox has taken its origin: WebKit then
    /// takes none of them for its own. So scripts are let in by the one script that has a
    /// digest here, and pictures, which can do no harm, from anywhere.
    Frame,
    /// From itself: everything stands in the page.
    Itself,
}

/// Writes the policy into a page, before anything that it governs; returns it.
pub(super) fn apply(page: &mut Document, sources: &Sources) -> Result<String> {
    if let Some(tag) = page.tags().find(|tag| tag.attribute("style").is_some()) {
        bail!(
            "a <{}> has a style attribute, which the policy forbids",
            tag.name
        );
    }
    let (folder, connect) = match sources {
        Sources::Folder | Sources::Frame => (" 'self'", "'self'"),
        Sources::Itself => ("", "'none'"),
    };
    let (trusted, pictures) = match sources {
        Sources::Frame => (" 'strict-dynamic'", " *"),
        Sources::Folder | Sources::Itself => ("", ""),
    };
    // The preview of an embed.
    let frames = match sources {
        Sources::Folder => "frame-src 'self'; ",
        Sources::Frame | Sources::Itself => "",
    };
    let scripts = hashes(page, "script");
    let styles = hashes(page, "style");
    let policy = format!(
        "default-src 'none'; script-src{folder}{trusted} 'wasm-unsafe-eval'{scripts}; \
         style-src{folder}{styles}; img-src{folder}{pictures} data: blob:; connect-src {connect}; \
         {frames}base-uri 'none'; form-action 'none'"
    );
    let meta = format!("\n<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">");
    if !page.insert_after(|tag| tag.attribute("charset").is_some(), &meta) {
        bail!("the page doesn't say its charset");
    }
    Ok(policy)
}

/// The inline scripts that run, or the inline styles, each by its hash.
fn hashes(page: &Document, name: &str) -> String {
    let mut hashes = String::new();
    for tag in page.tags().filter(|tag| tag.name == name) {
        let inert = tag.attribute("type").is_some_and(|kind| kind.contains('/'));
        if tag.attribute("src").is_some() || inert {
            continue;
        }
        let digest = Sha256::digest(&page.text()[page.content(&tag)]);
        // Writing to a String cannot fail.
        let _ = write!(hashes, " 'sha256-{}'", STANDARD.encode(digest));
    }
    hashes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(body: &str, sources: &Sources) -> Result<String> {
        let mut page = Document::new(format!("<meta charset=\"utf-8\">{body}"));
        apply(&mut page, sources)?;
        Ok(page.text().to_owned())
    }

    #[test]
    fn inline_scripts_run_by_their_hash_only() {
        let page = applied("<script>1</script>", &Sources::Itself).unwrap();
        // printf 1 | openssl dgst -sha256 -binary | base64
        let hash = "'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='";
        assert!(
            page.contains(&format!("script-src 'wasm-unsafe-eval' {hash};")),
            "{page}"
        );
        assert!(!page.contains("'self'"));
        assert!(!page.contains("unsafe-inline"));
    }

    #[test]
    fn data_in_a_script_element_needs_no_leave() {
        let page = applied("<script type=\"text/plain\">1</script>", &Sources::Folder).unwrap();
        assert!(
            page.contains("script-src 'self' 'wasm-unsafe-eval';"),
            "{page}"
        );
    }

    #[test]
    fn a_frame_trusts_what_its_own_script_brings() {
        let page = applied("<script>1</script>", &Sources::Frame).unwrap();
        assert!(
            page.contains("script-src 'self' 'strict-dynamic' 'wasm-unsafe-eval' 'sha256-"),
            "{page}"
        );
        assert!(!page.contains("script-src *") && !page.contains("frame-src"));
    }

    #[test]
    fn style_attributes_are_not_let_through() {
        assert!(applied("<p style=\"color: red\">", &Sources::Folder).is_err());
    }
}
