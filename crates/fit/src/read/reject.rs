//! Rows that could not be read, and why.

/// The most rejected rows that are kept; all are counted.
pub const MOST_REJECTED: usize = 200;

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Its line in the text, from 1; in a JSON list its entry.
    pub line: usize,
    /// Why, in plain words.
    pub reason: String,
}

/// Rejected rows: the first of them, and how many there are.
#[derive(Clone, Debug, Default)]
pub(super) struct Rejections {
    pub(super) kept: Vec<Rejected>,
    pub(super) count: usize,
}

impl Rejections {
    /// One more; its reason is only worked out where it is kept.
    pub(super) fn add(&mut self, line: usize, reason: impl FnOnce() -> String) {
        self.count += 1;
        if self.kept.len() < MOST_REJECTED {
            let reason = reason();
            self.kept.push(Rejected { line, reason });
        }
    }
}
