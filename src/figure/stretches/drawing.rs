//! The two panels as they are drawn, one below the other.

use super::laws::Stretches;
use crate::figure::axis::{Axis, Scale, percent_label, tokens_label};
use crate::figure::curves;
use crate::figure::sheet::{Anchor, Drawing, Sheet};
use crate::figure::theme::Color;
use bounceback_core::number::format::percent;

/// The room above and below a panel, in CSS pixels.
const ROOM: (f64, f64) = (30.0, 46.0);

/// The room above a panel of a narrow figure, for one more line.
const ROOM_NARROW: f64 = 48.0;

/// The room that a figure takes for a letter, in CSS pixels.
const LETTER: f64 = 8.0;

/// A share that a narrow figure does not name beside the bars.
const FAINT: f64 = 0.0005;

impl Stretches {
    pub(super) fn axes(&self, (width, height): (f64, f64), panel: usize) -> (Axis, Axis) {
        let narrow = curves::is_narrow(width);
        let (above, below) = (if narrow { ROOM_NARROW } else { ROOM.0 }, ROOM.1);
        let (top, high) = (panel as f64 * height / 2.0, height / 2.0);
        let this = self.panels()[panel];
        let half = |edge: Option<&u64>| edge.map_or(0.5, |&edge| edge as f64 + 0.5);
        let shares = (0..this.bins()).flat_map(|bar| {
            [
                this.expected(bar).unwrap_or(0.0),
                this.share(bar).map_or(0.0, |(_, _, high)| high),
            ]
        });
        let most = shares.clone().fold(0.0, f64::max);
        let least = shares.filter(|&share| share > 0.0).fold(1.0, f64::min);
        let most = if most > 0.0 { most } else { 1.0 };
        let (low, x_high) = (half(this.edges.first()), half(this.edges.last()));
        let x = Axis {
            scale: Scale::of(self.log.0),
            low,
            high: x_high.max(low + 1.0),
            start: curves::LEFT,
            end: width - curves::right_margin(width),
        };
        let y = Axis {
            scale: Scale::of(self.log.1),
            low: if self.log.1 {
                least.max(most * 1e-4) / 2.0
            } else {
                0.0
            },
            high: if self.log.1 { most * 2.0 } else { most * 1.08 },
            start: top + high - below,
            end: top + above,
        };
        (x, y)
    }

    fn draw_panel(&self, sheet: &mut Sheet, panel: usize) {
        let (theme, size) = (sheet.theme(), sheet.size());
        let this = self.panels()[panel];
        let (x, y) = self.axes(size, panel);
        let color = [theme.lecun, theme.bounce][panel];
        let narrow = curves::is_narrow(size.0);
        let title = panel as f64 * size.1 / 2.0 + 12.0;
        let words = if self.is_presentable() && this.law.is_empty() {
            format!("{}, simulated only", this.title)
        } else {
            this.title.to_owned()
        };
        sheet.bold(&words, (x.start, title), Anchor::Start, theme.ink);
        for tick in y.ticks(((y.start - y.end) / 50.0).max(2.0) as usize) {
            let at = y.place(tick);
            sheet.line(vec![(x.start, at), (x.end, at)], theme.rule, 1.0);
            let label = percent_label(tick);
            sheet.text(&label, (x.start - 8.0, at), Anchor::End, theme.faint);
        }
        for bar in 0..this.bins() {
            let [left, right] = [0, 1].map(|side| x.place(this.edges[bar + side] as f64 + 0.5));
            // A little air between bars that are wide enough for it.
            let right = if right - left > 4.0 {
                right - 1.0
            } else {
                right
            };
            if let Some((share, low, high)) = this.share(bar) {
                sheet.block((left, y.place(high)), (right, y.place(low)), theme.band);
                if share > 0.0 {
                    let at = y.place(share);
                    sheet.line(vec![(left, at), (right, at)], color, 1.0);
                }
            }
        }
        let ticks = x.ticks(((x.end - x.start) / 90.0).clamp(2.0, 10.0) as usize);
        for tick in ticks.into_iter().filter(|tick| tick.fract() == 0.0) {
            let at = x.place(tick);
            sheet.line(vec![(at, y.start), (at, y.start + 5.0)], theme.faint, 1.0);
            let label = tokens_label(tick);
            let (edge, half) = (size.0 - 2.0, label.chars().count() as f64 * LETTER / 2.0);
            let (at, anchor) = if at + half > edge {
                (edge, Anchor::End)
            } else {
                (at, Anchor::Middle)
            };
            sheet.text(&label, (at, y.start + 15.0), anchor, theme.faint);
        }
        sheet.line(vec![(x.start, y.start), (x.end, y.start)], theme.faint, 1.0);
        let unit = (x.end, y.start + 31.0);
        sheet.text(self.unit, unit, Anchor::End, theme.faint);
        self.draw_law(sheet, panel, color);
        self.draw_apart(sheet, panel, color, narrow, title);
    }

    /// The law as steps, dashed where it is that of LeCun's curve.
    fn draw_law(&self, sheet: &mut Sheet, panel: usize, color: Color) {
        let this = self.panels()[panel];
        let (x, y) = self.axes(sheet.size(), panel);
        if this.law.is_empty() {
            return;
        }
        let steps = (0..this.bins()).flat_map(|bar| {
            let at = y.place(this.law[bar]);
            [0, 1].map(|side| (x.place(this.edges[bar + side] as f64 + 0.5), at))
        });
        if panel == 0 {
            sheet.dashes(steps.collect(), color, 2.5);
        } else {
            sheet.line(steps.collect(), color, 2.5);
        }
    }

    /// What lies in no bin: beside the bars, or above them where there is no room.
    fn draw_apart(&self, sheet: &mut Sheet, panel: usize, color: Color, narrow: bool, title: f64) {
        let this = self.panels()[panel];
        let (x, y) = self.axes(sheet.size(), panel);
        let faint = sheet.theme().faint;
        let mut parts = Vec::new();
        for (index, name) in this.apart.iter().enumerate() {
            let bar = this.bins() + index;
            let (expected, share) = (this.expected(bar), this.share(bar));
            let value = expected.or(share.map(|(share, ..)| share));
            if narrow {
                let told = value.filter(|&value| value > FAINT);
                parts.extend(told.map(|value| format!("{name} {}", percent(value))));
                continue;
            }
            let value = value.map_or_else(|| "–".to_owned(), percent);
            let apart = ((y.start - y.end) / 3.0).min(58.0) * index as f64;
            let place = (x.end + 12.0, y.end + 4.0 + apart);
            sheet.bold(&format!("{value} {name}"), place, Anchor::Start, color);
            if let Some((share, ..)) = share.filter(|_| expected.is_some()) {
                let words = format!("{} simulated", percent(share));
                sheet.text(&words, (place.0, place.1 + 17.0), Anchor::Start, faint);
            }
        }
        let line = parts.join(", ");
        sheet.text(&line, (x.start, title + 18.0), Anchor::Start, color);
    }
}

impl Drawing for Stretches {
    fn title(&self) -> String {
        "When the first error of a completion comes, and how long bad stretches last.".to_owned()
    }

    fn draw(&self, sheet: &mut Sheet) {
        sheet.clear();
        for panel in 0..2 {
            self.draw_panel(sheet, panel);
        }
    }
}
