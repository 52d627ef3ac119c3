//! What one cell says: a number as people write it, yes or no, nothing, or a text.

use bounceback_core::number::read::parse_number;

/// What a comma in a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comma {
    /// As in 0,95: a point parts thousands then.
    Decimal,
    /// As in 1,000.
    Thousands,
}

/// What a cell says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    /// Nothing: empty, a dash, N/A, nan.
    Missing,
    /// A number without end.
    Infinite,
    Number(f64, Mark),
    /// Yes or no, right or wrong.
    Flag(bool),
    Text,
}

/// What stands beside a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Mark {
    Plain,
    /// A percent sign; the number is the share.
    Percent,
    /// So many trials, of which the number succeeded: 45/50.
    Of(f64),
    /// A standard error, in the unit of the number: 91.2 ± 1.3.
    Error(f64),
    /// Less, more, or about: <1, ~5.
    Rough,
    /// A time: 1h 30m. The number is minutes.
    Time,
}

const MISSING: [&str; 26] = [
    "",
    "-",
    "–",
    "—",
    "--",
    "---",
    "−",
    "n/a",
    "#n/a",
    "na",
    "n.a.",
    "nan",
    "null",
    "none",
    "nil",
    "?",
    ".",
    "…",
    "...",
    "#div/0!",
    "#value!",
    "tbd",
    "missing",
    "undefined",
    "k. a.",
    "k.a.",
];

const RIGHT: [&str; 20] = [
    "true",
    "yes",
    "y",
    "t",
    "right",
    "correct",
    "pass",
    "passed",
    "success",
    "succeeded",
    "solved",
    "resolved",
    "good",
    "ok",
    "✓",
    "✔",
    "✅",
    "c",
    "ja",
    "wahr",
];

const WRONG: [&str; 24] = [
    "false",
    "no",
    "n",
    "f",
    "wrong",
    "incorrect",
    "fail",
    "failed",
    "failure",
    "error",
    "unsolved",
    "unresolved",
    "not solved",
    "bad",
    "✗",
    "✘",
    "❌",
    "×",
    "i",
    "nein",
    "falsch",
    "mistake",
    "timeout",
    "crash",
];

/// Words beside a number that only say what it counts.
const UNITS: [&str; 34] = [
    "tokens",
    "token",
    "tok",
    "toks",
    "steps",
    "step",
    "digits",
    "digit",
    "words",
    "word",
    "chars",
    "characters",
    "hops",
    "hop",
    "disks",
    "disk",
    "lines",
    "items",
    "turns",
    "turn",
    "tasks",
    "samples",
    "ctx",
    "context",
    "len",
    "length",
    "n",
    "size",
    "runs",
    "trials",
    "bit",
    "bits",
    "shot",
    "x",
];

/// Times, in minutes.
const TIMES: [(&[&str], f64); 6] = [
    (&["ms", "millisecond", "milliseconds"], 1.0 / 60_000.0),
    (&["s", "sec", "secs", "second", "seconds"], 1.0 / 60.0),
    (&["m", "min", "mins", "minute", "minutes"], 1.0),
    (&["h", "hr", "hrs", "hour", "hours"], 60.0),
    (&["d", "day", "days"], 1440.0),
    (&["w", "wk", "week", "weeks"], 10_080.0),
];

/// What a cell says, where a comma is of a kind.
pub(super) fn read(text: &str, comma: Option<Comma>) -> Cell {
    let text = bare(text);
    // What programs write is most of it.
    let plain = |it: u8| it.is_ascii_digit() || matches!(it, b'.' | b'-' | b'+' | b'e' | b'E');
    let first = text.bytes().next().unwrap_or_default();
    let digits = first.is_ascii_digit() || matches!(first, b'.' | b'-' | b'+');
    let point = comma == Some(Comma::Decimal) && text.contains('.');
    if digits
        && !point
        && text.bytes().all(plain)
        && let Ok(number) = text.parse()
    {
        return number_or_infinite(number, Mark::Plain);
    }
    // No word or number is longer; a path or a sentence may be.
    if text.len() > 64 {
        return Cell::Text;
    }
    let lower = text.to_lowercase();
    if MISSING.contains(&lower.as_str()) {
        return Cell::Missing;
    }
    if let Some(flag) = flag(&lower) {
        return Cell::Flag(flag);
    }
    if ["inf", "infinity", "∞"].contains(&lower.trim_start_matches(['-', '+', '−'])) {
        return Cell::Infinite;
    }
    match marked(text, &lower, comma) {
        Some(Cell::Number(_, Mark::Of(by) | Mark::Error(by))) if !by.is_finite() => Cell::Infinite,
        Some(Cell::Number(number, mark)) => number_or_infinite(number, mark),
        other => other.unwrap_or(Cell::Text),
    }
}

