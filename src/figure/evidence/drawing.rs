//! Marks of the data and their curves.

use super::{Curve, Evidence, Layout, Rank};
use crate::figure::curves::{apart, draw_lengths, draw_shares};
use crate::figure::sheet::{Anchor, Drawing, Place, Sheet};
use crate::figure::theme::{Color, Theme};
use bounceback_core::number::format::percent;

/// The height of a name beside the frame, in CSS pixels.
const NAME: f64 = 38.0;

/// Half the width of the ends of an interval, in CSS pixels.
const CAP: f64 = 3.0;

impl Drawing for Evidence {
    fn title(&self) -> String {
        if self.says.is_empty() {
            "No data yet.".to_owned()
        } else {
            self.says.clone()
        }
    }

    fn draw(&self, sheet: &mut Sheet) {
        let layout = self.layout(sheet.size());
        sheet.clear();
        self.draw_ground(sheet, &layout);
        draw_shares(sheet, (&layout.x, &layout.y));
        draw_lengths(sheet, &layout.x, layout.foot(), &self.unit);
        self.draw_band(sheet, &layout);
        // The chosen one lies above the others.
        for rank in [Rank::Other, Rank::Law, Rank::Chosen] {
            for curve in self.curves.iter().filter(|it| it.rank == rank) {
                self.draw_curve(sheet, &layout, curve);
            }
        }
        self.draw_points(sheet, &layout);
        self.draw_residuals(sheet, &layout);
        self.draw_names(sheet, &layout);
    }
}

fn color_of(rank: Rank, theme: &Theme) -> Color {
    match rank {
        Rank::Chosen => theme.bounce,
        Rank::Law => theme.lecun,
        Rank::Other => theme.faint,
    }
}

impl Evidence {
    /// Where there are no data any more, curves are only drawn out.
    fn draw_ground(&self, sheet: &mut Sheet, layout: &Layout) {
        let from = layout.x.place(self.measured());
        if !self.curves.is_empty() && layout.x.end - from > 1.0 {
            let theme = sheet.theme();
            let top = layout.y.end;
            sheet.block((from, top), (layout.x.end, layout.y.start), theme.gap);
            let width = layout.x.end - from;
            if width > 90.0 {
                let at = (layout.x.end - 6.0, top + 10.0);
                sheet.text("beyond the data", at, Anchor::End, theme.faint);
            }
        }
    }

    fn draw_band(&self, sheet: &mut Sheet, layout: &Layout) {
        let known = self.grid.iter().zip(&self.band);
        let known = known.filter(|(_, (low, high))| low.is_finite() && high.is_finite());
        let place = |length: f64, share: f64| (layout.x.place(length), layout.y.place(share));
        let above: Vec<Place> = known.clone().map(|(&n, ends)| place(n, ends.1)).collect();
        let below = known.rev().map(|(&n, ends)| place(n, ends.0));
        if above.len() > 1 {
            let outline = above.iter().copied().chain(below).collect();
            sheet.fill(outline, sheet.theme().band);
        }
    }

    fn draw_curve(&self, sheet: &mut Sheet, layout: &Layout, curve: &Curve) {
        let foot = layout.y.low;
        let known = self.grid.iter().zip(&curve.values);
        // Below the foot of a logarithmic axis there is no place.
        let known = known.filter(|(_, value)| value.is_finite() && **value >= foot);
        let places: Vec<Place> = known
            .map(|(&n, &value)| (layout.x.place(n), layout.y.place(value)))
            .collect();
        let color = color_of(curve.rank, &sheet.theme());
        match curve.rank {
            Rank::Chosen => sheet.line(places, color, 2.5),
            Rank::Law => sheet.dashes(places, color, 2.0),
            Rank::Other => sheet.line(places, color, 1.0),
        }
    }

    fn draw_points(&self, sheet: &mut Sheet, layout: &Layout) {
        let theme = sheet.theme();
        for point in &self.points {
            let x = layout.x.place(point.length);
            let color = if point.flawless {
                theme.lecun
            } else {
                theme.bounce
            };
            let (low, high) = point.interval;
            let (foot, head) = (layout.y.place(low), layout.y.place(high));
            sheet.line(vec![(x, foot), (x, head)], color, 1.0);
            for end in [foot, head] {
                sheet.line(vec![(x - CAP, end), (x + CAP, end)], color, 1.0);
            }
            sheet.dot((x, layout.y.place(point.share)), 4.0, color);
        }
    }

    /// How far the chosen curve is off at each point, in standard deviations.
    fn draw_residuals(&self, sheet: &mut Sheet, layout: &Layout) {
        let Some(off) = layout.off else { return };
        let theme = sheet.theme();
        let zero = off.place(0.0);
        for (at, label) in [(2.0, "+2"), (0.0, "0"), (-2.0, "−2")] {
            let y = off.place(at);
            sheet.line(
                vec![(layout.x.start, y), (layout.x.end, y)],
                theme.rule,
                1.0,
            );
            sheet.text(label, (layout.x.start - 8.0, y), Anchor::End, theme.faint);
        }
        if !layout.narrow {
            let at = (layout.x.end + 12.0, zero);
            sheet.text("off by, in σ", at, Anchor::Start, theme.faint);
        }
        for point in self.points.iter().filter(|it| it.residual.is_finite()) {
            let x = layout.x.place(point.length);
            let color = if point.residual.abs() > 2.0 {
                theme.wrong
            } else {
                theme.faint
            };
            let y = off.place(point.residual);
            sheet.line(vec![(x, zero), (x, y)], color, 2.0);
            sheet.dot((x, y), 2.5, color);
        }
    }

    fn draw_names(&self, sheet: &mut Sheet, layout: &Layout) {
        let theme = sheet.theme();
        let named: Vec<&Curve> = self.named().collect();
        let end = |curve: &Curve| curve.values.last().copied().unwrap_or(f64::NAN);
        if layout.narrow {
            for (row, curve) in named.iter().enumerate() {
                let (y, color) = (12.0 + 20.0 * row as f64, color_of(curve.rank, &theme));
                let sample = vec![(layout.x.start, y), (layout.x.start + 24.0, y)];
                match curve.rank {
                    Rank::Law => sheet.dashes(sample, color, 2.0),
                    _ => sheet.line(sample, color, 2.5),
                }
                let at = (layout.x.start + 32.0, y);
                sheet.text(&curve.name, at, Anchor::Start, color);
            }
            return;
        }
        let wanted = named.iter().map(|curve| layout.y.place(end(curve)));
        let (top, bottom) = (layout.y.end + 10.0, layout.y.start - 10.0);
        let places = apart(&wanted.collect::<Vec<f64>>(), NAME, (top, bottom));
        for (curve, y) in named.iter().zip(places) {
            let (x, color) = (layout.x.end + 12.0, color_of(curve.rank, &theme));
            sheet.bold(&percent(end(curve)), (x, y - 9.0), Anchor::Start, color);
            sheet.text(&curve.name, (x, y + 9.0), Anchor::Start, color);
        }
    }
}
