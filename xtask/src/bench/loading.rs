//! First paint and first interaction over a slow line, on a slow processor, with an empty
//! cache.

use super::finding::Finding;
use super::shared::Bench;
use crate::tools::Browser;
use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

const WATCH: &str = include_str!("pages/watch.js");

/// A line: so many milliseconds before each answer, and so many bytes a second down and up.
struct Line {
    name: &'static str,
    latency: f64,
    down: f64,
    up: f64,
}

/// “Fast 3G” is said of two lines: of that of Chromium's own tools, and of the line that
/// theirs is a stricter picture of.
const LINES: &[Line] = &[
    Line {
        name: "Fast 3G",
        latency: 150.0 * 3.75,
        down: 1.6e6 / 8.0 * 0.9,
        up: 750e3 / 8.0 * 0.9,
    },
    Line {
        name: "1.6 Mbit/s, 150 ms",
        latency: 150.0,
        down: 1.6e6 / 8.0,
        up: 750e3 / 8.0,
    },
];

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
    let links = [
        ("the page", ""),
        ("an embed", "embed.html#figure=bounce&controls=error"),
    ];
    let all = LINES
        .iter()
        .flat_map(|line| links.map(|(name, link)| (line, name, link)));
    for (line, name, link) in all {
        let mut loads = Vec::new();
        for _ in 0..bench.rounds(9, 3) {
            loads.push(load(bench, browser, line, link)?);
        }
        for &(key, what, unit) in TOLD {
            let values: Vec<f64> = loads.iter().filter_map(|it| it[key].as_f64()).collect();
            let what = format!("{name} by {}: {what}", line.name);
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
fn load(bench: &Bench, browser: Browser, line: &Line, link: &str) -> Result<Value> {
    let tab = bench.tab(browser, (1280, 900), 1, false)?;
    tab.devtools("Network.enable", &json!({}))?;
    tab.devtools("Page.enable", &json!({}))?;
    let conditions = json!({
        "offline": false,
        "latency": line.latency,
        "downloadThroughput": line.down,
        "uploadThroughput": line.up,
    });
    tab.devtools("Network.emulateNetworkConditions", &conditions)?;
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
        waited >= line.latency,
        "the line was not slow: the page had come after {waited} ms"
    );
    Ok(told)
}
