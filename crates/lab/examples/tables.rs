//! Prints the tables of README.md: `cargo run --release --example tables -- NAME-SEED …`
//! measures models from the folder `weights`.

use bounceback_lab::harness::setting::{Act, Restating, Setting};
use bounceback_lab::measure::chain::Chain;
use bounceback_lab::measure::many::Many;
use bounceback_lab::measure::sweep::Sweep;
use bounceback_lab::task::Task;
use bounceback_lab::weights::Weights;
use std::time::Instant;

const STEPS: [usize; 5] = [1, 10, 30, 100, 200];

fn main() {
    let quick = std::env::var_os("QUICK").is_some();
    for name in std::env::args().skip(1) {
        let path = format!("{}/weights/{name}.bin", env!("CARGO_MANIFEST_DIR"));
        let file = std::fs::read(&path).expect("the file is there");
        let weights = Weights::read(&file).expect("it is one of weights");
        println!("\n# {name}");
        speed(&weights);
        let runs = if quick { 300 } else { 1000 };
        match weights.task {
            Task::Plain | Task::Pauses => errors(&weights, runs),
            Task::Backspace => {
                errors(&weights, runs);
                for (error, window) in [
                    (0.02, 24),
                    (0.05, 24),
                    (0.1, 24),
                    (0.02, 9),
                    (0.05, 9),
                    (0.05, 6),
                ] {
                    acts(&weights, error, window, runs);
                }
                windows(&weights, if quick { 150 } else { 300 });
                late(&weights, runs);
            }
            Task::Instruction => rules(&weights, runs),
        }
    }
}

fn speed(weights: &Weights) {
    let begin = Instant::now();
    let many = Many::new(weights, &Setting::default(), 20).finish();
    let tokens = many.tally().tokens as f64;
    println!(
        "{:.0} tokens a second",
        tokens / begin.elapsed().as_secs_f64()
    );
}

/// The temperature at which a draft errs with this probability.
fn temperature(weights: &Weights, error: f64) -> f32 {
    let (mut low, mut high) = (0.5_f32, 8.0_f32);
    for round in 0..9 {
        let middle = (low * high).sqrt();
        let setting = Setting {
            temperature: middle,
            steps: 50,
            seed: 1000 + round,
            act: Act::Ignore,
            marked: 0.0,
            ..Setting::default()
        };
        let tally = Many::new(weights, &setting, 400).finish().tally();
        if (tally.slips as f64) < error * tally.drafts as f64 {
            low = middle;
        } else {
            high = middle;
        }
    }
    ((low * high).sqrt() * 100.0).round() / 100.0
}

fn row(what: &str, many: &Many) {
    let paths = many.paths();
    let runs = paths.runs() as f64;
    let (good, never) = (paths.acceptable(), paths.never_erred());
    let at = |counts: &[u32]| {
        let all = STEPS
            .iter()
            .map(|step| format!("{:.3}", f64::from(counts[step - 1]) / runs));
        all.collect::<Vec<_>>().join(" ")
    };
    let tally = many.tally();
    println!(
        "{what}: acceptable {}; never wrong {}; {:.2} tokens a step; E {:.4}; finished {:.3}; complaints {:.4}",
        at(&good),
        at(&never),
        many.tokens_a_step(),
        tally.slips as f64 / tally.drafts as f64,
        paths.finished() as f64 / runs,
        tally.complaints as f64 / tally.verdicts.max(1) as f64,
    );
}

fn fitted(many: &Many) {
    let paths = many.paths();
    let (from, wrong) = paths.spoiled();
    let stretches = paths.stretches();
    let healed = |steps: usize| {
        stretches
            .iter()
            .filter(|it| it.healed && it.steps == steps)
            .count()
    };
    println!(
        "  spoiled {wrong} of {from}; stretches {}: healed after one {}, two {}, later {}, never {}",
        stretches.len(),
        healed(1),
        healed(2),
        stretches
            .iter()
            .filter(|it| it.healed && it.steps > 2)
            .count(),
        stretches.iter().filter(|it| !it.healed).count(),
    );
    let runs = paths.runs() as f64;
    let seen = paths.acceptable();
    for chain in [Chain::without_fatal(paths), Chain::with_fatal(paths)] {
        let curve = chain.acceptable(paths.steps());
        let off = curve
            .iter()
            .zip(&seen)
            .map(|(a, b)| (a - f64::from(*b) / runs).abs());
        println!(
            "  E {:.5} φ {:.3} ρ {:.3}: at 200 {:.3}, off by {:.4} at most",
            chain.error,
            chain.fatal,
            chain.recovery,
            curve[curve.len() - 1],
            off.fold(0.0, f64::max),
        );
    }
}

