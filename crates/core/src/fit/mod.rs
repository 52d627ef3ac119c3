//! Data that people bring, the processes that explain them, and what they can't tell.
//!
//! | file | what it is |
//! | --- | --- |
//! | [`data`] | three kinds of data: cohorts, survivors, paths |

mod climb;
pub mod data;
mod fit;
mod fits;
mod forms;
mod making;
mod problem;
mod sample;
mod walk;

pub use fit::{Estimate, Fit, Parameter};
pub use fits::{Fits, Options, Separation};
pub use forms::{FORMS, Form};
pub use problem::Origin;
pub use sample::{Kind, MOST_ROWS, MOST_STEPS, Sample, Step};

