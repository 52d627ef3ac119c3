//! What data show, and what they can't, in plain words with their numbers.
//!
//! **When the word "recovers" is used.** The curve of `recoverable` is also that of two
//! difficulties without any recovery, for all lengths and all parameters. So no share of
//! right answers by length can ever show recovery, however well the curve fits: the answer is
//! that it can't be told. There is one exception: without recovery success never rises with
//! length. Where it does, by more than one in a hundred samples of a curve that never rises
//! would, and the test of ρ = 0 agrees, the word is used, with its one way out: that longer
//! tasks are the easier ones. It is not used where rows scatter beyond chance, as then a rise
//! may be scatter; nor where success rises from the first length on: then the column is
//! hardly the length of a text, and there is no horizon.

use super::asked::{Asked, CHANCE, Rising};
use super::compare::Rank;
use super::fits::{Fits, Separation};
use super::fitted::{Estimate, Fit};
use super::headline;
use super::interval::exact_interval;
use super::problem::Origin;
use super::sample::Kind;
use super::words::{self, Sentence, sentence};
use bounceback_core::number::chi_square;
use bounceback_core::number::format::{percent, significant};
use bounceback_core::number::math::exp;

/// What can be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What the data show.
    pub says: Vec<Sentence>,
    /// What they don't.
    pub limits: Vec<Sentence>,
    /// How it was found, as one would write it down.
    pub methods: String,
}

impl Verdict {
    /// Whether the data are said to show recovery: hardly ever.
    pub fn recovers(&self) -> bool {
        self.says.iter().any(|it| it.text.contains("recovers"))
    }
}

/// The verdict on finished fits.
pub fn verdict(fits: &Fits, asked: Asked<'_>) -> Verdict {
    let mut says = Vec::new();
    let mut limits = Vec::new();
    if let Some(separation) = fits.separation() {
        says.push(separated(fits, separation));
    }
    let alike = matches!(
        fits.separation(),
        Some(Separation::AllRight | Separation::AllWrong)
    );
    if let (Some(Rising::FromTheFirst), Some(rise)) = (asked.rising(), asked.rise) {
        says.push(sentence("rise", format!(
            "Success rises with this column from its first length on, by more than chance ({}), as no text does, with recovery or without: it may be training (steps, epochs) rather than the length of one completion, or longer tasks may be easier. So no curve, and no horizon, is read from it.",
            words::drawn_chance(rise.p(), rise.least())
        )));
    } else if fits.sample.lengths == 1 && !alike {
        one_length(fits, &mut says);
    } else if let Some(best) = fits.preferred().filter(|_| !alike) {
        headline::misfit(fits, best, asked, &mut says);
        headline::learnt(fits, best, asked, &mut says);
        headline::curve(fits, best, asked, &mut says);
        recovery(fits, asked, &mut says);
        goodness(best, asked, &mut says);
        forms(fits, best, &mut limits);
        even(fits, best, asked, &mut limits);
    }
    origin(fits, &mut limits);
    words::sample(fits, asked, &mut limits);
    words::same(fits, &mut limits);
    words::tell(fits, asked, &mut limits);
    Verdict {
        says,
        limits,
        methods: words::methods(fits),
    }
}

fn separated(fits: &Fits, separation: Separation) -> Sentence {
    let trials = words::number(fits);
    let first = fits.fits().first();
    let error = first.and_then(|fit| fit.parameter("E"));
    let level = percent(fits.options.level);
    let rate = |value: f64| first.map_or(String::new(), |fit| words::rate_in_words(fit, value));
    let text = match (separation, error.map(|it| it.estimate)) {
        (Separation::AllRight, Some(Estimate { high: Some(high), .. })) => format!(
            "All {trials} were right. That is a bound, not an estimate: with independent errors E is at most {} (one-sided, at {level}).",
            rate(high)
        ),
        (Separation::AllWrong, Some(Estimate { low: Some(low), .. })) => format!(
            "None of {trials} was right. That is a bound, not an estimate: with independent errors E is at least {} (one-sided, at {level}).",
            rate(low)
        ),
        (Separation::AllRight, _) => format!("All {trials} were right: no error rate can be estimated."),
        (Separation::AllWrong, _) => format!("None of {trials} was right: no error rate can be estimated."),
        (Separation::ByLength, _) => "All are right up to one length, and none beyond: any curve that is steep enough would do, and its shape is a bound, not an estimate.".to_owned(),
    };
    sentence("separation", text)
}

