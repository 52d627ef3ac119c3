//! Checks that cargo runs.

use super::summary::Count;
use crate::{paths, process};
use anyhow::{Context, Result, bail};
use std::fs;
use std::process::Command;

/// Runs cargo; what it prints is shown if it fails.
pub(super) fn check(arguments: &[&str]) -> Result<()> {
    let (succeeded, output) = quietly(process::cargo().args(arguments))?;
    if !succeeded {
        bail!("cargo {} failed\n{output}", arguments.join(" "));
    }
    Ok(())
}

/// Whether every file is formatted: those too that a macro declares as modules, which
/// rustfmt does not find by itself.
pub(super) fn formatted() -> Result<()> {
    let mut arguments: Vec<String> = ["fmt", "--all", "--check", "--"].map(str::to_owned).into();
    for folder in [
        "crates/core/src/model/process",
        "crates/core/src/model/technique",
    ] {
        for entry in fs::read_dir(paths::root().join(folder))? {
            arguments.push(entry?.path().display().to_string());
        }
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    check(&arguments)
}

/// The tests that need no browser.
pub(super) fn native_tests(filter: Option<&str>) -> Result<Count> {
    let mut cargo = process::cargo();
    cargo.args(["test", "--workspace", "--no-fail-fast"]);
    let count = tests(cargo.args(filter))?;
    if filter.is_some() {
        return Ok(count);
    }
    count.some()
}

/// Runs test programs by cargo and counts.
pub(super) fn tests(cargo: &mut Command) -> Result<Count> {
    let (succeeded, output) = quietly(cargo)?;
    let mut count = Count::of_output(&output);
    if !succeeded {
        eprintln!("{output}");
        // They did not compile, or broke off.
        count.failed = count.failed.max(1);
    }
    Ok(count)
}

/// Whether a program succeeds, and everything that it prints.
fn quietly(command: &mut Command) -> Result<(bool, String)> {
    let output = command
        .output()
        .with_context(|| format!("{} could not be started", process::line(command)))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let all = format!("{}{}", text(&output.stderr), text(&output.stdout));
    Ok((output.status.success(), all))
}
