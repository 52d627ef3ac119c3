//! Data that people bring, the processes that explain them, and what they can't tell.
//!
//! | file | what it is |
//! | --- | --- |
//! | [`data`] | three kinds of data: cohorts, survivors, paths |
//! | [`read`] | any text that a person pastes, as such data |

pub mod data;
pub mod read;
