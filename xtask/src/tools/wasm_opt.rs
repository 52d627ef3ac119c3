//! wasm-opt, which makes the program smaller and faster; a build goes without it too.

use crate::paths;
use crate::process::{self, on_path, say};
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Command;

/// The version of Binaryen installed.
const VERSION: &str = "132.0.0";

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
    if find().is_some() {
        return Ok(());
    }
    let Some(npm) = on_path("npm").filter(|_| on_path("node").is_some()) else {
        say(
            "there is no wasm-opt 123 or newer and no npm to install it with: the page will be larger and slower",
        );
        return Ok(());
    };
    say(&format!("installing wasm-opt (binaryen {VERSION}, once)"));
    let folder = paths::tool("binaryen", VERSION);
    let partial = folder.with_extension("partial");
    std::fs::create_dir_all(&partial)?;
    process::run(
        Command::new(npm)
            .current_dir(&partial)
            .args(["install", "--silent", "--no-fund", "--no-audit", "--prefix"])
            .arg(&partial)
            .arg(format!("binaryen@{VERSION}")),
    )?;
    // Only what is complete gets the name that is looked for.
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::rename(&partial, &folder).context("the installed wasm-opt can't be moved")
}

fn program() -> PathBuf {
    paths::tool("binaryen", VERSION).join("node_modules/.bin/wasm-opt")
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
