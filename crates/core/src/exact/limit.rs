//! What curves tend to as the last phase goes on for ever.

use super::contagion;
use super::engine::Exact;
use super::rows::rows;
use super::stage::{ENDLESS, Law};
use super::view::View;
use super::work::{READING, Work};
use crate::exact::scalar::Marks;
use crate::exact::steady;
use crate::exact::transition::{Row, Transition};
use crate::model::chain::Errors;
use crate::model::course::{Hazard, Memory, Stage};
use crate::model::criterion::Criterion;
use crate::model::schedule::Schedule;
use crate::number::math::{exp, ln};

/// As far as it makes sense to go for what the curve tends to.
const VERY_FAR: u64 = 1_000_000_000_000_000;

impl Exact {
    /// The limit of [`Exact::judged`] as n → ∞, the last phase going on. Where the
    /// curve alternates for ever (error = recovery = 1) it is the average of the two
    /// values; where queries come at set points, what it is just before one.
    pub fn limit(&self, criterion: Criterion) -> f64 {
        let work = Work::new(READING);
        let limit = self.limit_within(criterion, &work);
        self.took(&work);
        if work.is_spent() { f64::NAN } else { limit }
    }

    fn limit_within(&self, criterion: Criterion, work: &Work) -> f64 {
        let mut row = match self.memory {
            Memory::Errors => self.limit_contagious(work),
            _ => self.averaged(1, Row::EMPTY, Row::add, |difficulty| {
                vec![self.limit_row(difficulty, work)]
            })[0],
        };
        row.tidy();
        match criterion {
            Criterion::Acceptable => row.acceptable,
            Criterion::Flawless | Criterion::Tolerant(0) => row.flawless,
            // Errors that go on striking strike more often than any tolerance; where
            // they die out, the number at a very great length is that of ever.
            Criterion::Tolerant(_) if row.flawless == 1.0 => 1.0,
            Criterion::Tolerant(_) if row.flawless == 0.0 && !self.dies_out() => 0.0,
            Criterion::Tolerant(most) => {
                self.tolerant_within(most, &[VERY_FAR], View::Judged, work)[0]
            }
        }
    }

    /// Whether errors may cease although some have struck.
    fn dies_out(&self) -> bool {
        let last = self.course.stages().last();
        last.is_some_and(|last| match last.hazard(0.5) {
            Hazard::Constant(error) => error == 0.0,
            Hazard::Scheduled(schedule) => {
                last.query.is_none() && schedule.exposure(1.0, f64::INFINITY).is_finite()
            }
            Hazard::Contagious { first, .. } => first == 0.0,
        })
    }

    fn limit_row(&self, difficulty: f64, work: &Work) -> Row<f64> {
        let start = self.start_of_last(difficulty, work);
        let Some(last) = self.course.stages().last() else {
            return start;
        };
        let law = Law::new(last, difficulty, Marks::NONE, work);
        match last.hazard(difficulty) {
            Hazard::Scheduled(schedule) if last.query.is_none() => {
                limit_of_scheduled(last, &law, schedule.as_ref(), &start)
            }
            _ => start.after(&law.forever()),
        }
    }

    /// Where completions that remember their errors end: with every next error
    /// certain, if there is a first one and one leads to another.
    fn limit_contagious(&self, work: &Work) -> Row<f64> {
        let Some(last) = self.course.stages().last() else {
            return Row::start();
        };
        let Hazard::Contagious { first, more } = last.hazard(0.0) else {
            return Row::start();
        };
        let start = self.remembering(None, &[last.from], View::Judged).looks[0].row();
        if last.query.is_some() {
            let Some(round) = contagion::rounds(last, 1) else {
                return Row {
                    acceptable: f64::NAN,
                    unacceptable: f64::NAN,
                    ..start
                };
            };
            return settled(&start, &round.forever());
        }
        let error = if more > 0.0 && first > 0.0 {
            1.0
        } else {
            first
        };
        let mut certain = last.clone();
        certain.errors = Errors::Constant(error);
        if last.check.is_some() {
            // Where drafts with errors are never kept, errors never get likelier.
            let far = self.remembering(None, &[VERY_FAR], View::Judged).looks[0].row();
            if far.flawless > 0.0 {
                return far;
            }
        }
        let law = Law::new(&certain, 0.0, Marks::NONE, work);
        settled(&start, &law.forever())
    }

    /// The row at the beginning of the last stage.
    fn start_of_last(&self, difficulty: f64, work: &Work) -> Row<f64> {
        let from = self.course.stages().last().map_or(0, |stage| stage.from);
        rows(
            &self.course,
            difficulty,
            Marks::NONE,
            &[from],
            View::Judged,
            work,
        )[0]
    }
}

/// Where a stage ends up whose hazard dies out.
fn limit_of_scheduled(
    last: &Stage,
    law: &Law<'_, f64>,
    schedule: &dyn Schedule,
    start: &Row<f64>,
) -> Row<f64> {
    /// By so much each stretch is longer than the one before.
    const FACTOR: u64 = 1000;
    if schedule.final_hazard() > 0.0 {
        return start.after(&law.forever());
    }
    // The hazard dies out: what is made good stays good.
    let clock = (last.from - last.clock) as f64;
    if last.check.as_ref().is_none_or(|it| it.size >= ENDLESS) {
        let exposure = schedule.exposure(clock, f64::INFINITY);
        let ever = law.endless(&steady::spent(exposure, last.fatal));
        let mut row = start.after(&ever);
        if last.return_rate() > 0.0 && last.fatal == 0.0 && last.check.is_none() {
            row.acceptable += row.unacceptable;
            row.unacceptable = 0.0;
        }
        return row;
    }
    // Of what drafts lose, ever more is lost or ever less: the exposures of stretches
    // that grow by the same factor tell which, as they fall like a power in the end.
    let mut lost = [0.0; 2];
    let mut at = last.from;
    let mut row = *start;
    for _ in 0..4 {
        let to = law.settled(last.from + (at - last.from).max(1000).saturating_mul(FACTOR));
        let next = row.after(&law.span(at, to));
        lost = [lost[1], ln(row.acceptable / next.acceptable)];
        (at, row) = (to, next);
    }
    let ratio = lost[1] / lost[0];
    let rest = if lost[1] == 0.0 || row.acceptable == 0.0 {
        1.0
    } else if ratio > 0.99 {
        0.0
    } else {
        exp(-lost[1] * ratio / (1.0 - ratio))
    };
    let kept = row.acceptable * rest;
    Row {
        flawless: row.flawless * rest,
        acceptable: kept,
        unacceptable: row.unacceptable + (row.acceptable - kept),
        lost: row.lost,
    }
}

/// What comes of a row in the end, also of one that is not known, if that plays no part.
fn settled(start: &Row<f64>, ever: &Transition<f64>) -> Row<f64> {
    if start.acceptable.is_nan() && ever.aa == ever.ua {
        return Row::start().after(ever);
    }
    start.after(ever)
}
