//! The panels as they are drawn: above the hazard, below the curve that follows.

use super::panels::{Hazards, Panel};
use crate::figure::axis::{Axis, Scale, percent_label, tokens_label};
use crate::figure::sheet::{Anchor, Drawing, Place, Sheet};
use bounceback_core::model::process::PROCESSES;
use bounceback_core::number::format::{count, percent, significant};
use bounceback_core::number::math::{floor, log10, pow};

/// The room around a panel, in CSS pixels: left, top, right, bottom.
const ROOM: (f64, f64, f64, f64) = (52.0, 42.0, 12.0, 30.0);

/// How wide a letter is at most, on average, in CSS pixels, and one that stands out.
const LETTER: f64 = 7.0;
const BOLD_LETTER: f64 = 7.8;

/// The height of a line of words above the panels.
const LINE: f64 = 17.0;

/// Where names of panels begin, from their left edge.
const INDENT: f64 = 4.0;

/// A narrower sheet has two columns instead of four, in CSS pixels.
const NARROW: f64 = 560.0;

/// The share of a panel that the hazard takes, and the space below it in CSS pixels.
const HAZARD: f64 = 0.36;
const SPACE: f64 = 16.0;

/// How many times the mean the axis of hazards reaches, up and down.
const REACH: f64 = 20.0;

/// Where the two parts of a panel lie.
pub(super) struct Frames {
    pub(super) x: Axis,
    pub(super) hazard: Axis,
    pub(super) curve: Axis,
}

impl Hazards {
    /// The place and the size of each panel.
    pub(super) fn boxes((width, height): (f64, f64)) -> impl Iterator<Item = (Place, Place)> {
        let columns = if width < NARROW { 2 } else { 4 };
        let rows = PROCESSES.len().div_ceil(columns);
        let top = LINE * Self::lines(width) as f64 + 8.0;
        let size = (
            width / columns as f64,
            (height - top).max(1.0) / rows as f64,
        );
        (0..PROCESSES.len()).map(move |index| {
            let (column, row) = (index % columns, index / columns);
            ((column as f64 * size.0, top + row as f64 * size.1), size)
        })
    }

    /// In how many lines it is said what all panels have.
    const fn lines(width: f64) -> usize {
        if width < NARROW { 2 } else { 1 }
    }

    /// What all panels have.
    pub(super) fn terms(&self) -> String {
        let [scaled, recovery] = self.both_terms();
        format!("{scaled}, {recovery}")
    }

    fn both_terms(&self) -> [String; 2] {
        let mean = significant(self.mean * 100.0, 3);
        let scaled = format!("Scaled to {mean}% errors a token on average");
        let recovery = if self.recovery == 0.0 {
            "none recovers".to_owned()
        } else {
            format!(
                "recovery {}% for all",
                significant(self.recovery * 100.0, 3)
            )
        };
        [scaled, recovery]
    }

    pub(super) fn frames(&self, (at, size): (Place, Place)) -> Frames {
        let (left, top, right, bottom) = ROOM;
        let last = self.lengths.last().map_or(1.0, |&n| n as f64).max(1.0);
        let (above, below) = (at.1 + top, at.1 + size.1 - bottom);
        let middle = above + HAZARD * (below - above);
        let mean = if self.mean > 0.0 { self.mean } else { 0.01 };
        Frames {
            x: Axis {
                scale: Scale::of(self.log.0),
                low: if self.log.0 { 1.0 } else { 0.0 },
                high: if self.log.0 { last.max(2.0) } else { last },
                start: at.0 + left,
                end: at.0 + size.0 - right,
            },
            hazard: Axis {
                scale: Scale::Log,
                low: mean / REACH,
                high: (mean * REACH).min(1.0),
                start: middle - SPACE / 2.0,
                end: above,
            },
            curve: Axis {
                scale: Scale::of(self.log.1),
                low: if self.log.1 { self.least() } else { 0.0 },
                high: 1.0,
                start: below,
                end: middle + SPACE / 2.0,
            },
        }
    }

    /// The power of ten below everything that the curves show.
    fn least(&self) -> f64 {
        let curves = self.panels.iter().map(|panel| &panel.curve);
        let values = curves.chain([&self.constant]).flatten().copied();
        let least = values.filter(|&value| value > 0.0).fold(0.1, f64::min);
        pow(10.0, floor(log10(least)).clamp(-12.0, -1.0))
    }

