//! Do late errors hurt more than early ones?
//!
//! The chain gives an error time to be made good: of errors at step k of n a share near
//! (1 − ρ)^(n−k) is still there at the end, so that early ones hurt less. To LeCun's curve an
//! error is an error: position is nothing. Runs that erred, and whose ends were judged apart,
//! tell: are those that ended right the ones that erred early? By the rank sum of Wilcoxon,
//! exact for few runs. The first error of each run counts: the last one would be chosen by
//! what came after it.

use super::chance::normal;
use super::draw::Drawer;
use super::model::Law;
use super::tally::Run;
use crate::fit::data::Path;

/// What the final outcomes of runs that erred say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Late {
    /// Runs that erred and whose end was judged.
    pub runs: usize,
    /// How many of them ended right.
    pub right: usize,
    /// How often, of a run that ended right and one that ended wrong, the one that ended right
    /// had more steps left after its first error (half for ties); ½ if position is nothing.
    pub earlier: f64,
    /// The chance of so much or more, if position is nothing: small where late errors hurt
    /// more.
    pub late_hurts: f64,
    /// The chance of so little or less: small where early errors hurt more.
    pub early_hurts: f64,
    /// Whether these are exact.
    pub exact: bool,
    /// P(end right) of runs whose last step is right, and of those whose last step is wrong.
    pub end_right: [f64; 2],
}

/// Up to so many runs the law of the rank sum is counted out.
const FEW: usize = 40;

/// Tests the runs whose ends were judged. Weights are not used: each run is one witness.
pub(super) fn late(paths: &[&Path], runs: &[Run]) -> Late {
    let mut left = Vec::new();
    let mut ends = [[0.0; 2]; 2];
    for (path, run) in paths.iter().zip(runs) {
        let Some(outcome) = path.outcome else {
            continue;
        };
        let end = &mut ends[usize::from(path.steps.last() != Some(&true))];
        end[0] += 1.0;
        end[1] += f64::from(u8::from(outcome));
        if run.first > 0 {
            left.push((run.length - run.first, outcome));
        }
    }
    let mut late = ranked(&mut left, FEW);
    // Without such runs, as if labels and outcome agreed.
    let share = |it: [f64; 2], other: f64| if it[0] > 0.0 { it[1] / it[0] } else { other };
    late.end_right = [share(ends[0], 1.0), share(ends[1], 0.0)];
    late
}

/// Compares the steps left of those that ended right with those of the others, exactly up to
/// so many.
fn ranked(left: &mut [(u32, bool)], few: usize) -> Late {
    left.sort_unstable();
    let many = left.len();
    let right = left.iter().filter(|it| it.1).count();
    // Twice the middle rank of each, so that ties are whole.
    let mut ranks = vec![0_usize; many];
    let mut from = 0;
    while from < many {
        let to = left.partition_point(|it| it.0 <= left[from].0);
        ranks[from..to].fill(from + to + 1);
        from = to;
    }
    let sum: usize = (ranks.iter().zip(left.iter()))
        .filter(|it| it.1.1)
        .map(|it| it.0)
        .sum();
    let (n, r) = (many as f64, right as f64);
    let pairs = r * (n - r);
    let mut late = Late {
        runs: many,
        right,
        earlier: 0.5,
        late_hurts: 1.0,
        early_hurts: 1.0,
        exact: true,
        end_right: [1.0, 0.0],
    };
    if pairs == 0.0 {
        return late;
    }
    late.earlier = (sum as f64 / 2.0 - r * (r + 1.0) / 2.0) / pairs;
    if many <= few {
        (late.early_hurts, late.late_hurts) = counted(&ranks, right, sum);
        return late;
    }
    let middle = n + 1.0;
    let spread: f64 = ranks
        .iter()
        .map(|&it| (it as f64 - middle) * (it as f64 - middle))
        .sum();
    let deviation = (spread * pairs / (n * (n - 1.0))).sqrt();
    if deviation > 0.0 {
        let z = |shift: f64| (sum as f64 - r * middle + shift) / deviation;
        (late.early_hurts, late.late_hurts) = (normal(z(1.0)), normal(-z(-1.0)));
        late.exact = false;
    }
    late
}

