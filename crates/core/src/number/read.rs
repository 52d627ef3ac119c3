//! Numbers as people write them.

use super::format::{percent, significant};

/// Reads a number as a person writes it: `0.01`, `1%`, `5‰`, `1e-3`, `2 × 10⁻³`, `1,000`,
/// `1 000`, `1'000`, `0,01`, `4K`, `1.5M`, `1/200`, `1 in 200`. Not a number: anything else, and
/// the words `inf` and `nan`.
///
/// A comma before exactly three digits parts thousands, unless nothing but zeros stand before
/// it; any other is a decimal point.
pub fn parse_number(text: &str) -> Option<f64> {
    let text = text.trim().replace('−', "-");
    for mark in ["/", " in ", ":"] {
        if let Some((count, of)) = text.split_once(mark) {
            let (count, of) = (parse_number(count)?, parse_number(of)?);
            return (of != 0.0).then_some(count / of);
        }
    }
    // The decimal point moves in the text, so that 0.1% is the double nearest to 0.001 and not
    // a rounded quotient.
    let (digits, by) = [("%", -2), ("‰", -3), ("K", 3), ("k", 3), ("M", 6)]
        .into_iter()
        .find_map(|(mark, by)| Some((text.strip_suffix(mark)?, by)))
        .unwrap_or((&text, 0));
    let plain = plain(digits.trim_end())?;
    if by == 0 {
        return plain.parse().ok();
    }
    let (mantissa, exponent) = plain.split_once(['e', 'E']).unwrap_or((&plain, "0"));
    let exponent: i64 = exponent.parse().ok()?;
    format!("{mantissa}e{}", exponent.saturating_add(by))
        .parse()
        .ok()
}

/// The digits of a number as programs write them.
fn plain(text: &str) -> Option<String> {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            ' ' | '_' | '\'' | '’' | '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' => {}
            // As in 2 × 10⁻³, which is 2e-3.
            '×' => plain.push('×'),
            _ => match "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|it| it == letter) {
                Some(digit) => plain.push(char::from(b'0' + digit as u8)),
                None if letter == '⁻' => plain.push('-'),
                None => plain.push(letter),
            },
        }
    }
    let has_power = text.contains(['×', '⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹']);
    if has_power {
        let (mantissa, power) = plain.split_once('×').unwrap_or(("1", &plain));
        plain = format!("{mantissa}e{}", power.strip_prefix("10")?);
    }
    let points = with_point(&plain);
    let legal = |c: char| matches!(c, '0'..='9' | '.' | '-' | '+' | 'e' | 'E');
    (!points.is_empty() && points.chars().all(legal)).then_some(points)
}

/// A text with commas as one with a decimal point, if any.
fn with_point(text: &str) -> String {
    let Some(last) = text.rfind(',') else {
        return text.to_owned();
    };
    let (before, after) = (&text[..last], &text[last + 1..]);
    let alone = !before.contains(',');
    // 1.234,5: the points part thousands.
    if alone && before.contains('.') {
        return format!("{}.{after}", before.replace('.', ""));
    }
    let whole = after.split(['.', 'e', 'E']).next().unwrap_or_default();
    let nothing = before
        .trim_start_matches(['-', '+'])
        .chars()
        .all(|c| c == '0');
    let parts_thousands = whole.len() == 3 && !nothing || after.contains('.') || !alone;
    if parts_thousands {
        text.replace(',', "")
    } else {
        format!("{before}.{after}")
    }
}

/// Words that stand for signs at the end of a number.
const WORDS: &[(&str, &str)] = &[
    (" percent", "%"),
    (" per cent", "%"),
    (" per mille", "‰"),
    (" per mil", "‰"),
    (" permille", "‰"),
    (" thousand", "e3"),
    (" million", "e6"),
    (" billion", "e9"),
];

/// What a person has typed, with signs for the words that are clear: `5 per mille` is `5‰`,
/// `one in 2 million` is `1 in 2e6`, `half` is `50%`. Any other text stays as it is.
pub fn signs(text: &str) -> String {
    let lower = text.trim().to_lowercase();
    if ["half", "a half", "one half"].contains(&lower.as_str()) {
        return "50%".to_owned();
    }
    if !lower.contains(|c: char| c.is_ascii_alphabetic()) {
        return text.trim().to_owned();
    }
    let signed = |part: &str| {
        let part = part.trim();
        let part = if part == "one" { "1" } else { part };
        let word = WORDS.iter().find(|(word, _)| part.ends_with(word));
        word.map_or_else(
            || part.to_owned(),
            |(word, sign)| part[..part.len() - word.len()].trim_end().to_owned() + sign,
        )
    };
    let parts: Vec<String> = lower.split(" in ").map(signed).collect();
    let signs = parts.join(" in ");
    // What is a number as it stands keeps its letters: `4M` has no small one.
    if parse_number(&signs).is_some() && parse_number(text).is_none() {
        signs
    } else {
        text.trim().to_owned()
    }
}

/// The number of a text without any sign of what it is a number of: no percent, no ratio.
fn bare(text: &str) -> Option<f64> {
    let is_bare = text
        .chars()
        .all(|c| !"%‰/:".contains(c) && (!c.is_alphabetic() || matches!(c, 'e' | 'E')));
    parse_number(text).filter(|_| is_bare)
}

/// What is meant where a share is typed into a field that shows percent. A number with a sign
/// is what it says. Of those without one, less than 1 is a share, `0.1` is 10%; from 1 on it
/// is percent, `5` is 5%, and `1` is 1%.
///
/// One rule for all fields, whatever is usual in them: what is guessed from the usual value,
/// nobody can know beforehand. [`understood`] says what a share was taken for.
pub fn typed_share(text: &str) -> String {
    let text = signs(text);
    match bare(&text) {
        Some(number) if number >= 1.0 => text + "%",
        _ => text,
    }
}

