//! The browsers of the tests, and the drivers that steer them.

use super::{crates, debian};
use crate::process::on_path;
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};

/// A browser that the tests run in.
#[derive(clap::ValueEnum, Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Browser {
    Chromium,
    Firefox,
    Webkit,
}

/// All of them.
pub(crate) const BROWSERS: [Browser; 3] = [Browser::Chromium, Browser::Firefox, Browser::Webkit];

impl Browser {
    /// Its name in the names of tests and in `--only`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }

    /// Sees that the browser and its driver are there; the folders that the tests
    /// must have in PATH for it.
    pub(crate) fn install(self) -> Result<Vec<PathBuf>> {
        let missing = self.missing();
        if !missing.is_empty() {
            debian::install(&missing)?;
            if let Some(still) = self.missing().first() {
                bail!("{still} was installed, and yet it is not to be found");
            }
        }
        Ok(match self {
            Self::Firefox => crates::geckodriver()?
                .parent()
                .map(Path::to_path_buf)
                .into_iter()
                .collect(),
            _ => Vec::new(),
        })
    }

    /// The Debian packages of what isn't there.
    fn missing(self) -> Vec<&'static str> {
        let parts: &[(&[&str], &str)] = match self {
            Self::Chromium => &[
                (
                    &["chromium", "chromium-browser", "google-chrome"],
                    "chromium",
                ),
                (&["chromedriver"], "chromium-driver"),
            ],
            Self::Firefox => &[(&["firefox-esr", "firefox"], "firefox-esr")],
            Self::Webkit => &[
                (&["WebKitWebDriver"], "webkit2gtk-driver"),
                (&["Xvfb"], "xvfb"),
            ],
        };
        parts
            .iter()
            .filter(|(programs, _)| !programs.iter().any(|name| on_path(name).is_some()))
            .map(|(_, package)| *package)
            .collect()
    }
}
