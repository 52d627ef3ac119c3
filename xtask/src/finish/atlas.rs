//! The second program of the page: the same crate with the figures further down.

use super::optimise;
use crate::{process, tools};
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

/// What wasm-bindgen puts around it.
pub(super) const GLUE: &str = "atlas.js";

/// The program, as wasm-bindgen names it.
pub(super) const PROGRAM: &str = "atlas_bg.wasm";

/// Builds it into a folder. The first program has been built, so that only the crate
/// itself is compiled once more.
pub(super) fn build(folder: &Path) -> Result<()> {
    process::run(process::cargo().args([
        "build",
        "--quiet",
        "--lib",
        "--release",
        "--target",
        tools::WASM,
    ]))?;
    let built = crate::paths::root()
        .join("target")
        .join(tools::WASM)
        .join("release/bounceback.wasm");
    let bindgen = tools::wasm_bindgen()?.join("wasm-bindgen");
    process::run(
        Command::new(bindgen)
            .args(["--target", "web", "--no-typescript", "--out-name", "atlas"])
            .arg("--out-dir")
            .arg(folder)
            .arg(&built),
    )
    .context("the atlas has no glue")?;
    optimise::program(folder, PROGRAM)
}
