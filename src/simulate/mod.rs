//! Sampled answers: single runs, seeded and resumable.

mod counts;
mod runs;
mod stream;

pub use counts::population;
pub use runs::{Progress, Runs, Strip, Tally};
