//! Data with known answers, and their fits.

use bounceback_fit::data::{AtRisk, Cohort, Data, Path};
use bounceback_fit::{Fits, Options, Origin};

pub(crate) const TASKS: [&str; 5] = [
    "multistep_arithmetic",
    "word_sorting",
    "tracking_shuffled_objects",
    "logical_deduction",
    "dyck_languages",
];

pub(crate) fn cohort(length: f64, successes: f64, trials: f64) -> Cohort {
    Cohort {
        length,
        successes,
        trials,
        cluster: None,
    }
}

/// A column of the published probe: 20,000 sequences after each of 80 tokens.
pub(crate) fn probe(column: usize) -> Data {
    let text = include_str!("../../crates/fit/data/probe_survivors.csv");
    let mut at_risk = 20_000.0;
    let mut rows = Vec::new();
    for line in text.lines().skip_while(|line| !line.starts_with('1')) {
        let cells: Vec<f64> = line.split(',').map(|it| it.parse().unwrap()).collect();
        rows.push(AtRisk {
            length: cells[0],
            at_risk,
            failed: at_risk - cells[column],
        });
        at_risk = cells[column];
    }
    assert_eq!(rows.len(), 80);
    Data::Survivors(rows)
}

/// First mistakes of one task.
pub(crate) fn bigbench(task: &str) -> Data {
    let text = include_str!("../../crates/fit/data/bigbench_first_mistakes.csv");
    let rows = text.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[0] == task).then(|| AtRisk {
            length: cells[1].parse().unwrap(),
            at_risk: cells[2].parse().unwrap(),
            failed: cells[3].parse().unwrap(),
        })
    });
    Data::Survivors(rows.collect())
}

pub(crate) fn fitted(data: &Data, options: Options) -> Fits {
    let mut fits = Fits::new(data, options).unwrap();
    while !fits.advance(20_000) {}
    fits
}

pub(crate) fn with(origin: Origin) -> Options {
    Options {
        origin,
        ..Options::default()
    }
}

/// The same without intervals, which take most of the time.
pub(crate) fn quick(origin: Origin) -> Options {
    Options {
        intervals: false,
        ..with(origin)
    }
}

/// A run, as `1101`.
pub(crate) fn path(text: &str) -> Path {
    Path {
        steps: text.chars().map(|it| it == '1').collect(),
        outcome: None,
        cluster: None,
        weight: 1.0,
    }
}
