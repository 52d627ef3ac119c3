//! The numbers that stand in the text of the page, each by a name.
//!
//! The page marks a place with `data-value="NAME"`; the build fills it in for the
//! default scenario, and the running page keeps it up to date.

use crate::exact::Exact;
use crate::model::criterion::Criterion;
use crate::model::parameter::Key;
use crate::model::scenario::Scenario;
use crate::number::format::{percent, significant, whole};
use crate::number::odds::odds;
use crate::plan::also;
use crate::plan::counters::never;
use crate::plan::recipes::words;
use crate::plan::verdict;
use crate::plan::{self, Reading, at_end, horizon, paid, tokens};
use crate::simulate::Tally;

/// Every number that follows from the scenario alone.
const READINGS: &[Reading] = &[
    ("page.version", |_| env!("CARGO_PKG_VERSION").to_owned()),
    // The argument itself, whatever process the other figures show.
    ("claim.flawless", |s| {
        percent(at_end(&s.independent(), Criterion::Flawless))
    }),
    ("claim.remaining", |s| whole(s.independent().remaining())),
    ("claim.half_life", |s| {
        tokens(Exact::new(&s.independent()).half_life(), s)
    }),
    ("claim.horizon_95", |s| {
        horizon(&s.independent(), Criterion::Flawless, 0.95)
    }),
    ("claim.horizon_50", |s| {
        horizon(&s.independent(), Criterion::Flawless, 0.5)
    }),
    ("unit.one", |s| s.unit().0.to_owned()),
    ("unit.many", |s| s.choice(Key::Unit).to_owned()),
    ("unit.cost", |s| {
        let is_one = s.whole(Key::Cost) == 1;
        if is_one {
            s.unit().0
        } else {
            s.choice(Key::Unit)
        }
        .to_owned()
    }),
    ("unit.length", |s| {
        let (one, many) = s.unit();
        if s.length() == 1 { one } else { many }.to_owned()
    }),
    ("plan.length", words::length),
    ("plan.done", words::done),
    ("plan.change", |s| {
        let is_met = at_end(s, s.criterion()) >= s.number(Key::Target);
        let says = if is_met {
            "nothing need be changed. Each of these keeps it so, with all else as it is"
        } else {
            "this is what one thing would have to be, with all else as it is"
        };
        says.to_owned()
    }),
    ("also.said", |s| {
        let said = also::said(s);
        if said.is_empty() {
            "nothing".to_owned()
        } else {
            said.join("; ")
        }
    }),
    ("odds.flawless", |s| {
        odds(at_end(s, Criterion::Flawless)).to_string()
    }),
    ("odds.acceptable", |s| {
        odds(at_end(s, Criterion::Acceptable)).to_string()
    }),
    ("bounce.length", |s| whole(s.length())),
    ("bounce.flawless", |s| {
        percent(at_end(s, Criterion::Flawless))
    }),
    ("bounce.acceptable", |s| {
        percent(at_end(s, Criterion::Acceptable))
    }),
    ("bounce.never", |s| never(s).to_owned()),
    ("bounce.gap", |s| {
        let gap = at_end(s, Criterion::Acceptable) - at_end(s, Criterion::Flawless);
        format!("{} points", significant(gap * 100.0, 3))
    }),
    ("bounce.limit", |s| {
        percent(Exact::new(s).limit(Criterion::Acceptable))
    }),
    ("bounce.plateau", plateau),
    ("bounce.stretch", |s| {
        tokens(1.0 / s.number(Key::Recovery), s)
    }),
    ("bounce.process", |s| {
        let mut words = vec![s.process().summary];
        words.extend(
            s.techniques()
                .filter(|technique| technique.name != "direct")
                .map(|technique| technique.summary),
        );
        words.dedup();
        words.join(" ")
    }),
    ("bounce.cost", |s| {
        paid(Exact::new(s).expected_cost(s.length()), s)
    }),
    ("bounce.runs", |s| whole(s.whole(Key::Runs))),
    ("bounce.verdict", verdict::sentence),
];

/// The numbers that follow from the simulated runs.
const SIMULATED: &[(&str, Criterion)] = &[
    ("bounce.simulated_flawless", Criterion::Flawless),
    ("bounce.simulated_acceptable", Criterion::Acceptable),
];

