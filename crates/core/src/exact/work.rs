//! How much work an answer may take.
//!
//! Counted in operations and not in seconds, so that what is known and what isn't is the
//! same on every machine. One is about a product of two real transitions: some 10 to 20 ns.

use core::cell::Cell;

/// What one reading may take.
pub(super) const READING: u64 = 1_200_000;

/// What every length of a curve may take besides.
pub(super) const LENGTH: u64 = 100_000;

/// What so many lengths together may take.
pub(super) const fn table(lengths: usize) -> u64 {
    READING + LENGTH * lengths as u64
}

/// The operations that are left for an answer.
#[derive(Debug)]
pub(super) struct Work {
    left: Cell<u64>,
    done: Cell<u64>,
}

impl Work {
    /// So many operations.
    pub(super) const fn new(operations: u64) -> Self {
        Self {
            left: Cell::new(operations),
            done: Cell::new(0),
        }
    }

    /// Takes some; false where there are not so many left, now and ever after.
    pub(super) fn spend(&self, operations: u64) -> bool {
        self.done.set(self.done.get().saturating_add(operations));
        let left = self.left.get().saturating_sub(operations);
        self.left.set(left);
        left > 0
    }

    /// Whether there is nothing left: then what was being computed is worth nothing.
    pub(super) fn is_spent(&self) -> bool {
        self.left.get() == 0
    }

    /// How much is left.
    pub(super) fn left(&self) -> u64 {
        self.left.get()
    }

    /// How much was taken so far, or asked for.
    pub(super) fn done(&self) -> u64 {
        self.done.get()
    }
}
