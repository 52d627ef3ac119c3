//! Single runs, event by event: jump to the next event instead of walking tokens.

use super::stream::{Purpose, Stream, Wait};
use crate::binomial::wilson_interval;
use crate::chain::State;
use crate::course::{Course, Hazard};
use crate::criterion::Criterion;

/// How many runs, of those asked for, succeeded at each length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The lengths looked at, strictly increasing.
    pub lengths: Vec<u64>,
    /// Runs finished so far.
    pub runs: u64,
    /// Finished runs that are flawless at each length.
    pub flawless: Vec<u64>,
    /// Finished runs that are acceptable at each length.
    pub acceptable: Vec<u64>,
    /// Finished runs within the tolerance at each length; empty where not asked.
    pub tolerant: Vec<u64>,
    /// Tokens paid in all by the finished runs, until the last length.
    pub paid: u64,
}

impl Tally {
    /// The finished runs that succeed, at each length, by a criterion.
    pub fn successes(&self, criterion: Criterion) -> &[u64] {
        match criterion {
            Criterion::Flawless => &self.flawless,
            Criterion::Acceptable => &self.acceptable,
            Criterion::Tolerant(_) => &self.tolerant,
        }
    }

    /// The share of successes at the `i`-th length; NaN before any run is finished.
    pub fn share(&self, criterion: Criterion, i: usize) -> f64 {
        self.successes(criterion)[i] as f64 / self.runs as f64
    }

    /// The 95% interval for the probability of success at the `i`-th length.
    pub fn interval(&self, criterion: Criterion, i: usize) -> (f64, f64) {
        wilson_interval(self.successes(criterion)[i], self.runs)
    }
}

/// One run as a row of cells; each cell is the state after its last token.
pub type Strip = Vec<State>;

/// How far a simulation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Runs finished.
    pub finished: u64,
    /// Runs asked for.
    pub asked: u64,
}

impl Progress {
    /// Whether every run is finished.
    pub const fn is_done(self) -> bool {
        self.finished == self.asked
    }
}

/// A simulation that can be advanced in slices of bounded work.
#[derive(Clone, Debug)]
pub struct Runs {
    law: Law,
    seed: u64,
    asked: u64,
    tolerance: Option<u64>,
    current: Option<Run>,
    tally: Tally,
    /// Net changes of the counts at each length; the counts are their running sums.
    change_flawless: Vec<i64>,
    change_acceptable: Vec<i64>,
    change_tolerant: Vec<i64>,
    /// The last token of each cell of a strip.
    cells: Vec<u64>,
    rows: usize,
    strips: Vec<Strip>,
}

/// What of a chain a run needs, with waiting times made ready.
#[derive(Clone, Copy, Debug)]
struct Law {
    error: Wait,
    recovery: Wait,
    fatal: f64,
    done: u64,
    tokens: u64,
}

/// A run in progress.
#[derive(Clone, Debug)]
struct Run {
    stream: Stream,
    /// The token after which `state` began.
    since: u64,
    state: State,
    /// When the state ends and what comes then, once that is drawn.
    next: Option<(u64, State)>,
    strip: Option<Strip>,
    errors: Option<Count>,
}

/// The errors of one run, counted until the tolerance is exceeded.
#[derive(Clone, Debug)]
struct Count {
    stream: Stream,
    left: u64,
    /// Up to which token errors are counted.
    at: u64,
}

impl Law {
    /// Draws when the state of a run ends, and what comes then.
    fn next(&self, run: &mut Run) -> (u64, State) {
        let from = run.since;
        match run.state {
            State::Flawless | State::Recovered => {
                let at = from.saturating_add(self.error.draw(&mut run.stream));
                let lost = self.fatal > 0.0 && run.stream.uniform() < self.fatal;
                (
                    at,
                    if lost {
                        State::Lost
                    } else {
                        State::Unacceptable
                    },
                )
            }
            State::Unacceptable => {
                let at = from.saturating_add(self.recovery.draw(&mut run.stream));
                (at, State::Recovered)
            }
            State::Lost => (u64::MAX, State::Lost),
        }
    }
}

impl Runs {
    /// Prepares `asked` runs of `chain`, flawless after `done` tokens, looked at
    /// at each of `lengths`; errors are counted where a tolerance is given.
    pub fn new(
        course: &Course,
        lengths: Vec<u64>,
        asked: u64,
        seed: u64,
        tolerance: Option<u64>,
    ) -> Self {
        let chain = &course.stages()[0];
        let done = course.start();
        let error = match chain.hazard(0.5) {
            Hazard::Constant(e) => e,
            _ => 0.0,
        };
        let count = lengths.len();
        let tolerant = if tolerance.is_some() { count } else { 0 };
        Self {
            law: Law {
                error: Wait::new(error),
                recovery: Wait::new(chain.recovery),
                fatal: chain.fatal,
                done,
                tokens: lengths.last().copied().unwrap_or(done),
            },
            seed,
            asked,
            tolerance,
            current: None,
            tally: Tally {
                lengths,
                runs: 0,
                flawless: vec![0; count],
                acceptable: vec![0; count],
                tolerant: vec![0; tolerant],
                paid: 0,
            },
            change_flawless: vec![0; count + 1],
            change_acceptable: vec![0; count + 1],
            change_tolerant: vec![0; tolerant + 1],
            cells: Vec::new(),
            rows: 0,
            strips: Vec::new(),
        }
    }

