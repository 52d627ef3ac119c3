//! The exact curves of one scenario, computed from coarse to fine.

use super::ghost::ghost;
use super::lengths::drawn_lengths;
use bounceback_core::exact::Exact;
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::scenario::Scenario;

/// Of so many places one of so many is enough to begin with.
const COARSE: usize = 16;

/// Exact curves of one scenario. Where a length takes long they are computed bit by bit,
/// from coarse to fine; what isn't known (yet) is no number.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    /// The lengths, strictly increasing.
    pub lengths: Vec<u64>,
    /// P(never erred) at each length.
    pub flawless: Vec<f64>,
    /// P(acceptable) at each length.
    pub acceptable: Vec<f64>,
    /// P(success by the second question) at each length.
    pub answer: Vec<f64>,
    /// P(never erred) if nothing were done about errors; nothing where nothing is.
    pub ghost: Vec<f64>,
    /// The second question.
    pub criterion: Criterion,
    /// Whether the axes are logarithmic.
    pub log: (bool, bool),
    /// The places of lengths still to compute, the next one last.
    wanted: Vec<usize>,
    /// How many of them there are when the curves can be shown.
    left_for_later: usize,
    pub(super) scenario: Scenario,
}

impl Curves {
    /// Reads the curves off a scenario, from length `from` on.
    pub fn of(scenario: &Scenario, from: u64) -> Self {
        let mut curves = Self::begun(scenario, from);
        while curves.compute(usize::MAX) {}
        curves
    }

    /// The curves of a scenario from length `from` on; what takes long is left to
    /// [`Curves::compute`].
    pub fn begun(scenario: &Scenario, from: u64) -> Self {
        let exact = Exact::new(scenario);
        let lengths = drawn_lengths(scenario, &exact, from);
        let unknown = vec![f64::NAN; lengths.len()];
        let mut curves = Self {
            wanted: coarse_to_fine(lengths.len()),
            left_for_later: lengths.len() - lengths.len().div_ceil(COARSE),
            ghost: ghost(scenario, &lengths),
            lengths,
            flawless: unknown.clone(),
            acceptable: unknown.clone(),
            answer: unknown,
            criterion: scenario.criterion(),
            log: (scenario.log_x(), scenario.log_y()),
            scenario: scenario.clone(),
        };
        // (To count errors takes its time even there.)
        let counts = matches!(curves.criterion, Criterion::Tolerant(most) if most > 0);
        if exact.is_closed() && !counts {
            curves.compute(usize::MAX);
        }
        curves
    }

    /// Computes so many more lengths; whether there were any.
    pub fn compute(&mut self, places: usize) -> bool {
        if self.wanted.is_empty() {
            return false;
        }
        let exact = Exact::new(&self.scenario);
        // Where lengths are walked to, all of them take no longer than the last.
        let places = if exact.is_walked() {
            usize::MAX
        } else {
            places
        };
        let kept = self.wanted.len().saturating_sub(places);
        let mut places = self.wanted.split_off(kept);
        places.sort_unstable();
        let lengths: Vec<u64> = places.iter().map(|&place| self.lengths[place]).collect();
        let known = exact.all(self.criterion, &lengths);
        let columns = [&mut self.flawless, &mut self.acceptable, &mut self.answer];
        for (column, known) in columns.into_iter().zip(known) {
            for (&place, value) in places.iter().zip(known) {
                column[place] = value;
            }
        }
        true
    }

    /// What a token is called, and several.
    pub fn unit(&self) -> (&'static str, &'static str) {
        self.scenario.unit()
    }

    /// Whether enough lengths are computed for the curves to be drawn.
    pub fn is_presentable(&self) -> bool {
        self.wanted.len() <= self.left_for_later
    }
}

/// Places in the order in which they are computed, the first one last: every sixteenth,
/// from the end on, then those between.
fn coarse_to_fine(count: usize) -> Vec<usize> {
    let rank = |place: &usize| {
        let before = count - 1 - place;
        let stride = [16, 4, 1]
            .into_iter()
            .find(|stride| before.is_multiple_of(*stride));
        stride.unwrap_or(1)
    };
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by_key(rank);
    places
}
