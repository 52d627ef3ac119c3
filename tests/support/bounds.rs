//! How far chance may go.
//!
//! Every comparison of a sample with a probability fails for a correct program
//! with probability at most [`FALSE_ALARM`], and the claims of one program make no more
//! than [`MOST`] of them: by Bonferroni's inequality they raise a false alarm
//! with probability below 10⁻⁷ · 8000 = 8 · 10⁻⁴. The seeds are fixed, so that
//! this is the chance taken once, whenever the stream of numbers changes, and
//! not at every run of the tests.

use std::sync::atomic::{AtomicU32, Ordering};

/// The chance that one comparison blames a correct program.
pub(crate) const FALSE_ALARM: f64 = 1e-7;

/// The most comparisons that the claims of one program make.
const MOST: u32 = 8000;

static MADE: AtomicU32 = AtomicU32::new(0);

fn compare() {
    let made = MADE.fetch_add(1, Ordering::Relaxed);
    assert!(
        made < MOST,
        "the false-alarm rate is stated for {MOST} comparisons"
    );
}

/// How far a sum of independent centred variables, none beyond ±1, may stray for
/// its variance: Bernstein's inequality, which holds for every number of runs,
/// P(|S| ≥ t) ≤ 2·exp(−½t²/(V + t/3)), solved for t.
fn reach(variance: f64) -> f64 {
    let exponent = (2.0 / FALSE_ALARM).ln();
    exponent / 3.0 + (exponent * exponent / 9.0 + 2.0 * exponent * variance).sqrt()
}

/// Fails where `count` of `runs` can't be chance for a probability.
#[track_caller]
pub(crate) fn fits(count: u64, runs: u64, probability: f64, what: &str) {
    compare();
    let mean = runs as f64 * probability;
    let reach = reach(mean * (1.0 - probability));
    assert!(
        (count as f64 - mean).abs() <= reach,
        "{what}: {count} of {runs}, expected {mean:.1} ± {reach:.1}"
    );
}

/// Fails where two counts, of `runs` each, can't both be chance for one probability.
#[track_caller]
pub(crate) fn alike(counts: [u64; 2], runs: u64, probability: f64, what: &str) {
    compare();
    let reach = reach(2.0 * runs as f64 * probability * (1.0 - probability));
    let difference = counts[0].abs_diff(counts[1]) as f64;
    assert!(
        difference <= reach,
        "{what}: {counts:?} of {runs} differ by more than {reach:.1}"
    );
}

/// Fails where counts can't be chance for the probabilities of their bins, by
/// Pearson's chi-square. The number of bins is odd, as the tail then has a closed
/// form; every bin expects at least 100, as the law holds for large counts only.
#[track_caller]
pub(crate) fn spreads(counts: &[u64], probabilities: &[f64], what: &str) {
    compare();
    assert!(
        counts.len() == probabilities.len() && counts.len() % 2 == 1,
        "{what}: bins"
    );
    let total: f64 = probabilities.iter().sum();
    assert!((total - 1.0).abs() < 1e-12, "{what}: the bins hold {total}");
    let runs = counts.iter().sum::<u64>() as f64;
    let mut square = 0.0;
    for (&count, &probability) in counts.iter().zip(probabilities) {
        let expected = runs * probability;
        assert!(expected >= 100.0, "{what}: a bin expects only {expected}");
        square += (count as f64 - expected) * (count as f64 - expected) / expected;
    }
    let chance = chi_square_tail(square, counts.len() - 1);
    assert!(
        chance >= FALSE_ALARM,
        "{what}: chi-square {square:.1}, chance {chance:e}: {counts:?}"
    );
}

/// P(χ² ≥ `square`) for an even number of degrees of freedom: that of fewer than
/// half as many Poisson events.
fn chi_square_tail(square: f64, freedom: usize) -> f64 {
    let mean = square / 2.0;
    let mut term = (-mean).exp();
    let mut sum = term;
    for k in 1..freedom / 2 {
        term *= mean / k as f64;
        sum += term;
    }
    sum
}

/// P(length) of a geometric law on 1, 2, …, in `bins` bins of a width and one
/// beyond them.
pub(crate) fn geometric(p: f64, width: u32, bins: u32) -> Vec<f64> {
    let beyond = |bin: u32| (1.0 - p).powi((bin * width).cast_signed());
    (0..bins)
        .map(|bin| beyond(bin) - beyond(bin + 1))
        .chain([beyond(bins)])
        .collect()
}

/// Counts lengths in the bins of [`geometric`].
pub(crate) fn binned(lengths: &[u64], width: u32, bins: u32) -> Vec<u64> {
    let mut counts = vec![0; bins as usize + 1];
    for length in lengths {
        let bin = (length - 1) / u64::from(width);
        counts[bin.min(u64::from(bins)) as usize] += 1;
    }
    counts
}
