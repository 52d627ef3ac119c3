//! The strips: a row a run, a cell a token (or a few tokens), by state.
//!
//! States differ in height as well as in colour: flawless and recovered cells
//! are full, unacceptable ones hang low, lost ones are a line at the foot.

use super::curves;
use super::theme::{Color, Theme};
use super::{Drawing, Sheet};
use crate::chain::State;
use crate::exact::lengths;
use crate::parameter::Key;
use crate::scenario::Scenario;
use crate::simulate::Strip;

/// The most cells of a row.
pub const MOST_CELLS: usize = 240;

/// The rows of a figure.
pub const ROWS: usize = 24;

/// The last token of each cell of a scenario's strips.
pub fn cells(scenario: &Scenario) -> Vec<u64> {
    let from = scenario.done() + 1;
    if from > scenario.length() {
        return Vec::new();
    }
    lengths(from, scenario.length(), MOST_CELLS, false)
}

/// The same scenario with no more runs than there are rows: a row never depends
/// on the runs after it.
pub fn first_rows(scenario: &Scenario) -> Scenario {
    let mut first = scenario.clone();
    let shown = scenario.whole(Key::Runs).min(ROWS as u64);
    // Fewer runs than were legal are legal.
    let _ = first.set(Key::Runs, shown as f64);
    first
}

/// What the figure shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Strips<'a> {
    /// The rows, those of them that are simulated.
    pub rows: &'a [Strip],
    /// How many cells a whole row has.
    pub cells: usize,
    /// How many cells of each row are shown.
    pub revealed: usize,
}

impl Drawing for Strips<'_> {
    fn title(&self) -> String {
        let rows = self.rows.len();
        let end = self.revealed.min(self.cells);
        let acceptable = self
            .rows
            .iter()
            .filter(|row| end > 0 && row.get(end - 1).is_some_and(|state| state.is_acceptable()))
            .count();
        format!("The first {rows} runs as strips of tokens; {acceptable} of them end acceptable.")
    }

    fn draw(&self, sheet: &mut Sheet) {
        sheet.clear();
        if self.cells == 0 {
            return;
        }
        let (width, height) = sheet.size();
        // The cells lie above the lengths of the curves below them.
        let (left, right) = (curves::LEFT, width - curves::right_margin(width));
        let pitch = height / ROWS as f64;
        let cell = (right - left) / self.cells as f64;
        for (row, strip) in self.rows.iter().enumerate() {
            let shown = &strip[..self.revealed.min(strip.len())];
            let mut begin = 0;
            for chunk in shown.chunk_by(|a, b| a == b) {
                let end = begin + chunk.len();
                let (top, color) = shape(chunk[0], sheet.theme());
                let full = (pitch - 2.0).max(2.0);
                let foot = row as f64 * pitch + 1.0 + full;
                sheet.block(
                    (left + begin as f64 * cell, foot - full * top),
                    (left + end as f64 * cell, foot),
                    color,
                );
                begin = end;
            }
        }
    }
}

/// The height of a cell as a share of the row, and its colour.
const fn shape(state: State, theme: Theme) -> (f64, Color) {
    match state {
        State::Flawless => (1.0, theme.flawless),
        State::Recovered => (1.0, theme.recovered),
        State::Unacceptable => (0.55, theme.unacceptable),
        State::Lost => (0.25, theme.lost),
    }
}
