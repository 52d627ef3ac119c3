//! What the cells of a column look like, together.

use super::cell::{Cell, Comma, Mark, read};
use super::steps;
use std::collections::BTreeSet;

/// The most different cells that are told apart.
const MOST_DISTINCT: usize = 1000;

/// What kind of cells a column has: how it is drawn in a grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Mostly numbers.
    Number,
    /// 0 and 1, yes and no.
    YesNo,
    /// Runs such as 1101.
    Run,
    /// Anything else.
    Text,
    /// Nothing.
    Empty,
}

/// What was counted of a column.
#[derive(Clone, Debug)]
pub(super) struct Profile {
    /// Cells that hold anything, and those that say "nothing".
    pub(super) filled: usize,
    pub(super) missing: usize,
    pub(super) numbers: usize,
    pub(super) flags: usize,
    pub(super) texts: usize,
    pub(super) percents: usize,
    /// 45/50.
    pub(super) fractions: usize,
    /// 91.2 ± 1.3.
    pub(super) errors: usize,
    pub(super) rough: usize,
    pub(super) times: usize,
    runs: usize,
    tens: usize,
    /// Numbers in [0, 1], and those of them that are 0 or 1.
    pub(super) shares: usize,
    pub(super) binary: usize,
    whole: usize,
    pub(super) min: f64,
    pub(super) max: f64,
    /// Whether numbers never fall, or never rise, from row to row.
    pub(super) grows: bool,
    pub(super) falls: bool,
    last: Option<f64>,
    distinct: BTreeSet<String>,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            filled: 0,
            missing: 0,
            numbers: 0,
            flags: 0,
            texts: 0,
            percents: 0,
            fractions: 0,
            errors: 0,
            rough: 0,
            times: 0,
            runs: 0,
            tens: 0,
            shares: 0,
            binary: 0,
            whole: 0,
            min: f64::INFINITY,
            max: f64::NEG_INFINITY,
            grows: true,
            falls: true,
            last: None,
            distinct: BTreeSet::new(),
        }
    }
}

impl Profile {
    /// Counts one cell.
    pub(super) fn add(&mut self, text: &str, comma: Option<Comma>) {
        let cell = read(text, comma);
        if cell == Cell::Missing {
            self.missing += 1;
            return;
        }
        self.filled += 1;
        if self.distinct.len() < MOST_DISTINCT && !self.distinct.contains(text) {
            self.distinct.insert(text.chars().take(60).collect());
        }
        self.run(text);
        match cell {
            Cell::Flag(_) => self.flags += 1,
            Cell::Number(number, mark) => self.number(number, mark),
            _ => self.texts += 1,
        }
    }

    /// Counts a cell that may be a run.
    fn run(&mut self, text: &str) {
        // Most cells can't be one, by their first letter.
        if text.starts_with(|it: char| matches!(it, '2'..='9')) {
            return;
        }
        // 1 000 and 1,000 are numbers before they are runs.
        let short = text.len() < 20 && text.starts_with(['0', '1']);
        let digits = || {
            text.chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
        };
        if short && steps::is_power_of_ten(&digits()) {
            self.tens += 1;
        } else if text.len() > 1 && steps::read(text).is_some_and(|it| it.len() > 1) {
            self.runs += 1;
        }
    }

    fn number(&mut self, number: f64, mark: Mark) {
        self.numbers += 1;
        match mark {
            Mark::Plain => {}
            Mark::Percent => self.percents += 1,
            Mark::Of(_) => self.fractions += 1,
            Mark::Error(_) => self.errors += 1,
            Mark::Rough => self.rough += 1,
            Mark::Time => self.times += 1,
        }
        self.shares += usize::from((0.0..=1.0).contains(&number));
        self.binary += usize::from(number == 0.0 || number == 1.0);
        self.whole += usize::from(number == number.round());
        self.min = self.min.min(number);
        self.max = self.max.max(number);
        if let Some(last) = self.last {
            self.grows &= number >= last;
            self.falls &= number <= last;
        }
        self.last = Some(number);
    }

    /// How many different cells there are, up to a thousand.
    pub(super) fn distinct(&self) -> usize {
        self.distinct.len()
    }

    fn most(&self, count: usize) -> bool {
        self.filled > 0 && count * 3 >= self.filled * 2
    }

    /// Mostly numbers.
    pub(super) fn is_number(&self) -> bool {
        self.most(self.numbers)
    }

    /// Mostly 0 and 1, or yes and no.
    pub(super) fn is_binary(&self) -> bool {
        self.most(self.flags + self.binary)
            && (self.numbers == 0 || self.min >= -1.0 && self.max <= 1.0)
    }

    /// Mostly whole numbers.
    pub(super) fn is_whole(&self) -> bool {
        self.is_number() && self.whole * 10 >= self.numbers * 9
    }

    /// Mostly shares, written as such; a few that aren't are errors of typing.
    pub(super) fn is_share(&self) -> bool {
        self.is_number() && self.shares * 10 >= self.numbers * 9
    }

    /// Mostly runs.
    pub(super) fn is_path(&self) -> bool {
        self.runs > 0 && self.most(self.runs + self.tens)
    }

    /// What kind of cells these are.
    pub(super) fn look(&self) -> Look {
        if self.filled == 0 {
            Look::Empty
        } else if self.is_path() {
            Look::Run
        } else if self.is_binary() {
            Look::YesNo
        } else if self.is_number() {
            Look::Number
        } else {
            Look::Text
        }
    }
}
