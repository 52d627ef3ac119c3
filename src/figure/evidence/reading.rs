//! How the data are read, point by point, and tabulated.

use super::{Evidence, Rank};
use crate::figure::crosshair::Crosshair;
use crate::figure::plot::Plot;
use crate::figure::sheet::{Place, Sheet};
use bounceback_core::number::format::{percent, significant};
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;
use std::fmt::Write as _;

impl Plot for Evidence {
    fn follows(&self) -> bool {
        false
    }

    fn stops(&self) -> usize {
        self.points.len().max(1)
    }

    fn rest(&self) -> usize {
        0
    }

    fn stop_at(&self, size: (f64, f64), place: Place) -> usize {
        let layout = self.layout(size);
        let off = |stop: usize| {
            let point = &self.points[stop];
            let right = layout.x.place(point.length) - place.0;
            // Of two at one length the hand means the nearer one.
            let down = layout.y.place(point.share) - place.1;
            right.abs() + down.abs() * 1e-3
        };
        let stops = 0..self.points.len();
        stops
            .min_by(|&a, &b| off(a).total_cmp(&off(b)))
            .unwrap_or(0)
    }

    fn value(&self, stop: usize) -> f64 {
        self.points.get(stop).map_or(0.0, |point| point.length)
    }

    fn words(&self, stop: usize) -> String {
        let Some(point) = self.points.get(stop) else {
            return String::new();
        };
        let (low, high) = point.interval;
        let mut words = format!(
            "At a length of {}: {}, {}{}, by these data between {} and {}.",
            significant(point.length, 6),
            point.counted,
            percent(point.share),
            if point.flawless { " never erred" } else { "" },
            percent(low),
            percent(high)
        );
        for curve in self.curves.iter().filter(|it| it.rank == Rank::Chosen) {
            if let Some(value) = self.at(point.length, &curve.values) {
                let _ = write!(
                    words,
                    " The curve of {} says {}.",
                    curve.name,
                    percent(value)
                );
            }
        }
        words
    }

    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair {
        let layout = self.layout(sheet.size());
        let Some(point) = self.points.get(stop) else {
            return Crosshair::default();
        };
        let x = layout.x.place(point.length);
        Crosshair {
            lines: vec![[(x, layout.y.end), (x, layout.foot())]],
            dots: vec![((x, layout.y.place(point.share)), sheet.theme().ink)],
            ..Crosshair::default()
        }
    }

    fn table(&self, _: Option<&Tally>) -> Table {
        let mut columns: Vec<String> = ["length", "share", "low", "high", "residual"]
            .map(str::to_owned)
            .into();
        columns.extend(self.curves.iter().map(|curve| curve.name.clone()));
        let row = |stop: usize| {
            let point = &self.points[stop];
            let mut row = vec![
                point.share,
                point.interval.0,
                point.interval.1,
                point.residual,
            ];
            let values = self.curves.iter();
            row.extend(values.map(|it| self.at(point.length, &it.values).unwrap_or(f64::NAN)));
            row
        };
        Table {
            words: vec![(
                "counted".to_owned(),
                self.points.iter().map(|it| it.counted.clone()).collect(),
            )],
            columns,
            first: self.points.iter().map(|point| point.length).collect(),
            rows: (0..self.points.len()).map(row).collect(),
        }
    }
}

impl Evidence {
    /// The value of a curve at a length, between those of the grid.
    fn at(&self, length: f64, values: &[f64]) -> Option<f64> {
        let after = self.grid.partition_point(|&it| it < length);
        if self.grid.get(after) == Some(&length) {
            return values.get(after).copied();
        }
        let before = after.checked_sub(1)?;
        let (from, to) = (self.grid.get(before)?, self.grid.get(after)?);
        let share = (length - from) / (to - from);
        Some(values.get(before)? * (1.0 - share) + values.get(after)? * share)
    }
}
