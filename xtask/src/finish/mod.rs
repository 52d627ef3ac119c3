//! `finish`: what a build does after Trunk. Trunk calls it in its staging folder.

pub(crate) mod address;
mod autoreload;
mod embed;
mod fingerprint;
mod headers;
mod html;
mod inline;
mod integrity;
mod lab;
mod one_file;
mod optimise;
mod packed;
mod policy;
mod prerender;
mod preview;
mod recorded;
pub(crate) mod weight;

use crate::process::say;
use address::Address;
use anyhow::{Context, Result, ensure};
use bounceback_core::model::scenario::Scenario;
use bounceback_core::plan::reading;
use html::Document;
use std::path::PathBuf;
use std::process::ExitCode;

/// The page, as Trunk names it.
const PAGE: &str = "index.html";

/// Finishes the page in the folder that Trunk names.
pub(crate) fn run() -> Result<ExitCode> {
    let folder: PathBuf = std::env::var_os("TRUNK_STAGING_DIR")
        .context("finish is Trunk's to call: use cargo xtask build")?
        .into();
    let scenario = Scenario::default();

    optimise::program(&folder, optimise::PROGRAM)?;
    packed::write(&folder, optimise::PROGRAM)?;
    lab::write(&folder)?;
    let source = std::fs::read_to_string(folder.join(PAGE))?;
    let mut page = Document::new(source);
    page.remove("link", |tag| tag.attribute("rel") == Some("rust"));
    let served = autoreload::move_out(&mut page, &folder)?;
    inline::fill(&mut page, inline::source)?;
    prerender::fill(&mut page, &scenario, &folder)?;
    preview::write(&folder, &crate::paths::root().join("www"), &scenario)?;
    generator(&mut page)?;

    one_file::write(&folder, &page)?;
    let embed = embed::write(&folder, &page, &scenario)?;
    let names = fingerprint::rename(&folder, fingerprint::FILES)?;
    let all = names.and(&fingerprint::rename(&folder, &lab::FILES)?);
    integrity::seal(&mut page, &folder, &all)?;
    let address = Address::given()?;
    if let Some(address) = &address {
        address.apply(&mut page)?;
        address.write(&folder, address::title(&page)?)?;
    }
    let policy = policy::apply(&mut page, &policy::Sources::Folder)?;
    std::fs::write(folder.join(PAGE), page.text())?;
    let of_embed = embed::seal(embed, &folder, &names)?;
    let path = address.as_ref().map_or("/", Address::path);
    let headers = headers::text(path, &[(PAGE, &policy), (embed::PAGE, &of_embed)], &all);
    std::fs::write(folder.join(headers::NAME), headers)?;
    if served {
        say("built; an open page reloads by itself");
    } else {
        print!("{}", weight::measure(&folder)?);
    }
    Ok(ExitCode::SUCCESS)
}

/// Has the page say its version to those who only read its head.
fn generator(page: &mut Document) -> Result<()> {
    const HERE: &str = "<meta name=\"generator\" content=\"Bounceback";
    ensure!(
        page.text().contains(HERE),
        "the page doesn't say what made it"
    );
    let version = reading::text("page.version", &Scenario::default(), None)
        .context("the page has no version")?;
    *page = Document::new(page.text().replace(HERE, &format!("{HERE} {version}")));
    Ok(())
}
