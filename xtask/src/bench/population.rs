//! A whole population against the exact curve alone.

use super::calls::{self, curve};
use super::finding::{Finding, differences};
use super::native;
use super::shared::Bench;
use crate::tools::Browser;
use anyhow::{Result, bail};
use bounceback_core::share::{link, report};

const LENGTHS: u64 = 512;
const TOKENS: u64 = 1_000_000;

/// The link of so many runs of so many tokens.
fn asked(runs: u64, tokens: u64) -> String {
    format!("#process=recoverable&error=1%&recovery=5%&tokens={tokens}&runs={runs}&seed=SEED")
}

/// In every browser, and natively.
pub(super) fn run(bench: &Bench) -> Vec<Finding> {
    let mut findings = bench.in_each_browser(in_browser);
    let lengths = native::steps(LENGTHS, TOKENS);
    let rounds = bench.rounds(15, 5);
    let scenario = |i: u64| {
        link::read(&asked(1_000_000_000, TOKENS).replace("SEED", &(i + 1).to_string())).scenario
    };
    let counted = native::rounds(rounds, |i| report::simulate(&scenario(i), lengths.clone()));
    let exact = native::rounds(rounds, |i| report::table(&scenario(i), &lengths, None));
    findings.push(Finding::new(
        "10⁹ runs, counts alone",
        "natively",
        "ms",
        counted,
    ));
    findings.push(Finding::new(
        "the exact curve alone",
        "natively",
        "ms",
        exact,
    ));
    findings
}

fn in_browser(bench: &Bench, browser: Browser) -> Result<Vec<Finding>> {
    let tab = bench.tab(browser, (980, 900), 1, false)?;
    calls::open(&tab, &bench.host.page(calls::PAGE))?;
    let things = [
        curve(&asked(1_000_000_000, TOKENS), LENGTHS, TOKENS),
        curve(&asked(2_000_000, TOKENS), LENGTHS, TOKENS),
        curve(&asked(0, TOKENS), LENGTHS, TOKENS),
        // Few events, and yet the same columns of numbers to write.
        curve(&asked(7, 1000), LENGTHS, 1000),
        curve(&asked(0, 1000), LENGTHS, 1000),
    ];
    let times = calls::timed(&tab, "", &things, bench.rounds(15, 5))?;
    let [many, fewer, none, written, unwritten] = &times[..] else {
        bail!("five things have five lists of times");
    };
    let place = browser.name();
    let finding = |what: &str, values| Finding::new(what, place, "ms", values);
    Ok(vec![
        finding(
            "10⁹ runs, more than the exact curve",
            differences(many, none),
        )
        .noted("a call with runs less one without; writing the columns is in it"),
        finding(
            "2·10⁶ runs, more than the exact curve",
            differences(fewer, none),
        )
        .noted("the same"),
        finding("writing the columns", differences(written, unwritten))
            .noted("seven runs of 1,000 tokens less none"),
        finding("the exact curve alone", none.clone()).noted("a call without runs"),
    ])
}
