//! The map as it is drawn: shades, lines of equal success, and the scenario on them.

use super::axes::ticks;
use super::grid::{COLUMNS, ROWS};
use super::shades::{Region, ZONES};
use super::values::{Map, success};
use crate::figure::sheet::{Anchor, Drawing, Place, Sheet};
use crate::figure::theme::Color;
use bounceback_core::model::parameter::{Key, Parameter};
use bounceback_core::number::format::{count, percent};

/// The lines that are drawn, and the strong one among them.
const LEVELS: [f64; 4] = [0.5, 0.8, SAFE, 0.99];
const SAFE: f64 = 0.95;

/// The shades between none and all: the first begins at 5%, the last at 95%.
const SHADES: u8 = 10;

/// The width of a letter, and of one that stands out, in CSS pixels.
const LETTER: f64 = 7.0;
const BOLD_LETTER: f64 = 7.8;

/// Half the height of words with some air, in CSS pixels.
const HALF: f64 = 10.0;

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
        let told = [Key::AcrossScale, Key::UpScale].map(|scale| self.told(scale));
        let told: Vec<String> = told
            .into_iter()
            .flatten()
            .map(|it| format!(" {it}"))
            .collect();
        format!(
            "Success after {} over {across} and {up}; here {}{}.",
            count(self.scenario.length(), self.scenario.unit().0),
            percent(success(&self.scenario)),
            told.concat()
        )
    }

    fn draw(&self, sheet: &mut Sheet) {
        let (theme, size) = (sheet.theme(), sheet.size());
        sheet.clear();
        let (low, high) = frame(size);
        let (width, height) = (high.0 - low.0, low.1 - high.1);
        for shade in 1..=SHADES {
            let color = mixed(
                theme.paper,
                theme.recovered,
                f64::from(shade) / f64::from(SHADES),
            );
            for region in self.regions((f64::from(shade) - 0.5) / f64::from(SHADES)) {
                match region {
                    Region::Box(from, to) => {
                        let [(left, foot), (right, top)] = [from, to].map(|it| place_of(size, it));
                        sheet.block((left, top), (right, foot), color);
                    }
                    Region::Part(outline) => {
                        let outline = outline.into_iter().map(|it| place_of(size, it));
                        sheet.fill(outline.collect(), color);
                    }
                }
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
        self.draw_names(sheet);
        let here = place_of(size, self.here());
        // What labels must not cover: the dot, and each other.
        let mut taken = vec![(here, 10.0)];
        let lines = LEVELS.map(|level| self.contour(level));
        for (line, level) in lines
            .iter()
            .zip(LEVELS)
            .flat_map(|(lines, level)| lines.iter().map(move |line| (line, level)))
        {
            let places = line.iter().map(|&share| place_of(size, share)).collect();
            sheet.line(places, theme.ink, if level == SAFE { 2.5 } else { 1.25 });
        }
        for (lines, level) in lines.iter().zip(LEVELS) {
            // Where the line is nearest to the middle.
            let mut places: Vec<&(f64, f64)> = lines.iter().flatten().collect();
            let off = |place: &(f64, f64)| (place.0 - 0.5).abs().max((place.1 - 0.5).abs());
            places.sort_by(|a, b| off(a).total_cmp(&off(b)));
            let words = if level == 0.5 {
                "50%: even odds".to_owned()
            } else {
                percent(level)
            };
            let places = places.into_iter().map(|&share| place_of(size, share));
            name_at(sheet, &mut taken, &words, places, theme.ink, false);
        }
        for zone in &ZONES {
            let Some((heart, depth)) = self.heart(zone) else {
                continue;
            };
            let deep = (depth as f64 / (COLUMNS - 1) as f64 * width)
                .min(depth as f64 / (ROWS - 1) as f64 * height * 4.0);
            if deep * 2.0 >= zone.name.chars().count() as f64 * BOLD_LETTER {
                let place = [place_of(size, heart)].into_iter();
                name_at(sheet, &mut taken, zone.name, place, theme.ink, true);
            }
        }
        sheet.dot(here, 8.0, theme.lecun);
    }
}

impl Map {
    /// What the axes are, and which of the reader's own they stand in for.
    fn draw_names(&self, sheet: &mut Sheet) {
        let (theme, (low, high)) = (sheet.theme(), frame(sheet.size()));
        let across = (high.0, low.1 + 34.0);
        let up = (low.0, high.1 - 14.0);
        sheet.bold(self.across.label, across, Anchor::End, theme.ink);
        sheet.bold(self.up.label, up, Anchor::Start, theme.ink);
        let width =
            |parameter: &Parameter| parameter.label.chars().count() as f64 * BOLD_LETTER + 8.0;
        if let Some(words) = self.told(Key::AcrossScale) {
            let at = (across.0 - width(&self.across), across.1);
            sheet.text(&words, at, Anchor::End, theme.faint);
        }
        if let Some(words) = self.told(Key::UpScale) {
            let at = (up.0 + width(&self.up), up.1);
            sheet.text(&words, at, Anchor::Start, theme.faint);
        }
    }

    /// That the reader's own axis changes nothing, where another one stands in for it.
    pub(super) fn told(&self, scale: Key) -> Option<String> {
        let chosen = self.scenario.replaced(scale)?;
        Some(format!("({} changes nothing here)", chosen.label))
    }
}

/// The least room between two labels side by side, in CSS pixels.
const APART: f64 = 8.0;

/// Puts words at the first of some places where they cover nothing that others have taken.
fn name_at(
    sheet: &mut Sheet,
    taken: &mut Vec<(Place, f64)>,
    words: &str,
    places: impl Iterator<Item = Place>,
    color: Color,
    bold: bool,
) {
    let (low, high) = frame(sheet.size());
    let letter = if bold { BOLD_LETTER } else { LETTER };
    let half = words.chars().count() as f64 * letter / 2.0 + 4.0;
    if high.0 - low.0 < 2.0 * half {
        return;
    }
    let mut within = places.map(|(x, y)| {
        (
            x.min(high.0 - half).max(low.0 + half),
            y.min(low.1 - HALF).max(high.1 + HALF),
        )
    });
    let free = within.find(|(x, y)| {
        let covers = |(at, wide): &(Place, f64)| {
            (x - at.0).abs() < half + wide + APART && (y - at.1).abs() < 2.0 * HALF
        };
        !taken.iter().any(covers)
    });
    let Some((x, y)) = free else { return };
    let paper = sheet.theme().paper;
    sheet.block((x - half, y - 9.0), (x + half, y + 9.0), paper);
    if bold {
        sheet.bold(words, (x, y), Anchor::Middle, color);
    } else {
        sheet.text(words, (x, y), Anchor::Middle, color);
    }
    taken.push(((x, y), half));
}
