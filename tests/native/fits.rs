//! Fits of data whose answers are known.

use crate::support::fitting::{TASKS, bigbench, cohort, fitted, probe, quick, with};
use bounceback_core::exact::Exact;
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::scenario::Scenario;
use bounceback_fit::data::{AtRisk, Cohort, Data};
use bounceback_fit::{Asked, Fits, Options, Origin, Separation, Verdict, exact_interval, verdict};

fn error(fits: &Fits) -> f64 {
    fits.named("independent")
        .unwrap()
        .parameter("E")
        .unwrap()
        .estimate
        .value
}

fn said(verdict: &Verdict, about: &str) -> Option<String> {
    let mut all = verdict.says.iter().chain(&verdict.limits);
    all.find(|it| it.about == about).map(|it| it.text.clone())
}

#[test]
fn survivors_of_the_probe_have_the_published_hazards() {
    let independent = fitted(&probe(1), quick(Origin::Fixed(0.0)));
    assert!((error(&independent) - 19_654.0 / 389_520.0).abs() < 1e-8);
    // From its second row: exposure begins after the first token.
    let recoverable = fitted(&probe(2), quick(Origin::Fixed(1.0)));
    assert!((error(&recoverable) - 19_677.0 / 392_506.0).abs() < 1e-8);
}

#[test]
fn with_an_origin_the_geometric_wins_on_both_columns_of_the_probe() {
    for column in [1, 2] {
        let fits = fitted(&probe(column), quick(Origin::Fitted));
        let best = fits.preferred().unwrap();
        assert_eq!(best.name(), "independent", "column {column}");
        let by_bic = fits
            .fits()
            .iter()
            .min_by(|a, b| a.bic().total_cmp(&b.bic()));
        assert_eq!(by_bic.unwrap().name(), "independent", "column {column}");
        let origin = best.origin();
        let expected = if column == 1 { 0.0 } else { 1.0 };
        assert!(
            (origin - expected).abs() < 0.03,
            "column {column}: {origin}"
        );
    }
    // Without one, the column that starts a token late has a rising hazard.
    let fits = fitted(&probe(2), quick(Origin::Fixed(0.0)));
    assert_eq!(fits.preferred().unwrap().name(), "fading");
    let text = said(&verdict(&fits, Asked::default()), "origin").unwrap();
    assert!(text.contains("Fit an origin"), "{text}");
}

#[test]
fn first_mistakes_have_the_published_hazards_from_step_two_on() {
    for (task, mistakes, at_risk) in [
        ("multistep_arithmetic", 238.0, 793.0),
        ("tracking_shuffled_objects", 260.0, 851.0),
    ] {
        let fits = fitted(&bigbench(task), quick(Origin::Fixed(1.0)));
        assert!((error(&fits) - mistakes / at_risk).abs() < 1e-8, "{task}");
    }
}

#[test]
fn without_an_origin_weibull_seems_to_win_on_first_mistakes() {
    let gains = TASKS.map(|task| {
        let fits = fitted(&bigbench(task), quick(Origin::Fixed(0.0)));
        let aic = |name: &str| fits.named(name).unwrap().aic();
        let text = said(&verdict(&fits, Asked::default()), "origin");
        assert!(
            text.is_some(),
            "{task}: the missing origin is not pointed out"
        );
        aic("independent") - aic("fading")
    });
    let least = gains.iter().copied().fold(f64::INFINITY, f64::min);
    let most = gains.iter().copied().fold(0.0, f64::max);
    assert_eq!((least.round(), most.round()), (68.0, 637.0), "{gains:?}");
}

#[test]
fn units_of_length_do_not_matter() {
    let lengths = [0.7, 1.9, 3.3, 8.1, 20.0, 61.0, 144.7];
    let successes = [29.0, 28.0, 26.0, 22.0, 15.0, 9.0, 4.0];
    let data = |unit: f64| {
        let row = |(&length, &successes): (&f64, &f64)| cohort(length * unit, successes, 30.0);
        Data::Cohorts(lengths.iter().zip(&successes).map(row).collect())
    };
    let whole = |unit: f64| {
        let row = |k: u32| cohort(f64::from(k) * unit, 30.0 - 4.0 * f64::from(k), 30.0);
        Data::Cohorts((1..=6).map(row).collect())
    };
    for origin in [Origin::Fixed(0.0), Origin::Fitted] {
        for (one, other, unit) in [
            (data(1.0), data(1000.0), 1000.0),
            (data(1.0), data(1.0 / 60.0), 1.0 / 60.0),
            (whole(1.0), whole(1000.0), 1000.0),
        ] {
            let (one, other) = (fitted(&one, with(origin)), fitted(&other, with(origin)));
            for (a, b) in one.fits().iter().zip(other.fits()) {
                let name = a.name();
                assert!((a.loglik - b.loglik).abs() < 1e-6, "{name}");
                let [p, q] = [
                    a.curve(&[0.5, 5.0, 80.0]),
                    b.curve(&[0.5 * unit, 5.0 * unit, 80.0 * unit]),
                ];
                for (p, q) in p.iter().zip(&q) {
                    assert!((p - q).abs() < 1e-4, "{name} {origin:?}: {p} {q}");
                }
                let ends = [a.half_life, b.half_life].map(|it| (it.low, it.high));
                for (p, q) in [(ends[0].0, ends[1].0), (ends[0].1, ends[1].1)] {
                    let close = match (p, q) {
                        (Some(p), Some(q)) => (p * unit / q - 1.0).abs() < 2e-3,
                        (p, q) => p.is_none() && q.is_none(),
                    };
                    assert!(close, "{name} {origin:?}: {ends:?}");
                }
            }
        }
    }
}

