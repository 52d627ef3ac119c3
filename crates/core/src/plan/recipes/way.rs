//! One way of doing something about errors, as a scenario that a link can carry.

use crate::model::parameter::Key;
use crate::model::scenario::Scenario;
use crate::model::table::parameter;
use crate::number::format::round;
use core::fmt::Write as _;

/// What is done about errors in a part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// Nothing.
    Direct,
    /// So many tokens are sampled again and again until one version is ahead by a lead.
    Lead {
        /// By how many votes.
        lead: u64,
        /// How many tokens a vote is about.
        step: u64,
    },
    /// A fixed number of samples, the majority wins.
    Majority {
        /// How many.
        votes: u64,
        /// How many tokens a vote is about.
        step: u64,
    },
    /// Drafts of so many tokens are checked, by several checkers one after the other, and
    /// written anew until all accept.
    Check {
        /// How many tokens lie between checks.
        interval: u64,
        /// How many checkers there are; each sees what the others have missed.
        checkers: u32,
        /// The most drafts; 0 is no limit.
        tries: u64,
    },
    /// So many tokens of thinking, before the rest is written.
    Think {
        /// How many.
        tokens: u64,
    },
    /// A query every so many tokens.
    Query {
        /// How many.
        interval: u64,
    },
    /// What is noticed is taken back.
    Backtrack,
}

/// A part of the text, and what is done there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its tokens; `None` for the whole text.
    pub tokens: Option<u64>,
    /// What is done.
    pub means: Means,
}

/// A way: its parts in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// One to three of them.
    pub parts: Vec<Part>,
}

/// What sort of thing a way does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Nothing at all.
    Direct,
    /// Votes, until one version is ahead.
    Lead,
    /// Votes, a fixed number.
    Majority,
    /// One checker.
    Checker,
    /// Several checkers in a row.
    Checkers,
    /// Thinking first.
    Think,
    /// Queries.
    Query,
    /// Going back.
    Backtrack,
    /// Several of these, one after the other, or for a part of the text only.
    Combined,
}

/// What may be otherwise than a way assumes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Twist {
    /// Nothing.
    None,
    /// All is as assumed but its weakest point.
    Weakest,
}

/// How often votes go the same way for the same reason, where that breaks a recipe.
pub(super) const COMMON_CAUSE: f64 = 0.3;
/// The share of errors that a checker repeats, where that does.
pub(super) const JOINT: f64 = 0.5;
/// The share of errors that are final, where that does.
pub(super) const FATAL: f64 = 0.05;

impl Means {
    /// Whether it depends on votes.
    pub(super) const fn is_voted(self) -> bool {
        matches!(self, Self::Lead { .. } | Self::Majority { .. })
    }
}

impl Way {
    /// A way of one part.
    pub fn whole(means: Means) -> Self {
        let tokens = None;
        Self {
            parts: vec![Part { tokens, means }],
        }
    }

    /// What sort of way it is.
    pub fn kind(&self) -> Kind {
        let [part] = self.parts[..] else {
            return Kind::Combined;
        };
        match part.means {
            Means::Direct => Kind::Direct,
            Means::Lead { .. } => Kind::Lead,
            Means::Majority { .. } => Kind::Majority,
            Means::Check { checkers: 1, .. } => Kind::Checker,
            Means::Check { .. } => Kind::Checkers,
            Means::Think { .. } => Kind::Think,
            Means::Query { .. } => Kind::Query,
            Means::Backtrack => Kind::Backtrack,
        }
    }

    /// Whether it needs nothing but votes and the checker, of which the reader has said how good
    /// they are. How much thinking, queries and going back help is an assumption.
    pub fn is_at_hand(&self) -> bool {
        let is_assumed = |means: Means| {
            matches!(
                means,
                Means::Backtrack | Means::Think { .. } | Means::Query { .. }
            )
        };
        !self.parts.iter().any(|part| is_assumed(part.means))
    }

    /// The means that does most about errors: the last that is none of nothing and thinking.
    pub fn main(&self) -> Means {
        let means = self.parts.iter().map(|part| part.means).rev();
        let mut does = means.clone().filter(|it| *it != Means::Direct);
        let first = does.clone().find(|it| !matches!(it, Means::Think { .. }));
        first.or_else(|| does.next()).unwrap_or(Means::Direct)
    }

    /// The reader's scenario, done this way.
    #[must_use]
    pub fn onto(&self, scenario: &Scenario, twist: Twist) -> Scenario {
        let mut with = scenario.clone();
        with.set_schema("");
        // Every value set is legal: the grid keeps within the table.
        let mut set = |key: Key, value: f64| {
            let _ = with.set(key, value);
        };
        set(Key::Technique, 0.0);
        let main = self.main();
        if twist == Twist::Weakest && weakens_process(scenario, main) {
            set(Key::Fatal, FATAL.max(scenario.number(Key::Fatal)));
        }
        // What several checkers are together is none of the reader's own values.
        if let [part] = self.parts[..]
            && self.kind() != Kind::Checkers
        {
            let (technique, own) = values(scenario, part.means, twist);
            for (key, value) in own {
                set(key, value);
            }
            let _ = with.set_text(Key::Technique, technique);
        } else {
            with.set_schema(&self.schema(scenario, twist));
        }
        with
    }

