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
    compile(folder, "atlas", &[])
}

/// Compiles the crate with some features, and puts it with its glue into a folder.
pub(super) fn compile(folder: &Path, name: &str, features: &[&str]) -> Result<()> {
    process::run(
        process::cargo()
            .args(["build", "--quiet", "--lib", "--release", "--target"])
            .arg(tools::WASM)
            .args(features),
    )?;
    let built = crate::paths::root()
        .join("target")
        .join(tools::WASM)
        .join("release/bounceback.wasm");
    let bindgen = tools::wasm_bindgen()?.join("wasm-bindgen");
    process::run(
        Command::new(bindgen)
            .args(["--target", "web", "--no-typescript", "--out-name", name])
            .arg("--out-dir")
            .arg(folder)
            .arg(&built),
    )
    .with_context(|| format!("{name} has no glue"))?;
    optimise::program(folder, &format!("{name}_bg.wasm"))
}
