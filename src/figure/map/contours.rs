//! The lines on which success is at some level.

use super::grid::{COLUMNS, ROWS, share_of};
use super::values::Map;
use std::collections::BTreeMap;

/// A place, in shares of the way across and up.
pub(super) type Shares = (f64, f64);

/// A side of a cell: the places of the grid at its ends, the lesser first.
type Side = (usize, usize);

/// A line that stays within so small a share of the way is a place that stands out from
/// its neighbours, such as the one where every token errs and recovers in turn.
const SMALL: f64 = 0.06;

impl Map {
    /// The lines on which success is at some level.
    pub(super) fn contour(&self, level: f64) -> Vec<Vec<Shares>> {
        let lines = chained(&self.pieces(level)).into_iter();
        let places = lines.map(|line| -> Vec<Shares> {
            line.iter()
                .map(|&side| self.crossing(side, level))
                .collect()
        });
        places.filter(|line| is_large(line)).collect()
    }

    /// The pieces of the line, each from one side of a cell to another.
    fn pieces(&self, level: f64) -> Vec<[Side; 2]> {
        let step = self.stride;
        let mut pieces = Vec::new();
        for row in (0..ROWS - 1).step_by(step) {
            for column in (0..COLUMNS - 1).step_by(step) {
                let corners = corners(column, row, step);
                let sides = (0..4).map(|side| (corners[side], corners[(side + 1) % 4]));
                let crossed = sides.filter(|&(a, b)| match (self.known(a), self.known(b)) {
                    (Some(a), Some(b)) => (a < level) != (b < level),
                    _ => false,
                });
                let crossed: Vec<Side> = crossed.map(|(a, b)| (a.min(b), a.max(b))).collect();
                pieces.extend(crossed.chunks_exact(2).map(|pair| [pair[0], pair[1]]));
            }
        }
        pieces
    }

    /// Where on a side of a cell success is at a level.
    pub(super) fn crossing(&self, (a, b): Side, level: f64) -> Shares {
        let value = |place| self.known(place).unwrap_or(level);
        let (low, high) = (value(a), value(b));
        let share = if low == high {
            0.5
        } else {
            (level - low) / (high - low)
        };
        let between = |from: f64, to: f64| from + (to - from) * share;
        let [from, to] = [a, b].map(|place| share_of(place % COLUMNS, place / COLUMNS));
        (between(from.0, to.0), between(from.1, to.1))
    }
}

/// The places of the grid at the corners of a cell, round it.
pub(super) fn corners(column: usize, row: usize, step: usize) -> [usize; 4] {
    [(0, 0), (step, 0), (step, step), (0, step)]
        .map(|(right, up)| (row + up) * COLUMNS + column + right)
}

/// Pieces that meet, as lines from end to end; a line that closes ends where it begins.
fn chained(pieces: &[[Side; 2]]) -> Vec<Vec<Side>> {
    let mut at: BTreeMap<Side, Vec<usize>> = BTreeMap::new();
    for (index, piece) in pieces.iter().enumerate() {
        for side in piece {
            at.entry(*side).or_default().push(index);
        }
    }
    let mut used = vec![false; pieces.len()];
    // Lines that have an end begin there.
    let ends = at.iter().filter(|(_, met)| met.len() == 1).map(|it| *it.0);
    let starts: Vec<Side> = ends.chain(pieces.iter().map(|piece| piece[0])).collect();
    let mut lines = Vec::new();
    for start in starts {
        let (mut line, mut side) = (vec![start], start);
        while let Some(&piece) = at[&side].iter().find(|&&piece| !used[piece]) {
            used[piece] = true;
            let [a, b] = pieces[piece];
            side = if a == side { b } else { a };
            line.push(side);
        }
        if line.len() > 1 {
            lines.push(line);
        }
    }
    lines
}

fn is_large(line: &[Shares]) -> bool {
    let extent = |along: fn(&Shares) -> f64| {
        let values = line.iter().map(along);
        values.clone().fold(f64::MIN, f64::max) - values.fold(f64::MAX, f64::min)
    };
    extent(|place| place.0) > SMALL || extent(|place| place.1) > SMALL
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

    #[test]
    fn pieces_become_one_line_and_loops_close() {
        let piece = |a, b| [(a, a + 100), (b, b + 100)];
        let lines = chained(&[piece(3, 4), piece(1, 2), piece(4, 5), piece(2, 3)]);
        assert_eq!(lines.len(), 1);
        let first = |line: &[Side]| line.iter().map(|side| side.0).collect::<Vec<_>>();
        assert_eq!(first(&lines[0]), [1, 2, 3, 4, 5]);
        let lines = chained(&[piece(1, 2), piece(2, 3), piece(3, 1)]);
        assert_eq!(lines.len(), 1);
        assert_eq!(first(&lines[0]).len(), 4);
        assert_eq!(lines[0][0], lines[0][3]);
    }

    #[test]
    fn a_line_lies_between_more_and_less_and_no_speck_is_left() {
        for link in ["", "across=tokens&up=error", "tokens=7&across_scale=linear"] {
            let map = of(link);
            for level in [0.5, 0.8, 0.95] {
                let lines = map.contour(level);
                assert!(lines.len() <= 2, "{link}: {} lines", lines.len());
                for (across, up) in lines.into_iter().flatten() {
                    let around = [(-1.0, 0.0), (1.0, 0.0), (0.0, -1.0), (0.0, 1.0), (0.0, 0.0)];
                    let near = around.map(|(right, above)| {
                        let stop = stop_of(
                            (across + right / 40.0).clamp(0.0, 1.0),
                            (up + above / 32.0).clamp(0.0, 1.0),
                        );
                        map.values[stop].unwrap()
                    });
                    assert!(near.iter().any(|&value| value >= level), "{link}: {near:?}");
                    assert!(near.iter().any(|&value| value <= level), "{link}: {near:?}");
                }
            }
        }
    }
}
