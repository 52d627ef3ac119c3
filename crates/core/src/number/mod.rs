//! Numbers: probabilities, elementary and special functions, and numbers as people write
//! them.

pub mod beta;
pub mod binomial;
pub mod chi_square;
pub mod complex;
pub mod format;
pub mod gamma;
pub mod math;
pub mod odds;
pub mod probability;
pub mod read;
pub mod sum;
