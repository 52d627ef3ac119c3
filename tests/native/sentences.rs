//! Sentences that compare are true wherever they stand, and none is kept in vain: each stands
//! somewhere and is left out somewhere.

use bounceback_core::exact::Exact;
use bounceback_core::model::parameter::{Key, Kind};
use bounceback_core::model::process::{self, PROCESSES};
use bounceback_core::model::scenario::Scenario;
use bounceback_core::model::table::parameter;
use bounceback_core::number::format::percent;
use bounceback_core::plan::sentence::{Side, names, text};
use bounceback_core::plan::verdict::APART;
use bounceback_core::share::link;
use std::collections::BTreeMap;

const RATES: [&str; 7] = [
    "",
    "error=0",
    "error=0.3&recovery=0.01&tokens=5000&same_recovery=2%",
    "error=0.0001&recovery=0.5&tokens=60&shape=2&same_recovery=50%",
    "error=0.02&recovery=0.3&fatal=0.05&tokens=2000&target=0.8",
    "error=0.01&recovery=0&contagion=0.3&tokens=100&decay=0.5",
    "error=1e-6&tokens=40&recovery=0.2",
];

const CRITERIA: [&str; 3] = ["acceptable", "flawless", "tolerant&tolerance=3"];

fn grid() -> impl Iterator<Item = String> {
    process::NAMES.iter().flat_map(|process| {
        RATES.iter().flat_map(move |rates| {
            CRITERIA
                .iter()
                .map(move |criterion| format!("process={process}&criterion={criterion}&{rates}"))
        })
    })
}

/// The end of a process that is scaled by halving: the parameter that makes its errors
/// likelier is sought until the text has as many of them as the others.
fn end_of(scenario: &Scenario, index: usize, recovery: f64) -> Option<f64> {
    let (mean, length) = (scenario.number(Key::Error), scenario.length());
    let mut tried = scenario.independent();
    tried.set(Key::Process, index as f64).unwrap();
    tried.set(Key::Done, 0.0).unwrap();
    tried.set(Key::Tokens, length as f64).unwrap();
    for &key in PROCESSES[index].parameters {
        let own = if scenario.applies(key) {
            scenario.number(key)
        } else {
            parameter(key).default
        };
        // Rates beside the one that is scaled leave it at least three quarters.
        let besides = matches!(key, Key::Floor | Key::OtherError);
        let own = if besides { own.min(mean / 4.0) } else { own };
        tried.set(key, own).unwrap();
    }
    let scale = PROCESSES[index].scale;
    let (mut low, mut high) = match parameter(scale).kind {
        Kind::Real { least, most } => (least.ln(), most.ln()),
        _ => (1e-15_f64.ln(), 0.0),
    };
    let at = |place: f64| {
        let mut there = tried.clone();
        let _ = there.set(scale, place.exp());
        there
    };
    let more = |place: f64| Exact::new(&at(place)).expected_errors(length) - mean * length as f64;
    let rises = more(high) > more(low);
    if mean == 0.0 || (more(low) < 0.0) == (more(high) < 0.0) {
        return None;
    }
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if (more(middle) < 0.0) == rises {
            low = middle;
        } else {
            high = middle;
        }
    }
    let course = at(low).course().recovering(recovery);
    let end = Exact::of(course).success(scenario.criterion(), length);
    (!end.is_nan()).then_some(end)
}

/// The ends of all processes, the worst first, by names that are not in a sentence.
fn ends(scenario: &Scenario) -> Vec<(f64, &'static str)> {
    let recovery = scenario.number(Key::SameRecovery);
    let mut ends: Vec<(f64, &str)> = (0..PROCESSES.len())
        .filter_map(|index| Some((end_of(scenario, index, recovery)?, PROCESSES[index].label)))
        .collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    ends
}

