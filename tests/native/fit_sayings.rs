//! What is said of fits: the first sentence, what it leaves open, and when it gives no number.

use crate::support::fitting::{cohort, fitted, probe};
use bounceback_fit::data::{AtRisk, Cohort, Data};
use bounceback_fit::read::Reading;
use bounceback_fit::{Asked, Bench, Options, Origin, Said, Verdict, Wish, verdict};

fn bench(data: Data) -> Bench {
    let mut bench = Bench::new(data, Wish::default(), 1).unwrap();
    while !bench.advance(100_000) {}
    bench
}

fn of_rows(rows: &[(f64, f64, f64)]) -> Data {
    let row = |&(length, successes, trials): &(f64, f64, f64)| cohort(length, successes, trials);
    Data::Cohorts(rows.iter().map(row).collect())
}

fn told(rows: &[(f64, f64, f64)]) -> Said {
    bench(of_rows(rows)).said().unwrap()
}

fn about(verdict: &Verdict, about: &str) -> String {
    let mut all = verdict.says.iter().chain(&verdict.limits);
    let found = all.find(|it| it.about == about);
    found.map_or(String::new(), |it| it.text.clone())
}

/// Rows of one length that fare well and badly in turn, about a curve that fits their sum.
fn uneven(clustered: bool) -> Vec<Cohort> {
    let mut rows = Vec::new();
    for (length, right) in [(10.0, 45.0), (20.0, 40.0), (30.0, 36.0), (40.0, 33.0)] {
        for row in 0..8_u32 {
            let off = if row % 2 == 0 { 5.0 } else { -5.0 };
            rows.push(Cohort {
                cluster: clustered.then_some(row),
                ..cohort(length, right + off, 50.0)
            });
        }
    }
    rows
}

#[test]
fn the_first_sentence_says_what_was_learnt_and_has_no_formula() {
    let said = told(&[
        (10.0, 182.0, 200.0),
        (20.0, 162.0, 200.0),
        (40.0, 136.0, 200.0),
        (80.0, 88.0, 200.0),
        (160.0, 41.0, 200.0),
    ]);
    let first = &said.findings[0];
    assert!(first.starts_with("Success halves about every "), "{first}");
    assert!(first.contains("One error rate, "), "{first}");
    assert!(!first.contains("P ="), "{first}");
    assert!(said.findings[1].contains("P = (1 − E)ⁿ"), "{said:?}");
}

#[test]
fn rates_are_told_per_length_of_one_where_a_step_is_longer() {
    let said = told(&[
        (10.0, 182.0, 200.0),
        (20.0, 162.0, 200.0),
        (25.0, 155.0, 200.0),
        (80.0, 88.0, 200.0),
    ]);
    let first = &said.findings[0];
    assert!(
        first.contains("per length of 5, 1.0") && first.contains("% per length of 1"),
        "{first}"
    );
    assert!(said.findings[1].contains("per length of 1"), "{said:?}");
}

#[test]
fn recovery_is_never_named_without_mixed_difficulty() {
    let share = |k: f64| 0.3 + 0.7 * (-0.2 * k).exp();
    let rows: Vec<_> = (1..=20)
        .map(|k| {
            let k = f64::from(k);
            let wobble = [12.0, -8.0, 0.0, 8.0, -12.0][k as usize % 5];
            (10.0 * k, (900.0 * share(k) + wobble).round(), 900.0)
        })
        .collect();
    let said = told(&rows);
    let first = &said.findings[0];
    assert!(
        first.contains("levels off") && first.contains("mixed difficulty without any"),
        "{first}"
    );
    // So many trials do tell it from difficulties that are spread evenly.
    assert!(
        !said
            .findings
            .iter()
            .any(|it| it.contains("can't tell it from") && it.contains("mixed"))
    );
    let all = said.findings.join(" ");
    assert!(
        all.contains("better than with one constant error rate"),
        "{all}"
    );
}

#[test]
fn rows_of_one_length_that_scatter_fit_no_curve_and_have_no_interval() {
    let bench = bench(Data::Cohorts(uneven(false)));
    let said = bench.said().unwrap();
    let first = &said.findings[0];
    assert!(
        first.starts_with("No curve here fits: rows of one length scatter"),
        "{first}"
    );
    assert!(first.contains("p at most 0.005"), "{first}");
    let all = said.findings.join(" ");
    assert!(
        !all.contains("95% interval") && !all.contains("as counts do by chance (p ="),
        "{all}"
    );
    for it in bench.explanations() {
        assert!(
            it.parameters
                .iter()
                .all(|it| it.range.starts_with("no interval")),
            "{it:?}"
        );
    }
    assert!(bench.band("independent", &[10.0]).is_none());
}

#[test]
fn intervals_by_cluster_are_told_where_clusters_are_named() {
    let said = bench(Data::Cohorts(uneven(true))).said().unwrap();
    let all = said.findings.join(" ");
    assert!(all.contains("95% interval: "), "{all}");
    assert!(all.contains("only intervals by cluster"), "{all}");
    let limits = said.limits.join(" ");
    assert!(limits.contains("Rows share 8 clusters"), "{limits}");
    assert!(limits.contains("bootstrap by cluster"), "{limits}");
}

