use super::*;
use crate::data::{AtRisk, Data, Series};

fn table(name: &str) -> Reading {
    let table = Builtin::of(name).expect("it is there");
    table.reading()
}

fn survivors(series: &Series) -> &[AtRisk] {
    match &series.data {
        Data::Survivors(rows) => rows,
        other => panic!("{other:?}"),
    }
}

fn hazard(rows: &[AtRisk]) -> (f64, f64) {
    let sum = |of: fn(&AtRisk) -> f64| rows.iter().map(of).sum::<f64>();
    (sum(|it| it.failed), sum(|it| it.at_risk))
}

#[test]
fn the_probe_gives_its_known_hazards() {
    let reading = table("probe");
    let [independent, recoverable] = reading.series() else {
        panic!("{:?}", reading.series());
    };
    assert_eq!(hazard(survivors(independent)), (19_654.0, 389_520.0));
    // The column starts one token late.
    let late = survivors(recoverable);
    assert_eq!(late[0].failed, 0.0);
    assert_eq!(hazard(&late[1..]), (19_677.0, 392_506.0));
}

#[test]
fn first_mistakes_give_their_known_hazards_from_step_2_on() {
    let reading = table("first_mistakes");
    assert_eq!((reading.series().len(), reading.rejected_count()), (5, 0));
    for (name, known) in [
        ("multistep_arithmetic", (238.0, 793.0)),
        ("tracking_shuffled_objects", (260.0, 851.0)),
    ] {
        let series = reading.series().iter().find(|it| it.name == name);
        let rows = survivors(series.expect("it is a set"));
        assert_eq!(hazard(&rows[1..]), known, "{name}");
        assert_eq!(rows[0].failed, 0.0);
    }
}

#[test]
fn of_metrs_models_23_of_25_lie_below_a_constant_hazard() {
    let ratios = ratios_compared();
    let below = ratios.iter().filter(|it| it.value < it.expected).count();
    assert_eq!((ratios.len(), below), (25, 23));
    assert!((constant_ratio() - 0.3219).abs() < 5e-5);
}

#[test]
fn makers_leads_are_those_of_the_formula() {
    let leads = leads();
    let of = |name: &str| {
        leads
            .iter()
            .find(|it| it.name == name)
            .expect("it is there")
    };
    for (name, lead) in [
        ("gpt-4.1-mini_tau0.1", 3.0),
        ("haiku-4.5", 12.0),
        ("deepseek-v3.1", 6.0),
    ] {
        assert_eq!((of(name).value, of(name).expected), (lead, lead), "{name}");
    }
    // A model that is always wrong has no lead.
    assert_eq!(leads.len(), 9);
}

#[test]
fn arqs_lead_is_less_than_one_standard_error() {
    let differences = differences();
    let last = differences.last().expect("there are three methods");
    let errors = last.value / last.error.expect("the number of scenarios is known");
    assert!((errors - 0.8).abs() < 0.05, "{errors}");
}

#[test]
fn every_table_has_a_story_and_reads_without_a_rejected_row() {
    for table in &BUILTINS {
        let reading = table.reading();
        let (story, trap) = (table.story(), table.trap());
        let sentences = story.matches(". ").count() + 1;
        assert_eq!(sentences, 3, "{}: {story}", table.name);
        assert!(
            !trap.is_empty() && !story.contains("simulated only"),
            "{story}"
        );
        assert_eq!(reading.rejected_count(), 0, "{}", table.name);
        let shown = !reading.series().is_empty() || !table.compared().is_empty();
        assert!(shown, "{}: {:?}", table.name, reading.obstacle());
    }
}
