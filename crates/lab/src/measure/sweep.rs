//! How often an error is healed, by window and lag: an error is put in, for some steps no
//! complaint is listened to, and some steps later one looks.

use super::many::Many;
use crate::harness::setting::{Injection, Setting};
use crate::weights::Weights;

/// The step at which the error is put in: what stands before it fills every window.
pub const STEP: usize = 25;
/// How many steps after the first free verdict one looks.
pub const LATER: usize = 8;

/// A window, a lag, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Tokens that are seen.
    pub window: usize,
    /// Steps without a verdict.
    pub lag: usize,
    /// Runs.
    pub runs: u32,
    /// Those that were right when one looked.
    pub right: u32,
}

/// All windows with all lags, one after the other, in slices.
#[derive(Clone, Debug)]
pub struct Sweep {
    weights: Weights,
    setting: Setting,
    runs: usize,
    left: Vec<(usize, usize)>,
    at_work: Option<((usize, usize), Many)>,
    cells: Vec<Cell>,
}

impl Sweep {
    /// Before the first of all runs. Length, window and injection of the setting don't
    /// matter.
    pub fn new(
        weights: &Weights,
        setting: &Setting,
        windows: &[usize],
        lags: &[usize],
        runs: usize,
    ) -> Self {
        let pairs = windows
            .iter()
            .flat_map(|window| lags.iter().map(|lag| (*window, *lag)));
        let mut left: Vec<_> = pairs.collect();
        left.reverse();
        Self {
            weights: weights.clone(),
            setting: *setting,
            runs,
            cells: Vec::with_capacity(left.len()),
            left,
            at_work: None,
        }
    }

    /// Writes so many tokens at most; says whether all is done.
    pub fn advance(&mut self, tokens: u32) -> bool {
        if self.at_work.is_none() {
            self.at_work = self.left.pop().map(|pair| (pair, self.begin(pair)));
        }
        let Some(((window, lag), many)) = &mut self.at_work else {
            return true;
        };
        if many.advance(tokens) {
            self.cells.push(Cell {
                window: *window,
                lag: *lag,
                runs: many.paths().runs() as u32,
                right: many.paths().acceptable().last().copied().unwrap_or(0),
            });
            self.at_work = None;
        }
        self.at_work.is_none() && self.left.is_empty()
    }

    fn begin(&self, (window, lag): (usize, usize)) -> Many {
        let setting = Setting {
            window,
            steps: STEP + lag + LATER,
            injection: Some(Injection {
                step: STEP,
                lag,
                value: None,
            }),
            ..self.setting
        };
        Many::new(&self.weights, &setting, self.runs)
    }

    /// What is known so far.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }
}