/// A share in words that show whether it was understood: "0.5% is 1 in 200"; and where the
/// text might have meant percent, how that is written.
pub fn understood(text: &str, share: f64) -> String {
    let told = counted(share);
    let text = text.trim();
    let Some(number) = bare(text).filter(|it| 0.0 < *it && *it < 1.0) else {
        return told;
    };
    let (taken, percent) = (percent(share), number / 100.0);
    format!(
        "{told}. {text} was taken as {taken}; write {text}% for 1 in {}.",
        significant(1.0 / percent, 3)
    )
}

/// The rule of [`typed_share`], for who is about to type.
pub const RULE: &str =
    "Without a sign a number below 1 is a share, so 0.1 is 10%; from 1 on it is percent.";

fn counted(share: f64) -> String {
    if share <= 0.0 || share >= 1.0 {
        return percent(share);
    }
    let rare = share.min(1.0 - share);
    let of = significant(1.0 / rare, 3);
    let all_but = if share > 0.5 { "all but " } else { "" };
    format!("{} is {all_but}1 in {of}", percent(share))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for (text, number) in [
            ("0.5", 0.5),
            ("0,5", 0.5),
            ("0,5%", 0.005),
            ("0,01", 0.01),
            ("0,001", 0.001),
            ("12,5", 12.5),
            ("1,000", 1000.0),
            ("1,048,575", 1_048_575.0),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("1/200", 0.005),
            ("1 in 200", 0.005),
            ("1:200", 0.005),
            ("1 in 1,000", 0.001),
            ("5‰", 0.005),
            ("1'000", 1000.0),
            ("1’000", 1000.0),
            ("1\u{2009}000", 1000.0),
            ("1\u{2007}000", 1000.0),
            ("4K", 4000.0),
            ("1.5M", 1_500_000.0),
            ("−3", -3.0),
            ("2e-3", 0.002),
            ("10⁻³", 0.001),
            ("2 × 10⁻³", 0.002),
            ("0.1 %", 0.001),
            ("12.5%", 0.125),
            ("1\u{a0}000", 1000.0),
            (" 7 ", 7.0),
            (".5", 0.5),
        ] {
            assert_eq!(parse_number(text), Some(number), "{text}");
        }
        for text in [
            "", "%", "x", "abc", "1/0", "1 in", "inf", "nan", "1e", "--1", "0x10", "1%%", "×",
            "10⁻", "٣",
        ] {
            assert_eq!(parse_number(text), None, "{text}");
        }
    }

    /// The one rule has no threshold but 1: 0.09, 0.1 and 0.2 are read alike, in any field.
    #[test]
    fn a_number_typed_without_a_sign_is_a_share_below_1_and_percent_from_1_on() {
        for (typed, share) in [
            ("0.005", 0.005),
            ("0.05", 0.05),
            ("0.09", 0.09),
            ("0.1", 0.1),
            ("0,1", 0.1),
            ("0.2", 0.2),
            ("0.5", 0.5),
            ("0.8", 0.8),
            ("0.99999", 0.99999),
            (".95", 0.95),
            ("1", 0.01),
            ("5", 0.05),
            ("5e0", 0.05),
            ("80", 0.8),
            ("100", 1.0),
            ("0", 0.0),
            ("50%", 0.5),
            ("0.5%", 0.005),
            ("0,5%", 0.005),
            ("1 in 2", 0.5),
            ("1/200", 0.005),
            ("1e-3", 0.001),
            ("2 × 10⁻³", 0.002),
            ("5‰", 0.005),
            ("5 per mille", 0.005),
            ("5 Percent", 0.05),
            ("0.5 percent", 0.005),
            ("half", 0.5),
            ("1 in 2 million", 5e-7),
            ("One in 1.5 thousand", 1.0 / 1500.0),
        ] {
            let read = parse_number(&typed_share(typed));
            assert_eq!(read, Some(share), "{typed}");
        }
        assert_eq!(parse_number(&signs("2 thousand")), Some(2000.0));
        assert_eq!(parse_number(&signs("4K")), Some(4000.0));
        for text in ["nonsense", "half a million", "in 2 million", "5 permit"] {
            assert_eq!(typed_share(text), text);
            assert_eq!(parse_number(&signs(text)), None, "{text}");
        }
    }

    #[test]
    fn what_was_understood_says_how_the_other_meaning_is_written() {
        assert_eq!(understood("0.5%", 0.005), "0.5% is 1 in 200");
        assert_eq!(understood("95", 0.95), "95% is all but 1 in 20");
        assert_eq!(understood("0", 0.0), "0%");
        assert_eq!(
            understood("0.5", 0.5),
            "50% is 1 in 2. 0.5 was taken as 50%; write 0.5% for 1 in 200."
        );
        assert_eq!(
            understood("0.8", 0.8),
            "80% is all but 1 in 5. 0.8 was taken as 80%; write 0.8% for 1 in 125."
        );
    }

    #[test]
    fn no_text_is_too_strange_to_be_read() {
        let mut text = String::new();
        for round in 0_u32..20_000 {
            let letters = "0123456789.,-+eE%‰/: inKM×10⁻³'’\u{2009}−";
            let all: Vec<char> = letters.chars().collect();
            let at = (round.wrapping_mul(2_654_435_761) >> 7) as usize % all.len();
            text.push(all[at]);
            if round % 9 == 8 {
                let _ = (
                    parse_number(&text),
                    typed_share(&text),
                    understood(&text, 0.3),
                );
                text.clear();
            }
        }
        assert_eq!(parse_number(&"9".repeat(65_536)), Some(f64::INFINITY));
        assert_eq!(parse_number(&",".repeat(65_536)), None);
    }
}