/// The one sentence on recovery.
fn recovery(fits: &Fits, asked: Asked<'_>, says: &mut Vec<Sentence>) {
    let (Some(test), Some(fit)) = (fits.boundary_test(), fits.named("recoverable")) else {
        says.push(sentence(
            "recovery",
            "First errors say nothing of recovery: what comes after them was not asked.".to_owned(),
        ));
        return;
    };
    let p = words::chance(test.p);
    let rise = asked.rise.map_or(String::new(), |rise| {
        words::drawn_chance(rise.p(), rise.least())
    });
    let text = if let (Some(Rising::BeyondScatter), true) = (asked.rising(), test.p < CHANCE) {
        format!(
            "Success rises with length after it has fallen, by more than chance ({rise}), and one constant error rate, ρ = 0, fits worse ({p}): something recovers, unless the longer tasks are easier for another reason."
        )
    } else if asked.rising() == Some(Rising::PerhapsScatter) {
        format!(
            "Success rises between some lengths by more than counts do by chance ({rise}); but rows scatter more than that around any curve, and a rise may be scatter. That is no sign of recovery."
        )
    } else if test.p < CHANCE {
        let limit = fit.parameter("π").map_or(0.0, |it| it.estimate.value);
        format!(
            "With recovery the curve fits better than with one constant error rate ({p}, limit {}); but tasks of two difficulties, the easy ones never failing, have the very same curve without any recovery. These data can't tell.",
            percent(limit)
        )
    } else {
        format!(
            "Nothing here asks for recovery: one constant error rate, ρ = 0, fits as well ({p}). That does not show that there is none."
        )
    };
    says.push(sentence("recovery", text));
}

fn goodness(best: &Fit, asked: Asked<'_>, says: &mut Vec<Sentence>) {
    // (What does not fit was told first.)
    let Some(spread) = asked.spread().filter(|_| asked.scatters() == Some(false)) else {
        return;
    };
    let label = words::label(best);
    let p = words::drawn_chance(spread.p, spread.least);
    says.push(sentence(
        "goodness",
        format!("It fits: rows scatter around {label} as counts do by chance ({p})."),
    ));
}

/// What can be said of one length: its share.
fn one_length(fits: &Fits, says: &mut Vec<Sentence>) {
    let Some(row) = fits.sample.rows.first() else {
        return;
    };
    let (low, high) = exact_interval(row.successes, row.trials(), fits.options.level);
    says.push(sentence(
        "one_length",
        format!(
            "One length shows no curve: at {} the share is {} ({} to {}, {} exact interval), and any curve can go through it.",
            significant(row.to * fits.sample.step.length, 3),
            percent(row.successes / row.trials()),
            percent(low),
            percent(high),
            percent(fits.options.level)
        ),
    ));
}

