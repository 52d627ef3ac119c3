//! What first mistakes tell of how they are counted.

use super::cell::{Cell, Comma, read};
use super::grid::Grid;
use super::guess::Guess;
use super::role::Role;

/// So many rows are looked at; more would take long, and tell little more.
const MOST_LOOKED_AT: usize = 10_000;

/// What was seen of first mistakes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// Whether 0 is among them.
    pub(super) zero: bool,
    /// One that is as large as the number of steps of its run: counted from 0 it would lie
    /// behind the last of them.
    pub(super) end: Option<f64>,
}

/// Looks at a column of first mistakes, beside that of the lengths.
pub(super) fn look(grid: &Grid, first: usize, guess: &Guess, commas: &[Option<Comma>]) -> Seen {
    let column = |role: Role| guess.roles.iter().position(|it| it.0 == role);
    let mut seen = Seen::default();
    let Some(mistake) = column(Role::FirstMistake) else {
        return seen;
    };
    let length = column(Role::Length);
    let number = |row: usize, column: usize| {
        let comma = commas.get(column).copied().flatten();
        match read(grid.cell(row, column), comma) {
            Cell::Number(number, _) => Some(number),
            _ => None,
        }
    };
    for row in first..grid.len().min(first.saturating_add(MOST_LOOKED_AT)) {
        let Some(at) = number(row, mistake) else {
            continue;
        };
        seen.zero |= at == 0.0;
        if at > 0.0 && length.and_then(|it| number(row, it)) == Some(at) {
            seen.end.get_or_insert(at);
        }
    }
    seen
}