/// What a sentence claims, found in another way.
fn check(name: &str, said: &str, scenario: &Scenario, link: &str) {
    let is = |claim: bool| assert!(claim, "{link}: {name}: “{said}”");
    let says = |share: f64| is(said.contains(&percent(share)));
    let rates = [Key::Error, Key::Recovery, Key::Fatal].map(|key| scenario.number(key));
    let [error, recovery, fatal] = rates;
    // The two-state chain by powers of its transition, step by step.
    let walked = |error: f64, recovery: f64, fatal: f64, tokens: u64| {
        let (mut good, mut bad) = (1.0, 0.0);
        for _ in 0..tokens {
            (good, bad) = (
                good * (1.0 - error) + bad * recovery,
                good * error * (1.0 - fatal) + bad * (1.0 - recovery),
            );
        }
        good
    };
    match name {
        "hazards.sorted" => {
            let line = end_of(scenario, 0, 0.0).unwrap();
            let ends = ends(scenario);
            let (most, label) = ends[ends.len() - 1];
            is(scenario.number(Key::SameRecovery) == 0.0 && most > line);
            is(said.contains(label));
            says(most);
            says(line);
        }
        "hazards.worst" => {
            let ends = ends(scenario);
            is(ends[0].0 < ends[1].0 && said.contains(ends[0].1));
            says(ends[0].0);
            says(ends[1].0);
        }
        "hazards.best" => {
            let ends = ends(scenario);
            let [.., next, best] = ends[..] else { panic!() };
            is(best.0 > next.0 && said.contains(best.1));
            says(best.0);
            says(next.0);
        }
        "hazards.same" => {
            let ends = ends(scenario);
            is(ends.len() > 1 && ends[ends.len() - 1].0 - ends[0].0 < APART + 1e-9);
        }
        "map.ratio" => {
            let at =
                |times: f64| walked(error * times, recovery * times, fatal, scenario.remaining());
            for times in [0.5, 0.7, 1.4, 2.0] {
                is((at(times) - at(1.0)).abs() < APART);
            }
        }
        "map.asks" => {
            let target = scenario.number(Key::Target);
            let times = target / (1.0 - target);
            let settled = walked(
                error,
                times * error,
                0.0,
                400_000_000_u64.min((60.0 / error) as u64),
            );
            is((settled - target).abs() < 1e-6);
            says(target);
        }
        "limit.some" => {
            let far = Exact::new(scenario).success(scenario.criterion(), 1_000_000_000);
            is(far >= APART);
            says(far);
        }
        "limit.none" => {
            // It may take long; but it is on its way.
            let exact = Exact::new(scenario);
            let far = [1_000_000, 1_000_000_000].map(|n| exact.success(scenario.criterion(), n));
            is(far[1] < far[0] - 1e-9 || far[1] < 1e-3);
        }
        "limit.slower" => {
            let now = walked(error, recovery, fatal, scenario.length());
            let flawless = (1.0 - error).powi(scenario.length() as i32);
            is(now > flawless && fatal > 0.0);
            says(now);
            is(walked(error, recovery, fatal, 3_000_000) < 1e-3);
        }
        other => panic!("nothing is known of {other}"),
    }
}

#[test]
fn every_sentence_is_true_where_it_stands_and_stands_nowhere_in_vain() {
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for link in grid() {
        let scenario = link::read(&link).scenario;
        for name in names() {
            let said = text(name, &scenario).unwrap();
            counts.entry(name).or_default()[usize::from(said.is_empty())] += 1;
            if !said.is_empty() {
                check(name, &said, &scenario, &link);
            }
        }
    }
    for (name, [stands, is_left_out]) in counts {
        assert!(
            stands > 0 && is_left_out > 0,
            "{name}: {stands}, {is_left_out}"
        );
    }
}

/// The figure of hazards and the sentences beside it have the same numbers.
#[test]
fn sentences_beside_a_figure_speak_of_what_it_draws() {
    for link in [
        "",
        "process=fading&same_recovery=3%&tokens=400",
        "criterion=flawless",
    ] {
        let scenario = link::read(link).scenario;
        let mut figure = bounceback::figure::plot("hazards", &scenario).unwrap();
        while figure.compute(usize::MAX) {}
        let drawn = figure.table(None);
        let mut side = Side::of(&scenario);
        while side.look() {}
        let last = drawn.rows.last().unwrap();
        let known = [side.line].into_iter().chain(side.ends).map(Option::unwrap);
        for (drawn, known) in last.iter().zip(known) {
            assert!((drawn - known).abs() < 1e-9, "{link}: {drawn} {known}");
        }
    }
}

/// The claims of the texts before, which the figure beside them contradicted.
#[test]
fn what_was_false_is_said_no_more() {
    let said = |name: &str, link: &str| text(name, &link::read(link).scenario).unwrap();
    // With recovery nobody may say that nothing has recovered.
    assert!(said("hazards.sorted", "same_recovery=5%").is_empty());
    assert!(said("hazards.sorted", "").contains("ends above LeCun’s line"));
    // Where errors beget errors they are rare at first: nothing fares better over a short
    // text, and over a long one something else is worst.
    assert!(said("hazards.best", "").contains("self-conditioning"));
    for link in ["", "same_recovery=5%", "same_recovery=5%&tokens=2000"] {
        let worst = said("hazards.worst", link);
        let said_of = |it: &str| it.contains("self-conditioning");
        let ends = ends(&link::read(link).scenario);
        assert_eq!(
            said_of(&worst),
            said_of(ends[0].1) && !worst.is_empty(),
            "{link}"
        );
    }
}
