//! Curves of probability over length: the data and the frame that the claim and
//! the bounce share.

use bounceback_core::exact::{Exact, lengths};
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::format;
use bounceback_core::share::report::{self, Table};
use bounceback_core::simulate::Tally;

/// How many lengths a drawn curve has: beyond the pixels of a wide figure, more
/// of them change nothing.
pub const DRAWN_LENGTHS: usize = 512;

/// How many where every length is a sum of many terms: they must be ready while a
/// hand is still dragging.
pub const SUMMED_LENGTHS: usize = 128;

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
    /// The second question.
    pub criterion: Criterion,
    /// Whether the axes are logarithmic.
    pub log: (bool, bool),
    /// The places of lengths still to compute, the next one last.
    wanted: Vec<usize>,
    /// How many of them there are when the curves can be shown.
    left_for_later: usize,
    scenario: Scenario,
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
            lengths,
            flawless: unknown.clone(),
            acceptable: unknown.clone(),
            answer: unknown,
            criterion: scenario.criterion(),
            log: (scenario.log_x(), scenario.log_y()),
            scenario: scenario.clone(),
        };
        // Where lengths are walked to, all of them take no longer than the last.
        if exact.is_closed() || exact.is_walked() {
            curves.compute(usize::MAX);
        }
        curves
    }

    /// Computes so many more lengths; whether there were any.
    pub fn compute(&mut self, places: usize) -> bool {
        let kept = self.wanted.len().saturating_sub(places);
        let mut places = self.wanted.split_off(kept);
        if places.is_empty() {
            return false;
        }
        places.sort_unstable();
        let lengths: Vec<u64> = places.iter().map(|&place| self.lengths[place]).collect();
        let known = Exact::new(&self.scenario).all(self.criterion, &lengths);
        let columns = [&mut self.flawless, &mut self.acceptable, &mut self.answer];
        for (column, known) in columns.into_iter().zip(known) {
            for (&place, value) in places.iter().zip(known) {
                column[place] = value;
            }
        }
        true
    }

    /// Whether enough lengths are computed for the curves to be drawn.
    pub fn is_presentable(&self) -> bool {
        self.wanted.len() <= self.left_for_later
    }

    /// The curves as a table, with what `tally` says at the same lengths.
    pub fn table(&self, tally: Option<&Tally>) -> Table {
        let mut curves = vec![
            (Criterion::Flawless, self.flawless.clone()),
            (Criterion::Acceptable, self.acceptable.clone()),
        ];
        if let Criterion::Tolerant(_) = self.criterion {
            curves.push((self.criterion, self.answer.clone()));
        }
        report::table_of(&self.lengths, &curves, self.criterion, tally)
    }

    /// P(flawless) at a length, in words.
    pub fn words(&self, stop: usize) -> String {
        format!(
            "At {} tokens: never erred {}",
            format::whole(self.lengths[stop]),
            format::percent(self.flawless[stop])
        )
    }
}

/// Of so many places one of so many is enough to begin with.
const COARSE: usize = 16;

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

/// What the runs simulated so far say at each length.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    /// The lengths, strictly increasing.
    pub lengths: Vec<u64>,
    /// The share that has never erred.
    pub flawless: Vec<f64>,
    /// The share that succeeds by the second question.
    pub answer: Vec<f64>,
    /// The 95% interval of that share.
    pub interval: Vec<(f64, f64)>,
}

impl Simulated {
    /// Reads the shares off a tally; nothing before the first run is finished, or where
    /// another criterion was counted.
    pub fn of(tally: &Tally, criterion: Criterion) -> Option<Self> {
        if tally.runs == 0 || tally.successes(criterion).len() < tally.lengths.len() {
            return None;
        }
        let indices = 0..tally.lengths.len();
        Some(Self {
            lengths: tally.lengths.clone(),
            flawless: indices
                .clone()
                .map(|i| tally.share(Criterion::Flawless, i))
                .collect(),
            answer: indices.clone().map(|i| tally.share(criterion, i)).collect(),
            interval: indices.map(|i| tally.interval(criterion, i)).collect(),
        })
    }

    /// Only the lengths up to `tokens`.
    #[must_use]
    pub fn until(mut self, tokens: u64) -> Self {
        let count = self.lengths.partition_point(|&length| length <= tokens);
        self.lengths.truncate(count);
        self.flawless.truncate(count);
        self.answer.truncate(count);
        self.interval.truncate(count);
        self
    }
}
