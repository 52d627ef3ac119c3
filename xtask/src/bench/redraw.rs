//! Redraws: the work from an input event to the drawn frame, beside libraries that draw
//! charts.

use super::browser::Tab;
use super::finding::{Finding, ratios};
use super::shared::Bench;
use crate::tools::{Browser, PEERS};
use anyhow::{Context as _, Result, ensure};
use serde_json::json;

const EVENTS: &str = include_str!("pages/events.js");

/// How wide the drawing is in CSS pixels; the height follows.
const WIDTH: f64 = 900.0;

/// The window in which an embed is about so wide.
const WINDOW: (u32, u32) = (980, 1100);

/// How many events a round has.
const COUNT: usize = 120;

/// Who draws.
struct Subject {
    name: String,
    address: String,
    is_ours: bool,
    /// By round: the main thread, and all threads of the process where the browser tells.
    main: Vec<f64>,
    all: Vec<f64>,
    problem: Option<anyhow::Error>,
    size: String,
}

/// Everyone in every browser.
pub(super) fn run(bench: &Bench) -> Vec<Finding> {
    bench.in_each_browser(in_browser)
}

fn in_browser(bench: &Bench, browser: Browser) -> Result<Vec<Finding>> {
    let unpaced = browser == Browser::Firefox;
    let tab = bench.tab(browser, WINDOW, 2, unpaced)?;
    if browser == Browser::Chromium {
        tab.devtools("Performance.enable", &json!({}))?;
    }
    let mut subjects = subjects(bench);
    fit(&tab, browser, &subjects[0].address)?;
    for round in 0..bench.rounds(9, 3) {
        for subject in &mut subjects {
            if subject.problem.is_none()
                && let Err(error) = measure(&tab, browser, subject, round == 0)
            {
                subject.problem = Some(error);
            }
        }
    }
    Ok(findings(browser, &subjects))
}

fn subjects(bench: &Bench) -> Vec<Subject> {
    let subject = |name: String, address: String, is_ours| Subject {
        name,
        address,
        is_ours,
        main: Vec::new(),
        all: Vec::new(),
        problem: None,
        size: String::new(),
    };
    let ours = |name: &str, more: &str| {
        let link = format!("embed.html#figure=bounce&controls=error{more}");
        subject(name.to_owned(), bench.host.page(&link), true)
    };
    let mut all = vec![
        ours("Bounceback, curves and band", "&runs=0"),
        ours("Bounceback, with its 2,000 runs and strips", ""),
    ];
    for points in [1000, 512] {
        all.extend(PEERS.iter().map(|peer| {
            let name = format!("{}, {points} points", peer.name);
            subject(name, bench.host.stage(peer.key, points), false)
        }));
    }
    all
}

/// Gives the window the size at which the figure of an embed is as wide as those of others.
fn fit(tab: &Tab, browser: Browser, address: &str) -> Result<()> {
    let widest = "Math.max(...[...document.querySelectorAll('canvas')].map((it) => it.getBoundingClientRect().width))";
    let (mut width, height) = (f64::from(WINDOW.0), f64::from(WINDOW.1));
    tab.go(address)?;
    tab.wait_until_ready()?;
    for _ in 0..4 {
        let now = tab.number("", widest)?;
        if (now - WIDTH).abs() < 0.5 {
            return Ok(());
        }
        width += WIDTH - now;
        if browser == Browser::Chromium {
            let metrics = json!({"width": width.round(), "height": height, "deviceScaleFactor": 2, "mobile": false});
            tab.devtools("Emulation.setDeviceMetricsOverride", &metrics)?;
        } else {
            tab.resize((width.round(), height))?;
        }
        tab.eval("new Promise((done) => setTimeout(done, 300))")?;
    }
    // Some figure may have another shape one day: what its size was stands beside it.
    Ok(())
}

fn measure(tab: &Tab, browser: Browser, subject: &mut Subject, is_first: bool) -> Result<()> {
    tab.go(&subject.address)?;
    tab.wait_until_ready()?;
    if is_first {
        ensure!(
            tab.run(EVENTS, "await draws()")? == true,
            "events change nothing of what it shows"
        );
        subject.size = size(tab)?;
    }
    // Engines compile what they have seen often.
    tab.run(EVENTS, "await events(60)")?;
    let spent = |what: String| -> Result<(f64, f64)> {
        if browser == Browser::Chromium {
            let before = metrics(tab)?;
            tab.run(EVENTS, &format!("await {what}"))?;
            let after = metrics(tab)?;
            Ok((after.0 - before.0, after.1 - before.1))
        } else {
            let script = format!(
                "(performance.mark('begun'), await {what}, performance.measure('all', 'begun').duration)"
            );
            Ok((tab.number(EVENTS, &script)?, f64::NAN))
        }
    };
    let busy = spent(format!("events({COUNT})"))?;
    let idle = spent(format!("idle({})", COUNT + 2))?;
    subject.main.push((busy.0 - idle.0) / COUNT as f64);
    subject.all.push((busy.1 - idle.1) / COUNT as f64);
    Ok(())
}

/// How many device pixels the largest drawing has.
fn size(tab: &Tab) -> Result<String> {
    let largest = "[...document.querySelectorAll('canvas, #place svg')]
        .map((it) => it.width?.baseVal ? [it.width.baseVal.value * devicePixelRatio, it.height.baseVal.value * devicePixelRatio] : [it.width, it.height])
        .sort((a, b) => b[0] * b[1] - a[0] * a[1])[0].map(Math.round).join('×')";
    Ok(tab.eval(largest)?.as_str().unwrap_or("?").to_owned())
}

/// What the tasks of the page's main thread have taken so far, and the processor time of its
/// process, in milliseconds.
fn metrics(tab: &Tab) -> Result<(f64, f64)> {
    let answer = tab.devtools("Performance.getMetrics", &json!({}))?;
    let metric = |name: &str| {
        let all = answer["metrics"].as_array().into_iter().flatten();
        let value = all
            .filter(|it| it["name"] == name)
            .find_map(|it| it["value"].as_f64());
        value.map(|seconds| seconds * 1000.0)
    };
    let main = metric("TaskDuration").context("the browser does not tell its task time")?;
    Ok((main, metric("ProcessTime").unwrap_or(f64::NAN)))
}

fn findings(browser: Browser, subjects: &[Subject]) -> Vec<Finding> {
    let place = browser.name();
    let mut findings = Vec::new();
    for subject in subjects {
        findings.push(if let Some(problem) = &subject.problem {
            Finding::missing(&subject.name, place, problem)
        } else {
            Finding::new(&subject.name, place, "ms", subject.main.clone())
                .noted(format!("{} pixels", subject.size))
        });
    }
    for subject in subjects {
        if subject.problem.is_none() && subject.all.iter().all(|it| it.is_finite()) {
            let what = format!("{}, all threads", subject.name);
            let note = "processor time of the whole process, drawing threads included";
            findings.push(Finding::new(what, place, "ms", subject.all.clone()).noted(note));
        }
    }
    let ours = subjects.iter().filter(|it| it.is_ours);
    for ours in ours.filter(|it| it.problem.is_none()) {
        for peer in subjects.iter().filter(|it| !it.is_ours) {
            if peer.problem.is_none() {
                let what = format!("{} ÷ {}", ours.name, peer.name);
                findings.push(Finding::new(
                    what,
                    place,
                    "×",
                    ratios(&ours.main, &peer.main),
                ));
            }
        }
    }
    findings
}
