//! What the tests share.

#![allow(dead_code, reason = "not every test uses all of it")]

use bounceback_lab::harness::setting::Setting;
use bounceback_lab::measure::many::Many;
use bounceback_lab::weights::Weights;
use std::path::PathBuf;

/// A file of the package.
pub(crate) fn file(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A shipped model.
pub(crate) fn model(name: &str) -> Weights {
    Weights::read(&file(&format!("weights/{name}.bin"))).expect("it is complete")
}

/// Runs to the end.
pub(crate) fn runs(weights: &Weights, setting: &Setting, runs: usize) -> Many {
    Many::new(weights, setting, runs).finish()
}

/// The share of runs that were right at a step.
pub(crate) fn acceptable(many: &Many, step: usize) -> f64 {
    f64::from(many.paths().acceptable()[step - 1]) / many.paths().runs() as f64
}

/// The share of runs that had never been wrong.
pub(crate) fn never_erred(many: &Many, step: usize) -> f64 {
    f64::from(many.paths().never_erred()[step - 1]) / many.paths().runs() as f64
}

/// Errors a draft.
pub(crate) fn error(many: &Many) -> f64 {
    many.tally().slips as f64 / many.tally().drafts as f64
}

/// So many standard errors of a share of so many runs.
pub(crate) fn errors(count: f64, share: f64, runs: usize) -> f64 {
    count * (share * (1.0 - share) / runs as f64).sqrt()
}