    fn draw_panel(&self, sheet: &mut Sheet, panel: &Panel, place: (Place, Place)) {
        let theme = sheet.theme();
        let frames = self.frames(place);
        let Frames { x, hazard, curve } = &frames;
        let title = if panel.chosen {
            theme.bounce
        } else {
            theme.ink
        };
        let letters =
            |start: f64, letter: f64| ((place.0.0 + place.1.0 - start) / letter).max(0.0) as usize;
        // Where a name is too long, all of them take the room of the labels too; and it does
        // without the word that the figure is about.
        let longest = PROCESSES.iter().map(|it| it.label.chars().count()).max();
        let start = if longest.unwrap_or(0) <= letters(x.start, BOLD_LETTER) {
            x.start
        } else {
            place.0.0 + INDENT
        };
        let short = panel.label.trim_end_matches(" errors");
        let names = [panel.label, short.trim_start_matches("errors ")];
        let fits = |name: &&str| name.chars().count() <= letters(start, BOLD_LETTER);
        let name = names.into_iter().find(fits).unwrap_or(names[1]);
        let at = (start, place.0.1 + 11.0);
        sheet.bold(name, at, Anchor::Start, title);
        if let Some(scaled) = &panel.scaled {
            let words = scaled.words(letters(start, LETTER));
            sheet.text(&words, (start, at.1 + 16.0), Anchor::Start, theme.faint);
        }
        for (axis, ticks) in [
            (hazard, vec![hazard.low, self.mean, hazard.high]),
            (curve, curve.ticks(2)),
        ] {
            for tick in ticks {
                let y = axis.place(tick);
                sheet.line(vec![(x.start, y), (x.end, y)], theme.rule, 1.0);
                let label = if axis == hazard {
                    significant(tick * 100.0, 1) + "%"
                } else {
                    percent_label(tick)
                };
                sheet.text(&label, (x.start - 5.0, y), Anchor::End, theme.faint);
            }
        }
        let end = if self.log.0 {
            x.high
        } else {
            *self.lengths.last().unwrap_or(&0) as f64
        };
        sheet.text(
            &tokens_label(end),
            (x.end, curve.start + 14.0),
            Anchor::End,
            theme.faint,
        );
        sheet.text(
            &tokens_label(x.low),
            (x.start, curve.start + 14.0),
            Anchor::Start,
            theme.faint,
        );
        let constant = vec![
            (x.start, hazard.place(self.mean)),
            (x.end, hazard.place(self.mean)),
        ];
        sheet.dashes(constant, theme.lecun, 2.0);
        if panel.curve.is_empty() {
            let middle = (
                f64::midpoint(x.start, x.end),
                f64::midpoint(curve.start, curve.end),
            );
            sheet.text("can’t err as often", middle, Anchor::Middle, theme.faint);
            return;
        }
        let rates = |rates: &[f64]| -> Vec<Place> {
            let tokens = |i: usize| x.place(self.lengths[i] as f64);
            let places = rates
                .iter()
                .enumerate()
                .filter(|(_, rate)| rate.is_finite());
            places
                .map(|(i, &rate)| {
                    let middle = f64::midpoint(tokens(i), tokens(i + 1));
                    (middle, hazard.place(rate))
                })
                .collect()
        };
        let apart = |(rate, first): (&f64, &f64)| (rate - first).abs() > 0.02 * rate;
        if panel.rates.iter().zip(&panel.first).any(apart) {
            sheet.line(rates(&panel.first), theme.faint, 1.5);
        }
        sheet.line(rates(&panel.rates), theme.bounce, 2.5);
        let line = |values: &[f64]| -> Vec<Place> {
            let ends = |value: f64| curve.scale == Scale::Linear || value >= curve.low;
            (self.lengths.iter().zip(values))
                .filter(|&(_, &value)| ends(value))
                .map(|(&n, &value)| (x.place(n as f64), curve.place(value)))
                .collect()
        };
        sheet.line(line(&panel.curve), theme.bounce, 2.5);
        sheet.dashes(line(&self.constant), theme.lecun, 2.0);
    }
}

impl Drawing for Hazards {
    fn title(&self) -> String {
        let ends = self.panels.iter();
        let ends = ends.filter_map(|panel| Some((panel.label, *panel.curve.last()?)));
        let known: Vec<(&str, f64)> = ends.filter(|(_, end)| !end.is_nan()).collect();
        let least = known.iter().min_by(|a, b| a.1.total_cmp(&b.1));
        let most = known.iter().max_by(|a, b| a.1.total_cmp(&b.1));
        let tokens = count(
            self.lengths.last().copied().unwrap_or(0),
            self.scenario.unit().0,
        );
        let line = percent(self.constant.last().copied().unwrap_or(1.0));
        let (Some(least), Some(most)) = (least, most) else {
            return format!("After {tokens} LeCun’s line says {line}.");
        };
        format!(
            "With as many errors, after {tokens}: from {} ({}) to {} ({}), where LeCun’s line says {line}.",
            percent(least.1),
            least.0,
            percent(most.1),
            most.0
        )
    }

