//! Links: whatever they hold, a legal scenario comes out, the same for ever.

use crate::support::generator::Generator;
use crate::support::legal::{effective, legal, same_course, stable};
use crate::support::scenario;
use bounceback_core::model::parameter::{Key, Kind};
use bounceback_core::model::scenario::{
    Illegal, MEANS, MOST_TOKENS, PARAMETERS, Scenario, parameter, parameter_named,
};
use bounceback_core::model::technique;
use bounceback_core::share::link::{LONGEST, Note, read, write};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// A scenario of any legal values.
fn random(generator: &mut Generator) -> Scenario {
    let mut scenario = Scenario::default();
    for parameter in &PARAMETERS {
        let value = match parameter.kind {
            // Some stay as they are: defaults are left out of links.
            _ if generator.below(4) == 0 => continue,
            Kind::Probability => generator.probability(),
            Kind::Whole { least, most } => generator.whole(least, most) as f64,
            Kind::Real { least, most } => least + generator.unit() * (most - least),
            Kind::Choice(names) => generator.below(names.len() as u64) as f64,
            Kind::Schema => {
                let remarks = scenario.set_schema(&random_schema(generator));
                assert_eq!(remarks, []);
                continue;
            }
        };
        scenario.set(parameter.key, value).unwrap();
    }
    if scenario.whole(Key::Done) > scenario.length() {
        scenario.set(Key::Done, scenario.length() as f64).unwrap();
    }
    let _ = scenario.check(Key::Run);
    scenario
}

/// The text of a schema that needs no remark.
fn random_schema(generator: &mut Generator) -> String {
    let phases = generator.below(5);
    let phases: Vec<String> = (0..phases)
        .map(|_| {
            let mut phase =
                (*generator.pick(&["answer", "think_hard", "Überlegung", "a-1"])).to_owned();
            if generator.happens(0.5) {
                write!(phase, ":{}", generator.whole(1, 1_000_000)).unwrap();
            }
            if generator.happens(0.7) {
                write!(phase, ":{}", generator.pick(&technique::NAMES[1..])).unwrap();
            }
            if generator.happens(0.5) {
                write!(phase, ":error={}", generator.unit()).unwrap();
            }
            if generator.happens(0.3) {
                phase += ":process=fading";
            }
            phase
        })
        .collect();
    phases.join(";")
}

#[test]
fn a_written_link_is_read_back_bit_for_bit_without_a_remark() {
    let mut generator = Generator::new(2023);
    for _ in 0..20_000 {
        let scenario = random(&mut generator);
        let link = write(&scenario);
        let reading = read(&link);
        assert_eq!(reading.notes, [], "{link}");
        assert_eq!(effective(&reading.scenario), effective(&scenario), "{link}");
        assert_eq!(reading.scenario.schema(), scenario.schema(), "{link}");
        assert_eq!(write(&reading.scenario), link);
        same_course(&scenario);
        for key in &reading.given {
            let kept = scenario.applies(*key) || MEANS.contains(key);
            assert!(kept, "{key:?} in {link}");
        }
        legal(&reading, &link);
    }
}

#[test]
fn a_written_link_has_an_effect_in_every_part_and_no_part_for_a_default() {
    assert_eq!(write(&Scenario::default()), "v=1");
    let mut generator = Generator::new(5);
    for _ in 0..2000 {
        let scenario = random(&mut generator);
        let link = write(&scenario);
        assert!(link.is_ascii() && !link.contains(['#', '?', ' ']), "{link}");
        for key in read(&link).given {
            assert_ne!(
                scenario.number(key),
                Scenario::default().number(key),
                "{key:?} in {link}"
            );
        }
    }
}

/// Shortening a completion below what is done is no mistake in a link.
#[test]
fn a_scenario_with_less_to_do_than_is_done_writes_a_link_that_needs_no_remark() {
    let scenario = scenario(&[(Key::Done, 500.0), (Key::Tokens, 300.0)]);
    let reading = read(&write(&scenario));
    assert_eq!(reading.notes, []);
    assert_eq!(
        (reading.scenario.done(), reading.scenario.length()),
        (300, 300)
    );
}

