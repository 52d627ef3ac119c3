//! Where a table's headings are, and which rows are its data.

use super::cell::{Cell, Comma, Mark, read};
use super::grid::Grid;
use super::name::{known, named};
use super::role::Role;
use super::steps;

/// How many rows may stand above the headings.
const MOST_TITLES: usize = 12;
/// How many rows below tell whether a row is one of headings.
const BELOW: usize = 20;
/// The most rows of a table that lies on its side.
const MOST_ON_SIDE: usize = 60;

/// The outline of a table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Frame {
    /// One for each column; empty where there is none.
    pub(super) headings: Vec<String>,
    /// Whether the table has any.
    pub(super) headed: bool,
    /// The first row of data.
    pub(super) first: usize,
    /// How many rows above the headings are no part of the table.
    pub(super) titles: usize,
    /// The lengths that headings are, where columns are lengths.
    pub(super) lengths: Vec<Option<f64>>,
    /// Whether the headings look like lengths, but are years.
    pub(super) years: bool,
    /// The column whose names held lengths, which are in the last column now.
    pub(super) parted: Option<usize>,
}

impl Frame {
    /// The outline of a table; `given` are headings that its format names, `comment` is a
    /// commented line right before it, which may hold them.
    pub(super) fn of(grid: &Grid, given: Option<Vec<String>>, comment: &[String]) -> Self {
        let mut frame = Self::default();
        let width = grid.width();
        if let Some(headings) = given {
            frame.headings = headings;
            frame.headed = true;
        } else if let Some(row) = headings(grid) {
            frame.headings = grid.row(row).map(str::to_owned).collect();
            frame.headed = true;
            frame.first = row + 1;
            frame.titles = row;
        } else {
            frame.first = titles(grid);
            frame.titles = frame.first;
            let fits = comment.len() == width && width > 1;
            if fits && comment.iter().all(|it| number(it, None).is_none()) {
                frame.headings = comment.to_vec();
                frame.headed = true;
            }
        }
        frame
            .headings
            .resize(width.max(frame.headings.len()), String::new());
        frame.name_twins();
        frame.find_lengths(grid);
        frame
    }

    /// Lengths stood inside of names, and have a column of their own now.
    pub(super) fn part(&mut self, column: usize) {
        let heading = format!("length in {}", self.headings[column]);
        self.headings.push(heading);
        self.lengths.push(None);
        self.parted = Some(column);
    }

    /// Two columns of one name are told apart.
    fn name_twins(&mut self) {
        for at in 1..self.headings.len() {
            let (before, rest) = self.headings.split_at_mut(at);
            let twins = before.iter().filter(|it| **it == rest[0]).count();
            if twins > 0 && !rest[0].is_empty() {
                rest[0] = format!("{} ({})", rest[0], twins + 1);
            }
        }
    }

    /// Finds columns whose headings are lengths: 4K, 8K, 16K.
    fn find_lengths(&mut self, grid: &Grid) {
        let rows = || self.first..grid.len().min(self.first + BELOW);
        let meant = |column: usize| {
            let filled = rows().filter(|&row| !grid.cell(row, column).is_empty());
            let is_meant = |row: &usize| !matches!(read(grid.cell(*row, column), None), Cell::Text);
            let (all, meant) = (filled.clone().count(), filled.filter(is_meant).count());
            meant * 2 >= all
        };
        let lengths: Vec<Option<f64>> = self
            .headings
            .iter()
            .enumerate()
            .map(|(column, heading)| number(heading, None).filter(|it| *it >= 0.0 && meant(column)))
            .collect();
        let found: Vec<f64> = lengths.iter().flatten().copied().collect();
        let different = (1..found.len()).all(|at| !found[..at].contains(&found[at]));
        let year = |it: &f64| *it == it.round() && (1950.0..=2100.0).contains(it);
        self.years = found.len() > 1 && found.iter().all(year);
        let are_lengths = self.headed && found.len() > 1 && different && !self.years;
        self.lengths = if are_lengths {
            lengths
        } else {
            vec![None; self.headings.len()]
        };
    }
}