fn forms(fits: &Fits, best: &Fit, limits: &mut Vec<Sentence>) {
    let (shortest, longest) = fits.sample.range();
    let text = "A falling hazard does not prove recovery: mixed difficulty gives the same curve. Accuracy by length can't tell them apart, only what happens within runs can.";
    limits.push(sentence("frailty", text.to_owned()));
    let spread: Vec<f64> = fits
        .ranks()
        .iter()
        .filter(|rank| rank.is_among_the_best())
        .map(|rank: &Rank| fits.fits()[rank.fit].half_life.value)
        .collect();
    let never = |value: f64| {
        if words::is_near(fits, value) {
            significant(value, 3)
        } else {
            "never".to_owned()
        }
    };
    let least = spread.iter().copied().fold(f64::INFINITY, f64::min);
    let most = spread.iter().copied().fold(0.0, f64::max);
    limits.push(sentence(
        "form",
        if words::is_near(fits, least) && never(least) != never(most) {
            format!(
                "Horizons come from a fitted form, they are not read off data: curves that can't be told apart put the half-life anywhere from {} to {}.",
                never(least),
                never(most)
            )
        } else {
            "Horizons come from a fitted form, they are not read off data.".to_owned()
        },
    ));
    let outside = |it: &Estimate| it.value < shortest || it.value > longest;
    let which: Vec<&str> = [
        ("the half-life", &best.half_life),
        ("the 80% horizon", &best.horizon_80),
    ]
    .iter()
    .filter(|it| outside(it.1))
    .map(|it| it.0)
    .collect();
    if !which.is_empty() {
        limits.push(sentence(
            "beyond",
            format!(
                "Extrapolated: {} outside the lengths that were measured, {} to {}.",
                words::list(&which) + if which.len() > 1 { " lie" } else { " lies" },
                significant(shortest, 3),
                significant(longest, 3)
            ),
        ));
    }
    let unfinished: Vec<&str> = fits
        .fits()
        .iter()
        .filter(|fit| !fit.converged)
        .map(words::label)
        .collect();
    if !unfinished.is_empty() {
        limits.push(sentence(
            "unfinished",
            format!(
                "The top of the likelihood was not reached for {}.",
                words::list(&unfinished)
            ),
        ));
    }
}

/// Counts closer to the curve, or to each other, than chance allows.
fn even(fits: &Fits, best: &Fit, asked: Asked<'_>, limits: &mut Vec<Sentence>) {
    if asked.scatter.is_some_and(|it| it.p_of_less() < 0.005) {
        limits.push(sentence(
            "even",
            "Rows of one length are more alike than chance makes them: are some of them copies of others?".to_owned(),
        ));
    }
    let rows = fits.sample.rows.len() as f64;
    let freedom = rows - best.size() as f64;
    let per_row = fits.sample.trials / rows;
    if fits.sample.kind != Kind::Cohorts || freedom < 2.0 || per_row < 10.0 {
        return;
    }
    let deviance = 2.0 * (fits.saturated() - best.loglik);
    let closer = 1.0 - chi_square::tail(deviance, freedom);
    if closer < 0.01 {
        limits.push(sentence(
            "even",
            format!(
                "Counts are suspiciously even: chance would put them this close to a curve {}. Were trials chosen by their outcome?",
                words::how_often(closer)
            ),
        ));
    }
}

/// Nothing fails at first, where a constant hazard would have something fail.
fn origin(fits: &Fits, limits: &mut Vec<Sentence>) {
    if fits.options.origin != Origin::Fixed(0.0) {
        return;
    }
    let Some(fit) = fits.named("independent") else {
        return;
    };
    let rows = &fits.sample.rows;
    let right = rows.iter().take_while(|row| row.failures == 0.0).count();
    if right == 0 || right == rows.len() {
        return;
    }
    // The chance that none fails, by the constant hazard of the others.
    let hazard = fit.problem.exposure(&fit.point, 1.0);
    let exposed: f64 = rows[..right]
        .iter()
        .map(|row| row.trials() * (row.to - row.from))
        .sum();
    let chance = exp(-hazard * exposed);
    if chance > 0.01 {
        return;
    }
    limits.push(sentence(
        "origin",
        format!(
            "Nothing fails up to a length of {}; with independent errors that happens {}. Perhaps nothing can go wrong there, or those that failed were left out. Fit an origin too: without one a rising hazard (a Weibull curve) seems to win.",
            significant(rows[right - 1].to * fits.sample.step.length, 3),
            words::how_often(chance)
        ),
    ));
}
