//! What the harness gives in a run, whatever the model makes of it.

use super::setting::Setting;
use crate::stream::{Purpose, Stream};
use crate::task::Task;
use crate::token::{MARK, Token, sum};

/// A step as it is given.
#[derive(Clone, Copy, Debug)]
pub(super) struct Given {
    /// A digit to add, or a mark.
    pub(super) token: Token,
    /// The value that the run should have after it.
    pub(super) truth: u8,
}

/// A run's text.
#[derive(Clone, Debug, Default)]
pub(super) struct Script {
    pub(super) first: u8,
    pub(super) rule: u8,
    /// By how much an error that is put in is off: 1…9.
    pub(super) slip: u8,
    pub(super) steps: Vec<Given>,
}

impl Script {
    /// Writes the text of a run over the last one.
    pub(super) fn write(&mut self, task: Task, setting: &Setting, run: u64) {
        let mut stream = Stream::new(setting.seed, run, Purpose::Text);
        self.first = stream.digit();
        self.rule = stream.digit();
        self.slip = 1 + stream.below(9) as u8;
        let mut stands = self.first;
        self.steps.clear();
        self.steps.extend((0..setting.steps).map(|_| {
            // As many draws in any case: runs with and without marks have the same digits.
            let (digit, chance) = (stream.digit(), stream.uniform());
            let marked = task == Task::Instruction && chance < setting.marked;
            stands = if marked {
                self.rule
            } else {
                sum(stands, digit)
            };
            Given {
                token: if marked { MARK } else { digit },
                truth: stands,
            }
        }));
    }
}
