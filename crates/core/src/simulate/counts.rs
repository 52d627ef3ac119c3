//! Whole populations: how many of M runs are in each state at successive lengths.
//!
//! The runs are independent chains, so that the counts by state are a Markov chain
//! themselves: from one length to the next, the runs in a state divide among the
//! states like a multinomial with that state's row of the exact transition. It is
//! drawn as a succession of binomials, so that a billion runs cost no more than a
//! thousand, and the joint law over all lengths is that of single runs.
//!
//! - Where nothing is remembered but the state this is exact, up to the bound of the
//!   transitions ([`crate::exact::BOUND`]).
//! - Where difficulty is mixed, each run draws its error rate from the nodes and
//!   weights of the quadrature instead of from the beta distribution; given its
//!   rate, all is exact.
//! - Where errors are remembered, the counts are by state and number of errors, and
//!   go from token to token (draft to draft): that costs time with the length, not
//!   with the runs. Where that would take more than [`MOST_DRAWS`], flawless runs
//!   thin out by the exact curve, and which of the others are acceptable is drawn for
//!   every length by itself: counts at one length keep their exact law, but between
//!   lengths only those of flawless runs do.
//! - Runs within a tolerance become fewer by the quotient of the exact curve at successive
//!   lengths, or, where drafts are thrown away, more by that of its complement. At each
//!   length that is their exact law; which of them are acceptable is not told.
//! - In a draft in progress the counts are those at its beginning, carried on: their law at
//!   each length is exact, and what is kept at its end is drawn anew.
//! - Where the exact law is not known, nothing is counted: the tally has no runs.

use super::stream::{Purpose, Stream};
use super::tally::Tally;
use crate::exact::transition::{self, Transition};
use crate::exact::{Exact, contagion};
use crate::model::chain::State;
use crate::model::course::{Course, Memory, Stage};
use crate::model::criterion::Criterion;

/// How many binomial draws are made for runs that remember their errors.
const MOST_DRAWS: u64 = 2_000_000;

/// What a token or a draft costs besides, in draws.
const UNIT: u64 = 8;

/// How many runs are in each state, in the order of [`State::ALL`].
type Counts = [u64; 4];

/// The counts of `runs` runs of a course at increasing lengths; `tolerance` is asked
/// by the tolerant criterion.
pub fn population(
    course: &Course,
    lengths: &[u64],
    runs: u64,
    seed: u64,
    tolerance: Option<u64>,
) -> Tally {
    let mut population = Population::new(course, lengths, runs, seed, tolerance);
    while population.advance(usize::MAX) {}
    population.tally().clone()
}

/// A population that is counted bit by bit: length by length, difficulty by difficulty.
#[derive(Clone, Debug)]
pub struct Population {
    course: Course,
    exact: Exact,
    seed: u64,
    tolerance: Option<u64>,
    stream: Stream,
    /// The difficulty at hand: which one, and how many runs are of it and of later ones.
    difficulty: usize,
    here: u64,
    left: u64,
    /// The weight of this and later ones.
    rest: f64,
    /// The next length, the settled length before it, and the counts there.
    next: usize,
    settled: (u64, Counts),
    sums: Vec<Counts>,
    within: Vec<u64>,
    stage: Counting,
    runs: u64,
    /// Of no run until all are counted.
    tally: Tally,
}

/// What is being counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counting {
    States,
    /// Those within the tolerance, and their share at the length before.
    Within,
    Done,
}

impl Population {
    /// Prepares the counts of `runs` runs.
    pub fn new(
        course: &Course,
        lengths: &[u64],
        runs: u64,
        seed: u64,
        tolerance: Option<u64>,
    ) -> Self {
        let mut population = Self {
            exact: Exact::of(course.clone()),
            course: course.clone(),
            seed,
            tolerance,
            stream: Stream::new(seed, 0, Purpose::Population),
            difficulty: 0,
            here: runs,
            left: runs,
            rest: 1.0,
            next: 0,
            settled: (course.start(), [0; 4]),
            sums: vec![[0; 4]; lengths.len()],
            within: Vec::new(),
            stage: Counting::States,
            runs,
            tally: Tally::of_none(lengths.to_vec(), tolerance.is_some()),
        };
        population.begin_difficulty();
        population
    }

