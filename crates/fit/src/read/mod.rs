//! Any text that a person pastes, as data of one of three kinds.
//!
//! A text becomes a grid of texts; each column gets a role, guessed from its name and from what
//! is in it; by the roles rows become data. What isn't understood is said with its row, what
//! could be understood in two ways is asked about, and nothing is turned into rates in silence.
//!
//! ```
//! use bounceback_fit::data::Data;
//! use bounceback_fit::read::{Reading, Role};
//!
//! let mut reading = Reading::of("n_digits;richtig;Versuche\n2;49;50\n4;41;50\n8;x;50");
//! assert_eq!(reading.columns()[1].role, Role::Successes);
//! assert_eq!(reading.summary(), "2 rows look fine, 1 was left out.");
//! let Data::Cohorts(cohorts) = &reading.series()[0].data else { panic!() };
//! assert_eq!(cohorts[1].successes, 41.0);
//! assert_eq!(reading.rejected()[0].line, 4);
//! ```

mod cell;
mod change;
mod commas;
mod first;
mod frame;
mod gather;
mod grid;
mod guess;
mod inside;
mod name;
mod names;
mod profile;
mod question;
mod reject;
mod role;
mod scheme;
mod steps;
mod text;
mod view;

pub use grid::{LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_ROWS};
pub use profile::Look;
pub use question::{Ask, Choice, Question};
pub use reject::{MOST_REJECTED, Rejected};
pub use role::{Kind, Role};
pub use text::{LONGEST_TEXT, decode};

use crate::data::Series;
use bounceback_core::number::format::count;
use cell::Comma;
use commas::Commas;
use frame::Frame;
use gather::Gather;
use grid::Grid;
use guess::{Doubt, Facts};
use question::{Given, Questions};
use reject::Rejections;
use scheme::Scheme;
use text::Rows;

/// What a cell costs, in operations; a byte of the text costs one.
const CELL: usize = 20;

/// A column, as it was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// What it is called; "column 3" where it has no heading.
    pub heading: String,
    /// What kind of cells it has.
    pub look: Look,
    /// What it means.
    pub role: Role,
    /// Why, in a few words.
    pub reason: String,
    /// The length that its heading is, in a wide table.
    pub length: Option<f64>,
}

/// What is to be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Text,
    Commas(usize),
    Profile(usize),
    Gather(usize),
    Done,
}

/// A text being read: advance it until it is done, look at what was understood, and change it.
#[derive(Debug)]
pub struct Reading {
    text: String,
    cut: Option<String>,
    rows: Rows,
    grid: Grid,
    turned: bool,
    frame: Frame,
    facts: Vec<Facts>,
    evidence: Vec<Commas>,
    commas: Vec<Option<Comma>>,
    stage: Stage,
    set_roles: Vec<Option<Role>>,
    set_kind: Option<Kind>,
    given: Vec<Given>,
    columns: Vec<Column>,
    comma_questions: Vec<Question>,
    questions: Vec<Question>,
    doubt: Option<Doubt>,
    scheme: Scheme,
    gather: Option<Gather>,
    /// Rows that are no rows, and rows that mean nothing.
    broken: Rejections,
    rejected: Rejections,
    repeated: usize,
    fine: usize,
    series: Vec<Series>,
    notes: Vec<String>,
}

