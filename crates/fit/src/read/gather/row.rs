//! One row of a table, its cells read by the scheme.

use crate::read::cell::{Cell, Mark, half_place, read};
use crate::read::grid::Grid;
use crate::read::scheme::{Result as Column, Scale, Scheme};
use bounceback_core::number::format::{shorten, shortest};
use std::collections::BTreeMap;

/// The most sets that are told apart.
pub(super) const MOST_SETS: usize = 200;

/// The largest number that is taken for a length, a count or a weight; one over it is the least.
pub(super) const MOST: f64 = 1e12;

/// A row, and how to read it.
#[derive(Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(super) grid: &'a Grid,
    pub(super) at: usize,
    pub(super) scheme: &'a Scheme,
}

/// Why a row can't be read.
pub(super) type Reason = String;

impl<'a> Row<'a> {
    pub(super) fn line(&self) -> usize {
        self.grid.line(self.at)
    }

    pub(super) fn text(&self, column: usize) -> &'a str {
        self.grid.cell(self.at, column)
    }

    pub(super) fn cell(&self, column: usize) -> Cell {
        read(
            self.text(column),
            self.scheme.commas.get(column).copied().flatten(),
        )
    }

    pub(super) fn name(&self, column: usize) -> &'a str {
        self.scheme.headings.get(column).map_or("", String::as_str)
    }

    /// What is wrong with a cell.
    pub(super) fn wrong(&self, column: usize, why: &str) -> Reason {
        let (name, text) = (self.name(column), self.text(column));
        if text.is_empty() {
            format!("“{name}” is empty")
        } else {
            format!("“{name}” is “{}”, {why}", shorten(text))
        }
    }

    /// A cell's number.
    pub(super) fn number(&self, column: usize) -> Result<f64, Reason> {
        match self.cell(column) {
            Cell::Number(number, _) => Ok(number),
            Cell::Infinite => Err(self.wrong(column, "which has no end")),
            Cell::Missing => Err(self.wrong(column, "which says nothing")),
            Cell::Flag(_) | Cell::Text => Err(self.wrong(column, "which is no number")),
        }
    }

    /// The length of a result: that of its heading, or of the row.
    pub(super) fn length(&self, of: Option<&Column>) -> Result<f64, Reason> {
        if let Some(length) = of.and_then(|it| it.length) {
            return if length > 0.0 {
                Ok(length)
            } else {
                Err("lengths are above 0".to_owned())
            };
        }
        let Some(column) = self.scheme.length else {
            return Err("it has no length".to_owned());
        };
        let length = self.number(column)?;
        if (1.0 / MOST..=MOST).contains(&length) {
            return Ok(length);
        }
        let why = if length > 0.0 {
            "but a length cannot be"
        } else {
            "and lengths are above 0"
        };
        Err(self.wrong(column, why))
    }

    /// How much the row counts.
    pub(super) fn weight(&self) -> Result<f64, Reason> {
        let Some(column) = self.scheme.weight else {
            return Ok(1.0);
        };
        let weight = self.number(column)?;
        if (1.0 / MOST..=MOST).contains(&weight) {
            return Ok(weight);
        }
        Err(self.wrong(column, "which can't be a weight"))
    }

    /// A number as a share, by the scale of the table.
    pub(super) fn share(&self, column: usize, number: f64, mark: Mark) -> Result<f64, Reason> {
        let share = match self.scheme.scale {
            Some(Scale::OutOf(best)) if mark != Mark::Percent => number / best,
            _ => number,
        };
        // 100.0000001% is one of rounding.
        if (-1e-9..=1.0 + 1e-9).contains(&share) {
            Ok(share.clamp(0.0, 1.0))
        } else {
            let why = if share < 0.0 {
                "which is below 0"
            } else {
                "which is more than all"
            };
            Err(self.wrong(column, why))
        }
    }

    /// A standard error as one of a share.
    pub(super) fn error_of_share(&self, error: f64, mark: Mark) -> f64 {
        match self.scheme.scale {
            Some(Scale::OutOf(best)) if mark != Mark::Percent => error / best,
            _ => error,
        }
    }

    /// How far a share may be rounded.
    pub(super) fn rounding(&self, column: usize, mark: Mark) -> f64 {
        self.error_of_share(half_place(self.text(column)), mark)
    }

    /// Right or wrong.
    pub(super) fn flag(&self, column: usize) -> Result<bool, Reason> {
        match self.cell(column) {
            Cell::Flag(flag) => Ok(flag),
            Cell::Number(1.0, _) => Ok(true),
            Cell::Number(0.0, _) if self.scheme.minus_is_wrong => {
                Err(self.wrong(column, "neither right (1) nor wrong (−1)"))
            }
            Cell::Number(0.0 | -1.0, _) => Ok(false),
            _ => Err(self.wrong(column, "neither right nor wrong")),
        }
    }

    /// What the row shares with others.
    pub(super) fn cluster(&self) -> Option<&'a str> {
        self.scheme
            .cluster
            .map(|it| self.text(it))
            .filter(|it| !it.is_empty())
    }
}

/// A whole number, or one with its fraction, as it is written.
pub(super) fn written(number: f64) -> String {
    shortest(number)
}

/// Names that come up, each with a number of its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    places: BTreeMap<String, usize>,
    pub(super) names: Vec<String>,
}

impl Names {
    /// The number of a name; a new one is counted up.
    pub(super) fn place(&mut self, name: &str) -> usize {
        if let Some(&place) = self.places.get(name) {
            return place;
        }
        let place = self.names.len();
        self.places.insert(name.to_owned(), place);
        self.names.push(name.to_owned());
        place
    }
}

/// The sets of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Sets(Names);

impl Sets {
    /// The set that a result of a row belongs to.
    pub(super) fn place(
        &mut self,
        row: &Row<'_>,
        result: Option<&Column>,
    ) -> Result<usize, Reason> {
        let mut parts: Vec<&str> = row.scheme.sets.iter().map(|it| row.text(*it)).collect();
        parts.extend(result.map(|it| it.name.as_str()));
        parts.retain(|it| !it.is_empty());
        let name: String = parts.join(" · ").chars().take(80).collect();
        let place = self.0.place(&name);
        if place < MOST_SETS {
            Ok(place)
        } else {
            Err(format!("there are more than {MOST_SETS} sets"))
        }
    }

    pub(super) fn name(&self, place: usize) -> String {
        self.0.names.get(place).cloned().unwrap_or_default()
    }
}