/// Neither is asking for fewer runs than the one chosen.
#[test]
fn a_run_chosen_is_kept_by_links_as_far_as_there_are_runs() {
    let chosen = scenario(&[(Key::Run, 7.0)]);
    assert_eq!(write(&chosen), "v=1&run=7");
    assert_eq!(read("run=7").scenario, chosen);
    assert!(chosen.has_runs_of(&Scenario::default()));
    let fewer = scenario(&[(Key::Run, 700.0), (Key::Runs, 300.0)]);
    let reading = read(&write(&fewer));
    assert_eq!((reading.notes.len(), reading.scenario.run()), (0, 300));
    // No run of none is chosen.
    let none = scenario(&[(Key::Run, 700.0), (Key::Runs, 0.0)]);
    assert_eq!((none.run(), write(&none)), (0, "v=1&runs=0".to_owned()));
}

/// Every kind of damage that a link meets on its way.
fn damage(link: &str, generator: &mut Generator) -> String {
    const PIECES: [&str; 40] = [
        "&",
        "=",
        "#",
        "?",
        "%",
        "%25",
        "%2",
        "%zz",
        "%00",
        "%F0%9F",
        "+",
        "-",
        "−",
        ".",
        ",",
        "e",
        "e9",
        "e-9",
        "1e308",
        "1e-400",
        "99999999999999999999",
        "e99999999999999999999%",
        "inf",
        "NaN",
        "0x1",
        "v=1",
        "v=2",
        "error=",
        "&tokens=0",
        "&done=1e9",
        "&process=magic",
        "&seed=-1",
        "&bounce",
        "🎲",
        "\u{0}",
        "\n",
        "\u{202e}",
        "://",
        "&&&&",
        "&amp;",
    ];
    let mut characters: Vec<char> = link.chars().collect();
    for _ in 0..=generator.below(6) {
        let end = characters.len() as u64;
        let at = generator.below(end + 1) as usize;
        let to = (at + generator.below(9) as usize).min(characters.len());
        match generator.below(6) {
            0 => drop(characters.drain(at..to)),
            1 => {
                let piece: Vec<char> = generator.pick(&PIECES).chars().collect();
                characters.splice(at..at, piece);
            }
            2 => {
                let piece: Vec<char> = generator.pick(&PIECES).chars().collect();
                characters.splice(at..to, piece);
            }
            3 => {
                let copy = characters[at..to].to_vec();
                characters.splice(at..at, copy);
            }
            4 => {
                let any = char::from_u32(generator.below(0x11_0000) as u32).unwrap_or('\u{fffd}');
                characters.insert(at, any);
            }
            _ => {
                let digit = char::from(b'0' + generator.below(10) as u8);
                characters.splice(at..(at + 1).min(to.max(at)), [digit]);
            }
        }
    }
    characters.into_iter().collect()
}

#[test]
fn a_hundred_thousand_damaged_links_open_a_legal_scenario_each() {
    let mut generator = Generator::new(1);
    let start = Instant::now();
    let mut remarks = 0;
    for i in 0..100_000 {
        let sound = match i % 4 {
            0 => generator.pick(&PUBLISHED).0.to_owned(),
            1 => format!(
                "https://example.org/a/?{}#figure",
                write(&random(&mut generator))
            ),
            _ => format!("#{}", write(&random(&mut generator))),
        };
        let link = damage(&sound, &mut generator);
        let reading = read(&link);
        legal(&reading, &link);
        stable(&reading, &link);
        remarks += reading.notes.len();
    }
    assert!(
        remarks > 50_000,
        "the damage was too slight: {remarks} remarks"
    );
    assert!(
        start.elapsed() < Duration::from_secs(30),
        "{:?}",
        start.elapsed()
    );
}