impl Reading {
    /// Begins to read a text.
    pub fn new(text: &str) -> Self {
        let (text, cut) = text::prepared(text);
        Self {
            rows: Rows::of(&text),
            text,
            cut,
            grid: Grid::default(),
            turned: false,
            frame: Frame::default(),
            facts: Vec::new(),
            evidence: Vec::new(),
            commas: Vec::new(),
            stage: Stage::Text,
            set_roles: Vec::new(),
            set_kind: None,
            given: Vec::new(),
            columns: Vec::new(),
            comma_questions: Vec::new(),
            questions: Vec::new(),
            doubt: None,
            scheme: Scheme::default(),
            gather: None,
            broken: Rejections::default(),
            rejected: Rejections::default(),
            repeated: 0,
            fine: 0,
            series: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Reads a text to its end.
    pub fn of(text: &str) -> Self {
        let mut reading = Self::new(text);
        reading.finish();
        reading
    }

    /// Reads on to the end.
    pub fn finish(&mut self) {
        while !self.advance(1_000_000) {}
    }

    /// Reads on for about so many operations (a million take some 10 ms); whether all is done.
    pub fn advance(&mut self, operations: usize) -> bool {
        let mut left = operations.max(1);
        while self.stage != Stage::Done && left > 0 {
            let cost = match self.stage {
                Stage::Text => self.read_text(left),
                Stage::Commas(row) => self.look_for_commas(row, left),
                Stage::Profile(row) => self.profile(row, left),
                Stage::Gather(row) => self.gather(row, left),
                Stage::Done => 0,
            };
            left = left.saturating_sub(cost.max(1));
        }
        self.stage == Stage::Done
    }

    /// Which part of the work is done, from 0 to 1.
    pub fn progress(&self) -> f64 {
        let rows = self.grid.len().max(1) as f64;
        let part = |row: usize| (row as f64 / rows).min(1.0);
        match self.stage {
            Stage::Text => 0.3 * self.rows.at() as f64 / self.text.len().max(1) as f64,
            Stage::Commas(row) => 0.3 + 0.1 * part(row),
            Stage::Profile(row) => 0.4 + 0.3 * part(row),
            Stage::Gather(row) => 0.7 + 0.3 * part(row),
            Stage::Done => 1.0,
        }
    }

    fn read_text(&mut self, bytes: usize) -> usize {
        let before = self.rows.at();
        let done = self
            .rows
            .advance(&self.text, &mut self.grid, &mut self.broken, bytes);
        if done {
            self.outline();
        }
        self.rows.at().saturating_sub(before)
    }

    /// The grid is complete: finds its headings.
    fn outline(&mut self) {
        let mut headings = self.rows.headings();
        if headings.is_none() && frame::is_on_its_side(&self.grid) {
            self.grid = self.grid.on_its_side();
            self.turned = true;
        }
        if self.grid.len() == 0 {
            headings = None;
        }
        let comment = self.last_comment().unwrap_or_default();
        self.frame = Frame::of(&self.grid, headings, &comment);
        if let Some(column) = inside::find(&self.grid, &self.frame) {
            self.grid = inside::part(
                &self.grid,
                (self.frame.first, self.frame.headings.len()),
                column,
            );
            self.frame.part(column);
        }
        let width = self.frame.headings.len();
        self.evidence = vec![Commas::default(); width];
        self.set_roles = vec![None; width];
        self.stage = Stage::Commas(self.frame.first);
    }

    /// The cells of the last commented line before the table, which may be its headings.
    fn last_comment(&self) -> Option<Vec<String>> {
        let lines = self.text.lines().map(str::trim);
        let before = lines.take_while(|it| it.is_empty() || it.starts_with('#'));
        let comment = before.take(1000).filter(|it| !it.is_empty()).last()?;
        Some(self.rows.cells_of(comment.trim_start_matches('#').trim()))
    }

    /// Goes on from a row for so many operations; gives the next row and the cost.
    fn for_rows(
        &self,
        from: usize,
        operations: usize,
        mut each: impl FnMut(&Grid, usize),
    ) -> (usize, usize) {
        let (mut row, mut cost) = (from, 0);
        while row < self.grid.len() && cost < operations {
            each(&self.grid, row);
            cost += CELL * self.grid.width_of(row).max(1);
            row += 1;
        }
        (row, cost)
    }

    fn look_for_commas(&mut self, from: usize, operations: usize) -> usize {
        let mut evidence = std::mem::take(&mut self.evidence);
        let (row, cost) = self.for_rows(from, operations, |grid, row| {
            for (cell, commas) in grid.row(row).zip(&mut evidence) {
                commas.add(cell);
            }
        });
        self.evidence = evidence;
        self.stage = Stage::Commas(row);
        if row >= self.grid.len() {
            self.decide_commas();
        }
        cost / 4
    }

    fn decide_commas(&mut self) {
        let mut questions = Questions::beside(&self.given);
        let semicolons = self.rows.name().contains("semicolon");
        self.commas = commas::decide(&self.evidence, semicolons, &mut questions);
        self.comma_questions = questions.asked;
        let columns = self.frame.headings.iter().zip(&self.frame.lengths);
        self.facts = (columns.zip(&self.commas))
            .map(|((heading, length), comma)| Facts {
                // (Above cells like 96,5 the heading 1.024 is a thousand and more.)
                length: length.map(|it| frame::number(heading, *comma).unwrap_or(it)),
                heading: heading.clone(),
                ..Facts::default()
            })
            .collect();
        self.stage = Stage::Profile(self.frame.first);
    }

    fn profile(&mut self, from: usize, operations: usize) -> usize {
        let mut facts = std::mem::take(&mut self.facts);
        let headings = &self.frame;
        let (row, cost) = self.for_rows(from, operations, |grid, row| {
            if !repeats(headings, grid, row) {
                for (column, facts) in facts.iter_mut().enumerate() {
                    let comma = self.commas.get(column).copied().flatten();
                    facts.profile.add(grid.cell(row, column), comma);
                }
            }
        });
        self.facts = facts;
        self.stage = Stage::Profile(row);
        if row >= self.grid.len() {
            self.understand();
        }
        cost
    }

    /// All cells are known: guesses roles, asks, and begins to gather.
    fn understand(&mut self) {
        let rows = self.grid.len() - self.frame.first.min(self.grid.len());
        let guess = guess::guess(
            &self.facts,
            &self.set_roles,
            self.set_kind,
            rows,
            self.frame.headed,
        );
        let mut questions = Questions::beside(&self.given);
        questions.asked.clone_from(&self.comma_questions);
        let seen = first::look(&self.grid, self.frame.first, &guess, &self.commas);
        self.scheme = scheme::scheme(&self.facts, &guess, seen, &self.commas, &mut questions);
        self.questions = questions.asked;
        self.doubt.clone_from(&guess.doubt);
        let columns = guess.roles.into_iter().enumerate();
        self.columns = columns
            .map(|(column, (role, reason))| Column {
                heading: scheme::name_of(&self.facts, column),
                look: self.facts[column].profile.look(),
                role,
                reason,
                length: self.facts[column].length,
            })
            .collect();
        self.rejected = self.broken.clone();
        self.series.clear();
        self.repeated = 0;
        self.fine = 0;
        if rows == 0 {
            self.scheme.obstacle = Some("There are no rows of data in this text.".to_owned());
        }
        self.gather = Some(Gather::new(&self.scheme));
        self.notes = self.notes_on_text();
        self.notes.extend(self.scheme.notes.iter().cloned());
        let blocked = self.scheme.obstacle.is_some();
        self.stage = if blocked {
            Stage::Done
        } else {
            Stage::Gather(self.frame.first)
        };
    }

    fn gather(&mut self, from: usize, operations: usize) -> usize {
        let Some(mut gather) = self.gather.take() else {
            self.stage = Stage::Done;
            return 0;
        };
        let mut rejected = std::mem::take(&mut self.rejected);
        let mut repeated = 0;
        let (row, cost) = self.for_rows(from, operations, |grid, row| {
            if repeats(&self.frame, grid, row) {
                repeated += 1;
            } else if self.frame.headed && grid.width_of(row) > self.frame.headings.len() {
                let cells = grid.width_of(row);
                rejected.add(grid.line(row), || {
                    format!(
                        "it has {cells} cells under {} headings",
                        self.frame.headings.len()
                    )
                });
            } else {
                gather.add(grid, row, &self.scheme, &mut rejected);
            }
        });
        self.repeated += repeated;
        self.stage = Stage::Gather(row);
        if row >= self.grid.len() {
            let (series, notes, fine) = gather.finish(&self.scheme, &mut rejected);
            self.series = series;
            self.notes.extend(notes);
            self.fine = fine;
            if self.repeated > 0 {
                self.notes.push(format!(
                    "Headings that come again were passed over {}.",
                    count(self.repeated as u64, "time")
                ));
            }
            self.stage = Stage::Done;
        } else {
            self.gather = Some(gather);
        }
        self.rejected = rejected;
        cost
    }
}

/// Whether a row says the headings again.
fn repeats(frame: &Frame, grid: &Grid, row: usize) -> bool {
    frame.headed
        && frame
            .headings
            .first()
            .is_some_and(|it| it == grid.cell(row, 0))
        && frame
            .headings
            .iter()
            .enumerate()
            .all(|(column, it)| it == grid.cell(row, column))
}
