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

use super::runs::Tally;
use super::stream::{Purpose, Stream};
use crate::chain::State;
use crate::course::{Course, Memory, Stage};
use crate::criterion::Criterion;
use crate::exact::{Exact, contagion};
use crate::transition::{self, Transition};

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
    let exact = Exact::of(course.clone());
    let mut stream = Stream::new(seed, 0, Purpose::Population);
    let sums = states(&exact, course, lengths, runs, &mut stream);
    let within = tolerance.map(|most| exact.successes(Criterion::Tolerant(most), lengths));
    let is_known = within.iter().flatten().all(|share| !share.is_nan());
    let (runs, sums) = match sums.filter(|_| is_known) {
        Some(sums) => (runs, sums),
        None => (0, vec![[0; 4]; lengths.len()]),
    };
    let mut tally = Tally {
        lengths: lengths.to_vec(),
        runs,
        flawless: sums.iter().map(|counts| counts[0]).collect(),
        acceptable: sums.iter().map(|counts| counts[0] + counts[1]).collect(),
        tolerant: Vec::new(),
        paid: 0,
        given_up: 0,
        stretches: None,
    };
    if let Some(within) = within {
        let mut stream = Stream::new(seed, 0, Purpose::Count);
        let (mut now, mut before) = (runs, 1.0);
        for share in within {
            let ratio = |part: f64, whole: f64| {
                if whole > 0.0 {
                    (part / whole).clamp(0.0, 1.0)
                } else {
                    0.0
                }
            };
            now = if share <= before {
                stream.binomial(now, ratio(share, before))
            } else {
                now + stream.binomial(runs - now, ratio(share - before, 1.0 - before))
            };
            before = share;
            tally.tolerant.push(now);
        }
    }
    tally
}

/// The counts by state at each length; nothing where the exact law is not known.
fn states(
    exact: &Exact,
    course: &Course,
    lengths: &[u64],
    runs: u64,
    stream: &mut Stream,
) -> Option<Vec<Counts>> {
    let mut sums = vec![[0; 4]; lengths.len()];
    match course.memory() {
        Memory::None => walk(&exact.spans(0.0, lengths)?, runs, stream, &mut sums),
        Memory::Difficulty { .. } => {
            let mut left = runs;
            let mut rest = 1.0;
            for &(difficulty, weight) in exact.difficulties() {
                // The last node takes all that are left.
                let here = stream.binomial(left, (weight / rest).min(1.0));
                rest -= weight;
                left -= here;
                if here > 0 {
                    let spans = exact.spans(difficulty, lengths)?;
                    walk(&spans, here, stream, &mut sums);
                }
            }
            // Rounding may leave the weights a little below 1.
            for sum in &mut sums {
                let missing = runs - sum.iter().sum::<u64>();
                sum[0] += missing;
            }
        }
        Memory::Errors => {
            if remembering(course, lengths, runs, stream, &mut sums).is_none() {
                return apart(exact, lengths, runs, stream);
            }
        }
    }
    Some(sums)
}

/// The counts of runs that lose nothing but their flawlessness from length to length.
fn apart(exact: &Exact, lengths: &[u64], runs: u64, stream: &mut Stream) -> Option<Vec<Counts>> {
    let (mut flawless, mut before) = (runs, 1.0);
    let mut counts = Vec::with_capacity(lengths.len());
    for at in exact.occupancies(lengths) {
        let pure = at.flawless;
        if pure.is_nan() {
            return None;
        }
        let ratio = |part: f64, whole: f64| {
            if whole > 0.0 {
                (part / whole).clamp(0.0, 1.0)
            } else {
                0.0
            }
        };
        flawless = stream.binomial(flawless, ratio(pure, before));
        before = pure;
        let (recovered, unacceptable) = (at.recovered, at.unacceptable);
        let others = runs - flawless;
        let good = stream.binomial(others, ratio(recovered, recovered + unacceptable));
        counts.push([flawless, good, others - good, 0]);
    }
    Some(counts)
}

/// Walks a population along the transitions to successive lengths: to where the text is
/// settled, and from there on.
fn walk(
    spans: &[(Transition<f64>, Transition<f64>)],
    runs: u64,
    stream: &mut Stream,
    sums: &mut [Counts],
) {
    let mut settled: Counts = [runs, 0, 0, 0];
    for ((span, on), sum) in spans.iter().zip(sums) {
        settled = step(&settled, span, stream);
        let counts = if *on == Transition::identity() {
            settled
        } else {
            step(&settled, on, stream)
        };
        for (sum, count) in sum.iter_mut().zip(counts) {
            *sum += count;
        }
    }
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
            let begun = at - stage.from;
            if let Some(check) = &stage.check {
                let size = check.size.min(stage.to - at);
                // Until it is kept, a draft doesn't count.
                while let Some((_, sum)) = looks.next_if(|(n, _)| **n < at + size) {
                    walk.look(sum);
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
                    walk.rounds(&contagion::rounds(stage, rounds));
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
            let hazard = contagion::hazard(stage, last) * share;
            let tokens = (until - at) as f64;
            let span = transition::constant(hazard, 0.0, stage.return_rate(), tokens);
            let [flawless, recovered, unacceptable] = self.counts[last];
            let counts = [flawless, recovered, unacceptable, 0];
            let [flawless, recovered, unacceptable, _] = step(&counts, &span, self.stream);
            self.counts[last] = [flawless, recovered, unacceptable];
            return Some(until);
        }
        let share = stage.share.at(at + 1);
        let unit = contagion::Unit::token(stage, share, last.min(self.cap));
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
