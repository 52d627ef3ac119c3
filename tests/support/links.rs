//! Random legal links: any process with any technique or schema, every value log-uniform
//! over its whole range, the ends of it among them.

use super::generator::Generator;
use bounceback_core::model::parameter::{Key, Kind};
use bounceback_core::model::process::PROCESSES;
use bounceback_core::model::scenario::{PARAMETERS, parameter};
use bounceback_core::model::schema;
use bounceback_core::model::technique::TECHNIQUES;
use std::fmt::Write as _;

/// A number between two others, in equal ratios of 1 + number·scale.
fn between(generator: &mut Generator, least: f64, most: f64) -> f64 {
    match generator.below(12) {
        0 => least,
        1 => most,
        _ => {
            let lowest = if least > 0.0 {
                least
            } else {
                most.min(1.0) * 1e-12
            };
            let way = generator.unit();
            (lowest * (most / lowest).powf(way)).clamp(least, most)
        }
    }
}

/// A legal value of a parameter, as links write it.
fn value(generator: &mut Generator, key: Key) -> String {
    match parameter(key).kind {
        Kind::Probability => {
            let small = between(generator, 0.0, 1.0);
            // As often near 1 as near 0.
            let near_one = generator.happens(0.25);
            format!("{}", if near_one { 1.0 - small } else { small })
        }
        Kind::Real { least, most } => format!("{}", between(generator, least, most)),
        Kind::Whole { least, most } => {
            let lowest = (least as f64).max(0.5);
            format!(
                "{}",
                between(generator, lowest, most as f64)
                    .round()
                    .clamp(least as f64, most as f64)
            )
        }
        Kind::Choice(names) => (*generator.pick(names)).to_owned(),
        Kind::Schema => schema_of(generator),
    }
}

fn schema_of(generator: &mut Generator) -> String {
    let phases = 1 + generator.below(schema::MOST_PHASES as u64);
    let mut text = String::new();
    for phase in 0..phases {
        if phase > 0 {
            text.push(';');
        }
        write!(text, "p{phase}").unwrap();
        if generator.happens(0.8) {
            write!(text, ":{}", value(generator, Key::Tokens)).unwrap();
        }
        let technique = &TECHNIQUES[generator.below(TECHNIQUES.len() as u64) as usize];
        write!(text, ":{}", technique.name).unwrap();
        for &key in technique.parameters {
            if schema::may_set(key) && generator.happens(0.6) {
                let value = value(generator, key);
                write!(text, ":{}={value}", parameter(key).name).unwrap();
            }
        }
    }
    text
}

/// A legal link.
pub(crate) fn random(generator: &mut Generator) -> String {
    let process = &PROCESSES[generator.below(PROCESSES.len() as u64) as usize];
    let technique = &TECHNIQUES[generator.below(TECHNIQUES.len() as u64) as usize];
    let mut link = format!("process={}&technique={}", process.name, technique.name);
    if generator.happens(0.3) {
        write!(link, "&schema={}", schema_of(generator)).unwrap();
    }
    for parameter in &PARAMETERS {
        let key = parameter.key;
        let told = matches!(
            key,
            Key::Process | Key::Technique | Key::Schema | Key::Figure
        );
        let shown = matches!(key, Key::Runs | Key::Seed | Key::Run | Key::Theme);
        let means = process.parameters.contains(&key) || technique.parameters.contains(&key);
        let chance = match key {
            _ if told || shown => 0.0,
            Key::Tokens | Key::Criterion => 0.9,
            _ if means => 0.7,
            _ => 0.3,
        };
        if generator.happens(chance) {
            let value = value(generator, key);
            write!(link, "&{}={value}", parameter.name).unwrap();
        }
    }
    link
}