#[test]
fn ten_megabytes_of_anything_are_read_at_once() {
    let long = 10_000_000;
    for piece in [
        "a",
        "&",
        "=",
        "#",
        "?",
        "%",
        "%25",
        "+",
        "x=1&",
        "error=1&",
        "€",
        "\n",
        "v=1&",
        "9",
        "error=%F0",
    ] {
        let link = piece.repeat(long / piece.len());
        for link in [format!("#error=0.25&{link}"), link] {
            let start = Instant::now();
            let reading = read(&link);
            let taken = start.elapsed();
            legal(&reading, piece);
            // A blank page of any length is trimmed to nothing.
            let cut = reading.notes.contains(&Note::TooLong);
            assert!(cut || link.trim().len() <= LONGEST, "{piece:?}");
            assert!(taken < Duration::from_millis(500), "{piece:?}: {taken:?}");
        }
    }
}

/// Every version of the grammar ever published, with what its links mean for
/// ever: the values that differ from the defaults of that version.
const PUBLISHED: [(&str, &[(Key, f64)]); 16] = [
    ("#v=1", &[]),
    (
        "#v=1&figure=map&process=self_conditioning&across=tokens&up=contagion",
        &[
            (Key::Figure, 5.0),
            (Key::Process, 6.0),
            (Key::Across, 2.0),
            (Key::Up, 11.0),
        ],
    ),
    (
        "#v=1&figure=map&across=fatal&across_scale=log&up_scale=linear",
        &[
            (Key::Figure, 5.0),
            (Key::Across, 3.0),
            (Key::AcrossScale, 2.0),
            (Key::UpScale, 1.0),
        ],
    ),
    (
        "#v=1&figure=techniques&cost_scale=linear",
        &[(Key::Figure, 6.0), (Key::CostScale, 1.0)],
    ),
    (
        "#v=1&figure=stretches&runs=50&run=7",
        &[(Key::Figure, 8.0), (Key::Runs, 50.0), (Key::Run, 7.0)],
    ),
    (
        "#v=1&figure=hazards&criterion=flawless",
        &[(Key::Figure, 4.0), (Key::Criterion, 0.0)],
    ),
    (
        "#v=1&figure=bounce&process=recoverable&error=0.01&recovery=0.05&tokens=1000&runs=2000&seed=42",
        &[(Key::Figure, 2.0), (Key::Tokens, 1000.0)],
    ),
    (
        "#v=1&figure=claim&process=independent&error=0.002&tokens=4000&done=1500&x=log&y=log",
        &[
            (Key::Figure, 1.0),
            (Key::Process, 0.0),
            (Key::Error, 0.002),
            (Key::Tokens, 4000.0),
            (Key::Done, 1500.0),
            (Key::X, 1.0),
            (Key::Y, 1.0),
        ],
    ),
    (
        "#v=1&error=1%&recovery=12.5%&fatal=0.1%",
        &[(Key::Recovery, 0.125), (Key::Fatal, 0.001)],
    ),
    (
        "#v=1&error=1e-12&recovery=5e-324&tokens=1000000000&runs=1000000&seed=9007199254740991",
        &[
            (Key::Error, 1e-12),
            (Key::Recovery, 5e-324),
            (Key::Tokens, 1e9),
            (Key::Runs, 1e6),
            (Key::Seed, 9_007_199_254_740_991.0),
        ],
    ),
    (
        "#v=1&criterion=tolerant&tolerance=3&theme=dark",
        &[
            (Key::Criterion, 2.0),
            (Key::Tolerance, 3.0),
            (Key::Theme, 2.0),
        ],
    ),
    (
        "?v=1&criterion=flawless&runs=0&seed=0",
        &[(Key::Criterion, 0.0), (Key::Runs, 0.0), (Key::Seed, 0.0)],
    ),
    ("#claim", &[(Key::Figure, 1.0)]),
    (
        "#v=1&process=key_tokens&key_error=0.3&other_error=0&growth=plateau&share=0.1&most=25",
        &[
            (Key::Process, 4.0),
            (Key::KeyError, 0.3),
            (Key::OtherError, 0.0),
            (Key::Growth, 3.0),
            (Key::Share, 0.1),
            (Key::Most, 25.0),
        ],
    ),
    (
        "#v=1&process=self_conditioning&contagion=0.02&technique=verify&interval=50&tries=3&joint=0.25",
        &[
            (Key::Process, 6.0),
            (Key::Contagion, 0.02),
            (Key::Technique, 1.0),
            (Key::Interval, 50.0),
            (Key::Tries, 3.0),
            (Key::Joint, 0.25),
        ],
    ),
    (
        "#v=1&process=fading&shape=1.5&technique=backtrack&catch=0.125&cost=7&runs=1000000000",
        &[
            (Key::Process, 2.0),
            (Key::Shape, 1.5),
            (Key::Technique, 5.0),
            (Key::Catch, 0.125),
            (Key::Cost, 7.0),
            (Key::Runs, 1e9),
        ],
    ),
];

