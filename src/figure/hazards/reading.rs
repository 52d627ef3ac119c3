//! How the panels are read and tabulated.

use super::drawing::Frames;
use super::panels::Hazards;
use super::scaled::Scaled;
use crate::figure::crosshair::Crosshair;
use crate::figure::curves::nearest;
use crate::figure::plot::Plot;
use crate::figure::sheet::{Place, Sheet};
use bounceback_core::number::format::{percent, whole};
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;

impl Plot for Hazards {
    fn compute(&mut self, places: usize) -> bool {
        self.compute(places)
    }

    fn is_presentable(&self) -> bool {
        self.is_presentable()
    }

    fn lengths(&self) -> &[u64] {
        &self.lengths
    }

    fn stop_at(&self, size: (f64, f64), (x, y): Place) -> usize {
        let within = |&(at, size): &(Place, Place)| {
            (at.0..at.0 + size.0).contains(&x) && (at.1..at.1 + size.1).contains(&y)
        };
        let Some(panel) = Self::boxes(size).find(within) else {
            return self.stops() - 1;
        };
        let tokens = self.frames(panel).x.value(x);
        nearest(&self.lengths, tokens)
    }

    fn words(&self, stop: usize) -> String {
        let mut words = format!(
            "After {} tokens: constant hazard {}",
            whole(self.lengths[stop]),
            percent(self.constant[stop])
        );
        for panel in self.panels.iter().filter(|panel| !panel.curve.is_empty()) {
            words.extend(["; ", panel.label]);
            if let Some(Scaled { name, own, here }) =
                (panel.scaled.as_ref()).filter(|scaled| panel.chosen && scaled.is_changed())
            {
                words.extend([" (", name, " scaled from ", own, " to ", here, ")"]);
            }
            words.extend([" ", &percent(panel.curve[stop])]);
        }
        words + "."
    }

    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair {
        let theme = sheet.theme();
        let mut cross = Crosshair::default();
        for (panel, place) in self.panels.iter().zip(Self::boxes(sheet.size())) {
            let Frames { x, hazard, curve } = self.frames(place);
            let at = x.place(self.lengths[stop] as f64);
            cross.lines.push([(at, hazard.end), (at, curve.start)]);
            cross
                .dots
                .push(((at, curve.place(self.constant[stop])), theme.lecun));
            if let Some(&value) = panel.curve.get(stop) {
                cross.dots.push(((at, curve.place(value)), theme.bounce));
            }
        }
        cross
    }

    fn table(&self, _: Option<&Tally>) -> Table {
        let panels = || self.panels.iter().filter(|panel| !panel.curve.is_empty());
        let columns = ["tokens", "constant"].into_iter();
        let row = |stop: usize| {
            let values = panels().map(|panel| panel.curve[stop]);
            [self.constant[stop]].into_iter().chain(values).collect()
        };
        Table {
            columns: (columns.chain(panels().map(|panel| panel.name)))
                .map(str::to_owned)
                .collect(),
            first: self.lengths.iter().map(|&n| n as f64).collect(),
            rows: (0..self.stops()).map(row).collect(),
        }
    }
}
