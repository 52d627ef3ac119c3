//! What the claims about the core share.
#![allow(dead_code, reason = "every file of claims uses a part of it")]

pub(crate) mod bounds;
pub(crate) mod brute;
pub(crate) mod color;
pub(crate) mod definition;
pub(crate) mod engine;
pub(crate) mod fitting;
pub(crate) mod generator;
pub(crate) mod grid;
pub(crate) mod labelled;
pub(crate) mod legal;
pub(crate) mod links;
pub(crate) mod reading;

use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::{MOST_TOKENS, Scenario};

/// A scenario of recoverable errors, as long as one may be.
pub(crate) fn recoverable(error: f64, recovery: f64, fatal: f64) -> Scenario {
    scenario(&[
        (Key::Error, error),
        (Key::Recovery, recovery),
        (Key::Fatal, fatal),
        (Key::Tokens, MOST_TOKENS as f64),
    ])
}

/// A scenario of errors that are never made good, as long as one may be.
pub(crate) fn independent(error: f64) -> Scenario {
    scenario(&[
        (Key::Process, 0.0),
        (Key::Error, error),
        (Key::Tokens, MOST_TOKENS as f64),
    ])
}

/// The default scenario with some legal values changed.
pub(crate) fn scenario(values: &[(Key, f64)]) -> Scenario {
    let mut scenario = Scenario::default();
    for &(key, value) in values {
        scenario
            .set(key, value)
            .unwrap_or_else(|why| panic!("{key:?}: {value} {why}"));
    }
    scenario
}

/// The scenario of a link that needs no remark.
#[track_caller]
pub(crate) fn link(link: &str) -> Scenario {
    let reading = bounceback_core::share::link::read(link);
    assert_eq!(reading.notes, [], "{link}");
    reading.scenario
}

/// The rows of a data file, split at commas, without remarks and head.
pub(crate) fn rows(file: &str) -> impl Iterator<Item = Vec<&str>> {
    file.lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .skip(1)
        .map(|line| line.split(',').collect())
}

/// Fails where `actual` is further from `expected` than a share of it.
#[track_caller]
pub(crate) fn close(actual: f64, expected: f64, relative: f64, what: &str) {
    assert!(
        (actual - expected).abs() <= relative * expected.abs(),
        "{what}: {actual:e} instead of {expected:e}"
    );
}

/// Fails where `actual` is further from `expected` than a distance.
#[track_caller]
pub(crate) fn near(actual: f64, expected: f64, distance: f64, what: &str) {
    // Equal where both are infinite.
    assert!(
        actual == expected || (actual - expected).abs() <= distance,
        "{what}: {actual:e} instead of {expected:e}"
    );
}
