//! The rows of a course whose hazard depends on nothing but the number of tokens.

use super::difficulty;
use super::scalar::Marks;
use super::stage::Law;
use super::steady::Steady;
use super::transition::{Row, Transition};
use super::view::View;
use super::work::Work;
use crate::model::course::{Course, Hazard};
use crate::number::math::{exp, expm1};

/// The rows of a course whose hazard depends on nothing but the number of tokens,
/// at increasing lengths; worth nothing where the work is spent.
pub(super) fn rows<T: Steady>(
    course: &Course,
    difficulty: f64,
    marks: Marks<T>,
    lengths: &[u64],
    view: View,
    work: &Work,
) -> Vec<Row<T>> {
    let mut rows = Vec::with_capacity(lengths.len());
    let mut wanted = lengths.iter().copied().peekable();
    let mut row = Row::start();
    while wanted.next_if(|&n| n <= course.start()).is_some() {
        rows.push(row);
    }
    let last = course.stages().len() - 1;
    for (index, stage) in course.stages().iter().enumerate() {
        if work.is_spent() {
            return vec![row; lengths.len()];
        }
        let law = Law::new(stage, difficulty, marks, work);
        // What lengths have in common from one to the next is found once.
        let mut steps = law.is_even().then(Steps::default);
        let closed = law.is_closed() && difficulty == 0.0;
        let (mut at, mut here) = (stage.from, row);
        while let Some(n) = wanted.next_if(|&n| n <= stage.to || index == last) {
            if work.is_spent() {
                return vec![row; lengths.len()];
            }
            let settled = law.settled(n);
            if settled < at {
                // Lengths out of order begin anew.
                (at, here) = (stage.from, row);
            }
            let reached = match &mut steps {
                Some(steps) if !closed => here.after(&steps.span(&law, at, settled)),
                _ => here.after(&law.span(at, settled)),
            };
            let is_judged = view == View::Judged || n >= stage.to;
            rows.push(reached.after(&law.open(settled, n, is_judged)));
            if !closed {
                (at, here) = (settled, reached);
            }
        }
        if wanted.peek().is_none() {
            break;
        }
        let settled = law.settled(stage.to);
        row = here
            .after(&law.span(at, settled))
            .after(&law.open(settled, stage.to, true));
    }
    rows
}

/// The hazard of a course that has the same one at every token, and nothing else.
pub(super) fn only_hazard(course: &Course, difficulty: f64) -> Option<f64> {
    match course.stages() {
        [stage] if stage.is_plain() => match stage.hazard(difficulty) {
            Hazard::Constant(error) => Some(error),
            _ => None,
        },
        _ => None,
    }
}

/// The last two spans of a law that are known: lengths that are spread evenly have gaps of
/// two sizes, as they are whole.
#[derive(Default)]
struct Steps<T> {
    known: [Option<(u64, Transition<T>)>; 2],
}

impl<T: Steady> Steps<T> {
    /// The span of an even law between two lengths.
    fn span(&mut self, law: &Law<'_, T>, from: u64, to: u64) -> Transition<T> {
        let tokens = to - from;
        let known = self.known.into_iter().flatten();
        for (size, span) in known {
            if size == tokens {
                return span;
            }
        }
        let span = law.span(from, to);
        self.known = [Some((tokens, span)), self.known[0]];
        span
    }
}

/// The plain beta-geometric curve: B(a, b + n)/B(a, b).
pub(super) fn frailty(alpha: f64, beta: f64, start: u64, lengths: &[u64]) -> Vec<Row<f64>> {
    lengths
        .iter()
        .map(|&n| {
            let exposure = difficulty::exposure(alpha, beta, n.saturating_sub(start) as f64);
            let flawless = exp(-exposure);
            Row {
                flawless,
                acceptable: flawless,
                unacceptable: -expm1(-exposure),
                lost: 0.0,
            }
        })
        .collect()
}

/// Adds a share of a value to a sum.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "as rows are added")]
pub(super) fn add(sum: &mut f64, weight: f64, value: &f64) {
    *sum += weight * value;
}
