//! What a table is about, and what each of its columns means.

/// What kind of data a table holds. They are never confused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Length, successes of trials; rows know nothing of each other.
    Cohorts,
    /// One group followed until each makes its first mistake.
    Survivors,
    /// Every step of every run is labelled.
    Paths,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Cohorts, Self::Survivors, Self::Paths];

    /// Its name, as pages and commands use it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cohorts => "cohorts",
            Self::Survivors => "survivors",
            Self::Paths => "paths",
        }
    }

    /// What it is, with an example.
    pub fn help(self) -> &'static str {
        match self {
            Self::Cohorts => {
                "at each length so many trials, and how many of them succeeded; each row stands \
                 for itself (of 50 tasks of 100 tokens, 41 were right)"
            }
            Self::Survivors => {
                "one group, followed from length to length until each makes its first mistake or \
                 ends (of 300 chains of thought, 76 went wrong at step 2, and 224 went on)"
            }
            Self::Paths => {
                "runs whose every step is labelled right or wrong, in order (1101: right, right, \
                 wrong, right again)"
            }
        }
    }
}

/// What a column means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// How long: tokens, steps, minutes of a person.
    Length,
    /// How many trials succeeded.
    Successes,
    /// How many trials there were.
    Trials,
    /// Which share of the trials succeeded.
    Rate,
    /// The standard error of that share.
    StandardError,
    /// How many have made no mistake so far.
    Survivors,
    /// How many made their first mistake there; beside trials, how many failed.
    Failed,
    /// Whether one trial succeeded.
    Trial,
    /// Which run a step belongs to.
    Run,
    /// Which step it is.
    Step,
    /// Whether the step was right.
    Right,
    /// All steps of a run, in order.
    Path,
    /// Whether the run ended right.
    Outcome,
    /// At which step the first mistake was made.
    FirstMistake,
    /// What some rows share: a task, an author.
    Cluster,
    /// How much a row counts.
    Weight,
    /// What is fitted on its own: a model, a method.
    Series,
    /// Nothing that is used.
    Ignore,
}

impl Role {
    /// All of them, in the order of a menu.
    pub const ALL: [Self; 18] = [
        Self::Length,
        Self::Successes,
        Self::Trials,
        Self::Rate,
        Self::StandardError,
        Self::Trial,
        Self::Survivors,
        Self::Failed,
        Self::FirstMistake,
        Self::Path,
        Self::Run,
        Self::Step,
        Self::Right,
        Self::Outcome,
        Self::Series,
        Self::Cluster,
        Self::Weight,
        Self::Ignore,
    ];

    /// Its name in a menu.
    pub fn name(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Successes => "successes",
            Self::Trials => "trials",
            Self::Rate => "rate",
            Self::StandardError => "standard error",
            Self::Trial => "success of one trial",
            Self::Survivors => "survivors",
            Self::Failed => "failed there",
            Self::FirstMistake => "step of first mistake",
            Self::Path => "path",
            Self::Run => "run",
            Self::Step => "step",
            Self::Right => "right or wrong",
            Self::Outcome => "outcome",
            Self::Series => "set",
            Self::Cluster => "cluster",
            Self::Weight => "weight",
            Self::Ignore => "ignore",
        }
    }

    /// What it means, in a few words.
    pub fn help(self) -> &'static str {
        match self {
            Self::Length => "how long the task or text was: tokens, steps, minutes",
            Self::Successes => "how many trials succeeded",
            Self::Trials => "how many trials there were",
            Self::Rate => "the share of trials that succeeded",
            Self::StandardError => "the standard error of the rate",
            Self::Trial => "whether one trial succeeded: 0 or 1, or a score between",
            Self::Survivors => "how many had made no mistake so far",
            Self::Failed => "how many made their first mistake there, or failed",
            Self::FirstMistake => "at which step the first mistake was made; blank or −1: none",
            Self::Path => "all steps of a run in order: 1101",
            Self::Run => "which run a step belongs to",
            Self::Step => "which step of the run it is",
            Self::Right => "whether that step was right",
            Self::Outcome => "whether the run ended right",
            Self::Series => "what is fitted on its own: a model, a method",
            Self::Cluster => "what rows share, so that they are not independent: a task",
            Self::Weight => "how much the row counts",
            Self::Ignore => "not used",
        }
    }

    /// The role of a name.
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Whether a table may have several columns of it, each a set of its own.
    pub(super) fn is_result(self) -> bool {
        matches!(
            self,
            Self::Successes | Self::Rate | Self::Trial | Self::Survivors | Self::Right
        )
    }
}
