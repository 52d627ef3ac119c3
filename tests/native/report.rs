//! Tables for machines: the same numbers as the exact curves and the runs, to the
//! last bit.

use bounceback_core::exact::Exact;
use bounceback_core::model::criterion::Criterion::{Acceptable, Flawless, Tolerant};
use bounceback_core::model::scenario::Scenario;
use bounceback_core::share::link;
use bounceback_core::share::report::{default_lengths, simulate, whole_table};

fn cells(csv: &str) -> Vec<Vec<&str>> {
    csv.lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect()
}

fn of(link: &str) -> Scenario {
    link::read(link).scenario
}

#[test]
fn a_csv_reads_back_to_the_bits_of_the_exact_curves() {
    for link in [
        "",
        "error=1e-12&recovery=0.3&tokens=1000000000",
        "fatal=0.3&error=0.7",
        "done=50",
    ] {
        let scenario = of(link);
        let exact = Exact::new(&scenario);
        let csv = whole_table(&scenario, None, false).csv();
        assert!(
            csv.starts_with("tokens,flawless,acceptable\n") && csv.ends_with('\n'),
            "{link}"
        );
        let rows = cells(&csv);
        assert_eq!(rows.len(), default_lengths(&scenario).len());
        for row in rows {
            let n = row[0].parse().unwrap();
            for (cell, criterion) in row[1..].iter().zip([Flawless, Acceptable]) {
                let value: f64 = cell.parse().unwrap();
                assert_eq!(
                    value.to_bits(),
                    exact.success(criterion, n).to_bits(),
                    "{link}: {n}"
                );
            }
        }
    }
}

#[test]
fn the_simulated_columns_are_those_of_the_runs() {
    let scenario = of("criterion=tolerant&tolerance=2&fatal=0.1&runs=300&seed=5&tokens=90");
    let at = [0, 1, 45, 90];
    let tally = simulate(&scenario, at.to_vec());
    let table = whole_table(&scenario, Some(&at), true);
    assert_eq!(
        table.columns[4..],
        [
            "simulated_flawless",
            "simulated_acceptable",
            "simulated_tolerant",
            "low",
            "high"
        ]
    );
    for (i, row) in table.rows.iter().enumerate() {
        for (cell, criterion) in row[3..6].iter().zip([Flawless, Acceptable, Tolerant(2)]) {
            assert_eq!(*cell, tally.share(criterion, i));
        }
        assert_eq!((row[6], row[7]), tally.interval(Tolerant(2), i));
        assert!(row[6] <= row[5] && row[5] <= row[7]);
    }
}

#[test]
fn lengths_are_sorted_each_stands_once_and_any_may_be_asked_for() {
    let scenario = of("tokens=100&runs=10");
    let table = whole_table(&scenario, Some(&[10_000, 5, 0, 5, 1_000_000]), true);
    assert_eq!(table.first, [0.0, 5.0, 1e4, 1e6]);
    assert_eq!(table.rows[0][..2], [1.0, 1.0]);
    assert!(
        table
            .rows
            .iter()
            .flatten()
            .all(|value| (0.0..=1.0).contains(value))
    );
    assert_eq!(
        whole_table(&scenario, Some(&[]), true)
            .csv()
            .lines()
            .count(),
        1
    );
}

#[test]
fn json_holds_the_numbers_of_the_csv() {
    let scenario = of("error=0.02&tokens=30&runs=50");
    let table = whole_table(&scenario, Some(&[1, 10, 30]), true);
    let (csv, json) = (table.csv(), table.json(&scenario));
    assert!(
        json.starts_with("{\"link\":\"#v=1&error=0.02&tokens=30&runs=50\",\"tokens\":[1,10,30],")
    );
    let rows = cells(&csv);
    for (i, column) in table.columns.iter().enumerate() {
        let values: Vec<&str> = rows.iter().map(|row| row[i]).collect();
        let array = format!("\"{column}\":[{}]", values.join(","));
        assert!(json.contains(&array), "{array} in {json}");
    }
}

#[test]
fn a_curve_begins_where_something_is_left_to_go_wrong_and_ends_at_the_end() {
    for (link, count) in [
        ("", 201),
        ("tokens=1", 2),
        ("done=200", 1),
        ("tokens=1000000000&x=log", 512),
    ] {
        let scenario = of(link);
        let lengths = default_lengths(&scenario);
        assert_eq!(
            (lengths[0], lengths[lengths.len() - 1]),
            (scenario.done(), scenario.length())
        );
        assert!(lengths.windows(2).all(|pair| pair[0] < pair[1]), "{link}");
        assert!(
            lengths.len() <= count && lengths.len() > count / 2,
            "{link}: {}",
            lengths.len()
        );
    }
}

/// What has no end, or is no number, is left empty, so that every program reads the file.
#[test]
fn no_table_of_any_figure_holds_what_is_no_number() {
    let names = bounceback_core::model::table::FIGURES;
    let mut tables = 0;
    for link in [
        "",
        "runs=0",
        "error=0",
        "error=1&recovery=1&tokens=3",
        "tokens=1",
        "process=self_conditioning&contagion=0.1&tokens=60",
        "process=key_tokens&growth=log&other_error=0",
        "process=independent&technique=verify&sensitivity=1&false_reject=0.9&interval=7",
        "schema=a:10:query;b:20:vote;c:30:backtrack",
    ] {
        let scenario = of(link);
        for name in names {
            let Some(mut plot) = bounceback::figure::plot(name, &scenario) else {
                continue;
            };
            while plot.compute(usize::MAX) {}
            let table = plot.table(None);
            tables += 1;
            for (cells, none) in [(table.csv(), ""), (table.json(&scenario), "null")] {
                let lower = cells.to_lowercase();
                let wrong = ["inf,", "inf\n", "inf]", "nan", "[inf"];
                for wrong in wrong {
                    assert!(
                        !lower.contains(wrong),
                        "{name} for {link}: {wrong}{none}\n{cells}"
                    );
                }
            }
            let json: serde_json::Value =
                serde_json::from_str(&table.json(&scenario)).expect("it is JSON");
            assert_eq!(
                json[&table.columns[0]].as_array().unwrap().len(),
                table.first.len()
            );
        }
    }
    assert!(tables > 30, "{tables}");
    // The last bin of stretches has no end.
    let mut stretches = bounceback::figure::plot("stretches", &of("")).unwrap();
    while stretches.compute(usize::MAX) {}
    let csv = stretches.table(None).csv();
    assert!(csv.lines().any(|line| line.starts_with(',')), "{csv}");
    for link in ["", "error=0", "process=threshold&technique=verify"] {
        for (name, value) in bounceback_core::share::report::readings(&of(link)) {
            assert!(!value.contains("NaN"), "{name} for {link}");
        }
    }
}
