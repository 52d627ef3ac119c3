//! What is known of each file of weights.

use crate::lab;
use crate::learn::Outcome;
use crate::recipe::BATCH;
use anyhow::Result;
use bounceback_lab::harness::setting::{Act, Setting};
use bounceback_lab::measure::many::Many;
use bounceback_lab::text::LENGTH;
use bounceback_lab::weights::Weights;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A model.
#[derive(Serialize, Deserialize)]
struct Entry {
    task: String,
    seed: u32,
    layers: usize,
    width: usize,
    parameters: usize,
    batches: u32,
    texts_of_a_batch: usize,
    tokens_of_a_text: usize,
    /// Mean losses on fresh texts, in nats, before rounding to eight bits.
    loss_of_values: f32,
    loss_of_verdicts: Option<f32>,
    seconds: u32,
    date: String,
    bytes: usize,
    sha256: String,
    measured: Measured,
}

/// Runs of the rounded weights, by which a training can be compared with another: 1,000
/// runs of 100 steps at temperature 2, seed 7.
#[derive(Serialize, Deserialize)]
struct Measured {
    runs: usize,
    /// Values that did not follow from what stood before them, of so many drawn.
    slips: u64,
    drafts: u64,
    /// Runs that were right at step 100.
    acceptable: u32,
    /// The same where complaints are ignored.
    acceptable_ignoring: u32,
    tokens_a_step: f64,
}

/// Adds or replaces a model.
pub(crate) fn add(name: &str, weights: &Weights, file: &[u8], outcome: &Outcome) -> Result<()> {
    let path = lab().join("weights/manifest.json");
    let mut all: BTreeMap<String, Entry> = match std::fs::read(&path) {
        Ok(text) => serde_json::from_slice(&text)?,
        Err(_) => BTreeMap::new(),
    };
    let mut sha256 = String::new();
    for byte in Sha256::digest(file) {
        write!(sha256, "{byte:02x}")?;
    }
    let entry = Entry {
        task: weights.task.name().to_owned(),
        seed: weights.seed,
        layers: weights.shape.layers,
        width: weights.shape.width,
        parameters: weights.shape.parameters(),
        batches: outcome.batches,
        texts_of_a_batch: BATCH,
        tokens_of_a_text: LENGTH,
        loss_of_values: outcome.values,
        // Where there are none, their loss is nothing.
        loss_of_verdicts: (outcome.verdicts > 0.0).then_some(outcome.verdicts),
        seconds: outcome.seconds as u32,
        date: time::OffsetDateTime::now_utc().date().to_string(),
        bytes: file.len(),
        sha256,
        measured: measure(weights),
    };
    all.insert(name.to_owned(), entry);
    let mut text = serde_json::to_string_pretty(&all)?;
    text.push('\n');
    std::fs::write(path, text)?;
    Ok(())
}

fn measure(weights: &Weights) -> Measured {
    let runs = 1000;
    let setting = Setting {
        seed: 7,
        steps: 100,
        temperature: 2.0,
        ..Setting::default()
    };
    let many = Many::new(weights, &setting, runs).finish();
    let ignoring = Setting {
        act: Act::Ignore,
        ..setting
    };
    let ignoring = Many::new(weights, &ignoring, runs).finish();
    let last = |many: &Many| many.paths().acceptable().last().copied().unwrap_or(0);
    Measured {
        runs,
        slips: many.tally().slips,
        drafts: many.tally().drafts,
        acceptable: last(&many),
        acceptable_ignoring: last(&ignoring),
        tokens_a_step: (many.tokens_a_step() * 1000.0).round() / 1000.0,
    }
}
