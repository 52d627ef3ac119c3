//! The first sentences: what was learnt, then the curve, and first of all if none fits.

use super::asked::{Asked, Ends, Spread};
use super::fits::Fits;
use super::fitted::Fit;
use super::words::{self, Sentence, sentence};
use bounceback_core::number::chi_square;
use bounceback_core::number::format::{count, percent, significant};

/// That nothing fits, where that is so.
pub(super) fn misfit(fits: &Fits, best: &Fit, asked: Asked<'_>, says: &mut Vec<Sentence>) {
    let Some(spread) = asked.spread().filter(|_| asked.scatters() == Some(true)) else {
        return;
    };
    let Spread {
        times,
        p,
        least,
        within,
    } = spread;
    // (Rows of one length that scatter do so around any curve.)
    let none = within || fits.fits().iter().all(|fit| misses(fits, fit));
    let what = if none {
        "No curve here fits".to_owned()
    } else {
        format!("The curve of {} does not fit", words::label(best))
    };
    let rows = if within { "rows of one length" } else { "rows" };
    let then = if asked.clusters.is_some() {
        "only intervals by cluster are told"
    } else {
        "so no interval is told, as all would be too narrow"
    };
    says.push(sentence(
        "goodness",
        format!(
            "{what}: {rows} scatter, in all {} times as much as counts do by chance ({}); {then}.",
            significant(times, 2),
            words::drawn_chance(p, least)
        ),
    ));
}

/// Whether a curve's deviance is more than chance gives.
fn misses(fits: &Fits, fit: &Fit) -> bool {
    let freedom = fits.sample.rows.len() as f64 - fit.size() as f64;
    let deviance = 2.0 * (fits.saturated() - fit.loglik);
    freedom >= 1.0 && chi_square::tail(deviance.max(0.0), freedom) < super::asked::CHANCE
}

/// What was learnt, without a formula.
pub(super) fn learnt(fits: &Fits, best: &Fit, asked: Asked<'_>, says: &mut Vec<Sentence>) {
    let [half, _] = asked.horizons(best, fits.options.level);
    let rivals = fits
        .ranks()
        .iter()
        .filter(|it| it.is_among_the_best())
        .count()
        - 1;
    let text = match best.name() {
        "recoverable" => levels_off(fits, best),
        "independent" => {
            let rate = best.parameter("E").map_or(0.0, |it| it.estimate.value);
            let others = match rivals {
                0 => String::new(),
                1 => "; one other curve does as well".to_owned(),
                _ => format!("; {} do as well", count(rivals as u64, "other curve")),
            };
            let enough = if asked.scatters() == Some(true) {
                "does as well as any curve here"
            } else {
                "is enough"
            };
            format!(
                "{} One error rate, {}, {enough}{others}.",
                halves(fits, best, half),
                words::rate_in_words(best, rate)
            )
        }
        _ => format!(
            "{} The simplest curve that does as well as any is that of {}.",
            words::horizon(fits, best.half_life.value, half, "half"),
            words::label(best)
        ),
    };
    says.push(sentence("learnt", text));
}

/// How soon success halves.
fn halves(fits: &Fits, best: &Fit, half: Option<Ends>) -> String {
    let value = best.half_life.value;
    if best.origin() > 0.0 || !words::is_near(fits, value) {
        return words::horizon(fits, value, half, "half");
    }
    let range = words::reach(fits, half).map_or(String::new(), |it| format!(" ({it})"));
    format!(
        "Success halves about every {} of length{range}.",
        significant(value, 3)
    )
}

/// Recovery is never named without what else would look the same.
fn levels_off(fits: &Fits, best: &Fit) -> String {
    let limit = best.parameter("π").map_or(0.0, |it| it.estimate.value);
    let least = fits
        .ranks()
        .first()
        .map_or(0.0, |it| fits.fits()[it.fit].aic());
    let mixed = fits.named("mixed_difficulty").map_or(String::new(), |fit| {
        format!(
            " (with difficulties spread evenly its AIC is {} above the least)",
            significant((fit.aic() - least).max(0.0), 3)
        )
    });
    format!(
        "The curve levels off at {}. Recovery would do that, and so would tasks of mixed difficulty without any{mixed}: these data can't tell which.",
        percent(limit)
    )
}

/// The curve as a formula, its rivals, and its horizons.
pub(super) fn curve(fits: &Fits, best: &Fit, asked: Asked<'_>, says: &mut Vec<Sentence>) {
    let ranks = fits.ranks();
    let among = ranks.iter().filter(|rank| rank.is_among_the_best());
    let rivals: Vec<&str> = among
        .map(|rank| &fits.fits()[rank.fit])
        .filter(|fit| fit.name() != best.name())
        .map(words::label)
        .collect();
    says.push(sentence(
        "best",
        format!(
            "The curve, of {}: P = {} with {}.",
            words::label(best),
            best.form().formula,
            words::parameters(best, asked, fits.options.level),
        ),
    ));
    if !rivals.is_empty() {
        says.push(sentence(
            "rivals",
            format!(
                "These data can't tell it from {} (AIC within 2).",
                words::list(&rivals)
            ),
        ));
    }
    let [half, most] = asked.horizons(best, fits.options.level);
    for (about, value, ends, share) in [
        ("half_life", best.half_life.value, half, "half"),
        ("horizon", best.horizon_80.value, most, "80%"),
    ] {
        let text = words::horizon(fits, value, ends, share);
        // (The first sentence may have told it.)
        if !says.iter().any(|it| it.text.starts_with(&text)) {
            says.push(sentence(about, text));
        }
    }
    let lecun = ranks
        .iter()
        .find(|it| fits.fits()[it.fit].name() == "independent");
    if let (Some(lecun), true) = (lecun, best.name() != "independent") {
        let delta = significant(lecun.delta, 3);
        says.push(sentence(
            "lecun",
            format!("One error rate for all tokens, (1 − E)ⁿ, does worse: its AIC is {delta} above the least."),
        ));
    }
}
