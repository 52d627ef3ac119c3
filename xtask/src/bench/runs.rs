//! Single runs, beside the same algorithm in plain JavaScript, and natively.

use super::calls::{self, CALLS, curve};
use super::finding::{Finding, differences, ratios};
use super::native;
use super::shared::Bench;
use crate::tools::Browser;
use anyhow::{Result, ensure};
use bounceback_core::share::{link, report};

const SCRIPT: &str = include_str!("pages/single-runs.js");

const LENGTHS: u64 = 256;
const TOKENS: u64 = 1000;

/// The link of so many runs.
fn asked(runs: u64) -> String {
    format!("#process=recoverable&error=1%&recovery=5%&tokens={TOKENS}&runs={runs}&seed=SEED")
}

/// In every browser, and natively.
pub(super) fn run(bench: &Bench) -> Vec<Finding> {
    let mut findings = bench.in_each_browser(in_browser);
    let lengths = native::steps(LENGTHS, TOKENS);
    let times = native::rounds(bench.rounds(15, 5), |i| {
        let scenario = link::read(&asked(20_000).replace("SEED", &(i + 1).to_string())).scenario;
        report::simulate(&scenario, lengths.clone())
    });
    findings.push(Finding::new("Bounceback", "natively", "ms", times));
    findings
}

fn in_browser(bench: &Bench, browser: Browser) -> Result<Vec<Finding>> {
    let tab = bench.tab(browser, (980, 900), 1, false)?;
    calls::open(&tab, &bench.host.page(calls::PAGE))?;
    let off = tab.number(&format!("{CALLS}\n{SCRIPT}"), OFF)?;
    // Six standard deviations of a share of 20,000 runs.
    ensure!(
        off < 0.022,
        "the runs in plain JavaScript are off the exact curve by {off}"
    );
    let plain = |name: &str| {
        format!(
            "((lengths) => (i) => {name}(0.01, 0.05, lengths, 20000, i + 1))(Uint32Array.from(steps({LENGTHS}, {TOKENS}), Number))"
        )
    };
    let things = [
        curve(&asked(20_000), LENGTHS, TOKENS),
        curve(&asked(0), LENGTHS, TOKENS),
        curve(&asked(7), LENGTHS, TOKENS),
        plain("simulate"),
        plain("simulateSimply"),
    ];
    let times = calls::timed(&tab, SCRIPT, &things, bench.rounds(15, 5))?;
    let [with, without, few, same, simple] = &times[..] else {
        anyhow::bail!("five things have five lists of times");
    };
    let ours = differences(with, without);
    let place = browser.name();
    let finding = |what: &str, unit, values| Finding::new(what, place, unit, values);
    Ok(vec![
        finding("Bounceback", "ms", ours.clone())
            .noted("a call with runs less one without; writing the columns is in it"),
        finding("writing the columns", "ms", differences(few, without))
            .noted("a call with seven runs less one without"),
        finding("plain JavaScript", "ms", same.clone())
            .noted("the same algorithm: a ziggurat, a guide to the lengths, a stream for each run"),
        finding("simple JavaScript", "ms", simple.clone())
            .noted("a logarithm for each wait, a search for each place, one stream"),
        finding("plain JavaScript ÷ Bounceback", "×", ratios(same, &ours)),
        finding("simple JavaScript ÷ Bounceback", "×", ratios(simple, &ours)),
    ])
}

/// How far the shares of plain JavaScript are off the exact curves at most.
const OFF: &str = "(() => {
  const lengths = steps(256, 1000);
  const rows = bounceback.curve('#process=recoverable&error=1%&recovery=5%&tokens=1000', lengths).trim().split('\\n').map((row) => row.split(','));
  const column = (name) => rows.slice(1).map((row) => Number(row[rows[0].indexOf(name)]));
  return Math.max(...[simulate, simulateSimply].flatMap((run) => {
    const shares = run(0.01, 0.05, Uint32Array.from(lengths, Number), 20000, 1);
    return ['flawless', 'acceptable'].flatMap((name) => column(name).map((exact, i) => Math.abs(exact - shares[name][i])));
  }));
})()";