/// Links were written without a version before there was one: that is version 1, and
/// stays it when there is a second.
#[test]
fn a_link_of_no_version_is_of_the_first() {
    for (link, _) in PUBLISHED {
        let without = link.replacen("v=1&", "", 1).replacen("v=1", "", 1);
        assert_eq!(read(&without).scenario, read(link).scenario, "{link}");
        assert_eq!(read(&without).notes, [], "{link}");
    }
}

#[test]
fn a_link_of_a_version_to_come_opens_what_is_understood_and_says_so() {
    for (link, _) in PUBLISHED {
        let newer = format!("{}&tomorrow=1", link.replacen("v=1", "v=2", 1));
        if newer.contains("v=2") {
            let reading = read(&newer);
            assert_eq!(reading.scenario, read(link).scenario, "{link}");
            assert_eq!(
                reading.notes,
                [
                    Note::NewerVersion(2),
                    Note::UnknownKey("tomorrow".to_owned())
                ]
            );
        }
    }
    // What is no version says so too, and is read as the first.
    for (version, note) in [
        ("0", Note::UnknownVersion("0".to_owned())),
        ("-1", Note::UnknownVersion("-1".to_owned())),
        ("1.0", Note::UnknownVersion("1.0".to_owned())),
        ("", Note::UnknownVersion(String::new())),
        ("latest", Note::UnknownVersion("latest".to_owned())),
        ("1&v=2", Note::Repeated("v")),
    ] {
        let reading = read(&format!("#v={version}&error=0.02"));
        assert_eq!(reading.notes, [note]);
        assert_eq!(write(&reading.scenario), "v=1&error=0.02");
    }
}

/// A schema published is a schema for ever: what its link meant, in words.
#[test]
fn every_schema_ever_published_means_what_it_meant() {
    let reading = read(
        "#v=1&schema=reason:60:think:think_floor=0.4:think_recovery=0.3;check:40:verify:interval=20;answer:3:error=0.001",
    );
    assert_eq!(reading.notes, []);
    let course = reading.scenario.course();
    let [reason, check, answer] = course.stages() else {
        panic!("{course:?}");
    };
    assert_eq!((reason.from, reason.to, reason.repair), (0, 60, 0.3));
    assert_eq!((reason.share.before, reason.share.after), (1.0, 0.4));
    assert_eq!((check.from, check.to), (60, 100));
    assert_eq!(check.check.map(|check| check.size), Some(20));
    assert_eq!((answer.from, answer.to), (100, 103));
    assert_eq!(answer.share.constant(), Some(0.4));
    assert_eq!(reading.scenario.length(), 103);
}

