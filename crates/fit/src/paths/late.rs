//! Do late errors hurt more than early ones?
//!
//! The chain gives an error time to be made good: of errors at step k of n a share near
//! (1 − ρ)^(n−k) is still there at the end, so that early ones hurt less. To LeCun's curve an
//! error is an error: position is nothing. Runs that erred, and whose ends were judged apart,
//! tell: are those that ended right the ones that erred early? The first error of each run
//! counts: the last one would be chosen by what came after it. With d steps left after it a
//! run of the chain ends right with a probability proportional to 1 − (1 − E − ρ)^d. That,
//! with E and ρ of all steps, is one half of a run's score; its rank among all, for what
//! labels do not know of outcomes, is the other. Outcomes are permuted over scores, in
//! twenty-one grades: exactly for few runs, by a normal law for many. If position is nothing,
//! all orders of outcomes are equally likely, whatever the score.

use super::chance::normal;
use super::draw::Drawer;
use super::model::Law;
use super::tally::Run;
use crate::data::Path;
use bounceback_core::number::math::complement_of_power;

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

/// Up to so many runs the law of the sum of scores is counted out.
const FEW: usize = 60;

/// The highest score.
const GRADES: f64 = 20.0;

/// Tests the runs whose ends were judged. Weights are not used: each run is one witness.
/// `haste` is E + ρ.
pub(super) fn late(paths: &[&Path], runs: &[Run], haste: f64) -> Late {
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
    let mut late = compared(&mut left, haste, FEW);
    // Without such runs, as if labels and outcome agreed.
    let share = |it: [f64; 2], other: f64| if it[0] > 0.0 { it[1] / it[0] } else { other };
    late.end_right = [share(ends[0], 1.0), share(ends[1], 0.0)];
    late
}

/// Compares the steps left of those that ended right with those of the others, exactly up to
/// so many.
fn compared(left: &mut [(u32, bool)], haste: f64, few: usize) -> Late {
    left.sort_unstable();
    let many = left.len();
    let right = left.iter().filter(|it| it.1).count();
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
    late.earlier = earlier(left) / pairs;
    let scores = scores(left, haste);
    let sum: usize = (scores.iter().zip(left.iter()))
        .filter(|it| it.1.1)
        .map(|it| it.0)
        .sum();
    if many <= few {
        (late.early_hurts, late.late_hurts) = counted(&scores, right, sum);
        return late;
    }
    let middle = scores.iter().sum::<usize>() as f64 / n;
    let spread: f64 = (scores.iter())
        .map(|&it| (it as f64 - middle) * (it as f64 - middle))
        .sum();
    let deviation = (spread * pairs / (n * (n - 1.0))).sqrt();
    if deviation > 0.0 {
        let z = |shift: f64| (sum as f64 - r * middle + shift) / deviation;
        (late.early_hurts, late.late_hurts) = (normal(z(0.5)), normal(-z(-0.5)));
        late.exact = false;
    }
    late
}

/// Pairs of a run that ended right and one that ended wrong in which the former has more steps
/// left, and half of those in which both have as many.
fn earlier(left: &[(u32, bool)]) -> f64 {
    let (mut pairs, mut wrong) = (0.0, 0.0);
    for tied in left.chunk_by(|a, b| a.0 == b.0) {
        let right = tied.iter().filter(|it| it.1).count() as f64;
        let others = tied.len() as f64 - right;
        pairs += right * (wrong + others / 2.0);
        wrong += others;
    }
    pairs
}

/// How much time there was to come back, in whole grades.
fn scores(left: &[(u32, bool)], haste: f64) -> Vec<usize> {
    let haste = haste.clamp(1e-9, 1.0);
    let back = |steps: u32| {
        if haste < 1.0 {
            complement_of_power(haste, f64::from(steps))
        } else {
            f64::from(u8::from(steps > 0))
        }
    };
    let most = left.last().map_or(0.0, |it| back(it.0)).max(1e-300);
    // They are sorted: those with fewer left, and half of those with as many.
    let (mut before, many) = (0, left.len() as f64);
    let mut scores = Vec::with_capacity(left.len());
    for tied in left.chunk_by(|a, b| a.0 == b.0) {
        let rank = (before as f64 + tied.len() as f64 / 2.0) / many;
        let score = GRADES * f64::midpoint(back(tied[0].0) / most, rank);
        scores.extend(tied.iter().map(|_| score.round() as usize));
        before += tied.len();
    }
    scores
}

/// P(sum of scores ≤ `sum`), P(sum of scores ≥ `sum`) over all choices of `right` runs.
fn counted(scores: &[usize], right: usize, sum: usize) -> (f64, f64) {
    let most: usize = scores.iter().sum();
    let mut ways = vec![vec![0.0; most + 1]; right + 1];
    ways[0][0] = 1.0;
    for (seen, &score) in scores.iter().enumerate() {
        for chosen in (0..right.min(seen + 1)).rev() {
            let (before, after) = ways.split_at_mut(chosen + 1);
            for (to, from) in after[0][score..].iter_mut().zip(&before[chosen]) {
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
    compared(&mut left, law.error + law.recovery, FEW).late_hurts < 0.05
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every choice of those that ended right, one by one.
    #[test]
    fn the_exact_law_of_scores_is_that_of_all_choices() {
        let places = [0_u32, 3, 3, 4, 7, 7, 7, 9];
        let outcome = 0b1011_0010_u32;
        let of = |bits: u32| {
            let mut left: Vec<(u32, bool)> = (places.iter().enumerate())
                .map(|(i, &it)| (it, bits >> i & 1 == 1))
                .collect();
            compared(&mut left, 0.3, FEW)
        };
        let sum = |bits: u32| -> usize {
            let all = scores(&places.map(|it| (it, true)), 0.3);
            (0..8).filter(|i| bits >> i & 1 == 1).map(|i| all[i]).sum()
        };
        let seen = of(outcome);
        let all: Vec<usize> = (0..256_u32)
            .filter(|it| it.count_ones() == outcome.count_ones())
            .map(sum)
            .collect();
        let share = |test: &dyn Fn(usize) -> bool| {
            all.iter().filter(|&&it| test(it)).count() as f64 / all.len() as f64
        };
        let own = sum(outcome);
        assert!((seen.late_hurts - share(&|it| it >= own)).abs() < 1e-12);
        assert!((seen.early_hurts - share(&|it| it <= own)).abs() < 1e-12);
        // The run with 5 left beats both, that with 2 one and a half.
        let mut few = [(1, false), (2, true), (2, false), (5, true)];
        assert_eq!(compared(&mut few, 0.3, FEW).earlier, 3.5 / 4.0);
    }

    #[test]
    fn the_normal_law_of_scores_is_near_the_exact_one() {
        let mut left: Vec<(u32, bool)> = (0..40_u32).map(|k| (k / 2, k * 7 % 11 > 4)).collect();
        let exact = compared(&mut left, 0.05, FEW);
        let near = compared(&mut left, 0.05, 0);
        assert!(exact.exact && !near.exact);
        assert!((exact.late_hurts - near.late_hurts).abs() < 0.02);
        assert!((exact.early_hurts - near.early_hurts).abs() < 0.02);
    }

    #[test]
    fn without_both_outcomes_position_says_nothing() {
        let mut left = vec![(3, true), (1, true)];
        assert_eq!(compared(&mut left, 0.3, FEW).late_hurts, 1.0);
        assert_eq!(compared(&mut [], 0.3, FEW).runs, 0);
    }
}
