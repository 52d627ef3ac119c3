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
//!   with the runs. Where that would take more than [`super::remembering::MOST_DRAWS`], flawless runs
//!   thin out by the exact curve, and which of the others are acceptable is drawn for
//!   every length by itself: counts at one length keep their exact law, but between
//!   lengths only those of flawless runs do.
//! - Runs within a tolerance become fewer by the quotient of the exact curve at successive
//!   lengths, or, where drafts are thrown away, more by that of its complement. At each
//!   length that is their exact law; which of them are acceptable is not told.
//! - In a draft in progress the counts are those at its beginning, carried on: their law at
//!   each length is exact, and what is kept at its end is drawn anew.
//! - Where the exact law is not known, nothing is counted: the tally has no runs.

use super::dividing::{Counts, ratio, step};
use super::remembering::remembering;
use super::stream::{Purpose, Stream};
use super::tally::Tally;
use crate::exact::Exact;
use crate::model::course::{Course, Memory};
use crate::model::criterion::Criterion;

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
