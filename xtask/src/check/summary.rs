//! What passed and what failed.

use crate::process::say;
use anyhow::{Result, bail};
use std::fmt;
use std::ops::AddAssign;
use std::time::{Duration, Instant};

/// How many tests passed and how many failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) passed: usize,
    pub(super) failed: usize,
}

/// The results of the suites run so far.
#[derive(Default)]
pub(super) struct Summary(Vec<Row>);

struct Row {
    name: &'static str,
    count: Count,
    took: Duration,
}

impl Summary {
    /// Runs something that passes or fails as a whole.
    pub(super) fn check(&mut self, name: &'static str, check: impl FnOnce() -> Result<()>) {
        self.suite(name, || {
            check()?;
            Ok(Count {
                passed: 1,
                failed: 0,
            })
        });
    }

    /// Runs a suite; one that can't run at all counts as one failure.
    pub(super) fn suite(&mut self, name: &'static str, suite: impl FnOnce() -> Result<Count>) {
        say(name);
        let start = Instant::now();
        let count = suite().unwrap_or_else(|error| {
            eprintln!("{name}: {error:#}");
            Count {
                passed: 0,
                failed: 1,
            }
        });
        self.0.push(Row {
            name,
            count,
            took: start.elapsed(),
        });
    }

    /// The sum over all suites.
    pub(super) fn total(&self) -> Count {
        let mut total = Count::default();
        for row in &self.0 {
            total += row.count;
        }
        total
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Row { name, count, took } in &self.0 {
            let Count { passed, failed } = count;
            let took = took.as_secs_f64();
            writeln!(f, "{name:20} {passed:>5} ✓ {failed:>5} ✗ {took:>8.1} s")?;
        }
        let Count { passed, failed } = self.total();
        writeln!(f, "{passed} passed, {failed} failed")
    }
}

impl Count {
    /// Sums the lines that Rust's test programs end with.
    pub(super) fn of_output(output: &str) -> Self {
        let mut count = Self::default();
        for line in output.lines() {
            // test result: ok. 12 passed; 0 failed; 3 ignored; …
            let Some((_, numbers)) = line
                .strip_prefix("test result: ")
                .and_then(|line| line.split_once(". "))
            else {
                continue;
            };
            for part in numbers.split("; ") {
                match part.split_once(' ') {
                    Some((number, "passed")) => count.passed += number.parse().unwrap_or(0),
                    Some((number, "failed")) => count.failed += number.parse().unwrap_or(0),
                    _ => {}
                }
            }
        }
        count
    }

    /// Fails where nothing ran: then something else is wrong.
    pub(super) fn some(self) -> Result<Self> {
        if self == Self::default() {
            bail!("not one test ran");
        }
        Ok(self)
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, more: Self) {
        self.passed += more.passed;
        self.failed += more.failed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_several_programs_are_summed() {
        let output = "running 3 tests\n\
            test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            test result: FAILED. 1 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out\n";
        let count = Count::of_output(output);
        assert_eq!((count.passed, count.failed), (3, 4));
        assert!(Count::of_output("").some().is_err());
    }

    #[test]
    fn what_cannot_run_has_failed_and_the_rest_goes_on() {
        let mut summary = Summary::default();
        summary.check("broken", || bail!("no"));
        summary.check("well", || Ok(()));
        assert!(summary.to_string().ends_with("\n1 passed, 1 failed\n"));
    }
}