#[test]
fn copies_of_rows_are_noticed() {
    let rows = [(10.0, 45.0, 50.0), (20.0, 40.0, 50.0), (40.0, 32.0, 50.0)];
    let once = told(&rows).limits.join(" ");
    assert!(!once.contains("copies"), "{once}");
    let often: Vec<_> = rows.iter().flat_map(|&row| [row; 10]).collect();
    let often = told(&often).limits.join(" ");
    assert!(often.contains("copies of others"), "{often}");
}

#[test]
fn exposure_may_begin_at_the_last_length_before_the_first_failure() {
    let mut at_risk = 1000.0;
    let rows = (1..=20).map(|k| {
        let length = 5.0 * f64::from(k);
        let failed = if k <= 4 {
            0.0
        } else {
            (0.076_f64 * at_risk).round()
        };
        let row = AtRisk {
            length,
            at_risk,
            failed,
        };
        at_risk -= failed;
        row
    });
    let data = Data::Survivors(rows.collect());
    let options = Options {
        origin: Origin::Fitted,
        ..Options::default()
    };
    let fits = fitted(&data, options);
    let best = fits.preferred().unwrap();
    assert_eq!(best.name(), "independent");
    assert!((best.origin() - 20.0).abs() < 0.1, "{}", best.origin());
}

/// The limit of the curve lies as near to 80% as makes no difference.
#[test]
fn a_horizon_that_may_never_come_has_no_upper_end() {
    let right = [
        390.0, 384.0, 366.0, 346.0, 332.0, 327.0, 308.0, 312.0, 325.0,
    ];
    let lengths = [1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 1000.0];
    let rows: Vec<_> = lengths
        .iter()
        .zip(right)
        .map(|(&n, k)| (n, k, 400.0))
        .collect();
    let fits = fitted(&of_rows(&rows), Options::default());
    let horizon = fits.named("recoverable").unwrap().horizon_80;
    assert!(
        horizon.low.is_some() && horizon.high.is_none(),
        "{horizon:?}"
    );
    for said in [
        told(&rows),
        told(&[
            (1.0, 990.0, 1000.0),
            (2.0, 985.0, 1000.0),
            (50.0, 984.0, 1000.0),
        ]),
    ] {
        let all = said.findings.join(" ") + &said.limits.join(" ");
        assert!(!all.contains("10¹"), "{all}");
    }
}

#[test]
fn errors_that_get_more_frequent_are_not_called_fading() {
    let fits = fitted(&probe(2), Options::default());
    let verdict = verdict(&fits, Asked::default());
    let text = about(&verdict, "best");
    assert!(
        text.contains("get more frequent") && !text.contains("fading"),
        "{text}"
    );
}

#[test]
fn what_rises_from_the_first_length_on_is_offered_as_no_scenario() {
    let rows = [210.0, 275.0, 315.0, 330.0].map(|it| it / 500.0);
    let rows: Vec<_> = (1..=4)
        .zip(rows)
        .map(|(n, p)| (f64::from(n), 500.0 * p, 500.0))
        .collect();
    let bench = bench(of_rows(&rows));
    assert_eq!(bench.preferred(), None);
    let said = bench.said().unwrap();
    assert!(said.findings[0].contains("p at most 0.0025"), "{said:?}");
    assert!(!said.limits.join(" ").contains("If ρ is"), "{said:?}");
}

#[test]
fn one_length_shows_no_curve() {
    let bench = bench(of_rows(&[(50.0, 30.0, 50.0)]));
    let said = bench.said().unwrap();
    let first = &said.findings[0];
    assert!(
        first.starts_with("One length shows no curve") && first.contains("60%"),
        "{first}"
    );
    assert_eq!(bench.explanations().len(), 1);
    assert!(!said.findings.join(" ").contains("Half succeed"));
}

#[test]
fn trials_that_were_weighted_are_told_in_whole_ones() {
    let said = told(&[
        (10.0, 90.25, 112.7),
        (20.0, 80.0, 112.7),
        (40.0, 60.0, 112.619_2),
    ]);
    assert!(
        said.methods
            .starts_with("about 338 trials judged at the end"),
        "{}",
        said.methods
    );
}

/// The reader must not sum what the test of scatter asks.
#[test]
fn rows_that_scatter_are_seen_in_a_file_as_it_is() {
    let mut file = vec!["length,right,of".to_owned()];
    for length in [10, 20, 40] {
        let rows = [20, 2, 19, 4, 18, 3].map(|right| format!("{length},{right},20"));
        file.extend(rows);
    }
    let reading = Reading::of(&file.join("\n"));
    let mut bench = Bench::new(reading.series()[0].data.clone(), Wish::default(), 1).unwrap();
    while !bench.advance(1_000_000) {}
    let first = &bench.said().unwrap().findings[0];
    assert!(
        first.starts_with("No curve here fits: rows of one length scatter"),
        "{first}"
    );
}
