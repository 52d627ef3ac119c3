//! Averages over completions of different difficulty.
//!
//! E[f(e)] for e ~ Beta(α, β) by the trapezoidal rule in s = ln(e/(1 − e)), where
//! the density is e^(αs)/(1 + e^s)^(α + β) and everything that is asked of a
//! completion is an analytic function of s. In the strip |Im s| < π/2 the powers
//! (1 − e − r)ⁿ stay below 1 in modulus, so that a step h has an error below
//! 2·e^(−2π·(π/2)/h) times the density's mass on the strip's edge: below 10⁻²⁰ for
//! h = 1/5. Where α + β is large the density is narrow, of width σ, and the step is
//! at most σ/2: its own error is that of a normal density, 2·e^(−2π²·4). Where drafts are
//! judged the strip is narrower, as what is kept has poles ([`strip`]): the step is a
//! quarter of its half width, but for what would take too many nodes; what is left is then
//! told by [`doubt`]. Both tails are kept: below e = 10⁻³⁰ no error ever strikes, above 1 − 10⁻¹⁷ one always
//! does, and their geometric sums stand as one node each.

use crate::model::technique::{Ballot, Judge};
use crate::number::gamma::log_rising;
use crate::number::math::{exp, ln, log1p};

/// The widest step, in units of the log odds, and the narrowest: a thousand nodes.
const STEP: f64 = 1.0 / 5.0;
const NARROWEST: f64 = 1.0 / 16.0;

/// Steps are that share of a strip's half width: its error is e^(−2π·4).
const OF_STRIP: f64 = 0.25;

/// The half width of the strip around the real line within which what judging keeps is an
/// analytic function of the log odds of an error; infinite where it always is.
///
/// Let a draft of m tokens be sound with p = (1 − e)ᵐ. What a check keeps has a pole where
/// p/(1 − p) = −(1 − d)/(1 − α), what a race with a lead of k keeps where
/// p/(1 − p) = e^(iπ/k). With e^(iθ)·|e| for e and e^(−m·e) for p the one is at
/// tan θ = π/ln((1 − α)/(1 − d)) or beyond, the other at some 2.2/k. A majority of N is a
/// polynomial, and as narrow as 7/√N to the trapezoidal rule.
pub(super) fn strip(judge: &Judge) -> f64 {
    if !judge.chooses() {
        return f64::INFINITY;
    }
    match *judge {
        Judge::Verify {
            detection,
            false_reject,
            ..
        } => {
            // Where one of the two always decides there is no pole.
            if detection == 1.0 || false_reject == 1.0 {
                return f64::INFINITY;
            }
            let odds = ln((1.0 - false_reject) / (1.0 - detection));
            crate::number::math::atan2(core::f64::consts::PI, odds.abs().min(40.0))
        }
        Judge::Vote { ballot, .. } => match ballot {
            Ballot::Lead(lead) => 2.2 / lead as f64,
            Ballot::Majority(votes) => 7.0 / (votes as f64).sqrt(),
        },
    }
}

/// The step that strips of some half width want, and what it leaves open where that is too
/// narrow: by the trapezoidal rule for a step at the very worst.
fn step(strip: f64) -> (f64, f64) {
    let wanted = strip * OF_STRIP;
    let step = wanted.clamp(NARROWEST, STEP);
    let open = if step > wanted {
        (2.0 * exp(-2.0 * core::f64::consts::PI * strip / step)).min(step)
    } else {
        0.0
    };
    (step, open)
}

/// A bound on what the nodes for a strip leave open.
pub(super) fn doubt(strip: f64) -> f64 {
    step(strip).1
}

/// An error rate so small that it never tells, and yet is not zero.
const LEAST: f64 = 1e-30;

/// The weight of a node, as a share of the greatest, that no longer tells.
const NOTHING: f64 = 1e-19;

/// Error rates and their weights, which sum to 1.
#[cfg(test)]
pub(crate) fn nodes(alpha: f64, beta: f64) -> Vec<(f64, f64)> {
    conditioned((alpha, beta), f64::INFINITY, 0.0, &|_| 0.0)
}

