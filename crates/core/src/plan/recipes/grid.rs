//! The grid that is searched: every technique over its whole range, and what comes of one
//! after another.
//!
//! | what | values |
//! | --- | --- |
//! | checks | every [`intervals`] tokens, 1 to 3 [`CHECKERS`], up to [`TRIES`] drafts |
//! | majorities | of [`VOTES`], about every [`intervals`] tokens |
//! | leads | of [`LEADS`], about every [`intervals`] tokens (a lead of 1 is the first sample) |
//! | queries | every [`intervals`] tokens |
//! | backtracking | as it is told: it has no range |
//! | thinking | for [`THOUGHT`] of the tokens told; longer leaves no less of the hazard |
//! | combinations | thinking, then each of the above at every third interval, without a limit of tries, leads and majorities up to [`FEW_LEADS`] and [`FEW_VOTES`]; two stretches of text, parted at [`CUTS`], with two different ones of the [`guards`]; and thinking before two halves |
//!
//! Nothing is thought where tokens are done: the thinking would lie behind them.

use super::means::{Ground, Means};
use crate::model::scenario::Scenario;
use crate::number::math::pow;

/// How many checkers look at a draft, one after the other.
pub const CHECKERS: &[u64] = &[1, 2, 3];

/// The most drafts; 0 is no limit.
pub const TRIES: &[u64] = &[0, 2, 3, 5];

/// Samples of which the majority wins.
pub const VOTES: &[u64] = &[3, 5, 7, 9, 11, 15, 21, 31, 51, 101, 201, 501, 1001];

/// How far one side must be ahead.
pub const LEADS: &[u64] = &[2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 50, 100];

/// Thinking as a share of the tokens told.
pub const THOUGHT: &[f64] = &[1.0, 0.5, 0.25, 0.125];

/// Where a text is parted in two, as shares of what is to be written.
pub const CUTS: &[f64] = &[0.1, 0.25, 0.5, 0.75, 0.9];

/// Leads of combinations.
pub const FEW_LEADS: &[u64] = &[2, 3];

/// Majorities of combinations.
pub const FEW_VOTES: &[u64] = &[3, 5];

/// The longest interval that a link can say.
const LONGEST: u64 = 1_000_000;

/// Intervals in a decade, about.
const PER_DECADE: i32 = 8;

/// Intervals from 1 to the length of a text, in equal ratios, each such that the text falls
/// into drafts as even as can be.
pub fn intervals(tokens: u64) -> Vec<u64> {
    let mut intervals = Vec::new();
    for step in 0..=9 * PER_DECADE {
        let about = pow(10.0, f64::from(step) / f64::from(PER_DECADE));
        if about > tokens as f64 {
            break;
        }
        let drafts = ((tokens as f64 / about).round() as u64).max(1);
        intervals.push(tokens.div_ceil(drafts));
    }
    intervals.push(tokens);
    intervals.retain(|&interval| interval <= LONGEST);
    intervals.sort_unstable();
    intervals.dedup();
    intervals
}

/// What stretches of a text parted in two are done with: nothing, or each means at every
/// token and at every √n tokens.
pub fn guards(tokens: u64) -> Vec<Means> {
    let middle = (tokens as f64).sqrt().ceil() as u64;
    let mut guards = vec![Means::Nothing, Means::Backtrack];
    for at in [1, middle.min(LONGEST)] {
        guards.extend(CHECKERS.iter().map(|&checkers| Means::Check {
            interval: at,
            tries: 0,
            checkers,
        }));
        guards.extend(FEW_LEADS.iter().map(|&lead| Means::Lead { lead, step: at }));
        guards.push(Means::Majority { votes: 3, step: at });
        guards.push(Means::Query { interval: at });
    }
    let mut known = Vec::new();
    guards.retain(|guard| !known.contains(guard) && (known.push(*guard), true).1);
    guards
}

/// What a recipe is at heart. The cheapest of each is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What the scenario does already.
    AsItIs,
    /// Nothing is done.
    Nothing,
    /// One checker.
    OneChecker,
    /// Several checkers, one after the other.
    SeveralCheckers,
    /// The majority of several samples.
    Majority,
    /// Samples until one answer is ahead.
    Lead,
    /// Thinking first.
    Thinking,
    /// Queries at set points.
    Queries,
    /// Going back.
    Backtracking,
    /// One thing after another.
    Combination,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::AsItIs,
        Self::Nothing,
        Self::OneChecker,
        Self::SeveralCheckers,
        Self::Majority,
        Self::Lead,
        Self::Thinking,
        Self::Queries,
        Self::Backtracking,
        Self::Combination,
    ];
}

/// Something that may be done.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// What it is at heart.
    pub kind: Kind,
    /// The whole of it.
    pub scenario: Scenario,
    /// How many checkers look at each draft; 0 where nobody does.
    pub checkers: u64,
}

/// A part of the grid, small enough to be laid out at once.
#[derive(Clone, Copy, Debug)]
pub enum Part {
    /// Nothing, going back, and queries.
    Plain,
    /// Checks by so many checkers.
    Checks(u64),
    /// Majorities.
    Majorities,
    /// Leads.
    Leads,
    /// Thinking alone.
    Thinking,
    /// Thinking for so many tokens, and then something else.
    Thought(u64),
    /// Stretches of text, the first guarded so.
    Parted(Means),
    /// The same after thinking for so many tokens.
    ThoughtParted(u64, Means),
}

