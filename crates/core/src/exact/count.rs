//! How many errors there are: from generating functions to P(at most m errors).

use super::work::Work;
use crate::model::course::{Course, Hazard};
use crate::model::schedule::Schedule;
use crate::number::complex::Complex;
use crate::number::math::{exp, ln, log1p};
use crate::number::sum::smooth_nodes;

/// What is neglected, and what rounding is: see [`at_most`].
const NEGLECTED: f64 = 1e-13;

/// P(at most `most` errors) at several lengths, from the generating function of
/// their number, `of(z)` = E[z^errors] at each length.
///
/// Cauchy's integral for the coefficient of z^most in E[z^errors]/(1 − z), on a
/// circle of radius ρ < 1, by K equidistant points. What the finite number of points
/// adds is Σ P(at most most + lK)·ρ^(lK) for l ≥ 1, which is below ρ^K/(1 − ρ^K) = 10⁻¹³;
/// rounding, and what products leave out, are magnified by ρ^(−most) < 1800.
pub(super) fn at_most(
    most: u64,
    lengths: usize,
    work: &Work,
    of: &mut dyn FnMut(Complex) -> Vec<Complex>,
) -> Vec<f64> {
    let points = 4 * most + 8;
    let radius = exp(ln(NEGLECTED) / points as f64);
    let mut sums = vec![0.0; lengths];
    // The lower half of the circle mirrors the upper one.
    for point in 0..=points / 2 {
        if !work.spend(lengths as u64) {
            break;
        }
        let turn = point as f64 / points as f64;
        let angle = 2.0 * core::f64::consts::PI * turn;
        let z = Complex::polar(radius, angle);
        let back = Complex::polar(exp(-(most as f64) * ln(radius)), -angle * most as f64);
        let weight = back * (Complex::from(1.0) - z).inverse();
        let twice = if point == 0 || 2 * point == points {
            1.0
        } else {
            2.0
        };
        for (sum, value) in sums.iter_mut().zip(of(z)) {
            *sum += twice * (value * weight).re;
        }
    }
    let clear = |sum: f64| match sum / points as f64 {
        few if few < NOTHING => 0.0,
        few if few > 1.0 - NOTHING => 1.0,
        few => few,
    };
    sums.into_iter().map(clear).collect()
}

/// Where nothing is chosen, errors strike by their own clock, whatever becomes of the
/// text: tokens err independently of one another, and what they do is a sum over tokens.
/// A smooth one, so that a token here stands for several: `times` that err with `hazard`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stroke {
    times: f64,
    hazard: f64,
}

/// A probability that no longer tells: it is hardly more than what integrals leave out, and
/// taken for none, so that no rounding lets success fall as the tolerance rises.
const NOTHING: f64 = 1e-12;

/// A hazard so small that ln(1 − h·(1 − z)) is a short series, for |1 − z| ≤ 2.
const SMALL: f64 = 0.125;

/// How many terms of it are enough.
const TERMS: usize = 22;

/// Fewer strokes than that are not worth a series.
const FEW: usize = 12;

/// The strokes of a course without drafts, from each of some increasing lengths to the next,
/// for completions of one difficulty.
pub(super) fn strokes(
    course: &Course,
    difficulty: f64,
    lengths: &[u64],
    work: &Work,
) -> Vec<Vec<Stroke>> {
    let mut all = Vec::with_capacity(lengths.len());
    let mut at = course.start();
    for &n in lengths {
        if work.is_spent() {
            all.push(Vec::new());
            continue;
        }
        let mut here = Vec::new();
        let stages = course.stages();
        for (index, stage) in stages.iter().enumerate() {
            let end = if index + 1 == stages.len() {
                u64::MAX
            } else {
                stage.to
            };
            let (from, to) = (at.max(stage.from), n.min(end));
            if from >= to {
                continue;
            }
            let hazard = stage.hazard(difficulty);
            let mut add = |times: u64, from: u64, to: u64| match &hazard {
                Hazard::Scheduled(schedule) => {
                    along(schedule.as_ref(), times as f64, (from, to), work, &mut here);
                }
                Hazard::Constant(hazard) => here.push(Stroke {
                    times: times as f64 * (to - from) as f64,
                    hazard: *hazard,
                }),
                // An engine of their own counts those.
                Hazard::Contagious { .. } => {}
            };
            match &stage.query {
                None => add(1, from - stage.clock, to - stage.clock),
                Some(query) => {
                    let round = query.interval;
                    let (a, b) = (from - stage.origin, to - stage.origin);
                    if a / round == b / round {
                        add(1, a % round, b % round);
                    } else {
                        let begun = a.div_ceil(round);
                        add(1, a % round, if a % round == 0 { 0 } else { round });
                        add(b / round - begun, 0, round);
                        add(1, 0, b % round);
                    }
                }
            }
        }
        at = at.max(n);
        all.push(here);
    }
    all
}

