//! The grid of the search: every way that is tried.
//!
//! - nothing, and going back: one way each;
//! - votes until one version is ahead by 2 to 6, and the majority of 3 to 21, about 1, 2, 5,
//!   10 … tokens at a time, up to the whole text;
//! - one to three checkers in a row after every 1, 2, 5, 10 … tokens, without a limit of drafts
//!   and with at most 2, 3 or 5;
//! - thinking, for as many tokens as the scenario says (`think`): how much of the hazard that
//!   leaves (`think_floor`) is known of that many, and of no other number;
//! - a query every 1, 2, 5, 10 … tokens;
//! - thinking, and then votes or a checker; votes or a checker for the first or the last tenth,
//!   quarter or half of the text only; and thinking before the first of those.
//!
//! Votes about one token by a lead of one are no votes, and a checker with one draft is none.

use super::way::{Means, Part, Way};
use crate::model::parameter::Key;
use crate::model::scenario::Scenario;

/// Leads of votes.
pub const LEADS: [u64; 5] = [2, 3, 4, 5, 6];
/// Numbers of votes.
pub const VOTES: [u64; 7] = [3, 5, 7, 9, 11, 15, 21];
/// The most drafts; 0 is no limit.
pub const TRIES: [u64; 4] = [0, 2, 3, 5];
/// The most checkers in a row.
pub const CHECKERS: u32 = 3;
/// Into how many the text is cut of which the first or the last piece is treated.
pub const PIECES: [u64; 3] = [10, 4, 2];
/// The most values of a length.
const SIZES: usize = 16;

/// 1, 2, 5, 10 … up to a length, and that.
pub fn sizes(length: u64) -> Vec<u64> {
    let decades = (0..18).map(|power| 10_u64.pow(power));
    let steps = decades.flat_map(|ten| [ten, 2 * ten, 5 * ten]);
    let mut sizes: Vec<u64> = steps.take_while(|&size| size < length).collect();
    // Of a text that is very long, the largest are as good as all.
    let most = 1_000_000;
    sizes.retain(|&size| size <= most);
    if length <= most {
        sizes.push(length);
    }
    while sizes.len() > SIZES {
        sizes.remove(1);
    }
    sizes
}

/// Every way for a scenario, the plainest first.
pub fn ways(scenario: &Scenario) -> Vec<Way> {
    let length = scenario.length();
    let sizes = sizes(length);
    let mut ways = vec![Way::whole(Means::Direct), Way::whole(Means::Backtrack)];
    let leads = |step: u64| LEADS.map(|lead| Means::Lead { lead, step });
    let majorities = |step: u64| VOTES.map(|votes| Means::Majority { votes, step });
    let mut alone = Vec::new();
    for &step in &sizes {
        alone.extend(leads(step));
        alone.extend(majorities(step));
        for checkers in 1..=CHECKERS {
            alone.extend(TRIES.map(|tries| Means::Check {
                interval: step,
                checkers,
                tries,
            }));
        }
        alone.push(Means::Query { interval: step });
    }
    ways.extend(alone.into_iter().map(Way::whole));
    let think = Means::Think {
        tokens: scenario.whole(Key::Think),
    };
    ways.push(Way::whole(think));
    // Of what goes together, the plainest values: those that cost least, and most often win.
    let mut plain = Vec::new();
    for &step in &sizes {
        plain.extend(leads(step).into_iter().take(3));
        plain.push(Means::Check {
            interval: step,
            checkers: 1,
            tries: 0,
        });
    }
    let part = |tokens: Option<u64>, means: Means| Part { tokens, means };
    for &means in &plain {
        ways.push(Way {
            parts: vec![part(None, think), part(None, means)],
        });
    }
    for pieces in PIECES {
        let piece = length / pieces;
        if piece == 0 || piece == length {
            continue;
        }
        let rest = part(Some(length - piece), Means::Direct);
        for &means in &plain {
            let treated = part(Some(piece), means);
            ways.push(Way {
                parts: vec![treated, rest],
            });
            ways.push(Way {
                parts: vec![rest, treated],
            });
            ways.push(Way {
                parts: vec![part(None, think), treated, rest],
            });
        }
    }
    ways
}
