//! The crosshair of a data cursor: drawn on a canvas of its own above the figure,
//! so that hovering never redraws the figure.

use super::theme::Color;
use super::{Drawing, Place, Sheet};

/// Thin lines, and a dot on each curve that they meet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Crosshair {
    /// From where to where each line runs.
    pub lines: Vec<[Place; 2]>,
    /// Where each dot lies, and its colour.
    pub dots: Vec<(Place, Color)>,
}

impl Drawing for Crosshair {
    fn title(&self) -> String {
        String::new()
    }

    fn draw(&self, sheet: &mut Sheet) {
        for line in &self.lines {
            sheet.line(line.to_vec(), sheet.theme().faint, 1.0);
        }
        for &(place, color) in &self.dots {
            sheet.dot(place, 4.0, color);
        }
    }
}
