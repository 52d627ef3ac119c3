//! What Cargo.lock says.

use anyhow::{Context, Result};

/// The version that Cargo.lock gives a package.
pub(crate) fn version_of(package: &str) -> Result<String> {
    let path = crate::paths::root().join("Cargo.lock");
    let lock = std::fs::read_to_string(&path).context("Cargo.lock can't be read")?;
    find(&lock, package).with_context(|| format!("Cargo.lock names no {package}"))
}

fn find(lock: &str, package: &str) -> Option<String> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == name)?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn a_version_is_that_of_the_very_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(find(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(find(lock, "absent"), None);
    }
}
