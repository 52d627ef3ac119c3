//! Step-labelled runs drawn from known laws: the parameters come out, intervals hold them as
//! often as they say, and nothing is claimed that is not so.
//!
//! The runs are drawn by `support/labelled.rs`, and not by the crate. Seeds are fixed.

use crate::support::labelled::{PLAIN, Random, World, at_most_five_percent, called, draw};
use bounceback_fit::data::Path;
use bounceback_fit::paths::{Chains, Clustering, Fit, Model, Options, Recovery, Verdict};

fn only_fits(level: f64) -> Options {
    Options {
        level,
        slip_curves: false,
        bootstraps: 0,
        samples: 0,
        trials: 0,
        ..Options::default()
    }
}

/// The fit of one model, and no more than needed.
fn fit(paths: &[Path], model: Model) -> Fit {
    let mut chains = Chains::new(paths, only_fits(0.9));
    loop {
        if let Some(fit) = chains.fit_of(model) {
            return fit.clone();
        }
        chains.advance(1);
    }
}

/// Draws samples and looks at one parameter: mean distance from the truth in standard errors
/// of that mean, and how often its 90% interval holds the truth.
fn studied(world: World, model: Model, symbol: &str, truth: f64, samples: u32) -> (f64, f64, f64) {
    let mut random = Random(samples.into());
    let (mut sum, mut squares, mut held) = (0.0, 0.0, 0.0);
    for _ in 0..samples {
        let fit = fit(&draw(world, &mut random), model);
        assert!(fit.converged, "{world:?}");
        let estimate = fit.estimate(symbol).expect("it is a parameter");
        let off = estimate.value - truth;
        sum += off;
        squares += off * off;
        held += f64::from(u8::from(estimate.low <= truth && truth <= estimate.high));
    }
    let n = f64::from(samples);
    let bias = sum / n;
    let deviation = (squares / n - bias * bias).sqrt();
    (bias, deviation, held / n)
}

/// Bias below a quarter of the standard deviation of estimates plus four of its Monte Carlo
/// errors; coverage within four Monte Carlo errors of 90%, and two points more for what
/// intervals of likelihood are off in samples as small as these.
fn recovered(world: World, model: Model, truths: &[(&str, f64)], samples: u32) {
    for &(symbol, truth) in truths {
        let (bias, deviation, held) = studied(world, model, symbol, truth, samples);
        let n = f64::from(samples);
        println!(
            "{model:?} {symbol} = {truth}: bias {bias:.5}, deviation {deviation:.5}, held {held:.3} of {samples} ({world:?})"
        );
        let noise = 4.0 * deviation / n.sqrt();
        assert!(
            bias.abs() < 0.25 * deviation + noise,
            "{symbol} of {world:?}: {bias}"
        );
        let reach = 4.0 * (0.09 / n).sqrt() + 0.02;
        assert!(
            (held - 0.9).abs() < reach,
            "{symbol} of {world:?}: {held} held"
        );
    }
}

fn grid(samples: u32, rare: u32) {
    for (runs, length) in [(60, 20), (30, 100)] {
        for (e, r) in [(0.05, 0.3), (0.2, 0.5), (0.1, 0.1)] {
            let world = World {
                runs,
                length,
                error: e,
                recovery: Some(r),
                ..PLAIN
            };
            recovered(world, Model::Chain, &[("E", e), ("ρ", r)], samples);
        }
    }
    for (fatal, recovery) in [(0.3, 0.3), (0.15, 0.6)] {
        let world = World {
            fatal,
            recovery: Some(recovery),
            ..PLAIN
        };
        recovered(world, Model::Fatal, &[("ρ", recovery), ("φ", fatal)], rare);
    }
    for (a, b) in [(2, 8), (1, 19)] {
        let (mean, alike) = (a as f64 / (a + b) as f64, 1.0 / (a + b + 1) as f64);
        let truths = [("E", mean), ("θ", alike)];
        let mixed = World {
            mixed: Some((a, b)),
            ..PLAIN
        };
        let steps = World {
            recovery: None,
            ..mixed
        };
        recovered(steps, Model::MixedSteps, &truths, rare);
        let survivors = World {
            recovery: Some(0.0),
            runs: 300,
            ..mixed
        };
        recovered(survivors, Model::MixedLeCun, &truths, rare);
        recovered(mixed, Model::MixedChain, &truths, rare);
    }
}

#[test]
fn known_parameters_are_recovered_and_intervals_hold() {
    grid(200, 40);
}

#[test]
#[ignore = "a larger study of the claim above: minutes"]
fn known_parameters_are_recovered_and_intervals_hold_in_many_samples() {
    grid(4000, 2000);
}

/// Whether labels are called proof of recovery, slips of any rate being allowed.
fn recovers(paths: &[Path]) -> bool {
    let options = Options {
        slip_curves: true,
        ..only_fits(0.9)
    };
    let mut chains = Chains::new(paths, options);
    while chains.slip_free().is_none() && !chains.advance(1) {}
    Verdict::of(&chains).expect("models are fitted").recovery == Recovery::Recovers
}

