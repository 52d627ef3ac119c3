//! How curves are read, pulled and tabulated.

use super::exact::Curves;
use super::frame::Frame;
use super::lengths::nearest;
use crate::figure::crosshair::Crosshair;
use crate::figure::plot::Grip;
use crate::figure::sheet::{Place, Sheet};
use bounceback_core::model::criterion::Criterion;
use bounceback_core::number::format;
use bounceback_core::plan::counters::never;
use bounceback_core::share::report::{self, Table};
use bounceback_core::simulate::Tally;

impl Curves {
    /// The curves as a table, with what `tally` says at the same lengths.
    pub fn table(&self, tally: Option<&Tally>) -> Table {
        let mut curves = vec![
            (Criterion::Flawless, self.flawless.clone()),
            (Criterion::Acceptable, self.acceptable.clone()),
        ];
        if let Criterion::Tolerant(_) = self.criterion {
            curves.push((self.criterion, self.answer.clone()));
        }
        report::table_of(&self.lengths, &curves, self.criterion, tally)
    }

    /// The index of the length that a place means, on a sheet of some size.
    pub fn stop_at(&self, size: (f64, f64), place: Place) -> usize {
        nearest(&self.lengths, Frame::fit(size, self).x.value(place.0))
    }

    /// The values of a curve.
    fn values(&self, curve: Grip) -> &[f64] {
        match curve {
            Grip::Flawless => &self.flawless,
            Grip::Answer | Grip::Here => &self.answer,
        }
    }

    /// The cursor at a length: a line, and a dot on each curve that is drawn.
    pub fn crosshair(&self, sheet: &Sheet, stop: usize, drawn: &[Grip]) -> Crosshair {
        let (theme, frame) = (sheet.theme(), Frame::fit(sheet.size(), self));
        let dot = |&curve: &Grip| {
            let color = match curve {
                Grip::Flawless => theme.lecun,
                Grip::Answer | Grip::Here => theme.bounce,
            };
            (
                frame.place(self.lengths[stop], self.values(curve)[stop]),
                color,
            )
        };
        let x = frame.x.place(self.lengths[stop] as f64);
        Crosshair {
            lines: vec![[(x, frame.y.end), (x, frame.y.start)]],
            dots: drawn.iter().map(dot).collect(),
            ..Crosshair::default()
        }
    }

    /// The curve, of those that are drawn, that passes within reach of a place; where they are
    /// one, the last.
    pub fn grip(&self, size: (f64, f64), place: Place, reach: f64, drawn: &[Grip]) -> Option<Grip> {
        let frame = Frame::fit(size, self);
        let distance = |&curve: &Grip| {
            // (What isn't known is nowhere.) Steep curves are met from the side.
            let places = frame.places(&self.lengths, self.values(curve));
            let distance = |&(x, y): &Place| (x - place.0).abs().max((y - place.1).abs());
            places.iter().map(distance).fold(f64::INFINITY, f64::min)
        };
        let near = drawn.iter().rev().map(|curve| (distance(curve), *curve));
        let (distance, curve) = near.min_by(|a, b| a.0.total_cmp(&b.0))?;
        (distance <= reach).then_some(curve)
    }

    /// A handle on each curve that is drawn: where it has gone half its way down, but neither at
    /// its beginning nor at its end, and not both at one length.
    pub fn handles(&self, size: (f64, f64), drawn: &[Grip]) -> Vec<(Place, Grip)> {
        let frame = Frame::fit(size, self);
        let handle = |&curve: &Grip| {
            let values = self.values(curve);
            let least = if curve == Grip::Flawless { 0.1 } else { 0.6 };
            let end = values.last().copied().unwrap_or(1.0);
            let is_low = |value: &f64| *value <= f64::midpoint(1.0, end);
            let half = values.iter().position(is_low).unwrap_or(values.len());
            let at = |share: f64| (share * (values.len() - 1) as f64) as usize;
            let stop = half.clamp(at(least), at(0.9));
            let is_known = |stop: &usize| !values[*stop].is_nan();
            let stop = (stop..values.len()).find(is_known).unwrap_or(stop);
            (frame.place(self.lengths[stop], values[stop]), curve)
        };
        drawn.iter().map(handle).collect()
    }

    /// P(flawless) at a length, in words.
    pub fn words(&self, stop: usize) -> String {
        let words = format!(
            "At {}: {} {}",
            format::count(self.lengths[stop], self.scenario.unit().0),
            never(&self.scenario),
            format::percent(self.flawless[stop])
        );
        let ghost = self.ghost.get(stop);
        ghost.map_or(words.clone(), |&ghost| {
            format!("{words} (untreated {})", format::percent(ghost))
        })
    }
}
