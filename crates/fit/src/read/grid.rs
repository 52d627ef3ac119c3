//! A table of texts, as it was found: rows may be of any width.

/// The most rows that are kept of a table.
pub const MOST_ROWS: usize = 100_001;
/// The most columns.
pub const MOST_COLUMNS: usize = 256;
/// The most cells, empty ones counted.
pub const MOST_CELLS: usize = 4_000_000;
/// The longest cell, in bytes: a path of so many steps.
pub const LONGEST_CELL: usize = 20_000;

/// A table of texts. All cells lie in one string, so that 100,000 rows are a few allocations.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    text: String,
    /// Where each cell ends in the text.
    ends: Vec<usize>,
    /// How many cells lie before each row and in it.
    rows: Vec<usize>,
    /// The line (or entry) of each row, as the person counts it: from 1.
    lines: Vec<usize>,
    width: usize,
    /// Rows that were left out since there were too many.
    pub(super) rows_cut: usize,
    /// Cells that were cut since they were too long, or left out since a row was too wide.
    pub(super) cells_cut: usize,
}

impl Grid {
    /// Adds a row; one whose cells are all blank is none.
    pub(super) fn push<'a>(&mut self, line: usize, cells: impl Iterator<Item = &'a str>) {
        let begin = (self.text.len(), self.ends.len());
        if self.rows.len() >= MOST_ROWS || begin.1 >= MOST_CELLS {
            self.rows_cut += 1;
            return;
        }
        // Blank cells at the end of a row need no place.
        let (mut filled, mut cut) = (begin.1, 0);
        for (column, cell) in cells.enumerate() {
            let cell = cell.trim();
            if column >= MOST_COLUMNS {
                cut += usize::from(!cell.is_empty());
                continue;
            }
            let end = cell.floor_char_boundary(LONGEST_CELL);
            cut += usize::from(end < cell.len());
            self.text.push_str(&cell[..end]);
            self.ends.push(self.text.len());
            if end > 0 {
                filled = self.ends.len();
            }
        }
        self.ends.truncate(filled);
        if filled == begin.1 {
            self.text.truncate(begin.0);
            return;
        }
        self.cells_cut += cut;
        self.width = self.width.max(filled - begin.1);
        self.rows.push(filled);
        self.lines.push(line);
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many cells the widest row has.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// How many cells a row has, up to the last that isn't blank.
    pub(super) fn width_of(&self, row: usize) -> usize {
        let Some(end) = self.rows.get(row) else {
            return 0;
        };
        end - row.checked_sub(1).map_or(0, |it| self.rows[it])
    }

    /// A cell, trimmed; empty where there is none.
    pub(super) fn cell(&self, row: usize, column: usize) -> &str {
        if column >= self.width_of(row) {
            return "";
        }
        let at = row.checked_sub(1).map_or(0, |it| self.rows[it]) + column;
        let begin = at.checked_sub(1).map_or(0, |it| self.ends[it]);
        &self.text[begin..self.ends[at]]
    }

    /// The cells of a row.
    pub(super) fn row(&self, row: usize) -> impl Iterator<Item = &str> {
        (0..self.width_of(row)).map(move |column| self.cell(row, column))
    }

    /// The line of a row.
    pub(super) fn line(&self, row: usize) -> usize {
        self.lines.get(row).copied().unwrap_or(0)
    }

    /// The table on its side: columns are rows. For small tables; lines are those of columns.
    pub(super) fn on_its_side(&self) -> Self {
        let mut turned = Self::default();
        for column in 0..self.width {
            let cells = (0..self.len()).map(|row| self.cell(row, column));
            turned.push(column + 1, cells);
        }
        turned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_rows_and_ends_of_rows_take_no_place() {
        let mut grid = Grid::default();
        grid.push(1, ["a", " b ", "", ""].into_iter());
        grid.push(2, ["", "  "].into_iter());
        grid.push(9, ["", "c"].into_iter());
        assert_eq!((grid.len(), grid.width()), (2, 2));
        assert_eq!(grid.row(0).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(grid.row(1).collect::<Vec<_>>(), ["", "c"]);
        assert_eq!(
            (grid.line(1), grid.cell(1, 5), grid.cell(7, 0)),
            (9, "", "")
        );
        assert_eq!(grid.on_its_side().row(1).collect::<Vec<_>>(), ["b", "c"]);
    }

    #[test]
    fn what_is_too_much_is_counted() {
        let mut grid = Grid::default();
        let long = "é".repeat(LONGEST_CELL);
        grid.push(1, std::iter::repeat_n("x", MOST_COLUMNS + 3));
        grid.push(2, [long.as_str()].into_iter());
        assert_eq!((grid.width(), grid.cells_cut), (MOST_COLUMNS, 4));
        assert_eq!(grid.cell(1, 0).len(), LONGEST_CELL);
        for line in 0..MOST_ROWS {
            grid.push(line, ["1"].into_iter());
        }
        assert_eq!((grid.len(), grid.rows_cut), (MOST_ROWS, 2));
    }
}
