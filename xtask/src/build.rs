//! `build`: leaves the finished page in `dist/`.

use crate::finish::address::{self, Address};
use crate::process::{self, say};
use crate::tools;
use anyhow::Result;
use std::fs::File;
use std::process::{Command, ExitCode};

/// Leave the finished page in dist/, for any static host.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The address that the page will have: with it, it tells sites and search engines
    /// more (docs/hosting.md).
    #[arg(long, value_name = "https://example.org/folder/")]
    url: Option<String>,
}

/// Installs what is missing and builds the page.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    if let Some(url) = &options.url {
        Address::read(url)?;
    }
    let _dist = claim_dist()?;
    page_at(options.url.as_deref())?;
    Ok(ExitCode::SUCCESS)
}

/// Waits until no one else builds or tests what lies in `dist/`, and keeps others
/// waiting as long as what it returns lives.
pub(crate) fn claim_dist() -> Result<File> {
    let folder = crate::paths::root().join("target");
    std::fs::create_dir_all(&folder)?;
    let lock = File::create(folder.join("dist.lock"))?;
    if lock.try_lock().is_err() {
        say("waiting for another build or test of the page");
        lock.lock()?;
    }
    Ok(lock)
}

/// Builds the page into `dist/`, which is [`claim_dist`]'s to give.
pub(crate) fn page() -> Result<()> {
    page_at(None)
}

/// [`page`] for a host whose address is known.
fn page_at(url: Option<&str>) -> Result<()> {
    let mut trunk = trunk()?;
    if let Some(url) = url {
        trunk.env(address::VARIABLE, url);
    }
    say("building the page");
    process::run(trunk.arg("build"))
}

/// Trunk, with everything that it calls at hand.
pub(crate) fn trunk() -> Result<Command> {
    // Trunk builds offline: what the lock file names must be there before.
    process::run(process::cargo().args(["fetch", "--quiet", "--target", tools::WASM]))?;
    tools::wasm_target()?;
    let bindgen = tools::wasm_bindgen()?;
    let trunk = tools::trunk()?;
    // The hook finds it, or says what goes without it.
    tools::wasm_opt()?;
    let mut command = Command::new(&trunk);
    command
        .current_dir(crate::paths::root())
        .env("PATH", process::path_with(&[&bindgen])?)
        // Trunk takes any other value than true or false for a mistake.
        .env_remove("NO_COLOR")
        .args(["--log", "warn"]);
    Ok(command)
}
