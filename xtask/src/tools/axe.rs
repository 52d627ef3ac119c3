//! axe, which knows what keeps people from using a page.

use super::npm::Package;
use anyhow::{Result, ensure};
use std::path::PathBuf;

const AXE: Package = Package {
    name: "axe-core",
    version: "4.14.1",
};

/// Its script, installed if need be.
pub(crate) fn axe() -> Result<PathBuf> {
    let script = AXE.file("axe-core/axe.min.js");
    if !script.is_file() {
        ensure!(AXE.install()?, "there is no npm to install axe-core with");
    }
    Ok(script)
}
