//! Marks of what was measured.

use super::{Count, Hue, Law, Layout, Measured, Series};
use crate::figure::curves::{apart, draw_lengths, draw_shares};
use crate::figure::sheet::{Anchor, Drawing, Place, Sheet};
use crate::figure::theme::{Color, Theme};
use bounceback_core::number::format::significant;

/// The height of a name of two lines beside the frame, in CSS pixels.
const NAME: f64 = 36.0;

/// Half the width of the ends of an interval, in CSS pixels.
const CAP: f64 = 3.0;

/// A name beside the end of a row, and how it looks.
struct Name {
    text: String,
    below: String,
    value: f64,
    color: Color,
    dashed: bool,
    width: f64,
}

impl Drawing for Measured {
    fn title(&self) -> String {
        self.says.clone()
    }

    fn draw(&self, sheet: &mut Sheet) {
        let layout = self.layout(sheet.size());
        sheet.clear();
        for law in &self.laws {
            draw_band(sheet, band_of_law(&layout, law), sheet.theme().gap);
        }
        for series in self.series.iter().filter(|it| !it.look.dots) {
            let color = match series.look.hue {
                Hue::Now => sheet.theme().band,
                Hue::Never | Hue::Beside => sheet.theme().rule,
            };
            draw_band(sheet, band_of(&layout, series), color);
        }
        draw_shares(sheet, (&layout.x, &layout.y));
        draw_lengths(sheet, &layout.x, layout.y.start, self.unit);
        self.draw_edges(sheet, &layout);
        for series in &self.series {
            draw_series(sheet, &layout, series);
        }
        for law in &self.laws {
            let values = (1..).zip(&law.values);
            let places = values.map(|(n, value)| place(&layout, f64::from(n), *value));
            sheet.dashes(places.collect(), color_of(law.hue, &sheet.theme()), 2.0);
        }
        if self.falls {
            self.name_falls(sheet, &layout);
        } else {
            self.draw_names(sheet, &layout);
        }
    }
}

/// A share as it stands beside the end of a row.
fn short(share: f64) -> String {
    significant((share * 1000.0).round() / 10.0, 4) + "%"
}

fn place(layout: &Layout, at: f64, share: f64) -> Place {
    (layout.x.place(at), layout.y.place(share))
}

const fn color_of(hue: Hue, theme: &Theme) -> Color {
    match hue {
        Hue::Never => theme.lecun,
        Hue::Now => theme.bounce,
        Hue::Beside => theme.faint,
    }
}

type Ends = Vec<(f64, (f64, f64))>;

fn band_of(layout: &Layout, series: &Series) -> Vec<Place> {
    let ends = series.points.iter().map(|it| (it.at, it.interval()));
    outline(layout, &ends.collect())
}

fn band_of_law(layout: &Layout, law: &Law) -> Vec<Place> {
    let ends = (1..).zip(&law.band).map(|(n, ends)| (f64::from(n), *ends));
    outline(layout, &ends.collect())
}

fn outline(layout: &Layout, ends: &Ends) -> Vec<Place> {
    let above = ends.iter().map(|(at, (_, high))| place(layout, *at, *high));
    let below = ends.iter().rev();
    above
        .chain(below.map(|(at, (low, _))| place(layout, *at, *low)))
        .collect()
}

fn draw_band(sheet: &mut Sheet, outline: Vec<Place>, color: Color) {
    if outline.len() > 3 {
        sheet.fill(outline, color);
    }
}

const fn width_of(series: &Series) -> f64 {
    match (series.look.strong, series.look.dots) {
        (true, false) => 2.5,
        (true, true) => 2.0,
        (false, _) => 1.0,
    }
}

fn draw_series(sheet: &mut Sheet, layout: &Layout, series: &Series) {
    let color = color_of(series.look.hue, &sheet.theme());
    let places: Vec<Place> = (series.points.iter())
        .map(|it| place(layout, it.at, it.share()))
        .collect();
    sheet.line(places, color, width_of(series));
    if series.look.dots {
        for point in &series.points {
            draw_dot(sheet, layout, *point, color);
        }
    }
}

