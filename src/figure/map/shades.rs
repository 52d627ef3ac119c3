//! The shades of the map, and what its regions are called.

use super::contours::{Shares, corners};
use super::grid::{COLUMNS, ROWS, share_of};
use super::values::Map;

/// A region of one colour, in shares of the way.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Region {
    /// A box between its lower left and its upper right corner.
    Box(Shares, Shares),
    /// A part of a cell.
    Part(Vec<Shares>),
}

/// A region that has a name: what it is called, and whether a success belongs to it.
pub(super) struct Zone {
    pub(super) name: &'static str,
    pub(super) holds: fn(f64) -> bool,
}

/// Those that are named where there is room for it.
pub(super) const ZONES: [Zone; 2] = [
    Zone {
        name: "safe: 95% or more",
        holds: |success| success >= 0.95,
    },
    Zone {
        name: "lost: 5% or less",
        holds: |success| success <= 0.05,
    },
];

impl Map {
    /// Where success is at least at some level, interpolated between the places that have
    /// been computed.
    pub(super) fn regions(&self, level: f64) -> Vec<Region> {
        let step = self.stride;
        let mut regions = Vec::new();
        for row in (0..ROWS - 1).step_by(step) {
            let mut from = None;
            for column in (0..COLUMNS).step_by(step) {
                let cell = (column < COLUMNS - 1)
                    .then(|| corners(column, row, step))
                    .filter(|corners| corners.iter().all(|&it| self.known(it).is_some()));
                let is_in = |place: &usize| self.known(*place).is_some_and(|it| it >= level);
                let whole = cell.is_some_and(|corners| corners.iter().all(is_in));
                if whole {
                    from = from.or(Some(column));
                    continue;
                }
                if let Some(from) = from.take() {
                    regions.push(Region::Box(
                        share_of(from, row),
                        share_of(column, row + step),
                    ));
                }
                if let Some(corners) = cell.filter(|corners| corners.iter().any(is_in)) {
                    regions.push(Region::Part(self.part(corners, level)));
                }
            }
        }
        regions
    }

    /// The part of a cell in which success is at least at some level.
    fn part(&self, corners: [usize; 4], level: f64) -> Vec<Shares> {
        let mut outline = Vec::new();
        for (index, &a) in corners.iter().enumerate() {
            let b = corners[(index + 1) % 4];
            let is_in = |place| self.known(place).is_some_and(|it| it >= level);
            if is_in(a) {
                outline.push(share_of(a % COLUMNS, a / COLUMNS));
            }
            if is_in(a) != is_in(b) {
                outline.push(self.crossing((a.min(b), a.max(b)), level));
            }
        }
        outline
    }

    /// The place of the grid that lies deepest within a zone, and how many places around it
    /// do too, to the right and up; none where the zone is nowhere.
    pub(super) fn heart(&self, zone: &Zone) -> Option<(Shares, usize)> {
        let step = self.stride;
        let (rows, columns) = ((ROWS - 1) / step + 1, (COLUMNS - 1) / step + 1);
        let holds = |column: usize, row: usize| {
            let known = self.known(row * step * COLUMNS + column * step);
            known.is_some_and(zone.holds)
        };
        // How far each place is from the nearest that does not belong, king's moves.
        let mut depth = vec![0; rows * columns];
        let mut deepest = None;
        for upwards in [true, false] {
            for index in 0..depth.len() {
                let place = if upwards {
                    index
                } else {
                    depth.len() - 1 - index
                };
                let (row, column) = (place / columns, place % columns);
                if !holds(column, row) {
                    continue;
                }
                let is_edge = row == 0 || column == 0 || row == rows - 1 || column == columns - 1;
                let own = if is_edge {
                    1
                } else {
                    let before = [place - columns - 1, place - columns, place - columns + 1];
                    let after = [place + columns - 1, place + columns, place + columns + 1];
                    let beside = if upwards { place - 1 } else { place + 1 };
                    let known = if upwards { before } else { after };
                    let least = known
                        .into_iter()
                        .chain([beside])
                        .map(|near| depth[near])
                        .min();
                    least.unwrap_or(0) + 1
                };
                depth[place] = if upwards { own } else { own.min(depth[place]) };
                if !upwards && deepest.is_none_or(|(most, _)| depth[place] > most) {
                    deepest = Some((depth[place], place));
                }
            }
        }
        let (depth, place) = deepest?;
        let at = share_of(place % columns * step, place / columns * step);
        Some((at, (depth - 1) * step))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::map::grid::stop_of;
    use bounceback_core::share::link;

    fn of(link: &str) -> Map {
        let mut map = Map::of(&link::read(link).scenario);
        map.compute(usize::MAX);
        map
    }

    /// The area of a region, in shares of the map.
    fn area(region: &Region) -> f64 {
        match region {
            Region::Box(from, to) => (to.0 - from.0) * (to.1 - from.1),
            Region::Part(outline) => {
                let after = outline.iter().cycle().skip(1);
                let twice = outline
                    .iter()
                    .zip(after)
                    .map(|(a, b)| a.0 * b.1 - b.0 * a.1);
                (twice.sum::<f64>() / 2.0).abs()
            }
        }
    }

    #[test]
    fn a_higher_level_holds_less_and_all_of_them_hold_what_the_values_say() {
        for link in [
            "",
            "across=tokens&up=error",
            "error=0.1&across_scale=linear",
        ] {
            let map = of(link);
            let areas = [0.0, 0.05, 0.5, 0.95]
                .map(|level| -> f64 { map.regions(level).iter().map(area).sum() });
            assert!((areas[0] - 1.0).abs() < 1e-9, "{link}: {areas:?}");
            assert!(areas.windows(2).all(|pair| pair[1] <= pair[0] + 1e-9));
            for (level, area) in [0.05, 0.5, 0.95].into_iter().zip(&areas[1..]) {
                // About as many places as the region is large.
                let known = map.values.iter().flatten();
                let count = known.filter(|&&value| value >= level).count();
                let share = count as f64 / map.values.len() as f64;
                assert!(
                    (share - area).abs() < 0.05,
                    "{link} {level}: {share} {area}"
                );
            }
        }
    }

    #[test]
    fn a_zone_is_named_where_it_is() {
        let mut named = 0;
        for link in [
            "",
            "process=independent",
            "error=0",
            "across=tokens&up=error",
        ] {
            let map = of(link);
            for zone in &ZONES {
                let Some(((across, up), depth)) = map.heart(zone) else {
                    assert!(
                        !map.values
                            .iter()
                            .flatten()
                            .any(|&value| (zone.holds)(value))
                    );
                    continue;
                };
                named += 1;
                let reach = depth as f64;
                for (right, above) in [(0.0, 0.0), (1.0, 1.0), (-1.0, 1.0), (1.0, -1.0)] {
                    let stop = stop_of(
                        across + right * reach / (COLUMNS - 1) as f64,
                        up + above * reach / (ROWS - 1) as f64,
                    );
                    let value = map.values[stop].unwrap();
                    assert!((zone.holds)(value), "{link} {}: {value}", zone.name);
                }
            }
        }
        assert!(named >= 6, "{named}");
    }
}
