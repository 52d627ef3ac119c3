//! The lab: a program of its own, and its models, which the page loads when its room is
//! opened; and all of it as one script, for a document that may fetch nothing.

use super::optimise;
use super::packed::packed;
use crate::{paths, process, tools};
use anyhow::{Context, Result};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The program, what stands around it, and all of it as a script.
pub(super) const PROGRAM: &str = "lab_bg.wasm";
pub(super) const GLUE: &str = "lab.js";
pub(super) const PACKED: &str = "lab.wasm.js";

/// What is told of the models.
pub(super) const MANIFEST: &str = "lab-manifest.json";

/// The models, and what is told of them: as they are called on the page, and in the package.
const MODELS: [(&str, &str); 8] = [
    ("lab-plain-1.bin", "plain-1.bin"),
    ("lab-plain-2.bin", "plain-2.bin"),
    ("lab-backspace-1.bin", "backspace-1.bin"),
    ("lab-backspace-2.bin", "backspace-2.bin"),
    ("lab-pauses-1.bin", "pauses-1.bin"),
    ("lab-instruction-1.bin", "instruction-1.bin"),
    ("lab-instruction-2.bin", "instruction-2.bin"),
    (MANIFEST, "manifest.json"),
];

/// All files of the lab, as they are built.
pub(super) const FILES: [&str; 11] = [
    PROGRAM,
    GLUE,
    PACKED,
    MODELS[0].0,
    MODELS[1].0,
    MODELS[2].0,
    MODELS[3].0,
    MODELS[4].0,
    MODELS[5].0,
    MODELS[6].0,
    MODELS[7].0,
];

/// Whether a file is a model.
pub(super) fn is_model(name: &str) -> bool {
    name.starts_with("lab-") && name.rsplit('.').next() == Some("bin")
}

/// Builds the lab into a folder.
pub(super) fn write(folder: &Path) -> Result<()> {
    process::run(process::cargo().args([
        "build",
        "--quiet",
        "--release",
        "--package",
        "bounceback-lab-web",
        "--target",
        tools::WASM,
    ]))?;
    let built = target().join(tools::WASM).join("release");
    process::run(
        std::process::Command::new(tools::wasm_bindgen()?.join("wasm-bindgen"))
            .args(["--target", "no-modules", "--no-modules-global"])
            // It stands beside the page's own program.
            .args(["bounceback_lab", "--no-typescript", "--out-name", "lab"])
            .arg("--out-dir")
            .arg(folder)
            .arg(built.join("bounceback_lab_web.wasm")),
    )?;
    optimise::program(folder, PROGRAM)?;
    for (name, of) in MODELS {
        let from = paths::root().join("crates/lab/weights").join(of);
        std::fs::copy(&from, folder.join(name))
            .with_context(|| format!("{} can't be copied", from.display()))?;
    }
    pack(folder)
}

/// Where cargo builds.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| paths::root().join("target"), |it| paths::root().join(it))
}

/// Writes the program and all models as one script.
fn pack(folder: &Path) -> Result<()> {
    let mut script = "bouncebackLabFiles = {\n".to_owned();
    for name in FILES
        .into_iter()
        .filter(|it| *it == PROGRAM || is_model(it))
    {
        let text = packed(&std::fs::read(folder.join(name))?)?;
        writeln!(script, "\"{}\": \"{text}\",", key(name))?;
    }
    script.push_str("};\n");
    std::fs::write(folder.join(PACKED), script)?;
    Ok(())
}

/// What www/lab.js calls a file: `program`, `plain-1`.
fn key(name: &str) -> &str {
    if name == PROGRAM {
        return "program";
    }
    let stem = name.rsplit_once('.').map_or(name, |it| it.0);
    stem.strip_prefix("lab-").unwrap_or(stem)
}
