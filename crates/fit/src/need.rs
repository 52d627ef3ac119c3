//! How many trials like these would tell the curves apart that these can't.

use super::asked::Asked;
use super::compare::Rank;
use super::fits::{Fits, Separation};
use super::fitted::Fit;
use super::power::Power;
use super::sample::Kind;
use super::words;
use bounceback_core::number::format::{round, whole};

/// How often enough trials tell.
const WANTED: f64 = 0.8;

/// So many samples are drawn for each number of trials.
const DRAWS: u32 = 100;

/// By less than this in log-likelihood curves are the same, and no number of trials helps.
const SAME: f64 = 0.05;

/// Begins to ask: the likeliest of the curves that can't be told from the best against the
/// plainest of them. Nothing where one curve is ahead of all, where the two are the same, or
/// where data scatter or rise otherwise than trials that are drawn.
pub(super) fn asked_for(fits: &Fits, asked: Asked<'_>, seed: u64) -> Option<Power> {
    let separated = !matches!(fits.separation(), None | Some(Separation::ByLength));
    if separated || asked.scatters() == Some(true) || asked.rises_from_the_first() {
        return None;
    }
    let plain = fits.preferred()?;
    let among = fits.ranks().into_iter().filter(Rank::is_among_the_best);
    let likely = among
        .map(|it| &fits.fits()[it.fit])
        .max_by(|a, b| a.loglik.total_cmp(&b.loglik))?;
    let differs = likely.size() > plain.size() && likely.loglik > plain.loglik + SAME;
    differs.then(|| Power::new(likely, plain, WANTED, DRAWS, seed))
}

/// What came of it, once it is known.
pub(super) fn said(power: &Power, fits: &Fits) -> Option<String> {
    let [truth, rival] = power.between().map(label);
    let trials = fits.sample.trials;
    let things = match fits.sample.kind {
        Kind::Cohorts => "trials",
        Kind::Survivors => "completions",
    };
    let &(times, share) = power.tried.last()?;
    let many = |times: f64| whole(round(trials * times, 2).round() as u64);
    let cases = |share: f64| (share * 100.0).round();
    let first = power.tried.first().map_or(0.0, |it| it.1);
    let now = words::number(fits);
    Some(match power.about() {
        Some(about) if times > 1 => format!(
            "If {truth} is how it is, with these values, about {} {things} at these lengths would tell it from {rival} in {} of 100 cases; {now} do in {} (by drawing {DRAWS} samples of each number of them).",
            many(about),
            cases(WANTED),
            cases(first),
        ),
        Some(_) => format!(
            "If {truth} is how it is, with these values, {now} {things} at these lengths tell it from {rival} in {} of 100 cases (by drawing {DRAWS} samples); these are among those that don’t.",
            cases(first),
        ),
        None => format!(
            "If {truth} is how it is, with these values, even {} {things} at these lengths would tell it from {rival} in {} of 100 cases only (by drawing {DRAWS} samples): other lengths, or labels within runs, tell sooner.",
            many(f64::from(times)),
            cases(share),
        ),
    })
}

fn label(fit: &Fit) -> String {
    format!("“{}”", words::label(fit))
}

#[cfg(test)]
mod tests {
    use crate::read::Reading;
    use crate::{Bench, Wish};

    fn more(table: &str) -> Vec<String> {
        let data = Reading::of(table).series()[0].data.clone();
        let mut bench = Bench::new(data, Wish::default(), 1).unwrap();
        while !bench.advance(1_000_000) {}
        bench.said().unwrap().more
    }

    #[test]
    fn what_can_not_be_told_yet_says_how_many_trials_would_tell() {
        // Some of them recover, and there are too few trials to see it.
        let more = more("length,right,of\n10,19,20\n20,17,20\n40,15,20\n80,11,20\n160,10,20");
        let said = more.iter().find(|it| it.starts_with("If ")).unwrap();
        assert!(said.contains("in 80 of 100 cases; 100 do in "), "{said}");
        let about: f64 = said
            .split("about ")
            .nth(1)
            .unwrap()
            .split(' ')
            .next()
            .unwrap()
            .replace(',', "")
            .parse()
            .unwrap();
        assert!((100.0..100_000.0).contains(&about), "{said}");
    }

    #[test]
    fn where_one_curve_is_ahead_nothing_more_is_asked_for() {
        let more = more(
            "length,right,of\n10,905,1000\n20,819,1000\n40,670,1000\n80,449,1000\n160,200,1000",
        );
        assert!(more.iter().all(|it| !it.starts_with("If ")), "{more:?}");
    }
}
