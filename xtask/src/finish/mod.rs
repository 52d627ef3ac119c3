//! `finish`: what a build does after Trunk. Trunk calls it in its staging folder.

mod atlas;
mod autoreload;
mod fingerprint;
mod html;
mod imports;
mod integrity;
mod lean;
mod one_file;
mod optimise;
mod policy;
mod prerender;
pub(crate) mod weight;

use crate::options::Options;
use crate::process::say;
use anyhow::{Context, Result};
use bounceback::scenario::Scenario;
use html::Document;
use std::path::PathBuf;
use std::process::ExitCode;

/// The page, as Trunk names it.
const PAGE: &str = "index.html";

/// Finishes the page in the folder that Trunk names.
pub(crate) fn run(options: Options) -> Result<ExitCode> {
    options.end()?;
    let folder: PathBuf = std::env::var_os("TRUNK_STAGING_DIR")
        .context("finish is Trunk's to call: use cargo xtask build")?
        .into();
    let scenario = Scenario::default();

    optimise::program(&folder, optimise::PROGRAM)?;
    atlas::build(&folder)?;
    for (program, glue) in [
        (optimise::PROGRAM, fingerprint::GLUE),
        (atlas::PROGRAM, atlas::GLUE),
    ] {
        imports::shorten(&folder, program, glue)?;
    }
    lean::files(&folder)?;
    let source = std::fs::read_to_string(folder.join(PAGE))?;
    let mut page = Document::new(source);
    page.remove("link", |tag| tag.attribute("rel") == Some("rust"));
    let served = autoreload::move_out(&mut page, &folder)?;
    prerender::fill(&mut page, &scenario, &folder)?;
    std::fs::write(folder.join("preview.svg"), prerender::preview(&scenario)?)?;

    one_file::write(&folder, &page)?;
    let names = fingerprint::rename(&folder)?;
    names.patch(&mut page)?;
    integrity::seal(&mut page, &folder, &names)?;
    policy::apply(&mut page, &policy::Sources::Folder)?;
    std::fs::write(folder.join(PAGE), page.text())?;
    if served {
        say("built; an open page reloads by itself");
    } else {
        print!("{}", weight::measure(&folder)?);
    }
    Ok(ExitCode::SUCCESS)
}
