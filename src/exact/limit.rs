//! What curves tend to as the last phase goes on for ever.

use super::stage::Law;
use super::{Exact, REMEMBERS, THOROUGH, contagion, difficulty, rows};
use crate::chain::Errors;
use crate::course::{Hazard, Memory};
use crate::criterion::Criterion;
use crate::transition::{Marks, Row};

/// As far as it makes sense to go for what the curve tends to.
const VERY_FAR: u64 = 1_000_000_000_000_000;

impl Exact {
    /// The limit of [`Exact::success`] as n → ∞, the last phase going on. Where the
    /// curve alternates for ever (error = recovery = 1) it is the average of the two
    /// values; where queries come at set points, what it is just before one.
    pub fn limit(&self, criterion: Criterion) -> f64 {
        let rows = match self.memory {
            Memory::Errors => self.limit_contagious(),
            Memory::Difficulty { alpha, beta } if THOROUGH => {
                let mut sum = Row::EMPTY;
                for (error, weight) in difficulty::nodes(alpha, beta) {
                    sum.add(weight, &self.limit_row(error));
                }
                sum
            }
            _ => self.limit_row(0.0),
        };
        match criterion {
            Criterion::Acceptable => rows.acceptable,
            Criterion::Flawless | Criterion::Tolerant(0) => rows.flawless,
            // Errors that go on striking strike more often than any tolerance; where
            // they die out, the number at a very great length is that of ever.
            Criterion::Tolerant(_) if rows.flawless == 0.0 && !self.dies_out() => 0.0,
            Criterion::Tolerant(most) => self.tolerant(most, &[VERY_FAR])[0],
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

    fn limit_row(&self, difficulty: f64) -> Row<f64> {
        let start = self.start_of_last(difficulty);
        let Some(last) = self.course.stages().last() else {
            return start;
        };
        let law = Law::new(last, difficulty, Marks::NONE);
        if let Hazard::Scheduled(schedule) = last.hazard(difficulty)
            && last.query.is_none()
            && schedule.final_hazard() == 0.0
        {
            // The hazard dies out: what is made good stays good.
            let clock = (last.from - last.clock) as f64;
            let exposure = schedule.exposure(clock, f64::INFINITY);
            let ever = crate::transition::spent(exposure, last.fatal);
            if last.check.is_none() {
                let mut row = start.after(&ever);
                if last.return_rate() > 0.0 && last.fatal == 0.0 {
                    row.acceptable += row.unacceptable;
                    row.unacceptable = 0.0;
                }
                return row;
            }
            let course = self.course.clone().extended(VERY_FAR);
            return rows(&course, difficulty, Marks::NONE, &[VERY_FAR])[0];
        }
        start.after(&law.forever())
    }

    /// Where completions that remember their errors end: with every next error
    /// certain, if there is a first one and one leads to another.
    fn limit_contagious(&self) -> Row<f64> {
        let Some(last) = self.course.stages().last().filter(|_| REMEMBERS) else {
            return Row::start();
        };
        let Hazard::Contagious { first, more } = last.hazard(0.0) else {
            return Row::start();
        };
        let start = contagion::plain(&self.course, &[last.from], &self.drafts)[0];
        if last.query.is_some() {
            return start.after(&contagion::rounds(last, 1).forever());
        }
        let error = if more > 0.0 && first > 0.0 {
            1.0
        } else {
            first
        };
        let mut certain = last.clone();
        certain.errors = Errors::Constant(error);
        let law = Law::new(&certain, 0.0, Marks::NONE);
        start.after(&law.forever())
    }

    /// The row at the beginning of the last stage.
    fn start_of_last(&self, difficulty: f64) -> Row<f64> {
        let from = self.course.stages().last().map_or(0, |stage| stage.from);
        rows(&self.course, difficulty, Marks::NONE, &[from])[0]
    }
}
