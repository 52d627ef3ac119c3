//! How the four states look as areas: a colour each, and, where colours alone would not
//! do (in grey print, to eyes that see fewer of them), a pattern.

use super::sheet::{Place, Sheet};
use super::theme::{Color, Theme};
use bounceback_core::model::chain::State;
use bounceback_core::number::math::floor;

/// How an area is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// With one colour.
    Solid(Color),
    /// With one colour, and falling stripes of another on it.
    Striped(Color, Color),
    /// With rising lines on bare paper.
    Hatched(Color),
}

/// How an area of runs in some state is filled.
pub const fn fill(state: State, theme: &Theme) -> Fill {
    match state {
        State::Flawless => Fill::Solid(theme.flawless),
        State::Recovered => Fill::Solid(theme.recovered),
        State::Unacceptable => Fill::Striped(theme.unacceptable, theme.paper),
        State::Lost => Fill::Hatched(theme.lost),
    }
}

/// How far lines of a hatch are from each other along the area, and how wide they are, in
/// CSS pixels.
const HATCH: (f64, f64) = (7.0, 1.5);

/// The same for stripes.
const STRIPES: (f64, f64) = (11.0, 1.0);

/// The same in a flat cell, whose lines are one.
const FLAT: (f64, f64) = (4.0, 1.0);

impl Sheet {
    /// Fills an outline as a state looks.
    pub fn area(&mut self, state: State, outline: Vec<Place>) {
        match fill(state, &self.theme()) {
            Fill::Solid(color) => self.fill(outline, color),
            Fill::Striped(color, stripes) => {
                let lines = slanted(&outline, STRIPES.0, -1.0);
                self.fill(outline, color);
                for line in lines {
                    self.line(line.to_vec(), stripes, STRIPES.1);
                }
            }
            Fill::Hatched(color) => {
                for line in slanted(&outline, HATCH.0, 1.0) {
                    self.line(line.to_vec(), color, HATCH.1);
                }
            }
        }
    }

    /// Fills a flat cell between its upper left and its lower right corner as a state
    /// looks. Of stripes nothing would be seen; a hatch is one line to and fro, of which
    /// there may be thousands.
    pub fn cell(&mut self, state: State, from: Place, to: Place) {
        match fill(state, &self.theme()) {
            Fill::Solid(color) | Fill::Striped(color, _) => self.block(from, to, color),
            Fill::Hatched(color) => self.line(to_and_fro(from, to), color, FLAT.1),
        }
    }
}

/// The parts of parallel lines that lie in an outline: those that rise to the right
/// (`slope` 1), or fall (−1), so far from each other along the x-axis. Lines of different
/// outlines continue each other.
fn slanted(outline: &[Place], apart: f64, slope: f64) -> Vec<[Place; 2]> {
    // Along each line x + slope·y stays what it is.
    let along = |&(x, y): &Place| x + slope * y;
    let (least, most) = outline
        .iter()
        .map(along)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), it| {
            (low.min(it), high.max(it))
        });
    let (first, last) = (-floor(-least / apart) as i64, floor(most / apart) as i64);
    let mut lines = Vec::new();
    for number in first..=last {
        let line = number as f64 * apart;
        let after = outline.iter().cycle().skip(1);
        let mut met: Vec<Place> = (outline.iter().zip(after))
            .filter(|(a, b)| (along(a) < line) != (along(b) < line))
            .map(|(a, b)| {
                let share = (line - along(a)) / (along(b) - along(a));
                (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share)
            })
            .collect();
        met.sort_by(|a, b| a.0.total_cmp(&b.0));
        lines.extend(met.chunks_exact(2).map(|pair| [pair[0], pair[1]]));
    }
    lines
}

/// One line whose parts between the upper and the lower edge of a box are parallel.
fn to_and_fro((left, top): Place, (right, foot): Place) -> Vec<Place> {
    let height = foot - top;
    let mut line = Vec::new();
    let mut x = left;
    while line.is_empty() || x + height <= right {
        let ends = [(x.min(right), foot), ((x + height).min(right), top)];
        let is_upward = line.len() % 4 == 0;
        line.extend(if is_upward { ends } else { [ends[1], ends[0]] });
        x += FLAT.0;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slanted_lines_fill_an_outline_and_stay_within_it() {
        // A trapezium with a notch: x from 10 to 90, its roof at 20, with a cut down to 50.
        let outline = [
            (10.0, 80.0),
            (10.0, 20.0),
            (40.0, 20.0),
            (50.0, 50.0),
            (60.0, 20.0),
            (90.0, 20.0),
            (90.0, 80.0),
        ];
        let roof = |x: f64| 50.0 - 3.0 * (x - 50.0).abs();
        for slope in [1.0, -1.0] {
            let lines = slanted(&outline, 7.0, slope);
            let mut length = 0.0;
            for [from, to] in &lines {
                assert!((from.0 + slope * from.1 - to.0 - slope * to.1).abs() < 1e-9);
                for share in [0.1, 0.5, 0.9] {
                    let at = |a: f64, b: f64| a + (b - a) * share;
                    let (x, y) = (at(from.0, to.0), at(from.1, to.1));
                    assert!((10.0..=90.0).contains(&x), "{x}");
                    assert!(y >= 20.0_f64.max(roof(x)) - 1e-9 && y <= 80.0, "{x} {y}");
                }
                length += to.0 - from.0;
            }
            // Each length along x covers so much of the area: 80 by 60 less the notch.
            let area = 80.0 * 60.0 - 10.0 * 30.0;
            assert!((length * 7.0 / area - 1.0).abs() < 0.03, "{length}");
        }
    }

    #[test]
    fn a_flat_hatch_stays_in_its_cell() {
        for width in [0.5, 3.0, 80.0] {
            let line = to_and_fro((10.0, 5.0), (10.0 + width, 8.0));
            assert!(line.len() >= 2);
            for (x, y) in line {
                assert!((10.0..=10.0 + width).contains(&x) && (5.0..=8.0).contains(&y));
            }
        }
    }
}
