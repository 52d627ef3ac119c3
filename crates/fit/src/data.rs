//! What people bring: three kinds of data, never confused.

/// Data of one kind, ready to be fitted.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    /// At each length some trials, and how many of them succeeded; rows know nothing of each
    /// other ("of 50 tasks of 100 tokens, 41 were right").
    Cohorts(Vec<Cohort>),
    /// One group of completions followed from length to length until each makes its first
    /// mistake or ends without one ("of 300 chains of thought, 76 went wrong at step 2").
    /// Lengths rise.
    Survivors(Vec<AtRisk>),
    /// Completions whose every step is labelled, in order ("1101": right, right, wrong, right).
    Paths(Vec<Path>),
}

/// So many trials at one length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cohort {
    /// How long they were, in the unit of the data; above 0.
    pub length: f64,
    /// How many succeeded: in `[0, trials]`. Where trials are weighted it need not be whole.
    pub successes: f64,
    /// How many there were: above 0.
    pub trials: f64,
    /// What they share with other rows (a task, an author), if that was told.
    pub cluster: Option<u32>,
}

/// Completions that had not erred before a length, and what became of them there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AtRisk {
    /// The length, in the unit of the data; above that of the row before, or above 0.
    pub length: f64,
    /// How many reached it (from the length before it) without a mistake so far.
    pub at_risk: f64,
    /// How many of them made their first mistake between the length before and this one: in
    /// `[0, at_risk]`. Those who reach neither the next row nor a mistake ended: they are
    /// censored, and no failures.
    pub failed: f64,
}

/// One completion, step by step.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Whether it was right after each step; not empty.
    pub steps: Vec<bool>,
    /// Whether its end was right, where that was judged apart from its last step.
    pub outcome: Option<bool>,
    /// What it shares with other paths (a task), if that was told.
    pub cluster: Option<u32>,
    /// How much it counts: above 0, usually 1.
    pub weight: f64,
}

/// One of several sets of data in one table (a model, a task), fitted on its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What it is called; empty where there is only one.
    pub name: String,
    /// What was measured.
    pub data: Data,
}
