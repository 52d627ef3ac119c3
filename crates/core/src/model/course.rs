//! The description of a whole completion: stretches of tokens in their order, each
//! with its errors, its recovery and what is done about errors.
//!
//! Exact curves, counts and runs all walk the same [`Course`]. The state, the number
//! of errors, and the clock of the hazard pass from one stage to the next; success
//! is judged at the end of the last one.

use crate::model::chain::Errors;
use crate::model::parameter::{Key, Values};
use crate::model::process::PROCESSES;
use crate::model::schedule::Often;
use crate::model::schema::{Phase, Schema};
use crate::model::table::MOST_TOKENS;
use crate::model::technique::TECHNIQUES;
use std::rc::Rc;

pub use crate::model::stage::{Hazard, Share, Stage};

/// Stages in their order, each beginning where the one before it ends.
///
/// What is done is given to be flawless: what is left begins there, with the clock of the
/// hazard where it was.
#[derive(Clone, Debug)]
pub struct Course {
    stages: Vec<Stage>,
    /// The stages of what is done, from the first token on; they tell how difficult a
    /// completion is that has come so far.
    past: Vec<Stage>,
}

/// What a completion carries along beside its state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Memory {
    /// Nothing: the number of tokens says all.
    None,
    /// Its own error rate, drawn from Beta(`alpha`, `beta`).
    Difficulty {
        /// First parameter.
        alpha: f64,
        /// Second parameter.
        beta: f64,
    },
    /// The number of its errors.
    Errors,
}

impl Course {
    /// Lays out the phases of a schema, or the technique chosen where there is none.
    pub fn of(values: &Values, schema: &Schema) -> Self {
        let whole = Self::length(values, schema);
        let done = (values.get(Key::Done) as u64).min(whole);
        let (mut past, mut stages) = (Vec::new(), Vec::new());
        let (mut from, mut clock, mut left) = (0, 0, 1.0);
        for phase in Self::phases(values, schema) {
            let own = own_values(values, &phase);
            let manner = (TECHNIQUES[phase.technique].manner)(&own);
            let to = from + Self::tokens(values, &phase).min(MOST_TOKENS - from);
            // A phase without tokens does nothing.
            let after = if from < to { left * manner.left } else { left };
            let share = Share {
                start: from,
                tokens: (to - from).max(1),
                before: left,
                after,
            };
            let stage = Stage::new(phase.name, (from, to), clock, share, &own, &manner);
            if from < done {
                past.push(stage.clone());
            }
            if to > done || to == whole && stages.is_empty() {
                stages.push(Stage {
                    from: from.max(done).min(to),
                    ..stage
                });
            }
            if let Some(query) = manner.query.filter(|_| from < to) {
                clock = from + (to - from - 1) / query.interval * query.interval;
            }
            (from, left) = (to, after);
        }
        Self { stages, past }
    }

    /// A course of one stage.
    pub fn single(stage: Stage) -> Self {
        Self {
            stages: vec![stage],
            past: Vec::new(),
        }
    }

    /// What is done, as a course from the first token on; nothing where nothing is.
    pub fn past(&self) -> Option<Self> {
        (!self.past.is_empty()).then(|| Self {
            stages: self.past.clone(),
            past: Vec::new(),
        })
    }

    /// The length of all phases together.
    pub fn length(values: &Values, schema: &Schema) -> u64 {
        Self::phases(values, schema)
            .iter()
            .map(|phase| Self::tokens(values, phase))
            .fold(0, |sum: u64, tokens| {
                sum.saturating_add(tokens).min(MOST_TOKENS)
            })
    }

    /// The phases of a schema, or those that the technique chosen stands for.
    pub fn phases(values: &Values, schema: &Schema) -> Vec<Phase> {
        if !schema.phases.is_empty() {
            return schema.phases.clone();
        }
        let technique = values.get(Key::Technique) as usize;
        let phase = |name: &str, tokens, technique| Phase {
            name: name.to_owned(),
            tokens,
            technique,
            own: Vec::new(),
        };
        if TECHNIQUES[technique].parameters.contains(&Key::Think) {
            let thinking = values.get(Key::Think) as u64;
            return vec![
                phase("thinking", Some(thinking), technique),
                phase("answer", None, 0),
            ];
        }
        vec![phase("answer", None, technique)]
    }

    /// How many tokens a phase has.
    pub fn tokens(values: &Values, phase: &Phase) -> u64 {
        phase.tokens.unwrap_or(values.get(Key::Tokens) as u64)
    }

    /// The stages that are not yet done; at least one, which may be empty.
    pub fn stages(&self) -> &[Stage] {
        &self.stages
    }

    /// The tokens before the first stage.
    pub fn start(&self) -> u64 {
        self.stages.first().map_or(0, |stage| stage.from)
    }

    /// The last token.
    pub fn end(&self) -> u64 {
        self.stages.last().map_or(0, |stage| stage.to)
    }

    /// The tokens paid by the time the text has `n` tokens, where no draft is thrown
    /// away, all samples agree and nothing is undone.
    pub fn least_cost(&self, n: u64) -> u64 {
        self.stages.iter().map(|stage| stage.least_cost(n)).sum()
    }

