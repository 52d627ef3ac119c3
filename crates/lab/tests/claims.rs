//! What the room claims, at fixed seeds; with other seeds a test would fail by chance as often
//! as it says.

mod support;

use bounceback_lab::harness::setting::{Act, Restating, Setting};
use bounceback_lab::measure::chain::Chain;
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
/// errors, of the share and of E: by chance one in 10⁶ of these comparisons fails.
fn follows_lecun(many: &Many, what: &str) {
    let runs = many.paths().runs();
    let e = error(many);
    let drafts = many.tally().drafts as f64;
    for step in [1, 10, 30, 60] {
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
        let many = runs(&model(name), &warm(temperature, 60), 150);
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
        let setting = warm(2.8, 60);
        let heeded = runs(&weights, &setting, 100);
        let tally = heeded.tally();
        let rate = tally.complaints as f64 / tally.verdicts as f64;
        let act = |act| runs(&weights, &Setting { act, ..setting }, 150);
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
        // Errors a draft are the same, within five standard errors; what is kept isn't: the
        // bounds are five standard errors and more from what was measured over 1,000 runs.
        let drafts = (heeded.tally().drafts + ignored.tally().drafts) as f64 / 4.0;
        let (e, f) = (error(&heeded), error(&ignored));
        assert!((e - f).abs() < 5.0 * (e / drafts).sqrt(), "{name}: {e} {f}");
        let seen = (acceptable(&heeded, 60), acceptable(&ignored, 60));
        assert!(seen.0 > 0.95 && seen.1 < 0.7, "{name}: {seen:?}");
    }
}

/// It heals if and only if 3·lag < window: cool, the edge is sharp (of 300 runs .997 and 1
/// heal one step inside the widest window, .003 and 0 one step beyond). With 40 runs a cell the
/// test fails by chance less than once in 10⁴.
#[test]
fn recovery_ends_where_attention_ends() {
    for name in ["backspace-1", "backspace-2"] {
        let weights = model(name);
        for window in [24, 12, 9] {
            let lags = [window / 3 - 1, window / 3];
            let mut sweep = Sweep::new(&weights, &warm(1.0, 1), &[window], &lags, 40);
            while !sweep.advance(10_000) {}
            let shares: Vec<f64> = sweep
                .cells()
                .iter()
                .map(|it| f64::from(it.right) / f64::from(it.runs))
                .collect();
            let what = format!("{name}, window {window}, lags {lags:?}: {shares:?}");
            assert!(shares[0] > 0.9 && shares[1] < 0.1, "{what}");
        }
    }
}

/// It is obeyed up to a third of the window in steps, and by luck beyond. Some 150 marks on
/// either side: the bounds are five standard errors and more from .01 and .90.
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
            let many = runs(&weights, &setting, 50);
            let by = many.obeying().by_distance();
            let share = |from: usize, to: usize| {
                let marks: u64 = by[from - 1..to].iter().map(|it| it.marks).sum();
                let obeyed: u64 = by[from - 1..to].iter().map(|it| it.obeyed).sum();
                (marks - obeyed) as f64 / marks as f64
            };
            let (near, beyond) = (share(1, far), share(far + 1, 16));
            assert!(near < 0.1, "{name}, window {window}: {near}");
            assert!(beyond > 0.75, "{name}, window {window}: {beyond}");
        }
    }
}

/// Restated by the harness it holds; restated by the model itself it is copied with its
/// errors, and never comes back but by luck. Warm, so that copies err often enough: .94 of
/// 681 marks against .35 of 275, which lie ten standard errors from the bound.
#[test]
fn a_rule_that_the_model_restates_itself_is_a_telephone_game() {
    let weights = model("instruction-1");
    let of = |restating, copies: std::ops::Range<usize>| {
        let setting = Setting {
            restating,
            ..warm(2.4, 100)
        };
        let many = runs(&weights, &setting, 60);
        let by = &many.obeying().by_copies()[copies];
        let marks: u64 = by.iter().map(|it| it.marks).sum();
        let obeyed: u64 = by.iter().map(|it| it.obeyed).sum();
        obeyed as f64 / marks as f64
    };
    let told = of(Restating::Harness(4), 0..1);
    let itself = of(Restating::Model(4), 15..25);
    assert!(told > itself + 0.3, "{told} {itself}");
}

/// What has left the window is lost: through a window of 6 tokens a chain of two states needs
/// a fatal share. Were there none, twice the gain in log-likelihood would be as chi-square of
/// one degree of freedom, and exceed 20 once in 10⁵; over these runs it is 219.
#[test]
fn the_chain_that_fits_has_a_fatal_share_where_the_window_is_narrow() {
    let setting = Setting {
        window: 6,
        ..warm(3.84, 100)
    };
    let many = runs(&model("backspace-1"), &setting, 150);
    let stretches = many.paths().stretches();
    let likelihood = |chain: &Chain| -> f64 {
        let terms = stretches.iter().map(|it| {
            let held = (1.0 - chain.fatal) * (1.0 - chain.recovery).powf((it.steps - 1) as f64);
            let healed = held * chain.recovery;
            (if it.healed {
                healed
            } else {
                chain.fatal + held
            })
            .ln()
        });
        terms.sum()
    };
    let (with, without) = (
        Chain::with_fatal(many.paths()),
        Chain::without_fatal(many.paths()),
    );
    let gain = 2.0 * (likelihood(&with) - likelihood(&without));
    assert!(gain > 20.0, "{gain}: {with:?} {without:?}");
    assert!(with.fatal > 0.02, "{with:?}");
}