/// The lengths of thinking, in tokens.
pub fn thinking(ground: &Ground) -> Vec<u64> {
    let told = ground.thinking();
    if told == 0 || ground.done() > 0 {
        return Vec::new();
    }
    let mut lengths: Vec<u64> = THOUGHT
        .iter()
        .map(|share| ((told as f64 * share).round() as u64).max(1))
        .collect();
    lengths.dedup();
    lengths
}

/// The whole grid, part by part.
pub fn parts(ground: &Ground) -> Vec<Part> {
    let lengths = thinking(ground);
    let mut parts = vec![Part::Plain, Part::Majorities, Part::Leads, Part::Thinking];
    parts.extend(CHECKERS.iter().map(|&checkers| Part::Checks(checkers)));
    parts.extend(lengths.iter().map(|&tokens| Part::Thought(tokens)));
    for guard in guards(ground.tokens()) {
        parts.push(Part::Parted(guard));
        parts.extend(lengths.first().map(|&it| Part::ThoughtParted(it, guard)));
    }
    parts
}

/// The candidates of a part.
pub fn candidates(ground: &Ground, part: Part) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut add = |kind: Kind, checkers: u64, scenario: Option<Scenario>| {
        found.extend(scenario.map(|scenario| Candidate {
            kind,
            scenario,
            checkers,
        }));
    };
    let intervals = intervals(ground.tokens());
    match part {
        Part::Plain => {
            if !ground.is_bare() {
                add(Kind::Nothing, 0, ground.single(Means::Nothing));
            }
            add(Kind::Backtracking, 0, ground.single(Means::Backtrack));
            for &interval in &intervals {
                add(Kind::Queries, 0, ground.single(Means::Query { interval }));
            }
        }
        Part::Checks(checkers) => {
            let kind = if checkers == 1 {
                Kind::OneChecker
            } else {
                Kind::SeveralCheckers
            };
            for &interval in &intervals {
                for &tries in TRIES {
                    let check = Means::Check {
                        interval,
                        tries,
                        checkers,
                    };
                    add(kind, checkers, ground.single(check));
                }
            }
        }
        Part::Majorities => {
            for &step in &intervals {
                for &votes in VOTES {
                    let vote = Means::Majority { votes, step };
                    add(Kind::Majority, 0, ground.single(vote));
                }
            }
        }
        Part::Leads => {
            for &step in &intervals {
                for &lead in LEADS {
                    add(Kind::Lead, 0, ground.single(Means::Lead { lead, step }));
                }
            }
        }
        Part::Thinking => {
            for tokens in thinking(ground) {
                add(Kind::Thinking, 0, Some(ground.thought(tokens)));
            }
        }
        Part::Thought(thinking) => {
            for means in after_thinking(&intervals) {
                let scenario = ground.phases(thinking, &[(means, ground.tokens())]);
                add(Kind::Combination, means.checkers(), scenario);
            }
        }
        Part::Parted(first) => {
            for (second, cut) in others(ground, first) {
                for &share in CUTS {
                    let scenario = cut(share).and_then(|parts| ground.phases(0, &parts));
                    add(Kind::Combination, second, scenario);
                }
            }
        }
        Part::ThoughtParted(thinking, first) => {
            for (second, cut) in others(ground, first) {
                let scenario = cut(0.5).and_then(|parts| ground.phases(thinking, &parts));
                add(Kind::Combination, second, scenario);
            }
        }
    }
    found
}

/// What may follow on thinking.
pub fn after_thinking(intervals: &[u64]) -> Vec<Means> {
    let mut all = vec![Means::Backtrack];
    for &at in intervals.iter().step_by(3) {
        all.extend(CHECKERS.iter().map(|&checkers| Means::Check {
            interval: at,
            tries: 0,
            checkers,
        }));
        all.extend(FEW_LEADS.iter().map(|&lead| Means::Lead { lead, step: at }));
        all.extend(
            FEW_VOTES
                .iter()
                .map(|&votes| Means::Majority { votes, step: at }),
        );
        all.push(Means::Query { interval: at });
    }
    all
}

/// Two stretches of text with what is done about each.
type Stretches = [(Means, u64); 2];

/// What the second stretch may be guarded with beside the first, how many checkers there are
/// in all, and the two stretches, parted at a share of what is to be written.
fn others(
    ground: &Ground,
    first: Means,
) -> impl Iterator<Item = (u64, impl Fn(f64) -> Option<Stretches>)> {
    let (tokens, done) = (ground.tokens(), ground.done());
    let fits = move |second: &Means| {
        let both = [first.checkers(), second.checkers()];
        // One link has one quality of checks.
        *second != first && (both.contains(&0) || both[0] == both[1])
    };
    guards(tokens).into_iter().filter(fits).map(move |second| {
        let cut = move |share: f64| {
            let left = tokens - done;
            if left < 2 {
                return None;
            }
            let begun = ((left as f64 * share).round() as u64).clamp(1, left - 1);
            Some([(first, done + begun), (second, left - begun)])
        };
        (first.checkers().max(second.checkers()), cut)
    })
}
