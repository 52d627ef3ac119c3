//! The four tasks that models are trained for.

/// What a model has learned. All write a running sum of given digits, modulo 10, one step
/// after the other, so that every step can be judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// Nothing else: `digit value .`
    Plain,
    /// It may say, instead of the full stop, that something within its attention does not
    /// add up.
    Backspace,
    /// It has two more tokens a step to think, and nothing to take back with:
    /// `digit ? ? value .`
    Pauses,
    /// A rule given once, `? rule .`, must be obeyed at marked steps: `! rule .`
    Instruction,
}

/// All tasks; a task's place here is its number in files of weights.
pub const TASKS: [Task; 4] = [
    Task::Plain,
    Task::Backspace,
    Task::Pauses,
    Task::Instruction,
];

impl Task {
    /// The name, as in the names of files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Backspace => "backspace",
            Self::Pauses => "pauses",
            Self::Instruction => "instruction",
        }
    }

    /// The task of a name.
    pub fn named(name: &str) -> Option<Self> {
        TASKS.into_iter().find(|task| task.name() == name)
    }

    /// Pauses between a digit and its value.
    pub const fn pauses(self) -> usize {
        match self {
            Self::Pauses => 2,
            _ => 0,
        }
    }

    /// Tokens of a step of which nothing is taken back.
    pub const fn step(self) -> usize {
        3 + self.pauses()
    }
}
