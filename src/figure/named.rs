//! The figures by their names.

use super::bounce::Bounce;
use super::claim::Claim;
use super::evidence::{Evidence, Paths, Profiles, Slips};
use super::hazards::Hazards;
use super::map::Map;
use super::plot::Plot;
use super::stretches::Stretches;
use super::techniques::Techniques;
use super::timeline::Timeline;
use super::waiting::Waiting;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;

/// The figure of a name, read off a scenario; what takes long is left to
/// [`Plot::compute`]. `None` where this program has no such figure.
pub fn plot(name: &str, scenario: &Scenario) -> Option<Box<dyn Plot>> {
    Some(match name {
        "claim" => Box::new(Claim::of(scenario)),
        "bounce" => Box::new(Bounce::begun(scenario)),
        "hazards" => Box::new(Hazards::of(scenario)),
        "techniques" => Box::new(Techniques::of(scenario)),
        "timeline" => Box::new(Timeline::of(scenario)),
        "map" => Box::new(Map::of(scenario)),
        "stretches" => Box::new(Stretches::of(scenario)),
        // There is nothing to be seen before there are data.
        "evidence" => Box::new(Evidence::default()),
        "paths" => Box::new(Paths::default()),
        "profiles" => Box::new(Profiles::default()),
        "slips" => Box::new(Slips::default()),
        // Till the lab has measured something, what was recorded stands there.
        name if name.starts_with("lab_") => Box::new(Waiting),
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