/// P(rank sum ≤ `sum`), P(rank sum ≥ `sum`) over all choices of `right` runs.
fn counted(ranks: &[usize], right: usize, sum: usize) -> (f64, f64) {
    let most: usize = ranks.iter().sum();
    let mut ways = vec![vec![0.0; most + 1]; right + 1];
    ways[0][0] = 1.0;
    for (seen, &rank) in ranks.iter().enumerate() {
        for chosen in (0..right.min(seen + 1)).rev() {
            let (before, after) = ways.split_at_mut(chosen + 1);
            for (to, from) in after[0][rank..].iter_mut().zip(&before[chosen]) {
                *to += from;
            }
        }
    }
    let all: f64 = ways[right].iter().sum();
    let below: f64 = ways[right][..=sum].iter().sum();
    let above: f64 = ways[right][sum..].iter().sum();
    (below / all, above / all)
}

/// Whether as many runs of these lengths, drawn from a law, show that late errors hurt more,
/// at 5%.
pub(super) fn shown(
    law: Law,
    (seed, sample): (u64, u64),
    lengths: &[u32],
    end_right: [f64; 2],
) -> bool {
    let mut drawer = Drawer::new(law, seed, sample);
    let mut steps = Vec::new();
    let mut left = Vec::new();
    for &length in lengths {
        drawer.run(length as usize, None, &mut steps);
        let Some(first) = steps.iter().position(|it| !it) else {
            continue;
        };
        let right = end_right[usize::from(steps.last() != Some(&true))];
        let outcome = drawer.stream.uniform() < right;
        left.push((length - 1 - first as u32, outcome));
    }
    ranked(&mut left, FEW).late_hurts < 0.05
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every choice of those that ended right, one by one.
    #[test]
    fn the_exact_law_of_ranks_is_that_of_all_choices() {
        let places = [0_u32, 3, 3, 4, 7, 7, 7, 9];
        let outcome = 0b1011_0010_u32;
        let of = |bits: u32| {
            let mut left: Vec<(u32, bool)> = (places.iter().enumerate())
                .map(|(i, &it)| (it, bits >> i & 1 == 1))
                .collect();
            ranked(&mut left, FEW)
        };
        let seen = of(outcome);
        let all: Vec<f64> = (0..256_u32)
            .filter(|it| it.count_ones() == outcome.count_ones())
            .map(|bits| of(bits).earlier)
            .collect();
        let share = |test: &dyn Fn(f64) -> bool| {
            all.iter().filter(|&&it| test(it)).count() as f64 / all.len() as f64
        };
        assert!((seen.late_hurts - share(&|it| it >= seen.earlier - 1e-12)).abs() < 1e-12);
        assert!((seen.early_hurts - share(&|it| it <= seen.earlier + 1e-12)).abs() < 1e-12);
    }

    #[test]
    fn the_normal_law_of_ranks_is_near_the_exact_one() {
        let mut left: Vec<(u32, bool)> = (0..40_u32).map(|k| (k / 2, k * 7 % 11 > 4)).collect();
        let exact = ranked(&mut left, FEW);
        let near = ranked(&mut left, 0);
        assert!(exact.exact && !near.exact);
        assert!((exact.late_hurts - near.late_hurts).abs() < 0.02);
        assert!((exact.early_hurts - near.early_hurts).abs() < 0.02);
    }

    #[test]
    fn without_both_outcomes_position_says_nothing() {
        let mut left = vec![(3, true), (1, true)];
        assert_eq!(ranked(&mut left, FEW).late_hurts, 1.0);
        assert_eq!(ranked(&mut [], FEW).runs, 0);
    }
}