/// The defaults of version 1, in the order of the keys: a link leaves them out and
/// relies on them.
const DEFAULTS: [(Key, f64); 65] = [
    (Key::Figure, 0.0),
    (Key::Process, 1.0),
    (Key::Error, 0.01),
    (Key::Recovery, 0.05),
    (Key::Fatal, 0.0),
    (Key::Shape, 0.5),
    (Key::Floor, 0.0),
    (Key::Decay, 0.9),
    (Key::KeyError, 0.05),
    (Key::OtherError, 0.0001),
    (Key::Growth, 0.0),
    (Key::Share, 0.075),
    (Key::Coefficient, 1.0),
    (Key::Exponent, 0.5),
    (Key::Most, 10.0),
    (Key::Alpha, 1.0),
    (Key::Beta, 99.0),
    (Key::Contagion, 0.01),
    (Key::Directions, 4.0),
    (Key::Continuations, 0.0),
    (Key::Technique, 0.0),
    (Key::Interval, 20.0),
    (Key::Sensitivity, 0.9),
    (Key::FalseReject, 0.05),
    (Key::Tries, 0.0),
    (Key::Joint, 0.0),
    (Key::Votes, 5.0),
    (Key::Lead, 0.0),
    (Key::Step, 20.0),
    (Key::CommonCause, 0.0),
    (Key::Think, 100.0),
    (Key::ThinkFloor, 0.2),
    (Key::ThinkRecovery, 0.1),
    (Key::Catch, 0.5),
    // 0 until a check had a price: the changelog tells.
    (Key::Cost, 20.0),
    (Key::Schema, 0.0),
    (Key::Tokens, 200.0),
    (Key::Done, 0.0),
    (Key::Runs, 2000.0),
    (Key::Seed, 42.0),
    (Key::Criterion, 1.0),
    (Key::Tolerance, 1.0),
    (Key::Target, 0.95),
    (Key::Attempts, 1.0),
    (Key::Unit, 0.0),
    (Key::Price, 0.0),
    (Key::Across, 0.0),
    (Key::AcrossScale, 0.0),
    (Key::Up, 1.0),
    (Key::UpScale, 0.0),
    (Key::Run, 0.0),
    (Key::X, 0.0),
    (Key::Y, 0.0),
    (Key::CostScale, 0.0),
    (Key::Curves, 0.0),
    (Key::LabModel, 0.0),
    (Key::LabTraining, 1.0),
    (Key::LabTemperature, 3.8),
    (Key::LabSteps, 100.0),
    (Key::LabWindow, 24.0),
    (Key::LabSeed, 1.0),
    (Key::LabRun, 0.0),
    (Key::LabError, 0.0),
    (Key::LabLag, 0.0),
    (Key::Theme, 0.0),
];

#[test]
fn every_link_ever_published_means_what_it_meant() {
    for (link, values) in PUBLISHED {
        let reading = read(link);
        assert_eq!(reading.notes, [], "{link}");
        for (key, default) in DEFAULTS {
            let said = values.iter().find(|(said, _)| *said == key);
            let expected = said.map_or(default, |&(_, value)| value);
            let actual = reading.scenario.number(key);
            assert_eq!(
                actual.to_bits(),
                expected.to_bits(),
                "{key:?} of {link}: {actual}"
            );
        }
    }
}

