//! Fits agree with those of scipy, statsmodels and lifelines: see `data/fits/reference.py`.

use crate::support::fitting::{cohort, fitted};
use bounceback_fit::data::{AtRisk, Data};
use bounceback_fit::{Fits, Options, exact_interval};
use std::collections::BTreeMap;

fn lines(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    rows.skip(1).map(|line| line.split(',').collect())
}

/// The samples that the script fitted.
fn samples() -> BTreeMap<&'static str, Fits> {
    let mut rows: BTreeMap<&str, (bool, Vec<[f64; 3]>)> = BTreeMap::new();
    for cells in lines(include_str!("../data/fits/samples.csv")) {
        let numbers = [2, 3, 4].map(|i| cells[i].parse().unwrap());
        let sample = rows.entry(cells[0]).or_default();
        sample.0 = cells[1] == "survivors";
        sample.1.push(numbers);
    }
    let fits = rows.into_iter().map(|(name, (survivors, rows))| {
        let data = if survivors {
            let row = |&[length, right, wrong]: &[f64; 3]| AtRisk {
                length,
                at_risk: right + wrong,
                failed: wrong,
            };
            Data::Survivors(rows.iter().map(row).collect())
        } else {
            let row = |&[length, right, wrong]: &[f64; 3]| cohort(length, right, right + wrong);
            Data::Cohorts(rows.iter().map(row).collect())
        };
        (name, fitted(&data, Options::default()))
    });
    fits.collect()
}

/// Log-likelihoods to 10⁻⁵ or better, estimates to 10⁻³ and ends of intervals to 3·10⁻³ of
/// themselves, where the script found a top inside; where it did not, ours is as high.
#[test]
fn tops_and_intervals_are_those_of_scipy() {
    let samples = samples();
    let (mut tops, mut values, mut ends) = (0, 0, 0);
    for cells in lines(include_str!("../data/fits/reference.csv")) {
        let what = cells[..4].join(" ");
        let number = |i: usize| cells[i].parse::<f64>().ok();
        let fit = samples[cells[0]].named(cells[1]).unwrap();
        let loglik = number(2).unwrap();
        assert!(fit.converged, "{what}");
        assert!(fit.loglik > loglik - 1e-5, "{what}: ours is {}", fit.loglik);
        tops += 1;
        let estimate = fit.parameter(cells[3]).unwrap().estimate;
        let value = number(4).unwrap();
        // A top that is flat, or at a bound, has no place to compare.
        let inside = (fit.loglik - loglik).abs() < 1e-5
            && fit.parameters.iter().all(|it| !it.estimate.at_bound)
            && estimate.low.is_some()
            && estimate.high.is_some();
        if inside {
            let off = (estimate.value / value - 1.0).abs();
            assert!(off < 1e-3, "{what}: {} and {value}", estimate.value);
            values += 1;
            for (ours, theirs) in [(estimate.low, number(5)), (estimate.high, number(6))] {
                if let (Some(ours), Some(theirs)) = (ours, theirs) {
                    let off = (ours / theirs - 1.0).abs();
                    assert!(off < 3e-3, "{what}: {ours} and {theirs}");
                    ends += 1;
                }
            }
        }
    }
    assert!(
        tops > 100 && values > 50 && ends > 60,
        "{tops} {values} {ends}"
    );
}

#[test]
fn exact_intervals_are_those_of_statsmodels() {
    let mut rows = 0;
    for cells in lines(include_str!("../data/fits/exact.csv")) {
        let [k, n, low, high] = [0, 1, 2, 3].map(|i| cells[i].parse::<f64>().unwrap());
        let (ours_low, ours_high) = exact_interval(k, n, 0.95);
        assert!(
            (ours_low - low).abs() < 1e-9 * (low + 1e-3),
            "{k} of {n}: {ours_low}"
        );
        assert!((ours_high - high).abs() < 1e-9, "{k} of {n}: {ours_high}");
        rows += 1;
    }
    assert_eq!(rows, 9);
}
