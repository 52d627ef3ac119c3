//! Packages of npm, installed into the cache.

use crate::paths;
use crate::process::{self, on_path, say};
use anyhow::{Context, Result};
use std::path::PathBuf;
use std::process::Command;

/// A package of npm in one version.
pub(super) struct Package {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
}

impl Package {
    /// Where a file of what is installed lies, or would lie.
    pub(super) fn file(&self, file: &str) -> PathBuf {
        paths::tool(self.name, self.version)
            .join("node_modules")
            .join(file)
    }

    /// Installs it; false where there is no npm to do that with.
    pub(super) fn install(&self) -> Result<bool> {
        let Some(npm) = on_path("npm").filter(|_| on_path("node").is_some()) else {
            return Ok(false);
        };
        let Self { name, version } = self;
        say(&format!("installing {name} {version} (once)"));
        let folder = paths::tool(name, version);
        let partial = folder.with_extension("partial");
        std::fs::create_dir_all(&partial)?;
        process::run(
            Command::new(npm)
                .current_dir(&partial)
                .args(["install", "--silent", "--no-fund", "--no-audit", "--prefix"])
                .arg(&partial)
                .arg(format!("{name}@{version}")),
        )?;
        // Only what is complete gets the name that is looked for.
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::rename(&partial, &folder)
            .with_context(|| format!("the installed {name} can't be moved"))?;
        Ok(true)
    }
}
