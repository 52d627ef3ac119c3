//! What holds of every reading, whatever the text. The tests and the fuzz targets
//! (`fuzz/`) claim the same.

use bounceback_core::model::parameter::{Key, Kind};
use bounceback_core::model::scenario::{PARAMETERS, Scenario, parameter};
use bounceback_core::model::schema::{self, LONGEST_NAME, MOST_PHASES, Schema};
use bounceback_core::model::technique;
use bounceback_core::share::link::{MOST_NOTES, Reading, read, write};

/// The most characters that a note has.
const LONGEST_NOTE: usize = 200;

/// The bits of every value that has an effect.
pub(crate) fn effective(scenario: &Scenario) -> Vec<(&'static str, u64)> {
    PARAMETERS
        .iter()
        .filter(|parameter| scenario.applies(parameter.key))
        .map(|parameter| (parameter.name, scenario.number(parameter.key).to_bits()))
        .collect()
}

/// Fails where a reading holds anything that a page could not show.
#[track_caller]
pub(crate) fn legal(reading: &Reading, link: &str) {
    let scenario = &reading.scenario;
    for parameter in &PARAMETERS {
        let value = scenario.number(parameter.key);
        let legal = match parameter.kind {
            Kind::Schema => value as usize == scenario.schema().phases.len(),
            kind => within(kind, value),
        };
        assert!(legal, "{}: {value:?} from {link:?}", parameter.name);
    }
    legal_schema(scenario.schema(), link);
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
        legal_note(&note.to_string());
    }
}

/// Fails where a schema holds what no link could have given it.
#[track_caller]
pub(crate) fn legal_schema(schema: &Schema, text: &str) {
    assert!(schema.phases.len() <= MOST_PHASES, "phases from {text:?}");
    for (index, phase) in schema.phases.iter().enumerate() {
        let name = &phase.name;
        assert_eq!(schema::legal_name(name, index + 1), *name, "{text:?}");
        assert!(name.chars().count() <= LONGEST_NAME, "{name:?}");
        assert!(phase.technique < technique::NAMES.len(), "{text:?}");
        if let Some(tokens) = phase.tokens {
            let kind = parameter(Key::Tokens).kind;
            assert!(within(kind, tokens as f64), "{tokens} from {text:?}");
        }
        for (i, &(key, value)) in phase.own.iter().enumerate() {
            assert!(schema::may_set(key), "{key:?} from {text:?}");
            assert!(within(parameter(key).kind, value), "{key:?} from {text:?}");
            assert!(
                phase.own[i + 1..].iter().all(|&(later, _)| later != key),
                "{key:?} set twice from {text:?}"
            );
        }
    }
}

/// Fails where a note is too long to show or holds what isn't seen.
#[track_caller]
pub(crate) fn legal_note(note: &str) {
    let unseen =
        |c: char| c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
    assert!(
        note.chars().count() < LONGEST_NOTE && !note.contains(unseen),
        "{note:?}"
    );
}

/// Fails where what was understood of a link would be understood otherwise, or not at
/// all, once written.
#[track_caller]
pub(crate) fn stable(reading: &Reading, link: &str) {
    let written = write(&reading.scenario);
    let again = read(&written);
    assert_eq!(again.notes, [], "{written} from {link:?}");
    assert_eq!(
        effective(&again.scenario),
        effective(&reading.scenario),
        "{written} from {link:?}"
    );
    assert_eq!(write(&again.scenario), written, "from {link:?}");
}

/// Fails where a scenario has another course once written and read again: where what is
/// taken to have no effect has one.
#[track_caller]
pub(crate) fn same_course(scenario: &Scenario) {
    let written = write(scenario);
    let again = read(&written).scenario;
    assert_eq!(
        format!("{:?}", again.course()),
        format!("{:?}", scenario.course()),
        "{written}"
    );
}

fn within(kind: Kind, value: f64) -> bool {
    let within = match kind {
        Kind::Probability => (0.0..=1.0).contains(&value),
        Kind::Whole { least, most } => {
            value.fract() == 0.0 && (least as f64..=most as f64).contains(&value)
        }
        Kind::Real { least, most } => (least..=most).contains(&value),
        Kind::Choice(names) => value.fract() == 0.0 && (0.0..names.len() as f64).contains(&value),
        Kind::Schema => false,
    };
    within && value.is_sign_positive()
}
