//! What a link shows, as text for machines: CSV and JSON.

use crate::exact::{Exact, Horizon, lengths};
use crate::model::criterion::Criterion;
use crate::model::parameter::Key;
use crate::model::scenario::Scenario;
use crate::number::format::shortest;
use crate::number::probability::Probability;
use crate::share::link;
use crate::simulate::{Population, Runs, Tally};
use std::fmt::Write as _;

/// How many lengths a curve has where the caller names none.
pub const CURVE_LENGTHS: usize = 512;

/// A table of numbers: a row for each length, a column for each reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Columns of words, each with its name, that stand before the numbers: what each row
    /// is called, where it has no length.
    pub words: Vec<(String, Vec<String>)>,
    /// The names of the columns; the first is that of `first`, mostly `tokens`.
    pub columns: Vec<String>,
    /// What each row is about: its length.
    pub first: Vec<f64>,
    /// The readings, row by row, without the first column.
    pub rows: Vec<Vec<f64>>,
}

/// The lengths at which a scenario is shown where the caller names none.
pub fn default_lengths(scenario: &Scenario) -> Vec<u64> {
    lengths(
        scenario.done(),
        scenario.length(),
        CURVE_LENGTHS,
        scenario.log_x(),
    )
}

/// The exact curves of a scenario at some lengths, and beside them what `tally`
/// says at the very same lengths.
///
/// `low` and `high` bound the probability of the scenario's criterion: Wilson's
/// interval at 95%, from the simulated runs alone.
pub fn table(scenario: &Scenario, lengths: &[u64], tally: Option<&Tally>) -> Table {
    let asked = scenario.criterion();
    let [flawless, acceptable, answer] = Exact::new(scenario).all(asked, lengths);
    let mut curves = vec![
        (Criterion::Flawless, flawless),
        (Criterion::Acceptable, acceptable),
    ];
    if let Criterion::Tolerant(_) = asked {
        curves.push((asked, answer));
    }
    table_of(lengths, &curves, asked, tally)
}

/// The same of curves that are known already.
pub fn table_of(
    lengths: &[u64],
    curves: &[(Criterion, Vec<f64>)],
    asked: Criterion,
    tally: Option<&Tally>,
) -> Table {
    let mut columns = vec!["tokens", "flawless", "acceptable"];
    let tolerant = matches!(asked, Criterion::Tolerant(_));
    if tolerant {
        columns.push("tolerant");
    }
    let mut rows = vec![Vec::with_capacity(curves.len()); lengths.len()];
    for (_, values) in curves {
        for (row, value) in rows.iter_mut().zip(values) {
            row.push(*value);
        }
    }
    if let Some(tally) = tally {
        columns.extend(["simulated_flawless", "simulated_acceptable"]);
        if tolerant {
            columns.push("simulated_tolerant");
        }
        columns.extend(["low", "high"]);
        for (row, length) in rows.iter_mut().zip(lengths) {
            let place = tally.lengths.binary_search(length);
            let share = |criterion| place.map_or(f64::NAN, |at| tally.share(criterion, at));
            row.extend(curves.iter().map(|&(criterion, _)| share(criterion)));
            let (low, high) = place.map_or((f64::NAN, f64::NAN), |at| tally.interval(asked, at));
            row.extend([low, high]);
        }
    }
    Table {
        words: Vec::new(),
        columns: columns.into_iter().map(str::to_owned).collect(),
        first: lengths.iter().map(|&n| n as f64).collect(),
        rows,
    }
}

/// The table of a scenario, simulated to the end where that is asked for. The
/// lengths are sorted, and each stands once.
pub fn whole_table(scenario: &Scenario, at: Option<&[u64]>, simulated: bool) -> Table {
    let mut lengths = Vec::new();
    match at {
        // Few, named by a person: put each where it belongs.
        Some(at) => {
            for &length in at {
                if let Err(place) = lengths.binary_search(&length) {
                    lengths.insert(place, length);
                }
            }
        }
        None => lengths = default_lengths(scenario),
    }
    // Beyond the end of one whose drafts are judged lie completions of their own; nobody
    // runs those.
    let (end, drafts) = (scenario.length(), scenario.course().has_drafts());
    let run = lengths.iter().copied().filter(|&n| n <= end || !drafts);
    let tally = simulated.then(|| simulate(scenario, run.collect()));
    table(scenario, &lengths, tally.as_ref())
}

