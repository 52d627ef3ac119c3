//! Sampled answers: single runs, seeded and resumable.

mod runs;
mod stream;

pub use runs::{Progress, Runs, Strip, Tally};
