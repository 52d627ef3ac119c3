//! Sampled answers: whole populations, and single runs, seeded and resumable.

mod clock;
mod counts;
mod drafts;
mod record;
mod run;
mod runs;
mod stream;

pub use counts::population;
pub use runs::{Progress, Runs, Strip, Tally};