/// The strokes of tokens `from` + 1 to `to` of a schedule, so many times over.
fn along(
    schedule: &dyn Schedule,
    times: f64,
    (from, to): (u64, u64),
    work: &Work,
    strokes: &mut Vec<Stroke>,
) {
    if times == 0.0 {
        return;
    }
    smooth_nodes(from, to, &|at| schedule.scale(at), &mut |token, weight| {
        strokes.push(Stroke {
            times: times * weight,
            hazard: schedule.hazard(token),
        });
        work.spend(8 + schedule.work(token - 1.0, token))
    });
}

/// −ln P(none of them strikes).
pub(super) fn exposure(strokes: &[Vec<Stroke>]) -> f64 {
    let all = strokes.iter().flatten();
    all.map(|it| -it.times * log1p(-it.hazard)).sum()
}

/// How many errors they are on average, up to each length.
pub(super) fn expected(strokes: &[Vec<Stroke>]) -> Vec<f64> {
    let mut sum = 0.0;
    let up_to = strokes.iter().map(|here| {
        sum += here.iter().map(|it| it.times * it.hazard).sum::<f64>();
        sum
    });
    up_to.collect()
}

/// P(at most `most` errors) up to each length.
pub(super) fn few(most: u64, strokes: &[Vec<Stroke>], work: &Work) -> Vec<f64> {
    if work.is_spent() {
        return vec![0.0; strokes.len()];
    }
    let mut few = plainly(most, strokes, work);
    // Up to the last length at which it is not plain.
    let Some(last) = few.iter().rposition(Option::is_none) else {
        return few.into_iter().flatten().collect();
    };
    let parts: Vec<Part> = strokes[..=last].iter().map(|it| Part::of(it)).collect();
    let terms: usize = parts.iter().map(Part::terms).sum();
    let integrals = at_most(most, last + 1, work, &mut |z| {
        work.spend(terms as u64);
        let taken = Complex::from(1.0) - z;
        let mut logarithm = Complex::default();
        let up_to = parts.iter().map(|part| {
            logarithm += part.logarithm(taken);
            logarithm.expm1() + Complex::from(1.0)
        });
        up_to.collect()
    });
    for (few, integral) in few.iter_mut().zip(integrals) {
        few.get_or_insert(integral);
    }
    few.into_iter().flatten().collect()
}

/// Where P(at most `most` errors) is 0 or 1 but for what no longer tells, by Chernoff's
/// bounds: z^(−m)·E[z^errors] for z < 1 on the one side, z^(−m − 1)·E[z^errors] for z > 1
/// on the other.
fn plainly(most: u64, strokes: &[Vec<Stroke>], work: &Work) -> Vec<Option<f64>> {
    const BELOW: [f64; 7] = [0.01, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85];
    const ABOVE: [f64; 8] = [1.2, 1.5, 2.0, 3.0, 6.0, 20.0, 1e3, 1e6];
    let mut logarithms = [0.0; BELOW.len() + ABOVE.len()];
    let up_to = strokes.iter().map(|here| {
        work.spend((2 * here.len()) as u64);
        let mut settled = None;
        for (index, z) in BELOW.iter().chain(&ABOVE).enumerate() {
            let sum = &mut logarithms[index];
            for stroke in here {
                *sum += stroke.times * log1p(-stroke.hazard * (1.0 - z));
            }
            let (count, sure) = if *z < 1.0 {
                (most as f64, 0.0)
            } else {
                (most as f64 + 1.0, 1.0)
            };
            if *sum - count * ln(*z) < ln(NOTHING) {
                settled = Some(sure);
            }
        }
        settled
    });
    up_to.collect()
}

