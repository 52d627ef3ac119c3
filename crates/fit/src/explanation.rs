//! What was fitted, as rows of one table whatever the data are.

use super::asked::Asked;
use super::fits::Fits;
use super::fitted::{Estimate, Fit};
use super::paths::{self, Chains, Known, Model};
use super::words;
use bounceback_core::number::format::{percent, significant};
use bounceback_core::number::math::exp;

/// A fitted curve, and how it does beside the others.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// Its name, the same for ever.
    pub name: &'static str,
    /// What people read.
    pub label: &'static str,
    /// Its formula, or what it claims.
    pub formula: &'static str,
    /// Whether it is LeCun's: one rate for all, and nothing comes back.
    pub is_law: bool,
    /// Its parameters.
    pub parameters: Vec<Told>,
    /// The same as numbers; of cohorts and survivors then the half-life and the 80% horizon.
    pub numbers: Vec<Number>,
    /// Where the ends of intervals come from; nothing where there are none.
    pub intervals: Option<&'static str>,
    /// The log-likelihood.
    pub log_likelihood: f64,
    /// Akaike's criterion.
    pub aic: f64,
    /// Akaike's for small samples, where it exists and trials are what is counted.
    pub aicc: Option<f64>,
    /// Schwarz's.
    pub bic: f64,
    /// Akaike's, less the least of all.
    pub delta: f64,
    /// Akaike's weight.
    pub weight: f64,
    /// Whether it can't be told from the best.
    pub is_among_the_best: bool,
    /// Whether the search for it came to rest.
    pub converged: bool,
}

/// A parameter, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Its symbol.
    pub symbol: &'static str,
    /// What it is.
    pub what: &'static str,
    /// Its value, or that it is at the end of its range.
    pub value: String,
    /// What the data support.
    pub range: String,
}

/// A parameter, or what is read off a curve, as numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number {
    /// Its symbol.
    pub symbol: &'static str,
    /// What it is.
    pub what: &'static str,
    /// Its value; infinite where it never comes, no number where nothing is known.
    pub value: f64,
    /// The least that data support; none where they don't bound it, or that isn't told.
    pub low: Option<f64>,
    /// The greatest.
    pub high: Option<f64>,
    /// Whether the value is an estimate: else it lies at an end of its range, and only what
    /// bounds it on the other side says anything.
    pub is_estimate: bool,
}

pub(super) fn explanations_of_rows(fits: &Fits, asked: Asked<'_>) -> Vec<Explanation> {
    let preferred = fits.preferred().map(Fit::name);
    let each = fits.ranks().into_iter().map(|rank| {
        let fit = &fits.fits()[rank.fit];
        // (Clusters were drawn for the preferred curve only.)
        let asked = Asked {
            clusters: asked.clusters.filter(|_| Some(fit.name()) == preferred),
            ..asked
        };
        Explanation {
            name: fit.name(),
            label: words::label(fit),
            formula: fit.form().formula,
            is_law: fit.name() == "independent",
            parameters: told(fit, asked, fits.options.level),
            numbers: numbers(fit, asked, fits.options.level),
            intervals: if asked.clusters.is_some() {
                Some("bootstrap by cluster")
            } else {
                (asked.scatters() != Some(true)).then_some(PROFILE)
            },
            log_likelihood: fit.loglik,
            aic: fit.aic(),
            aicc: fit.aicc(),
            bic: fit.bic(),
            delta: rank.delta,
            weight: rank.weight,
            is_among_the_best: rank.is_among_the_best(),
            converged: fit.converged,
        }
    });
    each.collect()
}

fn told(fit: &Fit, asked: Asked<'_>, level: f64) -> Vec<Told> {
    let each = fit.parameters.iter().enumerate().map(|(place, it)| {
        let ends = asked.ends(place, &it.estimate, level);
        let (value, range) = words::value(fit, it, ends);
        Told {
            symbol: it.symbol,
            what: it.what,
            value,
            range,
        }
    });
    each.collect()
}

/// What the ends of most intervals are.
const PROFILE: &str = "profile likelihood";

fn numbers(fit: &Fit, asked: Asked<'_>, level: f64) -> Vec<Number> {
    let parameters = fit.parameters.iter();
    let parameters = parameters.map(|it| (it.symbol, it.what, &it.estimate));
    let horizons: [(&str, &str, &Estimate); 2] = [
        ("half_life", "length at which half succeed", &fit.half_life),
        ("horizon_80", "length at which 80% succeed", &fit.horizon_80),
    ];
    let all = parameters.chain(horizons).enumerate();
    all.map(|(place, (symbol, what, estimate))| {
        let (low, high) = asked.ends(place, estimate, level).unwrap_or_default();
        Number {
            symbol,
            what,
            value: estimate.value,
            low,
            high,
            is_estimate: !estimate.at_bound,
        }
    })
    .collect()
}

pub(super) fn explanations_of_paths(chains: &Chains) -> Vec<Explanation> {
    let possible = || chains.fits().iter().filter(|fit| fit.possible());
    let least = possible().map(|fit| fit.aic).fold(f64::INFINITY, f64::min);
    let weight = |fit: &paths::Fit| exp((least - fit.aic) / 2.0);
    let all: f64 = possible().map(weight).sum();
    let each = possible().map(|fit| Explanation {
        name: fit.model.label(),
        label: fit.model.label(),
        formula: fit.model.summary(),
        is_law: fit.model == Model::LeCun,
        parameters: fit.parameters.iter().map(told_of_path).collect(),
        numbers: fit.parameters.iter().map(number_of_path).collect(),
        intervals: Some(PROFILE),
        log_likelihood: fit.log_likelihood,
        aic: fit.aic,
        aicc: None,
        bic: fit.bic,
        delta: fit.aic - least,
        weight: weight(fit) / all,
        is_among_the_best: fit.aic - least <= super::compare::CANT_TELL,
        converged: fit.converged,
    });
    let mut each: Vec<Explanation> = each.collect();
    each.sort_by(|a, b| a.delta.total_cmp(&b.delta));
    each
}

fn told_of_path(parameter: &paths::Parameter) -> Told {
    let paths::Estimate {
        value,
        low,
        high,
        known,
    } = parameter.estimate;
    let share = |value: f64| {
        // Shapes of a spread are no shares.
        if high > 1.0 {
            significant(value, 3)
        } else {
            percent(value)
        }
    };
    Told {
        symbol: parameter.symbol,
        what: parameter.name,
        value: if known == Known::Nothing {
            "?".to_owned()
        } else {
            share(value)
        },
        range: match known {
            Known::Estimated => format!("{} to {}", share(low), share(high)),
            Known::AtMost => format!("at most {}", share(high)),
            Known::AtLeast => format!("at least {}", share(low)),
            Known::Nothing => "these data don’t tell".to_owned(),
        },
    }
}

fn number_of_path(parameter: &paths::Parameter) -> Number {
    let paths::Estimate {
        value,
        low,
        high,
        known,
    } = parameter.estimate;
    let (bounded_below, bounded_above) = match known {
        Known::Estimated => (true, true),
        Known::AtMost => (false, true),
        Known::AtLeast => (true, false),
        Known::Nothing => (false, false),
    };
    Number {
        symbol: parameter.symbol,
        what: parameter.name,
        value: if known == Known::Nothing {
            f64::NAN
        } else {
            value
        },
        low: bounded_below.then_some(low),
        high: bounded_above.then_some(high),
        is_estimate: known == Known::Estimated,
    }
}