#[test]
fn ten_rows_of_fifty_are_five_hundred_rows_of_one() {
    let many: Vec<Cohort> = (1..=10)
        .map(|k| cohort(f64::from(k), 50.0 - 3.0 * f64::from(k), 50.0))
        .collect();
    let single: Vec<Cohort> = many
        .iter()
        .flat_map(|row| {
            (0..50).map(|i| {
                cohort(
                    row.length,
                    f64::from(u8::from(f64::from(i) < row.successes)),
                    1.0,
                )
            })
        })
        .collect();
    let [many, single] =
        [many, single].map(|rows| fitted(&Data::Cohorts(rows), quick(Origin::Fixed(0.0))));
    for (a, b) in many.fits().iter().zip(single.fits()) {
        assert_eq!(
            (a.aic(), a.bic(), a.aicc()),
            (b.aic(), b.bic(), b.aicc()),
            "{}",
            a.name()
        );
    }
    assert_eq!(many.saturated(), single.saturated());
    // With two trials there is no small-sample criterion of two parameters.
    let two = fitted(
        &Data::Cohorts(vec![cohort(1.0, 1.0, 1.0), cohort(2.0, 0.0, 1.0)]),
        quick(Origin::Fixed(0.0)),
    );
    assert!(two.fits().iter().all(|fit| fit.aicc().is_none()));
}

#[test]
fn all_right_is_a_bound_and_not_an_estimate() {
    let data = Data::Cohorts(vec![cohort(10.0, 20.0, 20.0), cohort(20.0, 15.0, 15.0)]);
    let fits = fitted(&data, with(Origin::Fixed(0.0)));
    assert_eq!(fits.separation(), Some(Separation::AllRight));
    let [fit] = fits.fits() else {
        panic!("one bound")
    };
    let estimate = fit.parameter("E").unwrap().estimate;
    assert!(estimate.at_bound && estimate.low.is_none());
    // A step is 10 tokens, and 20·1 + 15·2 of them were right: one in twenty times all are
    // where e^(−50·Λ) = .05.
    let expected = -(0.05_f64.ln() / 50.0).exp_m1();
    assert!(
        (estimate.high.unwrap() / expected - 1.0).abs() < 1e-3,
        "{estimate:?}"
    );
    let verdict = verdict(&fits, Asked::default());
    assert!(
        said(&verdict, "separation")
            .unwrap()
            .contains("a bound, not an estimate")
    );
    assert!(
        said(&verdict, "separation")
            .unwrap()
            .contains("one-sided, at 95%")
    );
    // All wrong, likewise; and a cliff between lengths.
    let wrong = fitted(
        &Data::Cohorts(vec![cohort(10.0, 0.0, 20.0)]),
        with(Origin::Fixed(0.0)),
    );
    assert_eq!(wrong.separation(), Some(Separation::AllWrong));
    let error = wrong.fits()[0].parameter("E").unwrap().estimate;
    assert!(
        error.at_bound
            && error.high.is_none()
            && (error.low.unwrap() - 0.05_f64.powf(0.05)).abs() < 1e-3,
        "{error:?}"
    );
    let cliff = Data::Cohorts(vec![
        cohort(1.0, 9.0, 9.0),
        cohort(2.0, 9.0, 9.0),
        cohort(3.0, 0.0, 9.0),
    ]);
    let cliff = fitted(&cliff, with(Origin::Fixed(0.0)));
    assert_eq!(cliff.separation(), Some(Separation::ByLength));
}

/// A fit that is taken for a scenario has that scenario's exact curve.
#[test]
fn a_fit_becomes_a_scenario_with_the_same_curve() {
    let rows = [47.0, 44.0, 40.0, 33.0, 31.0, 26.0, 24.0, 20.0];
    let row = |(k, &successes): (usize, &f64)| cohort(100.0 * (k + 1) as f64, successes, 50.0);
    let data = Data::Cohorts(rows.iter().enumerate().map(row).collect());
    let fits = fitted(&data, quick(Origin::Fixed(0.0)));
    for fit in fits.fits() {
        let adopted = fit.scenario(&Scenario::default());
        let Some((scenario, note)) = adopted else {
            assert_eq!(fit.name(), "log_logistic");
            continue;
        };
        assert!(
            note.starts_with("One token stands for a length of 100;"),
            "{note}"
        );
        let steps = [1, 2, 5, 8];
        let exact = Exact::new(&scenario).successes(Criterion::Acceptable, &steps);
        let curve = fit.curve(&steps.map(|n| 100.0 * n as f64));
        let tolerance = if fit.name() == "threshold" {
            0.02
        } else {
            1e-5
        };
        for (exact, ours) in exact.iter().zip(&curve) {
            assert!(
                (exact - ours).abs() < tolerance,
                "{}: {exact} {ours} ({note})",
                fit.name()
            );
        }
    }
}

