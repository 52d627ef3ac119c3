//! How the map is read, walked over and tabulated.

use super::axes::stepped;
use super::drawing::{frame, place_of, shares_of};
use super::grid::{COLUMNS, ROWS, STRIDES, grid, share_of, stop_of};
use super::values::{Map, success};
use crate::figure::crosshair::Crosshair;
use crate::figure::plot::{Grip, Plot};
use crate::figure::sheet::{Place, Sheet};
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::parameter::{Key, Parameter};
use bounceback_core::number::format::{percent, shortest};
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;

impl Plot for Map {
    fn compute(&mut self, places: usize) -> bool {
        self.compute(places)
    }

    fn stops(&self) -> usize {
        COLUMNS * ROWS
    }

    fn stop_at(&self, size: (f64, f64), place: Place) -> usize {
        let (across, up) = shares_of(size, place);
        stop_of(across, up)
    }

    fn value(&self, stop: usize) -> f64 {
        stop as f64
    }

    fn rest(&self) -> usize {
        let (across, up) = self.here();
        stop_of(across, up)
    }

    fn nudge(&self, right: i32, up: i32) -> Vec<(Key, f64)> {
        let steps = [(&self.across, right), (&self.up, up)];
        let moved = steps.into_iter().filter(|&(_, by)| by != 0);
        let value = |along: &Parameter| self.scenario.number(along.key);
        moved
            .map(|(along, by)| (along.key, stepped(along, value(along), by)))
            .collect()
    }

    fn words(&self, stop: usize) -> String {
        // At rest it is the scenario itself, to the last digit.
        let (there, value) = if stop == self.rest() {
            (self.scenario.clone(), success(&self.scenario))
        } else {
            let value = self.values[stop].unwrap_or_else(|| self.at(stop));
            (self.scenario_at(stop), value)
        };
        let [across, up] = [&self.across, &self.up]
            .map(|parameter| format!("{} {}", parameter.label, there.display(parameter.key)));
        let success = match there.criterion() {
            Criterion::Acceptable => "acceptable",
            Criterion::Flawless => "flawless",
            Criterion::Tolerant(_) => "within the tolerance",
        };
        format!("At {across} and {up}: {success} with {}.", percent(value))
    }

    fn crosshair(&self, sheet: &Sheet, stop: usize) -> Crosshair {
        let size = sheet.size();
        let ((x, y), (low, high)) = (place_of(size, grid(stop)), frame(size));
        Crosshair {
            lines: vec![[(low.0, y), (high.0, y)], [(x, low.1), (x, high.1)]],
            dots: vec![((x, y), sheet.theme().bounce)],
            ..Crosshair::default()
        }
    }

    fn grip(&self, _size: (f64, f64), _place: Place, _reach: f64) -> Option<Grip> {
        Some(Grip::Here)
    }

    fn pull(&self, _grip: Grip, size: (f64, f64), place: Place) -> Vec<(Key, f64)> {
        self.values_at(shares_of(size, place)).into()
    }

    fn table(&self, _: Option<&Tally>) -> Table {
        let stride = STRIDES[1];
        let (rows, columns) = (|| (0..ROWS).step_by(stride), (0..COLUMNS).step_by(stride));
        let value = |column: usize, row: usize| {
            let place = row * COLUMNS + column;
            self.values[place].unwrap_or(f64::NAN)
        };
        let heads = rows().map(|row| {
            let (_, up) = self
                .values_at(share_of(0, row))
                .map(|(_, value)| value)
                .into();
            format!("{}={}", self.up.name, shortest(up))
        });
        Table {
            words: Vec::new(),
            columns: [self.across.name.to_owned()]
                .into_iter()
                .chain(heads)
                .collect(),
            first: columns
                .clone()
                .map(|column| self.values_at(share_of(column, 0))[0].1)
                .collect(),
            rows: columns
                .map(|column| rows().map(|row| value(column, row)).collect())
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::map::axes::tests::along;
    use bounceback_core::model::parameter::{Kind, Walk};
    use bounceback_core::model::table::{AXES, parameter_named};
    use bounceback_core::model::walk;
    use bounceback_core::share::link;

    #[test]
    fn every_axis_is_a_parameter_that_can_be_walked() {
        for name in AXES {
            let parameter = parameter_named(name).unwrap();
            assert!(walk::value_at(parameter, 0.5) > 0.0, "{name}");
        }
    }

    #[test]
    fn every_axis_can_be_linear_and_logarithmic() {
        let size = (900.0, 520.0);
        for name in AXES {
            for scale in ["linear", "log"] {
                let along = along(name);
                let link = format!("{along}&across_scale={scale}&up=tokens&up_scale={scale}");
                let map = Map::of(&link::read(&link).scenario);
                assert_eq!(map.across.walk == Walk::Linear, scale == "linear", "{link}");
                let (least, most) = walk::range(&map.across);
                let mut before = least;
                for step in 0..=50 {
                    let share = f64::from(step) / 50.0;
                    // A hand takes the dot to where it is, as near as legal values come.
                    let [(key, value), _] = map.values_at((share, 0.5));
                    let mut there = map.scenario.clone();
                    assert_eq!(there.set(key, value), Ok(()), "{link}");
                    let (across, _) = Map::of(&there).here();
                    let whole = matches!(map.across.kind, Kind::Whole { .. });
                    let slack = if whole && scale == "log" { 0.1 } else { 2e-3 };
                    assert!(
                        (across - share).abs() < slack,
                        "{link}: {share} and {across}"
                    );
                    assert!(value >= before, "{link}: {value} after {before}");
                    before = value;
                }
                assert_eq!(before, most);
                // Keys go on until the end is reached, to legal values, which are told
                // apart by eye.
                let mut at = map;
                for _ in 0..2000 {
                    let [(key, value)] = at.nudge(1, 0)[..] else {
                        panic!("{link}: nowhere to go");
                    };
                    let from = at.scenario.number(key);
                    assert!(value > from || from == most, "{link}: {from}");
                    if from == most {
                        break;
                    }
                    assert_eq!(at.scenario.set(key, value), Ok(()), "{link}");
                }
                assert_eq!(at.scenario.number(at.across.key), most, "{link}");
                let pulled = at.pull(Grip::Here, size, place_of(size, (0.0, 0.0)));
                assert_eq!(pulled[0].1, least, "{link}");
            }
        }
    }

    #[test]
    fn a_hand_pulls_to_where_it_is_and_keys_step() {
        let map = Map::of(&link::read("across=tokens&up=error").scenario);
        let size = (900.0, 520.0);
        let pulled = map.pull(Grip::Here, size, place_of(size, map.here()));
        assert_eq!(pulled[0].0, Key::Tokens);
        assert!((pulled[0].1 - 200.0).abs() < 1.0 && (pulled[1].1 - 0.01).abs() < 1e-4);
        assert_eq!(map.nudge(1, 0), [(Key::Tokens, 210.0)]);
        assert_eq!(map.nudge(0, -1), [(Key::Error, 0.0099)]);
    }
}
