//! What was recorded: the runs of the room's own settings, as the shipped models write them
//! (`tests/native/lab.rs` holds it against them). It is shown until the lab's program is there.

use super::batch::Batch;
use super::script::Event;
use std::fmt::Write as _;

/// What was recorded.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recorded {
    /// The run that is watched.
    pub watched: Vec<Event>,
    /// The parts of the room, each with its batches.
    pub parts: [Vec<Batch>; 4],
}

/// Writes it as a text: a line for each token that is watched, a line for the counts of a batch, one for its marks, and one for each
/// run: its length, and where it was wrong.
pub fn write(recorded: &Recorded) -> String {
    let mut text = String::new();
    for event in &recorded.watched {
        let Event {
            token,
            kind,
            step,
            right,
            place,
        } = event;
        let right = u8::from(*right);
        // Writing to a String cannot fail.
        let _ = writeln!(text, "token {token} {kind} {step} {right} {place}");
    }
    for (part, batches) in recorded.parts.iter().enumerate() {
        for batch in batches {
            let Batch {
                tokens,
                drafts,
                slips,
                ..
            } = batch;
            let _ = writeln!(text, "batch {part} {tokens} {drafts} {slips}");
            for (name, counts) in [
                ("distance", &batch.by_distance),
                ("copies", &batch.by_copies),
            ] {
                let known = counts.iter().rposition(|it| it[0] > 0.0);
                let known = &counts[..known.map_or(0, |it| it + 1)];
                let pairs = known.iter().map(|[of, right]| format!(" {of}:{right}"));
                let _ = writeln!(text, "{name}{}", pairs.collect::<String>());
            }
            for path in &batch.paths {
                let _ = writeln!(text, "{}{}", path.len(), stretches(path));
            }
        }
    }
    text
}

fn stretches(path: &[bool]) -> String {
    let mut text = String::new();
    let mut from = None;
    for (at, right) in path.iter().copied().chain([true]).enumerate() {
        match (from, right) {
            (None, false) => from = Some(at),
            (Some(first), true) => {
                let _ = write!(text, " {first}-{at}");
                from = None;
            }
            _ => {}
        }
    }
    text
}

/// Reads such a text; nothing where it is none.
pub fn read(text: &str) -> Option<Recorded> {
    let mut recorded = Recorded::default();
    let parts = &mut recorded.parts;
    let mut at = 0;
    for line in text.lines() {
        let mut words = line.split(' ');
        let first = words.next()?;
        match first {
            "token" => {
                let mut number = || words.next()?.parse().ok();
                recorded.watched.push(Event {
                    token: number()?,
                    kind: number()?,
                    step: number()?,
                    right: number()? == 1,
                    place: number()?,
                });
            }
            "batch" => {
                at = words.next()?.parse().ok()?;
                let mut number = || words.next()?.parse().ok();
                parts.get_mut(at)?.push(Batch {
                    tokens: number()?,
                    drafts: number()?,
                    slips: number()?,
                    ..Batch::default()
                });
            }
            "distance" | "copies" => {
                let pairs = words.map(|it| {
                    let (of, right) = it.split_once(':')?;
                    Some([of.parse().ok()?, right.parse().ok()?])
                });
                let pairs: Option<Vec<[f64; 2]>> = pairs.collect();
                let batch = parts[at].last_mut()?;
                if first == "copies" {
                    batch.by_copies = pairs?;
                } else {
                    batch.by_distance = pairs?;
                }
            }
            length => {
                let mut path = vec![true; length.parse().ok()?];
                for stretch in words {
                    let (from, to) = stretch.split_once('-')?;
                    let within = from.parse::<usize>().ok()?..to.parse::<usize>().ok()?;
                    path.get_mut(within)?.fill(false);
                }
                parts[at].last_mut()?.paths.push(path);
            }
        }
    }
    Some(recorded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let run = |text: &str| text.chars().map(|it| it == '1').collect::<Vec<bool>>();
        let mut recorded = Recorded {
            watched: vec![Event {
                token: 7,
                kind: 1,
                step: 3,
                right: true,
                place: 9,
            }],
            ..Recorded::default()
        };
        recorded.parts[2].push(Batch {
            paths: ["1101", "0", "", "1000"].map(run).into(),
            tokens: 40.0,
            drafts: 12.0,
            slips: 3.0,
            by_distance: vec![[0.0, 0.0], [3.0, 2.0]],
            by_copies: vec![[5.0, 4.0]],
        });
        let text = write(&recorded);
        assert_eq!(read(&text), Some(recorded), "{text}");
        assert_eq!(read("batch 9 1 1 1"), None);
        assert_eq!(read("4 1-9"), None);
    }
}
