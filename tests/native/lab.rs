//! What the room of the lab shows before its program is there is what the shipped models write,
//! and what it says of measurements is what they come to. Runs are written natively, by the
//! program that the page loads, to the same bits as there.

use bounceback::figure::lab::batch::Batch;
use bounceback::figure::lab::recorded::{self, Recorded};
use bounceback::figure::lab::script::Event;
use bounceback::figure::lab::wishes::{self, Order};
use bounceback::figure::lab::{pictures, sayings, told};
use bounceback_core::model::scenario::Scenario;
use bounceback_fit::read::Reading;
use bounceback_fit::{Bench, Wish};
use bounceback_lab_web::{Model, Runs, Writer};
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What the room shows before its program is there.
fn record() -> Recorded {
    let text =
        std::fs::read_to_string(root().join("crates/lab/recorded.txt")).expect("it is there");
    recorded::read(&text).expect("it is a record")
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

/// Carries orders out, two at a time.
fn all_written(orders: &[Order]) -> Vec<Batch> {
    std::thread::scope(|scope| {
        let halves = orders.chunks(orders.len().div_ceil(2));
        let halves: Vec<_> = halves
            .map(|half| scope.spawn(|| half.iter().map(written).collect::<Vec<_>>()))
            .collect();
        let written = halves
            .into_iter()
            .flat_map(|it| it.join().expect("it ends"));
        written.collect()
    })
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
        parts: parts.map(|orders| all_written(&orders)),
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

/// The record, its chains fitted as in the room, and what is said of it.
fn said(recorded: &Recorded) -> Vec<String> {
    let scenario = Scenario::default();
    let parts = recorded.parts.iter().enumerate();
    parts
        .map(|(index, batches)| {
            let fitted = [0, 3].contains(&index).then(|| &batches[0]);
            let chains = fitted.map(|runs| {
                let mut chains = told::chains(runs, 200);
                while !chains.advance(1_000_000) {}
                chains
            });
            let told = told::part(index, batches, true, chains.as_ref(), &scenario);
            assert!(!told.figures.is_empty());
            told.words.join(" ")
        })
        .collect()
}

/// The answers of the room at the settings it opens with. Each compares 95% intervals: those of
/// two equal shares lie apart less than once in a hundred, those of these lie apart by far more
/// (297 of 300 against 32; 717 of 720 against 0).
#[test]
fn the_room_says_what_its_runs_show() {
    let recorded = record();
    let said = said(&recorded);
    for (part, words) in [
        (0, "It bounces back"),
        (0, "Its curve fits the share that is right"),
        (0, "It is over-careful"),
        (0, "Some errors do not come back"),
        (1, "it stayed (0 of 1,280"),
        (2, "a cliff, as attention is cut off there"),
        (2, "a telephone game"),
        (3, "LeCun’s curve is not refuted"),
        (3, "as it would be if what is not repaired compounds"),
    ] {
        assert!(said[part].contains(words), "{words}: {}", said[part]);
    }
    // All are about as warm: what they err with differs by less than a quarter.
    let rates = recorded.parts[0].iter().map(|it| it.slips / it.drafts);
    let rates: Vec<f64> = rates.collect();
    for rate in &rates {
        assert!((rate / rates[0] - 1.0).abs() < 0.25, "{rates:?}");
    }
    // At the very last step nothing is repaired, and it is one step before.
    let late = &recorded.parts[3][2..];
    let ends: Vec<f64> = late.iter().map(|it| it.at_end(0.0).share()).collect();
    assert!(
        ends[0] < 0.05 && ends[1..].iter().all(|it| *it > 0.8),
        "{ends:?}"
    );
}

/// Where there is nothing but LeCun's law, the room says so: of 400 worlds of 300 runs it takes
/// another law for the right one in 2, and sees a bounce that is none in 1, at this seed; by
/// these rates 8 of either, the bound, would come less than once in 100.
#[test]
fn the_room_is_seldom_wrong_about_chance() {
    const WORLDS: u32 = 400;
    let mut state = 1_u64;
    let mut uniform = || {
        // The generator of SplitMix64 (G. Steele, D. Lea, C. Flood, 2014).
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut world = || {
        let mut batch = Batch::default();
        for _ in 0..300 {
            let mut path = Vec::with_capacity(60);
            let mut right = true;
            for _ in 0..60 {
                let slips = uniform() < 0.03;
                right &= !slips;
                batch.drafts += 1.0;
                batch.slips += f64::from(u8::from(slips));
                path.push(right);
            }
            batch.paths.push(path);
        }
        batch
    };
    let (mut other, mut bounces) = (0, 0);
    for _ in 0..WORLDS {
        let [a, b, c] = [world(), world(), world()];
        let never = a.never_erred();
        let law = pictures::law_of(&a, never.len());
        other += u32::from(sayings::lecun(&never, &law).contains("not LeCun’s"));
        let [a, b, c] = [a, b, c].map(|it| it.at_end(60.0));
        bounces += u32::from(!sayings::many(a, b, c).contains("no difference"));
    }
    println!("{other} and {bounces} of {WORLDS}");
    assert!(
        other < WORLDS / 50 && bounces < WORLDS / 50,
        "{other} {bounces}"
    );
}

/// What the lab says of a step is computed. Taken for a person's labels, its runs are explained
/// best by slips of the labeller, as errors stand for a step or two.
#[test]
fn adopted_runs_are_labels_that_never_slip() {
    let recorded = record();
    let reading = Reading::of(&recorded.parts[0][0].text());
    let wish = Wish {
        exact: true,
        ..Wish::default()
    };
    let mut bench = Bench::new(reading.series()[0].data.clone(), wish, 1).expect("there are runs");
    while !bench.advance(1_000_000) {}
    let said = bench.said().expect("it is fitted");
    assert!(said.findings[0].contains("it comes back"), "{said:?}");
    let all = [said.findings, said.limits, said.more].concat().join(" ");
    for words in ["may be slips", "seem to slip", "labeller’s slip"] {
        assert!(!all.contains(words), "{words}: {all}");
    }
}
