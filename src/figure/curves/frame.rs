//! The frame around curves: its two axes, and the places of curves within it.

use super::exact::Curves;
use crate::figure::axis::{Axis, Scale, percent_label, tokens_label};
use crate::figure::sheet::{Anchor, Sheet};
use bounceback_core::number::math::{floor, log10, pow};

/// Where frames begin, in CSS pixels: the room for the labels of probability.
pub const LEFT: f64 = 60.0;

/// The room that a figure takes for a digit or letter, in CSS pixels; type is
/// never measured, so this is a little more than any common face needs.
const LETTER: f64 = 8.0;

/// Whether a figure is too narrow, in CSS pixels, for labels beside the curves:
/// they stand above the frame instead.
pub const fn is_narrow(width: f64) -> bool {
    width < 560.0
}

/// The room right of a frame.
pub const fn right_margin(width: f64) -> f64 {
    if is_narrow(width) { 16.0 } else { 148.0 }
}

/// Where the axes of a figure lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// The axis of tokens.
    pub x: Axis,
    /// The axis of probability.
    pub y: Axis,
    /// Whether labels stand above the frame.
    pub narrow: bool,
    /// What tokens are called.
    unit: &'static str,
}

impl Frame {
    /// Fits the axes of some curves into a sheet of so many CSS pixels.
    pub fn fit((width, height): (f64, f64), curves: &Curves) -> Self {
        let narrow = is_narrow(width);
        // On a narrow sheet a label has a line of its own.
        let above = if curves.ghost.is_empty() { 56.0 } else { 76.0 };
        let (top, right) = (if narrow { above } else { 14.0 }, right_margin(width));
        let (log_x, log_y) = curves.log;
        let first = curves.lengths.first().map_or(0.0, |&n| n as f64);
        let last = curves.lengths.last().map_or(1.0, |&n| n as f64);
        let low_x = if log_x { first.max(1.0) } else { first };
        let x = Axis {
            scale: Scale::of(log_x),
            low: low_x,
            high: if last > low_x { last } else { low_x + 1.0 },
            start: LEFT,
            end: width - right,
        };
        let y = Axis {
            scale: Scale::of(log_y),
            low: if log_y { floor_of(curves) } else { 0.0 },
            high: 1.0,
            start: height - 40.0,
            end: top,
        };
        Self {
            x,
            y,
            narrow,
            unit: curves.unit().1,
        }
    }

    /// The place of a probability at a length.
    pub fn place(&self, tokens: u64, probability: f64) -> (f64, f64) {
        (self.x.place(tokens as f64), self.y.place(probability))
    }

    /// The places of a curve. On a logarithmic axis it ends where it leaves the
    /// frame for good, and zero has no place at all.
    pub fn places(&self, lengths: &[u64], values: &[f64]) -> Vec<(f64, f64)> {
        let visible = match self.y.scale {
            Scale::Linear => values.len(),
            Scale::Log => values
                .iter()
                .rposition(|&v| v >= self.y.low)
                .map_or(0, |last| last + 1),
        };
        lengths[..visible]
            .iter()
            .zip(values)
            .filter(|(_, value)| !value.is_nan())
            .map(|(&n, &value)| self.place(n, value))
            .collect()
    }

    /// The outline of what lies between two curves.
    pub fn between(
        &self,
        lengths: &[u64],
        upper: impl Iterator<Item = f64>,
        lower: impl Iterator<Item = f64>,
    ) -> Vec<(f64, f64)> {
        let above = lengths
            .iter()
            .zip(upper)
            .filter(|(_, value)| !value.is_nan())
            .map(|(&n, value)| self.place(n, value));
        let mut below: Vec<_> = lengths
            .iter()
            .zip(lower)
            .filter(|(_, value)| !value.is_nan())
            .map(|(&n, value)| self.place(n, value))
            .collect();
        below.reverse();
        above.chain(below).collect()
    }

    /// Draws grid, ticks and their labels.
    pub fn draw(&self, sheet: &mut Sheet) {
        draw_shares(sheet, (&self.x, &self.y));
        draw_lengths(sheet, &self.x, self.y.start, self.unit);
    }
}

/// Draws a line for each tick of an axis of shares, as wide as that of lengths, and its label.
pub fn draw_shares(sheet: &mut Sheet, (x, y): (&Axis, &Axis)) {
    let theme = sheet.theme();
    let rows = ((y.start - y.end) / 70.0).clamp(2.0, 6.0) as usize;
    for tick in y.ticks(rows) {
        let at = y.place(tick);
        sheet.line(vec![(x.start, at), (x.end, at)], theme.rule, 1.0);
        let label = percent_label(tick);
        sheet.text(&label, (x.start - 8.0, at), Anchor::End, theme.faint);
    }
}

/// Draws an axis of lengths at some height, its ticks and their labels, and what they count.
pub fn draw_lengths(sheet: &mut Sheet, x: &Axis, bottom: f64, unit: &str) {
    let theme = sheet.theme();
    let (left, right) = (x.start, x.end);
    let columns = ((right - left) / 90.0).clamp(2.0, 10.0) as usize;
    for tick in x.ticks(columns) {
        let at = x.place(tick);
        sheet.line(vec![(at, bottom), (at, bottom + 5.0)], theme.faint, 1.0);
        let label = tokens_label(tick);
        // A label that would leave the sheet ends with it instead.
        let edge = sheet.size().0 - 2.0;
        let half = label.chars().count() as f64 * LETTER / 2.0;
        if at + half > edge {
            sheet.text(&label, (edge, bottom + 15.0), Anchor::End, theme.faint);
        } else {
            sheet.text(&label, (at, bottom + 15.0), Anchor::Middle, theme.faint);
        }
    }
    sheet.line(vec![(left, bottom), (right, bottom)], theme.faint, 1.0);
    sheet.text(unit, (right, bottom + 31.0), Anchor::End, theme.faint);
}

/// The low end of a logarithmic axis of probability: the power of ten below the
/// least value drawn, at least 10⁻¹².
fn floor_of(curves: &Curves) -> f64 {
    let least = curves
        .flawless
        .iter()
        .chain(&curves.answer)
        .chain(&curves.ghost)
        .copied()
        .filter(|&value| value > 0.0)
        .fold(0.1, f64::min);
    pow(10.0, floor(log10(least)).clamp(-12.0, -1.0))
}
