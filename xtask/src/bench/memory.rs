//! Memory over ten thousand changes of all parameters.

use super::browser::Tab;
use super::finding::Finding;
use super::shared::Bench;
use crate::process::say;
use crate::tools::Browser;
use anyhow::{Context as _, Result};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const CHANGES: &str = include_str!("pages/changes.js");

/// How many changes are made between two looks at the clock.
const BATCH: usize = 50;

/// Changes that take longer in all than this are ended, and said.
const PATIENCE: Duration = Duration::from_mins(25);

/// The page, in Chromium.
pub(super) fn run(bench: &Bench) -> Vec<Finding> {
    bench.in_browser(Browser::Chromium, measure)
}

fn measure(bench: &Bench, browser: Browser) -> Result<Vec<Finding>> {
    let quarter = if bench.quick { 100 } else { 2500 };
    let stops = [0, quarter, 2 * quarter, 4 * quarter];
    let tab = bench.tab(browser, (1280, 900), 1, false)?;
    tab.devtools("Performance.enable", &json!({}))?;
    tab.go(&bench.host.page(""))?;
    tab.wait_until_ready()?;
    let mut findings = Vec::new();
    let start = Instant::now();
    let mut made = 0;
    for stop in stops {
        while made < stop && start.elapsed() < PATIENCE {
            let batch = BATCH.min(stop - made);
            let script = format!("changes({made}, {batch})");
            tab.run(CHANGES, &script)
                .with_context(|| format!("after {made} changes"))?;
            made += batch;
        }
        if made < stop {
            let why = anyhow::anyhow!("{made} changes took {PATIENCE:?}");
            let what = format!("after {stop} changes");
            findings.push(Finding::missing(what, browser.name(), &why));
            break;
        }
        say(&format!("memory after {made} changes"));
        findings.extend(look(&tab, browser, made)?);
    }
    let controls = tab.run(CHANGES, "controls().length")?;
    if let Some(last) = findings.last_mut() {
        last.note = format!("{controls} controls in turn, at random values");
    }
    Ok(findings)
}

/// What the page holds once everything that nobody needs is swept away.
fn look(tab: &Tab, browser: Browser, made: usize) -> Result<Vec<Finding>> {
    tab.eval("new Promise((done) => setTimeout(done, 1500))")?;
    for _ in 0..2 {
        tab.devtools("HeapProfiler.collectGarbage", &json!({}))?;
    }
    let answer = tab.devtools("Performance.getMetrics", &json!({}))?;
    let metric = |name: &str| {
        let all = answer["metrics"].as_array().into_iter().flatten();
        all.filter(|it| it["name"] == name)
            .find_map(|it| it["value"].as_f64())
            .with_context(|| format!("the browser does not tell {name}"))
    };
    let program = tab.eval("bounceback.memory.buffer.byteLength / 65536")?;
    let finding = |what: &str, unit, value| {
        let what = format!("{what} after {made} changes");
        Finding::new(what, browser.name(), unit, vec![value])
    };
    Ok(vec![
        finding("JavaScript’s heap", "MB", metric("JSHeapUsedSize")? / 1e6),
        finding(
            "the program’s memory",
            "pages",
            Value::as_f64(&program).context("the page does not tell its memory")?,
        ),
        finding("nodes", "", metric("Nodes")?),
        finding("listeners", "", metric("JSEventListeners")?),
    ])
}
