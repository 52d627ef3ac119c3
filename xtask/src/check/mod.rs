//! `test`: runs every check there is, and sums up.

mod browsers;
mod cargo;
mod summary;

use crate::finish::weight;
use crate::options::Options;
use crate::tools::{BROWSERS, Browser};
use crate::{build, paths, tools};
use anyhow::{Result, bail, ensure};
use std::process::ExitCode;
use summary::{Count, Summary};

/// Which checks are asked for.
struct Choice {
    /// Only tests whose name contains this.
    filter: Option<String>,
    /// In which browsers.
    browsers: Vec<Browser>,
}

/// Runs the checks one after the other; a failure doesn't keep the others from running.
pub(crate) fn run(options: Options) -> Result<ExitCode> {
    let choice = Choice::read(options)?;
    let filter = choice.filter.as_deref();
    let mut summary = Summary::default();
    if filter.is_none() {
        summary.check("format", || {
            tools::lints()?;
            cargo::formatted()
        });
        summary.check("lints", || {
            cargo::check(&["clippy", "--workspace", "--all-targets", "--", "-Dwarnings"])
        });
        summary.check("lints of the page", || {
            tools::wasm_target()?;
            cargo::check(&[
                "clippy",
                "--lib",
                "--target",
                tools::WASM,
                "--",
                "-Dwarnings",
            ])
        });
    }
    summary.suite("native tests", || cargo::native_tests(filter));
    let _dist = build::claim_dist()?;
    if !choice.browsers.is_empty() || filter.is_none() {
        summary.check("build", build::page);
    }
    if filter.is_none() {
        summary.check("weight", || {
            let weight = weight::measure(&paths::dist())?;
            ensure!(
                weight.is_within_budget(),
                "the page is too heavy:\n{weight}"
            );
            Ok(())
        });
    }
    for browser in choice.browsers {
        summary.suite(browser.name(), || browsers::tests(browser, filter));
    }
    if filter.is_some() && summary.total() == Count::default() {
        bail!("no test has such a name");
    }
    print!("{summary}");
    Ok(if summary.total().failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

impl Choice {
    fn read(mut options: Options) -> Result<Self> {
        let quick = options.flag("--quick");
        let only = options.value("--only")?;
        let filter = options.positional();
        options.end()?;
        let browsers = match only {
            _ if quick => Vec::new(),
            None => BROWSERS.to_vec(),
            Some(names) => names.split(',').map(named).collect::<Result<_>>()?,
        };
        Ok(Self { filter, browsers })
    }
}

fn named(name: &str) -> Result<Browser> {
    match BROWSERS.iter().find(|browser| browser.name() == name) {
        Some(browser) => Ok(*browser),
        None => bail!("--only: “{name}” is none of chromium, firefox and webkit"),
    }
}
