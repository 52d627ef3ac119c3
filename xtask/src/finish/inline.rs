//! Styles and scripts that stand in a document itself: nothing waits for them, and none of
//! them can be missing.

use super::html::Document;
use anyhow::{Context, Result, bail};

/// Reads a file of the page's sources.
pub(super) fn source(name: &str) -> Result<String> {
    let path = crate::paths::root().join("www").join(name);
    std::fs::read_to_string(path).with_context(|| format!("www/{name} can't be read"))
}

/// Fills each `<style>` and `<script>` that says `data-from="FILE"` with what a function has
/// for the file.
pub(super) fn fill(
    document: &mut Document,
    content: impl Fn(&str) -> Result<String>,
) -> Result<()> {
    let mut edits = Vec::new();
    for tag in document.tags() {
        let Some(file) = tag.attribute("data-from") else {
            continue;
        };
        let content = content(file)?;
        let end = format!("</{}", tag.name);
        if content.contains(&end) || content.contains("<!--") {
            bail!("{file} holds what would end it inside a page");
        }
        edits.push((document.content(&tag), content));
    }
    document.edit(edits);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_document_asks_for_stands_in_it() {
        let mut page = Document::new("<script data-from=\"a.js\"></script>".to_owned());
        fill(&mut page, |file| Ok(format!("from({file})"))).unwrap();
        assert_eq!(
            page.text(),
            "<script data-from=\"a.js\">from(a.js)</script>"
        );
        assert!(fill(&mut page, |_| Ok("'</script>'".to_owned())).is_err());
    }
}