#[test]
fn every_top_is_at_least_that_of_what_it_contains_and_at_most_the_saturated_one() {
    for task in TASKS {
        for origin in [Origin::Fixed(0.0), Origin::Fixed(1.0), Origin::Fitted] {
            let fits = fitted(&bigbench(task), quick(origin));
            let of = |name: &str| fits.named(name).unwrap().loglik;
            for name in ["fading", "settling", "key_tokens", "mixed_difficulty"] {
                assert!(
                    of(name) >= of("independent") - 1e-5,
                    "{task} {origin:?} {name}"
                );
                assert!(
                    of(name) <= fits.saturated() + 1e-9,
                    "{task} {origin:?} {name}"
                );
            }
        }
    }
}

#[test]
fn verdicts_say_what_data_cannot_tell() {
    let share = |k: f64| 0.3 + 0.7 * (-0.2 * k).exp();
    let row = |k: u32| {
        let k = f64::from(k);
        let wobble = [3.0, -2.0, 0.0, 2.0, -3.0][k as usize % 5];
        cohort(10.0 * k, (60.0 * share(k) + wobble).round(), 60.0)
    };
    let data = Data::Cohorts((1..=20).map(row).collect());
    let fits = fitted(&data, with(Origin::Fixed(0.0)));
    let verdict = verdict(&fits, Asked::default());
    assert!(!verdict.recovers());
    assert!(
        said(&verdict, "recovery")
            .unwrap()
            .contains("These data can't tell")
    );
    assert!(
        said(&verdict, "rivals")
            .unwrap()
            .contains("mixed difficulty")
    );
    assert!(
        said(&verdict, "frailty")
            .unwrap()
            .contains("does not prove recovery")
    );
    assert!(
        said(&verdict, "repeats")
            .unwrap()
            .contains("Repeats of one task are not independent")
    );
    assert!(
        said(&verdict, "same")
            .unwrap()
            .contains("the very same curve as independent errors")
    );
    assert!(
        said(&verdict, "tell")
            .unwrap()
            .contains("error put in on purpose")
    );
    assert!(
        verdict.methods.contains("1,200 trials judged at the end"),
        "{}",
        verdict.methods
    );
    // Counts exactly on a curve are no sample of it.
    let even = |k: u32| {
        cohort(
            f64::from(k),
            (200.0 * 0.9_f64.powi(k as i32)).round(),
            200.0,
        )
    };
    let fits = fitted(
        &Data::Cohorts((1..=12).map(even).collect()),
        quick(Origin::Fixed(0.0)),
    );
    let text = said(&bounceback_fit::verdict(&fits, Asked::default()), "even").unwrap();
    assert!(text.contains("suspiciously even"), "{text}");
}

#[test]
fn slices_give_what_one_go_gives() {
    let data = bigbench("word_sorting");
    let whole = fitted(&data, with(Origin::Fixed(0.0)));
    let mut sliced = Fits::new(&data, with(Origin::Fixed(0.0))).unwrap();
    let mut slices = 0;
    while !sliced.advance(1) {
        slices += 1;
    }
    assert!(slices > 500, "{slices}");
    for (a, b) in whole.fits().iter().zip(sliced.fits()) {
        assert_eq!(a.loglik.to_bits(), b.loglik.to_bits());
        assert_eq!(a.parameters, b.parameters);
    }
}

#[test]
fn no_data_however_odd_stop_a_fit() {
    let odd = [
        vec![cohort(1e-300, 1.0, 2.0), cohort(1e300, 1.0, 2.0)],
        vec![cohort(1.0, 0.5, 1.0)],
        vec![cohort(5.0, 3.0, 4.0), cohort(5.0, 0.0, 1e9)],
        vec![cohort(1.0, 0.0, 1e9), cohort(2.0, 1e9, 1e9)],
        vec![cohort(1.0, 1e-12, 1e-9), cohort(3.0, 1e-10, 1e-9)],
        (1..3000)
            .map(|k| cohort(f64::from(k).sqrt(), f64::from(k % 2), 1.0))
            .collect(),
    ];
    for rows in odd {
        for origin in [Origin::Fixed(f64::NAN), Origin::Fitted] {
            let data = Data::Cohorts(rows.clone());
            let Some(mut fits) = Fits::new(&data, quick(origin)) else {
                continue;
            };
            let mut spent = 0;
            while !fits.advance(100_000) {
                spent += 1;
                assert!(spent < 3000, "it takes too long");
            }
            let _ = verdict(&fits, Asked::default());
        }
    }
    let none = Data::Survivors(vec![AtRisk {
        length: 1.0,
        at_risk: 0.0,
        failed: 0.0,
    }]);
    assert!(Fits::new(&none, Options::default()).is_none());
    assert_eq!(exact_interval(f64::NAN, 3.0, 0.95), (0.0, 1.0));
}
