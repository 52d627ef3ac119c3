//! The lengths that are read.

use super::layout::Layout;
use crate::figure::axis::Scale;
use bounceback_core::exact::lengths;
use bounceback_core::model::course::Stage;
use bounceback_core::number::math::pow;

/// How many lengths are computed: where each has a closed form, and where not.
pub(super) const CLOSED: usize = 320;
pub(super) const SUMMED: usize = 96;

/// Steps of a staircase are drawn as such where there are no more of them than this.
const STEPS: usize = 60;

/// The lengths at which states are computed: more in a wider phase, those beside each
/// step, and the ends.
pub(super) fn stops(tokens: &[u64], scale: Scale, stages: &[Stage], count: usize) -> Vec<u64> {
    let layout = Layout::of(tokens, scale, (0.0, 1.0));
    let mut stops = Vec::new();
    let mut from = 0;
    for (phase, &(to, _)) in layout.ends.iter().enumerate() {
        let (start, end) = layout.span(phase);
        let share = ((end - start) * count as f64) as usize;
        stops.extend(spread_lengths(from, to, share.max(8), scale));
        from = to;
    }
    for stage in stages.iter().filter(|stage| stage.from < stage.to) {
        let most = (STEPS * count / CLOSED) as u64;
        let few = |interval: u64| (stage.to - stage.from).div_ceil(interval) <= most;
        if let Some(check) = stage.check.filter(|check| few(check.size)) {
            // What is checked counts with its last token.
            stops.extend(places(stage, check.size, check.size).flat_map(|at| [at - 1, at]));
        }
        if let Some(query) = stage.query.filter(|query| few(query.interval)) {
            // What is caught is caught before the next token.
            stops.extend(places(stage, query.interval, 0).flat_map(|at| [at, at + 1]));
        }
    }
    stops.sort_unstable();
    stops.dedup();
    stops
}

/// About so many lengths of a phase, as its tokens are spread.
pub(super) fn spread_lengths(from: u64, to: u64, count: usize, scale: Scale) -> Vec<u64> {
    if scale == Scale::Linear || from == 0 {
        return lengths(from, to, count, scale == Scale::Log);
    }
    let ratio = to as f64 / from as f64;
    let last = (count - 1) as f64;
    let at = |step: usize| from as f64 * pow(ratio, step as f64 / last);
    let mut lengths: Vec<u64> = (0..count).map(|step| at(step).round() as u64).collect();
    lengths.extend([from, to]);
    lengths.retain(|length| (from..=to).contains(length));
    lengths
}

/// The tokens of a stage after which something is done: every so many, from some on.
pub(super) fn places(
    stage: &Stage,
    interval: u64,
    first: u64,
) -> impl Iterator<Item = u64> + use<> {
    let (from, to) = (stage.from, stage.to);
    let last = (to - from).saturating_sub(1) / interval;
    (0..=last).map(move |index| (from + first + index * interval).min(to))
}
