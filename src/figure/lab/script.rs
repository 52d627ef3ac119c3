//! How tokens of a run are written and told of.

use bounceback_core::number::format::count;
use std::fmt::Write as _;

/// A token of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its number in the vocabulary.
    pub token: u32,
    /// 0 given, 1 value, 2 put in, 3 rule, 4 stop, 5 undo.
    pub kind: u32,
    /// Its step.
    pub step: u32,
    /// Whether what stands is right.
    pub right: bool,
    /// Where it stands in what the model sees.
    pub place: u32,
}

const GIVEN: u32 = 0;
const VALUE: u32 = 1;
const PUT_IN: u32 = 2;
const RULE: u32 = 3;
const STOP: u32 = 4;
const UNDO: u32 = 5;

const DIGITS: [&str; 10] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// What stands in the text.
pub fn sign(event: &Event) -> &'static str {
    match (event.token, event.kind) {
        (_, UNDO) => "⌫",
        (11, _) => "!",
        (10, _) => ".",
        (12, _) => "?",
        (13, _) => "▸",
        (digit, _) => DIGITS.get(digit as usize).copied().unwrap_or("?"),
    }
}

/// Whether a token is a stop of the keyboard, and can be tapped: what the model wrote.
pub const fn is_pressable(event: &Event) -> bool {
    matches!(event.kind, VALUE | PUT_IN | UNDO)
}

/// How it looks.
pub const fn class(event: &Event) -> &'static str {
    match (event.kind, event.right) {
        (VALUE, true) => "token value",
        (VALUE, false) => "token value bad",
        (PUT_IN, _) => "token value bad put",
        (UNDO, _) => "token undo",
        (RULE, _) => "token rule",
        (STOP, _) => "token stop",
        _ => "token given",
    }
}

/// What it is called where it can't be seen.
pub fn name(event: &Event) -> String {
    let what = match (event.kind, event.right) {
        (UNDO, _) => return format!("step {} taken back", event.step),
        (PUT_IN, _) => "put in, wrong",
        (_, true) => "right",
        (_, false) => "wrong",
    };
    format!("step {}: {}, {what}", event.step, sign(event))
}

/// What it is and what the model looked at, the most looked at first.
pub fn words(event: &Event, is_struck: bool, seen: &[(Event, f32)]) -> String {
    let mut words = match event.kind {
        GIVEN => "Given by the harness.".to_owned(),
        VALUE => format!(
            "Step {}: the model wrote {}, {}.",
            event.step,
            sign(event),
            if event.right {
                "and the text is right"
            } else {
                "and the text is wrong"
            }
        ),
        PUT_IN => format!("Step {}: {} was put in, an error.", event.step, sign(event)),
        RULE => format!("The rule: {}.", sign(event)),
        STOP => "A full stop: what stands is kept.".to_owned(),
        _ => format!("The model complained: step {} is taken back.", event.step),
    };
    if is_struck {
        words.push_str(" It was taken back.");
    }
    let looked: Vec<String> = (seen.iter().take(4))
        .map(|(event, share)| {
            let what = match event.kind {
                GIVEN => "the digit",
                VALUE | PUT_IN => "the sum",
                RULE => "the rule",
                _ => "the sign",
            };
            let share = (f64::from(*share) * 100.0).round();
            format!("{what} {} of step {} ({share}%)", sign(event), event.step)
        })
        .collect();
    if !looked.is_empty() {
        let _ = write!(words, " It looked at {}.", looked.join(", "));
    }
    words
}

/// What became of an error that was put in.
pub fn outcome(put_in: &Event, is_struck: bool, last: &Event, is_over: bool) -> Option<String> {
    let step = put_in.step;
    if is_struck {
        return Some(format!("The error put in at step {step} was taken back."));
    }
    let later = last.step.saturating_sub(step);
    is_over.then(|| {
        format!(
            "The error put in at step {step} was not taken back in the {} after it{}.",
            count(u64::from(later), "step"),
            if last.right {
                "; by luck, the sum is right again"
            } else {
                ""
            }
        )
    })
}

/// Which tokens are taken back in the end: a complaint takes what stands behind its place.
pub fn struck(events: &[Event]) -> Vec<bool> {
    let mut struck = vec![false; events.len()];
    let mut context: Vec<usize> = Vec::new();
    for (index, event) in events.iter().enumerate() {
        let place = (event.place as usize).min(context.len());
        let gone = context.split_off(place);
        if event.kind == UNDO {
            for token in gone {
                struck[token] = true;
            }
        } else {
            context.push(index);
        }
    }
    struck
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(token: u32, kind: u32, step: u32, place: u32) -> Event {
        Event {
            token,
            kind,
            step,
            right: true,
            place,
        }
    }

    #[test]
    fn a_complaint_takes_back_what_stands_behind_its_place() {
        // ▸ 4 . 3 9 ⌫ . 3 7
        let events = [
            event(13, GIVEN, 0, 0),
            event(4, GIVEN, 0, 1),
            event(10, STOP, 0, 2),
            event(3, GIVEN, 1, 3),
            event(9, VALUE, 1, 4),
            event(11, UNDO, 1, 2),
            event(10, STOP, 0, 2),
            event(3, GIVEN, 1, 3),
            event(7, VALUE, 1, 4),
        ];
        let expected = [false, false, true, true, true, false, false, false, false];
        assert_eq!(struck(&events), expected);
        let text: String = events.iter().map(sign).collect();
        assert_eq!(text, "▸4.39⌫.37");
    }

    #[test]
    fn an_error_put_in_is_taken_back_or_not() {
        let put_in = Event {
            right: false,
            ..event(9, PUT_IN, 3, 10)
        };
        let last = event(10, STOP, 8, 30);
        let said = |struck, over| outcome(&put_in, struck, &last, over);
        assert!(said(true, false).is_some_and(|it| it.contains("was taken back")));
        assert_eq!(said(false, false), None);
        assert!(said(false, true).is_some_and(|it| it.contains("not taken back in the 5 steps")));
    }
}
