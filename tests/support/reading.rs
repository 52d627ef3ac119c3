//! What was understood of a table, as a text.

use bounceback_core::fit::data::{Data, Series};
use bounceback_core::fit::read::Reading;
use std::fmt::Write as _;

/// Everything that is said of a reading, and the beginning of what was gathered.
pub(crate) fn described(reading: &Reading) -> String {
    let mut text = String::new();
    let kind = reading.kind().map_or("no kind", |it| it.name());
    writeln!(text, "{}: {kind}", reading.format()).unwrap();
    for column in reading.columns() {
        let (role, heading) = (column.role.name(), &column.heading);
        let length = column
            .length
            .map_or(String::new(), |it| format!(" at {it}"));
        writeln!(
            text,
            "  {heading}{length} [{:?}]: {role} ({})",
            column.look, column.reason
        )
        .unwrap();
    }
    for question in reading.questions() {
        let chosen = question
            .chosen
            .map(|it| question.choices[it].label.as_str());
        let chosen = chosen.unwrap_or("nothing, until it is answered");
        writeln!(text, "? {} -> {chosen}", question.text).unwrap();
    }
    for note in reading.notes() {
        writeln!(text, "! {note}").unwrap();
    }
    writeln!(text, "{}", reading.summary()).unwrap();
    for rejected in reading.rejected() {
        writeln!(
            text,
            "  {} {}: {}",
            reading.unit(),
            rejected.line,
            rejected.reason
        )
        .unwrap();
    }
    for series in reading.series() {
        writeln!(text, "= {}", told(series)).unwrap();
    }
    text
}

fn number(value: f64) -> String {
    format!("{}", (value * 1e6).round() / 1e6)
}

/// A set, its first rows written out.
fn told(series: &Series) -> String {
    let rows: Vec<String> = match &series.data {
        Data::Cohorts(rows) => rows
            .iter()
            .map(|it| {
                let cluster = it.cluster.map_or(String::new(), |it| format!(" of {it}"));
                format!(
                    "{}: {}/{}{cluster}",
                    number(it.length),
                    number(it.successes),
                    number(it.trials)
                )
            })
            .collect(),
        Data::Survivors(rows) => rows
            .iter()
            .map(|it| {
                format!(
                    "{}: {} of {} fail",
                    number(it.length),
                    number(it.failed),
                    number(it.at_risk)
                )
            })
            .collect(),
        Data::Paths(rows) => rows
            .iter()
            .map(|it| {
                let steps: String = it
                    .steps
                    .iter()
                    .map(|&it| if it { '1' } else { '0' })
                    .collect();
                let outcome = it
                    .outcome
                    .map_or("", |it| if it { " right" } else { " wrong" });
                let cluster = it.cluster.map_or(String::new(), |it| format!(" of {it}"));
                let weight = if it.weight == 1.0 {
                    String::new()
                } else {
                    format!(" × {}", number(it.weight))
                };
                format!("{steps}{outcome}{cluster}{weight}")
            })
            .collect(),
    };
    let more = if rows.len() > 8 {
        format!(", … {} in all", rows.len())
    } else {
        String::new()
    };
    format!(
        "“{}” {}{more}",
        series.name,
        rows[..rows.len().min(8)].join(", ")
    )
}
