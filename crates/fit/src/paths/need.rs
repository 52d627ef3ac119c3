//! How many runs like these would tell, found by trying.

use super::chance::edge_tail;
use super::draw::Drawer;
use super::fits::{Fit, fatal_top, recovery_log_likelihood};
use super::late;
use super::model::{Law, Model};
use super::order::order;
use super::standing::{ALIKE, Standing, best_plain, standing};
use super::tally::{Counts, Run, Start};

/// What runs are wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// To see that errors beget errors, if the best model is as fitted.
    Order,
    /// To see that a share of errors is fatal, if it is as fitted.
    Fatal,
    /// To see in final outcomes that late errors hurt more, if the best model is as fitted.
    Late,
}

/// How many runs that takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Need {
    /// What for.
    pub question: Question,
    /// How often as many runs as there are (or as many as are tried at most) show it, at 5%.
    pub power_now: f64,
    /// The fewest runs that show it four times in five, to some 10%; `None` where even
    /// `tried` would not.
    pub runs: Option<u64>,
    /// The most that were tried.
    pub tried: u64,
    /// In how many samples each.
    pub samples: u32,
}

/// What to ask: only what the data lean to, and of models that they do not speak against.
pub(super) fn wanted(
    fits: &[Fit],
    (returned, late): (bool, bool),
    leans_together: bool,
) -> Vec<(Question, Law)> {
    let (Some(best), false) = (
        best_plain(fits),
        matches!(standing(fits), Standing::Ahead(_)),
    ) else {
        return Vec::new();
    };
    let mut wanted = Vec::new();
    if !returned {
        return wanted;
    }
    let law = best.law();
    // Where steps are independent no number of runs shows either.
    let remembers = !law.recovery_is_rest();
    if leans_together && remembers && law.error + law.recovery < 1.0 {
        wanted.push((Question::Order, law));
    }
    let fatal = fits.iter().find(|it| it.model == Model::Fatal);
    let fatal = fatal.filter(|it| it.law().fatal > 0.0 && it.aic - best.aic < ALIKE);
    wanted.extend(fatal.map(|it| (Question::Fatal, it.law())));
    if late && remembers {
        wanted.push((Question::Late, law));
    }
    wanted
}

/// What is enough.
const ENOUGH: f64 = 0.8;

/// The most steps of a sample that is tried, and the most runs.
const MOST_STEPS: u64 = 400_000;
const MOST_RUNS: u64 = 20_000;

/// A search under way.
#[derive(Clone, Debug)]
pub(super) struct Search {
    question: Question,
    law: Law,
    end_right: [f64; 2],
    lengths: Vec<u32>,
    seed: u64,
    samples: u32,
    /// Runs tried now, samples of that size, and how many of them showed it.
    runs: u64,
    done: u32,
    shown: u32,
    power_now: Option<f64>,
    /// The most that did not show it, and the fewest that did.
    low: u64,
    high: Option<u64>,
    tried: u64,
    mean_length: f64,
}

impl Search {
    pub(super) fn new(
        (question, law, end_right): (Question, Law, [f64; 2]),
        lengths: Vec<u32>,
        (seed, samples): (u64, u32),
    ) -> Self {
        let many = lengths.len().max(1);
        let steps: u64 = lengths.iter().map(|&it| u64::from(it)).sum();
        Self {
            question,
            law,
            end_right,
            seed,
            samples,
            runs: (many as u64).min(most_runs(steps as f64 / many as f64)),
            lengths,
            done: 0,
            shown: 0,
            power_now: None,
            low: 0,
            high: None,
            tried: 0,
            mean_length: steps as f64 / many as f64,
        }
    }

    /// Goes on for so many operations at least; whether it is through.
    pub(super) fn advance(&mut self, operations: &mut u64) -> bool {
        while *operations > 0 && !self.is_through() {
            self.shown += u32::from(self.sample());
            self.done += 1;
            let steps = self.runs as f64 * self.mean_length;
            *operations = operations.saturating_sub(4 * steps as u64 + 2000);
            if self.done == self.samples {
                self.turn();
            }
        }
        self.is_through()
    }

    fn is_through(&self) -> bool {
        let near = self
            .high
            .is_some_and(|high| high <= self.low + 1 + high / 10);
        self.samples == 0 || self.lengths.is_empty() || near || self.runs == 0
    }

    /// What was found.
    pub(super) fn need(&self) -> Need {
        Need {
            question: self.question,
            power_now: self.power_now.unwrap_or(f64::NAN),
            runs: self.high,
            tried: self.tried,
            samples: self.samples,
        }
    }

    /// Whether one sample shows it.
    fn sample(&self) -> bool {
        let sample = (self.question as u64 + 50) << 40 | self.runs << 16 | u64::from(self.done);
        let lengths = self.lengths.iter().cycle().take(self.runs as usize);
        if self.question == Question::Late {
            let lengths: Vec<u32> = lengths.copied().collect();
            return late::shown(self.law, (self.seed, sample), &lengths, self.end_right);
        }
        let mut drawer = Drawer::new(self.law, self.seed, sample);
        let mut steps = Vec::new();
        let runs: Vec<Run> = lengths
            .map(|&length| {
                drawer.run(length as usize, None, &mut steps);
                Run::of(&steps, 1.0, Start::Acceptable)
            })
            .collect();
        match self.question {
            Question::Order => {
                let order = order(&runs);
                order.two_sided() < 0.05 && order.leans_together()
            }
            _ => fatal_shown(&Counts::of(&runs)),
        }
    }

    /// From one number of runs to the next: doubled until it is enough, then halfway.
    fn turn(&mut self) {
        let power = f64::from(self.shown) / f64::from(self.samples);
        self.power_now.get_or_insert(power);
        self.tried = self.tried.max(self.runs);
        if power >= ENOUGH {
            self.high = Some(self.runs);
        } else {
            self.low = self.runs;
        }
        let most = most_runs(self.mean_length);
        self.runs = match self.high {
            Some(high) => u64::midpoint(self.low, high),
            None if self.runs < most => (2 * self.runs).min(most),
            None => 0,
        };
        (self.done, self.shown) = (0, 0);
    }
}

/// The most runs that are tried, where they have so many steps on average.
fn most_runs(length: f64) -> u64 {
    ((MOST_STEPS as f64 / length.max(1.0)) as u64).clamp(1, MOST_RUNS)
}

/// Whether a fatal share is seen, at 5%.
fn fatal_shown(counts: &Counts) -> bool {
    if counts.returned <= 0.0 {
        return false;
    }
    let plain = recovery_log_likelihood(counts, counts.returned / counts.from_wrong(), 0.0);
    edge_tail(2.0 * (fatal_top(counts).value - plain)) < 0.05
}
