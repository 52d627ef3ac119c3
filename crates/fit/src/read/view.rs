//! What was understood of a text, for a page or a terminal to show.

use super::cell::Comma;
use super::guess::Facts;
use super::profile::Look;
use super::{Column, Kind, Question, Reading, Rejected};
use crate::data::Series;
use bounceback_core::number::format::{count, whole};

impl Reading {
    /// What was done to the text.
    pub(super) fn notes_on_text(&self) -> Vec<String> {
        let mut notes = Vec::new();
        notes.extend(self.cut.clone());
        notes.extend(self.rows.note());
        if self.turned {
            notes.push("The table lay on its side: its rows are read as columns.".to_owned());
        }
        if self.frame.titles > 0 {
            notes.push(format!(
                "{} above the table passed over.",
                count(self.frame.titles as u64, "line")
            ));
        }
        if let Some(column) = self.frame.parted {
            notes.push(format!(
                "Each name in “{}” holds a number: it is taken for the length, and stands in a column of its own.",
                self.frame.headings[column]
            ));
        }
        if self.frame.years {
            notes.push("Headings that look like years are not taken for lengths.".to_owned());
        }
        if self.grid.rows_cut > 0 {
            notes.push(format!(
                "Only the first {} rows are read; {} more were left out.",
                whole(self.grid.len() as u64),
                whole(self.grid.rows_cut as u64)
            ));
        }
        if self.grid.cells_cut > 0 {
            notes.push(format!(
                "{} were too long or too far to the right, and were cut.",
                count(self.grid.cells_cut as u64, "cell")
            ));
        }
        if self.facts.iter().any(|it| it.profile.times > 0) {
            notes.push("Times such as 1h 30m are read as minutes.".to_owned());
        }
        let decimal = |(it, comma): (&Facts, &Option<Comma>)| {
            it.profile.look() == Look::Number && *comma == Some(Comma::Decimal)
        };
        if self.facts.iter().zip(&self.commas).any(decimal) {
            notes.push("Commas are decimal commas here: 0,5 is one half.".to_owned());
        }
        notes
    }

    /// What separates the cells, in words.
    pub fn format(&self) -> &'static str {
        self.rows.name()
    }

    /// What a row is called: its number is that of a "line", of an "entry" of a list, or of a
    /// "column" of a table that lay on its side.
    pub fn unit(&self) -> &'static str {
        if self.turned {
            "column"
        } else {
            self.rows.unit()
        }
    }

    /// Of what kind the data are; `None` before that is known.
    pub fn kind(&self) -> Option<Kind> {
        self.scheme.kind
    }

    /// The columns, as they were understood.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// How many rows of data there are.
    pub fn len(&self) -> usize {
        self.grid.len().saturating_sub(self.frame.first)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The first rows of data: the line of each, and its cells.
    pub fn head(&self, rows: usize) -> Vec<(usize, Vec<&str>)> {
        let end = self.grid.len().min(self.frame.first.saturating_add(rows));
        let cells =
            |row| (0..self.frame.headings.len()).map(move |column| self.grid.cell(row, column));
        (self.frame.first..end)
            .map(|row| (self.grid.line(row), cells(row).collect()))
            .collect()
    }

    /// What was gathered: nothing before it is done, or while something must be answered.
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// How many rows were understood.
    pub fn fine(&self) -> usize {
        self.fine
    }

    /// The first rows that were left out, with reasons.
    pub fn rejected(&self) -> &[Rejected] {
        &self.rejected.kept
    }

    /// How many rows were left out.
    pub fn rejected_count(&self) -> usize {
        self.rejected.count
    }

    /// What the text alone doesn't tell.
    pub fn questions(&self) -> &[Question] {
        &self.questions
    }

    /// Why nothing can be gathered yet.
    pub fn obstacle(&self) -> Option<&str> {
        self.scheme.obstacle.as_deref()
    }

    /// What was done to the table, and what is to be known of it.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// How many rows look fine.
    pub fn summary(&self) -> String {
        let rejected = match self.rejected.count {
            0 => String::new(),
            1 => ", 1 was left out".to_owned(),
            many => format!(", {} were left out", whole(many as u64)),
        };
        let look = if self.fine == 1 { "looks" } else { "look" };
        match self.obstacle() {
            Some(obstacle) => format!(
                "{} read, none used yet. {obstacle}",
                count(self.len() as u64, "row")
            ),
            None => format!("{} {look} fine{rejected}.", count(self.fine as u64, "row")),
        }
    }
}
