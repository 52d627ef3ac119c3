//! What the parts of the lab's room say of what was measured.

use super::batch::Batch;
use super::{Count, Measured, pictures, sayings, wishes};
use crate::figure::Plot;
use crate::figure::evidence::Paths;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_fit::paths::{Chains, Options};

/// Copies from which on a rule that is told by the model itself is counted.
const LATE: usize = 10;

/// So many runs are strips.
const ROWS: usize = 120;

/// What a part comes to, as far as it has come.
#[derive(Default)]
pub struct Told {
    /// In words.
    pub words: Vec<String>,
    /// In figures, by their names.
    pub figures: Vec<(&'static str, Box<dyn Plot>)>,
}

impl Told {
    fn put(&mut self, name: &'static str, make: impl FnOnce(String) -> Measured) {
        let says = self.words.first().cloned().unwrap_or_default();
        let measured = make(says);
        if !measured.is_empty() {
            self.figures.push((name, Box::new(measured)));
        }
    }
}

/// The fits of runs: with samples that tell whether they are good, or without.
pub fn chains(runs: &Batch, samples: u32) -> Chains {
    let options = Options {
        slip_curves: false,
        bootstraps: 0,
        trials: 0,
        samples,
        ..Options::default()
    };
    Chains::new(&runs.data(), options)
}

/// What a part of the room comes to, in the order of [`crate::figure::lab::recorded`].
pub fn part(
    index: usize,
    batches: &[Batch],
    is_done: bool,
    chains_of: Option<&Chains>,
    scenario: &Scenario,
) -> Told {
    let window_set = scenario.whole(Key::LabWindow);
    let mut told = Told::default();
    match index {
        0 => {
            told.words = many(batches, is_done, chains_of);
            told.put("lab_many", |says| pictures::many(batches, chains_of, says));
            // (The runs are sorted with their fit.)
            if let Some(chains) = chains_of {
                let paths = Paths::of(Some(chains.strips(ROWS)));
                told.figures.push(("lab_runs", Box::new(paths)));
            }
        }
        1 => {
            let cells = cells(scenario, batches);
            if !cells.is_empty() {
                told.words.push(sayings::window(&cells, window_set));
            }
            told.put("lab_window", |says| {
                pictures::window(&cells, window_set, says)
            });
        }
        2 => {
            if let [seldom, harness, itself] = batches {
                told.words.push(rule(seldom, harness, itself, window_set));
                told.put("lab_rule", |says| pictures::rule(seldom, window_set, says));
                told.put("lab_copies", |says| pictures::copies(harness, itself, says));
            }
        }
        _ => {
            if let [narrow, plain, late @ ..] = batches {
                told.words = lost((narrow, plain), late, chains_of);
                told.put("lab_lost", |says| {
                    pictures::lost(narrow, plain, chains_of, says)
                });
            }
        }
    }
    told
}

/// Runs that take back, that are ignored, and plain ones, once all are there.
fn many(batches: &[Batch], is_done: bool, chains: Option<&Chains>) -> Vec<String> {
    let mut said = Vec::new();
    let [back, ignored, plain] = batches else {
        return said;
    };
    if !is_done {
        return said;
    }
    let steps = back.acceptable().len();
    let at = |batch: &Batch| batch.at_end(steps as f64);
    said.push(sayings::many(at(back), at(ignored), at(plain)));
    said.push(sayings::drafts(
        back.drafts_right(),
        ignored.drafts_right(),
        plain.drafts_right(),
    ));
    said.push(sayings::cost(back.tokens_a_step(), ignored.tokens_a_step()));
    let kept: usize = back.paths.iter().map(Vec::len).sum();
    said.extend(sayings::zeal(
        kept as u64,
        back.drafts as u64,
        back.slips as u64,
    ));
    said.extend(chains.and_then(sayings::chain).unwrap_or_default());
    said
}

/// Windows, lags, and what was counted.
fn cells(scenario: &Scenario, batches: &[Batch]) -> Vec<(u64, u64, Count)> {
    let cells = wishes::cells(scenario).into_iter().zip(batches);
    cells
        .map(|((window, lag), batch)| (window, lag, batch.at_end(lag as f64)))
        .collect()
}

/// A rule told seldom, told often, and told by the model itself.
fn rule(seldom: &Batch, harness: &Batch, itself: &Batch, window: u64) -> String {
    let edge = (window as usize / 3).min(seldom.by_distance.len());
    let (near, far) = seldom.by_distance.split_at(edge);
    let (last, next) = (
        edge.saturating_sub(1),
        seldom.by_distance.len().min(edge + 1),
    );
    let copied = &itself.by_copies[LATE.min(itself.by_copies.len())..];
    sayings::rule(
        Batch::obeyed(near, 0.0),
        Batch::obeyed(far, 0.0),
        [
            Batch::obeyed(&near[last..], edge as f64),
            Batch::obeyed(&seldom.by_distance[edge..next], edge as f64 + 1.0),
        ],
        Batch::obeyed(&harness.by_copies, 0.0),
        Batch::obeyed(copied, LATE as f64),
    )
}

/// Runs through a narrow window, and errors put in near the end.
fn lost((narrow, plain): (&Batch, &Batch), late: &[Batch], chains: Option<&Chains>) -> Vec<String> {
    let never = plain.never_erred();
    let law = pictures::law_of(plain, never.len());
    let mut said = vec![sayings::lecun(&never, &law)];
    if let Some(estimates) = chains.and_then(pictures::fitted) {
        let points = narrow.acceptable();
        let law = pictures::law_of_lost(estimates, points.len());
        if let Some(last) = points.last() {
            said.push(sayings::compounds(*last, &law, estimates[0], estimates[2]));
        }
    }
    if late.len() == wishes::LEFT.len() {
        let ends = wishes::LEFT.iter().zip(late);
        let ends: Vec<Count> = ends.map(|(left, batch)| batch.at_end(*left)).collect();
        said.push(sayings::last(&ends));
    }
    said
}
