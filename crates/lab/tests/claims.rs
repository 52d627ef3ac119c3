//! What the room claims, at fixed seeds. Were a claim only just true, a test of it would
//! fail by chance as often as it says.

mod support;

use bounceback_lab::harness::setting::{Act, Restating, Setting};
use bounceback_lab::measure::many::Many;
use bounceback_lab::measure::sweep::Sweep;
use support::{acceptable, error, errors, model, never_erred, runs};

fn warm(temperature: f32, steps: usize) -> Setting {
    Setting {
        seed: 11,
        temperature,
        steps,
        ..Setting::default()
    }
}

/// Never erred is (1 − E)ᵏ, and acceptable the chain of luck: one wrong digit in nine undoes
/// another, so that ρ = E/9 and nothing is worse than chance. Bounds of five standard
/// errors, of the share and of E: by chance one in 10⁶ fails.
fn follows_lecun(many: &Many, what: &str) {
    let runs = many.paths().runs();
    let e = error(many);
    let drafts = many.tally().drafts as f64;
    for step in [1, 10, 30, 80] {
        let k = step as f64;
        let flawless = (1.0 - e).powf(k);
        let spread = k * flawless * 5.0 * (e / drafts).sqrt();
        let bound = errors(5.0, flawless, runs) + spread;
        let seen = never_erred(many, step);
        assert!(
            (seen - flawless).abs() < bound,
            "{what}: {seen} {flawless} at {step}"
        );
        let lucky = 0.1 + 0.9 * (1.0 - e * 10.0 / 9.0).powf(k);
        let bound = errors(5.0, lucky, runs) + spread;
        let seen = acceptable(many, step);
        assert!(
            (seen - lucky).abs() < bound,
            "{what}: {seen} {lucky} at {step}"
        );
    }
}

#[test]
fn without_taking_back_a_model_follows_lecun() {
    for (name, temperature) in [("plain-1", 2.0), ("plain-2", 2.0), ("pauses-1", 2.2)] {
        let many = runs(&model(name), &warm(temperature, 80), 300);
        assert!(
            (0.005..0.08).contains(&error(&many)),
            "{name}: {}",
            error(&many)
        );
        follows_lecun(&many, name);
    }
}

#[test]
fn the_same_network_bounces_back_if_its_complaints_are_heeded_and_not_otherwise() {
    for name in ["backspace-1", "backspace-2"] {
        let weights = model(name);
        let setting = warm(2.8, 80);
        let heeded = runs(&weights, &setting, 150);
        let tally = heeded.tally();
        let rate = tally.complaints as f64 / tally.verdicts as f64;
        let act = |act| runs(&weights, &Setting { act, ..setting }, 300);
        let ignored = act(Act::Ignore);
        let blind = act(Act::Blind(rate as f32));
        follows_lecun(&ignored, "complaints ignored");
        follows_lecun(&blind, "taken back blindly");
        // As many tokens buy nothing if they are not spent where something is wrong.
        let (a, b) = (heeded.tokens_a_step(), blind.tokens_a_step());
        assert!(
            (a / b - 1.0).abs() < 0.05,
            "{name}: {a} and {b} tokens a step"
        );
        assert!(a > 3.1);
        // Errors a draft are the same; what is kept isn't. Between the bound and either
        // share lie five standard errors and more.
        let (e, f) = (error(&heeded), error(&ignored));
        assert!((e / f - 1.0).abs() < 0.25, "{name}: {e} {f}");
        let seen = (acceptable(&heeded, 80), acceptable(&ignored, 80));
        assert!(seen.0 > 0.85 && seen.1 < 0.6, "{name}: {seen:?}");
    }
}

/// It heals if and only if 3·lag < window. 60 runs a cell: a share of .5 is as far from
/// either bound as four standard errors.
#[test]
fn recovery_ends_where_attention_ends() {
    for name in ["backspace-1", "backspace-2"] {
        let weights = model(name);
        for window in [24, 18, 12, 9] {
            let lags = [window / 3 - 1, window / 3, window / 3 + 2];
            let mut sweep = Sweep::new(&weights, &warm(2.6, 1), &[window], &lags, 60);
            while !sweep.advance(10_000) {}
            let shares: Vec<f64> = sweep
                .cells()
                .iter()
                .map(|it| f64::from(it.right) / f64::from(it.runs))
                .collect();
            let what = format!("{name}, window {window}, lags {lags:?}: {shares:?}");
            assert!(shares[0] > 0.75, "{what}");
            assert!(shares[1] < 0.65 && shares[2] < 0.4, "{what}");
        }
    }
}

/// The share of marked steps that disobey, near and far: some 250 marks each, so that the
/// bounds are as far from the shares as four standard errors.
#[test]
fn a_rule_is_obeyed_as_long_as_it_is_attended_to() {
    for name in ["instruction-1", "instruction-2"] {
        let weights = model(name);
        for (window, far) in [(24, 8), (12, 4)] {
            let setting = Setting {
                window,
                restating: Restating::Harness(16),
                ..warm(1.6, 80)
            };
            let many = runs(&weights, &setting, 60);
            let by = many.obeying().by_distance();
            let share = |from: usize, to: usize| {
                let marks: u64 = by[from - 1..to].iter().map(|it| it.marks).sum();
                let obeyed: u64 = by[from - 1..to].iter().map(|it| it.obeyed).sum();
                (marks - obeyed) as f64 / marks as f64
            };
            let (near, beyond) = (share(1, far - 1), share(far + 1, 16));
            assert!(near < 0.1, "{name}, window {window}: {near}");
            assert!(beyond > 0.75, "{name}, window {window}: {beyond}");
        }
    }
}

/// Restated by the harness it holds; restated by the model itself it is copied with its
/// errors, and never comes back but by luck. Warm, so that copies err often enough.
#[test]
fn a_rule_that_the_model_restates_itself_is_a_telephone_game() {
    let weights = model("instruction-1");
    let share = |restating| {
        let setting = Setting {
            restating,
            ..warm(2.4, 100)
        };
        let many = runs(&weights, &setting, 80);
        let by = many.obeying().by_copies();
        let (marks, obeyed) = by[if matches!(restating, Restating::Model(_)) {
            15..25
        } else {
            0..1
        }]
        .iter()
        .fold((0, 0), |sum, it| (sum.0 + it.marks, sum.1 + it.obeyed));
        obeyed as f64 / marks as f64
    };
    let (told, itself) = (share(Restating::Harness(4)), share(Restating::Model(4)));
    assert!(told > itself + 0.1, "{told} {itself}");
}