    /// The counts, once they are whole; of no run until then, nor where the exact law is
    /// not known.
    pub const fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Whether everything is counted.
    pub fn is_done(&self) -> bool {
        self.stage == Counting::Done
    }

    /// Counts at so many more lengths; whether there is more to count.
    pub fn advance(&mut self, lengths: usize) -> bool {
        let end = self.next.saturating_add(lengths).min(self.sums.len());
        let known = match self.stage {
            Counting::States => self.states(end),
            Counting::Within => self.within(end),
            Counting::Done => Some(()),
        };
        if known.is_none() {
            // What is not known exactly can't be counted.
            self.stage = Counting::Done;
        }
        !self.is_done()
    }

    /// Tells what is counted.
    fn finish(&mut self) {
        self.stage = Counting::Done;
        self.tally.runs = self.runs;
        self.tally.flawless = self.sums.iter().map(|counts| counts[0]).collect();
        let acceptable = self.sums.iter().map(|counts| counts[0] + counts[1]);
        self.tally.acceptable = acceptable.collect();
        self.tally.tolerant = std::mem::take(&mut self.within);
    }

    fn states(&mut self, end: usize) -> Option<()> {
        if self.course.memory() == Memory::Errors {
            let (runs, lengths) = (self.runs, &self.tally.lengths);
            if remembering(
                &self.course,
                lengths,
                runs,
                &mut self.stream,
                &mut self.sums,
            )
            .is_none()
            {
                self.sums = apart(&self.exact, lengths, runs, &mut self.stream)?;
            }
            self.counted();
            return Some(());
        }
        let (difficulty, _) = self.exact.difficulties()[self.difficulty];
        let lengths = &self.tally.lengths[self.next..end];
        let spans = self.exact.spans(difficulty, self.settled.0, lengths)?;
        for (span, sum) in spans.into_iter().zip(&mut self.sums[self.next..end]) {
            let settled = step(&self.settled.1, &span.settled, &mut self.stream);
            let counts = match &span.open {
                Some(open) => step(&settled, open, &mut self.stream),
                None => settled,
            };
            self.settled = (span.at, settled);
            for (sum, count) in sum.iter_mut().zip(counts) {
                *sum += count;
            }
        }
        self.next = end;
        if end == self.sums.len() {
            self.difficulty += 1;
            self.begin_difficulty();
        }
        Some(())
    }

    /// Goes on with the next difficulty that any run has.
    fn begin_difficulty(&mut self) {
        self.next = 0;
        if self.course.memory() == Memory::Errors {
            return;
        }
        let difficulties = self.exact.difficulties();
        while let Some((_, weight)) = difficulties.get(self.difficulty) {
            self.here = if difficulties.len() == 1 {
                self.left
            } else {
                let share = (weight / self.rest).min(1.0);
                self.stream.binomial(self.left, share)
            };
            self.rest -= weight;
            self.left -= self.here;
            if self.here > 0 {
                self.settled = (self.course.start(), [self.here, 0, 0, 0]);
                return;
            }
            self.difficulty += 1;
        }
        // Rounding may leave the weights a little below 1.
        for sum in &mut self.sums {
            sum[0] += self.left;
        }
        self.counted();
    }

    /// All states are counted.
    fn counted(&mut self) {
        if self.tolerance.is_none() {
            self.finish();
            return;
        }
        self.next = 0;
        self.stream = Stream::new(self.seed, 0, Purpose::Count);
        self.left = self.runs;
        self.rest = 1.0;
        self.stage = Counting::Within;
    }

