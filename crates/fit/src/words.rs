//! Parts of sentences on data.

use super::fits::Fits;
use super::fitted::{Estimate, Fit, Parameter};
use super::problem::Origin;
use super::sample::Kind;
use bounceback_core::model::parameter::Kind as Of;
use bounceback_core::model::process::PROCESSES;
use bounceback_core::model::scenario::parameter;
use bounceback_core::number::format::{count, percent, significant, whole};
use bounceback_core::number::math::{complement_of_power, ln, log1p};
use core::fmt::Write as _;

/// A sentence, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// A word for it: `separation`, `rise`, `best`, `rivals`, `half_life`, `horizon`, `lecun`,
    /// `recovery`, `goodness`, `frailty`, `form`, `beyond`, `repeats`, `even`, `origin`,
    /// `same`, `tell`, `gathered`, `left_out`, `weights`, `unfinished`.
    pub about: &'static str,
    /// What is said.
    pub text: String,
}

pub(super) fn sentence(about: &'static str, text: String) -> Sentence {
    Sentence { about, text }
}

/// E = 1% (.9% to 1.1%), κ = .7 (…).
pub(super) fn parameters(fit: &Fit) -> String {
    let each = fit.parameters.iter().map(|it| {
        let (value, range) = value(it);
        format!("{} = {value} ({range})", it.symbol)
    });
    each.collect::<Vec<_>>().join(", ")
}

/// A parameter's value and what the data support.
pub(super) fn value(it: &Parameter) -> (String, String) {
    let share = it
        .key
        .is_some_and(|key| matches!(parameter(key).kind, Of::Probability))
        || it.symbol == "π"
        || it.symbol == "a/(a + b)";
    let text = |value: f64| {
        if share {
            percent(value)
        } else {
            significant(value, 3)
        }
    };
    let Estimate {
        value, at_bound, ..
    } = it.estimate;
    let bound = if at_bound { ", at its bound" } else { "" };
    (text(value) + bound, range(&it.estimate, &text))
}

/// From here to there; up to there; unbounded.
fn range(estimate: &Estimate, text: &dyn Fn(f64) -> String) -> String {
    match (estimate.low, estimate.high) {
        (Some(low), Some(high)) => format!("{} to {}", text(low), text(high)),
        (None, Some(high)) => format!("at most {}", text(high)),
        (Some(low), None) => format!("at least {}", text(low)),
        (None, None) => "unbounded".to_owned(),
    }
}

/// The length up to which a share succeeds, with its interval.
pub(super) fn horizon(fits: &Fits, estimate: &Estimate, share: &str) -> String {
    let text = |value: f64| significant(value, 3);
    let range = range(estimate, &text);
    let level = percent(fits.options.level);
    if estimate.value.is_infinite() {
        format!("The curve never falls to {share} ({level} interval of where it would: {range}).")
    } else {
        let at = text(estimate.value);
        let share = if share == "half" { "Half" } else { share };
        format!("{share} succeed up to a length of {at} ({level} interval: {range}).")
    }
}

/// One, two and three.
pub(super) fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// p = .03, or below a thousandth.
pub(super) fn chance(p: f64) -> String {
    if p < 0.001 {
        "p < 0.001".to_owned()
    } else {
        format!("p = {}", significant(p, 2))
    }
}

/// Once in so many times.
pub(super) fn how_often(chance: f64) -> String {
    if chance < 1e-6 {
        "less than once in a million times".to_owned()
    } else {
        format!("once in {} times", whole((1.0 / chance).round() as u64))
    }
}

