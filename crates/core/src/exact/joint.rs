//! How many errors there are beside which state, token by token: where drafts are chosen by
//! their state, the errors that are kept are not those that strike.
//!
//! Exact to rounding. What takes long because the text is long is left to generating
//! functions: see [`super::count`].

use super::judge::{Verdict, verdicts};
use super::view::View;
use super::work::Work;
use crate::exact::steady;
use crate::exact::transition::Transition;
use crate::model::course::{Course, Hazard, Stage};
use crate::model::technique::Check;
use std::collections::BTreeMap;

/// How many places of a count make one operation.
const AT_ONCE: u64 = 4;

/// P(state, errors) for up to so many errors. Of more it is not told.
#[derive(Clone, Debug)]
struct Joint {
    acceptable: Vec<f64>,
    unacceptable: Vec<f64>,
    lost: Vec<f64>,
}

impl Joint {
    fn nothing(most: usize) -> Self {
        let none = vec![0.0; most + 1];
        Self {
            acceptable: none.clone(),
            unacceptable: none.clone(),
            lost: none,
        }
    }

    /// Count by count, so that it never falls where more are counted.
    fn total(&self) -> f64 {
        let states = self.acceptable.iter().zip(&self.unacceptable);
        states.zip(&self.lost).map(|((a, u), l)| a + u + l).sum()
    }

    /// One token.
    fn token(&mut self, stage: &Stage, hazard: f64) {
        let (back, fatal) = (stage.return_rate(), stage.fatal);
        let spared = 1.0 - hazard;
        for j in (0..self.acceptable.len()).rev() {
            let before = j.checked_sub(1);
            let fewer = |of: &[f64]| before.map_or(0.0, |before| of[before]);
            let (a, u, l) = (self.acceptable[j], self.unacceptable[j], self.lost[j]);
            let (fa, fu) = (fewer(&self.acceptable), fewer(&self.unacceptable));
            let both = u * spared + fu * hazard;
            self.acceptable[j] = a * spared + both * back;
            self.unacceptable[j] = both * (1.0 - back) + fa * hazard * (1.0 - fatal);
            self.lost[j] = l * spared + fewer(&self.lost) * hazard + fa * hazard * fatal;
        }
    }

    fn query(&mut self, catch: f64) {
        for (a, u) in self.acceptable.iter_mut().zip(&mut self.unacceptable) {
            *a += *u * catch;
            *u *= 1.0 - catch;
        }
    }

    /// What is kept of a draft from each state.
    fn drafted(&self, draft: &Draft) -> Self {
        let most = self.acceptable.len() - 1;
        let mut kept = Self::nothing(most);
        for (from, law) in [&self.acceptable, &self.unacceptable, &self.lost]
            .into_iter()
            .zip(&draft.laws)
        {
            for (at, p) in from.iter().enumerate().filter(|(_, p)| **p > 0.0) {
                for (to, by) in [
                    (&mut kept.acceptable, &law.acceptable),
                    (&mut kept.unacceptable, &law.unacceptable),
                    (&mut kept.lost, &law.lost),
                ] {
                    for (to, by) in to[at..].iter_mut().zip(by) {
                        *to += p * by;
                    }
                }
            }
        }
        kept
    }
}

/// The law of what is kept of a draft, from an acceptable, an unacceptable and a lost start.
struct Draft {
    laws: [Joint; 3],
}

/// A walk over one completion.
struct Walk<'a> {
    most: usize,
    difficulty: f64,
    work: &'a Work,
}

