//! Tools that are crates: built by `cargo install` into the cache.

use super::lockfile;
use crate::paths;
use crate::process::{self, on_path, say};
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Command;

/// A program that is published as a crate.
struct Crate<'a> {
    package: &'a str,
    program: &'a str,
    version: &'a str,
    /// What else `cargo install` is told.
    options: &'a [&'a str],
    /// How long building it took on two cores.
    takes: &'a str,
}

/// The program that drives the build.
pub(crate) fn trunk() -> Result<PathBuf> {
    Crate {
        package: "trunk",
        program: "trunk",
        // The newest that builds with the Rust this project asks for.
        version: "0.21.14",
        // Working offline, it needs no encryption, which would take longest to build.
        options: &["--locked", "--no-default-features"],
        takes: "two minutes",
    }
    .get()
}

/// The folder of the wasm-bindgen program, in exactly the version of the library.
pub(crate) fn wasm_bindgen() -> Result<PathBuf> {
    let program = Crate {
        package: "wasm-bindgen-cli",
        program: "wasm-bindgen",
        version: &lockfile::version_of("wasm-bindgen")?,
        // Not --locked: its lock file names a crate that was withdrawn from the registry.
        options: &[],
        takes: "one minute",
    }
    .get()?;
    let folder = program.parent().context("a program lies in a folder")?;
    Ok(folder.to_path_buf())
}

/// The driver of Firefox.
pub(crate) fn geckodriver() -> Result<PathBuf> {
    Crate {
        package: "geckodriver",
        program: "geckodriver",
        version: "0.37.1",
        options: &["--locked"],
        takes: "two minutes",
    }
    .get()
}

impl Crate<'_> {
    /// The program, installed if need be.
    fn get(&self) -> Result<PathBuf> {
        let folder = paths::tool(self.program, self.version);
        let file = format!("{}{}", self.program, std::env::consts::EXE_SUFFIX);
        let cached = folder.join("bin").join(file);
        if cached.is_file() {
            return Ok(cached);
        }
        if let Some(found) = on_path(self.program)
            && process::output(Command::new(&found).arg("--version"))
                .is_ok_and(|said| said.split_whitespace().any(|word| word == self.version))
        {
            return Ok(found);
        }
        let Self {
            program, version, ..
        } = self;
        say(&format!(
            "installing {program} {version} (about {}, once)",
            self.takes
        ));
        let mut install = process::cargo();
        install
            .args(["install", self.package, "--quiet", "--version", version])
            .args(self.options)
            .arg("--root")
            .arg(&folder);
        // Neither this project's settings nor the caller's are meant for its tools,
        // and a folder of its own for the build leaves nothing behind.
        install.current_dir(std::env::temp_dir());
        for name in [
            "CARGO_TARGET_DIR",
            "CARGO_BUILD_TARGET",
            "RUSTFLAGS",
            "CARGO_ENCODED_RUSTFLAGS",
        ] {
            install.env_remove(name);
        }
        // They run for a second: building them fast matters more than running them fast.
        for (name, value) in [("OPT_LEVEL", "0"), ("LTO", "off"), ("CODEGEN_UNITS", "16")] {
            install.env(format!("CARGO_PROFILE_RELEASE_{name}"), value);
        }
        process::run(&mut install)?;
        Ok(cached)
    }
}
