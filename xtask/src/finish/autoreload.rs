//! The script by which a page served by Trunk follows its rebuilds.

use super::html::Document;
use anyhow::{Context, Result};
use std::path::Path;

/// Moves the inline script that Trunk adds when it serves into a file of its own,
/// which the policy of the page allows; whether there was one.
///
/// Trunk fills in the address only as it serves the page, so that no hash known now
/// could name the inline script.
pub(super) fn move_out(page: &mut Document, folder: &Path) -> Result<bool> {
    let found = page
        .tags()
        .find(|tag| {
            let data = tag.attribute("type").is_some_and(|kind| kind.contains('/'));
            let ours = tag.attribute("data-from").is_some();
            tag.name == "script" && tag.attribute("src").is_none() && !data && !ours
        })
        .map(|tag| (tag.at.clone(), page.content(&tag)));
    let Some((tag, content)) = found else {
        return Ok(false);
    };
    let script = page.text()[content.clone()]
        .replace("'{{__TRUNK_ADDRESS__}}'", "location.host")
        .replace("{{__TRUNK_WS_BASE__}}", "/");
    std::fs::write(folder.join("autoreload.js"), script)
        .context("the script that reloads the page can't be written")?;
    let outside = "<script src=\"./autoreload.js\">".to_owned();
    page.edit(vec![(tag.start..content.end, outside)]);
    Ok(true)
}
