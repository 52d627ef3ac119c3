//! The map as it is drawn: shades, lines of equal success, and the scenario on them.

use super::axes::ticks;
use super::grid::{COLUMNS, ROWS, share_of};
use super::values::{Map, success};
use crate::figure::sheet::{Anchor, Drawing, Place, Sheet};
use crate::figure::theme::Color;
use bounceback_core::number::format::{percent, whole};

/// The lines that are drawn.
const LEVELS: [f64; 4] = [0.5, 0.8, 0.95, 0.99];

/// The shades between none and all.
const SHADES: f64 = 20.0;

/// The room around it, in CSS pixels: left, top, right, bottom.
const ROOM: (f64, f64, f64, f64) = (72.0, 30.0, 16.0, 46.0);

/// Where a sheet of some size has the lower left and the upper right of the map.
pub(super) fn frame((width, height): (f64, f64)) -> (Place, Place) {
    let (left, top, right, bottom) = ROOM;
    ((left, height - bottom), (width - right, top))
}

/// The place on a sheet of shares of the way.
pub(super) fn place_of(size: (f64, f64), (across, up): (f64, f64)) -> Place {
    let (low, high) = frame(size);
    (
        low.0 + (high.0 - low.0) * across,
        low.1 + (high.1 - low.1) * up,
    )
}

/// Shares of the way of a place on a sheet.
pub(super) fn shares_of(size: (f64, f64), place: Place) -> (f64, f64) {
    let (low, high) = frame(size);
    let share = |at: f64, low: f64, high: f64| ((at - low) / (high - low)).clamp(0.0, 1.0);
    (share(place.0, low.0, high.0), share(place.1, low.1, high.1))
}

/// A colour between two, as a share of the way.
fn mixed(from: Color, to: Color, share: f64) -> Color {
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
    Color(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

impl Drawing for Map {
    fn title(&self) -> String {
        let (across, up) = (self.across.label, self.up.label);
        format!(
            "Success after {} tokens over {across} and {up}; here {}.",
            whole(self.scenario.length()),
            percent(success(&self.scenario))
        )
    }

    fn draw(&self, sheet: &mut Sheet) {
        let (theme, size) = (sheet.theme(), sheet.size());
        sheet.clear();
        let (low, high) = frame(size);
        let (width, height) = (high.0 - low.0, low.1 - high.1);
        let half = (
            width / (COLUMNS - 1) as f64 / 2.0,
            height / (ROWS - 1) as f64 / 2.0,
        );
        let shade = |value: f64| (value * SHADES).round() / SHADES;
        for row in 0..ROWS {
            // What has the same shade is one block.
            let mut column = 0;
            while column < COLUMNS {
                let Some(value) = self.shown(column, row).map(shade) else {
                    column += 1;
                    continue;
                };
                let from = column;
                while column < COLUMNS && self.shown(column, row).map(shade) == Some(value) {
                    column += 1;
                }
                let (left, y) = place_of(size, share_of(from, row));
                let (right, _) = place_of(size, share_of(column - 1, row));
                sheet.block(
                    ((left - half.0).max(low.0), (y - half.1).max(high.1)),
                    ((right + half.0).min(high.0), (y + half.1).min(low.1)),
                    mixed(theme.paper, theme.band, value),
                );
            }
        }
        for (share, label) in ticks(&self.across, &self.scenario, (width / 90.0).floor()) {
            let (x, y) = place_of(size, (share, 0.0));
            sheet.line(vec![(x, y), (x, y + 5.0)], theme.faint, 1.0);
            // The last one ends with the sheet.
            let (at, anchor) = if share > 0.97 {
                (high.0 + 12.0, Anchor::End)
            } else {
                (x, Anchor::Middle)
            };
            sheet.text(&label, (at, y + 15.0), anchor, theme.faint);
        }
        for (share, label) in ticks(&self.up, &self.scenario, 6.0) {
            let (x, y) = place_of(size, (0.0, share));
            sheet.line(vec![(x - 5.0, y), (x, y)], theme.faint, 1.0);
            sheet.text(&label, (x - 8.0, y), Anchor::End, theme.faint);
        }
        sheet.bold(
            self.across.label,
            (high.0, low.1 + 34.0),
            Anchor::End,
            theme.ink,
        );
        sheet.bold(
            self.up.label,
            (low.0, high.1 - 14.0),
            Anchor::Start,
            theme.ink,
        );
        let here = place_of(size, self.here());
        // What labels must not cover: the dot, and each other.
        let mut taken = vec![here];
        for level in LEVELS {
            let pieces = self.contour(level);
            for piece in &pieces {
                let line = piece.map(|share| place_of(size, share)).to_vec();
                sheet.line(line, theme.bounce, if level == 0.95 { 2.5 } else { 1.5 });
            }
            // Where the line is nearest to the way from the lower right to the upper left.
            let off = |piece: &&[(f64, f64); 2]| (piece[0].0 + piece[0].1 - 1.0).abs();
            let within = |piece: &[(f64, f64); 2]| {
                let (x, y) = place_of(size, piece[0]);
                (
                    x.min(high.0 - 18.0).max(low.0 + 18.0),
                    y.min(low.1 - 10.0).max(high.1 + 10.0),
                )
            };
            let is_free = |piece: &&[(f64, f64); 2]| {
                let (x, y) = within(piece);
                let covers = |at: &Place| (x - at.0).abs() < 38.0 && (y - at.1).abs() < 20.0;
                !taken.iter().any(covers)
            };
            let nearest = pieces
                .iter()
                .filter(is_free)
                .min_by(|a, b| off(a).total_cmp(&off(b)));
            if let Some(piece) = nearest {
                let (x, y) = within(piece);
                sheet.block((x - 17.0, y - 9.0), (x + 17.0, y + 9.0), theme.paper);
                sheet.text(&percent(level), (x, y), Anchor::Middle, theme.bounce);
                taken.push((x, y));
            }
        }
        sheet.dot(here, 8.0, theme.lecun);
    }
}