/// A right-or-wrong word, in small letters.
pub(super) fn flag(lower: &str) -> Option<bool> {
    if RIGHT.contains(&lower) {
        return Some(true);
    }
    WRONG.contains(&lower).then_some(false)
}

fn number_or_infinite(number: f64, mark: Mark) -> Cell {
    if number.is_finite() {
        Cell::Number(number, mark)
    } else {
        Cell::Infinite
    }
}

/// A text without what only dresses it: bold letters of Markdown, marks of footnotes, the
/// apostrophe of a spreadsheet.
pub(super) fn bare(text: &str) -> &str {
    let dress = |c: char| c.is_whitespace() || matches!(c, '*' | '`' | '_' | '"' | '\u{feff}');
    let text = text.trim_matches(dress);
    let text = text.trim_end_matches(['†', '‡', '§', 'ᵃ', 'ᵇ', 'ᶜ']);
    text.strip_prefix('\'').unwrap_or(text).trim_matches(dress)
}

fn marked(text: &str, lower: &str, comma: Option<Comma>) -> Option<Cell> {
    // A list, of which only the length was kept.
    if let Some(items) = text
        .strip_prefix('[')
        .and_then(|it| it.strip_suffix(" items]"))
    {
        return Some(Cell::Number(plain(items, comma)?, Mark::Plain));
    }
    for (mark, closing) in [("±", ""), ("+/-", ""), ("+-", ""), ("(", ")"), ("[", "]")] {
        let Some((value, beside)) = lower.split_once(mark) else {
            continue;
        };
        let beside = beside.trim().strip_suffix(closing)?;
        let (value, percent) = share(value, comma)?;
        let mark = within(beside.trim().trim_start_matches("±"), comma)?;
        return Some(match mark {
            // The share is there only for the eye.
            Mark::Of(trials) if value <= 1.0 || percent => {
                let share = if percent || value <= 1.0 {
                    value
                } else {
                    value / 100.0
                };
                of(beside, comma).unwrap_or(Cell::Number(share * trials, Mark::Of(trials)))
            }
            Mark::Error(error) if percent && !beside.contains('%') => {
                Cell::Number(value, Mark::Error(error / 100.0))
            }
            mark => Cell::Number(value, mark),
        });
    }
    if let Some(cell) = of(lower, comma) {
        return Some(cell);
    }
    let rough = lower.trim_start_matches(['<', '>', '~', '≈', '≤', '≥', '=']);
    let rough = rough.strip_prefix("ca.").unwrap_or(rough);
    if rough.len() < lower.len() && !rough.is_empty() {
        let (value, _) = share(rough, comma)?;
        return Some(Cell::Number(value, Mark::Rough));
    }
    // 2.5M are millions, 2.5m minutes.
    let millions = text.ends_with('M');
    if let Some(minutes) = time(lower, comma).filter(|_| !millions) {
        return Some(Cell::Number(minutes, Mark::Time));
    }
    if let Some((value, percent)) = share(text, comma) {
        let mark = if percent { Mark::Percent } else { Mark::Plain };
        return Some(Cell::Number(value, mark));
    }
    let value = without_unit(lower).and_then(|it| plain(it, comma))?;
    Some(Cell::Number(value, Mark::Plain))
}

/// A number, and whether a percent sign made it a share.
fn share(text: &str, comma: Option<Comma>) -> Option<(f64, bool)> {
    let text = text.trim();
    Some((plain(text, comma)?, text.ends_with(['%', '‰'])))
}

/// What stands in brackets, or behind ±: trials, an error, or an interval of 95%.
fn within(text: &str, comma: Option<Comma>) -> Option<Mark> {
    if let Some(Cell::Number(_, of)) = of(text, comma) {
        return Some(of);
    }
    if let Some(trials) = text
        .strip_prefix("n")
        .map(|it| it.trim_start_matches([' ', '=']))
    {
        return Some(Mark::Of(plain(trials, comma)?)).filter(|_| text.contains('='));
    }
    // 1.96 standard errors to either side.
    for to in ["–", ",", ";", " to ", " - "] {
        if let Some((low, high)) = text.split_once(to)
            && let (Some(low), Some(high)) = (plain(low, comma), plain(high, comma))
        {
            return (low <= high).then_some(Mark::Error((high - low) / 3.92));
        }
    }
    plain(text, comma).filter(|it| *it >= 0.0).map(Mark::Error)
}

