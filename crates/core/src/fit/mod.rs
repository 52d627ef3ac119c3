//! Data that people bring, the processes that explain them, and what they can't tell.
//!
//! | file | what it is |
//! | --- | --- |
//! | [`data`] | three kinds of data: cohorts, survivors, paths |
//! | [`builtin`] | tables that lie ready, with their stories and traps |
//! | [`read`] | any text that a person pastes, as such data |

pub mod builtin;
pub mod data;
pub mod read;