/// So many widths from where a density is expected to be greatest it is next to nothing.
const FAR_OFF: f64 = 8.0;

/// Where a density of one peak is greatest, and how wide it is there, from its logarithm: uphill
/// from a place, by twice as much each time, and then by thirds.
fn mode(density: &dyn Fn(f64) -> f64, from: f64, off: f64) -> (f64, f64) {
    let (mut low, mut at, mut off) = (from, from + off, off);
    for _ in 0..64 {
        off *= 2.0;
        // (No error rate beyond tells itself from none, or from one.)
        if density(at + off) <= density(at) || at.abs() > 100.0 {
            break;
        }
        (low, at) = (at, at + off);
    }
    let mut high = at + off;
    for _ in 0..80 {
        let third = (high - low) / 3.0;
        if density(low + third) < density(high - third) {
            low += third;
        } else {
            high -= third;
        }
    }
    let middle = f64::midpoint(low, high);
    // A normal density falls by a half at its width.
    let fall = |width: f64| density(middle) - density(middle + width).max(density(middle - width));
    let mut width = 1.0;
    while fall(width) > 1.0 && width > 1e-12 {
        width /= 2.0;
    }
    (middle, width)
}

/// Error rates and their weights, which sum to 1, of completions that have come so far: `spent` is −ln P(they have | e), which
/// is about `slope`·e where e is small; for what is analytic in a strip of some half width.
pub(super) fn conditioned(
    (alpha, beta): (f64, f64),
    strip: f64,
    slope: f64,
    spent: &dyn Fn(f64) -> f64,
) -> Vec<(f64, f64)> {
    // Nodes lie where Beta(α, β + slope) has its mass: were every token done plain, that
    // would be the law.
    let guide = beta + slope;
    let width = (1.0 / alpha + 1.0 / guide).sqrt();
    let middle = ln(alpha / guide);
    // The logarithm of the density in s.
    let density = |s: f64| {
        let log_sum = if s > 0.0 {
            s + log1p(exp(-s))
        } else {
            log1p(exp(s))
        };
        alpha * s - (alpha + beta) * log_sum - spent(1.0 / (1.0 + exp(-s)))
    };
    // Where something else is done than plain tokens it may lie elsewhere, so far off that nobody
    // would come there step by step.
    let is_higher = |s: f64| density(s) > density(middle);
    let off = [-1.0, 1.0].map(|side| side * FAR_OFF * width);
    let uphill = off.into_iter().find(|&off| is_higher(middle + off));
    let (middle, width) = match uphill {
        Some(off) => mode(&density, middle, off),
        None => (middle, width),
    };
    let step = step(strip).0.min(width / 2.0);
    let mode = density(middle);
    let mut nodes = Vec::new();
    for direction in [-1, 1] {
        let mut index = i64::from(direction == 1);
        loop {
            let s = middle + index as f64 * step;
            let weight = exp(density(s) - mode);
            // (Where nobody has come so far it is no number.)
            if weight.is_nan() || weight < NOTHING {
                break;
            }
            if s < ln(LEAST) {
                // What is left below is a geometric series.
                nodes.push((LEAST, weight / -crate::number::math::expm1(-alpha * step)));
                break;
            }
            if s > 40.0 {
                nodes.push((1.0, weight / -crate::number::math::expm1(-beta * step)));
                break;
            }
            nodes.push((1.0 / (1.0 + exp(-s)), weight));
            index += direction;
        }
    }
    let total: f64 = nodes.iter().map(|(_, weight)| weight).sum();
    for (_, weight) in &mut nodes {
        *weight /= total;
    }
    nodes
}