fn no_recovery(samples: u32, length: usize) {
    let none = World {
        recovery: Some(0.0),
        length,
        ..PLAIN
    };
    for slip in [0.0, 0.02, 0.1] {
        for mixed in [None, Some((1, 9)), Some((2, 38))] {
            let world = World {
                mixed,
                slip,
                ..none
            };
            let count = called(world, samples, 5, &recovers);
            at_most_five_percent(count, samples, &format!("recovers: {world:?}"));
        }
        let world = World {
            error: 0.0,
            slip,
            ..none
        };
        let count = called(world, samples, 6, &recovers);
        at_most_five_percent(count, samples, &format!("recovers: {world:?}"));
    }
    // Steps that are independent, in runs alike or not, may be slips and nothing else.
    for mixed in [None, Some((1, 9))] {
        let world = World {
            recovery: None,
            mixed,
            ..none
        };
        let count = called(world, samples, 11, &recovers);
        at_most_five_percent(count, samples, &format!("recovers: {world:?}"));
    }
    // The same test sees recovery where there is some.
    let count = called(World { length, ..PLAIN }, samples, 7, &recovers);
    println!("recovers, and it does: {count} of {samples}");
    assert!(count * 10 > samples * 9, "{count} of {samples}");
}

#[test]
fn without_recovery_it_is_not_said_that_it_comes_back_even_if_labels_slip() {
    no_recovery(30, 12);
}

#[test]
#[ignore = "a larger study of the claim above: minutes"]
fn without_recovery_it_is_not_said_that_it_comes_back_in_many_samples() {
    no_recovery(1000, 20);
}

fn begets(paths: &[Path]) -> bool {
    let mut chains = Chains::new(paths, only_fits(0.9));
    while chains.fits().len() < Model::PLAIN.len() {
        chains.advance(1);
    }
    let verdict = Verdict::of(&chains).expect("models are fitted");
    matches!(verdict.clustering, Clustering::Beget | Clustering::Both)
}

fn independent(samples: u32) {
    for (runs, length) in [(10, 8), (100, 30)] {
        for mixed in [None, Some((1, 4)), Some((2, 8))] {
            let world = World {
                runs,
                length,
                recovery: None,
                mixed,
                error: 0.2,
                ..PLAIN
            };
            let count = called(world, samples, 8, &begets);
            at_most_five_percent(count, samples, &format!("beget: {world:?}"));
        }
    }
    let count = called(PLAIN, samples / 10, 9, &begets);
    println!("beget, and they do: {count} of {}", samples / 10);
    assert!(count * 10 > samples / 10 * 9);
}

#[test]
fn independent_steps_are_not_said_to_beget_errors_even_if_runs_differ() {
    independent(100);
}

#[test]
#[ignore = "a larger study of the claim above: minutes"]
fn independent_steps_are_not_said_to_beget_errors_in_many_samples() {
    independent(2000);
}

fn fatal(paths: &[Path]) -> bool {
    let mut chains = Chains::new(paths, only_fits(0.9));
    while chains.fit_of(Model::Fatal).is_none() {
        chains.advance(1);
    }
    chains.fatal().expect("both are fitted").chance < 0.05
}

fn without_fatal(samples: u32) {
    for (e, r) in [(0.1, 0.3), (0.05, 0.1), (0.3, 0.6)] {
        let world = World {
            error: e,
            recovery: Some(r),
            ..PLAIN
        };
        let count = called(world, samples, 10, &fatal);
        at_most_five_percent(count, samples, &format!("fatal: {world:?}"));
    }
}

#[test]
fn a_chain_is_not_said_to_need_a_fatal_share() {
    without_fatal(300);
}

#[test]
#[ignore = "a larger study of the claim above: minutes"]
fn a_chain_is_not_said_to_need_a_fatal_share_in_many_samples() {
    without_fatal(4000);
}

/// Labels that slip at known rates, of runs in which nothing comes back.
fn slipping(samples: u32) {
    let world = World {
        recovery: Some(0.0),
        error: 0.05,
        slip: 0.05,
        length: 25,
        ..PLAIN
    };
    let mut random = Random(12);
    let (mut held, mut sums) = ([0; 3], [0.0; 3]);
    for _ in 0..samples {
        let options = Options {
            slip_curves: true,
            ..only_fits(0.9)
        };
        let mut chains = Chains::new(&draw(world, &mut random), options);
        while chains.fit_of(Model::Slipping).is_none() {
            assert!(!chains.advance(100_000), "it is fitted");
        }
        let fit = chains.fit_of(Model::Slipping).unwrap();
        let others = chains.fits().iter().filter(|it| it.model != fit.model);
        let best = others.map(|it| it.aic).fold(f64::INFINITY, f64::min);
        assert!(fit.converged && fit.aic + 20.0 < best, "{fit:?}, {best}");
        for (at, symbol) in ["E", "f", "m"].into_iter().enumerate() {
            let it = fit.estimate(symbol).unwrap();
            held[at] += u32::from(it.low <= 0.05 && 0.05 <= it.high);
            sums[at] += it.value / f64::from(samples);
        }
    }
    println!("held {held:?} of {samples}, means {sums:?}");
    let reach = 4.0 * (0.09 / f64::from(samples)).sqrt() + 0.02;
    for (held, mean) in held.into_iter().zip(sums) {
        let share = f64::from(held) / f64::from(samples);
        assert!((share - 0.9).abs() < reach, "{share} held");
        assert!((mean - 0.05).abs() < 0.005, "{mean}");
    }
}

#[test]
fn errors_and_slips_come_out_where_nothing_comes_back_and_labels_slip() {
    slipping(40);
}

#[test]
#[ignore = "a larger study of the claim above: minutes"]
fn errors_and_slips_come_out_in_many_samples() {
    slipping(1000);
}