impl Walk<'_> {
    /// A token takes so much.
    fn pay(&self, places: usize) -> bool {
        self.work.spend(2 + places as u64 / AT_ONCE)
    }

    fn hazard(&self, hazard: &Hazard, clock: u64) -> f64 {
        match hazard {
            Hazard::Constant(error) => *error,
            Hazard::Scheduled(schedule) => {
                self.work
                    .spend(schedule.work((clock - 1) as f64, clock as f64));
                schedule.hazard(clock as f64)
            }
            // Those have an engine of their own.
            Hazard::Contagious { .. } => 0.0,
        }
    }

    /// The law after tokens as they come.
    fn written(&self, mut law: Joint, stage: &Stage, (from, to): (u64, u64)) -> Joint {
        let hazard = stage.hazard(self.difficulty);
        for token in from + 1..=to {
            law.token(stage, self.hazard(&hazard, token - stage.clock));
            if !self.pay(3 * self.most + 3) {
                break;
            }
        }
        law
    }

    /// The law of what is kept of a draft of the tokens between two lengths.
    fn draft(&self, stage: &Stage, check: &Check, (from, to): (u64, u64)) -> Draft {
        let hazard = stage.hazard(self.difficulty);
        let most = self.most.min((to - from) as usize);
        let mut laws = [0, 1, 2].map(|_| Joint::nothing(most));
        laws[0].acceptable[0] = 1.0;
        laws[1].unacceptable[0] = 1.0;
        laws[2].lost[0] = 1.0;
        // The state alone, whatever the count: it decides.
        let mut plain = Transition::<f64>::identity();
        for token in from + 1..=to {
            let error = self.hazard(&hazard, token - stage.clock);
            for law in &mut laws {
                law.token(stage, error);
            }
            let one = steady::constant(error, stage.fatal, stage.return_rate(), 1.0);
            plain = plain.then(&one);
            if !self.pay(9 * most + 9) {
                break;
            }
        }
        self.work.spend(16 + check.judge.terms());
        let (acceptable, unacceptable) = verdicts(&check.judge, &plain);
        for (law, verdict) in laws.iter_mut().zip([acceptable, unacceptable]) {
            let Verdict { sound, bad, .. } = verdict;
            law.acceptable.iter_mut().for_each(|p| *p *= sound);
            law.unacceptable.iter_mut().for_each(|p| *p *= bad);
            law.lost.iter_mut().for_each(|p| *p *= bad);
        }
        Draft { laws }
    }
}

/// P(at most `most` errors) at increasing lengths; worth nothing where the work is spent.
pub(super) fn few(
    course: &Course,
    difficulty: f64,
    most: u64,
    lengths: &[u64],
    view: View,
    work: &Work,
) -> Vec<f64> {
    let most = most as usize;
    let walk = Walk {
        most,
        difficulty,
        work,
    };
    let mut few = Vec::with_capacity(lengths.len());
    let mut wanted = lengths.iter().copied().peekable();
    while wanted.next_if(|&n| n <= course.start()).is_some() {
        few.push(1.0);
    }
    let mut here = Joint::nothing(most);
    here.acceptable[0] = 1.0;
    let last = course.stages().len() - 1;
    for (index, stage) in course.stages().iter().enumerate() {
        let hazard = stage.hazard(difficulty);
        let is_even = matches!(hazard, Hazard::Constant(_));
        let mut unit: Option<Draft> = None;
        // Shorter drafts that end a text, by their tokens.
        let mut parts: BTreeMap<u64, Draft> = BTreeMap::new();
        let mut at = stage.from;
        loop {
            let here_ends = |n: u64| n <= stage.to || index == last;
            let goes_on = wanted.peek().copied();
            let Some(next) = goes_on
                .filter(|&n| here_ends(n))
                .or_else(|| (goes_on.is_some() && at < stage.to).then_some(stage.to))
            else {
                break;
            };
            let is_look = goes_on.is_some_and(here_ends);
            if let Some(check) = &stage.check {
                let settled = stage.from + (next - stage.from) / check.size * check.size;
                while at < settled {
                    let part = (at, at + check.size);
                    let kept = match &unit {
                        Some(unit) if is_even => here.drafted(unit),
                        _ => here.drafted(unit.insert(walk.draft(stage, check, part))),
                    };
                    here = kept;
                    at = part.1;
                    if !walk
                        .work
                        .spend((most as u64 + 1) * (check.size.min(most as u64) + 1))
                    {
                        return vec![0.0; lengths.len()];
                    }
                }
                let is_judged = view == View::Judged || next >= stage.to;
                let open = if settled < next && is_judged {
                    let size = next - settled;
                    if !is_even || !parts.contains_key(&size) {
                        parts.insert(size, walk.draft(stage, check, (settled, next)));
                    }
                    walk.pay(9 * most + 9);
                    here.drafted(&parts[&size])
                } else {
                    walk.written(here.clone(), stage, (settled, next))
                };
                if is_look {
                    few.push(open.total());
                    wanted.next();
                } else {
                    here = open;
                    at = next;
                }
                if walk.work.is_spent() {
                    return vec![0.0; lengths.len()];
                }
                continue;
            }
            while at < next {
                let clock = match &stage.query {
                    Some(query) => {
                        let within = (at - stage.origin) % query.interval;
                        if within == 0 {
                            here.query(query.catch);
                        }
                        within + 1
                    }
                    None => at + 1 - stage.clock,
                };
                here.token(stage, walk.hazard(&hazard, clock));
                at += 1;
                if !walk.pay(3 * most + 3) {
                    return vec![0.0; lengths.len()];
                }
            }
            if is_look {
                few.push(here.total());
                wanted.next();
            }
        }
    }
    few
}
