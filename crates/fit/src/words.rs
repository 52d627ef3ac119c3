//! Parts of sentences on data.

use super::asked::{Asked, Ends};
use super::fits::Fits;
use super::fitted::{Fit, Parameter};
use super::problem::Origin;
use super::sample::Kind;
use bounceback_core::model::parameter::{Key, Kind as Of};
use bounceback_core::model::process::PROCESSES;
use bounceback_core::model::scenario::parameter;
use bounceback_core::number::format::{count, percent, significant, whole};
use bounceback_core::number::math::{complement_of_power, ln, log1p};
use core::fmt::Write as _;

/// A sentence, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// A word for it: `separation`, `rise`, `one_length`, `learnt`, `best`, `rivals`, `half_life`, `horizon`, `lecun`,
    /// `recovery`, `goodness`, `frailty`, `form`, `beyond`, `repeats`, `even`, `origin`,
    /// `same`, `tell`, `gathered`, `left_out`, `weights`, `unfinished`.
    pub about: &'static str,
    /// What is said.
    pub text: String,
}

pub(super) fn sentence(about: &'static str, text: String) -> Sentence {
    Sentence { about, text }
}

/// What a curve is called here: a Weibull curve whose hazard rises does not fade.
pub(super) fn label(fit: &Fit) -> &'static str {
    let rises = fit.parameter("κ").is_some_and(|it| it.estimate.value > 1.0);
    if fit.name() == "fading" && rises {
        "errors that get more frequent (a Weibull curve, κ > 1)"
    } else {
        fit.form().label
    }
}

/// E = 1% (.9% to 1.1%), κ = .7 (…).
pub(super) fn parameters(fit: &Fit, asked: Asked<'_>, level: f64) -> String {
    let each = fit.parameters.iter().enumerate().map(|(place, it)| {
        let ends = asked.ends(place, &it.estimate, level);
        let (value, range) = value(fit, it, ends);
        format!("{} = {value} ({range})", it.symbol)
    });
    each.collect::<Vec<_>>().join(", ")
}

/// A rate per step as one per length of 1; only where the curve tells it.
fn per_one(fit: &Fit, it: &Parameter) -> Option<f64> {
    let steps = 1.0 / fit.problem.frame.step;
    let rate = |symbol: &str| fit.parameter(symbol).map(|it| it.estimate.value);
    match fit.name() {
        "independent" => Some(complement_of_power(it.estimate.value, steps)),
        "recoverable" => {
            let both = rate("E")? + rate("ρ")?;
            (both > 0.0)
                .then(|| complement_of_power(both.min(1.0), steps) * it.estimate.value / both)
        }
        _ => None,
    }
}

/// A constant rate per step, and per length of 1 where a step is none.
pub(super) fn rate_in_words(fit: &Fit, rate: f64) -> String {
    let step = fit.problem.frame.step;
    if is_one(step) {
        return format!("{} a step", percent(rate));
    }
    format!(
        "{} per length of {}, {} per length of 1",
        percent(rate),
        significant(step, 4),
        percent(complement_of_power(rate, 1.0 / step))
    )
}

fn is_one(step: f64) -> bool {
    (step - 1.0).abs() < 1e-9
}

/// Whether the values of a parameter are shares.
pub(super) fn is_share(key: Option<Key>, symbol: &str) -> bool {
    key.is_some_and(|key| matches!(parameter(key).kind, Of::Probability))
        || symbol == "π"
        || symbol == "a/(a + b)"
}

/// A parameter's value and what the data support.
pub(super) fn value(fit: &Fit, it: &Parameter, ends: Option<Ends>) -> (String, String) {
    let share = is_share(it.key, it.symbol);
    let text = |value: f64| {
        if share {
            percent(value)
        } else {
            significant(value, 3)
        }
    };
    let bound = if it.estimate.at_bound {
        ", at its bound"
    } else {
        ""
    };
    let mut range = ends.map_or("no interval, as rows scatter".to_owned(), |ends| {
        range(ends, &text)
    });
    let step = fit.problem.frame.step;
    if matches!(it.key, Some(Key::Error | Key::Recovery)) && !is_one(step) {
        let _ = write!(range, "; per length of {}", significant(step, 4));
        if let Some(rate) = per_one(fit, it) {
            let _ = write!(range, ", {} per length of 1", text(rate));
        }
    }
    (text(it.estimate.value) + bound, range)
}

