//! Hostile links: whatever is written into them, a legal scenario opens at once, and
//! what is said about it stays short, plain text.

use crate::support::legal::{legal, legal_note, legal_schema, same_course, stable};
use bounceback_core::model::parameter::{Key, Kind};
use bounceback_core::model::scenario::{PARAMETERS, Scenario};
use bounceback_core::model::schema::{self, MOST_PHASES};
use bounceback_core::share::link::{LONGEST, MOST_NOTES, Note, Reading, read, write};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// Far more than a link of [`LONGEST`] bytes ever takes, on a busy machine too.
const AT_ONCE: Duration = Duration::from_millis(500);

/// Reads a link, which must be legal, stable and quick, and say no more than fits a screen.
#[track_caller]
fn tamed(link: &str) -> Reading {
    let start = Instant::now();
    let reading = read(link);
    let taken = start.elapsed();
    let shown: String = link.chars().take(80).collect();
    assert!(taken < AT_ONCE, "{shown}: {taken:?}");
    legal(&reading, &shown);
    stable(&reading, &shown);
    same_course(&reading.scenario);
    let said: usize = reading
        .notes
        .iter()
        .map(|note| note.to_string().len())
        .sum();
    assert!(said < 2000, "{shown}: {said} bytes of notes");
    reading
}

const SCRIPT: &str = "%3Cscript%3Ealert(1)%3C/script%3E";

#[test]
fn a_script_in_any_value_is_a_word_in_a_note_and_nothing_else() {
    for parameter in &PARAMETERS {
        for script in [
            SCRIPT,
            "javascript:alert(1)",
            "\"><img src=x onerror=alert(1)>",
        ] {
            let reading = tamed(&format!("#v=1&{}={script}", parameter.name));
            assert!(!reading.notes.is_empty(), "{}", parameter.name);
            let link = write(&reading.scenario);
            assert!(!link.contains(['<', '"', '(']), "{link}");
            if parameter.kind != Kind::Schema {
                assert_eq!(reading.scenario, Scenario::default(), "{}", parameter.name);
            }
        }
    }
    let everywhere: Vec<String> = PARAMETERS
        .iter()
        .map(|parameter| format!("{}={SCRIPT}", parameter.name))
        .collect();
    let reading = tamed(&format!("#{}", everywhere.join("&")));
    assert_eq!(reading.notes.last(), Some(&Note::More));
}

#[test]
fn a_script_in_a_key_is_left_out() {
    let reading = tamed(&format!("#{SCRIPT}={SCRIPT}&{SCRIPT}&error=0.02"));
    assert_eq!(write(&reading.scenario), "v=1&error=0.02");
    assert_eq!(
        reading.notes,
        [
            Note::UnknownKey("<script>alert(1)</script>".to_owned()),
            Note::NoValue("<script>alert(1)</script>".to_owned()),
        ]
    );
}

#[test]
fn of_every_key_given_twice_the_first_value_stands() {
    let scenario = Scenario::default();
    for parameter in &PARAMETERS {
        let name = parameter.name;
        let (one, other) = match parameter.kind {
            Kind::Choice(names) => (names[1].to_owned(), names[0].to_owned()),
            Kind::Schema => ("a:1".to_owned(), "b:2".to_owned()),
            _ => ("1".to_owned(), scenario.text(parameter.key)),
        };
        let reading = tamed(&format!("#{name}={one}&{name}={other}&{name}=<b>"));
        assert_eq!(reading.scenario.text(parameter.key), one, "{name}");
        let repeated = Note::Repeated(name);
        let said = reading.notes.iter().filter(|&note| *note == repeated);
        assert_eq!(said.count(), 2, "{name}: {:?}", reading.notes);
        assert_eq!(reading.given, [parameter.key], "{name}");
    }
    tamed(&"error=0.5&".repeat(1_000_000));
}

