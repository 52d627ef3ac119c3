//! How the points are read, taken over and tabulated.

use super::points::{NUMBER, Point, Techniques};
use crate::figure::crosshair::Crosshair;
use crate::figure::plot::{Offer, Plot};
use crate::figure::sheet::{Place, Sheet};
use bounceback_core::number::format::{many, percent, round, significant};
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;

/// So near to a point a click means it, in CSS pixels.
const FINGER: f64 = 24.0;

/// To so many digits at least all numbers are known ([`bounceback_core::exact::BOUND`]).
const DIGITS: i32 = 9;

impl Plot for Techniques {
    fn compute(&mut self, places: usize) -> bool {
        let any = self.wanted > 0;
        for _ in 0..places.div_ceil(NUMBER) {
            if self.wanted == 0 {
                break;
            }
            self.compute_number();
        }
        any
    }

    fn is_presentable(&self) -> bool {
        self.wanted == 0
    }

    fn stops(&self) -> usize {
        self.points.len().max(1)
    }

    fn rest(&self) -> usize {
        let own = self.points.iter().position(|point| point.preset.is_none());
        own.unwrap_or(0)
    }

    fn stop_at(&self, size: (f64, f64), place: Place) -> usize {
        let off = |&(x, y): &Place| {
            let (right, down) = (x - place.0, y - place.1);
            right * right + down * down
        };
        let places = self.places(size);
        let nearest = places
            .iter()
            .enumerate()
            .min_by(|a, b| off(a.1).total_cmp(&off(b.1)));
        nearest.map_or(0, |(stop, _)| stop)
    }

    fn value(&self, stop: usize) -> f64 {
        self.points.get(stop).map_or(0.0, |point| point.cost)
    }

    fn names(&self) -> Vec<&str> {
        self.points.iter().map(|point| point.label).collect()
    }

    fn words(&self, stop: usize) -> String {
        let Some(point) = self.points.get(stop) else {
            return String::new();
        };
        let beaten = if point.best {
            "nothing here does better for as little"
        } else {
            "another does no worse for no more"
        };
        format!(
            "{}. {}: {} succeed, for {} on average; {beaten}.",
            stop + 1,
            point.label,
            percent(point.success),
            many(&significant(point.cost, 4), self.scenario.unit().0)
        )
    }

    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair {
        let (x, y) = self.axes(sheet.size());
        let Some(&place) = self.places(sheet.size()).get(stop) else {
            return Crosshair::default();
        };
        Crosshair {
            lines: vec![[(x.start, place.1), place], [place, (place.0, y.start)]],
            dots: vec![(place, sheet.theme().ink)],
            ..Crosshair::default()
        }
    }

    fn offer(&self, stop: usize) -> Option<Offer> {
        self.points.get(stop)?.preset.map(Offer::Schema)
    }

    fn offer_at(&self, size: (f64, f64), place: Place) -> Option<Offer> {
        let stop = self.stop_at(size, place);
        let &(x, y) = self.places(size).get(stop)?;
        let is_near = (x - place.0).abs().max((y - place.1).abs()) <= FINGER;
        is_near.then(|| self.offer(stop)).flatten()
    }

    fn table(&self, _: Option<&Tally>) -> Table {
        let column = |name: &str, word: fn(&Point) -> &'static str| {
            let words = self.points.iter().map(|point| word(point).to_owned());
            (name.to_owned(), words.collect())
        };
        Table {
            words: vec![
                column("name", |point| point.label),
                column("undominated", |point| if point.best { "yes" } else { "no" }),
            ],
            columns: ["tokens_paid", "success"].map(str::to_owned).into(),
            // No more digits than are known.
            first: self
                .points
                .iter()
                .map(|it| round(it.cost, DIGITS))
                .collect(),
            rows: (self.points.iter())
                .map(|point| vec![round(point.success, DIGITS)])
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bounceback_core::share::link;

    fn of(link: &str) -> Techniques {
        let mut techniques = Techniques::of(&link::read(link).scenario);
        while techniques.compute(usize::MAX) {}
        techniques
    }

    #[test]
    fn a_point_that_is_taken_over_is_where_the_reader_stands_then() {
        let text = "process=fading&tokens=120&technique=vote";
        let (scenario, figure) = (link::read(text).scenario, of(text));
        let size = (900.0, 400.0);
        let mut offers = 0;
        for (stop, &place) in figure.places(size).iter().enumerate() {
            let point = &figure.points[stop];
            let Some(offer) = figure.offer(stop) else {
                assert!(point.preset.is_none());
                continue;
            };
            offers += 1;
            let mut there = Techniques::of(&offer.onto(&scenario));
            while there.compute(usize::MAX) {}
            let own = &there.points[there.rest()];
            assert_eq!((own.cost, own.success), (point.cost, point.success));
            // A click means the nearest point, if that is near.
            if figure.stop_at(size, place) == stop {
                assert_eq!(figure.offer_at(size, (place.0 + 5.0, place.1)), Some(offer));
            }
        }
        assert_eq!(offers + 1, figure.points.len());
        assert_eq!(figure.offer_at(size, (-500.0, -500.0)), None);
    }

    #[test]
    fn the_table_calls_points_by_their_names_and_knows_no_more_than_is_known() {
        let figure = of("technique=verify");
        let table = figure.table(None);
        let csv = table.csv();
        let mut lines = csv.lines();
        assert_eq!(lines.next(), Some("name,undominated,tokens_paid,success"));
        assert!(csv.contains("\nyours,") && csv.contains("\"chain of verification, joint\","));
        assert_eq!(lines.count(), figure.points.len());
        for (point, (first, row)) in figure
            .points
            .iter()
            .zip(table.first.iter().zip(&table.rows))
        {
            assert!((first / point.cost - 1.0).abs() < 1e-8);
            assert!((row[0] - point.success).abs() < 1e-8);
            for number in [*first, row[0]] {
                let digits = number.to_string().replace(['.', '-'], "");
                assert!(
                    digits.trim_matches('0').len() <= DIGITS as usize,
                    "{number}"
                );
            }
        }
    }
}