fn errors(weights: &Weights, runs: usize) {
    for error in [0.01, 0.02, 0.05] {
        let setting = Setting {
            temperature: temperature(weights, error),
            act: Act::Ignore,
            ..Setting::default()
        };
        let many = Many::new(weights, &setting, runs).finish();
        let tally = many.tally();
        let e = tally.slips as f64 / tally.drafts as f64;
        row(&format!("T {}", setting.temperature), &many);
        println!(
            "  (1−E)^100 {:.3}, (1−E)^200 {:.3}",
            (1.0 - e).powi(100),
            (1.0 - e).powi(200)
        );
        let chain = Chain::without_fatal(many.paths());
        println!(
            "  good→bad {:.4}, bad→good {:.4}, E/9 {:.4}",
            chain.error,
            chain.recovery,
            e / 9.0
        );
    }
}

fn acts(weights: &Weights, error: f64, window: usize, runs: usize) {
    let setting = Setting {
        temperature: temperature(weights, error),
        window,
        ..Setting::default()
    };
    println!("T {}, window {window}", setting.temperature);
    let many = Many::new(weights, &setting, runs).finish();
    row("backspace", &many);
    fitted(&many);
    let tally = many.tally();
    let rate = tally.complaints as f64 / tally.verdicts as f64;
    for (name, act) in [("control", Act::Ignore), ("blind", Act::Blind(rate as f32))] {
        let many = Many::new(weights, &Setting { act, ..setting }, runs).finish();
        row(name, &many);
    }
}

fn windows(weights: &Weights, runs: usize) {
    let setting = Setting {
        temperature: temperature(weights, 0.043),
        ..Setting::default()
    };
    println!("T {}", setting.temperature);
    let lags = [1, 2, 3, 4, 5, 6, 7, 8, 10];
    let windows = [24, 18, 12, 9, 6];
    let mut sweep = Sweep::new(weights, &setting, &windows, &lags, runs);
    while !sweep.advance(1_000_000) {}
    println!("window; lags {lags:?}");
    for row in sweep.cells().chunks(lags.len()) {
        let cells = row
            .iter()
            .map(|it| format!("{:.2}", f64::from(it.right) / f64::from(it.runs)));
        println!("{}: {}", row[0].window, cells.collect::<Vec<_>>().join(" "));
    }
}

/// Errors put in near the end.
fn late(weights: &Weights, runs: usize) {
    let setting = Setting {
        temperature: temperature(weights, 0.02),
        steps: 40,
        ..Setting::default()
    };
    for lag in [0, 1] {
        print!("put in, lag {lag}, steps left:");
        for left in [0, 1, 2, 3, 5] {
            let injection = bounceback_lab::harness::setting::Injection {
                step: 40 - left,
                lag,
                value: None,
            };
            let setting = Setting {
                injection: Some(injection),
                ..setting
            };
            let many = Many::new(weights, &setting, runs).finish();
            let right = many.paths().acceptable()[39];
            print!(
                " {left}: {:.3}",
                f64::from(right) / many.paths().runs() as f64
            );
        }
        println!();
    }
}

fn rules(weights: &Weights, runs: usize) {
    let share = |many: &Many| {
        let by = many.obeying().by_distance();
        let cells = by[..16]
            .iter()
            .map(|it| format!("{:.3} ({})", it.disobeyed(), it.marks));
        cells.collect::<Vec<_>>().join(" ")
    };
    for window in [24, 18, 12, 9, 6] {
        let setting = Setting {
            temperature: 1.6,
            window,
            restating: Restating::Harness(16),
            steps: 160,
            ..Setting::default()
        };
        let many = Many::new(weights, &setting, runs).finish();
        println!("window {window}: {}", share(&many));
    }
    for (temperature, window) in [(1.0, 24), (1.6, 24)] {
        for restating in [
            Restating::Never,
            Restating::Harness(20),
            Restating::Harness(12),
            Restating::Harness(9),
            Restating::Harness(8),
            Restating::Harness(6),
            Restating::Harness(4),
            Restating::Model(8),
            Restating::Model(6),
            Restating::Model(4),
        ] {
            let setting = Setting {
                temperature,
                window,
                restating,
                ..Setting::default()
            };
            let many = Many::new(weights, &setting, runs / 2).finish();
            let all = many.obeying().all();
            println!(
                "T {temperature}, {restating:?}: not obeyed {:.4} of {}; {:.2} tokens a step",
                all.disobeyed(),
                all.marks,
                many.tokens_a_step()
            );
            if matches!(restating, Restating::Model(_)) {
                let copies = many.obeying().by_copies();
                for j in [0, 1, 5, 10, 20, 25, 30] {
                    if copies[j].marks > 0 {
                        print!("  {j}: {:.3}", 1.0 - copies[j].disobeyed());
                    }
                }
                println!();
            }
        }
    }
}
