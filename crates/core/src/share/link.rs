//! Scenario ⇄ share link.
//!
//! `#v=1&figure=bounce&error=0.01&…`: readable keys in the fragment (a query
//! string is read as well), defaults left out. Whatever a link holds, a legal
//! scenario comes out, with a [`Note`] for everything that was changed.
//!
//! Others add to links on their way: to the query the keys by which they count visitors,
//! and behind the fragment a second one. Neither is the reader's mistake, and neither is
//! told.

use crate::model::parameter::Key;
use crate::model::process::PROCESSES;
use crate::model::scenario::{MEANS, Scenario};
use crate::model::table::{PARAMETERS, parameter, parameter_named};
use crate::model::technique::TECHNIQUES;
use crate::number::format::shorten;
use core::fmt::Write as _;

pub use super::note::{CONTROLS, DATA, HEADING, LONGEST, MOST_NOTES, Note, VERSION};

/// What a link says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The nearest legal scenario.
    pub scenario: Scenario,
    /// The parameters that the link gives a value, in its order.
    pub given: Vec<Key>,
    /// The value of [`CONTROLS`], if the link has one.
    pub controls: Option<String>,
    /// The value of [`HEADING`], if the link has one.
    pub heading: Option<String>,
    /// The value of [`DATA`], if the link has one.
    pub data: Option<String>,
    /// What was changed, in the order of the link.
    pub notes: Vec<Note>,
}

/// Reads a link: a whole address, a fragment or a query string, with or without
/// its `#` or `?`. Any text gives a legal scenario.
pub fn read(link: &str) -> Reading {
    let mut reader = Reader {
        versioned: false,
        newer: false,
        reading: Reading {
            scenario: Scenario::default(),
            given: Vec::new(),
            controls: None,
            heading: None,
            data: None,
            notes: Vec::new(),
        },
    };
    let text = link.trim();
    if text.len() > LONGEST {
        reader.note(Note::TooLong);
    }
    let (query, fragment) = halves(text);
    let mut left = LONGEST;
    for (half, of_query) in [(fragment, false), (query, true)] {
        let half = &half[..half.floor_char_boundary(left)];
        left -= half.len();
        for part in half.split('&').filter(|part| !part.is_empty()) {
            reader.part(part, of_query);
        }
    }
    reader.finish()
}

/// The query and the fragment of a link. A second `#`, which no fragment may hold, ends
/// it: what stands behind it was put there by someone else.
fn halves(text: &str) -> (&str, &str) {
    let mut halves = text.split('#');
    let before = halves.next().unwrap_or_default();
    let fragment = halves.next();
    match before.split_once('?') {
        Some((_, query)) => (query, fragment.unwrap_or_default()),
        // Without `#` and `?`, bare pairs are read as a fragment, but not a bare address.
        None if fragment.is_none() && !before.bytes().any(|it| it == b'/') => ("", before),
        None => ("", fragment.unwrap_or_default()),
    }
}

/// The name of a plain anchor of the page, where a link is one, such as `#sources`, and
/// says nothing about the scenario.
pub fn anchor(link: &str) -> Option<&str> {
    let (_, fragment) = halves(link);
    (!fragment.is_empty() && !fragment.bytes().any(|it| it == b'=')).then_some(fragment)
}

/// A link without its [`anchor`], if it has one.
pub fn without_anchor(link: &str) -> &str {
    match link.split_once('#') {
        Some((before, _)) if anchor(link).is_some() => before,
        _ => link,
    }
}

struct Reader {
    /// Whether the link has said its version, and whether that is one to come.
    versioned: bool,
    newer: bool,
    reading: Reading,
}

impl Reader {
    fn note(&mut self, note: Note) {
        let notes = &mut self.reading.notes;
        if notes.len() < MOST_NOTES {
            notes.push(note);
            return;
        }
        // What is wrong is told before what has no effect.
        let is_idle = |note: &Note| matches!(note, Note::NoEffect { .. });
        if !is_idle(&note)
            && let Some(place) = notes.iter().rposition(is_idle)
        {
            notes.remove(place);
            notes.insert(MOST_NOTES - 1, note);
        }
        if notes.len() == MOST_NOTES {
            notes.push(Note::More);
        }
    }

    /// Takes a part of a link. What means nothing here is told, but in a query, unless that
    /// says that it was written for a later version.
    fn part(&mut self, part: &str, of_query: bool) {
        let silent = of_query && !self.newer;
        let Some((key, value)) = part.split_once('=') else {
            // `#bounce` is the plain anchor of a figure.
            let anchor = decode(part);
            let mut scenario = self.reading.scenario.clone();
            if scenario.set_text(Key::Figure, &anchor).is_err() {
                if !silent {
                    self.note(Note::NoValue(shorten(&anchor)));
                }
            } else if self.reading.given.contains(&Key::Figure) {
                self.note(Note::Repeated(parameter(Key::Figure).name));
            } else {
                self.reading.scenario = scenario;
                self.reading.given.push(Key::Figure);
            }
            return;
        };
        let (key, value) = (decode(key), decode(value));
        if key == "v" {
            self.version(&value);
            return;
        }
        let own = match key.as_str() {
            CONTROLS => Some((CONTROLS, &mut self.reading.controls)),
            HEADING => Some((HEADING, &mut self.reading.heading)),
            DATA => Some((DATA, &mut self.reading.data)),
            _ => None,
        };
        match own {
            Some((_, own @ None)) => {
                *own = Some(value);
                return;
            }
            Some((name, _)) => {
                self.note(Note::Repeated(name));
                return;
            }
            None => {}
        }
        let Some(parameter) = parameter_named(&key) else {
            if !silent {
                self.note(Note::UnknownKey(shorten(&key)));
            }
            return;
        };
        if self.reading.given.contains(&parameter.key) {
            self.note(Note::Repeated(parameter.name));
            return;
        }
        self.reading.given.push(parameter.key);
        if parameter.key == Key::Schema {
            for remark in self.reading.scenario.set_schema(&value) {
                self.note(Note::Schema(remark));
            }
            return;
        }
        if let Err(why) = self.reading.scenario.set_text(parameter.key, &value) {
            let used = self.reading.scenario.text(parameter.key);
            self.note(Note::Value {
                name: parameter.name,
                value: shorten(&value),
                why,
                used,
            });
        }
    }