/// So many of so many: 3/50, 3 of 50.
fn of(text: &str, comma: Option<Comma>) -> Option<Cell> {
    let (count, of) = ["/", " out of ", " of "]
        .into_iter()
        .find_map(|mark| text.split_once(mark))?;
    let (count, of) = (plain(count, comma)?, plain(of, comma)?);
    (of > 0.0 && count >= 0.0).then_some(Cell::Number(count, Mark::Of(of)))
}

/// Minutes: 1h 30m, 45 s, 1:30:00.
fn time(text: &str, comma: Option<Comma>) -> Option<f64> {
    if text.contains(':') {
        let parts: Vec<&str> = text.split(':').collect();
        let whole =
            |it: &&str| (1..=3).contains(&it.len()) && it.bytes().all(|c| c.is_ascii_digit());
        if !(2..=3).contains(&parts.len()) || !parts.iter().all(whole) {
            return None;
        }
        let seconds = parts
            .iter()
            .fold(0.0, |sum, it| sum * 60.0 + it.parse().unwrap_or(0.0));
        // Two parts are hours and minutes.
        return Some(if parts.len() == 2 {
            seconds
        } else {
            seconds / 60.0
        });
    }
    let (mut minutes, mut rest) = (0.0, text.trim());
    while !rest.is_empty() {
        let unit = rest.find(|c: char| c.is_alphabetic())?;
        let after = rest[unit..]
            .find(|c: char| !c.is_alphabetic())
            .map_or(rest.len(), |it| unit + it);
        let name = rest[unit..after].trim();
        let (_, size) = TIMES.iter().find(|(names, _)| names.contains(&name))?;
        let number = plain(&rest[..unit], comma)?;
        minutes += number * size;
        rest = rest[after..].trim_start_matches([' ', ',', '.']);
    }
    Some(minutes)
}

/// A number without the word beside it: 128 tokens, len=10.
fn without_unit(lower: &str) -> Option<&str> {
    let begin = lower.find(|c: char| c.is_ascii_digit())?;
    let mut end = lower.rfind(|c: char| c.is_ascii_digit())? + 1;
    let cut = |c: char| !c.is_alphabetic();
    // 4k tokens: the k belongs to the number.
    let after = &lower[end..];
    if after.starts_with('k') && !after[1..].starts_with(char::is_alphabetic) {
        end += 1;
    }
    let mut words = lower[..begin]
        .split(cut)
        .chain(lower.get(end..)?.split(cut));
    words
        .all(|word| word.is_empty() || UNITS.contains(&word))
        .then(|| &lower[begin..end])
}

/// A number alone, its comma decided.
fn plain(text: &str, comma: Option<Comma>) -> Option<f64> {
    let text = text.trim();
    let begins = text.trim_start_matches(['-', '+', '−', ' ']);
    let legal = begins.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    // 1:200 is a time or a place here, not a share; 2024-01-02 is no number anyway.
    if !legal || text.contains([':', '/', 'i']) {
        return None;
    }
    match comma {
        Some(Comma::Decimal) if text.contains([',', '.']) => {
            // 1.234.567,8 and 1.234: points part thousands.
            let groups = text
                .split(',')
                .next()
                .unwrap_or_default()
                .split('.')
                .skip(1);
            let parted = groups
                .clone()
                .all(|it| it.chars().filter(char::is_ascii_digit).count() == 3);
            let dots = if parted { "" } else { "." };
            parse_number(&text.replace('.', dots).replace(',', "."))
        }
        Some(Comma::Thousands) => parse_number(&text.replace(',', "")),
        _ => parse_number(text),
    }
}

/// Half of the last place that a cell gives: 0.0005 of 0.915 and of 91.5%.
pub(super) fn half_place(text: &str) -> f64 {
    let text = bare(text);
    let digits = text
        .rsplit(['.', ','])
        .next()
        .filter(|it| it.len() < text.len());
    let places = digits.map_or(0, |it| it.bytes().take_while(u8::is_ascii_digit).count());
    let scale = if text.ends_with('%') { 0.01 } else { 1.0 };
    (0..places).fold(0.5 * scale, |half, _| half / 10.0)
}

#[cfg(test)]
mod tests;
