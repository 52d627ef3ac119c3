//! The map: success at full length over two parameters, with the lines on which it is
//! 50, 80, 95 and 99%, and the scenario as a place on it.

use super::axis::{Axis, Scale, tokens_label};
use super::crosshair::Crosshair;
use super::plot::{Grip, Plot};
use super::sheet::{Anchor, Drawing, Place, Sheet};
use super::theme::Color;
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::parameter::{Key, Kind, Parameter, Walk};
use bounceback_core::model::scenario::Scenario;
use bounceback_core::model::table::parameter;
use bounceback_core::model::walk::{self, Stride};
use bounceback_core::number::format::{percent, round, shortest, whole};
use bounceback_core::number::math::{log10, pow};
use bounceback_core::plan::at_end;
use bounceback_core::share::report::Table;
use bounceback_core::simulate::Tally;

/// The number of columns and of rows of places at which it is computed: one more than
/// a multiple of the first stride.
const COLUMNS: usize = 41;
const ROWS: usize = 33;

/// Every so manyth place comes first, then those between, down to every one.
const STRIDES: [usize; 4] = [8, 4, 2, 1];

/// The lines that are drawn.
const LEVELS: [f64; 4] = [0.5, 0.8, 0.95, 0.99];

/// The shades between none and all.
const SHADES: f64 = 20.0;

/// Where a parameter that walks in equal steps begins on a logarithmic axis, after zero:
/// at this power of ten. All of them are shares.
const LEAST: i32 = -4;

/// The room around it, in CSS pixels: left, top, right, bottom.
const ROOM: (f64, f64, f64, f64) = (72.0, 30.0, 16.0, 46.0);

/// What the figure shows.
#[derive(Clone, Debug)]
pub struct Map {
    scenario: Scenario,
    /// Each walks as its axis is scaled.
    across: Parameter,
    up: Parameter,
    /// Row by row from the lower left; those not computed yet are not there.
    values: Vec<Option<f64>>,
    /// The places still to be computed, the next one last.
    wanted: Vec<usize>,
    /// Between places that have been computed lie so many steps.
    stride: usize,
}

