//! What is left of errors and recovery if labels slip.

use super::super::curves::{LEFT, apart, draw_shares, is_narrow, right_margin};
use crate::figure::axis::{Axis, Scale, percent_label};
use crate::figure::crosshair::Crosshair;
use crate::figure::plot::Plot;
use crate::figure::sheet::{Anchor, Drawing, Place, Sheet};
use bounceback_core::number::format::percent;
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;
use bounceback_fit::paths::{SlipCurve, SlipPoint};

/// E and ρ against the slip rate, and the rate that is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slips {
    curve: Option<SlipCurve>,
    at: f64,
}

/// The height of a name beside the frame, in CSS pixels.
const NAME: f64 = 38.0;

impl Slips {
    /// Reads them off a curve; none where there is none.
    pub const fn of(curve: Option<SlipCurve>, at: f64) -> Self {
        Self { curve, at }
    }

    fn points(&self) -> &[SlipPoint] {
        self.curve.as_ref().map_or(&[], |it| &it.points)
    }

    fn axes(&self, (width, height): (f64, f64)) -> [Axis; 2] {
        let last = self.curve.as_ref().map_or(0.0, SlipCurve::last);
        let x = Axis {
            scale: Scale::Linear,
            low: 0.0,
            high: if last > 0.0 { last } else { 0.5 },
            start: LEFT,
            end: width - right_margin(width),
        };
        let y = Axis {
            scale: Scale::Linear,
            low: 0.0,
            high: 1.0,
            start: height - 40.0,
            end: if is_narrow(width) { 52.0 } else { 14.0 },
        };
        [x, y]
    }

    /// From where on nothing need come back.
    fn falls(&self) -> Option<f64> {
        let curve = self.curve.as_ref()?;
        if curve.holds_without_slips() {
            curve.falls_at
        } else {
            Some(0.0)
        }
    }
}

impl Drawing for Slips {
    fn title(&self) -> String {
        self.curve
            .as_ref()
            .map_or_else(|| "No slips.".to_owned(), |it| it.said(self.at))
    }

    fn draw(&self, sheet: &mut Sheet) {
        let (theme, [x, y]) = (sheet.theme(), self.axes(sheet.size()));
        sheet.clear();
        if let Some(falls) = self.falls() {
            let from = x.place(falls);
            sheet.block((from, y.end), (x.end, y.start), theme.gap);
            if x.end - from > 150.0 {
                let at = (x.end - 6.0, y.end + 12.0);
                sheet.text("nothing need come back", at, Anchor::End, theme.faint);
            }
        }
        draw_shares(sheet, (&x, &y));
        let columns = ((x.end - x.start) / 70.0).clamp(2.0, 9.0) as usize;
        for tick in x.ticks(columns) {
            let at = x.place(tick);
            sheet.line(vec![(at, y.start), (at, y.start + 5.0)], theme.faint, 1.0);
            let label = percent_label(tick);
            sheet.text(&label, (at, y.start + 15.0), Anchor::Middle, theme.faint);
        }
        let foot = (f64::midpoint(x.start, x.end), y.start + 32.0);
        sheet.text("labels that slip", foot, Anchor::Middle, theme.faint);
        let Some(here) = self.curve.as_ref().and_then(|it| it.at(self.at)) else {
            return;
        };
        let line = x.place(self.at);
        sheet.line(vec![(line, y.end), (line, y.start)], theme.ink, 1.0);
        let curves = [
            ("E, errors", here.error, theme.wrong),
            ("ρ, recovery", recovery(&here), theme.bounce),
        ];
        let value = |point: &SlipPoint, which: usize| [point.error, point.recovery][which];
        for (which, &(_, at, color)) in curves.iter().enumerate() {
            // (Without errors nothing can be made good.)
            let known = |it: &&SlipPoint| which == 0 || it.has_errors();
            let places = self.points().iter().filter(known);
            let places = places.map(|it| (x.place(it.slip), y.place(value(it, which))));
            if which == 0 {
                sheet.dashes(places.collect(), color, 2.5);
            } else {
                sheet.line(places.collect(), color, 2.5);
            }
            if which == 0 || here.has_errors() {
                sheet.dot((line, y.place(at)), 4.0, color);
            }
        }
        if let Some((low, high)) = self.curve.as_ref().map(|it| it.plausible) {
            // At least as wide as it is high.
            let ends = (x.place(low), x.place(high).max(x.place(low) + 4.0));
            let foot = vec![(ends.0, y.start), (ends.1, y.start)];
            sheet.line(foot, theme.ink, 5.0);
        }
        if is_narrow(sheet.size().0) {
            for (row, (name, at, color)) in curves.iter().enumerate() {
                let (up, text) = (12.0 + 20.0 * row as f64, format!("{name} {}", told(*at)));
                sheet.text(&text, (x.start, up), Anchor::Start, *color);
            }
            return;
        }
        let ends = [0, 1].map(|which| {
            let known = |it: &&SlipPoint| which == 0 || it.has_errors();
            let last = self.points().iter().rfind(known);
            last.map_or(0.5, |point| y.place(value(point, which)))
        });
        let places = apart(&ends, NAME, (y.end + 10.0, y.start - 10.0));
        for ((name, at, color), up) in curves.iter().zip(places) {
            let right = x.end + 12.0;
            sheet.bold(&told(*at), (right, up - 9.0), Anchor::Start, *color);
            sheet.text(name, (right, up + 9.0), Anchor::Start, *color);
        }
    }
}

