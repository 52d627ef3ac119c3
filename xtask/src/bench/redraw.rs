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

/// How many points the curves of others have: as the numbers to reach are defined, and as
/// many as Bounceback itself draws.
const POINTS: [usize; 2] = [1000, 512];

/// Who draws.
struct Subject {
    name: String,
    address: String,
    is_ours: bool,
    points: usize,
    /// By round.
    spent: Vec<Spent>,
    problem: Option<anyhow::Error>,
    size: String,
}

/// What one event has taken, in milliseconds.
#[derive(Clone, Copy)]
struct Spent {
    /// The tasks of the main thread, by the clock on the wall.
    tasks: f64,
    /// The processor time of the main thread, and of all threads of the process, where the
    /// browser tells them.
    main: f64,
    all: f64,
}

impl Spent {
    /// What was spent on each of some events, after some that were idle.
    fn each(self, idle: Self, events: usize) -> Self {
        let each = |busy: f64, idle: f64| (busy - idle) / events as f64;
        Self {
            tasks: each(self.tasks, idle.tasks),
            main: each(self.main, idle.main),
            all: each(self.all, idle.all),
        }
    }

    /// What was spent since then.
    fn since(self, then: Self) -> Self {
        self.each(then, 1)
    }
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
    let events = bench.rounds(120, 60);
    for round in 0..bench.rounds(9, 3) {
        for subject in &mut subjects {
            if subject.problem.is_none()
                && let Err(error) = measure(&tab, browser, subject, round == 0, events)
            {
                subject.problem = Some(error);
            }
        }
    }
    Ok(findings(browser, &subjects))
}

fn subjects(bench: &Bench) -> Vec<Subject> {
    let subject = |name: String, address: String, is_ours, points| Subject {
        name,
        address,
        is_ours,
        points,
        spent: Vec::new(),
        problem: None,
        size: String::new(),
    };
    let ours = |name: &str, more: &str| {
        let link = format!("embed.html#figure=bounce&controls=error{more}");
        subject(name.to_owned(), bench.host.page(&link), true, 0)
    };
    let mut all = vec![
        ours("Bounceback, curves and band", "&runs=0"),
        ours("Bounceback, with its 2,000 runs and strips", ""),
    ];
    for &points in &POINTS[..bench.rounds(2, 1)] {
        all.extend(PEERS.iter().map(|peer| {
            let name = format!("{}, {points} points", peer.name);
            subject(name, bench.host.stage(peer.key, points), false, points)
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

fn measure(
    tab: &Tab,
    browser: Browser,
    subject: &mut Subject,
    is_first: bool,
    events: usize,
) -> Result<()> {
    tab.go(&subject.address)?;
    tab.wait_until_ready()?;
    if is_first {
        ensure!(
            tab.run(EVENTS, "await draws()")? == true,
            "an event does not change what it shows"
        );
        subject.size = size(tab)?;
    }
    // Engines compile what they have seen often.
    tab.run(EVENTS, "await events(60)")?;
    let spent = |what: String| -> Result<Spent> {
        if browser == Browser::Chromium {
            let before = metrics(tab)?;
            tab.run(EVENTS, &format!("await {what}"))?;
            return Ok(metrics(tab)?.since(before));
        }
        let timed = format!(
            "(performance.mark('begun'), await {what}, performance.measure('all', 'begun').duration)"
        );
        Ok(Spent {
            tasks: tab.number(EVENTS, &timed)?,
            main: f64::NAN,
            all: f64::NAN,
        })
    };
    let busy = spent(format!("events({events})"))?;
    // As many frames as the events have.
    let idle = spent(format!("idle({})", events + 2))?;
    subject.spent.push(busy.each(idle, events));
    Ok(())
}

/// How many device pixels the largest drawing has.
fn size(tab: &Tab) -> Result<String> {
    let largest = "[...document.querySelectorAll('canvas, #place svg')]
        .map((it) => it.width?.baseVal ? [it.width.baseVal.value * devicePixelRatio, it.height.baseVal.value * devicePixelRatio] : [it.width, it.height])
        .sort((a, b) => b[0] * b[1] - a[0] * a[1])[0].map(Math.round).join('×')";
    Ok(tab.eval(largest)?.as_str().unwrap_or("?").to_owned())
}

/// What the page's process has spent so far.
fn metrics(tab: &Tab) -> Result<Spent> {
    let answer = tab.devtools("Performance.getMetrics", &json!({}))?;
    let metric = |name: &str| {
        let all = answer["metrics"].as_array().into_iter().flatten();
        let value = all
            .filter(|it| it["name"] == name)
            .find_map(|it| it["value"].as_f64());
        value.map(|seconds| seconds * 1000.0)
    };
    Ok(Spent {
        tasks: metric("TaskDuration").context("the browser does not tell its task time")?,
        main: metric("ThreadTime").unwrap_or(f64::NAN),
        all: metric("ProcessTime").unwrap_or(f64::NAN),
    })
}

fn findings(browser: Browser, subjects: &[Subject]) -> Vec<Finding> {
    /// One way of looking at what was spent.
    type Look = fn(&Spent) -> f64;
    const LOOKS: [(&str, Look); 3] = [
        ("", |it| it.tasks),
        (", processor time of the main thread", |it| it.main),
        (", processor time of all threads", |it| it.all),
    ];
    let place = browser.name();
    let values =
        |subject: &Subject, look: Look| subject.spent.iter().map(look).collect::<Vec<f64>>();
    let mut findings = Vec::new();
    for subject in subjects {
        if let Some(problem) = &subject.problem {
            findings.push(Finding::missing(&subject.name, place, problem));
        }
    }
    let whole: Vec<&Subject> = subjects.iter().filter(|it| it.problem.is_none()).collect();
    for (name, look) in LOOKS {
        let told = |subject: &&&Subject| subject.spent.iter().all(|it| look(it).is_finite());
        for subject in whole.iter().filter(told) {
            let what = format!("{}{name}", subject.name);
            let finding = Finding::new(what, place, "ms", values(subject, look));
            findings.push(finding.noted(format!("{} pixels", subject.size)));
        }
        for ours in whole.iter().filter(|it| it.is_ours).filter(told) {
            let peers = whole.iter().filter(|it| it.points == POINTS[0]);
            for peer in peers.filter(told) {
                let what = format!("{} ÷ {}{name}", ours.name, peer.name);
                let ratios = ratios(&values(ours, look), &values(peer, look));
                findings.push(Finding::new(what, place, "×", ratios));
            }
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_has_taken_what_idle_frames_have_not() {
        let spent = |tasks| Spent {
            tasks,
            main: 2.0 * tasks,
            all: f64::NAN,
        };
        let each = spent(50.0).since(spent(10.0)).each(spent(20.0), 10);
        assert_eq!((each.tasks, each.main), (2.0, 4.0));
        assert!(each.all.is_nan());
    }
}
