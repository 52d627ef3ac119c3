//! How curves are read, pulled and tabulated.

use super::exact::Curves;
use super::frame::Frame;
use super::lengths::nearest;
use crate::figure::crosshair::Crosshair;
use crate::figure::plot::Grip;
use crate::figure::sheet::{Place, Sheet};
use bounceback_core::model::criterion::Criterion;
use bounceback_core::number::format;
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

    /// The cursor at a length: a line, and a dot on P(flawless), and on the answer where
    /// it is drawn.
    pub fn crosshair(&self, sheet: &Sheet, stop: usize, answer: bool) -> Crosshair {
        let (theme, frame) = (sheet.theme(), Frame::fit(sheet.size(), self));
        let at = |value: f64| frame.place(self.lengths[stop], value);
        let mut dots = vec![(at(self.flawless[stop]), theme.lecun)];
        if answer {
            dots.push((at(self.answer[stop]), theme.bounce));
        }
        let (x, _) = dots[0].0;
        Crosshair {
            lines: vec![[(x, frame.y.end), (x, frame.y.start)]],
            dots,
            ..Crosshair::default()
        }
    }

    /// The curve that passes within reach of a place.
    pub fn grip(&self, size: (f64, f64), place: Place, reach: f64, answer: bool) -> Option<Grip> {
        let frame = Frame::fit(size, self);
        let near = |values: &[f64]| {
            // (What isn't known is nowhere.) Steep curves are met from the side.
            let places = frame.places(&self.lengths, values);
            let distance = |&(x, y): &Place| (x - place.0).abs().max((y - place.1).abs());
            places.iter().map(distance).fold(f64::INFINITY, f64::min)
        };
        let flawless = near(&self.flawless);
        let answer = if answer {
            near(&self.answer)
        } else {
            f64::INFINITY
        };
        if answer.min(flawless) > reach {
            None
        } else if answer <= flawless {
            Some(Grip::Answer)
        } else {
            Some(Grip::Flawless)
        }
    }

    /// A handle on each curve: where it has gone half its way down, but neither at its
    /// beginning nor at its end, and not both at one length.
    pub fn handles(&self, size: (f64, f64), answer: bool) -> Vec<(Place, Grip)> {
        let frame = Frame::fit(size, self);
        let handle = |values: &[f64], least: f64, grip: Grip| {
            let end = values.last().copied().unwrap_or(1.0);
            let is_low = |value: &f64| *value <= f64::midpoint(1.0, end);
            let half = values.iter().position(is_low).unwrap_or(values.len());
            let at = |share: f64| (share * (values.len() - 1) as f64) as usize;
            let stop = half.clamp(at(least), at(0.9));
            let is_known = |stop: &usize| !values[*stop].is_nan();
            let stop = (stop..values.len()).find(is_known).unwrap_or(stop);
            (frame.place(self.lengths[stop], values[stop]), grip)
        };
        let mut handles = vec![handle(&self.flawless, 0.1, Grip::Flawless)];
        if answer {
            handles.push(handle(&self.answer, 0.6, Grip::Answer));
        }
        handles
    }

    /// P(flawless) at a length, in words.
    pub fn words(&self, stop: usize) -> String {
        let words = format!(
            "At {} tokens: never erred {}",
            format::whole(self.lengths[stop]),
            format::percent(self.flawless[stop])
        );
        let ghost = self.ghost.get(stop);
        ghost.map_or(words.clone(), |&ghost| {
            format!("{words} (untreated {})", format::percent(ghost))
        })
    }
}
