//! Makes the program smaller and faster.

use crate::process::{self, say};
use crate::tools;
use anyhow::{Context, Result};
use std::path::Path;
use std::process::Command;

/// The program, as wasm-bindgen names it.
pub(super) const PROGRAM: &str = "bounceback_bg.wasm";

/// Functions with one caller stay functions unless they are tiny, and stand by their names,
/// which puts those that are alike side by side: compressed, that saves 4% and costs no time.
const LEVEL: &[&str] = &[
    "-O3",
    "--one-caller-inline-max-function-size=20",
    "--reorder-functions-by-name",
    "--strip-producers",
    "--strip-target-features",
];

/// What every browser of the last years understands. Never `--all-features`: no
/// browser takes the result.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-simd",
];

/// Runs wasm-opt over the program in a folder, where it is at hand.
pub(super) fn program(folder: &Path, program: &str) -> Result<()> {
    let Some(wasm_opt) = tools::find_wasm_opt() else {
        say("without wasm-opt: the page is larger and slower than it could be");
        return Ok(());
    };
    let path = folder.join(program);
    let smaller = path.with_extension("opt");
    process::run(
        Command::new(wasm_opt)
            .args(LEVEL)
            .args(FEATURES)
            .arg(&path)
            .arg("--output")
            .arg(&smaller),
    )?;
    std::fs::rename(&smaller, &path).context("the optimised program can't be moved")
}
