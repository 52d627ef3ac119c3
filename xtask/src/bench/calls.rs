//! Calls of `bounceback.curve` in a page, timed in turn.

use super::browser::Tab;
use anyhow::{Context as _, Result};

/// The scripts that time calls.
pub(super) const CALLS: &str = include_str!("pages/calls.js");

/// The page in which calls are timed: a figure that has nothing more to do.
pub(super) const PAGE: &str = "embed.html#figure=bounce&controls=error&runs=0";

/// Opens the page and waits until it rests.
pub(super) fn open(tab: &Tab, address: &str) -> Result<()> {
    tab.go(address)?;
    tab.wait_until_ready()?;
    tab.eval("new Promise((done) => setTimeout(done, 500))")?;
    Ok(())
}

/// Times some things, written in JavaScript, round by round in turn; for each its times in
/// milliseconds. The scripts of this file may be used, and `more`.
pub(super) fn timed(
    tab: &Tab,
    more: &str,
    things: &[String],
    rounds: usize,
) -> Result<Vec<Vec<f64>>> {
    let definitions = format!("{CALLS}\n{more}");
    let expression = format!("rounds({rounds}, [{}])", things.join(",\n"));
    let answer = tab.run(&definitions, &expression)?;
    serde_json::from_value(answer).context("times are lists of numbers")
}

/// A call of `bounceback.curve` for a link at so many lengths; `i` is the number of the call.
pub(super) fn curve(link: &str, count: u64, last: u64) -> String {
    format!(
        "((lengths) => (i) => bounceback.curve(`{link}`.replace('SEED', i + 1), lengths))(steps({count}, {last}))"
    )
}
