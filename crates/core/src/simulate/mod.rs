//! Sampled answers: whole populations, and single runs, seeded and resumable.

mod clock;
mod counts;
mod dividing;
mod drafts;
mod guide;
mod notes;
mod race;
mod record;
mod remembering;
mod run;
mod runs;
pub mod stream;
mod stretches;
mod tally;
mod tokens;
mod votes;

pub use counts::{Population, population};
pub use notes::{Deed, Notes, Strip};
pub use runs::{Progress, Runs};
pub use stretches::Stretches;
pub use tally::Tally;