/// The ranges of version 1, in the order of the keys: the least and the greatest value
/// that a link may give without a remark.
const RANGES: [(&str, &str, &str); 49] = [
    ("error", "0", "1"),
    ("recovery", "0", "1"),
    ("fatal", "0", "1"),
    ("shape", "0.01", "10"),
    ("floor", "0", "1"),
    ("decay", "0", "1"),
    ("key_error", "0", "1"),
    ("other_error", "0", "1"),
    ("share", "0", "1"),
    ("coefficient", "0", "1000000"),
    ("exponent", "0", "1"),
    ("most", "0", "1000000000"),
    ("alpha", "0.01", "1000000"),
    ("beta", "0.01", "1000000"),
    ("contagion", "0", "1"),
    ("directions", "1", "1000"),
    ("continuations", "0", "1"),
    ("interval", "1", "1000000"),
    ("sensitivity", "0", "1"),
    ("false_reject", "0", "1"),
    ("tries", "0", "1000"),
    ("joint", "0", "1"),
    ("votes", "1", "1001"),
    ("lead", "0", "1000"),
    ("step", "0", "1000000"),
    ("common_cause", "0", "1"),
    ("think", "0", "1000000"),
    ("think_floor", "0", "1"),
    ("think_recovery", "0", "1"),
    ("catch", "0", "1"),
    ("cost", "0", "1000000"),
    ("tokens", "1", "1000000000"),
    ("done", "0", "1000000000"),
    ("runs", "0", "1000000000"),
    ("seed", "0", "9007199254740991"),
    ("tolerance", "0", "200"),
    ("target", "0", "1"),
    ("attempts", "1", "1000000"),
    ("same_recovery", "0", "1"),
    ("price", "0", "1000000"),
    ("run", "0", "1000000000"),
    ("lab_training", "1", "2"),
    ("lab_temperature", "0", "10"),
    ("lab_steps", "1", "1000"),
    ("lab_window", "1", "24"),
    ("lab_seed", "0", "9007199254740991"),
    ("lab_run", "0", "1000000"),
    ("lab_error", "0", "1000"),
    ("lab_lag", "0", "20"),
];

/// Narrower, a range would change what old links mean; wider, what they are told.
#[test]
fn every_range_ever_published_keeps_its_ends() {
    for (name, least, most) in RANGES {
        let key = parameter_named(name)
            .expect("a key once published stays")
            .key;
        for (end, beyond, why) in [
            (least, format!("-{most}"), Illegal::TooSmall),
            (most, format!("{most}9"), Illegal::TooLarge),
        ] {
            let reading = read(&format!(
                "#v=1&{name}={end}&tokens=1000000000&runs=1000000000"
            ));
            assert_eq!(reading.scenario.text(key), end, "{name}");
            let remarks = reading.notes.iter().filter(|note| match note {
                // It counts beside another process only, or repeats what stands after it.
                Note::NoEffect { .. } => false,
                Note::Repeated(_) => !matches!(name, "tokens" | "runs"),
                _ => true,
            });
            assert_eq!(remarks.count(), 0, "{name}={end}: {:?}", reading.notes);
            let mut beside = Scenario::default();
            assert_eq!(beside.set_text(key, &beyond), Err(why), "{name}={beyond}");
            assert_eq!(beside.text(key), end, "{name}={beyond}");
        }
    }
    let numbers = PARAMETERS
        .iter()
        .filter(|parameter| !matches!(parameter.kind, Kind::Choice(_) | Kind::Schema))
        .map(|parameter| parameter.name);
    assert!(
        numbers.eq(RANGES.iter().map(|(name, ..)| *name)),
        "a new key has a range to keep"
    );
}

