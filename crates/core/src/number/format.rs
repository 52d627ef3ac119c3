//! Numbers as people read and write them, and as files keep them.

use crate::number::math::{floor, log10};

/// The shortest decimal digits that read back to the same number: `0.01`, `1e-12`, `1`.
pub fn shortest(value: f64) -> String {
    let text = format!("{value:?}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A whole number with thin groups: 1,048,575.
pub fn whole(value: u64) -> String {
    let digits = value.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// What stands for a number that would take too much work to compute.
pub const UNKNOWN: &str = "(simulated only)";

/// The least share that is told as a percentage; what is rarer is counted.
const RARE: f64 = 1e-6;

/// A probability to read: three significant digits of a percentage, but never
/// rounded to a certainty it isn't: 36.6%, 0.00432%, 99.9987%, >99.9999%. What is rarer than
/// one in a million is counted: 1 in 870 billion.
///
/// What isn't known exactly says so.
pub fn percent(probability: f64) -> String {
    if probability.is_nan() {
        return UNKNOWN.to_owned();
    }
    if 0.0 < probability && probability < RARE {
        return format!("1 in {}", spelled(1.0 / probability));
    }
    let value = probability * 100.0;
    if !(99.0..100.0).contains(&value) {
        return significant(value, 3) + "%";
    }
    if 1.0 - probability < RARE {
        return ">99.9999%".to_owned();
    }
    // Two significant digits of what is missing to 100%.
    let places = (1 - exponent_of(100.0 - value)).clamp(1, 5);
    fixed(value, places) + "%"
}

/// A number of a million or more, to two digits in words: 870 billion, 2 × 10⁴³.
fn spelled(value: f64) -> String {
    let value = round(value, 2);
    for (name, size) in [("million", 1e6), ("billion", 1e9), ("trillion", 1e12)] {
        if value < size * 1000.0 {
            return format!("{} {name}", significant(value / size, 2));
        }
    }
    significant(value, 2)
}

/// So many of a thing, of which more than one have an s: 1 token, 1,000 tokens, 2 stretches. The
/// number is given as it is written.
pub fn many(number: &str, thing: &str) -> String {
    if number == "1" {
        format!("1 {thing}")
    } else {
        let ending = if thing.ends_with("ch") { "es" } else { "s" };
        format!("{number} {thing}{ending}")
    }
}

/// So many of a thing: see [`many`].
pub fn count(number: u64, thing: &str) -> String {
    many(&whole(number), thing)
}

/// A number of tokens to three significant digits. As large as the longest text may be it is
/// written out, so that a length and a price beside it have one notation.
pub fn tokens(count: f64) -> String {
    if (1e7..1e10).contains(&count) {
        whole(round(count, 3) as u64)
    } else {
        significant(count, 3)
    }
}

/// A number to so many significant digits, without trailing zeros; below 10⁻⁴
/// and from 10⁷ on as a power of ten.
pub fn significant(value: f64, digits: i32) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    if value.is_nan() {
        return UNKNOWN.to_owned();
    }
    if value.is_infinite() {
        return "∞".to_owned();
    }
    // Rounding may reach the next power of ten.
    let value = round(value, digits);
    let exponent = exponent_of(value);
    if !(-4..7).contains(&exponent) {
        let mantissa = fixed(shift(value, -exponent), digits - 1);
        return format!("{mantissa} × 10{}", superscript(exponent));
    }
    fixed(value, digits - 1 - exponent)
}

/// The nearest number with so many significant digits, as close as a double comes.
pub fn round(value: f64, digits: i32) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let places = digits - 1 - exponent_of(value);
    // Dividing by an exact power of ten rounds once: 7/100 is the double 0.07.
    shift(shift(value, places).round(), -places)
}

/// ⌊log₁₀|value|⌋.
fn exponent_of(value: f64) -> i32 {
    let exponent = floor(log10(value.abs())) as i32;
    // log10 may round up to the next whole number.
    if shift(value.abs(), -exponent) < 1.0 {
        exponent - 1
    } else {
        exponent
    }
}

/// value·10ⁿ, by the powers of ten that doubles hold exactly.
fn shift(value: f64, n: i32) -> f64 {
    /// The greatest n for which 10ⁿ is a double.
    const EXACT: u32 = 22;
    let mut left = n.unsigned_abs();
    let mut shifted = value;
    while left > 0 {
        let power = (0..left.min(EXACT)).fold(1.0, |power, _| power * 10.0);
        shifted = if n > 0 {
            shifted * power
        } else {
            shifted / power
        };
        left = left.saturating_sub(EXACT);
    }
    shifted
}

/// A number to so many places after the point, without trailing zeros, its
/// integer part grouped; |value|·10^places must stay below 10¹⁸.
fn fixed(value: f64, places: i32) -> String {
    let places = places.max(0);
    let scaled = shift(value.abs(), places).round() as u64;
    let unit = 10_u64.pow(places.unsigned_abs());
    let sign = if value < 0.0 && scaled > 0 { "−" } else { "" };
    let mut text = format!("{sign}{}", whole(scaled / unit));
    let fraction = scaled % unit;
    if fraction > 0 {
        let digits = format!(".{fraction:0width$}", width = places as usize);
        text.push_str(digits.trim_end_matches('0'));
    }
    text
}

/// A foreign text cut to a length that a note can hold: see [`clean`].
pub fn shorten(text: &str) -> String {
    clean(text, 40)
}

/// A foreign text cut to so many letters, without characters that aren't seen.
pub fn clean(text: &str, most: usize) -> String {
    let mut letters = text.chars().filter(|&c| !is_unseen(c));
    let mut clean: String = letters.by_ref().take(most).collect();
    if letters.next().is_some() {
        clean.push('…');
    }
    clean
}

/// Whether a character only changes how its neighbours are shown: controls, ends of
/// lines, blanks without width, marks of direction.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        )
}

