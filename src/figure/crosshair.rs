//! The crosshair of a data cursor: drawn on a canvas of its own above the figure,
//! so that hovering never redraws the figure.

use super::theme::Color;
use super::{Drawing, Sheet};

/// A vertical line, and a dot on each curve it meets.
#[derive(Clone, Debug, PartialEq)]
pub struct Crosshair {
    /// How far from the left, in CSS pixels.
    pub x: f64,
    /// From where to where the line runs, in CSS pixels from the top.
    pub span: (f64, f64),
    /// How far from the top each dot lies, and its colour.
    pub dots: Vec<(f64, Color)>,
}

impl Drawing for Crosshair {
    fn title(&self) -> String {
        String::new()
    }

    fn draw(&self, sheet: &mut Sheet) {
        let (top, bottom) = self.span;
        sheet.line(
            vec![(self.x, top), (self.x, bottom)],
            sheet.theme().faint,
            1.0,
        );
        for &(y, color) in &self.dots {
            sheet.dot((self.x, y), 4.0, color);
        }
    }
}
