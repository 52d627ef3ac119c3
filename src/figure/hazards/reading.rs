//! How the panels are read and tabulated.

use super::drawing::Frames;
use super::panels::{Hazards, Panel};
use super::scaled::Scaled;
use crate::figure::crosshair::Crosshair;
use crate::figure::curves::nearest;
use crate::figure::plot::{Offer, Plot};
use crate::figure::sheet::{Place, Sheet};
use bounceback_core::model::process::PROCESSES;
use bounceback_core::number::format::{count, percent};
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;

impl Hazards {
    /// The panel and the place among the lengths that a stop stands for.
    fn part(&self, stop: usize) -> (usize, usize) {
        (stop / self.lengths.len(), stop % self.lengths.len())
    }

    fn stop(&self, panel: usize, length: usize) -> usize {
        panel * self.lengths.len() + length
    }

    /// The panel at a place of a sheet of some size, and where it lies.
    fn panel_at(size: (f64, f64), (x, y): Place) -> Option<(usize, (Place, Place))> {
        let within = |&(_, (at, size)): &(usize, (Place, Place))| {
            (at.0..at.0 + size.0).contains(&x) && (at.1..at.1 + size.1).contains(&y)
        };
        Self::boxes(size).enumerate().find(within)
    }
}

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

    /// One for each length of each panel.
    fn stops(&self) -> usize {
        PROCESSES.len() * self.lengths.len()
    }

    fn value(&self, stop: usize) -> f64 {
        self.length(stop).unwrap_or_default() as f64
    }

    fn length(&self, stop: usize) -> Option<u64> {
        self.lengths.get(self.part(stop).1).copied()
    }

    /// From panel to panel.
    fn rise(&self) -> usize {
        self.lengths.len()
    }

    fn rest(&self) -> usize {
        let chosen = self.panels.iter().position(|panel| panel.chosen);
        self.stop(chosen.unwrap_or(0), self.lengths.len() - 1)
    }

    fn stop_at(&self, size: (f64, f64), place: Place) -> usize {
        let Some((panel, frame)) = Self::panel_at(size, place) else {
            return self.rest();
        };
        let tokens = self.frames(frame).x.value(place.0);
        self.stop(panel, nearest(&self.lengths, tokens))
    }

    fn offer(&self, stop: usize) -> Option<Offer> {
        let panel = self.panels.get(self.part(stop).0)?;
        (!panel.chosen).then_some(Offer::Process(self.part(stop).0))
    }

    fn offer_at(&self, size: (f64, f64), place: Place) -> Option<Offer> {
        let (panel, _) = Self::panel_at(size, place)?;
        self.offer(self.stop(panel, 0))
    }

    fn words(&self, stop: usize) -> String {
        let (meant, at) = self.part(stop);
        let mut words = format!("After {}", count(self.lengths[at], self.scenario.unit().0));
        let known = |panel: &&Panel| !panel.curve.is_empty();
        if let Some(panel) = self.panels.get(meant).filter(known) {
            words.extend([": ", panel.label]);
            if let Some(Scaled { name, own, here }) =
                panel.scaled.as_ref().filter(|scaled| scaled.is_changed())
            {
                words.extend([" (", name, " scaled from ", own, " to ", here, ")"]);
            }
            words.extend([" ", &percent(panel.curve[at])]);
        } else if let Some(panel) = self.panels.get(meant) {
            words.extend([": ", panel.label, " can’t err as often"]);
        }
        words.extend(["; LeCun’s line ", &percent(self.constant[at])]);
        let others = self.panels.iter().enumerate();
        for (_, panel) in others.filter(|(index, panel)| *index != meant && known(panel)) {
            words.extend(["; ", panel.label, " ", &percent(panel.curve[at])]);
        }
        words.extend([". ", &self.terms(), "."]);
        words
    }

    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair {
        let (theme, (_, length)) = (sheet.theme(), self.part(stop));
        let mut cross = Crosshair::default();
        for (panel, place) in self.panels.iter().zip(Self::boxes(sheet.size())) {
            let Frames { x, hazard, curve } = self.frames(place);
            let at = x.place(self.lengths[length] as f64);
            cross.lines.push([(at, hazard.end), (at, curve.start)]);
            cross
                .dots
                .push(((at, curve.place(self.constant[length])), theme.lecun));
            if let Some(&value) = panel.curve.get(length) {
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
            words: Vec::new(),
            columns: (columns.chain(panels().map(|panel| panel.name)))
                .map(str::to_owned)
                .collect(),
            first: self.lengths.iter().map(|&n| n as f64).collect(),
            rows: (0..self.lengths.len()).map(row).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bounceback_core::share::link;

    #[test]
    fn a_panel_that_is_clicked_or_walked_to_offers_its_process() {
        let scenario = link::read("process=fading&tokens=50").scenario;
        let mut figure = Hazards::of(&scenario);
        while figure.compute(usize::MAX) {}
        let size = (900.0, 560.0);
        for (index, (at, of)) in Hazards::boxes(size).enumerate() {
            let middle = (at.0 + of.0 / 2.0, at.1 + of.1 / 2.0);
            let stop = figure.stop_at(size, middle);
            assert_eq!(figure.offer_at(size, middle), figure.offer(stop));
            let name = PROCESSES[index].name;
            let Some(offer) = figure.offer(stop) else {
                assert_eq!(name, "fading");
                assert_eq!(figure.part(figure.rest()).0, index);
                continue;
            };
            assert_eq!(offer.onto(&scenario).process().name, name);
            assert_eq!(offer.onto(&scenario).length(), 50);
            // Keys come to the same place: so many panels on, so many lengths on.
            let keys = index * figure.rise() + figure.part(stop).1;
            assert_eq!(keys, stop);
            assert!(figure.words(stop).contains(PROCESSES[index].label));
        }
        assert_eq!(figure.length(figure.stops() - 1), Some(50));
        assert_eq!(figure.offer_at(size, (450.0, 2.0)), None);
    }
}