#[test]
fn a_schema_of_any_depth_and_breadth_is_cut_to_what_is_legal() {
    let ten_megabytes = 10_000_000;
    for piece in [
        "a;",
        ";",
        ":",
        "a:",
        "a:verify:",
        "a:1;",
        "x=1:",
        "error=1:",
        "a:error=0.5;",
        "a:schema=a;",
        "schema=",
        "a:process=fading:error=2;",
        "((((",
        "%3B%3A",
        "\u{202e};",
        "1",
        "99999999999999999999:",
    ] {
        let text = piece.repeat(ten_megabytes / piece.len());
        let reading = tamed(&format!("#schema={text}"));
        assert!(reading.scenario.schema().phases.len() <= MOST_PHASES);
        assert!(reading.notes.contains(&Note::TooLong), "{piece:?}");
        // What is typed into the page is cut by nothing before.
        let start = Instant::now();
        let (phases, _) = schema::read(&text[..text.len().min(16 * LONGEST)]);
        assert!(start.elapsed() < 4 * AT_ONCE, "{piece:?}");
        legal_schema(&phases, piece);
    }
}

#[test]
fn percent_codes_of_no_text_harm_nothing() {
    for code in [
        "%00",          // NUL
        "%0A%0D",       // ends of lines
        "%1B[31m",      // the start of a terminal's command
        "%FF%FE",       // no UTF-8
        "%C0%80",       // NUL, longer than it may be
        "%C0%AF",       // a slash, longer than it may be
        "%ED%A0%80",    // half a pair of UTF-16
        "%F4%90%80%80", // beyond the last character
        "%F0%9F",       // half a character
        "%u202e",       // not a code
        "%",
        "%%",
        "%2",
        "%zz",
        "%2525",
        "%EF%BF%BE",
    ] {
        for link in [
            format!("#error={code}"),
            format!("#error=0.02{code}"),
            format!("#{code}=1&{code}"),
            format!("#err{code}or=0.02"),
            format!("#schema=a{code}b:3;{code}:4:{code}=1"),
            format!("#process={code}fading"),
            format!("?v={code}"),
        ] {
            tamed(&link);
        }
    }
    // They are not blanks that could be trimmed away either.
    let reading = read("#error=0.02%00");
    assert_eq!(reading.scenario.number(Key::Error), 0.01);
    assert_eq!(reading.notes.len(), 1);
}

#[test]
fn marks_that_turn_text_around_do_not_reach_a_note() {
    for mark in [
        "%E2%80%AE", // right-to-left override
        "%E2%80%8F", // right-to-left mark
        "%E2%81%A7", // right-to-left isolate
        "%E2%80%8B", // a blank without width
        "%EF%BB%BF", // byte-order mark
        "%E2%80%A8", // end of a line
        "\u{202e}",
    ] {
        for link in [
            format!("#error={mark}10.0"),
            format!("#{mark}error=1"),
            format!("#{mark}"),
            format!("#v={mark}"),
            format!("#schema={mark}a:{mark}b:error={mark}1:{mark}=1"),
        ] {
            for note in tamed(&link).notes {
                let note = note.to_string();
                let seen = note
                    .chars()
                    .all(|c| c == ' ' || c == '…' || c == '“' || c == '”' || c.is_ascii_graphic());
                assert!(seen, "{note:?} of {link}");
            }
        }
    }
}

#[test]
fn the_worst_link_says_no_more_than_fits_a_screen() {
    let long = "w".repeat(200);
    let worst: Vec<String> = (0..2000).map(|i| format!("{long}{i}={long}")).collect();
    let worst = worst.join("&");
    let reading = tamed(&format!("#error={long}&schema={long}:{long}&{worst}"));
    assert_eq!(reading.notes.len(), MOST_NOTES + 1);
    assert_eq!(reading.notes.last(), Some(&Note::More));
}

/// What runs of the fuzz targets have found worth keeping.
fn corpus(target: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/corpus")
        .join(target);
    let files = fs::read_dir(&folder).expect("the corpus of the target");
    let texts: Vec<String> = files
        .map(|file| {
            let bytes = fs::read(file.expect("a file of it").path()).expect("it can be read");
            String::from_utf8_lossy(&bytes).into_owned()
        })
        .collect();
    assert!(texts.len() > 10, "the corpus of {target} has been lost");
    texts
}

#[test]
fn what_fuzzing_has_found_stays_harmless() {
    for text in corpus("link") {
        tamed(&text);
    }
    for text in corpus("schema") {
        let (phases, remarks) = schema::read(&text);
        legal_schema(&phases, &text);
        for remark in remarks {
            legal_note(&remark.to_string());
        }
        assert_eq!(
            schema::read(&phases.to_string()),
            (phases, vec![]),
            "{text}"
        );
    }
}
