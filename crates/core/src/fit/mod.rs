//! Data that people bring, the processes that explain them, and what they can't tell.
//!
//! | file | what it is |
//! | --- | --- |
//! | [`data`] | three kinds of data: cohorts, survivors, paths |
//! | [`paths`] | step-labelled runs: errors, recovery, slips of labels, a verdict |

pub mod data;
pub mod paths;