    /// The same course with its last stage going on to a token further away.
    #[must_use]
    pub fn extended(mut self, to: u64) -> Self {
        if let Some(last) = self.stages.last_mut() {
            last.to = last.to.max(to);
        }
        self
    }

    /// The last length up to `n` at which no draft is in progress.
    pub fn settled(&self, n: u64) -> u64 {
        let within = |stage: &&Stage| stage.from < n && n <= stage.to;
        let stage = self.stages.iter().find(within);
        stage.map_or(n, |stage| stage.settled(n))
    }

    /// The first length from `n` on at which no draft is in progress.
    pub fn settled_after(&self, n: u64) -> u64 {
        let within = |stage: &&Stage| stage.from < n && n < stage.to;
        let Some(stage) = self.stages.iter().find(within) else {
            return n;
        };
        match &stage.check {
            Some(check) if stage.settled(n) < n => {
                stage.settled(n).saturating_add(check.size).min(stage.to)
            }
            _ => n,
        }
    }

    /// The lengths from `from` on at which drafts are judged; nothing where there are more
    /// than `most` of them.
    pub fn judgements(&self, from: u64, most: u64) -> Option<Vec<u64>> {
        let mut ends = Vec::new();
        for stage in &self.stages {
            let Some(check) = &stage.check else { continue };
            let begin = stage.from.max(from);
            if begin >= stage.to {
                continue;
            }
            if (stage.to - begin) / check.size > most {
                return None;
            }
            let mut end = stage.settled(begin);
            while end < stage.to {
                end = end.saturating_add(check.size).min(stage.to);
                ends.push(end);
            }
        }
        (ends.len() as u64 <= most).then_some(ends)
    }

    /// Whether any drafts are checked or voted on.
    pub fn has_drafts(&self) -> bool {
        self.stages.iter().any(|stage| stage.check.is_some())
    }

    /// Changes every stage.
    pub(crate) fn each(&mut self, change: impl FnMut(&mut Stage)) {
        self.stages.iter_mut().for_each(change);
    }

    /// The same course in which every unacceptable completion recovers with one probability
    /// and no error is fatal, whatever the process says: so processes that differ in how
    /// errors come can be compared.
    #[must_use]
    pub fn recovering(mut self, recovery: f64) -> Self {
        self.each(|stage| (stage.recovery, stage.fatal) = (recovery, 0.0));
        self
    }

    /// The same course in which errors that strike by a schedule strike so many times as
    /// often, whatever parameter their hazard depends on.
    #[must_use]
    pub fn erring(mut self, times: f64) -> Self {
        self.each(|stage| {
            if let Errors::Scheduled(base) = &stage.errors {
                let base = Rc::clone(base);
                stage.errors = Errors::Scheduled(Rc::new(Often { base, times }));
            }
        });
        self
    }

    /// The same course as far as the text goes: judging drafts that are kept or thrown away
    /// whatever they are changes its price alone.
    #[must_use]
    pub fn choosing(mut self) -> Self {
        for stage in &mut self.stages {
            stage.check = stage.check.filter(|check| check.judge.chooses());
        }
        self
    }

    /// The same course as far as the number of errors goes: unless drafts are checked,
    /// errors strike by their own clock whatever the state, and nothing that is made
    /// good matters.
    #[must_use]
    pub fn counting_only(mut self) -> Self {
        if !self.has_drafts() {
            for stage in &mut self.stages {
                (stage.recovery, stage.repair, stage.fatal) = (0.0, 0.0, 0.0);
                if let Some(query) = &mut stage.query {
                    query.catch = 0.0;
                }
            }
        }
        self
    }

    /// What a completion carries along beside its state.
    pub fn memory(&self) -> Memory {
        for stage in &self.stages {
            match stage.errors {
                // Where every deviation is harmless no completion is more difficult.
                Errors::Mixed { share: 0.0, .. } => {}
                Errors::Mixed { alpha, beta, .. } => return Memory::Difficulty { alpha, beta },
                Errors::Contagious { .. } => return Memory::Errors,
                _ => {}
            }
        }
        Memory::None
    }
}

/// The values that hold in a phase. A completion that remembers its errors does so from its
/// first token on: where the scenario's process has such a memory, or a phase's own would
/// have, the process stays the scenario's. Nor does a phase make completions differ in
/// difficulty that do not.
pub(crate) fn own_values(values: &Values, phase: &Phase) -> Values {
    let mut own = *values;
    for &(key, value) in &phase.own {
        own.set(key, value);
    }
    let errors = |values: &Values| {
        let process = &PROCESSES[values.get(Key::Process) as usize];
        (process.chain)(values).errors
    };
    let stays = match (errors(values), errors(&own)) {
        (Errors::Contagious { .. }, _) | (_, Errors::Contagious { .. }) => true,
        (Errors::Mixed { .. }, _) => false,
        (_, Errors::Mixed { .. }) => true,
        _ => false,
    };
    if stays {
        own.set(Key::Process, values.get(Key::Process));
    }
    own
}
