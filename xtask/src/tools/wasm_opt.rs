//! wasm-opt, which makes the program smaller and faster; a build goes without it too.

use super::npm::Package;
use crate::process::{self, on_path, say};
use anyhow::Result;
use std::path::PathBuf;
use std::process::Command;

/// What it comes in.
const BINARYEN: Package = Package {
    name: "binaryen",
    version: "132.0.0",
};

/// The oldest that understands what today's compiler emits.
const OLDEST: u32 = 123;

/// wasm-opt, where it is at hand.
pub(crate) fn find() -> Option<PathBuf> {
    let cached = program();
    if cached.is_file() {
        return Some(cached);
    }
    let found = on_path("wasm-opt")?;
    let said = process::output(Command::new(&found).arg("--version")).ok()?;
    (version(&said)? >= OLDEST).then_some(found)
}

/// Sees that wasm-opt is at hand if it can be; says so if it can't.
pub(crate) fn install() -> Result<()> {
    if find().is_none() && !BINARYEN.install()? {
        say(
            "there is no wasm-opt 123 or newer and no npm to install it with: the page will be larger and slower",
        );
    }
    Ok(())
}

fn program() -> PathBuf {
    BINARYEN.file(".bin/wasm-opt")
}

/// The number in `wasm-opt version 132 (version_132)`.
fn version(said: &str) -> Option<u32> {
    said.split_whitespace().nth(2)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn the_version_is_the_number_said() {
        assert_eq!(version("wasm-opt version 132 (version_132)"), Some(132));
        assert_eq!(version("wasm-opt"), None);
    }
}
