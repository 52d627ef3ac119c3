//! Names by content: a file whose name tells its content can be cached for ever.

use super::optimise::PROGRAM;
use super::packed;
use anyhow::{Context, Result};
use sha2::{Digest as _, Sha256};
use std::path::Path;

/// What wasm-bindgen puts around the program.
pub(super) const GLUE: &str = "bounceback.js";

/// The files of the page that get such a name.
pub(super) const FILES: &[&str] = &[PROGRAM, GLUE, packed::NAME];

/// Which name each file has got.
pub(super) struct Names(Vec<(&'static str, String)>);

/// Renames files of a folder.
pub(super) fn rename(folder: &Path, files: &[&'static str]) -> Result<Names> {
    let mut names = Names(Vec::new());
    for &file in files {
        let path = folder.join(file);
        let bytes = std::fs::read(&path).with_context(|| format!("the build left no {file}"))?;
        let new = fingerprinted(file, &bytes);
        std::fs::write(folder.join(&new), bytes)?;
        std::fs::remove_file(path)?;
        names.0.push((file, new));
    }
    Ok(names)
}

impl Names {
    /// These, and others.
    #[must_use]
    pub(super) fn and(&self, others: &Self) -> Self {
        Self([&self.0[..], &others.0].concat())
    }

    /// The name that a file has got.
    pub(super) fn of<'a>(&'a self, file: &'a str) -> &'a str {
        self.0
            .iter()
            .find(|(old, _)| *old == file)
            .map_or(file, |(_, new)| new)
    }

    /// All the names given.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(_, new)| new.as_str())
    }

    /// Names as a test would have them.
    #[cfg(test)]
    pub(super) fn of_test(names: &[(&'static str, &str)]) -> Self {
        Self(
            names
                .iter()
                .map(|&(old, new)| (old, new.to_owned()))
                .collect(),
        )
    }

    /// Names stand in quotes, with or without the folder they lie in.
    pub(super) fn replace(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (old, new) in &self.0 {
            for (open, close) in [("\"./", "\""), ("'./", "'"), ("\"", "\""), ("'", "'")] {
                text = text.replace(
                    &format!("{open}{old}{close}"),
                    &format!("{open}{new}{close}"),
                );
            }
        }
        text
    }
}

/// `name-HASH.kind`, without the suffix that wasm-bindgen gives the program.
fn fingerprinted(file: &str, bytes: &[u8]) -> String {
    let (stem, kind) = file.rsplit_once('.').unwrap_or((file, ""));
    let stem = stem.trim_end_matches("_bg");
    let digest = Sha256::digest(bytes);
    let hash = digest[..8]
        .iter()
        .fold(0_u64, |hash, byte| hash << 8 | u64::from(*byte));
    format!("{stem}-{hash:016x}.{kind}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_content() {
        let one = fingerprinted("bounceback_bg.wasm", b"1");
        assert_eq!(one, "bounceback-6b86b273ff34fce1.wasm");
        assert_ne!(one, fingerprinted("bounceback_bg.wasm", b"2"));
    }

    #[test]
    fn references_follow_names() {
        let names = Names(vec![("a.js", "a-1.js".to_owned())]);
        assert_eq!(
            names.replace(r#"import("./a.js"); 'a.js'; "data.js""#),
            r#"import("./a-1.js"); 'a-1.js'; "data.js""#
        );
    }
}
