//! Curves of probability over length: the data and the frame that the claim and
//! the bounce share.

mod exact;
mod frame;
mod ghost;
mod label;
mod lengths;
mod reading;
mod simulated;
mod sure;

pub use exact::Curves;
pub use frame::{Frame, LEFT, draw_lengths, draw_shares, is_narrow, right_margin};
pub use label::{Label, apart};
pub use lengths::{DRAWN_LENGTHS, SUMMED_LENGTHS, drawn_lengths, nearest};
pub use simulated::Simulated;
pub use sure::Sure;
