//! What was measured.

use super::statistics::{median, quantile};
use anyhow::Error;
use serde_json::{Value, json};

/// One thing that was measured some times, or could not be.
pub(super) struct Finding {
    /// What it is.
    pub(super) what: String,
    /// Where: a browser, or natively.
    pub(super) place: &'static str,
    /// The unit of the values.
    pub(super) unit: &'static str,
    /// What was measured, round by round; empty where nothing could be.
    pub(super) values: Vec<f64>,
    /// What else is to be known of it, or why there is nothing.
    pub(super) note: String,
}

impl Finding {
    /// Something measured.
    pub(super) fn new(
        what: impl Into<String>,
        place: &'static str,
        unit: &'static str,
        values: Vec<f64>,
    ) -> Self {
        Self {
            what: what.into(),
            place,
            unit,
            values,
            note: String::new(),
        }
    }

    /// Something that could not be measured.
    pub(super) fn missing(what: impl Into<String>, place: &'static str, why: &Error) -> Self {
        let mut finding = Self::new(what, place, "", Vec::new());
        finding.note = format!("could not run: {why:#}").replace(['\n', '|'], " ");
        finding
    }

    /// The same with a note.
    #[must_use]
    pub(super) fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// The median; nothing where nothing was measured.
    pub(super) fn median(&self) -> Option<f64> {
        (!self.values.is_empty()).then(|| median(&self.values))
    }

    /// The quartiles, where there are values enough for a spread.
    pub(super) fn spread(&self) -> Option<(f64, f64)> {
        (self.values.len() > 1)
            .then(|| (quantile(&self.values, 0.25), quantile(&self.values, 0.75)))
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        json!({
            "what": self.what,
            "place": self.place,
            "unit": self.unit,
            "median": self.median(),
            "quartiles": self.spread().map(|(low, high)| [low, high]),
            "values": self.values,
            "note": self.note,
        })
    }
}

/// What one series is divided by another, round by round: so that what slowed a round down
/// slowed down both.
pub(super) fn ratios(above: &[f64], below: &[f64]) -> Vec<f64> {
    above.iter().zip(below).map(|(a, b)| a / b).collect()
}

/// What one series has more than another, round by round.
pub(super) fn differences(more: &[f64], less: &[f64]) -> Vec<f64> {
    more.iter().zip(less).map(|(a, b)| a - b).collect()
}

/// A number as the tables show it: three digits that count, and no more than are known.
pub(super) fn shown(value: f64) -> String {
    if value < 0.0 {
        return format!("−{}", shown(-value));
    }
    if value == value.round() || value >= 1000.0 {
        return grouped(value.round());
    }
    let digits = if value >= 100.0 {
        0
    } else if value >= 10.0 {
        1
    } else if value >= 1.0 {
        2
    } else {
        3
    };
    format!("{value:.digits$}")
}

/// A whole number with its thousands apart.
fn grouped(value: f64) -> String {
    let digits = format!("{value:.0}");
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_with_the_digits_that_count() {
        for (value, text) in [
            (0.0, "0"),
            (0.012_34, "0.012"),
            (7.615, "7.62"),
            (31.449, "31.4"),
            (278.5, "278"),
            (1234.5, "1,235"),
            (1_000_000.0, "1,000,000"),
            (-1500.0, "−1,500"),
            (-0.05, "−0.050"),
        ] {
            assert_eq!(shown(value), text);
        }
    }

    #[test]
    fn what_could_not_run_has_no_numbers() {
        let finding = Finding::missing("a", "chromium", &anyhow::anyhow!("no\nway"));
        assert_eq!((finding.median(), finding.spread()), (None, None));
        assert_eq!(finding.note, "could not run: no way");
        assert_eq!(finding.json()["median"], Value::Null);
    }

    #[test]
    fn rounds_are_compared_with_their_own() {
        assert_eq!(ratios(&[2.0, 9.0], &[1.0, 3.0]), [2.0, 3.0]);
        assert_eq!(differences(&[2.0, 9.0], &[1.0, 3.0]), [1.0, 6.0]);
    }
}