/// The text for a name; `None` where there is no such reading. `tally` holds the
/// runs simulated so far, looked at last at the end of the completion.
pub fn text(name: &str, scenario: &Scenario, tally: Option<&Tally>) -> Option<String> {
    if let Some((_, read)) = READINGS.iter().find(|(known, _)| *known == name) {
        return Some(read(scenario));
    }
    if let Some(text) = plan::text(name, scenario) {
        return Some(text);
    }
    let (_, criterion) = SIMULATED.iter().find(|(known, _)| *known == name)?;
    Some(match tally {
        Some(tally) if tally.runs > 0 && !tally.lengths.is_empty() => {
            percent(tally.share(*criterion, tally.lengths.len() - 1))
        }
        _ => "–".to_owned(),
    })
}

/// Whether what a name stands for follows from the simulated runs.
pub fn is_simulated(name: &str) -> bool {
    SIMULATED.iter().any(|(known, _)| *known == name)
}

/// Every name that [`text`] knows.
pub fn names() -> impl Iterator<Item = &'static str> {
    READINGS
        .iter()
        .map(|(name, _)| *name)
        .chain(plan::names())
        .chain(SIMULATED.iter().map(|(name, _)| *name))
}

/// ρ/(E + ρ): where the acceptable curve of recoverable errors would settle without
/// fatal ones.
fn plateau(scenario: &Scenario) -> String {
    let recovery = scenario.number(Key::Recovery);
    let error = scenario.number(Key::Error);
    if error == 0.0 {
        percent(1.0)
    } else {
        percent(recovery / (error + recovery))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::share::link;

    fn read(name: &str, link: &str) -> String {
        text(name, &link::read(link).scenario, None).unwrap()
    }

    #[test]
    fn numbers_of_the_text_follow_the_scenario() {
        assert_eq!(read("claim.horizon_95", ""), "5 tokens");
        assert_eq!(read("bounce.acceptable", "tokens=20"), "88.2%");
        assert_eq!(read("bounce.plateau", ""), "83.3%");
        assert_eq!(read("bounce.stretch", ""), "20 tokens");
        assert_eq!(read("bounce.stretch", "recovery=0"), "for ever");
        assert_eq!(read("claim.half_life", "error=0"), "for ever");
        assert_eq!(read("claim.remaining", "tokens=1000&done=400"), "600");
    }

    #[test]
    fn what_is_enough_already_is_not_said_to_want_a_change() {
        for (link, is_met) in [
            ("error=0", true),
            ("target=0", true),
            ("", false),
            // Rounding alone would make it all.
            (
                "process=independent&technique=vote&lead=100&step=1&target=1",
                false,
            ),
        ] {
            let said = read("plan.change", link);
            assert_eq!(
                said.starts_with("nothing need be changed"),
                is_met,
                "{link}"
            );
        }
    }

    #[test]
    fn what_is_done_at_present_is_told_with_its_values() {
        for (link, done) in [
            ("", "just write"),
            (
                "technique=verify&interval=3&tries=2",
                "one checker every 3 tokens, finds 90%, two tries at most",
            ),
            (
                "schema=a:10:direct:error=3%;b:verify:sensitivity=0.5:cost=2",
                "just write, for 10 tokens; then one checker every 20 tokens, finds 50%, for 200 tokens; in “a” error 3%; in “b” cost 2",
            ),
            ("technique=think", "think for 100 tokens first"),
        ] {
            assert_eq!(read("plan.done", link), done, "{link}");
        }
        assert_eq!(read("plan.length", "tokens=1&unit=steps"), "1 step");
        assert_eq!(read("plan.length", "tokens=1e9"), "1,000,000,000 tokens");
        assert_eq!(read("unit.length", "tokens=1"), "token");
    }

    #[test]
    fn every_name_has_a_text_for_every_extreme() {
        for link in [
            "",
            "error=0",
            "error=1&recovery=1",
            "recovery=0&fatal=1",
            "runs=0&tokens=1",
            "process=independent",
        ] {
            for name in names() {
                let text = text(name, &link::read(link).scenario, None).unwrap();
                // A sentence that would not be true is none.
                let may_be_empty = plan::sentence::names().any(|sentence| sentence == name);
                assert!(
                    (may_be_empty || !text.is_empty()) && !text.contains("NaN"),
                    "{name} for {link}: {text}"
                );
            }
        }
        assert_eq!(text("nothing", &Scenario::default(), None), None);
    }
}
