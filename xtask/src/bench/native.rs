//! Times natively, as the scripts of the pages do in browsers.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// So long one sample takes at least, so that starting and stopping the clock is nothing.
const LEAST: Duration = Duration::from_millis(40);

/// The milliseconds that a call takes, round by round; it is told the number of the call.
pub(super) fn rounds<R>(count: usize, mut call: impl FnMut(u64) -> R) -> Vec<f64> {
    let mut timed = || {
        let start = Instant::now();
        let mut calls = 0_u64;
        while start.elapsed() < LEAST {
            black_box(call(calls));
            calls += 1;
        }
        start.elapsed().as_secs_f64() * 1000.0 / calls as f64
    };
    // Once before it counts.
    timed();
    (0..count).map(|_| timed()).collect()
}

/// So many lengths up to the last, at equal steps.
pub(super) fn steps(count: u64, last: u64) -> Vec<u64> {
    (1..=count)
        .map(|i| ((i * last) as f64 / count as f64).round() as u64)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_end_at_the_last() {
        assert_eq!(steps(4, 1000), [250, 500, 750, 1000]);
        assert_eq!(steps(256, 1000).len(), 256);
    }
}