impl Map {
    /// The map of a scenario, nothing of it computed yet.
    pub fn of(scenario: &Scenario) -> Self {
        let mut wanted = Vec::new();
        for stride in STRIDES {
            for row in (0..ROWS).step_by(stride) {
                for column in (0..COLUMNS).step_by(stride) {
                    let coarser = 2 * stride;
                    let known = stride < STRIDES[0]
                        && row.is_multiple_of(coarser)
                        && column.is_multiple_of(coarser);
                    if !known {
                        wanted.push(row * COLUMNS + column);
                    }
                }
            }
        }
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
    fn scenario_at(&self, place: usize) -> Scenario {
        let mut scenario = self.scenario.clone();
        for (key, value) in self.values_at(grid(place)) {
            // Walks lead through legal values only.
            let _ = scenario.set(key, value);
        }
        scenario
    }

    /// The two parameters at shares of the way across and up.
    fn values_at(&self, (across, up): (f64, f64)) -> [(Key, f64); 2] {
        [
            (self.across.key, walk::value_at(&self.across, across)),
            (self.up.key, walk::value_at(&self.up, up)),
        ]
    }

    fn at(&self, place: usize) -> f64 {
        success(&self.scenario_at(place))
    }

    /// What is known of a place: itself, or the computed one before it.
    fn shown(&self, column: usize, row: usize) -> Option<f64> {
        let stride = self.stride;
        let near = |at: usize| at / stride * stride;
        self.values[row * COLUMNS + column]
            .or_else(|| self.values[near(row) * COLUMNS + near(column)])
            .filter(|value| !value.is_nan())
    }

    /// Where the scenario is, as shares of the way.
    fn here(&self) -> (f64, f64) {
        let share =
            |parameter: &Parameter| walk::share(parameter, self.scenario.number(parameter.key));
        (share(&self.across), share(&self.up))
    }

    /// The pieces of the line on which success is at some level, in shares of the way.
    fn contour(&self, level: f64) -> Vec<[(f64, f64); 2]> {
        let step = self.stride;
        let mut pieces = Vec::new();
        for row in (0..ROWS - 1).step_by(step) {
            for column in (0..COLUMNS - 1).step_by(step) {
                let corners = [(0, 0), (step, 0), (step, step), (0, step)].map(|(dx, dy)| {
                    let (x, y) = (column + dx, row + dy);
                    let value = self.values[y * COLUMNS + x].filter(|it| !it.is_nan());
                    (share_of(x, y), value)
                });
                let mut crossings = Vec::new();
                for side in 0..4 {
                    let ((from, a), (to, b)) = (corners[side], corners[(side + 1) % 4]);
                    let (Some(a), Some(b)) = (a, b) else { continue };
                    if (a < level) != (b < level) {
                        let share = (level - a) / (b - a);
                        let between = |from: f64, to: f64| from + (to - from) * share;
                        crossings.push((between(from.0, to.0), between(from.1, to.1)));
                    }
                }
                for pair in crossings.chunks_exact(2) {
                    pieces.push([pair[0], pair[1]]);
                }
            }
        }
        pieces
    }
}

/// The parameter along an axis, walking as the axis is scaled.
fn axis(scenario: &Scenario, scale: Key) -> Parameter {
    // The names are those of parameters: a test holds it.
    let row = scenario.along(scale);
    let row = *row.unwrap_or_else(|| parameter(Key::Error));
    let walk = match (row.walk, scenario.is_log(scale)) {
        (Walk::Linear, true) => Walk::Log(LEAST),
        (Walk::Log(_), false) => Walk::Linear,
        (own, _) => own,
    };
    Parameter { walk, ..row }
}

/// A step of an arrow key along an axis. Where a parameter that walks in ratios goes in
/// equal steps, one is a hundredth of the way; that of its control would not be seen.
fn stepped(along: &Parameter, value: f64, by: i32) -> f64 {
    let is_large = by.abs() > 1;
    let own = parameter(along.key).walk;
    if along.walk != own && along.walk == Walk::Linear && along.kind != Kind::Probability {
        let (least, most) = walk::range(along);
        let unit = round((most - least) / 100.0, 1);
        let steps = f64::from(by.signum() * if is_large { 10 } else { 1 });
        return (((value / unit).round() + steps) * unit).clamp(least, most);
    }
    let stride = if is_large {
        Stride::Large
    } else {
        Stride::Small
    };
    walk::step(along, value, by, stride)
}

/// A share of the way across and up, for a place of the grid.
fn grid(place: usize) -> (f64, f64) {
    share_of(place % COLUMNS, place / COLUMNS)
}

fn share_of(column: usize, row: usize) -> (f64, f64) {
    (
        column as f64 / (COLUMNS - 1) as f64,
        row as f64 / (ROWS - 1) as f64,
    )
}

/// The place of the grid nearest to shares of the way.
fn stop_of(across: f64, up: f64) -> usize {
    let nearest = |share: f64, count: usize| (share * (count - 1) as f64).round() as usize;
    nearest(up, ROWS) * COLUMNS + nearest(across, COLUMNS)
}

fn success(scenario: &Scenario) -> f64 {
    at_end(scenario, scenario.criterion())
}

/// Where a sheet of some size has the lower left and the upper right of the map.
fn frame((width, height): (f64, f64)) -> (Place, Place) {
    let (left, top, right, bottom) = ROOM;
    ((left, height - bottom), (width - right, top))
}

/// The place on a sheet of shares of the way.
fn place_of(size: (f64, f64), (across, up): (f64, f64)) -> Place {
    let (low, high) = frame(size);
    (
        low.0 + (high.0 - low.0) * across,
        low.1 + (high.1 - low.1) * up,
    )
}

/// Shares of the way of a place on a sheet.
fn shares_of(size: (f64, f64), place: Place) -> (f64, f64) {
    let (low, high) = frame(size);
    let share = |at: f64, low: f64, high: f64| ((at - low) / (high - low)).clamp(0.0, 1.0);
    (share(place.0, low.0, high.0), share(place.1, low.1, high.1))
}

/// A colour between two, as a share of the way.
fn mixed(from: Color, to: Color, share: f64) -> Color {
    let mix = |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
    Color(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// Round values along a parameter's way, as shares, with how they read.
fn ticks(parameter: &Parameter, scenario: &Scenario, wanted: f64) -> Vec<(f64, String)> {
    let (least, most) = walk::range(parameter);
    let values: Vec<f64> = match parameter.walk {
        Walk::Linear if parameter.kind == Kind::Probability => {
            (0..=4).map(|i| f64::from(i) / 4.0).collect()
        }
        Walk::Linear => {
            let way = Axis {
                scale: Scale::Linear,
                low: least,
                high: most,
                start: 0.0,
                end: 1.0,
            };
            way.ticks(4)
        }
        Walk::Log(exponent) => {
            let last = log10(most).floor() as i32;
            let decades = f64::from(last - exponent);
            let stride = (decades / wanted.max(1.0)).ceil().max(1.0) as usize;
            let decades = (exponent..=last).rev().step_by(stride);
            decades.map(|decade| pow(10.0, f64::from(decade))).collect()
        }
    };
    let read = |value: f64| {
        let share = walk::share(parameter, value);
        // Where zero is legal a logarithmic way begins with it.
        let value = if share == 0.0 { least } else { value };
        let label = if parameter.key == Key::Tokens {
            tokens_label(value)
        } else {
            let mut scenario = scenario.clone();
            let _ = scenario.set(parameter.key, value);
            scenario.display(parameter.key)
        };
        (share, label)
    };
    values.into_iter().map(read).collect()
}

impl Drawing for Map {
    fn title(&self) -> String {
        let (across, up) = (self.across.label, self.up.label);
        format!(
            "Success after {} tokens over {across} and {up}; here {}.",
            whole(self.scenario.length()),
            percent(success(&self.scenario))
        )
    }

    fn draw(&self, sheet: &mut Sheet) {
        let (theme, size) = (sheet.theme(), sheet.size());
        sheet.clear();
        let (low, high) = frame(size);
        let (width, height) = (high.0 - low.0, low.1 - high.1);
        let half = (
            width / (COLUMNS - 1) as f64 / 2.0,
            height / (ROWS - 1) as f64 / 2.0,
        );
        let shade = |value: f64| (value * SHADES).round() / SHADES;
        for row in 0..ROWS {
            // What has the same shade is one block.
            let mut column = 0;
            while column < COLUMNS {
                let Some(value) = self.shown(column, row).map(shade) else {
                    column += 1;
                    continue;
                };
                let from = column;
                while column < COLUMNS && self.shown(column, row).map(shade) == Some(value) {
                    column += 1;
                }
                let (left, y) = place_of(size, share_of(from, row));
                let (right, _) = place_of(size, share_of(column - 1, row));
                sheet.block(
                    ((left - half.0).max(low.0), (y - half.1).max(high.1)),
                    ((right + half.0).min(high.0), (y + half.1).min(low.1)),
                    mixed(theme.paper, theme.band, value),
                );
            }
        }
        for (share, label) in ticks(&self.across, &self.scenario, (width / 90.0).floor()) {
            let (x, y) = place_of(size, (share, 0.0));
            sheet.line(vec![(x, y), (x, y + 5.0)], theme.faint, 1.0);
            // The last one ends with the sheet.
            let (at, anchor) = if share > 0.97 {
                (high.0 + 12.0, Anchor::End)
            } else {
                (x, Anchor::Middle)
            };
            sheet.text(&label, (at, y + 15.0), anchor, theme.faint);
        }
        for (share, label) in ticks(&self.up, &self.scenario, 6.0) {
            let (x, y) = place_of(size, (0.0, share));
            sheet.line(vec![(x - 5.0, y), (x, y)], theme.faint, 1.0);
            sheet.text(&label, (x - 8.0, y), Anchor::End, theme.faint);
        }
        sheet.bold(
            self.across.label,
            (high.0, low.1 + 34.0),
            Anchor::End,
            theme.ink,
        );
        sheet.bold(
            self.up.label,
            (low.0, high.1 - 14.0),
            Anchor::Start,
            theme.ink,
        );
        let here = place_of(size, self.here());
        // What labels must not cover: the dot, and each other.
        let mut taken = vec![here];
        for level in LEVELS {
            let pieces = self.contour(level);
            for piece in &pieces {
                let line = piece.map(|share| place_of(size, share)).to_vec();
                sheet.line(line, theme.bounce, if level == 0.95 { 2.5 } else { 1.5 });
            }
            // Where the line is nearest to the way from the lower right to the upper left.
            let off = |piece: &&[(f64, f64); 2]| (piece[0].0 + piece[0].1 - 1.0).abs();
            let within = |piece: &[(f64, f64); 2]| {
                let (x, y) = place_of(size, piece[0]);
                (
                    x.clamp(low.0 + 18.0, high.0 - 18.0),
                    y.clamp(high.1 + 10.0, low.1 - 10.0),
                )
            };
            let is_free = |piece: &&[(f64, f64); 2]| {
                let (x, y) = within(piece);
                let covers = |at: &Place| (x - at.0).abs() < 38.0 && (y - at.1).abs() < 20.0;
                !taken.iter().any(covers)
            };
            let nearest = pieces
                .iter()
                .filter(is_free)
                .min_by(|a, b| off(a).total_cmp(&off(b)));
            if let Some(piece) = nearest {
                let (x, y) = within(piece);
                sheet.block((x - 17.0, y - 9.0), (x + 17.0, y + 9.0), theme.paper);
                sheet.text(&percent(level), (x, y), Anchor::Middle, theme.bounce);
                taken.push((x, y));
            }
        }
        sheet.dot(here, 8.0, theme.lecun);
    }
}

impl Plot for Map {
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

    fn compute(&mut self, places: usize) -> bool {
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
    use bounceback_core::model::table::{AXES, parameter_named};
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
                let link = format!("across={name}&across_scale={scale}&up=tokens&up_scale={scale}");
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
    fn a_label_says_what_is_computed_where_it_stands() {
        for name in AXES {
            for scale in ["own", "linear", "log"] {
                let link = format!("across={name}&across_scale={scale}");
                let map = Map::of(&link::read(&link).scenario);
                let ticks = ticks(&map.across, &map.scenario, 6.0);
                assert!((2..=12).contains(&ticks.len()), "{link}: {ticks:?}");
                for (share, label) in ticks {
                    let [(key, value), _] = map.values_at((share, 0.0));
                    let mut there = map.scenario.clone();
                    let _ = there.set(key, value);
                    let said = bounceback_core::number::format::parse_number(&label)
                        .unwrap_or_else(|| {
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
