//! The bins in which first errors and bad stretches are counted.

use bounceback_core::exact::lengths;
use bounceback_core::model::course::Stage;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::math::{ln, log1p};

/// About how many bins each law has.
const BINS: usize = 20;

/// The share of stretches that may be longer than those shown one by one.
const LONGER: f64 = 0.005;

/// The numbers of tokens between which first errors are counted: some of those at which
/// curves are drawn.
pub(super) fn token_edges(scenario: &Scenario, drawn: &[u64]) -> Vec<u64> {
    let (done, length, rest) = (scenario.done(), scenario.length(), scenario.remaining());
    let width = match draft(scenario) {
        Some(size) if !scenario.log_x() => rest.div_ceil(BINS as u64).div_ceil(size) * size,
        _ => 0,
    };
    // Of errors in drafts those count that are kept.
    let course = scenario.course();
    let drawn: Vec<u64> = drawn
        .iter()
        .copied()
        .filter(|&length| course.settled(length) == length)
        .collect();
    let wanted = if width > 0 && rest / width > 1 {
        let whole = (0..=rest / width).map(|bin| done + bin * width);
        whole.chain([length]).collect()
    } else {
        lengths(done, length, BINS + 1, scenario.log_x())
    };
    let from = |edge: u64| drawn.get(drawn.partition_point(|&length| length < edge));
    let mut edges: Vec<u64> = wanted.into_iter().filter_map(from).copied().collect();
    edges.dedup();
    edges
}

/// The greatest lengths of the bins of a scenario's bad stretches. Nearly all stretches
/// lie within them.
pub fn bins(scenario: &Scenario) -> Vec<u64> {
    let course = scenario.course();
    let most = scenario.remaining().max(1);
    let rate = |stage: &Stage| {
        let back = ln_stays(stage.return_rate());
        let caught = stage
            .query
            .map_or(0.0, |query| ln_stays(query.catch) / query.interval as f64);
        back + caught
    };
    let slowest = course
        .stages()
        .iter()
        .map(rate)
        .fold(f64::NEG_INFINITY, f64::max);
    // Where nothing ever returns, the end of the text is meant.
    let reach = if slowest < 0.0 {
        (ln(LONGER) / slowest).ceil()
    } else {
        f64::INFINITY
    };
    let reach = |times: f64| {
        let reach = (reach * times).max(1.0);
        if reach < most as f64 {
            reach as u64
        } else {
            most
        }
    };
    if scenario.log_x() {
        return lengths(1, reach(4.0), BINS, true);
    }
    let width = reach(1.0).div_ceil(BINS as u64);
    // What is kept of drafts is kept as a whole: bins hold whole drafts.
    let width = match draft(scenario) {
        Some(size) if size.saturating_mul(4) < most => width.div_ceil(size) * size,
        _ => width,
    };
    let bins = reach(1.0).div_ceil(width);
    (1..=bins).map(|bin| bin * width).collect()
}

/// The tokens of a draft, where drafts are checked or voted on.
fn draft(scenario: &Scenario) -> Option<u64> {
    let course = scenario.course();
    let mut checks = course.stages().iter().filter_map(|stage| stage.check);
    let size = checks.next()?.size;
    Some(size.min(scenario.remaining().max(1)))
}

/// ln(1 − p), as a number even where p is 1.
fn ln_stays(p: f64) -> f64 {
    log1p(-p).max(-700.0)
}
