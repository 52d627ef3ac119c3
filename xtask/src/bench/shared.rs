//! What the parts of the bench share.

use super::browser::Tab;
use super::finding::Finding;
use super::host::Host;
use crate::tools::Browser;
use anyhow::Result;
use std::cell::RefCell;
use std::path::PathBuf;

/// One run of the bench.
pub(super) struct Bench {
    /// Serves the page, and the libraries where they are wanted.
    pub(super) host: Host,
    /// The folder of the finished page.
    pub(super) dist: PathBuf,
    /// Whether fewer rounds are made.
    pub(super) quick: bool,
    /// The browsers that were started, with their versions.
    versions: RefCell<Vec<String>>,
}

impl Bench {
    /// A run that has measured nothing yet.
    pub(super) const fn new(host: Host, dist: PathBuf, quick: bool) -> Self {
        Self {
            host,
            dist,
            quick,
            versions: RefCell::new(Vec::new()),
        }
    }

    /// How many rounds are made, of those for a full and for a quick bench.
    pub(super) const fn rounds(&self, full: usize, quick: usize) -> usize {
        if self.quick { quick } else { full }
    }

    /// A new browser: see [`Tab::start`].
    pub(super) fn tab(
        &self,
        browser: Browser,
        size: (u32, u32),
        pixel_ratio: u32,
        unpaced: bool,
    ) -> Result<Tab> {
        let tab = Tab::start(browser, size, pixel_ratio, unpaced)?;
        let mut versions = self.versions.borrow_mut();
        if !versions.contains(&tab.version) {
            versions.push(tab.version.clone());
        }
        Ok(tab)
    }

    /// The browsers that were started, with their versions.
    pub(super) fn versions(&self) -> Vec<String> {
        self.versions.borrow().clone()
    }

    /// What is found in one browser after the other; where one can't run, that is said in
    /// its place.
    pub(super) fn in_each_browser(
        &self,
        measure: fn(&Self, Browser) -> Result<Vec<Finding>>,
    ) -> Vec<Finding> {
        [Browser::Chromium, Browser::Firefox]
            .into_iter()
            .flat_map(|browser| self.in_browser(browser, measure))
            .collect()
    }

    /// What is found in one browser, or that it can't run.
    pub(super) fn in_browser(
        &self,
        browser: Browser,
        measure: fn(&Self, Browser) -> Result<Vec<Finding>>,
    ) -> Vec<Finding> {
        measure(self, browser)
            .unwrap_or_else(|error| vec![Finding::missing("all of it", browser.name(), &error)])
    }
}