/// ρ, where there are errors that could be made good.
fn recovery(it: &SlipPoint) -> f64 {
    if it.has_errors() {
        it.recovery
    } else {
        f64::NAN
    }
}

/// A rate, or that it is not known.
fn told(rate: f64) -> String {
    if rate.is_nan() {
        "–".to_owned()
    } else {
        percent(rate)
    }
}

impl Plot for Slips {
    fn follows(&self) -> bool {
        false
    }

    fn stops(&self) -> usize {
        self.points().len().max(1)
    }

    fn rest(&self) -> usize {
        0
    }

    fn stop_at(&self, size: (f64, f64), (across, _): Place) -> usize {
        let slip = self.axes(size)[0].value(across);
        let off = |stop: &usize| (self.points()[*stop].slip - slip).abs();
        let stops = 0..self.points().len();
        stops.min_by(|a, b| off(a).total_cmp(&off(b))).unwrap_or(0)
    }

    fn value(&self, stop: usize) -> f64 {
        self.points().get(stop).map_or(0.0, |it| it.slip)
    }

    fn words(&self, stop: usize) -> String {
        let Some(it) = self.points().get(stop) else {
            return String::new();
        };
        let recovery = if it.has_errors() {
            format!("ρ = {}", percent(it.recovery))
        } else {
            "nothing known of ρ".to_owned()
        };
        let slip = percent(it.slip);
        format!("With {slip} slips: E = {}, {recovery}.", percent(it.error))
    }

    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair {
        let [x, y] = self.axes(sheet.size());
        let theme = sheet.theme();
        let Some(point) = self.points().get(stop) else {
            return Crosshair::default();
        };
        let at = x.place(point.slip);
        Crosshair {
            lines: vec![[(at, y.end), (at, y.start)]],
            dots: vec![
                ((at, y.place(point.error)), theme.wrong),
                ((at, y.place(point.recovery)), theme.bounce),
            ],
            ..Crosshair::default()
        }
    }

    fn table(&self, _: Option<&Tally>) -> Table {
        let row = |it: &SlipPoint| vec![it.error, recovery(it), it.log_likelihood, it.evidence];
        Table {
            words: Vec::new(),
            columns: ["slip", "error", "recovery", "loglik", "evidence"]
                .map(str::to_owned)
                .into(),
            first: self.points().iter().map(|it| it.slip).collect(),
            rows: self.points().iter().map(row).collect(),
        }
    }
}
