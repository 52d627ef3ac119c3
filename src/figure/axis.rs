//! An axis: from values to places on the sheet and back, and its ticks.

use bounceback_core::number::format;
use bounceback_core::number::math::{floor, ln, log10, pow};

/// Whether equal steps or equal ratios take equal room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Equal steps.
    Linear,
    /// Equal ratios.
    Log,
}

impl Scale {
    /// A logarithmic scale or a linear one.
    pub const fn of(logarithmic: bool) -> Self {
        if logarithmic { Self::Log } else { Self::Linear }
    }
}

/// An axis that puts the values `low..high` between the places `start..end`
/// (CSS pixels; `end` lies before `start` on an axis that points up).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// Linear or logarithmic.
    pub scale: Scale,
    /// The value at the start, positive on a logarithmic axis.
    pub low: f64,
    /// The value at the end, greater than `low`.
    pub high: f64,
    /// The place of `low`.
    pub start: f64,
    /// The place of `high`.
    pub end: f64,
}

impl Axis {
    /// The place of a value; values beyond an end lie at that end.
    pub fn place(&self, value: f64) -> f64 {
        let share = match self.scale {
            Scale::Linear => (value - self.low) / (self.high - self.low),
            Scale::Log if value <= 0.0 => 0.0,
            Scale::Log => ln(value / self.low) / ln(self.high / self.low),
        };
        self.start + (self.end - self.start) * share.clamp(0.0, 1.0)
    }

    /// The value at a place; places beyond an end give the value of that end.
    pub fn value(&self, place: f64) -> f64 {
        let share = ((place - self.start) / (self.end - self.start)).clamp(0.0, 1.0);
        match self.scale {
            Scale::Linear => self.low + (self.high - self.low) * share,
            Scale::Log => self.low * pow(self.high / self.low, share),
        }
    }

    /// Round values to mark, about `wanted` of them (on a logarithmic axis:
    /// powers of ten, thinned out where there are many).
    pub fn ticks(&self, wanted: usize) -> Vec<f64> {
        match self.scale {
            Scale::Linear => self.linear_ticks(wanted),
            Scale::Log => self.log_ticks(wanted),
        }
    }

    fn linear_ticks(&self, wanted: usize) -> Vec<f64> {
        let step = round_step((self.high - self.low) / wanted.max(1) as f64);
        let first = (self.low / step - 1e-9).ceil();
        let last = (self.high / step + 1e-9).floor();
        (0..=(last - first) as usize)
            .map(|i| (first + i as f64) * step)
            .collect()
    }

    fn log_ticks(&self, wanted: usize) -> Vec<f64> {
        let first = (log10(self.low) - 1e-9).ceil() as i32;
        let last = (log10(self.high) + 1e-9).floor() as i32;
        let decades = (last - first + 1).max(0) as usize;
        let mut ticks: Vec<f64> = if decades * 3 <= wanted {
            // Few decades: 1, 2 and 5 in each, from the one below.
            (first - 1..=last)
                .flat_map(|decade| {
                    [1.0, 2.0, 5.0].map(|digit| digit * pow(10.0, f64::from(decade)))
                })
                .collect()
        } else {
            // Every stride-th decade, counted from the last.
            let stride = decades.div_ceil(wanted.max(1)).max(1);
            let offset = decades.saturating_sub(1) % stride;
            (first..=last)
                .skip(offset)
                .step_by(stride)
                .map(|d| pow(10.0, f64::from(d)))
                .collect()
        };
        ticks.retain(|&tick| tick >= self.low * (1.0 - 1e-9) && tick <= self.high * (1.0 + 1e-9));
        ticks
    }
}

/// The greatest of 1, 2, 5 times a power of ten that is not much more than `step`.
fn round_step(step: f64) -> f64 {
    let magnitude = pow(10.0, floor(log10(step)));
    let ratio = step / magnitude;
    let digit = if ratio < 1.5 {
        1.0
    } else if ratio < 3.5 {
        2.0
    } else if ratio < 7.5 {
        5.0
    } else {
        10.0
    };
    digit * magnitude
}

/// A number of tokens, short enough for a tick: 200, 1,500, 20k, 5M, 1,000M.
pub fn tokens_label(tokens: f64) -> String {
    let (unit, suffix) = match tokens {
        _ if tokens >= 1e6 => (1e6, "M"),
        _ if tokens >= 1e4 => (1e3, "k"),
        _ => (1.0, ""),
    };
    format::significant(tokens / unit, 6) + suffix
}

/// A probability, short enough for a tick: 100%, 2.5%, 10⁻⁷%.
pub fn percent_label(probability: f64) -> String {
    if probability > 0.0 && probability < 9e-7 {
        let exponent = (log10(probability) + 2.0).round() as i32;
        return format!("10{}%", format::superscript(exponent));
    }
    format::significant(probability * 100.0, 6) + "%"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axis(scale: Scale, low: f64, high: f64) -> Axis {
        Axis {
            scale,
            low,
            high,
            start: 40.0,
            end: 840.0,
        }
    }

    #[test]
    fn a_place_and_its_value_are_inverse() {
        for axis in [axis(Scale::Linear, 0.0, 200.0), axis(Scale::Log, 1.0, 1e9)] {
            for share in [0.0, 0.1, 0.5, 1.0] {
                let place = 40.0 + 800.0 * share;
                assert!((axis.place(axis.value(place)) - place).abs() < 1e-9);
            }
            assert_eq!(axis.place(-1.0), 40.0);
            assert_eq!(axis.place(1e12), 840.0);
        }
    }

    #[test]
    fn ticks_are_round_and_about_as_many_as_wanted() {
        assert_eq!(
            axis(Scale::Linear, 0.0, 200.0).ticks(5),
            [0.0, 50.0, 100.0, 150.0, 200.0]
        );
        assert_eq!(
            axis(Scale::Linear, 0.0, 1.0).ticks(4),
            [0.0, 0.2, 0.4, 0.6, 0.8, 1.0].map(|x: f64| (x / 0.2).round() * 0.2)
        );
        assert_eq!(
            axis(Scale::Log, 1.0, 1000.0).ticks(5),
            [1.0, 10.0, 100.0, 1000.0]
        );
        assert_eq!(
            axis(Scale::Log, 1.0, 1e9).ticks(5),
            [10.0, 1e3, 1e5, 1e7, 1e9]
        );
        assert_eq!(axis(Scale::Log, 3.0, 30.0).ticks(6), [5.0, 10.0, 20.0]);
        for (low, high) in [(0.0, 1.0), (17.0, 19.0), (0.0, 1e9), (999_999_999.0, 1e9)] {
            let ticks = axis(Scale::Linear, low, high).ticks(6);
            assert!((2..=12).contains(&ticks.len()), "{low} {high} {ticks:?}");
        }
    }

    #[test]
    fn labels_are_short() {
        assert_eq!(
            [0.0, 200.0, 1500.0, 2e4, 1.5e6, 1e9].map(tokens_label),
            ["0", "200", "1,500", "20k", "1.5M", "1,000M"]
        );
        assert_eq!(
            [0.0, 0.25, 1.0, 0.001, 1e-9].map(percent_label),
            ["0%", "25%", "100%", "0.1%", "10⁻⁷%"]
        );
    }
}