    fn within(&mut self, end: usize) -> Option<()> {
        let lengths = &self.tally.lengths[self.next..end];
        let criterion = Criterion::Tolerant(self.tolerance?);
        for share in self.exact.successes(criterion, lengths) {
            if share.is_nan() {
                return None;
            }
            let runs = self.runs;
            self.left = if share <= self.rest {
                let stay = ratio(share, self.rest);
                self.stream.binomial(self.left, stay)
            } else {
                let return_ = ratio(share - self.rest, 1.0 - self.rest);
                self.left + self.stream.binomial(runs - self.left, return_)
            };
            self.rest = share;
            self.within.push(self.left);
        }
        self.next = end;
        if end == self.sums.len() {
            self.finish();
        }
        Some(())
    }
}

/// A share of a whole that may be nothing.
fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 {
        (part / whole).clamp(0.0, 1.0)
    } else {
        0.0
    }
}

/// The counts of runs that lose nothing but their flawlessness from length to length.
fn apart(exact: &Exact, lengths: &[u64], runs: u64, stream: &mut Stream) -> Option<Vec<Counts>> {
    let (mut flawless, mut before) = (runs, 1.0);
    let mut counts = Vec::with_capacity(lengths.len());
    for at in exact.occupancies(lengths) {
        let pure = at.flawless;
        if pure.is_nan() || at.unacceptable.is_nan() {
            return None;
        }
        flawless = stream.binomial(flawless, ratio(pure, before));
        before = pure;
        let (recovered, unacceptable) = (at.recovered, at.unacceptable);
        let others = runs - flawless;
        let good = stream.binomial(others, ratio(recovered, recovered + unacceptable));
        counts.push([flawless, good, others - good, 0]);
    }
    Some(counts)
}