/// What is read off a scenario, each with its name: how good its end is, what the curve
/// tends to, how far it stays above some levels (in tokens; `inf` where for ever), and
/// what it costs.
pub fn readings(scenario: &Scenario) -> Vec<(String, String)> {
    let exact = Exact::new(scenario);
    let (criterion, length) = (scenario.criterion(), scenario.length());
    let mut readings = Vec::new();
    let mut add = |name: &str, value: f64| {
        let value = if value.is_infinite() {
            "inf".to_owned()
        } else if value.is_nan() {
            // What would take too much work.
            "unknown".to_owned()
        } else {
            number(value, "")
        };
        readings.push((name.to_owned(), value));
    };
    add("flawless", exact.success(Criterion::Flawless, length));
    add("success", exact.success(criterion, length));
    let attempts = exact.attempts(criterion, length, scenario.whole(Key::Attempts));
    add("pass_any", attempts.any);
    add("pass_all", attempts.all);
    add("limit", exact.limit(criterion));
    add("half_life", exact.half_life());
    for level in [0.5, 0.8, 0.95, 0.99] {
        let horizon = exact.horizon(criterion, Probability::clamped(level));
        let tokens = match horizon {
            Horizon::Tokens(tokens) | Horizon::Beyond(tokens) => tokens as f64,
            Horizon::Infinite => f64::INFINITY,
        };
        let beyond = if let Horizon::Beyond(_) = horizon {
            "_at_least"
        } else {
            ""
        };
        add(&format!("horizon_{}{beyond}", level * 100.0), tokens);
    }
    add("expected_errors", exact.expected_errors(length));
    add("expected_cost", exact.expected_cost(length));
    add("bound", exact.bound(length));
    readings
}

/// The most runs that are simulated one by one; more of them are counted by state.
pub const MOST_SINGLE_RUNS: u64 = 1_000_000;

/// So many events are simulated at most, some seconds of work: the tally says how many runs
/// were finished by then.
pub const MOST_EVENTS: u64 = 1_000_000_000;

/// Every run of a scenario, looked at at some lengths.
pub fn simulate(scenario: &Scenario, lengths: Vec<u64>) -> Tally {
    if scenario.whole(Key::Runs) > MOST_SINGLE_RUNS {
        let mut population = population_of(scenario, &lengths);
        while population.advance(usize::MAX) {}
        return population.tally().clone();
    }
    let mut runs = runs(scenario, lengths);
    runs.advance(MOST_EVENTS);
    runs.tally().clone()
}

/// The population that a scenario describes, not yet counted.
pub fn population_of(scenario: &Scenario, lengths: &[u64]) -> Population {
    Population::new(
        &scenario.course(),
        lengths,
        scenario.whole(Key::Runs),
        scenario.whole(Key::Seed),
        tolerance(scenario),
    )
}

/// The simulation that a scenario describes, not yet begun.
pub fn runs(scenario: &Scenario, lengths: Vec<u64>) -> Runs {
    Runs::new(
        &scenario.course(),
        lengths,
        scenario.whole(Key::Runs),
        scenario.whole(Key::Seed),
        tolerance(scenario),
    )
}

fn tolerance(scenario: &Scenario) -> Option<u64> {
    match scenario.criterion() {
        Criterion::Tolerant(most) => Some(most),
        _ => None,
    }
}

impl Table {
    /// Comma-separated values, a header line first; digits that read back to the same bits.
    /// What is no number, or has no end, is left empty.
    pub fn csv(&self) -> String {
        self.lines(",", quoted, |value| number(value, ""))
    }

    /// Lines of cells parted by tabs, as spreadsheets take them from a clipboard, in a notation
    /// whose decimals are parted by that sign.
    pub fn cells(&self, decimal: char) -> String {
        let value = |value| number(value, "").replace('.', decimal.encode_utf8(&mut [0; 4]));
        self.lines("\t", |words| words.replace(['\t', '\n', '\r'], " "), value)
    }

