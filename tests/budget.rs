//! No legal link takes long: every answer is given within a budget of work, or is not known.
//!
//! Work is counted in operations, so that the claims hold on any machine; `measure` prints
//! what they take in seconds on this one
//! (`cargo test --test budget -- --ignored --nocapture`).

mod support;

use bounceback::exact::Exact;
use bounceback::parameter::Key;
use bounceback::scenario::Scenario;
use bounceback::{link, report};
use std::time::Instant;
use support::generator::Generator;
use support::links;

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

#[test]
#[ignore = "measures"]
fn measure() {
    let count: usize = std::env::var("LINKS").map_or(1000, |it| it.parse().unwrap());
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
            slow.push((seconds() - begun, what, text.clone()));
        };
        timed("success", &mut || !exact.success(criterion, n).is_nan());
        timed("limit", &mut || !exact.limit(criterion).is_nan());
        timed("half", &mut || !exact.half_life().is_nan());
        let target = bounceback::probability::Probability::clamped(scenario.number(Key::Target));
        timed("horizon", &mut || {
            let _ = exact.horizon(criterion, target);
            true
        });
        timed("errors", &mut || !exact.expected_errors(n).is_nan());
        timed("cost", &mut || !exact.expected_cost(n).is_nan());
        timed("attempts", &mut || !exact.attempts(criterion, n, 3).any.is_nan());
        timed("table", &mut || {
            let lengths = report::default_lengths(&scenario);
            let values = exact.successes(criterion, &lengths);
            !values.iter().any(|value| value.is_nan())
        });
    }
    slow.sort_by(|a, b| b.0.total_cmp(&a.0));
    for what in ["success", "limit", "half", "horizon", "errors", "cost", "attempts", "table"] {
        println!("== {what}");
        for (seconds, _, text) in slow.iter().filter(|it| it.1 == what).take(6) {
            println!("{:9.1} ms {text}", seconds * 1e3);
        }
    }
    println!("{unknown} of {all} not known");
}
