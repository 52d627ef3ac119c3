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
pub mod frame;
pub mod hazards;
pub mod ink;
pub mod map;
mod paper;
mod plot;
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

pub use plot::{Grip, Plot};
pub use sheet::{Anchor, Drawing, Mark, Place, Sheet};

use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;

/// The figure of a name, read off a scenario; what takes long is left to
/// [`Plot::compute`]. `None` where this program has no such figure.
pub fn plot(name: &str, scenario: &Scenario) -> Option<Box<dyn Plot>> {
    Some(match name {
        "claim" => Box::new(claim::Claim::of(scenario)),
        "bounce" => Box::new(bounce::Bounce::begun(scenario)),
        "hazards" => Box::new(hazards::Hazards::of(scenario)),
        "techniques" => Box::new(techniques::Techniques::of(scenario)),
        "timeline" => Box::new(timeline::Timeline::of(scenario)),
        "map" => Box::new(map::Map::of(scenario)),
        "stretches" => Box::new(stretches::Stretches::of(scenario)),
        _ => return None,
    })
}

/// The keys of the scales of a figure's axes: of the one to the right, and of the one up.
pub fn scales(figure: &str) -> [Key; 2] {
    match figure {
        "techniques" => [Key::CostScale, Key::Y],
        "map" => [Key::AcrossScale, Key::UpScale],
        _ => [Key::X, Key::Y],
    }
}