/// What was done to the sample, and what it does not say of itself.
pub(super) fn sample(fits: &Fits, limits: &mut Vec<Sentence>) {
    let sample = &fits.sample;
    if sample.kind == Kind::Cohorts {
        let text = if sample.clusters > 1 {
            format!(
                "Rows share {}: intervals that take them for independent are too narrow. Those of a bootstrap by cluster hold.",
                count(sample.clusters as u64, "cluster")
            )
        } else {
            "Repeats of one task are not independent. No column says which rows share a task, so all trials were taken for independent; if they are not, intervals are too narrow.".to_owned()
        };
        limits.push(sentence("repeats", text));
    }
    if sample.lengths > sample.rows.len() {
        limits.push(sentence(
            "gathered",
            format!(
                "{} different lengths were gathered in {} groups of neighbours.",
                whole(sample.lengths as u64),
                sample.rows.len()
            ),
        ));
    }
    if sample.left_out > 0 {
        limits.push(sentence(
            "left_out",
            format!(
                "{} left out, as counts or lengths were impossible.",
                count(sample.left_out as u64, "row")
                    + if sample.left_out == 1 {
                        " was"
                    } else {
                        " were"
                    }
            ),
        ));
    }
    if sample.weighted {
        limits.push(sentence(
            "weights",
            "Some counts are not whole: weights were taken for numbers of trials, and intervals are as wide as if they were.".to_owned(),
        ));
    }
}

/// Processes that are another's twin on these data.
pub(super) fn same(fits: &Fits, limits: &mut Vec<Sentence>) {
    let label = |name: &str| {
        let process = PROCESSES.iter().find(|it| it.name == name);
        process.map_or("", |it| it.label)
    };
    let names: Vec<&str> = fits.same_curves().iter().map(|it| label(it.0)).collect();
    if let Some(&(_, as_good_as)) = fits.same_curves().first() {
        let (verb, without) = if names.len() > 1 {
            ("have", "")
        } else {
            ("has", ", without recovery,")
        };
        limits.push(sentence(
            "same",
            format!(
                "Here {}{without} {verb} the very same curve as {}, and so the same fit.",
                list(&names),
                label(as_good_as)
            ),
        ));
    }
}

/// What data would tell.
pub(super) fn tell(fits: &Fits, limits: &mut Vec<Sentence>) {
    let mut text = "What would tell: labels of right and wrong within runs, or an error put in on purpose and watched.".to_owned();
    let rho = fits
        .named("recoverable")
        .and_then(|fit| fit.parameter("ρ"))
        .map(|it| it.estimate.value)
        .filter(|&rho| rho > 1e-6);
    if let Some(rho) = rho {
        let steps = (fits.sample.range().1 / fits.sample.step.length / 2.0)
            .ceil()
            .max(1.0);
        let share = complement_of_power(rho.min(1.0), steps).min(1.0 - 1e-9);
        let _ = write!(
            text,
            " If ρ is {} a step, an error put in is made good within {} in {} of runs; among {} there is at least one, 19 times in 20.",
            percent(rho),
            count(steps as u64, "step"),
            percent(share),
            count(injected(share) as u64, "run"),
        );
    }
    limits.push(sentence("tell", text));
}

/// What was done, in one sentence.
pub(super) fn methods(fits: &Fits) -> String {
    let sample = &fits.sample;
    let names: Vec<&str> = fits.fits().iter().map(|fit| fit.form().label).collect();
    let (what, likelihood) = match sample.kind {
        Kind::Cohorts => (
            if fits.is_flawless() {
                "trials without an error so far"
            } else {
                "trials right in the end"
            },
            "a binomial likelihood",
        ),
        Kind::Survivors => (
            "completions followed to their first error",
            "the likelihood of conditional hazards (ends without an error are censored)",
        ),
    };
    let origin = match fits.options.origin {
        Origin::Fixed(length) if length > 0.0 => {
            format!(
                ", exposure beginning at a length of {}",
                significant(length, 3)
            )
        }
        Origin::Fixed(_) => String::new(),
        Origin::Fitted => ", with a fitted origin of exposure".to_owned(),
    };
    let (shortest, longest) = sample.range();
    format!(
        "{} {what} at {} from {} to {} (a step is a length of {}) were fitted by maximum likelihood with {likelihood}{origin}: {}. Curves were compared by AIC (differences up to 2 not told apart); intervals are {} profile-likelihood intervals.",
        significant(sample.trials, 7),
        count(sample.lengths as u64, "length"),
        significant(shortest, 3),
        significant(longest, 3),
        significant(sample.step.length, 4),
        list(&names),
        percent(fits.options.level),
    )
}

/// How many runs with an injected error show at least one put right, 19 times in 20, where
/// each is with probability `share`.
fn injected(share: f64) -> f64 {
    (ln(0.05) / log1p(-share)).ceil()
}
