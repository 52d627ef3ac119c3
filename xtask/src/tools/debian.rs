//! Packages of Debian and its descendants.

use crate::process::{self, on_path, say};
use anyhow::{Result, bail};
use std::process::Command;

/// Installs packages where that is allowed; otherwise says the command that would.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let list = packages.join(" ");
    let wanted = format!("apt-get install --no-install-recommends {list}");
    if on_path("apt-get").is_none() {
        bail!("install what Debian calls {list}");
    }
    if !is_root()? {
        bail!("install with: sudo {wanted}");
    }
    say(&wanted);
    let apt = || {
        let mut apt = Command::new("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive")
            // Someone else may be installing something.
            .args(["-qq", "-o", "DPkg::Lock::Timeout=300"]);
        apt
    };
    process::run(apt().arg("update"))?;
    process::run(
        apt()
            .args(["install", "--yes", "--no-install-recommends"])
            .args(packages)
            .stdout(std::process::Stdio::null()),
    )
}

fn is_root() -> Result<bool> {
    Ok(process::output(Command::new("id").arg("-u"))?.trim() == "0")
}