fn draw_dot(sheet: &mut Sheet, layout: &Layout, count: Count, color: Color) {
    let ((low, high), x) = (count.interval(), layout.x.place(count.at));
    let (foot, head) = (layout.y.place(low), layout.y.place(high));
    sheet.line(vec![(x, foot), (x, head)], color, 1.0);
    for end in [foot, head] {
        sheet.line(vec![(x - CAP, end), (x + CAP, end)], color, 1.0);
    }
    sheet.dot((x, layout.y.place(count.share())), 3.0, color);
}

impl Measured {
    /// Where something ends, and what, where there is room for words.
    fn draw_edges(&self, sheet: &mut Sheet, layout: &Layout) {
        let theme = sheet.theme();
        for (at, name) in &self.edges {
            let x = layout.x.place(*at);
            sheet.dashes(
                vec![(x, layout.y.end), (x, layout.y.start)],
                theme.faint,
                1.0,
            );
            if !layout.narrow {
                let at = (x + 6.0, layout.y.place(0.5));
                sheet.text(name, at, Anchor::Start, theme.faint);
            }
        }
    }

    /// Names rows where they fall, above the last place at which most is right: by the last
    /// word of their names.
    fn name_falls(&self, sheet: &mut Sheet, layout: &Layout) {
        let theme = sheet.theme();
        let mut taken: Vec<f64> = Vec::new();
        for series in self.series.iter().rev() {
            let mut high = series.points.iter().rev();
            let Some(last) = high.find(|it| it.share() > 0.5) else {
                continue;
            };
            let mut x = layout.x.place(last.at);
            while taken.iter().any(|it| (it - x).abs() < 20.0) {
                x += 20.0;
            }
            taken.push(x);
            let name = series.name.rsplit(' ').next().unwrap_or_default();
            let (at, color) = ((x, layout.y.end - 14.0), color_of(series.look.hue, &theme));
            if series.look.strong {
                sheet.bold(name, at, Anchor::Middle, color);
            } else {
                sheet.text(name, at, Anchor::Middle, color);
            }
        }
    }

    fn all_names(&self, theme: &Theme) -> Vec<Name> {
        let series = self.series.iter().map(|it| {
            let value = it.points.last().map_or(f64::NAN, |it| it.share());
            Name {
                text: format!("{} {}", short(value), it.asked),
                below: it.name.clone(),
                value,
                color: color_of(it.look.hue, theme),
                dashed: false,
                width: width_of(it),
            }
        });
        let laws = self.laws.iter().map(|it| {
            let value = it.values.last().copied().unwrap_or(f64::NAN);
            Name {
                text: short(value),
                below: it.name.clone(),
                value,
                color: color_of(it.hue, theme),
                dashed: true,
                width: 2.0,
            }
        });
        let all = series.chain(laws).filter(|it| it.value.is_finite());
        all.collect()
    }

    fn draw_names(&self, sheet: &mut Sheet, layout: &Layout) {
        let names = self.all_names(&sheet.theme());
        if layout.narrow {
            for (row, name) in names.iter().enumerate() {
                let y = 12.0 + 20.0 * row as f64;
                let sample = vec![(layout.x.start, y), (layout.x.start + 24.0, y)];
                if name.dashed {
                    sheet.dashes(sample, name.color, name.width);
                } else {
                    sheet.line(sample, name.color, name.width);
                }
                let text = format!("{}: {}", name.below, name.text);
                let at = (layout.x.start + 32.0, y);
                sheet.text(&text, at, Anchor::Start, name.color);
            }
            return;
        }
        let wanted: Vec<f64> = (names.iter())
            .map(|name| layout.y.place(name.value))
            .collect();
        let ends = (layout.y.end + 10.0, layout.y.start - 10.0);
        for (name, y) in names.iter().zip(apart(&wanted, NAME, ends)) {
            let x = layout.x.end + 12.0;
            sheet.bold(&name.text, (x, y - 8.0), Anchor::Start, name.color);
            sheet.text(&name.below, (x, y + 8.0), Anchor::Start, name.color);
        }
    }
}
