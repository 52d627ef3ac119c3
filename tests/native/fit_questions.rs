//! What fits are asked: whether they fit, how sure they are, and what would tell more.

use crate::support::fitting::{TASKS, bigbench, cohort, fitted, quick, with};
use bounceback_core::exact::Exact;
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::scenario::Scenario;
use bounceback_fit::data::{Cohort, Data};
use bounceback_fit::{
    Asked, Band, Bench, Clusters, Goodness, Options, Origin, Power, Rise, Verdict, Wish, verdict,
};

fn said(verdict: &Verdict, about: &str) -> Option<String> {
    let mut all = verdict.says.iter().chain(&verdict.limits);
    all.find(|it| it.about == about).map(|it| it.text.clone())
}

#[test]
fn a_curve_that_does_not_fit_is_found_out_and_its_own_samples_are_not() {
    let row = |k: u32| {
        cohort(
            f64::from(k),
            (100.0 * 0.85_f64.powi(k as i32)).round(),
            100.0,
        )
    };
    let mut rows: Vec<Cohort> = (1..=10).map(row).collect();
    let good = fitted(&Data::Cohorts(rows.clone()), quick(Origin::Fixed(0.0)));
    for (k, row) in rows.iter_mut().enumerate() {
        row.successes = (row.successes + if k % 2 == 0 { 14.0 } else { -14.0 }).clamp(0.0, 100.0);
    }
    let bad = fitted(&Data::Cohorts(rows), quick(Origin::Fixed(0.0)));
    let [good, bad] = [good, bad].map(|fits| {
        let mut goodness = Goodness::new(&fits.fits()[0], 100, 1);
        while !goodness.advance(1000) {}
        (goodness.p(), goodness.dispersion())
    });
    assert!(good.0 > 0.2 && good.1 < 1.5, "{good:?}");
    assert!(bad.0 < 0.02 && bad.1 > 4.0, "{bad:?}");
}

/// The same trials, in clusters that share their fate, are worth fewer.
#[test]
fn intervals_by_cluster_are_wider_where_tasks_repeat() {
    let mut rows = Vec::new();
    for task in 0..40_u32 {
        for length in [1.0, 2.0, 4.0, 8.0] {
            // Each task is tried ten times, and goes the same way each time.
            let hard = f64::from(task * 7 % 40) / 40.0;
            let right = if hard < 0.9_f64.powf(length) {
                10.0
            } else {
                0.0
            };
            rows.push(Cohort {
                cluster: Some(task),
                ..cohort(length, right, 10.0)
            });
        }
    }
    let data = Data::Cohorts(rows);
    let fits = fitted(&data, with(Origin::Fixed(0.0)));
    let fit = fits.named("independent").unwrap();
    let mut clusters = Clusters::new(&data, fit, 200, 1).unwrap();
    assert_eq!(clusters.count(), 40);
    while !clusters.advance(1000) {}
    let (low, high) = clusters.intervals(0.95)[0];
    let alone = fit.parameter("E").unwrap().estimate;
    let width = alone.high.unwrap() - alone.low.unwrap();
    assert!(low < alone.value && alone.value < high);
    assert!(high - low > 2.0 * width, "{low} to {high}, and {alone:?}");
    let text = said(&verdict(&fits, Asked::default()), "repeats").unwrap();
    assert!(text.contains("40 clusters"), "{text}");
    assert!(Clusters::new(&bigbench(TASKS[0]), fit, 10, 1).is_none());
}

#[test]
fn bands_hold_their_curve_and_profiles_are_least_at_the_estimate() {
    let row = |k: u32| cohort(f64::from(k), 50.0 - f64::from(k * k) / 4.0, 50.0);
    let data = Data::Cohorts((1..=10).map(row).collect());
    let fits = fitted(&data, with(Origin::Fixed(0.0)));
    let lengths = [0.5, 3.0, 10.0, 30.0];
    for fit in fits.fits() {
        let mut band = Band::new(fit, &lengths, 0.95);
        while !band.advance(500) {}
        let curve = fit.curve(&lengths);
        assert_eq!(band.ends().count(), lengths.len());
        for ((low, high), p) in band.ends().zip(&curve) {
            assert!(
                low <= p + 1e-9 && *p <= high + 1e-9,
                "{}: {low} {p} {high}",
                fit.name()
            );
        }
        for it in &fit.parameters {
            let profile = fit.profile(it.symbol, 20);
            assert!(
                profile.iter().all(|(_, lost)| *lost >= 0.0),
                "{}",
                fit.name()
            );
        }
    }
    // The band of one parameter is that of its interval.
    let fit = fits.named("independent").unwrap();
    let error = fit.parameter("E").unwrap().estimate;
    let mut band = Band::new(fit, &[1.0], 0.95);
    while !band.advance(500) {}
    let (low, high) = band.ends().next().unwrap();
    assert!((high - (1.0 - error.low.unwrap())).abs() < 1e-4);
    assert!((low - (1.0 - error.high.unwrap())).abs() < 1e-4);
}

