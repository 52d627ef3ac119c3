//! The stretches: when first errors come and how long bad stretches last, in the runs
//! and by theory. Bars are shares of runs, or of stretches, with what so many of them
//! leave open; the line is the law.

mod bins;
mod drawing;
mod laws;
mod panel;
mod reading;

pub use bins::bins;
pub use laws::Stretches;
