//! Where and when something was measured: numbers mean little without.

use crate::process;
use serde_json::{Value, json};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

/// A machine on a day.
pub(super) struct Machine {
    pub(super) processor: String,
    pub(super) processors: usize,
    pub(super) system: String,
    pub(super) rust: String,
    pub(super) date: String,
    /// How many processes wanted a processor on average, in the minute before.
    pub(super) load: Option<f64>,
}

impl Machine {
    /// This one, now.
    pub(super) fn here() -> Self {
        let said = |program: &str, argument: &str| {
            process::output(Command::new(program).arg(argument))
                .map_or_else(|_| "?".to_owned(), |said| said.trim().to_owned())
        };
        Self {
            processor: processor().unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            processors: std::thread::available_parallelism().map_or(1, usize::from),
            system: system().unwrap_or_else(|| std::env::consts::OS.to_owned()),
            rust: said("rustc", "--version"),
            date: date(
                SystemTime::now()
                    .duration_since(UNIX_EPOCH)
                    .map_or(0, |since| since.as_secs()),
            ),
            load: load(),
        }
    }

    /// Whether others were at work, so that the numbers are not to be relied on.
    pub(super) fn is_busy(&self) -> bool {
        self.load.is_some_and(|load| load > 0.5)
    }

    /// For programs.
    pub(super) fn json(&self) -> Value {
        json!({
            "processor": self.processor,
            "processors": self.processors,
            "system": self.system,
            "rust": self.rust,
            "date": self.date,
            "load": self.load,
        })
    }
}

/// The load now, where the system tells it.
pub(super) fn load() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/loadavg").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

fn processor() -> Option<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn system() -> Option<String> {
    let text = std::fs::read_to_string("/etc/os-release").ok()?;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))?;
    Some(line.trim_matches('"').to_owned())
}

/// The date, as `2026-01-31`, of so many seconds after 1970 began (in UTC): H. Hinnant's
/// `civil_from_days`.
fn date(seconds: u64) -> String {
    let days = seconds / 86_400 + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn seconds_are_of_a_day() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(951_782_400), "2000-02-29");
        assert_eq!(date(1_798_761_599), "2026-12-31");
        assert_eq!(date(1_798_761_600), "2027-01-01");
    }
}
