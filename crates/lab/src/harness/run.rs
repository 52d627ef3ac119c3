//! A run, token by token.

use super::event::{Event, Kind, Mark, Tally};
use super::script::Script;
use super::setting::{Act, Restating, Setting};
use crate::pass::Pass;
use crate::sample;
use crate::stream::{Purpose, Stream};
use crate::task::Task;
use crate::token::{BEGIN, MARK, PAUSE, RULE, STOP, Token, UNDO, sum};
use crate::weights::Weights;

/// A run ends, finished or not, when it has spent so many times the tokens that it takes
/// without taking back.
pub const PATIENCE: usize = 10;

/// A step that stands.
#[derive(Clone, Copy, Debug)]
struct Step {
    value: u8,
    /// Where its value stands.
    at: usize,
}

/// What is written next.
#[derive(Clone, Copy, Debug)]
enum Next {
    Begin,
    First,
    Verdict,
    RuleSign,
    Rule,
    RuleStop,
    Give,
    Pause(usize),
    Value,
    Done,
}

/// A model that writes, and the harness around it.
#[derive(Clone, Debug)]
pub struct Run {
    pass: Pass,
    task: Task,
    setting: Setting,
    script: Script,
    choice: Stream,
    blind: Stream,
    next: Next,
    steps: Vec<Step>,
    /// Whether each step was right when it was first kept.
    kept: Vec<bool>,
    tally: Tally,
    /// Whether the error was put in, and whether complaints are still not listened to.
    injected: bool,
    deaf: bool,
    /// Where the rule was last stated, where the last mark's value stands, and how often the
    /// rule was copied.
    stated: usize,
    marked: Option<usize>,
    copies: usize,
    mark: Option<Mark>,
}

impl Run {
    /// A run before its first token.
    pub fn new(weights: &Weights, setting: &Setting, number: u64) -> Self {
        let (setting, task) = (setting.legal(), weights.task);
        // Behind each step there may be a rule.
        let room = task.step() + if task == Task::Instruction { 3 } else { 0 };
        let mut run = Self {
            pass: Pass::new(weights, 6 + setting.steps * room),
            task,
            setting,
            script: Script::default(),
            choice: Stream::new(0, 0, Purpose::Choice),
            blind: Stream::new(0, 0, Purpose::Blind),
            next: Next::Begin,
            steps: Vec::with_capacity(setting.steps),
            kept: Vec::with_capacity(setting.steps),
            tally: Tally::default(),
            injected: false,
            deaf: false,
            stated: 0,
            marked: None,
            copies: 0,
            mark: None,
        };
        run.restart(number);
        run
    }

    /// Begins another run of the same setting, in the same memory.
    pub fn restart(&mut self, number: u64) {
        self.pass.cut(0);
        self.pass.look(self.setting.window);
        self.script.write(self.task, &self.setting, number);
        self.choice = Stream::new(self.setting.seed, number, Purpose::Choice);
        self.blind = Stream::new(self.setting.seed, number, Purpose::Blind);
        self.next = Next::Begin;
        self.steps.clear();
        self.kept.clear();
        self.tally = Tally::default();
        (self.injected, self.deaf) = (false, false);
        (self.stated, self.marked, self.copies) = (0, None, 0);
        self.mark = None;
    }

    /// Whether each step was right when it was first kept, the first step first.
    pub fn kept(&self) -> &[bool] {
        &self.kept
    }

    /// What counts.
    pub const fn tally(&self) -> Tally {
        self.tally
    }

    /// Whether all steps were kept.
    pub fn finished(&self) -> bool {
        self.kept.len() == self.setting.steps
    }

    /// The setting, made legal.
    pub const fn setting(&self) -> &Setting {
        &self.setting
    }

    /// The model at work: what it attends to.
    pub const fn pass(&self) -> &Pass {
        &self.pass
    }

    /// How the rule was obeyed at the last token, if that was the value of a marked step.
    pub const fn mark(&self) -> Option<Mark> {
        self.mark
    }

    /// The value that stands, and what it should be.
    fn stands(&self) -> (u8, u8) {
        match self.steps.last() {
            Some(step) => (step.value, self.script.steps[self.steps.len() - 1].truth),
            None => (self.script.first, self.script.first),
        }
    }

    /// Writes the next token; none, once the run is over.
    pub fn advance(&mut self) -> Option<Event> {
        self.mark = None;
        let event = match self.next {
            Next::Done => return None,
            Next::Begin => self.put(BEGIN, Kind::Given, Next::First),
            Next::First => self.put(self.script.first, Kind::Given, Next::Verdict),
            Next::Verdict => self.verdict(),
            Next::RuleSign => self.put(RULE, Kind::Given, Next::Rule),
            Next::Rule => self.state(),
            Next::RuleStop => self.put(STOP, Kind::Given, Next::Give),
            Next::Give => {
                let given = self.script.steps[self.steps.len()].token;
                self.put(given, Kind::Given, self.behind(0))
            }
            Next::Pause(at) => self.put(PAUSE, Kind::Given, self.behind(at)),
            Next::Value => self.value(),
        };
        self.tally.tokens += 1;
        let patience = PATIENCE * self.task.step() * self.setting.steps;
        if self.finished() || self.tally.tokens >= patience as u64 {
            self.next = Next::Done;
        }
        Some(event)
    }