/// An exponent in superscript digits.
pub fn superscript(exponent: i32) -> String {
    exponent
        .to_string()
        .chars()
        .map(|c| match c {
            '-' => '⁻',
            '1' => '¹',
            '2' => '²',
            '3' => '³',
            digit => char::from_u32(digit as u32 - '0' as u32 + '⁰' as u32).unwrap_or(digit),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_keep_three_digits_and_never_pretend_certainty() {
        for (probability, text) in [
            (0.0, "0%"),
            (1.0, "100%"),
            (0.366_032, "36.6%"),
            (0.000_043_171, "0.00432%"),
            (0.999, "99.9%"),
            (0.999_987, "99.9987%"),
            (0.05, "5%"),
            (0.999_998_77, "99.99988%"),
            (1.0 - 1.01e-6, "99.9999%"),
            (1.0 - 1e-16, ">99.9999%"),
            (9.9e-7, "1 in 1 million"),
            (4.3e-7, "1 in 2.3 million"),
            (1.15e-12, "1 in 870 billion"),
            (3.17e-44, "1 in 3.2 × 10⁴³"),
        ] {
            assert_eq!(percent(probability), text);
        }
    }

    #[test]
    fn one_of_a_thing_is_one() {
        assert_eq!(count(0, "token"), "0 tokens");
        assert_eq!(count(1, "token"), "1 token");
        assert_eq!(count(1000, "token"), "1,000 tokens");
        assert_eq!(many("1.5", "call"), "1.5 calls");
    }

    #[test]
    fn a_foreign_text_keeps_to_its_place() {
        assert_eq!(shorten("a\u{202e}b\n\u{200b}\u{0}c\u{2028}"), "abc");
        assert_eq!(shorten(&"é".repeat(41)), "é".repeat(40) + "…");
    }

    #[test]
    fn large_numbers_are_grouped() {
        assert_eq!(whole(0), "0");
        assert_eq!(whole(999), "999");
        assert_eq!(whole(1_048_575), "1,048,575");
        assert_eq!(significant(68.967_563_936_5, 3), "69");
        assert_eq!(significant(1234.5, 5), "1,234.5");
        assert_eq!(significant(6.931e11, 3), "6.93 × 10¹¹");
        assert_eq!(tokens(1e9), "1,000,000,000");
        assert_eq!(tokens(68.967), "69");
        assert_eq!(tokens(6.931e11), "6.93 × 10¹¹");
    }
}
