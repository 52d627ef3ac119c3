//! Libraries that draw charts, which the bench measures this page beside. Nothing that is
//! built or tested needs them.

use super::npm::Package;
use anyhow::{Context as _, Result, ensure};
use std::path::PathBuf;

/// A library that draws charts.
pub(crate) struct Peer {
    /// What it is called.
    pub(crate) name: &'static str,
    /// The address that the bench serves its files under.
    pub(crate) key: &'static str,
    package: Package,
    /// The scripts that a page loads for it, in their order, below `node_modules`.
    scripts: &'static [&'static str],
    /// Its style sheet, if it wants one.
    style: Option<&'static str>,
}

/// All of them.
pub(crate) const PEERS: &[Peer] = &[
    Peer {
        name: "uPlot",
        key: "uplot",
        package: Package {
            name: "uplot",
            version: "1.6.32",
        },
        scripts: &["uplot/dist/uPlot.iife.min.js"],
        style: Some("uplot/dist/uPlot.min.css"),
    },
    Peer {
        name: "Chart.js",
        key: "chart",
        package: Package {
            name: "chart.js",
            version: "4.6.1",
        },
        scripts: &["chart.js/dist/chart.umd.min.js"],
        style: None,
    },
    Peer {
        name: "Observable Plot",
        key: "plot",
        package: Package {
            name: "@observablehq/plot",
            version: "0.6.17",
        },
        // It expects D3 beside it.
        scripts: &[
            "d3/dist/d3.min.js",
            "@observablehq/plot/dist/plot.umd.min.js",
        ],
        style: None,
    },
    Peer {
        name: "Plotly",
        key: "plotly",
        package: Package {
            name: "plotly.js-basic-dist-min",
            version: "4.1.1",
        },
        scripts: &["plotly.js-basic-dist-min/plotly-basic.min.js"],
        style: None,
    },
];

impl Peer {
    /// Its version.
    pub(crate) const fn version(&self) -> &'static str {
        self.package.version
    }

    /// Its scripts in one, installed if need be.
    pub(crate) fn script(&self) -> Result<Vec<u8>> {
        let mut all = Vec::new();
        for script in self.scripts {
            all.extend(std::fs::read(self.file(script)?)?);
            all.extend(b"\n;\n");
        }
        Ok(all)
    }

    /// Its style sheet, installed if need be; empty where it wants none.
    pub(crate) fn style(&self) -> Result<Vec<u8>> {
        match self.style {
            Some(style) => Ok(std::fs::read(self.file(style)?)?),
            None => Ok(Vec::new()),
        }
    }

    fn file(&self, file: &str) -> Result<PathBuf> {
        let path = self.package.file(file);
        if !path.is_file() {
            ensure!(
                self.package.install()?,
                "there is no npm to install {} with",
                self.name
            );
        }
        path.is_file()
            .then_some(path)
            .with_context(|| format!("{} was installed without {file}", self.name))
    }
}