fn step(counts: &Counts, span: &Transition<f64>, stream: &mut Stream) -> Counts {
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
fn divide(runs: u64, row: &[(usize, f64)], stream: &mut Stream, next: &mut [u64]) {
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

/// Runs that remember their errors, by the number of errors since the clock started:
/// flawless, recovered and unacceptable ones.
struct Remembering<'a> {
    counts: Vec<[u64; 3]>,
    cap: usize,
    /// How many draws may still be made.
    draws: u64,
    stream: &'a mut Stream,
}

/// Walks a population that remembers its errors, from token to token or from draft
/// to draft; nothing where that takes too many draws.
fn remembering(
    course: &Course,
    lengths: &[u64],
    runs: u64,
    stream: &mut Stream,
    sums: &mut [Counts],
) -> Option<()> {
    let cap = contagion::certain(course);
    let mut walk = Remembering {
        counts: vec![[runs, 0, 0]],
        cap,
        draws: MOST_DRAWS,
        stream,
    };
    let mut looks = lengths.iter().zip(sums).peekable();
    let mut at = course.start();
    for stage in course.stages() {
        let mut draft: Option<(u64, contagion::Unit)> = None;
        while at < stage.to && looks.peek().is_some() {
            while let Some((_, sum)) = looks.next_if(|(n, _)| **n <= at) {
                walk.look(sum);
            }
            let Some(&(&wanted, _)) = looks.peek() else {
                return Some(());
            };
            let begun = at - stage.origin;
            if let Some(check) = &stage.check {
                let size = check.size.min(stage.to - at);
                // What is seen of a draft in progress decides nothing.
                if looks.peek().is_some_and(|(n, _)| **n < at + size) {
                    let settled = walk.counts.clone();
                    let mut token = at;
                    while let Some((&n, sum)) = looks.next_if(|(n, _)| **n < at + size) {
                        while token < n {
                            token = walk.tokens(stage, token, n)?;
                        }
                        walk.look(sum);
                    }
                    walk.counts = settled;
                    if looks.peek().is_none() {
                        return Some(());
                    }
                }
                if draft.as_ref().is_none_or(|(known, _)| *known != size) {
                    draft = Some((size, contagion::Unit::draft(stage, check, size, cap)?));
                }
                if let Some((_, unit)) = &draft {
                    walk.unit(unit)?;
                }
                at += size;
                continue;
            }
            if let Some(query) = stage
                .query
                .filter(|query| begun.is_multiple_of(query.interval))
            {
                // Whole rounds before the next look are one step.
                let rounds = (wanted.min(stage.to) - at) / query.interval;
                if rounds > 0 {
                    walk.rounds(&contagion::rounds(stage, rounds)?);
                    at += rounds * query.interval;
                    continue;
                }
                walk.ask(query.catch);
            }
            let end = stage.query.map_or(u64::MAX, |query| {
                at + query.interval - begun % query.interval
            });
            let until = wanted.min(stage.to).min(end);
            at = walk.tokens(stage, at, until)?;
        }
    }
    for (_, sum) in looks {
        walk.look(sum);
    }
    Some(())
}

impl Remembering<'_> {
    fn look(&self, sum: &mut Counts) {
        for counts in &self.counts {
            for (sum, count) in sum.iter_mut().zip(counts) {
                *sum += count;
            }
        }
    }

    /// A query: some are caught, and all errors are forgotten.
    fn ask(&mut self, catch: f64) {
        let mut fresh = [0; 3];
        for [flawless, recovered, unacceptable] in self.counts.drain(..) {
            let caught = self.stream.binomial(unacceptable, catch);
            fresh[0] += flawless;
            fresh[1] += recovered + caught;
            fresh[2] += unacceptable - caught;
        }
        self.counts.push(fresh);
    }

    /// Rounds from one query to the next; all errors are forgotten at the first.
    fn rounds(&mut self, rounds: &Transition<f64>) {
        let mut all = [0; 4];
        self.look(&mut all);
        let [flawless, recovered, unacceptable, _] = step(&all, rounds, self.stream);
        self.counts = vec![[flawless, recovered, unacceptable]];
    }

    /// Tokens from `at` on, up to `until` at most; says how far it came.
    fn tokens(&mut self, stage: &Stage, at: u64, until: u64) -> Option<u64> {
        let last = self.counts.len() - 1;
        let settled = last >= self.cap && self.counts[..last].iter().flatten().all(|&c| c == 0);
        if let Some(share) = stage.share.constant().filter(|_| settled) {
            // From here on an error is as certain as it will ever be.
            let hazard = contagion::Token::of(stage, share).hazard(last);
            let tokens = (until - at) as f64;
            let span = transition::constant(hazard, 0.0, stage.return_rate(), tokens);
            let [flawless, recovered, unacceptable] = self.counts[last];
            let counts = [flawless, recovered, unacceptable, 0];
            let [flawless, recovered, unacceptable, _] = step(&counts, &span, self.stream);
            self.counts[last] = [flawless, recovered, unacceptable];
            return Some(until);
        }
        let share = stage.share.at(at + 1);
        let unit = contagion::Unit::Token(contagion::Token::of(stage, share));
        self.unit(&unit)?;
        Some(at + 1)
    }

    /// A token or a draft.
    fn unit(&mut self, unit: &contagion::Unit) -> Option<()> {
        self.draws = self.draws.checked_sub(UNIT)?;
        let mut next = vec![[0; 3]; self.counts.len()];
        for (errors, &[flawless, recovered, unacceptable]) in self.counts.iter().enumerate() {
            for (runs, acceptable, pure) in [
                (flawless, true, true),
                (recovered, true, false),
                (unacceptable, false, false),
            ] {
                if runs == 0 {
                    continue;
                }
                let row = unit.row(errors, acceptable);
                self.draws = self.draws.checked_sub(row.len() as u64)?;
                let mut places = vec![0; row.last().map_or(0, |&(place, _)| place + 1)];
                divide(runs, &row, self.stream, &mut places);
                for (place, count) in places.into_iter().enumerate().filter(|p| p.1 > 0) {
                    let (further, good) = (place / 2, place % 2 == 0);
                    let to = (errors + further).min(self.cap);
                    if next.len() <= to {
                        next.resize(to + 1, [0; 3]);
                    }
                    let slot = match (good, pure && further == 0) {
                        (true, true) => 0,
                        (true, false) => 1,
                        (false, _) => 2,
                    };
                    next[to][slot] += count;
                }
            }
        }
        self.counts = next;
        Some(())
    }
}
