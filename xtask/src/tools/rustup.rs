//! What rustup adds to a toolchain.

use crate::process::{self, on_path, say};
use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

/// The target of the page.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Adds the wasm target to the toolchain in use, unless it is there.
pub(crate) fn wasm_target() -> Result<()> {
    let sysroot = process::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let target = Path::new(sysroot.trim()).join("lib/rustlib").join(WASM);
    if target.is_dir() {
        return Ok(());
    }
    // A target listed in rust-toolchain.toml isn't fetched where rustup may not
    // install by itself: ask for it by name.
    add(&["target", "add", WASM])
}

/// Adds the formatter and the linter, unless they are there.
pub(crate) fn lints() -> Result<()> {
    let there = |tool| process::succeeds(process::cargo().args([tool, "--version"]));
    if there("fmt") && there("clippy") {
        return Ok(());
    }
    add(&["component", "add", "rustfmt", "clippy"])
}

fn add(what: &[&str]) -> Result<()> {
    let wanted = format!("rustup {}", what.join(" "));
    if on_path("rustup").is_none() {
        bail!("this toolchain lacks what “{wanted}” would add, and there is no rustup");
    }
    say(&wanted);
    process::run(
        Command::new("rustup")
            .current_dir(crate::paths::root())
            .args(what),
    )
}
