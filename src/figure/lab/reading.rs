//! How what was measured is read, place by place, and tabulated.

use super::{Count, Measured};
use crate::figure::crosshair::Crosshair;
use crate::figure::plot::Plot;
use crate::figure::sheet::{Place, Sheet};
use bounceback_core::number::format::{percent, significant, whole};
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;

impl Plot for Measured {
    fn follows(&self) -> bool {
        false
    }

    fn stops(&self) -> usize {
        self.places().len().max(1)
    }

    fn stop_at(&self, size: (f64, f64), (x, _): Place) -> usize {
        let at = self.layout(size).x.value(x);
        let places = self.places();
        let off = |stop: &usize| (places[*stop] - at).abs();
        let stops = 0..places.len();
        stops
            .min_by(|a, b| off(a).total_cmp(&off(b)))
            .unwrap_or_default()
    }

    fn value(&self, stop: usize) -> f64 {
        self.places().get(stop).copied().unwrap_or_default()
    }

    fn words(&self, stop: usize) -> String {
        let Some(&at) = self.places().get(stop) else {
            return String::new();
        };
        let counted = self.at(at).map(|(series, count)| {
            let (low, high) = count.interval();
            format!(
                "{}, {} of {} {} ({} to {})",
                series.name,
                whole(count.right),
                whole(count.of),
                series.asked,
                percent(low),
                percent(high)
            )
        });
        let laws = self.laws.iter().filter_map(|law| {
            let value = law.values.get((at as usize).checked_sub(1)?)?;
            Some(format!("{} {}", law.name, percent(*value)))
        });
        let said: Vec<String> = counted.chain(laws).collect();
        format!(
            "At {} {}: {}.",
            significant(at, 6),
            self.unit,
            said.join("; ")
        )
    }

    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair {
        let layout = self.layout(sheet.size());
        let Some(&at) = self.places().get(stop) else {
            return Crosshair::default();
        };
        let (x, ink) = (layout.x.place(at), sheet.theme().ink);
        let dots = self.at(at);
        Crosshair {
            lines: vec![[(x, layout.y.end), (x, layout.y.start)]],
            dots: dots
                .map(|(_, count)| ((x, layout.y.place(count.share())), ink))
                .collect(),
            ..Crosshair::default()
        }
    }

    fn table(&self, _: Option<&Tally>) -> Table {
        let places = self.places();
        let mut columns = vec![self.unit.to_owned()];
        for series in &self.series {
            let name = format!("{} {}", series.name, series.asked);
            columns.extend([name.clone(), format!("{name} low"), format!("{name} high")]);
        }
        columns.extend(self.laws.iter().map(|it| it.name.clone()));
        let row = |at: f64| {
            let mut row = Vec::new();
            for series in &self.series {
                let count = series.points.iter().find(|it| it.at == at);
                let (share, (low, high)) = count.map_or((f64::NAN, (f64::NAN, f64::NAN)), |it| {
                    (it.share(), it.interval())
                });
                row.extend([share, low, high]);
            }
            let laws = self.laws.iter();
            row.extend(laws.map(|it| {
                let place = (at as usize).checked_sub(1);
                place
                    .and_then(|at| it.values.get(at).copied())
                    .unwrap_or(f64::NAN)
            }));
            row
        };
        Table {
            words: Vec::new(),
            columns,
            first: places.clone(),
            rows: places.into_iter().map(row).collect(),
        }
    }
}

impl Measured {
    /// What was counted at a place.
    fn at(&self, at: f64) -> impl Iterator<Item = (&super::Series, Count)> {
        let found = self.series.iter();
        found.filter_map(move |it| {
            let count = it.points.iter().find(|it| it.at == at)?;
            Some((it, *count))
        })
    }
}
