//! Links: whatever they hold, a legal scenario comes out, the same for ever.

mod support;

use bounceback::link::{LONGEST, MOST_NOTES, Note, Reading, read, write};
use bounceback::parameter::{Key, Kind};
use bounceback::scenario::{Illegal, MOST_TOKENS, PARAMETERS, Scenario};
use bounceback::technique;
use std::fmt::Write as _;
use std::time::{Duration, Instant};
use support::generator::Generator;
use support::scenario;

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

/// The bits of every value that has an effect.
fn effective(scenario: &Scenario) -> Vec<(&'static str, u64)> {
    PARAMETERS
        .iter()
        .filter(|parameter| scenario.applies(parameter.key))
        .map(|parameter| (parameter.name, scenario.number(parameter.key).to_bits()))
        .collect()
}

/// Fails where a reading holds anything that a page could not show.
#[track_caller]
fn legal(reading: &Reading, link: &str) {
    let scenario = &reading.scenario;
    for parameter in &PARAMETERS {
        let value = scenario.number(parameter.key);
        let within = match parameter.kind {
            Kind::Probability => (0.0..=1.0).contains(&value),
            Kind::Whole { least, most } => {
                value.fract() == 0.0 && (least as f64..=most as f64).contains(&value)
            }
            Kind::Real { least, most } => (least..=most).contains(&value),
            Kind::Schema => value as usize == scenario.schema().phases.len(),
            Kind::Choice(names) => {
                value.fract() == 0.0 && (0.0..names.len() as f64).contains(&value)
            }
        };
        assert!(
            within && value.is_sign_positive(),
            "{}: {value:?} from {link:?}",
            parameter.name
        );
    }
    assert!(
        scenario.whole(Key::Done) <= scenario.length(),
        "done from {link:?}"
    );
    assert!(reading.notes.len() <= MOST_NOTES + 1, "notes from {link:?}");
    for (i, key) in reading.given.iter().enumerate() {
        assert!(
            !reading.given[i + 1..].contains(key),
            "{key:?} given twice in {link:?}"
        );
    }
    for note in &reading.notes {
        let text = note.to_string();
        assert!(
            text.chars().count() < 200 && !text.contains(char::is_control),
            "{text:?}"
        );
    }
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
        for key in &reading.given {
            assert!(scenario.applies(*key), "{key:?} in {link}");
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
        // What was understood is now beyond doubt.
        let again = read(&write(&reading.scenario));
        assert_eq!(again.notes, [], "{link:?}");
        assert_eq!(
            effective(&again.scenario),
            effective(&reading.scenario),
            "{link:?}"
        );
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
const PUBLISHED: [(&str, &[(Key, f64)]); 13] = [
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
const DEFAULTS: [(Key, f64); 48] = [
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
    (Key::Cost, 0.0),
    (Key::Schema, 0.0),
    (Key::Tokens, 200.0),
    (Key::Done, 0.0),
    (Key::Runs, 2000.0),
    (Key::Seed, 42.0),
    (Key::Criterion, 1.0),
    (Key::Tolerance, 1.0),
    (Key::Target, 0.95),
    (Key::Across, 0.0),
    (Key::Up, 1.0),
    (Key::X, 0.0),
    (Key::Y, 0.0),
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

/// The names behind the numbers of a choice are part of the grammar too.
#[test]
fn the_names_of_choices_keep_their_places() {
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
        (Key::X, vec!["linear", "log"]),
        (Key::Y, vec!["linear", "log"]),
        (Key::Theme, vec!["auto", "light", "dark"]),
    ] {
        for (index, name) in names.into_iter().enumerate() {
            assert_eq!(
                scenario(&[(key, index as f64)]).choice(key),
                name,
                "{key:?}"
            );
        }
    }
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
