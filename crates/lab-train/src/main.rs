//! Trains the models of the lab and writes what is known of them beside their weights:
//! `cargo xtask train`.

mod attention;
mod fixture;
mod learn;
mod manifest;
mod network;
mod recipe;

use anyhow::{Context as _, Result};
use bounceback_lab::task::Task;
use std::path::PathBuf;

/// All models: task-seed.
const MODELS: [&str; 7] = [
    "plain-1",
    "plain-2",
    "backspace-1",
    "backspace-2",
    "pauses-1",
    "instruction-1",
    "instruction-2",
];

fn main() -> Result<()> {
    let mut models: Vec<String> = std::env::args().skip(1).collect();
    let only_fixtures = models.iter().any(|it| it == "--fixtures");
    models.retain(|it| !it.starts_with("--"));
    if models.is_empty() && !only_fixtures {
        models = MODELS.map(str::to_owned).to_vec();
    }
    for name in &models {
        let (task, seed) = name.split_once('-').context("a model is TASK-SEED")?;
        let task = Task::named(task).with_context(|| format!("no task is called {task}"))?;
        let seed = seed.parse().context("a seed is a whole number")?;
        let (network, outcome) = learn::train(task, seed)?;
        let weights = network.to_weights(task, seed)?;
        let file = weights.write();
        std::fs::write(lab().join(format!("weights/{name}.bin")), &file)?;
        manifest::add(name, &weights, &file, &outcome)?;
    }
    fixture::write_all()
}

/// The folder of the package that runs what is trained here.
fn lab() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../lab")
}
