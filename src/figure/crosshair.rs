//! The crosshair of a data cursor: drawn on a canvas of its own above the figure,
//! so that hovering never redraws the figure.

use super::sheet::{Drawing, Place, Sheet};
use super::theme::Color;

/// Thin lines, and a dot on each curve that they meet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Crosshair {
    /// From where to where each line runs.
    pub lines: Vec<[Place; 2]>,
    /// Where each dot lies, and its colour.
    pub dots: Vec<(Place, Color)>,
    /// Where something can be pulled up or down, and its colour.
    pub handles: Vec<(Place, Color)>,
}

impl Drawing for Crosshair {
    fn title(&self) -> String {
        String::new()
    }

    fn draw(&self, sheet: &mut Sheet) {
        let paper = sheet.theme().paper;
        for line in &self.lines {
            // Areas may be as dark as the line.
            for (color, width) in [(paper, 3.0), (sheet.theme().faint, 1.0)] {
                sheet.line(line.to_vec(), color, width);
            }
        }
        for &((x, y), color) in &self.handles {
            sheet.dot((x, y), 8.0, color);
            for up in [-1.0, 1.0] {
                let tip = (x, y + 5.0 * up);
                let wing = |side: f64| (x + 3.0 * side, y + 2.0 * up);
                sheet.line(vec![wing(-1.0), tip, wing(1.0)], paper, 1.5);
            }
        }
        for &(place, color) in &self.dots {
            sheet.dot(place, 4.0, color);
        }
    }
}
