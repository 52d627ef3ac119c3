//! The techniques: what every preset's schema would do to the reader's own process, as
//! success against the tokens paid, and which of them nothing beats at its price.

mod drawing;
mod labels;
mod points;
mod reading;

pub use points::Techniques;
