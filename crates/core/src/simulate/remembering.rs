//! Populations that remember their errors: counts by state and number of errors, from token
//! to token or from draft to draft.

use super::dividing::{Counts, divide, step};
use super::stream::Stream;
use crate::exact::contagion;
use crate::exact::steady::constant;
use crate::exact::transition::Transition;
use crate::model::course::{Course, Stage};

/// How many binomial draws are made for runs that remember their errors.
pub(super) const MOST_DRAWS: u64 = 2_000_000;

/// What a token or a draft costs besides, in draws.
const UNIT: u64 = 8;

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
pub(super) fn remembering(
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
            let span = constant(hazard, 0.0, stage.return_rate(), tokens);
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