    /// What follows so many pauses.
    fn behind(&self, pauses: usize) -> Next {
        if pauses < self.task.pauses() {
            Next::Pause(pauses + 1)
        } else {
            Next::Value
        }
    }

    /// Reads a token of the step that is being written.
    fn put(&mut self, token: Token, kind: Kind, next: Next) -> Event {
        let begun = !matches!(
            self.next,
            Next::Begin | Next::First | Next::RuleSign | Next::Rule | Next::RuleStop
        );
        let step = self.steps.len() + usize::from(begun);
        self.put_at(token, kind, next, step, self.pass.length())
    }

    fn put_at(&mut self, token: Token, kind: Kind, next: Next, step: usize, place: usize) -> Event {
        self.pass.read(token);
        self.next = next;
        let (value, truth) = self.stands();
        Event {
            token,
            kind,
            step,
            right: value == truth,
            place,
        }
    }

    /// States the rule.
    fn state(&mut self) -> Event {
        let by_model = matches!(self.setting.restating, Restating::Model(_));
        let rule = if by_model && !self.steps.is_empty() {
            self.copies += 1;
            self.draw()
        } else {
            self.copies = 0;
            self.script.rule
        };
        self.stated = self.pass.length();
        let event = self.put(rule, Kind::Rule, Next::RuleStop);
        Event {
            right: rule == self.script.rule,
            ..event
        }
    }

    fn draw(&mut self) -> u8 {
        let uniform = self.choice.uniform();
        sample::digit(self.pass.scores(), self.setting.temperature, uniform)
    }

    /// Writes a value.
    fn value(&mut self) -> Event {
        let number = self.steps.len() + 1;
        let given = self.script.steps[number - 1].token;
        let marked = given == MARK && self.task == Task::Instruction;
        let follows = if marked {
            self.script.rule
        } else {
            sum(self.stands().0, given)
        };
        let drawn = self.draw();
        let injection = self
            .setting
            .injection
            .filter(|it| it.step == number && !self.injected);
        let value = if let Some(injection) = injection {
            (self.injected, self.deaf) = (true, true);
            let wrong = sum(follows, self.script.slip);
            injection.value.unwrap_or(wrong)
        } else {
            self.tally.drafts += 1;
            self.tally.slips += u64::from(drawn != follows);
            drawn
        };
        let at = self.pass.length();
        if marked {
            self.mark = Some(Mark {
                since: (at - self.stated).div_ceil(self.task.step()),
                reminded: self.marked.is_some_and(|it| at <= it + self.setting.window),
                obeyed: value == follows,
                copies: self.copies,
            });
            self.marked = Some(at);
        }
        self.steps.push(Step { value, at });
        let kind = if injection.is_some() {
            Kind::Injected
        } else {
            Kind::Value
        };
        self.put_at(value, kind, Next::Verdict, number, at)
    }

    /// Keeps the last step or takes it back.
    fn verdict(&mut self) -> Event {
        let number = self.steps.len();
        if self.deaf {
            self.deaf = self
                .setting
                .injection
                .is_some_and(|it| number < it.step + it.lag);
        }
        let complains = number > 0 && !self.deaf && self.complains();
        let heeded = complains && self.setting.act != Act::Ignore;
        if !heeded {
            return self.keep();
        }
        self.steps.pop();
        // The verdict of what stands is opened again: its value is read anew.
        let before = self.steps.last().map_or(1, |it| it.at);
        self.pass.cut(before);
        let stands = self.stands().0;
        let event = self.put_at(stands, Kind::Undo, Next::Verdict, number, before + 1);
        Event {
            token: UNDO,
            ..event
        }
    }

    fn complains(&mut self) -> bool {
        let complains = match self.setting.act {
            Act::Blind(rate) => self.blind.uniform() < rate,
            _ if self.task != Task::Backspace => return false,
            _ => {
                let chance = sample::complaint(self.pass.scores(), self.setting.temperature);
                self.choice.uniform() < chance
            }
        };
        self.tally.verdicts += 1;
        self.tally.complaints += u64::from(complains);
        complains
    }

    fn keep(&mut self) -> Event {
        let number = self.steps.len();
        let (value, truth) = self.stands();
        if number > self.kept.len() {
            self.kept.push(value == truth);
        }
        let due = self.task == Task::Instruction
            && match self.setting.restating {
                _ if number == 0 => true,
                Restating::Never => false,
                Restating::Harness(every) | Restating::Model(every) => number.is_multiple_of(every),
            };
        let next = if due { Next::RuleSign } else { Next::Give };
        self.put_at(STOP, Kind::Stop, next, number, self.pass.length())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn run_after_run_takes_no_more_memory() {
        let file = include_bytes!("../../weights/backspace-1.bin");
        let weights = Weights::read(file).expect("it is complete");
        let setting = Setting {
            steps: 20,
            temperature: 6.0,
            ..Setting::default()
        };
        let mut run = Run::new(&weights, &setting, 0);
        let room = |run: &Run| {
            let script = run.script.steps.capacity();
            (run.steps.capacity(), run.kept.capacity(), script)
        };
        let before = room(&run);
        for number in 1..50 {
            while run.advance().is_some() {}
            run.restart(number);
        }
        assert_eq!(room(&run), before);
    }
}
