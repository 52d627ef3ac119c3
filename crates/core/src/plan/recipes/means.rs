//! What can be done about a stretch of text with the means at hand, and the scenarios that
//! do it.

use crate::model::parameter::Key;
use crate::model::scenario::Scenario;
use crate::model::schema::{Phase, Schema};
use crate::model::technique::{NAMES, TECHNIQUES};
use crate::number::format::round;

/// What is done about a stretch of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Means {
    /// Nothing.
    Nothing,
    /// Drafts of `interval` tokens are checked; 0 `tries`: without a limit.
    Check {
        /// Tokens of a draft.
        interval: u64,
        /// Drafts at most.
        tries: u64,
        /// How many checkers look at each draft, one after the other.
        checkers: u64,
    },
    /// The majority of so many samples of `step` tokens.
    Majority {
        /// The samples.
        votes: u64,
        /// Tokens of a sample.
        step: u64,
    },
    /// Samples of `step` tokens until one side is so far ahead.
    Lead {
        /// How far.
        lead: u64,
        /// Tokens of a sample.
        step: u64,
    },
    /// A query every `interval` tokens.
    Query {
        /// The tokens between two of them.
        interval: u64,
    },
    /// The model goes back when it notices.
    Backtrack,
}

impl Means {
    /// Its technique, by the place of its name.
    fn technique(self) -> usize {
        let name = match self {
            Self::Nothing => "direct",
            Self::Check { .. } => "verify",
            Self::Majority { .. } | Self::Lead { .. } => "vote",
            Self::Query { .. } => "query",
            Self::Backtrack => "backtrack",
        };
        technique(name)
    }

    /// What it sets.
    fn values(self) -> Vec<(Key, f64)> {
        match self {
            Self::Nothing | Self::Backtrack => Vec::new(),
            Self::Check {
                interval, tries, ..
            } => vec![(Key::Interval, interval as f64), (Key::Tries, tries as f64)],
            Self::Majority { votes, step } => vec![
                (Key::Votes, votes as f64),
                (Key::Lead, 0.0),
                (Key::Step, step as f64),
            ],
            Self::Lead { lead, step } => vec![(Key::Lead, lead as f64), (Key::Step, step as f64)],
            Self::Query { interval } => vec![(Key::Interval, interval as f64)],
        }
    }

    /// How many checkers look at a draft; 0 where nobody does.
    pub fn checkers(self) -> u64 {
        match self {
            Self::Check { checkers, .. } => checkers,
            _ => 0,
        }
    }
}

/// The place of a technique's name.
fn technique(name: &str) -> usize {
    NAMES.iter().position(|it| *it == name).unwrap_or_default()
}

/// What a question is about once what is done at present is taken away: the process, the
/// text to be written, and the means.
#[derive(Clone, Debug)]
pub struct Ground {
    plain: Scenario,
    /// Whether nothing is done at present.
    is_bare: bool,
}

impl Ground {
    /// Of a scenario. Its text is all but what is thought; where phases have processes or
    /// values of their own, those of the whole hold.
    pub fn of(scenario: &Scenario) -> Self {
        let thinks = |it: &&Phase| TECHNIQUES[it.technique].parameters.contains(&Key::Think);
        let phases = scenario.phases();
        let written = phases.iter().filter(|phase| !thinks(phase));
        let tokens: u64 = written.map(|phase| scenario.tokens_of(phase)).sum();
        let mut plain = scenario.clone();
        plain.set_schema("");
        let _ = plain.set_text(Key::Technique, "direct");
        let text = if tokens == 0 {
            scenario.length()
        } else {
            tokens
        };
        let _ = plain.set(Key::Tokens, text as f64);
        let _ = plain.check(Key::Done);
        let is_bare = plain == *scenario;
        Self { plain, is_bare }
    }

    /// Whether the scenario does nothing at present.
    pub fn is_bare(&self) -> bool {
        self.is_bare
    }

    /// The tokens of the text.
    pub fn tokens(&self) -> u64 {
        self.plain.length()
    }

    /// Of those, the ones that are done.
    pub fn done(&self) -> u64 {
        self.plain.done()
    }

    /// How long thinking lasts whose quality is told, in tokens.
    pub fn thinking(&self) -> u64 {
        self.plain.whole(Key::Think)
    }

    /// One thing, all the time. Nothing where checkers cost more than a link can say.
    pub fn single(&self, means: Means) -> Option<Scenario> {
        let mut scenario = self.checked(means.checkers())?;
        let _ = scenario.set(Key::Technique, means.technique() as f64);
        for (key, value) in means.values() {
            scenario.set(key, value).ok()?;
        }
        Some(scenario)
    }

    /// Thinking, and nothing else.
    pub fn thought(&self, tokens: u64) -> Scenario {
        let mut scenario = self.plain.clone();
        let _ = scenario.set_text(Key::Technique, "think");
        self.reach(&mut scenario, tokens);
        let _ = scenario.set(Key::Think, tokens as f64);
        scenario
    }

    /// One thing after another: so many tokens of thinking (0: none), then stretches of text,
    /// each with what is done about it; the last goes to the end.
    pub fn phases(&self, thinking: u64, parts: &[(Means, u64)]) -> Option<Scenario> {
        let checkers = parts.iter().map(|(means, _)| means.checkers()).max()?;
        let mut scenario = self.checked(checkers)?;
        let mut schema = Schema::default();
        if thinking > 0 {
            self.reach(&mut scenario, thinking);
            schema.phases.push(Phase {
                name: "thinking".to_owned(),
                tokens: Some(thinking),
                technique: technique("think"),
                own: Vec::new(),
            });
        }
        for (index, &(means, tokens)) in parts.iter().enumerate() {
            let name = match (parts.len(), index) {
                (1, _) => "answer",
                (_, 0) => "beginning",
                _ => "end",
            };
            schema.phases.push(Phase {
                name: name.to_owned(),
                tokens: (parts.len() > 1).then_some(tokens),
                technique: means.technique(),
                own: means.values(),
            });
        }
        scenario
            .set_schema(&schema.to_string())
            .is_empty()
            .then_some(scenario)
    }

    /// So many checkers one after the other, as one: a draft passes that all of them pass,
    /// and all are paid. Each finds what it finds independently of the others, but for what
    /// `joint` says that all are blind to.
    fn checked(&self, checkers: u64) -> Option<Scenario> {
        let mut scenario = self.plain.clone();
        if checkers > 1 {
            let times = i32::try_from(checkers).ok()?;
            for key in [Key::Sensitivity, Key::FalseReject] {
                let passes = (1..times).fold(1.0 - scenario.number(key), |all, _| {
                    all * (1.0 - self.plain.number(key))
                });
                scenario.set(key, 1.0 - passes).ok()?;
            }
            let cost = self.plain.number(Key::Cost) * f64::from(times);
            scenario.set(Key::Cost, cost).ok()?;
        }
        Some(scenario)
    }

    /// What is left of the hazard after thinking shorter than told: it falls in a straight
    /// line, and thinking that ends on the way has come so far.
    fn reach(&self, scenario: &mut Scenario, tokens: u64) {
        let told = self.thinking().max(1) as f64;
        let way = (tokens as f64 / told).min(1.0);
        let left = 1.0 - (1.0 - self.plain.number(Key::ThinkFloor)) * way;
        // (Twelve digits are as many as a link needs.)
        let _ = scenario.set(Key::ThinkFloor, round(left, 12));
    }
}