/// The names behind the numbers of a choice are part of the grammar too.
#[test]
fn the_names_of_choices_keep_their_places() {
    let choice = |kind| matches!(kind, Kind::Choice(_));
    let mut choices = PARAMETERS.iter().filter(|p| choice(p.kind)).count();
    // The two sides of the map have the same names.
    choices -= 1;
    for (key, names) in [
        (
            Key::Figure,
            vec![
                "page",
                "claim",
                "bounce",
                "plan",
                "hazards",
                "map",
                "techniques",
                "timeline",
                "stretches",
                "evidence",
                "explore",
                "lab",
            ],
        ),
        (
            Key::Across,
            vec![
                "error",
                "recovery",
                "tokens",
                "fatal",
                "shape",
                "floor",
                "decay",
                "key_error",
                "share",
                "alpha",
                "beta",
                "contagion",
                "directions",
                "interval",
                "sensitivity",
                "false_reject",
                "votes",
                "lead",
                "step",
                "common_cause",
                "think",
                "think_floor",
                "catch",
            ],
        ),
        (
            Key::Process,
            vec![
                "independent",
                "recoverable",
                "fading",
                "settling",
                "key_tokens",
                "mixed_difficulty",
                "self_conditioning",
                "threshold",
            ],
        ),
        (
            Key::Technique,
            vec!["direct", "verify", "vote", "think", "query", "backtrack"],
        ),
        (Key::Growth, vec!["share", "power", "log", "plateau"]),
        (Key::Criterion, vec!["flawless", "acceptable", "tolerant"]),
        (Key::Unit, vec!["tokens", "steps", "calls"]),
        (Key::X, vec!["linear", "log"]),
        (Key::Y, vec!["linear", "log"]),
        (Key::CostScale, vec!["log", "linear"]),
        (Key::Curves, vec!["all", "exact", "flawless", "answer"]),
        (Key::AcrossScale, vec!["own", "linear", "log"]),
        (Key::UpScale, vec!["own", "linear", "log"]),
        (
            Key::LabModel,
            vec!["backspace", "ignored", "plain", "pauses", "instruction"],
        ),
        (Key::Theme, vec!["auto", "light", "dark"]),
    ] {
        let Kind::Choice(all) = parameter(key).kind else {
            panic!("{key:?} is no choice");
        };
        assert_eq!(
            all.len(),
            names.len(),
            "{key:?}: a new name goes to the end of this list, too"
        );
        for (index, name) in names.into_iter().enumerate() {
            assert_eq!(
                scenario(&[(key, index as f64)]).choice(key),
                name,
                "{key:?}"
            );
        }
        choices -= 1;
    }
    assert_eq!(choices, 0, "a new choice has names to keep");
}

#[test]
fn a_value_out_of_range_becomes_the_nearest_legal_one_with_a_note() {
    use Illegal::{NotANumber, NotWhole, TooLarge, TooSmall, UnknownName};
    for (name, text, reason, becomes) in [
        ("error", "1.0000000000000002", TooLarge, 1.0),
        ("error", "100.1%", TooLarge, 1.0),
        ("error", "1e999", TooLarge, 1.0),
        ("error", "-5e-324", TooSmall, 0.0),
        ("recovery", "-1", TooSmall, 0.0),
        ("fatal", "2", TooLarge, 1.0),
        ("tokens", "0", TooSmall, 1.0),
        ("tokens", "-1e300", TooSmall, 1.0),
        ("tokens", "1000000001", TooLarge, MOST_TOKENS as f64),
        ("tokens", "12.5", NotWhole, 13.0),
        ("runs", "1e10", TooLarge, 1e9),
        ("runs", "-0.5", TooSmall, 0.0),
        ("seed", "1e16", TooLarge, 9_007_199_254_740_991.0),
        ("seed", "0.4", NotWhole, 0.0),
        ("tolerance", "1e9", TooLarge, 200.0),
        ("run", "2001", TooLarge, 2000.0),
        ("run", "-3", TooSmall, 0.0),
        ("run", "6.5", NotWhole, 7.0),
        ("error", "", NotANumber, 0.01),
        ("error", "NaN", NotANumber, 0.01),
        ("seed", "lucky", NotANumber, 42.0),
        ("theme", "pink", UnknownName, 0.0),
        ("criterion", "Tolerant", UnknownName, 1.0),
        ("x", "1", UnknownName, 0.0),
    ] {
        // The tolerance counts with its criterion only.
        let link = format!(
            "{name}={text}{}",
            if name == "tolerance" {
                "&criterion=tolerant"
            } else {
                ""
            }
        );
        let reading = read(&link);
        let key = PARAMETERS
            .iter()
            .find(|parameter| parameter.name == name)
            .unwrap()
            .key;
        assert_eq!(reading.scenario.number(key), becomes, "{link}");
        let used = reading.scenario.text(key);
        let note = Note::Value {
            name,
            value: text.to_owned(),
            why: reason,
            used: used.clone(),
        };
        assert_eq!(reading.notes, [note], "{link}");
        let sentence = reading.notes[0].to_string();
        for part in [name, text, &used] {
            assert!(sentence.contains(part), "{part} in {sentence}");
        }
    }
}

