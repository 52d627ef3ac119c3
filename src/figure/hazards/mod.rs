//! The hazards: what a constant error rate hides. Every other process beside it, with as
//! many errors over the same length: above, how likely the next error is; below, the
//! curve that follows.
//!
//! For that the rate of each is scaled. What it becomes is said, since the same link shows
//! the process at its own rate in other figures.

mod drawing;
mod panels;
mod reading;
mod scaled;

pub use panels::Hazards;
