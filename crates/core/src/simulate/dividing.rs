//! Runs divide among states, as binomial draws have it.

use super::stream::Stream;
use crate::exact::transition::Transition;
use crate::model::chain::State;

/// How many runs are in each state, in the order of [`State::ALL`].
pub(super) type Counts = [u64; 4];

/// A share of a whole that may be nothing.
pub(super) fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 {
        (part / whole).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

/// The states of runs after a stretch.
pub(super) fn step(counts: &Counts, span: &Transition<f64>, stream: &mut Stream) -> Counts {
    let mut next = [0; 4];
    for (state, &count) in State::ALL.into_iter().zip(counts) {
        // From the least likely to the likeliest: most draws are then of few runs.
        let row: [(usize, f64); 4] = match state {
            State::Flawless => [
                (3, span.al),
                (2, span.au),
                (1, (span.marred - span.au - span.al).max(0.0)),
                (0, span.flawless),
            ],
            State::Recovered => [(3, span.al), (2, span.au), (1, span.aa), (0, 0.0)],
            State::Unacceptable => [(3, span.ul), (1, span.ua), (2, span.uu), (0, 0.0)],
            State::Lost => [(3, 1.0), (0, 0.0), (0, 0.0), (0, 0.0)],
        };
        divide(count, &row, stream, &mut next);
    }
    next
}

/// Divides runs among places by their probabilities, which sum to 1.
pub(super) fn divide(runs: u64, row: &[(usize, f64)], stream: &mut Stream, next: &mut [u64]) {
    let (mut left, mut rest) = (runs, 1.0);
    // Nothing is left over: the last place that has any probability takes the rest.
    let last = row.iter().rposition(|&(_, share)| share > 0.0).unwrap_or(0);
    for (index, &(place, share)) in row.iter().enumerate().take(last + 1) {
        if left == 0 {
            return;
        }
        let here = if index == last {
            left
        } else {
            stream.binomial(left, (share / rest).clamp(0.0, 1.0))
        };
        next[place] += here;
        left -= here;
        rest = (rest - share).max(f64::MIN_POSITIVE);
    }
}
