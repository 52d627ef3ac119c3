//! The figures: each reads its data off a scenario and puts marks on a [`Sheet`].
//!
//! Marks are plain data, measured in CSS pixels; [`ink`] alone hands them to
//! plotters, for any of its backends. So the canvas of the page, exported SVG
//! files and the golden files of the tests are drawn by one code, and a new figure
//! costs its own code once. Drawing measures no text and reads no environment:
//! the same data gives the same marks everywhere.

pub mod axis;
pub mod bounce;
pub mod claim;
pub mod crosshair;
pub mod curves;
pub mod evidence;
pub mod hazards;
pub mod ink;
pub mod lab;
pub mod look;
pub mod map;
mod named;
mod paper;
mod plot;
pub mod poster;
mod pull;
pub mod qr;
mod sheet;
pub mod story;
pub mod stretches;
pub mod strips;
pub mod svg;
pub mod techniques;
pub mod theme;
pub mod timeline;
mod waiting;

pub use named::{plot, scales};
pub use plot::{Grip, Offer, Plot};
pub use sheet::{Anchor, Drawing, Mark, Place, Sheet};