    fn schema(&self, scenario: &Scenario, twist: Twist) -> String {
        let mut schema = String::new();
        for part in &self.parts {
            let (technique, own) = values(scenario, part.means, twist);
            let name = match part.means {
                Means::Think { .. } => "thinking",
                Means::Direct => "writing",
                Means::Lead { .. } | Means::Majority { .. } => "voting",
                Means::Check { .. } => "checking",
                Means::Query { .. } => "asking",
                Means::Backtrack => "noticing",
            };
            let tokens = match part.means {
                Means::Think { tokens } => Some(tokens),
                _ => part.tokens,
            };
            if !schema.is_empty() {
                schema.push(';');
            }
            // Writing to a String cannot fail.
            let _ = write!(schema, "{name}");
            if let Some(tokens) = tokens {
                let _ = write!(schema, ":{tokens}");
            }
            let _ = write!(schema, ":{technique}");
            for (key, value) in own.into_iter().filter(|(key, _)| *key != Key::Think) {
                let name = parameter(key).name;
                let _ = write!(schema, ":{name}={value}");
            }
        }
        schema
    }

    /// What it costs at least, in tokens: a lower bound that takes no computing.
    pub fn least_cost(&self, scenario: &Scenario) -> f64 {
        let all = scenario.remaining() as f64;
        let least = |part: &Part| {
            let tokens = part.tokens.map_or(all, |tokens| tokens as f64);
            match part.means {
                Means::Direct | Means::Query { .. } | Means::Backtrack => tokens,
                Means::Lead { lead, .. } => tokens * lead as f64,
                Means::Majority { votes, .. } => tokens * votes as f64,
                Means::Check {
                    interval, checkers, ..
                } => {
                    let checks = (tokens / interval as f64).floor();
                    tokens + checks * price(scenario, checkers)
                }
                Means::Think { tokens: thought } if self.parts.len() > 1 => thought as f64,
                Means::Think { tokens: thought } => thought as f64 + tokens,
            }
        };
        self.parts.iter().map(least).sum()
    }
}

/// What a check by several checkers costs.
fn price(scenario: &Scenario, checkers: u32) -> f64 {
    scenario.number(Key::Cost) * f64::from(checkers)
}

/// Whether the weakest point of a means is that some errors are final.
fn weakens_process(scenario: &Scenario, means: Means) -> bool {
    let recovers = matches!(
        means,
        Means::Think { .. } | Means::Query { .. } | Means::Backtrack | Means::Direct
    );
    recovers && scenario.process().parameters.contains(&Key::Fatal)
}

/// The technique of a means, and what it sets.
fn values(scenario: &Scenario, means: Means, twist: Twist) -> (&'static str, Vec<(Key, f64)>) {
    let weak = twist == Twist::Weakest;
    let own = |key: Key| scenario.number(key);
    let common = if weak {
        own(Key::CommonCause).max(COMMON_CAUSE)
    } else {
        own(Key::CommonCause)
    };
    let halved = weak && !weakens_process(scenario, means);
    match means {
        Means::Direct => ("direct", Vec::new()),
        Means::Lead { lead, step } => (
            "vote",
            vec![
                (Key::Lead, lead as f64),
                (Key::Step, step as f64),
                (Key::CommonCause, common),
            ],
        ),
        Means::Majority { votes, step } => (
            "vote",
            vec![
                (Key::Votes, votes as f64),
                (Key::Lead, 0.0),
                (Key::Step, step as f64),
                (Key::CommonCause, common),
            ],
        ),
        Means::Check {
            interval,
            checkers,
            tries,
        } => {
            // Checkers that err independently, unless all are blind to the same.
            let sighted = if weak { 1 } else { checkers };
            // (Twelve digits are as many as a link needs.)
            let any = |one: f64| round(1.0 - (0..sighted).map(|_| 1.0 - one).product::<f64>(), 12);
            let joint = if weak && checkers == 1 {
                own(Key::Joint).max(JOINT)
            } else {
                own(Key::Joint)
            };
            let alike = if sighted == 1 {
                (own(Key::Sensitivity), own(Key::FalseReject))
            } else {
                (any(own(Key::Sensitivity)), any(own(Key::FalseReject)))
            };
            (
                "verify",
                vec![
                    (Key::Interval, interval as f64),
                    (Key::Sensitivity, alike.0),
                    (Key::FalseReject, alike.1),
                    (Key::Tries, tries as f64),
                    (Key::Joint, joint),
                    (Key::Cost, price(scenario, checkers).min(1e6)),
                ],
            )
        }
        Means::Think { tokens } => {
            let floor = own(Key::ThinkFloor);
            let floor = if halved {
                f64::midpoint(1.0, floor)
            } else {
                floor
            };
            (
                "think",
                vec![(Key::Think, tokens as f64), (Key::ThinkFloor, floor)],
            )
        }
        Means::Query { interval } => (
            "query",
            vec![
                (Key::Interval, interval as f64),
                (Key::Catch, caught(scenario, halved)),
            ],
        ),
        Means::Backtrack => ("backtrack", vec![(Key::Catch, caught(scenario, halved))]),
    }
}

fn caught(scenario: &Scenario, halved: bool) -> f64 {
    scenario.number(Key::Catch) * if halved { 0.5 } else { 1.0 }
}
