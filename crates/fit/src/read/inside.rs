//! Lengths that stand inside of names: `reverse_4`, `reverse_8`, `copy 16 tokens`.

use super::cell::{Cell, read};
use super::frame::Frame;
use super::grid::{Grid, MOST_COLUMNS};
use super::name::{named, words};
use super::role::Role;

/// So many rows tell whether names hold lengths.
const LOOKED_AT: usize = 200;

/// The fewest different lengths that are taken for such.
const FEWEST: usize = 3;

/// The column whose names hold a length each; nothing where a column or the headings tell the
/// lengths, or where numbers are those of items.
pub(super) fn find(grid: &Grid, frame: &Frame) -> Option<usize> {
    let told = |heading: &String| {
        named(heading, Role::Length) >= 1.0 && named(heading, Role::Trials) < 1.0
            || named(heading, Role::Step) >= 1.0
            || named(heading, Role::FirstMistake) >= 1.0
    };
    if !frame.headed || frame.lengths.iter().any(Option::is_some) || frame.headings.iter().any(told)
    {
        return None;
    }
    let width = frame.headings.len();
    let is_of_others = |heading: &str| {
        let others = ["model", "agent", "system", "llm", "run", "seed", "version"];
        words(heading)
            .iter()
            .any(|it| others.contains(&it.as_str()))
    };
    (0..width).find(|&column| {
        width < MOST_COLUMNS
            && !is_of_others(&frame.headings[column])
            && holds_lengths(grid, frame.first, column)
    })
}

fn holds_lengths(grid: &Grid, first: usize, column: usize) -> bool {
    let rows = first..grid.len().min(first + LOOKED_AT);
    let all = rows.len();
    let (mut kinds, mut names, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let cell = grid.cell(row, column);
        // (10 min is a number already.)
        let text = matches!(read(cell, None), Cell::Text);
        let Some((name, number)) = split(cell).filter(|_| text) else {
            return false;
        };
        if !kinds.contains(&name) {
            kinds.push(name);
        }
        if !names.contains(&cell) {
            names.push(cell);
        }
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    // task_1, task_2, task_3 … are numbers of items.
    let least = numbers.iter().min().copied().unwrap_or_default();
    let most = numbers.iter().max().copied().unwrap_or_default();
    let counted = most - least < numbers.len() as u64 && names.len() == all;
    numbers.len() >= FEWEST && kinds.len() * 2 <= names.len() && !counted
}

/// A name and the one number in it; nothing where it holds none, several, or one with zeros
/// before it, as numbers of items have.
pub(super) fn split(cell: &str) -> Option<(String, u64)> {
    let begin = cell.find(|c: char| c.is_ascii_digit())?;
    let rest = &cell[begin..];
    let end = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    let (digits, after) = rest.split_at(end);
    let number: u64 = digits.parse().ok()?;
    let before = &cell[..begin];
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    let is_alone = !after.contains(|c: char| c.is_ascii_digit());
    // v2, gpt4: a number right behind a letter belongs to the word, as 4K does to its letter.
    let between = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '.');
    let is_apart = between(before.chars().next_back()) && between(after.chars().next());
    let is_length = is_alone && is_apart && number > 0 && !digits.starts_with('0');
    if !is_length || letters(before) + letters(after) < 2 {
        return None;
    }
    let mark = |c: char| c.is_whitespace() || "_-/:.,#()[]=".contains(c);
    let name = [before, after].map(|it| it.trim_matches(mark));
    let between = if name.iter().all(|it| !it.is_empty()) {
        " "
    } else {
        ""
    };
    Some((name.join(between), number))
}

/// The table with the names of a column without their numbers, and these in a column of their
/// own at the end.
pub(super) fn part(grid: &Grid, (first, width): (usize, usize), column: usize) -> Grid {
    let mut parted = Grid::default();
    for row in 0..grid.len() {
        let found = split(grid.cell(row, column)).filter(|_| row >= first);
        let number = found.as_ref().map_or(String::new(), |it| it.1.to_string());
        let cells = (0..width).map(|at| match &found {
            Some((name, _)) if at == column => name.as_str(),
            _ => grid.cell(row, at),
        });
        parted.push(grid.line(row), cells.chain([number.as_str()]));
    }
    (parted.rows_cut, parted.cells_cut) = (grid.rows_cut, grid.cells_cut);
    parted
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn a_length_is_the_one_number_that_stands_apart_in_a_name() {
        let is = |cell: &str, name: &str, number| {
            assert_eq!(split(cell), Some((name.to_owned(), number)), "{cell}");
        };
        is("reverse_list_16", "reverse_list", 16);
        is("copy 32 tokens", "copy tokens", 32);
        is("add-3-digits", "add digits", 3);
        for none in [
            "task_007",
            "gpt4",
            "v2_3",
            "2024-11-05",
            "plain",
            "12",
            "4K",
            "a_1_b_2",
            "x_1.5",
        ] {
            assert_eq!(split(none), None, "{none}");
        }
    }
}