    fn draw(&self, sheet: &mut Sheet) {
        sheet.clear();
        let faint = sheet.theme().faint;
        let lines = if Self::lines(sheet.size().0) == 1 {
            vec![self.terms() + "."]
        } else {
            let [scaled, recovery] = self.both_terms();
            vec![scaled + ",", recovery + "."]
        };
        for (row, line) in lines.iter().enumerate() {
            let y = 9.0 + LINE * row as f64;
            sheet.text(line, (INDENT, y), Anchor::Start, faint);
        }
        let boxes: Vec<_> = Self::boxes(sheet.size()).collect();
        for (panel, place) in self.panels.iter().zip(boxes) {
            self.draw_panel(sheet, panel, place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::plot::Plot as _;
    use crate::figure::sheet::Mark;
    use bounceback_core::share::link;

    /// Where nothing is measured, a letter that stands out is counted for as wide as those
    /// of common faces are on average.
    #[test]
    fn no_name_or_rate_of_a_panel_runs_into_the_next_one() {
        use crate::figure::theme::LIGHT;
        let mut figure = Hazards::of(&link::read("process=key_tokens&beta=12.34").scenario);
        while figure.compute(usize::MAX) {}
        for width in [
            280.0, 320.0, 390.0, 559.0, 560.0, 592.0, 728.0, 768.0, 1280.0,
        ] {
            let mut sheet = Sheet::new((width, 700.0), LIGHT);
            figure.draw(&mut sheet);
            let boxes: Vec<_> = Hazards::boxes((width, 700.0)).collect();
            let mut names = 0;
            for mark in sheet.marks() {
                let Mark::Text {
                    words,
                    at,
                    anchor: Anchor::Start,
                    bold,
                    ..
                } = mark
                else {
                    continue;
                };
                names += usize::from(*bold);
                let letter = if *bold { 7.4 } else { 6.6 };
                let end = at.0 + letter * words.chars().count() as f64;
                let inside = |&&(from, size): &&(Place, Place)| {
                    (from.0..from.0 + size.0).contains(&at.0)
                        && (from.1..from.1 + size.1).contains(&at.1)
                };
                let most = boxes
                    .iter()
                    .find(inside)
                    .map_or(width, |(from, size)| from.0 + size.0);
                assert!(end <= most, "{width}: {words} ends at {end}, beyond {most}");
            }
            assert_eq!(names, PROCESSES.len());
        }
    }

    /// The same process at two rates under one name: the figure says which is which.
    #[test]
    fn what_is_scaled_is_said_with_what_it_has_become() {
        use crate::figure::theme::LIGHT;
        for (link, said, other) in [
            (
                "process=fading",
                "fading errors (error scaled from 1% to ",
                "error 1% → ",
            ),
            (
                "process=settling&error=2%",
                "settling errors (error scaled from 2% to ",
                "error 2% → ",
            ),
            (
                "process=mixed_difficulty&beta=50",
                "(beta scaled from 50 to ",
                "beta 50 → ",
            ),
            ("", ": recoverable errors 13.4%", "error 1%"),
        ] {
            let scenario = link::read(link).scenario;
            let mut figure = Hazards::of(&scenario);
            while figure.compute(usize::MAX) {}
            let words = figure.words(figure.rest());
            if link.is_empty() {
                assert!(!words.contains("scaled from"), "{words}");
            } else {
                assert!(words.contains(said), "{words}");
            }
            for size in [(900.0, 560.0), (360.0, 800.0)] {
                let mut sheet = Sheet::new(size, LIGHT);
                figure.draw(&mut sheet);
                let drawn = sheet.marks().iter().filter_map(|mark| match mark {
                    Mark::Text { words, .. } => Some(words.as_str()),
                    _ => None,
                });
                let drawn: Vec<&str> = drawn.collect();
                assert!(drawn.iter().any(|it| it.contains(other)), "{drawn:?}");
                assert!(drawn.concat().contains("Scaled to "), "{drawn:?}");
                // Every panel has its rate.
                for panel in &figure.panels {
                    let scaled = panel.scaled.as_ref().unwrap();
                    let here = format!("{} {}", scaled.name, scaled.here);
                    let whole = scaled.words(usize::MAX);
                    assert!(drawn.contains(&here.as_str()) || drawn.contains(&whole.as_str()));
                }
            }
        }
    }
}
