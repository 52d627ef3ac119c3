//! Do errors beget errors within a run, whatever its difficulty?
//!
//! If the steps of a run are independent, each wrong with the run's own probability, whatever
//! that is, then all orders of its w wrong and n − w right steps are equally likely. The
//! number of stretches that the wrong steps form is then hypergeometric: w draws among n, of
//! which n − w + 1 are marked (W. L. Stevens, 1939; A. Wald and J. Wolfowitz, 1940). Fewer
//! stretches than that: wrong steps sit together. No law of difficulty is assumed.

use super::chance::{hypergeometric, normal};
use super::tally::Run;

/// What the orders of wrong and right steps say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Order {
    /// Stretches of wrong steps, over all runs.
    pub stretches: f64,
    /// How many there would be if only the difficulty of runs mattered.
    pub expected: f64,
    /// The chance of as few or fewer then: small where errors beget errors.
    pub fewer: f64,
    /// The chance of as many or more: small where errors keep apart.
    pub more: f64,
    /// Whether these are exact; else a normal law stands for the exact one.
    pub exact: bool,
    /// Runs whose steps could have stood in another number of stretches.
    pub telling: usize,
}

impl Order {
    /// The chance of a number of stretches as far out, to whichever side.
    pub fn two_sided(&self) -> f64 {
        (2.0 * self.fewer.min(self.more)).min(1.0)
    }

    /// Whether there are fewer stretches than expected, as where errors beget errors.
    pub fn leans_together(&self) -> bool {
        self.fewer < self.more
    }
}

/// Up to so many possible sums, and so many sums times terms, the law is computed exactly.
const SMALL: usize = 1000;
const WORK: usize = 2_000_000;

/// Counts stretches and compares.
pub(super) fn order(runs: &[Run]) -> Order {
    let telling: Vec<&Run> = runs.iter().filter(|run| can_tell(run)).collect();
    let (mut stretches, mut expected, mut variance) = (0.0, 0.0, 0.0);
    for run in &telling {
        let (n, w) = (f64::from(run.length), f64::from(run.wrong));
        let marked = n - w + 1.0;
        stretches += run.weight * f64::from(run.stretches);
        expected += run.weight * w * marked / n;
        variance +=
            run.weight * run.weight * w * (marked / n) * (1.0 - marked / n) * (n - w) / (n - 1.0);
    }
    let count = telling.len();
    let (fewer, more, exact) = match exact(&telling) {
        Some((fewer, more)) => (fewer, more, true),
        None if variance > 0.0 => {
            // Half a stretch is what a continuous law owes to whole numbers.
            let half = 0.5 * telling.iter().map(|run| run.weight).fold(0.0, f64::max);
            let z = |shift: f64| (stretches - expected + shift) / variance.sqrt();
            (normal(z(half)), normal(-z(-half)), false)
        }
        None => (1.0, 1.0, true),
    };
    Order {
        stretches,
        expected,
        fewer,
        more,
        exact,
        telling: count,
    }
}

/// One wrong step, or one right step at the end of a row, can stand in one stretch only.
fn can_tell(run: &Run) -> bool {
    run.wrong >= 2 && run.wrong < run.length
}

/// The law of the sum, if it is small: P(as few or fewer), P(as many or more).
fn exact(runs: &[&Run]) -> Option<(f64, f64)> {
    let (mut places, mut work) = (1_usize, 0_usize);
    for run in runs {
        let most = run.wrong.min(run.length - run.wrong + 1) as usize;
        work += places * most;
        places += most - 1;
        if run.weight != 1.0 || places > SMALL || work > WORK {
            return None;
        }
    }
    // From the least sum on, one stretch for each run.
    let mut law = vec![1.0];
    for run in runs {
        let (n, w) = (f64::from(run.length), f64::from(run.wrong));
        let most = run.wrong.min(run.length - run.wrong + 1);
        let terms: Vec<f64> = (1..=most)
            .map(|k| hypergeometric(f64::from(k), n, n - w + 1.0, w))
            .collect();
        let mut next = vec![0.0; law.len() + terms.len() - 1];
        for (i, before) in law.iter().enumerate() {
            for (j, term) in terms.iter().enumerate() {
                next[i + j] += before * term;
            }
        }
        law = next;
    }
    let sum: usize = runs.iter().map(|run| run.stretches as usize - 1).sum();
    let fewer: f64 = law[..=sum].iter().sum();
    let more: f64 = law[sum..].iter().sum();
    Some((fewer.min(1.0), more.min(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::tally::{Start, steps};

    fn run(text: &str) -> Run {
        Run::of(&steps(text), 1.0, Start::Acceptable)
    }

    /// All orders of small runs, one by one.
    #[test]
    fn the_exact_law_is_that_of_all_orders() {
        let stretches = |bits: u32, n: u32| {
            (0..n)
                .filter(|&i| bits >> i & 1 == 1 && (i == 0 || bits >> (i - 1) & 1 == 0))
                .count()
        };
        let seen = [run("1001101"), run("00010")];
        let observed = 2 + 2;
        let (mut fewer, mut more, mut all) = (0, 0, 0);
        for a in (0_u32..128).filter(|it| it.count_ones() == 3) {
            for b in (0_u32..32).filter(|it| it.count_ones() == 4) {
                let sum = stretches(a, 7) + stretches(b, 5);
                all += 1;
                fewer += u32::from(sum <= observed);
                more += u32::from(sum >= observed);
            }
        }
        let order = order(&seen);
        assert!(order.exact && order.stretches == 4.0);
        assert!((order.fewer - f64::from(fewer) / f64::from(all)).abs() < 1e-12);
        assert!((order.more - f64::from(more) / f64::from(all)).abs() < 1e-12);
    }

    #[test]
    fn the_normal_law_is_near_the_exact_one() {
        let mut runs = vec![run("1001101110010111"); 20];
        let exact = order(&runs);
        // One run weighted otherwise makes it a normal law.
        runs[0].weight = 1.0 + 1e-9;
        let near = order(&runs);
        assert!(exact.exact && !near.exact);
        assert!(
            (exact.fewer - near.fewer).abs() < 0.01,
            "{exact:?} {near:?}"
        );
        assert!((exact.more - near.more).abs() < 0.01);
    }

    #[test]
    fn runs_that_cannot_tell_say_nothing() {
        let order = order(&[run("111"), run("000"), run("101")]);
        assert_eq!((order.telling, order.fewer, order.more), (0, 1.0, 1.0));
    }
}
