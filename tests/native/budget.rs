//! No legal link takes long: every answer is given within a budget of work, or is not known.
//!
//! Work is counted in operations, so that the claims hold on any machine; `measure` prints
//! what they take in seconds on this one
//! (`cargo test --test native budget -- --ignored --nocapture`).

use crate::support::generator::Generator;
use crate::support::links;
use bounceback_core::exact::Exact;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::share::link;
use bounceback_core::share::report;
use std::time::Instant;

/// The scenario of a link. What has no effect on it is remarked on, and that is all.
fn scenario(text: &str) -> Scenario {
    link::read(text).scenario
}

/// The time that this thread has computed so far, where the system tells, else that of a clock.
fn seconds() -> f64 {
    static BEGUN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|it| it.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| BEGUN.elapsed().as_secs_f64(), |it| it * 1e-9)
}

/// What one reading may take, in operations of some ten nanoseconds; a little more than its
/// budget, as the last step goes beyond it.
const READING: u64 = 3_000_000;

/// What a table of 512 lengths may take: a first attempt, and coarser ones.
const TABLE: u64 = 75_000_000;

/// So many links are tried where nobody asks for more (`LINKS=10000`).
const LINKS: usize = 150;

fn wanted(links: usize) -> usize {
    std::env::var("LINKS").map_or(links, |it| it.parse().expect("a number"))
}

#[test]
fn no_answer_of_any_link_takes_more_work_than_it_may() {
    let mut generator = Generator::new(77);
    let (mut known, mut asked) = (0, 0);
    for _ in 0..wanted(LINKS) {
        let text = links::random(&mut generator);
        let scenario = scenario(&text);
        let (criterion, n) = (scenario.criterion(), scenario.length());
        let target = bounceback_core::number::probability::Probability::clamped(
            scenario.number(Key::Target),
        );
        let exact = Exact::new(&scenario);
        let mut within = |what: &str, most: u64, act: &mut dyn FnMut() -> bool| {
            let before = exact.operations();
            known += usize::from(act());
            asked += 1;
            let took = exact.operations() - before;
            assert!(took <= most, "{what} takes {took}: {text}");
        };
        within("success", READING, &mut || {
            !exact.success(criterion, n).is_nan()
        });
        within("limit", READING, &mut || !exact.limit(criterion).is_nan());
        within("errors", READING, &mut || {
            !exact.expected_errors(n).is_nan()
        });
        within("cost", READING, &mut || !exact.expected_cost(n).is_nan());
        within("attempts", READING, &mut || {
            !exact.attempts(criterion, n, 3).any.is_nan()
        });
        within("horizon", 2 * READING, &mut || {
            let _ = exact.horizon(criterion, target);
            true
        });
        within("table", TABLE, &mut || {
            let values = exact.successes(criterion, &report::default_lengths(&scenario));
            values
                .iter()
                .all(|value| value.is_nan() || (0.0..=1.0).contains(value))
        });
    }
    // What is given up is the exception.
    assert!(known * 10 > asked * 8, "{known} of {asked} are known");
}

#[test]
#[ignore = "measures"]
fn measure() {
    let count: usize = wanted(1000);
    let mut generator = Generator::new(1313);
    let mut slow: Vec<(f64, &str, String)> = Vec::new();
    let (mut unknown, mut all) = (0, 0);
    for _ in 0..count {
        let text = links::random(&mut generator);
        if std::env::var("SKIP").is_ok_and(|skip| text.contains(&skip)) {
            continue;
        }
        let scenario = scenario(&text);
        let (criterion, n) = (scenario.criterion(), scenario.length());
        let exact = Exact::new(&scenario);
        let mut timed = |what: &'static str, act: &mut dyn FnMut() -> bool| {
            let begun = seconds();
            let known = act();
            all += 1;
            unknown += usize::from(!known);
            if !known && std::env::var("UNKNOWN").is_ok() {
                println!("?? {what} {text}");
            }
            slow.push((seconds() - begun, what, text.clone()));
        };
        timed("success", &mut || !exact.success(criterion, n).is_nan());
        timed("limit", &mut || !exact.limit(criterion).is_nan());
        timed("half", &mut || !exact.half_life().is_nan());
        let target = bounceback_core::number::probability::Probability::clamped(
            scenario.number(Key::Target),
        );
        timed("horizon", &mut || {
            let _ = exact.horizon(criterion, target);
            true
        });
        timed("errors", &mut || !exact.expected_errors(n).is_nan());
        timed("cost", &mut || !exact.expected_cost(n).is_nan());
        timed("attempts", &mut || {
            !exact.attempts(criterion, n, 3).any.is_nan()
        });
        timed("table", &mut || {
            let lengths = report::default_lengths(&scenario);
            let values = exact.successes(criterion, &lengths);
            !values.iter().any(|value| value.is_nan())
        });
    }
    slow.sort_by(|a, b| b.0.total_cmp(&a.0));
    for what in [
        "success", "limit", "half", "horizon", "errors", "cost", "attempts", "table",
    ] {
        println!("== {what}");
        for (seconds, _, text) in slow.iter().filter(|it| it.1 == what).take(6) {
            println!("{:9.1} ms {text}", seconds * 1e3);
        }
    }
    println!("{unknown} of {all} not known");
}

/// What the page asks for at once while it draws: a figure, and a part of its data.
#[test]
#[ignore = "measures"]
fn measure_figures() {
    let count: usize = wanted(300);
    let mut generator = Generator::new(1414);
    let mut slow: Vec<(f64, String, String)> = Vec::new();
    for _ in 0..count {
        let text = links::random(&mut generator);
        if std::env::var("SKIP").is_ok_and(|skip| text.contains(&skip)) {
            continue;
        }
        let scenario = scenario(&text);
        for name in bounceback_core::model::scenario::FIGURES {
            let begun = seconds();
            let Some(mut figure) = bounceback::figure::plot(name, &scenario) else {
                continue;
            };
            slow.push((seconds() - begun, format!("{name} of"), text.clone()));
            let (mut most, mut all) = (0.0_f64, 0);
            loop {
                let begun = seconds();
                let more = figure.compute(2);
                most = most.max(seconds() - begun);
                all += 1;
                if !more {
                    break;
                }
            }
            slow.push((most, format!("{name} compute"), format!("({all}) {text}")));
            let begun = seconds();
            for stop in [0, figure.stops() / 2, figure.stops().saturating_sub(1)] {
                let _ = figure.words(stop);
            }
            slow.push((seconds() - begun, format!("{name} words"), text.clone()));
        }
        for name in bounceback_core::plan::reading::names() {
            let begun = seconds();
            let _ = bounceback_core::plan::reading::text(name, &scenario, None);
            slow.push((seconds() - begun, name.to_owned(), text.clone()));
        }
    }
    slow.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut told: Vec<&str> = Vec::new();
    for (seconds, what, text) in &slow {
        if !told.contains(&what.as_str()) {
            told.push(what);
            println!("{:9.1} ms {what} {text}", seconds * 1e3);
        }
    }
}
