//! `test`: runs every check there is, and sums up.

mod browsers;
mod cargo;
mod summary;

use crate::finish::weight;
use crate::tools::{BROWSERS, Browser};
use crate::{build, paths, tools};
use anyhow::{Result, bail, ensure};
use std::process::ExitCode;
use summary::{Count, Summary};

/// Run every check, real browsers included.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only tests whose name contains this.
    filter: Option<String>,
    /// No browsers.
    #[arg(long)]
    quick: bool,
    /// Only in these browsers.
    #[arg(long, value_enum, value_delimiter = ',', conflicts_with = "quick")]
    only: Vec<Browser>,
}

/// Runs the checks one after the other; a failure doesn't keep the others from running.
pub(crate) fn run(options: Options) -> Result<ExitCode> {
    let filter = options.filter.as_deref();
    let browsers = match options.only {
        _ if options.quick => Vec::new(),
        all if all.is_empty() => BROWSERS.to_vec(),
        some => some,
    };
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
    if !browsers.is_empty() || filter.is_none() {
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
    for browser in browsers {
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
