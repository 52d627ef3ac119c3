//! The probability of every state along the tokens, and the lengths at which it is
//! computed.

use super::layout::{Layout, frame, scale};
use crate::figure::axis::Scale;
use bounceback_core::exact::{Exact, lengths};
use bounceback_core::model::chain::Occupancy;
use bounceback_core::model::course::Stage;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::model::schema::Phase;
use bounceback_core::number::math::pow;

/// How many lengths are computed: where each has a closed form, and where not.
const CLOSED: usize = 320;
const SUMMED: usize = 96;

/// Steps of a staircase are drawn as such where there are no more of them than this.
const STEPS: usize = 60;

/// What the figure shows.
#[derive(Clone, Debug)]
pub struct Timeline {
    pub(super) phases: Vec<Phase>,
    /// The tokens of each phase.
    pub(super) tokens: Vec<u64>,
    /// What is not yet done, stage by stage.
    pub(super) stages: Vec<Stage>,
    pub(super) done: u64,
    pub(super) lengths: Vec<u64>,
    /// The probabilities at the first of the lengths, as far as they are computed.
    pub(super) states: Vec<Occupancy>,
    exact: Exact,
    /// The scale of tokens, and whether that of shares is logarithmic.
    pub(super) scale: Scale,
    pub(super) log_y: bool,
    /// What a token is called, and several.
    pub(super) unit: (&'static str, &'static str),
}

impl Timeline {
    /// Reads the figure off a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let phases = scenario.phases();
        let tokens: Vec<u64> = phases.iter().map(|it| scenario.tokens_of(it)).collect();
        let stages = scenario.course().stages().to_vec();
        let exact = Exact::new(scenario);
        let count = if exact.is_closed() { CLOSED } else { SUMMED };
        let scale = scale(scenario);
        let lengths = stops(&tokens, scale, &stages, count);
        let mut timeline = Self {
            phases,
            tokens,
            stages,
            done: scenario.done(),
            lengths,
            states: Vec::new(),
            scale,
            log_y: scenario.log_y(),
            unit: scenario.unit(),
            exact,
        };
        if timeline.exact.is_closed() {
            timeline.compute(usize::MAX);
        }
        timeline
    }

    /// Computes the states at so many more lengths; whether there were any left.
    pub(super) fn compute(&mut self, places: usize) -> bool {
        let known = self.states.len();
        if self.is_presentable() {
            return false;
        }
        // Where lengths are walked to, all of them take no longer than the last.
        let places = if self.exact.is_walked() {
            usize::MAX
        } else {
            places
        };
        let next: Vec<u64> = self
            .lengths
            .iter()
            .copied()
            .skip(known)
            .take(places)
            .collect();
        let states = self.exact.occupancies(&next);
        self.states.extend(states);
        if self.is_presentable() {
            // What is known by simulation only has no place here.
            let known = self.states.iter().map(|states| !states.flawless.is_nan());
            let mut kept = known.collect::<Vec<bool>>().into_iter();
            self.lengths.retain(|_| kept.next().unwrap_or(false));
            self.states.retain(|states| !states.flawless.is_nan());
        }
        true
    }

    /// Whether all of them are computed.
    pub(super) fn is_presentable(&self) -> bool {
        self.states.len() == self.lengths.len()
    }

    pub(super) fn layout(&self, width: f64) -> Layout {
        Layout::of(&self.tokens, self.scale, frame(width, self.log_y))
    }

    /// The phase that a number of tokens lies in.
    pub(super) fn phase_of(&self, tokens: u64) -> usize {
        let mut end = 0;
        let last = self.tokens.len() - 1;
        let inside = self.tokens.iter().position(|tokens_of| {
            end += tokens_of;
            tokens <= end
        });
        inside.unwrap_or(last)
    }
}

/// The lengths at which states are computed: more in a wider phase, those beside each
/// step, and the ends.
fn stops(tokens: &[u64], scale: Scale, stages: &[Stage], count: usize) -> Vec<u64> {
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
fn spread_lengths(from: u64, to: u64, count: usize, scale: Scale) -> Vec<u64> {
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

/// The probabilities of the states, from the foot up.
pub(super) const fn shares(states: &Occupancy) -> [f64; 4] {
    [
        states.flawless,
        states.recovered,
        states.unacceptable,
        states.lost,
    ]
}

/// The probability of one of them.
pub(super) fn share(states: &Occupancy, state: usize) -> f64 {
    shares(states).get(state).copied().unwrap_or_default()
}

/// The probability of the lowest so many states together.
pub(super) fn below(states: &Occupancy, count: usize) -> f64 {
    if count == 4 {
        return 1.0;
    }
    let lowest = shares(states).into_iter().take(count);
    lowest.sum::<f64>().clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bounceback_core::share::link;

    fn of(link: &str) -> Timeline {
        Timeline::of(&link::read(link).scenario)
    }

    #[test]
    fn the_states_are_those_of_the_exact_curves_and_fill_everything() {
        for link in [
            "",
            "process=independent&technique=verify&tokens=100",
            "process=self_conditioning&technique=query",
            "fatal=0.1&schema=plan:100:think;draft:200:verify;answer:backtrack",
            "process=mixed_difficulty&technique=vote&done=50",
        ] {
            let scenario = link::read(link).scenario;
            let timeline = Timeline::of(&scenario);
            assert_eq!(timeline.lengths.last(), Some(&scenario.length()), "{link}");
            let exact = Exact::new(&scenario);
            for (&n, states) in timeline.lengths.iter().zip(&timeline.states).step_by(29) {
                let there = exact.occupancy(n);
                for (a, b) in shares(&there).into_iter().zip(shares(states)) {
                    assert!((a - b).abs() < 1e-9, "{link} {n}");
                }
                assert!((shares(states).iter().sum::<f64>() - 1.0).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn the_steps_of_a_check_are_among_the_lengths() {
        let timeline = of("process=independent&technique=verify&interval=20&tokens=100000");
        assert!(timeline.lengths.len() < 2 * CLOSED);
        let few = of("process=independent&technique=verify&interval=2000&tokens=100000");
        for at in (2000..=100_000).step_by(2000) {
            assert!(few.lengths.contains(&at) && few.lengths.contains(&(at - 1)));
        }
    }
}
