//! `train`: makes the models of the lab anew.

use crate::process::{self, say};
use anyhow::Result;
use std::process::ExitCode;

/// Train the models of the lab anew; their weights are written where the shipped ones lie.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Only these, as task-seed: plain-1, backspace-2 …
    models: Vec<String>,
    /// Train nothing: only write the tests' tensors anew, from the weights that are there.
    #[arg(long)]
    fixtures: bool,
}

/// Calls the trainer, a package of its own that nothing else compiles.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    say("training on one processor: some minutes a model");
    let mut cargo = process::cargo();
    cargo.args(["run", "--release", "--manifest-path"]);
    cargo.args(["crates/lab-train/Cargo.toml", "--"]);
    if options.fixtures {
        cargo.arg("--fixtures");
    }
    cargo.args(&options.models).envs([
        // More threads would wait for each other longer than they work: the tensors are small.
        ("RAYON_NUM_THREADS", "1"),
        ("CANDLE_NUM_THREADS", "1"),
        // Else glibc gives the memory of each tensor back, and asks for it again.
        ("MALLOC_MMAP_THRESHOLD_", "1073741824"),
        ("MALLOC_TRIM_THRESHOLD_", "17179869184"),
    ]);
    process::run(&mut cargo)?;
    Ok(ExitCode::SUCCESS)
}
