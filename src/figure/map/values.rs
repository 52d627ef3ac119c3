//! Success over the two parameters, computed from coarse to fine.

use super::axes::axis;
use super::grid::{COLUMNS, ROWS, STRIDES, coarse_to_fine, grid};
use bounceback_core::model::parameter::{Key, Parameter};
use bounceback_core::model::scenario::Scenario;
use bounceback_core::model::walk;
use bounceback_core::plan::at_end;

/// What the figure shows.
#[derive(Clone, Debug)]
pub struct Map {
    pub(super) scenario: Scenario,
    /// Each walks as its axis is scaled.
    pub(super) across: Parameter,
    pub(super) up: Parameter,
    /// Row by row from the lower left; those not computed yet are not there.
    pub(super) values: Vec<Option<f64>>,
    /// The places still to be computed, the next one last.
    wanted: Vec<usize>,
    /// Between places that have been computed lie so many steps.
    pub(super) stride: usize,
}

impl Map {
    /// The map of a scenario, nothing of it computed yet.
    pub fn of(scenario: &Scenario) -> Self {
        let mut wanted = coarse_to_fine();
        wanted.reverse();
        Self {
            scenario: scenario.clone(),
            across: axis(scenario, Key::AcrossScale),
            up: axis(scenario, Key::UpScale),
            values: vec![None; COLUMNS * ROWS],
            wanted,
            stride: STRIDES[0],
        }
    }

    /// The scenario at a place of the grid.
    pub(super) fn scenario_at(&self, place: usize) -> Scenario {
        let mut scenario = self.scenario.clone();
        for (key, value) in self.values_at(grid(place)) {
            // Walks lead through legal values only.
            let _ = scenario.set(key, value);
        }
        scenario
    }

    /// The two parameters at shares of the way across and up.
    pub(super) fn values_at(&self, (across, up): (f64, f64)) -> [(Key, f64); 2] {
        [
            (self.across.key, walk::value_at(&self.across, across)),
            (self.up.key, walk::value_at(&self.up, up)),
        ]
    }

    pub(super) fn at(&self, place: usize) -> f64 {
        success(&self.scenario_at(place))
    }

    /// What is known of a place.
    pub(super) fn known(&self, place: usize) -> Option<f64> {
        self.values[place].filter(|value| !value.is_nan())
    }

    /// Where the scenario is, as shares of the way.
    pub(super) fn here(&self) -> (f64, f64) {
        let share =
            |parameter: &Parameter| walk::share(parameter, self.scenario.number(parameter.key));
        (share(&self.across), share(&self.up))
    }

    /// Computes so many more places; whether there were any left.
    pub(super) fn compute(&mut self, places: usize) -> bool {
        let first = self.wanted.len().saturating_sub(places);
        let next = self.wanted.split_off(first);
        // The last is the next one.
        for &place in next.iter().rev() {
            self.values[place] = Some(self.at(place));
        }
        let of = |stride: usize| ROWS.div_ceil(stride) * COLUMNS.div_ceil(stride);
        let known = self.values.len() - self.wanted.len();
        let whole = STRIDES
            .into_iter()
            .rev()
            .find(|&stride| known >= of(stride));
        self.stride = whole.unwrap_or(self.stride);
        !next.is_empty()
    }
}

pub(super) fn success(scenario: &Scenario) -> f64 {
    at_end(scenario, scenario.criterion())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::map::axes::{tests::along, ticks};
    use crate::figure::map::grid::stop_of;
    use bounceback_core::model::table::AXES;
    use bounceback_core::share::link;

    #[test]
    fn a_label_says_what_is_computed_where_it_stands() {
        for name in AXES {
            for scale in ["own", "linear", "log"] {
                let link = format!("{}&across_scale={scale}", along(name));
                let map = Map::of(&link::read(&link).scenario);
                let ticks = ticks(&map.across, &map.scenario, 6.0);
                assert!((2..=12).contains(&ticks.len()), "{link}: {ticks:?}");
                for (share, label) in ticks {
                    let [(key, value), _] = map.values_at((share, 0.0));
                    let mut there = map.scenario.clone();
                    let _ = there.set(key, value);
                    let said =
                        bounceback_core::number::read::parse_number(&label).unwrap_or_else(|| {
                            // 250M, as an axis of tokens has it.
                            let number = label.trim_end_matches(['k', 'M']).replace(',', "");
                            let unit = if label.ends_with('M') { 1e6 } else { 1e3 };
                            number.parse::<f64>().unwrap() * unit
                        });
                    let off = (said - value).abs();
                    let fine = walk::range(&map.across).1 * 1e-3;
                    assert!(off <= fine.max(0.01 * said), "{link}: {label} for {value}");
                }
            }
        }
    }

    #[test]
    fn the_map_is_computed_place_by_place_and_once() {
        let mut map = Map::of(&link::read("").scenario);
        let mut slices = 0;
        while map.compute(100) {
            slices += 1;
        }
        assert_eq!(slices, (COLUMNS * ROWS).div_ceil(100));
        assert!(map.values.iter().all(Option::is_some));
        assert_eq!(map.stride, 1);
        // At long lengths it is ρ/(E + ρ).
        let mut map = Map::of(&link::read("tokens=1000000000").scenario);
        map.compute(usize::MAX);
        let place = stop_of(map.here().0, map.here().1);
        let [(_, error), (_, recovery)] = map.values_at(grid(place));
        let value = map.values[place].unwrap();
        assert!((value - recovery / (error + recovery)).abs() < 1e-12);
    }
}
