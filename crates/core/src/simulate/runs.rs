//! Single runs, event by event: jump to the next event instead of walking tokens.

use super::notes::{Notes, Strip};
use super::record::Record;
use super::run::{Phase, Run};
use super::stream::Stream;
use super::stretches::Stretches;
use super::tally::Tally;
use crate::exact::Exact;
use crate::model::course::Course;

/// How far a simulation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Runs finished.
    pub finished: u64,
    /// Runs asked for.
    pub asked: u64,
}

impl Progress {
    /// Whether every run is finished.
    pub const fn is_done(self) -> bool {
        self.finished == self.asked
    }
}

/// A simulation that can be advanced in slices of bounded work.
#[derive(Clone, Debug)]
pub struct Runs {
    course: Course,
    /// Tells how difficult completions are whose beginning is done: once for all runs.
    exact: Exact,
    /// The stages, made ready once where all runs are alike.
    phases: Vec<Phase>,
    last: u64,
    seed: u64,
    asked: u64,
    tolerance: Option<u64>,
    current: Option<Run>,
    rows: usize,
    record: Record,
    /// What each run has paid, where that is asked for.
    paid: Option<Vec<u64>>,
}

impl Runs {
    /// Prepares `asked` runs of a course, looked at at each of `lengths`; errors are
    /// counted where a tolerance is given.
    pub fn new(
        course: &Course,
        lengths: Vec<u64>,
        asked: u64,
        seed: u64,
        tolerance: Option<u64>,
    ) -> Self {
        let last = lengths.last().copied().unwrap_or(course.start());
        let course = course.clone().extended(last);
        // A draft that has begun is written to its end: only then is it known what is kept.
        let last = course.settled_after(last);
        Self {
            phases: Phase::all(&course, 0.0),
            exact: Exact::of(course.clone()),
            course,
            last,
            seed,
            asked,
            tolerance,
            current: None,
            rows: 0,
            paid: None,
            record: Record::new(lengths, tolerance.is_some()),
        }
    }

    /// Also keeps the first `rows` runs as strips, a cell for each of `cells`
    /// (the last token of each cell, strictly increasing).
    #[must_use]
    pub fn with_strips(mut self, rows: usize, cells: Vec<u64>) -> Self {
        self.rows = rows;
        self.record.cells = cells;
        self
    }

    /// Also keeps what each run has paid, in tokens.
    #[must_use]
    pub fn with_paid(mut self) -> Self {
        self.paid = Some(Vec::new());
        self
    }

    /// Simulates one run only, of those with the same seed, and keeps it as a strip.
    #[must_use]
    pub fn only(mut self, number: u64, cells: Vec<u64>) -> Self {
        self.record.tally.runs = number;
        self.asked = number + 1;
        self.with_strips(number as usize + 1, cells)
    }

    /// Also counts bad stretches by their length, in bins that end at `edges`.
    #[must_use]
    pub fn with_stretches(mut self, edges: Vec<u64>) -> Self {
        self.record.tally.stretches = Some(Stretches::new(edges));
        self
    }

    /// Simulates until `work` events have happened or every run is finished.
    /// The result does not depend on how the work is sliced.
    pub fn advance(&mut self, work: u64) -> Progress {
        let mut left = work;
        while left > 0 && self.record.tally.runs < self.asked {
            let run = self.current.get_or_insert_with(|| {
                let number = self.record.tally.runs;
                let shown = number < self.rows as u64;
                let stream = |purpose| Stream::new(self.seed, number, purpose);
                Run::new(&self.course, &self.exact, stream, self.tolerance, shown)
            });
            let mut finished = false;
            while left > 0 && !finished {
                finished = run.step(&self.phases, self.last, &mut self.record, &mut left);
            }
            if finished {
                if let Some(paid) = &mut self.paid {
                    paid.push(run.paid);
                }
                self.record.finished(run.row.take(), run.state, run.paid);
                self.current = None;
            }
        }
        self.progress()
    }

    /// How far the simulation has come.
    pub const fn progress(&self) -> Progress {
        Progress {
            finished: self.record.tally.runs,
            asked: self.asked,
        }
    }

    /// The counts of the runs finished so far.
    pub fn tally(&mut self) -> &Tally {
        self.record.tally()
    }

    /// The course that is run.
    pub const fn course(&self) -> &Course {
        &self.course
    }

    /// The lengths looked at.
    pub fn lengths(&self) -> &[u64] {
        &self.record.tally.lengths
    }

    /// The strips of the first runs, as far as they are finished.
    pub fn strips(&self) -> &[Strip] {
        &self.record.strips
    }

    /// What each run finished so far has paid, where that is asked for.
    pub fn paid(&self) -> &[u64] {
        self.paid.as_deref().unwrap_or_default()
    }

    /// What is noted of the first runs beside their strips.
    pub fn notes(&self) -> &[Notes] {
        &self.record.notes
    }

    /// The greatest lengths of the bins of bad stretches, where those are asked for.
    pub fn edges(&self) -> &[u64] {
        let stretches = self.record.tally.stretches.as_ref();
        stretches.map_or(&[], |stretches| &stretches.edges)
    }
}
