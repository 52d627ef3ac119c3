//! The lengths at which curves are drawn.

use bounceback_core::exact::{Exact, lengths};
use bounceback_core::model::scenario::Scenario;

/// How many lengths a drawn curve has: beyond the pixels of a wide figure, more
/// of them change nothing.
pub const DRAWN_LENGTHS: usize = 512;

/// How many where every length is a sum of many terms: they must be ready while a
/// hand is still dragging.
pub const SUMMED_LENGTHS: usize = 128;

/// The lengths from `from` on at which the curves of a scenario are drawn. Where drafts are
/// checked or voted on the curve falls within each and jumps at its end: of few drafts
/// every jump is drawn, of many only what is kept.
pub fn drawn_lengths(scenario: &Scenario, exact: &Exact, from: u64) -> Vec<u64> {
    /// So many drafts can be told apart.
    const FEW_DRAFTS: u64 = 48;
    let count = if exact.is_closed() {
        DRAWN_LENGTHS
    } else {
        SUMMED_LENGTHS
    };
    let mut lengths = lengths(from, scenario.length(), count, scenario.log_x());
    let course = scenario.course();
    if !course.has_drafts() {
        return lengths;
    }
    if let Some(ends) = course.judgements(from, FEW_DRAFTS) {
        lengths.extend(ends.iter().flat_map(|&end| [(end - 1).max(from), end]));
        lengths.sort_unstable();
    } else {
        for length in &mut lengths {
            *length = course.settled(*length).max(from);
        }
    }
    lengths.dedup();
    lengths
}

/// The index of the length nearest to a number of tokens.
pub fn nearest(lengths: &[u64], tokens: f64) -> usize {
    let after = lengths.partition_point(|&n| (n as f64) < tokens);
    if after == 0 {
        return 0;
    }
    let after = after.min(lengths.len() - 1);
    let before = after.saturating_sub(1);
    let distance = |i: usize| (lengths[i] as f64 - tokens).abs();
    if distance(before) <= distance(after) {
        before
    } else {
        after
    }
}
