//! First paint and first interaction over a slow line, on a slow processor, with an empty
//! cache.

use super::finding::Finding;
use super::shared::Bench;
use crate::tools::Browser;
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

const WATCH: &str = include_str!("pages/watch.js");

/// Fast 3G as Chromium's own tools have it: so many milliseconds before each answer, and so
/// many bytes a second down and up.
const LATENCY: f64 = 562.5;
const DOWN: f64 = 1.6e6 / 8.0 * 0.9;
const UP: f64 = 750e3 / 8.0 * 0.9;

/// So many times slower the processor is made.
const SLOWER: u32 = 4;

/// What is told of one load.
const TOLD: &[(&str, &str, &str)] = &[
    ("text", "first paint", "ms"),
    ("figure", "first figure", "ms"),
    ("ready", "first interaction", "ms"),
    ("shift", "layout shift", "score"),
    ("bytes", "bytes sent until then", "bytes"),
];

/// The page and an embed, in Chromium.
pub(super) fn run(bench: &Bench) -> Vec<Finding> {
    bench.in_browser(Browser::Chromium, measure)
}

fn measure(bench: &Bench, browser: Browser) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for (name, link) in [
        ("the page", ""),
        ("an embed", "embed.html#figure=bounce&controls=error"),
    ] {
        let mut loads = Vec::new();
        for _ in 0..bench.rounds(9, 3) {
            loads.push(load(bench, browser, link)?);
        }
        for &(key, what, unit) in TOLD {
            let values: Vec<f64> = loads.iter().filter_map(|it| it[key].as_f64()).collect();
            let what = format!("{name}: {what}");
            findings.push(if values.len() == loads.len() {
                Finding::new(what, browser.name(), unit, values)
            } else {
                let why = anyhow::anyhow!("the browser did not tell it");
                Finding::missing(what, browser.name(), &why)
            });
        }
    }
    Ok(findings)
}

/// One load in a new browser, whose cache is empty.
fn load(bench: &Bench, browser: Browser, link: &str) -> Result<Value> {
    let tab = bench.tab(browser, (1280, 900), 1, false)?;
    tab.devtools("Network.enable", &json!({}))?;
    tab.devtools("Page.enable", &json!({}))?;
    let line = json!({
        "offline": false,
        "latency": LATENCY,
        "downloadThroughput": DOWN,
        "uploadThroughput": UP,
    });
    tab.devtools("Network.emulateNetworkConditions", &line)?;
    tab.devtools("Emulation.setCPUThrottlingRate", &json!({"rate": SLOWER}))?;
    let script = json!({"source": WATCH});
    tab.devtools("Page.addScriptToEvaluateOnNewDocument", &script)?;
    tab.go(&bench.host.page(link))?;
    tab.wait_until_ready()?;
    let told = tab.eval("benchTold()")?;
    let waited = told["waited"]
        .as_f64()
        .context("the browser does not tell when the page had come")?;
    ensure!(
        waited >= LATENCY,
        "the line was not slow: the page had come after {waited} ms"
    );
    Ok(told)
}