/// The strokes of a stretch, made ready: most of them by the sums of their powers.
struct Part {
    /// −Σ times·hazardʲ/j for j = 1, 2 …
    powers: Option<[f64; TERMS]>,
    others: Vec<Stroke>,
}

impl Part {
    fn of(strokes: &[Stroke]) -> Self {
        let (small, others): (Vec<Stroke>, Vec<Stroke>) =
            strokes.iter().partition(|it| it.hazard <= SMALL);
        if small.len() < FEW {
            return Self {
                powers: None,
                others: strokes.to_vec(),
            };
        }
        let mut powers = [0.0; TERMS];
        for stroke in small {
            let mut power = stroke.times;
            for (j, sum) in powers.iter_mut().enumerate() {
                power *= stroke.hazard;
                *sum -= power / (j + 1) as f64;
            }
        }
        Self {
            powers: Some(powers),
            others,
        }
    }

    fn terms(&self) -> usize {
        4 * self.others.len() + if self.powers.is_some() { TERMS / 2 } else { 0 }
    }

    /// Σ times·ln(1 − hazard·`taken`).
    fn logarithm(&self, taken: Complex) -> Complex {
        let mut sum = Complex::default();
        for power in self.powers.iter().flatten().rev() {
            sum = (sum + Complex::from(*power)) * taken;
        }
        for stroke in &self.others {
            sum += (Complex::default() - taken * stroke.hazard).log1p() * stroke.times;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRIALS: [(u64, f64); 5] = [(100, 0.01), (7, 0.5), (1000, 0.1), (50, 1.0), (0, 0.3)];
    const MOST: [u64; 6] = [0, 1, 2, 7, 60, 200];

    #[test]
    fn few_errors_are_as_probable_as_the_binomial_says() {
        let work = Work::new(u64::MAX);
        for (trials, p) in TRIALS {
            for most in MOST {
                let mut of = |z: Complex| {
                    let base = (z - Complex::from(1.0)) * p;
                    let gone = base.log1p() * trials as f64;
                    vec![gone.expm1() + Complex::from(1.0)]
                };
                let exact = crate::number::binomial::at_most(most, trials, p);
                let integral = at_most(most, 1, &work, &mut of)[0];
                let stroke = Stroke {
                    times: trials as f64,
                    hazard: p,
                };
                let struck = few(most, &[vec![stroke], Vec::new()], &work);
                for few in [integral, struck[0], struck[1]] {
                    assert!(
                        (few - exact).abs() < 1e-11,
                        "{trials} {p} {most}: {few} {exact}"
                    );
                }
            }
        }
    }

    /// By the recursion over tokens that adds one of them after the other.
    #[test]
    fn few_errors_of_unlike_tokens_are_as_probable_as_their_convolution_says() {
        let work = Work::new(u64::MAX);
        let hazards: Vec<f64> = (1..=400).map(|k| 0.9 / f64::from(k).sqrt()).collect();
        let mut law = vec![0.0; 500];
        law[0] = 1.0;
        for hazard in &hazards {
            for j in (0..law.len()).rev() {
                let before = if j > 0 { law[j - 1] } else { 0.0 };
                law[j] = law[j] * (1.0 - hazard) + before * hazard;
            }
        }
        let strokes: Vec<Stroke> = hazards
            .iter()
            .map(|&hazard| Stroke { times: 1.0, hazard })
            .collect();
        for most in MOST {
            let exact: f64 = law[..=most as usize].iter().sum();
            let few = few(most, std::slice::from_ref(&strokes), &work)[0];
            assert!((few - exact).abs() < 1e-11, "{most}: {few} and {exact}");
        }
    }
}
