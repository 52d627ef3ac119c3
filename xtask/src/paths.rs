//! Where things lie.

use std::path::{Path, PathBuf};

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("xtask lies in the repository")
}

/// The folder of the finished page.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// The folder for tools of one name and version, shared by all checkouts.
pub(crate) fn tool(name: &str, version: &str) -> PathBuf {
    let home = || std::env::home_dir().unwrap_or_default().join(".cache");
    std::env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|folder| folder.is_absolute())
        .unwrap_or_else(home)
        .join("bounceback/tools")
        .join(format!("{name}-{version}"))
}
