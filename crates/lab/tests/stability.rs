//! The same seed gives the same runs, to the last bit of every score, for ever: values kept
//! in `data/stability.csv`. `cargo xtask bless` takes new ones for right, which only new
//! weights may make necessary. A page can compare the digests it gets.

mod support;

use bounceback_lab::harness::setting::{Act, Injection, Restating, Setting};
use std::fmt::Write as _;

/// What is run, as a line of the file names it: model, temperature, window, what else.
fn cases() -> Vec<(&'static str, &'static str, Setting)> {
    let setting = Setting {
        steps: 40,
        seed: 42,
        ..Setting::default()
    };
    let at = |temperature: f32| Setting {
        temperature,
        ..setting
    };
    let mut cases = vec![
        ("pauses-1", "", at(2.0)),
        (
            "backspace-1",
            "blind",
            Setting {
                act: Act::Blind(0.1),
                ..at(2.5)
            },
        ),
        (
            "backspace-1",
            "window 9",
            Setting {
                window: 9,
                ..at(2.5)
            },
        ),
        (
            "backspace-1",
            "error put in",
            Setting {
                injection: Some(Injection {
                    step: 20,
                    lag: 3,
                    value: None,
                }),
                ..at(2.5)
            },
        ),
        (
            "instruction-1",
            "restated by the model",
            Setting {
                restating: Restating::Model(6),
                ..at(1.6)
            },
        ),
    ];
    for name in ["plain-1", "plain-2", "instruction-1", "instruction-2"] {
        cases.push((name, "", at(2.0)));
    }
    for name in ["backspace-1", "backspace-2"] {
        cases.push((name, "", at(2.5)));
        let ignored = Setting {
            act: Act::Ignore,
            ..at(2.5)
        };
        cases.push((name, "ignored", ignored));
    }
    cases
}

#[test]
fn seeded_runs_never_change() {
    let mut text = String::from(
        "model,what,temperature,window,tokens,drafts,slips,complaints,right at the end,digest\n",
    );
    for (name, what, setting) in cases() {
        let many = support::runs(&support::model(name), &setting, 10);
        let tally = many.tally();
        writeln!(
            text,
            "{name},{what},{},{},{},{},{},{},{},{:016x}",
            setting.temperature,
            setting.window,
            tally.tokens,
            tally.drafts,
            tally.slips,
            tally.complaints,
            many.paths().acceptable()[39],
            many.digest(),
        )
        .expect("text takes all");
    }
    let name = "tests/data/stability.csv";
    if std::env::var_os("BLESS").is_some() {
        let path = format!("{}/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::write(path, &text).expect("the file can be written");
    }
    assert_eq!(
        text,
        String::from_utf8(support::file(name)).expect("it is text")
    );
}