    /// A line for the heads and one for each row.
    fn lines(
        &self,
        separator: &str,
        words: impl Fn(&str) -> String,
        value: impl Fn(f64) -> String,
    ) -> String {
        let named = self.words.iter().map(|(name, _)| name);
        let heads: Vec<&str> = named.chain(&self.columns).map(String::as_str).collect();
        let mut lines = heads.join(separator) + "\n";
        for (index, (first, row)) in self.first.iter().zip(&self.rows).enumerate() {
            let named = self.words.iter();
            let named =
                named.map(|(_, column)| words(column.get(index).map_or("", String::as_str)));
            let values = core::iter::once(first).chain(row).map(|&it| value(it));
            let cells: Vec<String> = named.chain(values).collect();
            lines.push_str(&cells.join(separator));
            lines.push('\n');
        }
        lines
    }

    /// The same as a file that says what it is of: the link of its scenario stands in a
    /// comment before the header line.
    pub fn csv_of(&self, scenario: &Scenario) -> String {
        format!("# bounceback #{}\n{}", link::write(scenario), self.csv())
    }

    /// One JSON object: the link, and an array for each column.
    pub fn json(&self, scenario: &Scenario) -> String {
        let mut json = format!("{{\"link\":\"#{}\"", link::write(scenario));
        for (name, words) in &self.words {
            // Names of this program: nothing in them needs to be escaped.
            let _ = write!(json, ",\"{name}\":[\"{}\"]", words.join("\",\""));
        }
        for (index, column) in self.columns.iter().enumerate() {
            let values: Vec<String> = match index {
                0 => self
                    .first
                    .iter()
                    .map(|&first| number(first, "null"))
                    .collect(),
                _ => self
                    .rows
                    .iter()
                    .map(|row| number(row[index - 1], "null"))
                    .collect(),
            };
            let _ = write!(json, ",\"{column}\":[{}]", values.join(","));
        }
        json.push_str("}\n");
        json
    }
}

/// Words as a cell of a CSV file (RFC 4180).
fn quoted(words: &str) -> String {
    if words.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", words.replace('"', "\"\""))
    } else {
        words.to_owned()
    }
}

/// A number, or what stands for none.
fn number(value: f64, none: &str) -> String {
    if value.is_finite() {
        shortest(value)
    } else {
        none.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_follow_the_criterion_and_the_runs() {
        let plain = link::read("tokens=3").scenario;
        assert_eq!(
            whole_table(&plain, None, false).csv().lines().next(),
            Some("tokens,flawless,acceptable")
        );
        let tolerant = link::read("tokens=3&criterion=tolerant&runs=10").scenario;
        assert_eq!(
            whole_table(&tolerant, None, true).columns.join(","),
            "tokens,flawless,acceptable,tolerant,simulated_flawless,simulated_acceptable,simulated_tolerant,low,high"
        );
    }

    #[test]
    fn a_file_says_what_it_is_of_before_anything_else() {
        let scenario = link::read("tokens=3&error=0.5").scenario;
        let table = whole_table(&scenario, None, false);
        let file = table.csv_of(&scenario);
        let (first, rest) = file.split_once('\n').unwrap();
        let said = first.strip_prefix("# bounceback ").unwrap();
        assert_eq!(link::read(said).scenario, scenario);
        assert_eq!(rest, table.csv());
    }

    #[test]
    fn a_spreadsheet_gets_cells_in_the_notation_of_the_reader() {
        let table = Table {
            words: vec![("way".into(), vec!["ask, twice.".into(), "a\tb".into()])],
            columns: vec!["tokens".into(), "share".into()],
            first: vec![1.5, 1e-9],
            rows: vec![vec![0.25], vec![f64::INFINITY]],
        };
        assert_eq!(
            table.cells(','),
            "way\ttokens\tshare\nask, twice.\t1,5\t0,25\na b\t1e-9\t\n"
        );
        assert_eq!(
            table.csv(),
            "way,tokens,share\n\"ask, twice.\",1.5,0.25\na\tb,1e-9,\n"
        );
    }

    #[test]
    fn without_runs_the_simulated_cells_are_empty() {
        let none = link::read("tokens=3&runs=0").scenario;
        let csv = whole_table(&none, Some(&[3]), true).csv();
        assert!(csv.ends_with(",,,0,1\n"), "{csv}");
        assert!(
            whole_table(&none, Some(&[3]), true)
                .json(&none)
                .contains("\"simulated_flawless\":[null]")
        );
    }
}
