//! How cost grows with what is asked: exponents of powers.

use super::calls::{self, curve};
use super::finding::{Finding, differences, shown};
use super::shared::Bench;
use super::statistics::{exponent, median};
use crate::tools::Browser;
use anyhow::Result;

/// What grows, over which values, and what is asked for each of them.
struct Series {
    what: &'static str,
    values: &'static [u64],
    /// Two things to time for a value: what counts is what the first takes more. The
    /// second may be missing.
    things: fn(u64) -> (String, Option<String>),
    /// What else is to be known.
    note: &'static str,
}

const PLAIN: &str = "#process=recoverable&error=1%&recovery=5%";

const SERIES: &[Series] = &[
    Series {
        what: "single runs, by runs",
        values: &[100, 1000, 10_000, 100_000, 1_000_000],
        things: |runs| {
            let asked = |runs| {
                curve(
                    &format!("{PLAIN}&tokens=1000&runs={runs}&seed=SEED"),
                    64,
                    1000,
                )
            };
            (asked(runs), Some(asked(0)))
        },
        note: "1,000 tokens, 64 lengths",
    },
    Series {
        what: "single runs, by tokens",
        values: &[100, 1000, 10_000, 100_000, 1_000_000],
        things: |tokens| {
            let asked = |runs| {
                curve(
                    &format!("{PLAIN}&tokens={tokens}&runs={runs}&seed=SEED"),
                    64,
                    tokens,
                )
            };
            (asked(1000), Some(asked(0)))
        },
        note: "1,000 runs, 64 lengths",
    },
    Series {
        what: "a population, by runs",
        values: &[1_100_000, 10_000_000, 100_000_000, 1_000_000_000],
        things: |runs| {
            let asked = |runs| {
                curve(
                    &format!("{PLAIN}&tokens=1000000&runs={runs}&seed=SEED"),
                    512,
                    1_000_000,
                )
            };
            (asked(runs), Some(asked(0)))
        },
        note: "10⁶ tokens, 512 lengths; three decades: up to a million, runs are single",
    },
    Series {
        what: "the exact curve, by tokens",
        values: &[100, 1000, 10_000, 100_000, 1_000_000],
        things: |tokens| (curve(&format!("{PLAIN}&tokens={tokens}"), 64, tokens), None),
        note: "64 lengths; the table as text is in it",
    },
    Series {
        what: "the exact curve, by points",
        values: &[6, 64, 640, 6400, 64_000],
        things: |points| {
            (
                curve(&format!("{PLAIN}&tokens=1000000"), points, 1_000_000),
                None,
            )
        },
        note: "10⁶ tokens; the table as text is in it",
    },
    Series {
        what: "the exact curve, by phases",
        values: &[1, 2, 3, 4, 6, 8, 12],
        things: |phases| {
            let schema: Vec<String> = (1..=phases).map(|i| format!("p{i}:100")).collect();
            let link = format!("{PLAIN}&schema={}", schema.join(";"));
            (curve(&link, 64, phases * 100), None)
        },
        note: "100 tokens each, 64 lengths; one decade: a schema has at most twelve",
    },
];

/// All series, in Chromium.
pub(super) fn run(bench: &Bench) -> Vec<Finding> {
    bench.in_browser(Browser::Chromium, measure)
}

fn measure(bench: &Bench, browser: Browser) -> Result<Vec<Finding>> {
    let tab = bench.tab(browser, (980, 900), 1, false)?;
    calls::open(&tab, &bench.host.page(calls::PAGE))?;
    let place = browser.name();
    let mut findings = Vec::new();
    for series in SERIES {
        let mut points = Vec::new();
        for &value in series.values {
            let (thing, base) = (series.things)(value);
            let things: Vec<String> = std::iter::once(thing).chain(base).collect();
            let times = calls::timed(&tab, "", &things, bench.rounds(7, 3))?;
            let cost = match times.get(1) {
                Some(base) => differences(&times[0], base),
                None => times[0].clone(),
            };
            points.push((value as f64, median(&cost)));
            let what = format!("{}: {}", series.what, shown(value as f64));
            findings.push(Finding::new(what, place, "ms", cost));
        }
        let fitted = |what: &str, points: &[(f64, f64)]| match exponent(points) {
            Some((slope, error)) => {
                let values = vec![slope];
                Finding::new(format!("{}{what}", series.what), place, "exponent", values)
                    .noted(format!("± {error:.2}; {}", series.note))
            }
            None => Finding::missing(
                format!("{}{what}", series.what),
                place,
                &anyhow::anyhow!("some cost is too small to be told from none"),
            ),
        };
        findings.push(fitted("", &points));
        // Small ones cost what every call costs: how it goes on is told by the last three.
        let last = points.len() - 3;
        findings.push(fitted(", the last three", &points[last..]));
    }
    Ok(findings)
}
