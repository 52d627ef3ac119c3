//! Shares as people count them: 13 in 100, 1 in 23,000.

use super::format::{UNKNOWN, significant, whole};

/// A share of so many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Odds {
    /// How many.
    pub count: String,
    /// Of how many, as in "in 100".
    pub of: String,
}

/// The fewest that shares are counted among.
const HUNDRED: f64 = 100.0;

/// The most: beyond, "fewer than 1".
const MILLION: f64 = 1e6;

/// A share between 0 and 1 as a count among 100 where that tells it from none and from all;
/// else as one among many, or as all but one among many. `NaN` is what is not known.
pub fn odds(share: f64) -> Odds {
    let told = |count: String, of: f64| Odds {
        count,
        of: format!("in {}", whole(of as u64)),
    };
    if share.is_nan() {
        return told(UNKNOWN.to_owned(), HUNDRED);
    }
    let rare = share.min(1.0 - share);
    if rare <= 0.0 || rare >= 0.5 / HUNDRED {
        return told(whole((share * HUNDRED).round() as u64), HUNDRED);
    }
    if share < 0.5 {
        return if share < 1.0 / MILLION {
            told("fewer than 1".to_owned(), MILLION)
        } else {
            // Two digits are what a glance takes in.
            let of = significant(1.0 / share, 2).replace(',', "");
            told("1".to_owned(), of.parse().unwrap_or(MILLION))
        };
    }
    let mut of = 10.0 * HUNDRED;
    while rare * of < 0.95 && of < MILLION {
        of *= 10.0;
    }
    if rare * of < 0.95 {
        return told(format!("more than {}", whole(of as u64 - 1)), of);
    }
    told(whole((share * of).round() as u64), of)
}

impl core::fmt::Display for Odds {
    fn fmt(&self, to: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(to, "{} {}", self.count, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_told_as_people_count() {
        for (share, told) in [
            (0.0, "0 in 100"),
            (0.134, "13 in 100"),
            (0.8333, "83 in 100"),
            (1.0, "100 in 100"),
            (0.005, "1 in 100"),
            (0.000_043_171, "1 in 23,000"),
            (1e-9, "fewer than 1 in 1,000,000"),
            (0.9987, "999 in 1,000"),
            (0.999_96, "99,996 in 100,000"),
            (1.0 - 1e-9, "more than 999,999 in 1,000,000"),
        ] {
            assert_eq!(odds(share).to_string(), told, "{share}");
        }
        assert_eq!(odds(f64::NAN).count, UNKNOWN);
    }

    #[test]
    fn what_is_told_is_never_further_off_than_it_says() {
        let mut share: f64 = 1e-6;
        while share < 1.0 {
            for share in [share, 1.0 - share] {
                let odds = odds(share);
                let number = |text: &str| text.replace(',', "").parse::<f64>();
                let (Ok(count), Ok(of)) = (number(&odds.count), number(&odds.of[3..])) else {
                    continue;
                };
                let told = count / of;
                let near = (told - share).abs() <= 0.51 / of || (told / share - 1.0).abs() < 0.06;
                assert!(near, "{share}: {odds}");
            }
            share *= 1.37;
        }
    }
}
