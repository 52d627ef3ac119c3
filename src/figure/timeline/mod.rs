//! The timeline: the phases of the completion in their order, and below them the
//! probability of every state, flowing along the tokens.
//!
//! Within a phase equal numbers of tokens take equal room, or, on a logarithmic axis,
//! equal ratios. From phase to phase they do too, but that a phase too short to be seen is
//! drawn wider, and the others give way.
//!
//! The shares of the states are stacked, so that each is as high as it is great. On a
//! logarithmic axis no height could tell that: there every state is a line of its own.
// Phases come and go while hands hold them: a number of one may be out of date.
#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod axes;
mod drawing;
mod flow;
mod heads;
mod lane;
mod layout;
mod legend;
mod pulling;
mod reading;
mod states;

pub use layout::{HEADS, LANE, Layout, frame, scale};
pub use pulling::pulled;
pub use states::Timeline;