/// −ln E[(1 − e)ⁿ] = ln B(α, β) − ln B(α, β + n), by whichever of two equal
/// differences has the smaller terms.
pub(super) fn exposure(alpha: f64, beta: f64, n: f64) -> f64 {
    if n < alpha {
        log_rising(beta + alpha, n) - log_rising(beta, n)
    } else {
        log_rising(beta + n, alpha) - log_rising(beta, alpha)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Thinking thins errors, so that what is done says less of them than as many plain tokens.
    #[test]
    fn a_density_far_from_where_plain_tokens_have_it_is_found() {
        for (alpha, beta, share, done) in [
            (93_111.8, 2.0, 0.009_2, 4.6e6),
            (50.0, 0.5, 1e-3, 1e7),
            (1.0, 99.0, 0.01, 1e4),
            (300.0, 2.0, 1e-6, 1e9),
        ] {
            let spent = |error: f64| -done * log1p(-share * error);
            let asked = std::cell::Cell::new(0);
            let counted = |error: f64| {
                asked.set(asked.get() + 1);
                spent(error)
            };
            let nodes = conditioned((alpha, beta), f64::INFINITY, done * share, &counted);
            assert!(asked.get() < 2000, "{}", asked.get());
            let mean: f64 = nodes.iter().map(|(error, weight)| error * weight).sum();
            // The same by so fine a sum that it may begin anywhere.
            let log = |s: f64| {
                let error = 1.0 / (1.0 + exp(-s));
                alpha * s - (alpha + beta) * log1p(exp(s)) - spent(error)
            };
            let places = || (0..1_000_000).map(|at| -60.0 + f64::from(at) * 1.2e-4);
            let top = places().map(log).fold(f64::NEG_INFINITY, f64::max);
            let (mut all, mut sum) = (0.0, 0.0);
            for s in places() {
                let weight = exp(log(s) - top);
                all += weight;
                sum += weight / (1.0 + exp(-s));
            }
            let right = sum / all;
            assert!((mean / right - 1.0).abs() < 1e-9, "{mean} {right}");
        }
    }

    #[test]
    fn averages_of_powers_are_quotients_of_beta_functions() {
        for (alpha, beta) in [
            (1.0, 99.0),
            (0.01, 3.0),
            (0.3, 0.2),
            (7.5, 1e4),
            (1e6, 1e6),
            (50.0, 0.01),
        ] {
            let nodes = nodes(alpha, beta);
            assert!(nodes.len() < 2000, "{alpha} {beta}: {}", nodes.len());
            for n in [1.0, 2.0, 17.0, 1e4, 1e9] {
                let average: f64 = nodes
                    .iter()
                    .map(|&(e, weight)| weight * crate::number::math::power_of_complement(e, n))
                    .sum();
                let exact = exp(-exposure(alpha, beta, n));
                assert!(
                    (average - exact).abs() < 1e-12,
                    "{alpha} {beta} {n}: {average} and {exact}"
                );
            }
        }
    }

    #[test]
    fn a_curve_says_what_each_of_its_lengths_says_alone() {
        use crate::exact::{Exact, lengths};
        use crate::model::criterion::Criterion;
        for link in [
            "process=mixed_difficulty&tokens=1000",
            "process=mixed_difficulty&alpha=0.1&beta=2&recovery=1e-4&tokens=1000000000",
            "process=mixed_difficulty&recovery=1&done=30&technique=query&interval=7",
            "process=mixed_difficulty&schema=plan:50:think;answer:1000:backtrack",
        ] {
            let scenario = crate::share::link::read(link).scenario;
            let exact = Exact::new(&scenario);
            for log in [false, true] {
                let lengths = lengths(0, scenario.length(), 128, log);
                let [flawless, acceptable, _] = exact.all(Criterion::Acceptable, &lengths);
                for (stop, &n) in lengths.iter().enumerate() {
                    let alone = exact.all(Criterion::Acceptable, &[n]);
                    let off = (flawless[stop] - alone[0][0]).abs();
                    let off = off.max((acceptable[stop] - alone[1][0]).abs());
                    assert!(off < 1e-13, "{link} at {n}: {off:e}");
                }
            }
        }
    }
}