/// From here to there; up to there; unbounded.
fn range(ends: Ends, text: &dyn Fn(f64) -> String) -> String {
    match ends {
        (Some(low), Some(high)) => format!("{} to {}", text(low), text(high)),
        (None, Some(high)) => format!("at most {}", text(high)),
        (Some(low), None) => format!("at least {}", text(low)),
        (None, None) => "unbounded".to_owned(),
    }
}

/// Whether a length is near enough to those measured to be told: what lies beyond a thousand
/// times the longest is as good as never.
pub(super) fn is_near(fits: &Fits, length: f64) -> bool {
    length < 1000.0 * fits.sample.range().1
}

/// From which length to which, ends beyond reach being open; none where it is withheld.
pub(super) fn reach(fits: &Fits, ends: Option<Ends>) -> Option<String> {
    let near = |end: Option<f64>| end.filter(|&it| is_near(fits, it));
    let text = |value: f64| significant(value, 3);
    ends.map(|(low, high)| range((near(low), near(high)), &text))
}

/// The length up to which a share succeeds, with its interval.
pub(super) fn horizon(fits: &Fits, value: f64, ends: Option<Ends>, share: &str) -> String {
    let level = percent(fits.options.level);
    if !is_near(fits, value) {
        let low = ends.and_then(|it| it.0).filter(|&it| is_near(fits, it));
        let low = low.map_or(String::new(), |low| {
            format!(
                " (if it does after all, then at a length of at least {}, at {level})",
                significant(low, 3)
            )
        });
        return format!("The curve never falls to {share}{low}.");
    }
    let range = reach(fits, ends).map_or("no interval, as rows scatter".to_owned(), |it| {
        format!("{level} interval: {it}")
    });
    let share = if share == "half" { "Half" } else { share };
    format!(
        "{share} succeed up to a length of {} ({range}).",
        significant(value, 3)
    )
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

/// p = .03; at most so much where more draws would be needed to tell.
pub(super) fn drawn_chance(p: f64, least: f64) -> String {
    if p <= least * (1.0 + 1e-9) {
        format!("p at most {}", significant(p, 2))
    } else {
        chance(p)
    }
}

/// How many trials there are; of weighted ones about how many.
pub(super) fn number(fits: &Fits) -> String {
    let trials = fits.sample.trials;
    if trials.fract() != 0.0 && trials >= 1.0 {
        format!("about {}", whole(trials.round() as u64))
    } else {
        significant(trials, 7)
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
pub(super) fn sample(fits: &Fits, asked: Asked<'_>, limits: &mut Vec<Sentence>) {
    let sample = &fits.sample;
    if sample.kind == Kind::Cohorts {
        let text = match asked.clusters {
            _ if sample.clusters < 2 => "Repeats of one task are not independent. No column says which rows share a task, so all trials were taken for independent; if they are not, intervals are too narrow.".to_owned(),
            None => format!(
                "Rows share {}: intervals that take them for independent are too narrow.",
                count(sample.clusters as u64, "cluster")
            ),
            Some(clusters) => format!(
                "Rows share {}: intervals of the first curve are those of a bootstrap by cluster; those of the other curves take rows for independent, and are too narrow.",
                count(clusters.count() as u64, "cluster")
            ),
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
pub(super) fn tell(fits: &Fits, asked: Asked<'_>, limits: &mut Vec<Sentence>) {
    let mut text = "Labels of right and wrong within runs would tell, or an error put in on purpose and watched.".to_owned();
    let rho = fits
        .named("recoverable")
        .and_then(|fit| fit.parameter("ρ"))
        .map(|it| it.estimate.value)
        .filter(|&rho| rho > 1e-6 && !asked.rises_from_the_first());
    if let Some(rho) = rho {
        let steps = (fits.sample.range().1 / fits.sample.step.length / 2.0)
            .ceil()
            .max(1.0);
        let share = complement_of_power(rho.min(1.0), steps).min(1.0 - 1e-9);
        let _ = write!(
            text,
            " If ρ is {} a step, an error put in is made good within {} in {} of runs; ",
            percent(rho),
            count(steps as u64, "step"),
            percent(share),
        );
        let runs = injected(share) as u64;
        if runs > 1 {
            let runs = count(runs, "run");
            let _ = write!(text, "among {runs} there is at least one, 19 times in 20.");
        } else {
            text.push_str("one run shows it, 19 times in 20.");
        }
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
                "trials asked for an error so far"
            } else {
                "trials judged at the end"
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
        number(fits),
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