#[test]
fn percent_codes_are_undone_and_broken_ones_stay() {
    for link in [
        "error=2%25",
        "error=2%",
        "%65rror=0.02",
        "error%3D=1&error=0%2E02",
        "error=%302%",
        "error=2e%2D2",
        "error=2%2525&x%zz=1",
        "%=1&error=0.02&%4",
    ] {
        let reading = read(link);
        let expected = if link.contains("2525") { 0.01 } else { 0.02 };
        assert_eq!(reading.scenario.number(Key::Error), expected, "{link}");
        legal(&reading, link);
    }
    // A code that is no text is no key, and its note is text.
    let note = read("%ff%fe=1").notes[0].to_string();
    assert!(note.contains('\u{fffd}'), "{note}");
}

#[test]
fn numbers_may_be_written_as_people_write_them() {
    for (link, key, value) in [
        ("tokens=1e3", Key::Tokens, 1000.0_f64),
        ("tokens=1e+3", Key::Tokens, 1000.0),
        ("tokens=1,000", Key::Tokens, 1000.0),
        ("tokens=1%20000", Key::Tokens, 1000.0),
        ("tokens= 1000 ", Key::Tokens, 1000.0),
        ("recovery=0.1%", Key::Recovery, 0.001),
        ("recovery=100%", Key::Recovery, 1.0),
        ("recovery=.5", Key::Recovery, 0.5),
        ("recovery=-0", Key::Recovery, 0.0),
    ] {
        let reading = read(link);
        assert_eq!(reading.notes, [], "{link}");
        assert_eq!(
            reading.scenario.number(key).to_bits(),
            value.to_bits(),
            "{link}"
        );
    }
}

#[test]
fn of_two_values_for_a_key_the_first_stands_however_it_is_written() {
    for (link, figure) in [
        ("figure=claim&figure=bounce", "claim"),
        ("figure=claim&bounce", "claim"),
        ("claim&figure=bounce", "claim"),
        ("claim&bounce", "claim"),
    ] {
        let reading = read(link);
        assert_eq!(reading.scenario.choice(Key::Figure), figure, "{link}");
        assert_eq!(reading.notes, [Note::Repeated("figure")], "{link}");
        assert_eq!(reading.given, [Key::Figure], "{link}");
    }
}

#[test]
fn a_value_without_effect_is_kept_and_named() {
    for (link, key, value) in [
        ("process=independent&recovery=0.5", Key::Recovery, 0.5),
        ("process=independent&fatal=0.5", Key::Fatal, 0.5),
        ("tolerance=9", Key::Tolerance, 9.0),
    ] {
        let reading = read(link);
        assert_eq!(reading.scenario.number(key), value, "{link}");
        assert!(
            matches!(reading.notes[..], [Note::NoEffect { .. }]),
            "{link}: {:?}",
            reading.notes
        );
    }
}

/// What a phase sets for itself decides what else it has a use for, its process too.
#[test]
fn a_written_link_has_what_the_phases_of_its_schema_use() {
    for (link, written) in [
        // The phase fades, whatever the scenario does.
        (
            "#schema=a:process=fading&shape=2",
            "v=1&shape=2&schema=a:process=fading",
        ),
        // The phase is independent: nothing recovers.
        (
            "#schema=a:process=independent&recovery=0.5",
            "v=1&schema=a:process=independent",
        ),
        // Its key tokens are a share, so that the plateau of the others means nothing.
        (
            "#process=key_tokens&growth=plateau&most=3&schema=a:growth=share",
            "v=1&process=key_tokens&schema=a:growth=share",
        ),
        (
            "#process=key_tokens&most=3&schema=a:growth=plateau",
            "v=1&process=key_tokens&most=3&schema=a:growth=plateau",
        ),
    ] {
        let reading = read(link);
        assert_eq!(write(&reading.scenario), written, "{link}");
        same_course(&reading.scenario);
    }
}
