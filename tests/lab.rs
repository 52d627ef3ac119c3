//! What the room of the lab shows before its program is there is what the shipped models write,
//! and what it says of measurements is what they come to. Runs are written natively, by the
//! program that the page loads, to the same bits as there.

use bounceback::figure::lab::batch::Batch;
use bounceback::figure::lab::recorded::{self, Recorded};
use bounceback::figure::lab::script::Event;
use bounceback::figure::lab::wishes::{self, Order};
use bounceback_core::model::scenario::Scenario;
use bounceback_lab_web::{Model, Runs, Writer};
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn model(name: &str) -> Model {
    let path = root().join(format!("crates/lab/weights/{name}.bin"));
    Model::read(&std::fs::read(path).expect("it is shipped")).expect("it is complete")
}

fn pairs(numbers: &[f64]) -> impl Iterator<Item = [f64; 2]> {
    numbers.chunks_exact(2).map(|pair| [pair[0], pair[1]])
}

/// Carries an order out.
fn written(order: &Order) -> Batch {
    let mut runs = Runs::begin(&model(&order.model), &order.setting.numbers(), order.runs);
    while !runs.advance(u32::MAX) {}
    let tally = runs.tally();
    let path = |run| runs.path(run).iter().map(|it| *it == 1).collect();
    Batch {
        paths: (0..order.runs).map(path).collect(),
        tokens: tally[2],
        drafts: tally[3],
        slips: tally[4],
        by_distance: pairs(&runs.obeying()).skip(1).collect(),
        by_copies: pairs(&runs.copies()).collect(),
    }
}

/// The run that the room opens with, token by token.
fn watched(scenario: &Scenario) -> Vec<Event> {
    let (name, setting, run) = wishes::watched(scenario);
    let mut writer = Writer::begin(&model(&name), &setting.numbers(), run);
    std::iter::from_fn(|| {
        let event: [u32; 5] = writer.advance()?.try_into().ok()?;
        let [token, kind, step, right, place] = event;
        Some(Event {
            token,
            kind,
            step,
            right: right == 1,
            place,
        })
    })
    .collect()
}

/// `BLESS=1` records anew.
#[test]
fn what_was_recorded_is_what_the_models_write() {
    let scenario = Scenario::default();
    let parts = wishes::parts(&scenario);
    let recorded = Recorded {
        watched: watched(&scenario),
        parts: parts.map(|orders| orders.iter().map(written).collect()),
    };
    let text = recorded::write(&recorded);
    let path: PathBuf = root().join("crates/lab/recorded.txt");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &text).expect("it can be written");
    }
    let kept = std::fs::read_to_string(&path).expect("it is there");
    assert!(
        text == kept,
        "the models write something else: cargo xtask bless"
    );
    // What is read is what was written, but for counts of nothing at the end.
    let read = recorded::read(&kept).expect("it is a record");
    assert_eq!(recorded::write(&read), kept);
}
