//! The lines on which success is at some level.

use super::grid::{COLUMNS, ROWS, share_of};
use super::values::Map;

impl Map {
    /// The pieces of the line on which success is at some level, in shares of the way.
    pub(super) fn contour(&self, level: f64) -> Vec<[(f64, f64); 2]> {
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
