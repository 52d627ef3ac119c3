//! Marks onto a backend of plotters.
//!
//! plotters draws at whole backing pixels and knows no device-pixel ratio: a
//! backing store of at least twice the CSS size makes its curves smooth.

use super::sheet::{Anchor, Mark, Place};
use super::theme::{Color, TYPE_SIZE};
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Circle, DashedPathElement, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color as _, FontDesc, FontFamily, FontStyle, ShapeStyle, TextStyle};
use plotters_backend::DrawingBackend;

/// The type face of every figure.
pub(super) const FACE: &str = "system-ui, sans-serif";

/// The length of a dash and of the space after it, in CSS pixels.
const DASH: (f64, f64) = (6.0, 4.0);

/// How CSS pixels become those of a backend.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resolution {
    /// Backing pixels for each CSS pixel.
    pub scale: f64,
}

impl Resolution {
    fn pixel(self, (x, y): Place) -> (i32, i32) {
        (
            (x * self.scale).round() as i32,
            (y * self.scale).round() as i32,
        )
    }

    fn pixels(self, places: &[Place]) -> Vec<(i32, i32)> {
        thin(places.iter().map(|&place| self.pixel(place)))
    }

    fn length(self, css: f64) -> i32 {
        (css * self.scale).round().max(1.0) as i32
    }

    fn stroke(self, color: Color, width: f64) -> ShapeStyle {
        color
            .rgb()
            .to_rgba()
            .stroke_width(self.length(width) as u32)
    }
}

/// Draws marks, the later above the earlier.
///
/// # Errors
/// What the backend answers to a mark.
pub fn ink<DB: DrawingBackend>(
    area: &DrawingArea<DB, Shift>,
    marks: &[Mark],
    resolution: Resolution,
) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
    for mark in marks {
        match mark {
            Mark::Line {
                places,
                color,
                width,
                dashed: false,
            } => {
                let style = resolution.stroke(*color, *width);
                area.draw(&PathElement::new(resolution.pixels(places), style))?;
            }
            Mark::Line {
                places,
                color,
                width,
                dashed: true,
            } => {
                let style = resolution.stroke(*color, *width);
                let (dash, space) = (resolution.length(DASH.0), resolution.length(DASH.1));
                let places = resolution.pixels(places);
                area.draw(&DashedPathElement::new(places, dash, space, style))?;
            }
            Mark::Fill { outline, color } => {
                area.draw(&Polygon::new(resolution.pixels(outline), color.rgb()))?;
            }
            Mark::Block { from, to, color } => {
                let corners = [resolution.pixel(*from), resolution.pixel(*to)];
                area.draw(&Rectangle::new(corners, color.rgb().filled()))?;
            }
            Mark::Disc { at, radius, color } => {
                let (centre, radius) = (resolution.pixel(*at), resolution.length(*radius));
                area.draw(&Circle::new(centre, radius, color.rgb().filled()))?;
            }
            Mark::Text {
                words,
                at,
                anchor,
                color,
                bold,
            } => {
                let size = TYPE_SIZE * resolution.scale;
                let weight = if *bold {
                    FontStyle::Bold
                } else {
                    FontStyle::Normal
                };
                let horizontal = match anchor {
                    Anchor::Start => HPos::Left,
                    Anchor::Middle => HPos::Center,
                    Anchor::End => HPos::Right,
                };
                let color = color.rgb();
                let style = TextStyle::from(FontDesc::new(FontFamily::Name(FACE), size, weight))
                    .color(&color)
                    .pos(Pos::new(horizontal, VPos::Center));
                area.draw(&Text::new(words.as_str(), resolution.pixel(*at), style))?;
            }
        }
    }
    Ok(())
}

/// Drops the points of a line that lie within half a backing pixel of the chord
/// that replaces them: the picture stays, the file and the work shrink.
fn thin(points: impl Iterator<Item = (i32, i32)>) -> Vec<(i32, i32)> {
    /// The longest chord, in points: a bound on the work for each.
    const REACH: usize = 24;
    let points: Vec<(i32, i32)> = points.collect();
    let mut kept: Vec<(i32, i32)> = Vec::new();
    let mut i = 0;
    while i < points.len() {
        kept.push(points[i]);
        let mut next = i + 1;
        while next + 1 < points.len()
            && next - i < REACH
            && points[i + 1..=next]
                .iter()
                .all(|&p| near_chord(points[i], points[next + 1], p))
        {
            next += 1;
        }
        i = next;
    }
    kept
}

/// Whether `p` lies beside the chord between two points, at most half a pixel off.
fn near_chord(from: (i32, i32), to: (i32, i32), p: (i32, i32)) -> bool {
    let (dx, dy) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
    let (px, py) = (f64::from(p.0 - from.0), f64::from(p.1 - from.1));
    let within = px * dx + py * dy >= 0.0 && px * px + py * py <= dx * dx + dy * dy;
    within && (px * dy - py * dx).abs() <= 0.5 * (dx * dx + dy * dy).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thinning_keeps_the_ends_and_every_corner() {
        let corner = [(0, 0), (5, 0), (10, 0), (10, 5), (10, 10)];
        assert_eq!(thin(corner.into_iter()), [(0, 0), (10, 0), (10, 10)]);
        assert_eq!(thin([(3, 4)].into_iter()), [(3, 4)]);
        assert_eq!(thin([].into_iter()), []);
    }

    #[test]
    fn a_thinned_line_stays_within_half_a_pixel() {
        let circle: Vec<(i32, i32)> = (0..=1000)
            .map(|i| {
                let angle = f64::from(i) * 0.001;
                (
                    (angle.cos() * 2000.0).round() as i32,
                    (angle.sin() * 2000.0).round() as i32,
                )
            })
            .collect();
        let kept = thin(circle.iter().copied());
        assert!(kept.len() < 400, "{}", kept.len());
        assert_eq!(kept.last(), circle.last());
        for p in &circle {
            let near = kept.windows(2).any(|pair| near_chord(pair[0], pair[1], *p));
            assert!(near || kept.contains(p), "{p:?}");
        }
    }
}
