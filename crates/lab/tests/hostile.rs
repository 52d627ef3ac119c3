//! Whatever is asked, something is run, and ends.

mod support;

use bounceback_lab::harness::run::{PATIENCE, Run};
use bounceback_lab::harness::setting::{Act, Injection, LONGEST, Restating, Setting};
use bounceback_lab::measure::many::Many;
use bounceback_lab::measure::paths::MOST;
use bounceback_lab::stream::{Purpose, Stream};
use bounceback_lab::weights::{Broken, Weights};

const MODELS: [&str; 4] = ["plain-1", "backspace-1", "pauses-1", "instruction-1"];

/// Settings drawn from extremes, and what lies between them.
fn any(stream: &mut Stream) -> Setting {
    let wild = [
        f32::NAN,
        f32::INFINITY,
        f32::NEG_INFINITY,
        f32::MAX,
        f32::MIN_POSITIVE,
        -1.0,
        0.0,
        0.5,
        1.0,
        3.0,
    ];
    let sizes = [0, 1, 2, 3, 7, 24, 25, 1000, usize::MAX];
    let mut float = || wild[stream.below(10) as usize];
    let (temperature, marked, rate) = (float(), float(), float());
    let mut size = || sizes[stream.below(9) as usize];
    let (window, step, lag, every) = (size(), size(), size(), size());
    Setting {
        seed: u64::from(stream.below(1000)) << 50,
        steps: 1 + stream.below(12) as usize,
        temperature,
        window,
        act: [Act::Heed, Act::Ignore, Act::Blind(rate)][stream.below(3) as usize],
        injection: (stream.below(2) == 0).then(|| Injection {
            step: step.min(step % 13),
            lag,
            value: (stream.below(2) == 0).then(|| stream.below(256) as u8),
        }),
        restating: [
            Restating::Never,
            Restating::Harness(every),
            Restating::Model(every),
        ][stream.below(3) as usize],
        marked,
    }
}

#[test]
fn no_setting_panics_or_goes_on_for_ever() {
    let mut stream = Stream::new(5, 0, Purpose::Text);
    for name in MODELS {
        let weights = support::model(name);
        for _ in 0..150 {
            let setting = any(&mut stream);
            let mut run = Run::new(&weights, &setting, 3);
            let steps = run.setting().steps;
            let mut tokens = 0;
            while let Some(event) = run.advance() {
                tokens += 1;
                assert!(event.step <= steps && event.token < 14);
            }
            assert!(tokens <= PATIENCE * 5 * steps, "{setting:?}");
            assert!(run.advance().is_none());
            assert!(run.kept().len() <= steps);
        }
    }
}

#[test]
fn a_run_of_no_steps_or_of_too_many_is_one_that_is_legal() {
    let weights = support::model("backspace-1");
    for (asked, steps) in [(0, 1), (usize::MAX, LONGEST)] {
        let setting = Setting {
            steps: asked,
            temperature: 0.0,
            ..Setting::default()
        };
        let mut run = Run::new(&weights, &setting, 0);
        while run.advance().is_some() {}
        assert!(run.finished());
        assert_eq!(run.kept().len(), steps);
        assert!(
            run.kept().iter().all(|it| *it),
            "at temperature 0 none errs"
        );
    }
    let setting = Setting {
        steps: LONGEST,
        ..Setting::default()
    };
    let many = Many::new(&weights, &setting, usize::MAX);
    assert_eq!(many.paths().room(), MOST / LONGEST);
    assert!(Many::new(&weights, &setting, 0).done());
}

#[test]
fn runs_are_the_same_in_slices_of_any_size_and_alone() {
    let weights = support::model("backspace-1");
    let setting = Setting {
        steps: 30,
        temperature: 2.5,
        ..Setting::default()
    };
    let whole = support::runs(&weights, &setting, 20);
    let mut sliced = Many::new(&weights, &setting, 20);
    let mut slice = 0;
    while !sliced.advance(slice) {
        slice = (slice + 1) % 70;
    }
    assert_eq!(whole.tally(), sliced.tally());
    for number in 0..20 {
        let mut run = Run::new(&weights, &setting, number as u64);
        while run.advance().is_some() {}
        let alone: Vec<bool> = run.kept().to_vec();
        for many in [&whole, &sliced] {
            assert!(many.paths().run(number).eq(alone.iter().copied()));
        }
    }
}

#[test]
fn broken_files_are_told_from_whole_ones() {
    let file = support::file("weights/backspace-1.bin");
    let weights = Weights::read(&file).expect("it is whole");
    assert_eq!(weights.write(), file);
    for length in (0..200).chain([file.len() - 9, file.len() - 8, file.len() - 1]) {
        assert_eq!(Weights::read(&file[..length]), Err(Broken::Length));
    }
    let mut longer = file.clone();
    longer.push(0);
    assert_eq!(Weights::read(&longer), Err(Broken::Length));
    assert_eq!(Weights::read(&[b'x'; 100]), Err(Broken::Kind));
    let mut stream = Stream::new(1, 1, Purpose::Text);
    for _ in 0..300 {
        let mut changed = file.clone();
        let at = stream.below(changed.len() as u32) as usize;
        changed[at] ^= 1 << stream.below(8);
        assert!(Weights::read(&changed).is_err(), "byte {at}");
    }
}
