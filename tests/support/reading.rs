//! What was understood of a table, as a text.

use bounceback_fit::data::{Data, Series};
use bounceback_fit::read::{Kind, MOST_COLUMNS, MOST_REJECTED, MOST_ROWS, Reading, Role};
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

/// Whatever the text was: the data are legal, and what is said is short.
pub(crate) fn sound(reading: &Reading) {
    assert!(reading.rejected().len() <= MOST_REJECTED);
    assert!(reading.rejected().len() <= reading.rejected_count());
    assert!(reading.len() <= MOST_ROWS && reading.columns().len() <= MOST_COLUMNS);
    assert!(reading.fine() <= reading.len());
    for said in reading.rejected() {
        assert!(said.reason.chars().count() < 300, "{}", said.reason);
    }
    for question in reading.questions() {
        assert!(question.text.chars().count() < 600, "{}", question.text);
        assert!(question.choices.len() > 1 || question.chosen.is_none());
        assert!(question.chosen.is_none_or(|it| it < question.choices.len()));
    }
    if reading.obstacle().is_some() {
        assert!(reading.series().is_empty() && reading.fine() == 0);
    }
    for series in reading.series() {
        sound_series(series);
    }
}

fn sound_series(series: &Series) {
    match &series.data {
        Data::Cohorts(rows) => {
            assert!(!rows.is_empty());
            for it in rows {
                assert!(it.length > 0.0 && it.length.is_finite(), "{it:?}");
                assert!(it.trials > 0.0 && it.trials.is_finite(), "{it:?}");
                assert!((0.0..=it.trials).contains(&it.successes), "{it:?}");
            }
            assert!(rows.windows(2).all(|it| it[0].length <= it[1].length));
        }
        Data::Survivors(rows) => {
            assert!(!rows.is_empty() && rows[0].length > 0.0);
            for it in rows {
                assert!(it.length.is_finite() && it.at_risk.is_finite(), "{it:?}");
                assert!((0.0..=it.at_risk).contains(&it.failed), "{it:?}");
            }
            for it in rows.windows(2) {
                assert!(it[0].length < it[1].length, "{it:?}");
                assert!(it[1].at_risk <= it[0].at_risk - it[0].failed, "{it:?}");
            }
        }
        Data::Paths(rows) => {
            for it in rows {
                assert!(
                    !it.steps.is_empty() && it.weight > 0.0 && it.weight.is_finite(),
                    "{it:?}"
                );
            }
        }
    }
}

/// Plays with a reading as a person might: roles, kinds and answers of all sorts.
pub(crate) fn played_with(reading: &mut Reading, mut dice: u32) {
    let mut next = |most: usize| {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (dice >> 8) as usize % most.max(1)
    };
    for _ in 0..4 {
        match next(3) {
            0 => reading.set_role(
                next(reading.columns().len()),
                Role::ALL[next(Role::ALL.len())],
            ),
            1 => reading.set_kind(Kind::ALL[next(3)]),
            _ => {
                let asked = reading.questions().len();
                if let Some(question) = reading.questions().get(next(asked)).cloned() {
                    let number = [None, Some(50.0), Some(-1.0), Some(f64::NAN)][next(4)];
                    reading.answer(question.ask, next(question.choices.len()), number);
                }
            }
        }
        reading.finish();
        sound(reading);
    }
}
