//! `bless`: takes what the code draws now for right.

use crate::options::Options;
use crate::process::{self, say};
use anyhow::Result;
use std::process::ExitCode;

/// Runs the golden tests so that they write their files anew.
pub(crate) fn run(options: Options) -> Result<ExitCode> {
    options.end()?;
    process::run(
        process::cargo()
            .args(["test", "--quiet", "--test", "golden"])
            .env("BLESS", "1"),
    )?;
    say("the golden files are written; look at what changed before committing it");
    Ok(ExitCode::SUCCESS)
}