    fn version(&mut self, version: &str) {
        if self.versioned {
            self.note(Note::Repeated("v"));
            return;
        }
        self.versioned = true;
        // Of every version before it, this one understands every link.
        match version.trim().parse() {
            Ok(1..=VERSION) => {}
            Ok(newer) if newer > VERSION => {
                self.newer = true;
                self.note(Note::NewerVersion(newer));
            }
            _ => self.note(Note::UnknownVersion(shorten(version))),
        }
    }

    fn finish(mut self) -> Reading {
        let scenario = self.reading.scenario.clone();
        let (done, tokens) = (scenario.whole(Key::Done), scenario.length());
        if done > tokens {
            self.note(Note::DoneBeyondTokens { done, tokens });
            // Never fails: the number of tokens is a legal value of `done`.
            let _ = self.reading.scenario.set(Key::Done, tokens as f64);
        }
        if let Err(why) = self.reading.scenario.check(Key::Run) {
            self.note(Note::Value {
                name: parameter(Key::Run).name,
                value: scenario.text(Key::Run),
                why,
                used: self.reading.scenario.text(Key::Run),
            });
        }
        for index in 0..self.reading.given.len() {
            let key = self.reading.given[index];
            if !is_kept(&scenario, key) {
                self.note(Note::NoEffect {
                    name: parameter(key).name,
                    beside: beside(&scenario, key),
                });
            }
        }
        self.reading
    }
}

/// What makes a parameter mean nothing: the value of the choice that it depends on.
fn beside(scenario: &Scenario, key: Key) -> &'static str {
    let of_process = PROCESSES.iter().any(|p| p.parameters.contains(&key));
    let of_technique = TECHNIQUES.iter().any(|t| t.parameters.contains(&key));
    if key == Key::Tolerance {
        scenario.choice(Key::Criterion)
    } else if of_process && scenario.process().parameters.contains(&key) {
        scenario.choice(Key::Growth)
    } else if of_process && !of_technique {
        scenario.choice(Key::Process)
    } else if scenario.schema().phases.is_empty() {
        scenario.choice(Key::Technique)
    } else {
        "this schema"
    }
}

/// Undoes percent-encoding; `+` is a plus, as in `1e+3`, and broken codes stay as they stand.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        let code = (bytes[i] == b'%')
            .then(|| bytes.get(i + 1..i + 3))
            .flatten()
            .filter(|code| code.iter().all(u8::is_ascii_hexdigit))
            .and_then(|code| core::str::from_utf8(code).ok())
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        if let Some(byte) = code {
            decoded.push(byte);
            i += 3;
        } else {
            decoded.push(bytes[i]);
            i += 1;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// What stands in a link as it is, beside letters and digits. Programs that find links in
/// a text (of chats, mails, Markdown) end them at other marks, a semicolon first of all.
const PLAIN: &[u8] = b"-._~:=";

/// Percent-encodes everything but [`PLAIN`]: what parts the phases of a schema, and the
/// letters of other scripts in their names.
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || PLAIN.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// Writes the fragment of a share link, without its `#`: the version, and every
/// value that has an effect and is not the default.
pub fn write(scenario: &Scenario) -> String {
    let mut link = String::new();
    for (name, value) in pairs(scenario) {
        if !link.is_empty() {
            link.push('&');
        }
        link.push_str(name);
        link.push('=');
        link.push_str(&encode(&value));
    }
    link
}

/// The keys and values of a scenario's link, the version first, as they are before
/// they are encoded.
pub fn pairs(scenario: &Scenario) -> Vec<(&'static str, String)> {
    let default = Scenario::default();
    let mut scenario = scenario.clone();
    // More tokens done than there are, or a run beyond the last, would only be remarked upon.
    for key in [Key::Done, Key::Run] {
        let _ = scenario.check(key);
    }
    let mut pairs = vec![("v", VERSION.to_string())];
    for parameter in &PARAMETERS {
        let key = parameter.key;
        if is_kept(&scenario, key) && differs(&scenario, &default, key) {
            pairs.push((parameter.name, scenario.text(key)));
        }
    }
    pairs
}

/// Whether a link tells a parameter: one that means something to what is shown, or one of the
/// means at hand, with which a plan is made whatever is shown at present.
fn is_kept(scenario: &Scenario, key: Key) -> bool {
    scenario.applies(key) || MEANS.contains(&key)
}

fn differs(scenario: &Scenario, default: &Scenario, key: Key) -> bool {
    scenario.number(key) != default.number(key)
}

#[cfg(test)]
mod tests;
