//! Examples to learn from, drawn anew for every batch.

use crate::shape::REACH;
use crate::stream::Stream;
use crate::task::Task;
use crate::token::{BEGIN, MARK, PAUSE, RULE, STOP, Token, UNDO, sum};

/// Tokens of an example, at most: 32 steps of three, behind a beginning of three.
pub const LENGTH: usize = 99;

/// Errors a step in the text that a backspace model learns from: none, some, many.
const ERRORS: [f32; 3] = [0.0, 0.04, 0.12];
/// The share of marked steps where there is a rule.
pub const MARKED: f32 = 0.12;
/// How often the rule is stated again, a step.
const RESTATED: f32 = 0.06;
/// What a marked step weighs in the loss.
const WEIGHT_OF_MARKED: f32 = 3.0;

/// A text, and what should have been said after each of its tokens.
#[derive(Clone, Debug)]
pub struct Example {
    /// The text.
    pub tokens: [Token; LENGTH],
    /// What should follow each token, where it matters.
    pub targets: [Token; LENGTH],
    /// How much it matters; 0 where what follows is given by the harness.
    pub weights: [f32; LENGTH],
    /// How many tokens are written; the others matter nothing.
    length: usize,
}

impl Example {
    /// Draws one. `hindsight` says how many steps back an error is to be complained about
    /// (backspace only).
    pub fn draw(task: Task, hindsight: usize, stream: &mut Stream) -> Self {
        let mut example = Self {
            tokens: [STOP; LENGTH],
            targets: [STOP; LENGTH],
            weights: [0.0; LENGTH],
            length: 0,
        };
        match task {
            Task::Instruction => example.rules(stream),
            _ => example.sums(task, hindsight, stream),
        }
        example
    }

    fn write(&mut self, token: Token) {
        self.tokens[self.length] = token;
        self.length += 1;
    }

    /// What should follow the last token.
    fn expect(&mut self, target: Token, weight: f32) {
        self.targets[self.length - 1] = target;
        self.weights[self.length - 1] = weight;
    }

    fn begin(&mut self, stream: &mut Stream) -> u8 {
        let first = stream.digit();
        self.write(BEGIN);
        self.write(first);
        first
    }

    fn sums(&mut self, task: Task, hindsight: usize, stream: &mut Stream) {
        let judged = task == Task::Backspace;
        let errors = if judged {
            ERRORS[stream.below(3) as usize]
        } else {
            0.0
        };
        let mut stands = self.begin(stream);
        let mut since_error = usize::MAX;
        loop {
            if judged {
                let bad = since_error <= hindsight;
                self.expect(if bad { UNDO } else { STOP }, 1.0);
            }
            // The step is kept, whatever should have been said of it.
            self.write(STOP);
            if self.length + task.step() > LENGTH {
                return;
            }
            let digit = stream.digit();
            self.write(digit);
            for _ in 0..task.pauses() {
                self.write(PAUSE);
            }
            let right = sum(stands, digit);
            self.expect(right, 1.0);
            let wrong = stream.uniform() < errors;
            stands = if wrong { other(right, stream) } else { right };
            since_error = if wrong {
                0
            } else {
                since_error.saturating_add(1)
            };
            self.write(stands);
        }
    }

    fn rules(&mut self, stream: &mut Stream) {
        let mut stands = self.begin(stream);
        self.write(STOP);
        let rule = stream.digit();
        let mut stated = 0;
        while self.length + 3 <= LENGTH {
            let seen = stated > 0 && self.length < stated + REACH;
            if stated == 0 || stream.uniform() < RESTATED {
                self.write(RULE);
                if seen {
                    self.expect(rule, 1.0);
                }
                stated = self.length;
                self.write(rule);
            } else if stream.uniform() < MARKED {
                self.write(MARK);
                self.expect(rule, WEIGHT_OF_MARKED);
                self.write(rule);
                stands = rule;
            } else {
                let digit = stream.digit();
                self.write(digit);
                stands = sum(stands, digit);
                self.expect(stands, 1.0);
                self.write(stands);
            }
            self.write(STOP);
        }
    }
}

/// Another digit than this one.
pub(crate) fn other(digit: u8, stream: &mut Stream) -> u8 {
    sum(digit, 1 + stream.below(9) as u8)
}
