//! The numbers of worked examples in the text, each by a name: they never change, whatever
//! the reader does, so the build fills them in (`data-worked="NAME"`) and the running page
//! leaves them alone.

use crate::exact::Exact;
use crate::model::criterion::Criterion;
use crate::model::parameter::Key;
use crate::model::scenario::Scenario;
use crate::number::format::{many, percent, significant};
use crate::number::math::{exp, ln, log1p, power_of_complement};
use crate::number::read::parse_number;
use crate::share::link;
use crate::share::preset::PRESETS;

/// A worked example: its name, and what it comes to.
type Worked = (&'static str, fn() -> String);

/// One error in twenty fatal.
const FATAL: &str = "fatal=0.05&tokens=5000";
/// Every error so far adds a hundredth to the chance of the next.
const CONTAGION: &str =
    "process=self_conditioning&error=0.001&contagion=0.01&recovery=0.05&tokens=1000";
/// A check every 20 tokens that finds nine errors in ten.
const CHECKED: &str = "process=independent&technique=verify";
/// A recovery a hundred times rarer than errors.
const LATE: &str = "recovery=0.0001";

const WORKED: &[Worked] = &[
    // The commentary's own worked case, 99% a token.
    ("100", || percent(power_of_complement(0.01, 100.0))),
    ("1000", || percent(power_of_complement(0.01, 1000.0))),
    ("half_life", || {
        many(&significant(ln(0.5) / log1p(-0.01), 3), "token")
    }),
    ("ratio", || significant(constant_ratio(), 3)),
    ("metr.models", || ratios().count().to_string()),
    ("metr.below", || {
        let below = ratios().filter(|&(_, ratio)| ratio < constant_ratio());
        below.count().to_string()
    }),
    ("metr.above", || {
        let above = ratios().filter(|&(_, ratio)| ratio >= constant_ratio());
        let above = above.map(|(model, ratio)| format!("{model} ({})", significant(ratio, 3)));
        listed(&above.collect::<Vec<_>>())
    }),
    ("fatal.200", || acceptable(FATAL, 200)),
    ("fatal.5000", || acceptable(FATAL, 5000)),
    ("fatal.half_life", || {
        let at = |n| success(&read(FATAL), n);
        let hazard = (ln(at(10_000)) - ln(at(20_000))) / 10_000.0;
        many(&significant(ln(2.0) / hazard, 3), "token")
    }),
    ("contagion.before", || {
        acceptable("error=0.001&recovery=0.05", 1000)
    }),
    ("contagion.after", || acceptable(CONTAGION, 1000)),
    ("contagion.limit", || {
        percent(Exact::new(&read(CONTAGION)).limit(Criterion::Acceptable))
    }),
    ("checked.unchecked", || {
        acceptable("process=independent", 200)
    }),
    ("checked.factored", || acceptable(CHECKED, 200)),
    ("checked.half", || acceptable(&joint("0.5"), 200)),
    ("checked.joint", || acceptable(&joint("1"), 200)),
    ("votes.one", || percent(sample())),
    ("votes.forty", || {
        let scenario = votes();
        percent(success(&scenario, scenario.length()))
    }),
    ("votes.ceiling", || {
        let common = common_cause(&votes());
        percent(common * sample() + (1.0 - common))
    }),
    ("late.acceptable", || acceptable(LATE, 200)),
    ("late.flawless", || {
        percent(Exact::new(&read(LATE)).success(Criterion::Flawless, 200))
    }),
    ("late.limit", || {
        percent(Exact::new(&read(LATE)).limit(Criterion::Acceptable))
    }),
];

/// How long models worked before they failed, as METR has fitted it.
pub const HORIZONS: &str = include_str!("../../data/metr_horizons.csv");

/// The length of 80% as a share of that of 50%, where the hazard is constant.
pub fn constant_ratio() -> f64 {
    ln(0.8) / ln(0.5)
}

/// Each model measured, and the length of 80% as a share of that of 50%.
pub fn ratios() -> impl Iterator<Item = (&'static str, f64)> {
    let mut lines = HORIZONS.lines().filter(|line| !line.starts_with('#'));
    let columns = lines.next().unwrap_or_default();
    let place = |name: &str| columns.split(',').position(|column| column == name);
    let places = ["model", "p50_min", "p80_min"].map(place);
    lines.filter_map(move |line| {
        let field = |place: Option<usize>| line.split(',').nth(place?);
        let [model, half, most] = places.map(field);
        Some((model?, parse_number(most?)? / parse_number(half?)?))
    })
}

/// Things one after the other, as a sentence has them.
fn listed(things: &[String]) -> String {
    match things {
        [] => "none".to_owned(),
        [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        [one, ..] => one.clone(),
    }
}

/// The links of the examples, by their names: each opens what its numbers are about.
pub const LINKS: &[(&str, &str)] = &[
    ("fatal", FATAL),
    ("contagion", CONTAGION),
    ("checked", CHECKED),
    ("late", LATE),
];

/// The text for a name; `None` where there is no such example.
pub fn text(name: &str) -> Option<String> {
    let (_, work) = WORKED.iter().find(|(known, _)| *known == name)?;
    Some(work())
}

fn read(link: &str) -> Scenario {
    link::read(link).scenario
}

fn success(scenario: &Scenario, n: u64) -> f64 {
    Exact::new(scenario).success(Criterion::Acceptable, n)
}

fn acceptable(link: &str, n: u64) -> String {
    percent(success(&read(link), n))
}

/// The check, repeating a share of the errors that it looks for.
fn joint(share: &str) -> String {
    format!("{CHECKED}&joint={share}")
}

/// The preset that lets forty samples vote.
fn votes() -> Scenario {
    let preset = PRESETS.iter().find(|it| it.label == "self-consistency");
    read(preset.map_or("", |preset| preset.link))
}

/// The chance that one sample of it is right.
fn sample() -> f64 {
    let scenario = votes();
    exp(scenario.length() as f64 * log1p(-scenario.number(Key::Error)))
}

/// How often all of its samples go wrong together.
fn common_cause(scenario: &Scenario) -> f64 {
    let own = scenario.schema().phases.iter().flat_map(|phase| &phase.own);
    own.filter(|(key, _)| *key == Key::CommonCause)
        .map(|&(_, value)| value)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worked(name: &str) -> String {
        text(name).unwrap()
    }

    #[test]
    fn the_worked_numbers_are_those_of_the_commentary_with_its_slip_corrected() {
        assert_eq!(worked("100"), "36.6%");
        assert_eq!(worked("1000"), "0.00432%");
        assert_eq!(worked("half_life"), "69 tokens");
    }

    #[test]
    fn where_lecun_is_right_the_numbers_say_so() {
        // The slower eigenvalue of ((1 − e, e(1 − φ)), (ρ, 1 − ρ)).
        let (e, r, f) = (0.01_f64, 0.05, 0.05);
        let trace = 2.0 - e - r;
        let determinant = (1.0 - e) * (1.0 - r) - e * (1.0 - f) * r;
        let slow = f64::midpoint(trace, (trace * trace - 4.0 * determinant).sqrt());
        let half_life = 0.5_f64.ln() / slow.ln();
        assert_eq!(
            worked("fatal.half_life"),
            many(&significant(half_life, 3), "token")
        );
        // Every token errs in the end, and one in twenty-one recovers.
        assert_eq!(worked("contagion.limit"), percent(0.05 / 1.05));
        // A check that sees nothing, but rejects at random, only costs.
        assert!(worked("checked.joint") < worked("checked.unchecked"));
        assert_eq!(worked("votes.one"), "56.5%");
        assert_eq!(worked("votes.forty"), "74.4%");
        assert_eq!(worked("votes.ceiling"), "90.5%");
        assert_eq!(worked("late.limit"), "0.99%");
    }

    #[test]
    fn things_are_listed_as_in_a_sentence() {
        let things = ["a", "b", "c"].map(str::to_owned);
        for (count, list) in ["none", "a", "a and b", "a, b and c"]
            .into_iter()
            .enumerate()
        {
            assert_eq!(listed(&things[..count]), list);
        }
    }

    #[test]
    fn every_link_of_an_example_opens_without_a_note() {
        for (name, link) in LINKS {
            assert_eq!(link::read(link).notes, [], "{name}");
        }
        assert_eq!(text("nothing"), None);
    }
}
