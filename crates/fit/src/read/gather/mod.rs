//! From rows to data of one kind.

mod cohorts;
mod paths;
mod row;
mod survivors;

use super::grid::Grid;
use super::reject::Rejections;
use super::role::Kind;
use super::scheme::Scheme;
use crate::data::Series;
use cohorts::Cohorts;
use paths::Paths;
use row::Row;
use survivors::{FirstMistakes, Survivors};

/// What has been gathered so far.
#[derive(Clone, Debug)]
enum Kept {
    Cohorts(Cohorts),
    Survivors(Survivors),
    FirstMistakes(FirstMistakes),
    Paths(Paths),
}

/// Rows being gathered.
#[derive(Clone, Debug)]
pub(super) struct Gather {
    kept: Kept,
    /// How many rows were understood.
    pub(super) fine: usize,
}

impl Gather {
    pub(super) fn new(scheme: &Scheme) -> Self {
        let kept = match scheme.kind {
            Some(Kind::Paths) => Kept::Paths(Paths::default()),
            Some(Kind::Survivors) if scheme.first_mistake.is_some() => {
                Kept::FirstMistakes(FirstMistakes::default())
            }
            Some(Kind::Survivors) => Kept::Survivors(Survivors::default()),
            _ => Kept::Cohorts(Cohorts::default()),
        };
        Self { kept, fine: 0 }
    }

    /// Gathers one row.
    pub(super) fn add(
        &mut self,
        grid: &Grid,
        row: usize,
        scheme: &Scheme,
        rejected: &mut Rejections,
    ) {
        let row = Row {
            grid,
            at: row,
            scheme,
        };
        let done = match &mut self.kept {
            Kept::Cohorts(it) => it.add(&row),
            Kept::Survivors(it) => it.add(&row),
            Kept::FirstMistakes(it) => it.add(&row),
            Kept::Paths(it) => it.add(&row),
        };
        match done {
            Ok(()) => self.fine += 1,
            Err(reason) => rejected.add(row.line(), || reason),
        }
    }

    /// The data, and what is to be said of them; rows that only don't fit the others are
    /// rejected now.
    pub(super) fn finish(
        self,
        scheme: &Scheme,
        rejected: &mut Rejections,
    ) -> (Vec<Series>, Vec<String>, usize) {
        let before = rejected.count;
        let weighted = scheme.weight.is_some();
        let (series, notes) = match self.kept {
            Kept::Cohorts(it) => it.finish(weighted),
            Kept::Survivors(it) => it.finish(scheme, rejected),
            Kept::FirstMistakes(it) => it.finish(),
            Kept::Paths(it) => it.finish(weighted, rejected),
        };
        let late = rejected.count - before;
        (series, notes, self.fine.saturating_sub(late))
    }
}
