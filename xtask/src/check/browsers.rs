//! The tests in real browsers.

use super::cargo;
use super::summary::Count;
use crate::process;
use crate::tools::{self, Browser};
use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs the tests of one browser, which is installed if need be.
pub(super) fn tests(browser: Browser, filter: Option<&str>) -> Result<Count> {
    let folders = browser.install()?;
    let names = names(browser, filter)?;
    if names.is_empty() && filter.is_some() {
        return Ok(Count::default());
    }
    let mut command = program();
    command
        .env("PATH", path(&folders)?)
        .env("BOUNCEBACK_DIST", crate::paths::dist())
        .env("BOUNCEBACK_AXE", tools::axe()?)
        // Three at a time: a browser waits more than it works, also where processors are two.
        .args(["--ignored", "--test-threads=3", "--exact"])
        .args(names);
    cargo::tests(&mut command)?.some()
}

/// The names of a browser's tests.
fn names(browser: Browser, filter: Option<&str>) -> Result<Vec<String>> {
    let list = process::output(program().args(["--ignored", "--list", "--format=terse"]))?;
    let of_browser = format!("::{}::", browser.name());
    Ok(list
        .lines()
        .filter_map(|line| line.strip_suffix(": test"))
        .filter(|name| name.contains(&of_browser))
        .filter(|name| filter.is_none_or(|filter| name.contains(filter)))
        .map(str::to_owned)
        .collect())
}

/// The test program; what follows is for it.
fn program() -> Command {
    let mut cargo = process::cargo();
    cargo.args(["test", "--quiet", "--test", "browser", "--"]);
    cargo
}

fn path(folders: &[PathBuf]) -> Result<std::ffi::OsString> {
    process::path_with(&folders.iter().map(PathBuf::as_path).collect::<Vec<&Path>>())
}
