//! Decimals as text, read to the nearest double.
//!
//! Every digit counts, however many there are: the quotient of two whole numbers is
//! divided out and rounded once, half to even. The standard library does the same
//! faster, with 10 KB of tables that don't compress: too much for a page that reads
//! a dozen numbers.

use core::cmp::Ordering;

/// So many significant digits decide; of all others only whether they are zero.
const DECISIVE: usize = 800;

/// Reads `-12.5e3`: digits, and if need be a sign, a point and an exponent.
pub fn read(text: &str) -> Option<f64> {
    let (sign, text) = sign_of(text);
    let (digits, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all = || whole.bytes().chain(fraction.bytes());
    if all().next().is_none() || !all().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let mut exponent = exponent_of(exponent)?.saturating_sub(fraction.len() as i64);
    let mut number = Natural::default();
    let (mut count, mut rest) = (0, 0);
    for digit in all().map(|digit| u32::from(digit - b'0')) {
        if count == DECISIVE {
            exponent = exponent.saturating_add(1);
            rest |= u32::from(digit > 0);
        } else if count > 0 || digit > 0 {
            number.extend(10, digit);
            count += 1;
        }
    }
    // A digit that stands for all further ones.
    number.extend(10, rest);
    exponent = exponent.saturating_sub(1);
    Some(sign * nearest(number, count as i64, exponent))
}

/// The double nearest to number·10^exponent; the number has so many digits and one.
fn nearest(mut number: Natural, digits: i64, exponent: i64) -> f64 {
    let magnitude = digits.saturating_add(exponent);
    if digits == 0 || magnitude < -330 {
        return 0.0;
    }
    if magnitude > 310 {
        return f64::INFINITY;
    }
    let mut divisor = Natural::default();
    divisor.extend(0, 1);
    let scaled = if exponent > 0 {
        &mut number
    } else {
        &mut divisor
    };
    for _ in 0..exponent.unsigned_abs() {
        scaled.extend(10, 0);
    }
    // The quotient gets 64 or 65 bits: more than are kept, even after the rounding bit.
    let shift = 64 - (number.bits() - divisor.bits());
    number.double(shift.max(0));
    divisor.double((-shift).max(0) + 65);
    let mut quotient = 0_u128;
    for _ in 0..=65 {
        let fits = number.minus(&divisor);
        quotient = quotient << 1 | u128::from(fits);
        number.double(1);
    }
    rounded(quotient, !number.0.is_empty(), -shift)
}

/// quotient·2^exponent, and something less than the last bit if there is a `rest`,
/// rounded to the bits that a double has there.
fn rounded(quotient: u128, rest: bool, exponent: i64) -> f64 {
    let bits = 128 - i64::from(quotient.leading_zeros());
    // Below 2^−1022 there are fewer than 53.
    let kept = 53.min(bits + exponent + 1074).max(0);
    let dropped = bits - kept;
    let mut mantissa = (quotient >> dropped) as u64;
    let (below, half) = (quotient & ((1 << dropped) - 1), 1 << (dropped - 1));
    let up = match below.cmp(&half) {
        Ordering::Less => false,
        Ordering::Equal => rest || mantissa % 2 == 1,
        Ordering::Greater => true,
    };
    mantissa += u64::from(up);
    // In two steps, neither of which rounds: 2^exponent itself may be too small.
    let exponent = exponent + dropped;
    let (one, other) = (exponent / 2, exponent - exponent / 2);
    mantissa as f64 * power_of_two(one) * power_of_two(other)
}

/// 2ⁿ for |n| < 1023.
fn power_of_two(n: i64) -> f64 {
    f64::from_bits(((1023 + n) as u64) << 52)
}

fn sign_of(text: &str) -> (f64, &str) {
    match text.strip_prefix('-') {
        Some(text) => (-1.0, text),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// An exponent; one beyond all bounds is as good as the bound.
fn exponent_of(text: &str) -> Option<i64> {
    let (sign, digits) = sign_of(text);
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let bound = i64::from(i32::MAX);
    let exponent = digits.bytes().fold(0, |exponent: i64, digit| {
        (exponent * 10 + i64::from(digit - b'0')).min(bound)
    });
    Some(if sign < 0.0 { -exponent } else { exponent })
}

/// A whole number of any size: 32 bits a word, the least first, no leading zeros.
#[derive(Default)]
struct Natural(Vec<u32>);

impl Natural {
    /// Multiplies it and adds to it.
    fn extend(&mut self, factor: u32, summand: u32) {
        let mut carry = u64::from(summand);
        for word in &mut self.0 {
            carry += u64::from(*word) * u64::from(factor);
            *word = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Doubles it so many times.
    fn double(&mut self, times: i64) {
        for _ in 0..times {
            self.extend(2, 0);
        }
    }

    /// The number of its binary digits.
    fn bits(&self) -> i64 {
        let last = self.0.last().map_or(32, |word| word.leading_zeros());
        self.0.len() as i64 * 32 - i64::from(last)
    }

    /// Subtracts another if it is not smaller than that; says whether it was.
    fn minus(&mut self, other: &Self) -> bool {
        let by_size = self.0.len().cmp(&other.0.len());
        let words = self.0.iter().rev().cmp(other.0.iter().rev());
        if by_size.then(words) == Ordering::Less {
            return false;
        }
        let mut borrow = 0_i64;
        for (index, word) in self.0.iter_mut().enumerate() {
            let taken = other.0.get(index).copied().unwrap_or(0);
            borrow += i64::from(*word) - i64::from(taken);
            *word = borrow as u32;
            borrow >>= 32;
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) {
        let known: f64 = text.parse().unwrap();
        assert_eq!(
            read(text).map(f64::to_bits),
            Some(known.to_bits()),
            "{text}"
        );
    }

    #[test]
    fn every_decimal_is_read_to_the_nearest_double() {
        for text in [
            "0",
            "-0",
            "1",
            "0.01",
            "1e-12",
            ".5",
            "5.",
            "+7",
            "1e22",
            "1e23",
            "9007199254740993",
            "9007199254740993.0000000000000000000000000000000000001",
            "1e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e309",
            "1e-320",
            "4.9e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "2.2250738585072011e-308",
            "1e-400",
            "1e99999999999999999999",
            "1e-99999999999999999999",
            "0e99999",
            "000000.00001",
            "123456789012345678901234567890",
        ] {
            check(text);
        }
        check(&format!("0.{}1e700", "0".repeat(700)));
        check(&format!("9007199254740993{}1", "0".repeat(2000)));
        check(&format!("9007199254740993.{}", "0".repeat(2000)));
    }

    #[test]
    fn random_decimals_are_read_to_the_nearest_double() {
        // A plain congruential generator is random enough for this.
        let mut state = 42_u64;
        let mut next = move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            state >> 11
        };
        for _ in 0..3000 {
            let double = f64::from_bits(next() << 11 | next() >> 40);
            if double.is_finite() {
                check(&format!("{double:?}"));
                check(&format!("{double:e}"));
            }
            let (mantissa, exponent) = (next(), next() % 700);
            check(&format!("{mantissa}e{}", exponent as i64 - 360));
            check(&format!("{}.{mantissa}", next() % 1000));
        }
    }

    #[test]
    fn nothing_else_is_a_decimal() {
        for text in [
            "", ".", "e5", "1e", "1e+", "--1", "1.2.3", "inf", "NaN", "0x1", "1 ", "٣",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
