//! `bless`: takes what the code draws and says now for right.

use crate::process::{self, say};
use crate::reference;
use anyhow::Result;
use std::process::ExitCode;

/// Runs the tests that keep files of answers so that they write them anew.
pub(crate) fn run() -> Result<ExitCode> {
    process::run(
        process::cargo()
            .args(["test", "--quiet", "--test", "native", "--"])
            .args(["golden::", "published::", "lab::"])
            .env("BLESS", "1"),
    )?;
    process::run(
        process::cargo()
            .args(["test", "--quiet", "--package", "bounceback-lab"])
            .args(["--test", "stability"])
            .env("BLESS", "1"),
    )?;
    let page = std::fs::read_to_string(reference::path())?;
    std::fs::write(reference::path(), reference::filled(&page)?)?;
    say("the golden files are written; look at what changed before committing it");
    Ok(ExitCode::SUCCESS)
}
