//! Numbers as people write them.

use super::format::{percent, significant};
use crate::number::math::{ln, log1p};

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

/// What is meant where a share is typed into a field that shows percent. A bare number of more
/// than 1 is one of percent. Any other may be that or the share itself: it is what lies nearer to
/// a `usual` value of the field, in log odds. So `0.5` is 0.5% of errors, where one in a hundred
/// is usual, and 50% of what a checker finds; `0.05` is 5% of either.
pub fn typed_share(text: &str, usual: f64) -> String {
    let bare = text.trim();
    let is_bare = bare
        .chars()
        .all(|c| !c.is_alphabetic() && !"%‰/:×".contains(c));
    let Some(number) = parse_number(bare).filter(|_| is_bare) else {
        return text.to_owned();
    };
    // What is usually nothing, or all, is little or much where it is told at all.
    let usual = match usual {
        0.0 => 0.05,
        1.0 => 0.95,
        usual => usual,
    };
    let log_odds = |share: f64| ln(share) - log1p(-share);
    let far = |share: f64| {
        // Where most is usual, still more is no wonder.
        let more = usual > 0.5 && share >= usual;
        (!more).then(|| (log_odds(share) - log_odds(usual)).abs())
    };
    if number > 0.0 && (number >= 1.0 || far(number / 100.0) < far(number)) {
        format!("{bare}%")
    } else {
        text.to_owned()
    }
}

/// A share in words that show whether it was understood: "0.5% is 1 in 200".
pub fn understood(share: f64) -> String {
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

    #[test]
    fn what_is_typed_into_a_field_of_percent_is_meant_as_percent() {
        for (typed, usual, share) in [
            ("0.5", 0.01, 0.005),
            ("0,5", 0.01, 0.005),
            ("0.005", 0.01, 0.005),
            ("0.05", 0.01, 0.05),
            ("5", 0.01, 0.05),
            ("1", 0.01, 0.01),
            ("1", 0.9, 0.01),
            ("100", 0.01, 1.0),
            ("0.8", 0.9, 0.8),
            ("80", 0.9, 0.8),
            ("0.95", 0.95, 0.95),
            ("0.99999", 0.95, 0.99999),
            ("0.05", 0.0, 0.05),
            ("0.5", 1.0, 0.5),
            ("0", 0.9, 0.0),
            ("50%", 0.01, 0.5),
            ("1 in 2", 0.01, 0.5),
            ("1/200", 0.9, 0.005),
            ("1e-3", 0.01, 0.001),
        ] {
            let read = parse_number(&typed_share(typed, usual));
            assert_eq!(read, Some(share), "{typed} beside {usual}");
        }
        assert_eq!(typed_share("nonsense", 0.5), "nonsense");
        assert_eq!(understood(0.005), "0.5% is 1 in 200");
        assert_eq!(understood(0.95), "95% is all but 1 in 20");
        assert_eq!(understood(0.0), "0%");
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
                let _ = (parse_number(&text), typed_share(&text, 0.3));
                text.clear();
            }
        }
        assert_eq!(parse_number(&"9".repeat(65_536)), Some(f64::INFINITY));
        assert_eq!(parse_number(&",".repeat(65_536)), None);
    }
}
