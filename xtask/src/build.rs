//! `build`: leaves the finished page in `dist/`.

use crate::options::Options;
use crate::process::{self, say};
use crate::tools;
use anyhow::Result;
use std::process::{Command, ExitCode};

/// Installs what is missing and builds the page.
pub(crate) fn run(options: Options) -> Result<ExitCode> {
    options.end()?;
    page()?;
    Ok(ExitCode::SUCCESS)
}

/// Builds the page into `dist/`.
pub(crate) fn page() -> Result<()> {
    let mut trunk = trunk()?;
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