#[test]
fn more_trials_tell_curves_apart_that_few_do_not() {
    let row = |k: u32| {
        let p = 0.85_f64.powf(f64::from(k).powf(0.7));
        cohort(f64::from(k), (40.0 * p).round(), 40.0)
    };
    let data = Data::Cohorts((1..=12).map(row).collect());
    let fits = fitted(&data, quick(Origin::Fixed(0.0)));
    let [truth, rival] = ["fading", "independent"].map(|name| fits.named(name).unwrap());
    let mut power = Power::new(truth, rival, 0.8, 60, 1);
    while !power.advance(10_000) {}
    let times = power.answer().expect("some number is enough");
    assert!(times >= 2, "{:?}", power.tried);
    assert!(power.tried[0].1 < 0.8 && power.tried.last().unwrap().1 >= 0.8);
}

/// Where the curve's limit lies above a half, the data may still put an end to it.
#[test]
fn a_half_life_that_is_never_reached_has_a_lower_end() {
    let row = |(length, right): (f64, f64)| cohort(length, right, 20.0);
    let rows = [
        (1.0, 18.0),
        (2.0, 15.0),
        (4.0, 14.0),
        (8.0, 13.0),
        (16.0, 13.0),
    ];
    let fits = fitted(
        &Data::Cohorts(rows.map(row).into()),
        with(Origin::Fixed(0.0)),
    );
    let estimate = fits.named("recoverable").unwrap().half_life;
    assert!(estimate.value.is_infinite() && estimate.at_bound && estimate.high.is_none());
    let low = estimate.low.expect("some horizons are too short");
    // At the end of the interval as many are right as a band there allows.
    assert!((6.0..60.0).contains(&low), "{low}");
    let mut band = Band::new(fits.named("recoverable").unwrap(), &[low], 0.95);
    while !band.advance(500) {}
    let (least, _) = band.ends().next().unwrap();
    assert!((least - 0.5).abs() < 2e-3, "{least}");
}

fn asked_of_rows(counts: &[f64]) -> Verdict {
    let row = |(k, &successes): (usize, &f64)| cohort((k + 1) as f64, successes, 500.0);
    let data = Data::Cohorts(counts.iter().enumerate().map(row).collect());
    let options = Options {
        intervals: false,
        ..Options::default()
    };
    let fits = fitted(&data, options);
    let mut rise = Rise::new(&fits.sample, 400, 1).unwrap();
    while !rise.advance(100_000) {}
    let mut goodness = Goodness::new(fits.preferred().unwrap(), 200, 1);
    while !goodness.advance(100_000) {}
    let asked = Asked {
        rise: Some(&rise),
        goodness: Some(&goodness),
        ..Asked::default()
    };
    verdict(&fits, asked)
}

/// Accuracy by epochs of training is no accuracy by the length of a text.
#[test]
fn a_rise_from_the_first_length_on_has_no_horizon_and_is_no_recovery() {
    let verdict = asked_of_rows(&[210.0, 275.0, 315.0, 330.0]);
    assert!(!verdict.recovers(), "{verdict:?}");
    let first = &verdict.says[0].text;
    assert!(
        first.contains("training") && first.contains("longer tasks may be easier"),
        "{first}"
    );
    let horizons = ["half_life", "horizon", "best", "form"];
    let mut all = verdict.says.iter().chain(&verdict.limits);
    assert!(!all.any(|it| horizons.contains(&it.about)), "{verdict:?}");
}

#[test]
fn a_rise_among_rows_that_scatter_is_no_recovery() {
    let verdict = asked_of_rows(&[450.0, 480.0, 250.0, 330.0, 190.0, 240.0, 120.0]);
    assert!(!verdict.recovers(), "{verdict:?}");
    let mut says = verdict.says.iter();
    let text = &says.find(|it| it.about == "recovery").unwrap().text;
    assert!(text.contains("a rise may be scatter"), "{text}");
}

/// What the page draws around the curve of a scenario that was adopted is around *that* curve.
#[test]
fn the_curve_of_an_adopted_scenario_lies_within_the_band_of_its_fit() {
    let row = |length: f64, right: f64| cohort(length, right, 60.0);
    let rows = vec![
        row(30.0, 55.0),
        row(60.0, 50.0),
        row(120.0, 38.0),
        row(240.0, 29.0),
        row(480.0, 18.0),
    ];
    let data = Data::Cohorts(rows);
    for origin in [false, true] {
        let wish = Wish {
            origin,
            ..Wish::default()
        };
        let mut bench = Bench::new(data.clone(), wish, 1).unwrap();
        while !bench.is_fitted() {
            bench.advance(100_000);
        }
        let mut adopted = 0;
        for it in bench.explanations() {
            let Some((scenario, _)) = bench.scenario(it.name, &Scenario::default()) else {
                continue;
            };
            let tokens = bench.tokens(it.name).unwrap();
            let n = scenario.length();
            let steps: Vec<u64> = (1..=8).map(|k| (n * k / 8).max(1)).collect();
            let lengths: Vec<f64> = steps.iter().map(|&n| tokens.length(n as f64)).collect();
            let mut band = bench.band(it.name, &lengths).unwrap();
            while !band.advance(100_000) {}
            let exact = Exact::new(&scenario);
            for (n, (low, high)) in steps.iter().zip(band.ends()) {
                let share = exact.success(Criterion::Acceptable, *n);
                // (Where a number must be whole the scenario is the nearest one.)
                let slack = 0.02;
                assert!(
                    (low - slack..=high + slack).contains(&share),
                    "{} at {n}: {share} outside {low} to {high}",
                    it.name
                );
            }
            adopted += 1;
        }
        assert!(adopted >= 5, "{adopted}");
    }
}