/// The number that a heading is: 4K, 128 tokens, `step_3`.
pub(super) fn number(heading: &str, comma: Option<Comma>) -> Option<f64> {
    match read(&heading.replace('_', " "), comma) {
        Cell::Number(number, Mark::Plain | Mark::Time) => Some(number),
        _ => None,
    }
}

/// Whether a cell is one of data.
fn is_data(cell: &str) -> bool {
    !matches!(read(cell, None), Cell::Text | Cell::Missing) || steps::read(cell).is_some()
}

/// How many rows at the beginning are narrower than a table.
fn titles(grid: &Grid) -> usize {
    let Some(width) = super::text::usual_width(grid) else {
        return 0;
    };
    let narrow = |row: &usize| {
        let filled = grid.row(*row).filter(|it| !it.is_empty()).count();
        filled <= 1 && width > 1 && !is_data(grid.cell(*row, 0))
    };
    (0..grid.len().min(MOST_TITLES)).take_while(narrow).count()
}

/// The row of headings.
fn headings(grid: &Grid) -> Option<usize> {
    let begin = titles(grid);
    for row in begin..grid.len().min(begin + MOST_TITLES) {
        if is_headings(grid, row) {
            return Some(row);
        }
        let data = grid.row(row).filter(|it| is_data(it)).count();
        if data * 2 >= grid.width_of(row) {
            return None;
        }
    }
    None
}

fn is_headings(grid: &Grid, row: usize) -> bool {
    let below = row + 1..grid.len().min(row + 1 + BELOW);
    let (mut for_it, mut numbers) = (0.0, Vec::new());
    for (column, heading) in grid.row(row).enumerate() {
        if let Some(number) = number(heading, None) {
            numbers.push(number);
            continue;
        }
        if heading.is_empty() {
            continue;
        }
        let same = |other: &usize| grid.row(*other).eq(grid.row(row));
        let below = || below.clone().filter(move |it| !same(it));
        let cells = || {
            below()
                .map(|row| grid.cell(row, column))
                .filter(|it| !it.is_empty())
        };
        if cells().any(|it| it == heading) {
            for_it -= 1.0;
            continue;
        }
        let data = cells().filter(|it| is_data(it)).count();
        if steps::read(heading).is_some_and(|it| it.len() > 2) {
            for_it -= 1.0;
        } else if data * 5 > cells().count() * 3 {
            for_it += 1.0;
        } else if known(heading) {
            for_it += 0.5;
        }
    }
    let rising = numbers.len() > 1 && numbers.windows(2).all(|it| it[0] != it[1]);
    let begins = grid.cell(row, 0);
    match numbers.len() {
        0 => for_it > 0.0,
        // One number among words may be a name, too.
        1 => for_it > 1.0,
        _ => rising && for_it >= 0.0 && (begins.is_empty() || known(begins) || for_it > 1.0),
    }
}

/// Whether a table lies on its side: the names of its columns stand before its rows.
pub(super) fn is_on_its_side(grid: &Grid) -> bool {
    if grid.width() < 3 || !(2..=MOST_ON_SIDE).contains(&grid.len()) {
        return false;
    }
    let is_named = |row: usize, roles: &[Role]| {
        let name = grid.cell(row, 0);
        roles.iter().any(|role| named(name, *role) >= 1.4)
    };
    let results = [
        Role::Successes,
        Role::Trials,
        Role::Rate,
        Role::Survivors,
        Role::Failed,
    ];
    let numbers = (0..grid.len()).all(|row| {
        let mut cells = grid.row(row).skip(1).filter(|it| !it.is_empty());
        cells.all(is_data)
    });
    let length = (0..grid.len()).find(|&row| is_named(row, &[Role::Length]));
    numbers && length == Some(0) && (1..grid.len()).all(|row| is_named(row, &results))
}