    /// Also keeps the first `rows` runs as strips, a cell for each of `cells`
    /// (the last token of each cell, strictly increasing).
    #[must_use]
    pub fn with_strips(mut self, rows: usize, cells: Vec<u64>) -> Self {
        self.rows = rows;
        self.cells = cells;
        self
    }

    /// Simulates until `work` events have happened or every run is finished.
    /// The result does not depend on how the work is sliced.
    pub fn advance(&mut self, work: u64) -> Progress {
        let mut left = work;
        while left > 0 && self.tally.runs < self.asked {
            let mut run = match self.current.take() {
                Some(run) => run,
                None => self.start(self.tally.runs),
            };
            let mut finished = false;
            while left > 0 && !finished {
                left -= 1;
                finished = self.step(&mut run);
            }
            if finished {
                self.finish(run);
            } else {
                self.current = Some(run);
            }
        }
        self.progress()
    }

    /// How far the simulation has come.
    pub const fn progress(&self) -> Progress {
        Progress {
            finished: self.tally.runs,
            asked: self.asked,
        }
    }

    /// The counts of the runs finished so far.
    pub fn tally(&mut self) -> &Tally {
        let sums = [
            (&self.change_flawless, &mut self.tally.flawless),
            (&self.change_acceptable, &mut self.tally.acceptable),
            (&self.change_tolerant, &mut self.tally.tolerant),
        ];
        for (changes, counts) in sums {
            let mut sum = i64::try_from(self.tally.runs).unwrap_or(i64::MAX);
            for (change, count) in changes.iter().zip(counts.iter_mut()) {
                sum += change;
                *count = u64::try_from(sum).unwrap_or(0);
            }
        }
        &self.tally
    }

    /// The lengths looked at.
    pub fn lengths(&self) -> &[u64] {
        &self.tally.lengths
    }

    /// The strips of the first runs, as far as they are finished.
    pub fn strips(&self) -> &[Strip] {
        &self.strips
    }

    fn start(&self, number: u64) -> Run {
        Run {
            stream: Stream::new(self.seed, number, Purpose::State),
            since: self.law.done,
            state: State::Flawless,
            next: None,
            strip: (number < self.rows as u64).then(|| Vec::with_capacity(self.cells.len())),
            errors: self.tolerance.map(|left| Count {
                stream: Stream::new(self.seed, number, Purpose::Count),
                left,
                at: self.law.done,
            }),
        }
    }

    /// Lets one thing happen to a run; true when it has reached the last length.
    fn step(&mut self, run: &mut Run) -> bool {
        let (at, next) = run.next.unwrap_or_else(|| self.law.next(run));
        run.next = Some((at, next));
        if !run.state.is_acceptable() && self.count_next(run, at) {
            return false;
        }
        self.paint(run, at);
        if at > self.law.tokens {
            return true;
        }
        let index = self.index(at);
        if run.state == State::Flawless {
            self.change_flawless[index] -= 1;
        }
        if run.state.is_acceptable() {
            self.change_acceptable[index] -= 1;
            self.count_error(run, at, index);
        } else {
            self.change_acceptable[index] += 1;
        }
        run.since = at;
        run.state = next;
        run.next = None;
        false
    }

    /// Counts one error at a token, the `index`-th length's.
    fn count_error(&mut self, run: &mut Run, at: u64, index: usize) {
        if let Some(count) = &mut run.errors {
            if count.left == 0 {
                self.change_tolerant[index] -= 1;
                run.errors = None;
            } else {
                count.left -= 1;
                count.at = at;
            }
        }
    }

    /// Counts the next error that strikes before or at token `until`, while the run
    /// is not acceptable; false where there is none left to count.
    fn count_next(&mut self, run: &mut Run, until: u64) -> bool {
        let Some(count) = &mut run.errors else {
            return false;
        };
        let at = count
            .at
            .saturating_add(self.law.error.draw(&mut count.stream));
        if at > until.min(self.law.tokens) {
            // Waiting has no memory: the next stretch begins to count anew.
            return false;
        }
        let index = self.index(at);
        self.count_error(run, at, index);
        true
    }

    /// Fills the cells that end before token `until`.
    fn paint(&self, run: &mut Run, until: u64) {
        if let Some(strip) = &mut run.strip {
            let end = self.cells.partition_point(|&cell| cell < until);
            strip.resize(end.max(strip.len()), run.state);
        }
    }

    fn finish(&mut self, run: Run) {
        self.tally.runs += 1;
        self.strips.extend(run.strip);
    }

    /// The first length that lies at or after a token.
    fn index(&self, token: u64) -> usize {
        self.tally.lengths.partition_point(|&length| length < token)
    }
}
