//! What a link shows, as text for machines: CSV and JSON.

use crate::criterion::Criterion;
use crate::exact::{Exact, lengths};
use crate::format::shortest;
use crate::link;
use crate::parameter::Key;
use crate::scenario::Scenario;
use crate::simulate::{Runs, Tally};
use std::fmt::Write as _;

/// How many lengths a curve has where the caller names none.
pub const CURVE_LENGTHS: usize = 512;

/// A table of numbers: a row for each length, a column for each reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The names of the columns; the first is `tokens`.
    pub columns: Vec<&'static str>,
    /// The lengths, one for each row.
    pub tokens: Vec<u64>,
    /// The readings, row by row, without the length.
    pub rows: Vec<Vec<f64>>,
}

/// The curves of a scenario at the given lengths, or at those of its figure;
/// with the simulated columns, if asked for, beside the exact ones.
///
/// `low` and `high` bound the probability of the scenario's criterion: Wilson's
/// interval at 95%, from the simulated runs alone.
pub fn table(scenario: &Scenario, at: Option<&[u64]>, simulated: bool) -> Table {
    let tokens = match at {
        Some(at) => {
            let mut at = at.to_vec();
            at.sort_unstable();
            at.dedup();
            at
        }
        None => lengths(scenario.done(), scenario.tokens(), CURVE_LENGTHS, scenario.log_x()),
    };
    let exact = Exact::new(scenario);
    let asked = scenario.criterion();
    let mut columns = vec!["tokens", "flawless", "acceptable"];
    let mut criteria = vec![Criterion::Flawless, Criterion::Acceptable];
    if matches!(asked, Criterion::Tolerant(_)) {
        columns.push("tolerant");
        criteria.push(asked);
    }
    let mut rows: Vec<Vec<f64>> = tokens
        .iter()
        .map(|&n| criteria.iter().map(|&criterion| exact.success(criterion, n)).collect())
        .collect();
    if simulated {
        columns.extend(["simulated_flawless", "simulated_acceptable"]);
        if matches!(asked, Criterion::Tolerant(_)) {
            columns.push("simulated_tolerant");
        }
        columns.extend(["low", "high"]);
        let tally = simulate(scenario, tokens.clone());
        for (i, row) in rows.iter_mut().enumerate() {
            row.extend(criteria.iter().map(|&criterion| tally.share(criterion, i)));
            let (low, high) = tally.interval(asked, i);
            row.extend([low, high]);
        }
    }
    Table { columns, tokens, rows }
}

/// Every run of a scenario, looked at at some lengths.
pub fn simulate(scenario: &Scenario, lengths: Vec<u64>) -> Tally {
    let mut runs = runs(scenario, lengths);
    while !runs.advance(u64::MAX).is_done() {}
    runs.tally().clone()
}

/// The simulation that a scenario describes, not yet begun.
pub fn runs(scenario: &Scenario, lengths: Vec<u64>) -> Runs {
    let tolerance = match scenario.criterion() {
        Criterion::Tolerant(most) => Some(most),
        _ => None,
    };
    Runs::new(
        &scenario.chain(),
        scenario.done(),
        lengths,
        scenario.whole(Key::Runs),
        scenario.whole(Key::Seed),
        tolerance,
    )
}

impl Table {
    /// Comma-separated values, a header line first; digits that read back to the same bits.
    pub fn csv(&self) -> String {
        let mut csv = self.columns.join(",");
        csv.push('\n');
        for (tokens, row) in self.tokens.iter().zip(&self.rows) {
            // Writing to a String cannot fail.
            let _ = write!(csv, "{tokens}");
            for value in row {
                csv.push(',');
                csv.push_str(&number(*value, ""));
            }
            csv.push('\n');
        }
        csv
    }

    /// One JSON object: the link, and an array for each column.
    pub fn json(&self, scenario: &Scenario) -> String {
        let mut json = format!("{{\"link\":\"#{}\"", link::write(scenario));
        for (index, column) in self.columns.iter().enumerate() {
            let values: Vec<String> = match index {
                0 => self.tokens.iter().map(ToString::to_string).collect(),
                _ => self.rows.iter().map(|row| number(row[index - 1], "null")).collect(),
            };
            let _ = write!(json, ",\"{column}\":[{}]", values.join(","));
        }
        json.push_str("}\n");
        json
    }
}

/// A number, or what stands for none.
fn number(value: f64, none: &str) -> String {
    if value.is_finite() { shortest(value) } else { none.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_follow_the_criterion_and_the_runs() {
        let plain = link::read("tokens=3").scenario;
        assert_eq!(table(&plain, None, false).csv().lines().next(), Some("tokens,flawless,acceptable"));
        let tolerant = link::read("tokens=3&criterion=tolerant&runs=10").scenario;
        assert_eq!(
            table(&tolerant, None, true).columns.join(","),
            "tokens,flawless,acceptable,tolerant,simulated_flawless,simulated_acceptable,simulated_tolerant,low,high"
        );
    }

    #[test]
    fn without_runs_the_simulated_cells_are_empty() {
        let none = link::read("tokens=3&runs=0").scenario;
        let csv = table(&none, Some(&[3]), true).csv();
        assert!(csv.ends_with(",,,0,1\n"), "{csv}");
        assert!(table(&none, Some(&[3]), true).json(&none).contains("\"simulated_flawless\":[null]"));
    }
}
