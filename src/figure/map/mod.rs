//! The map: success at full length over two parameters, with the lines on which it is
//! 50, 80, 95 and 99%, and the scenario as a place on it.

mod axes;
mod contours;
mod drawing;
mod grid;
mod reading;
mod shades;
mod values;

pub use values::Map;
