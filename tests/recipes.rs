//! Recipes are the cheapest of their kind, and hold what they promise.

use bounceback_core::exact::Exact;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::plan::recipes::{ENOUGH, Found, Kind, Recipe, Recipes, Twist, Worst, grid};
use bounceback_core::share::{link, report};
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The engineer's question: 300 steps, 0.5% wrong each, a checker that finds 80% and costs one
/// step, and 95% that must succeed.
const ENGINEER: &str = "v=1&figure=plan&process=independent&error=0.005&tokens=300&sensitivity=0.8&cost=1&target=0.95&unit=steps";

const QUESTIONS: &[&str] = &[
    ENGINEER,
    "error=0.01&recovery=0.05&tokens=60",
    "process=fading&error=0.05&shape=0.5&tokens=40&target=0.9",
    "process=settling&error=0.1&floor=0.001&decay=0.8&tokens=50&target=0.9",
    "figure=plan&process=key_tokens&tokens=80&common_cause=0.1",
    "process=independent&error=0.4&tokens=30&target=0.999999&figure=plan&sensitivity=0.1&common_cause=0.9",
    "process=mixed_difficulty&tokens=30&target=0.8",
    "process=independent&error=0.02&tokens=25&criterion=flawless",
];

fn scenario(text: &str) -> Scenario {
    let reading = link::read(text);
    assert_eq!(reading.notes, [], "{text}");
    reading.scenario
}

fn searched(scenario: &Scenario) -> Recipes {
    let mut recipes = Recipes::of(scenario);
    while recipes.advance() {}
    recipes
}

#[test]
fn what_is_found_is_the_cheapest_of_its_kind_on_the_whole_grid() {
    for text in QUESTIONS {
        let scenario = scenario(text);
        let target = scenario.number(Key::Target);
        let mut cheapest: BTreeMap<Kind, f64> = BTreeMap::new();
        let (mut nearest, mut unknown) = (0.0_f64, 0);
        for way in grid::ways(&scenario) {
            let done = way.onto(&scenario, Twist::None);
            let exact = Exact::new(&done);
            let success = exact.success(done.criterion(), done.length());
            let cost = exact.expected_cost(done.length());
            if success.is_nan() || cost.is_nan() {
                unknown += 1;
                continue;
            }
            // No way costs less than the least it is said to.
            assert!(
                cost >= way.least_cost(&scenario) * (1.0 - 1e-12),
                "{way:?}: {cost}"
            );
            nearest = nearest.max(success);
            if success >= target {
                let known = cheapest.entry(way.kind()).or_insert(f64::INFINITY);
                *known = known.min(cost);
            }
        }
        let recipes = searched(&scenario);
        let found: BTreeMap<Kind, f64> = recipes
            .found()
            .iter()
            .map(|found| (found.way.kind(), found.cost))
            .collect();
        // (To rounding: what costs as much as another is passed over.)
        assert!(
            found.keys().eq(cheapest.keys()),
            "{text}: {found:?}, not {cheapest:?}"
        );
        for (kind, cost) in &found {
            let least = cheapest[kind];
            assert!((cost - least).abs() <= 1e-9 * least, "{text}: {kind:?}");
        }
        // Where nothing does, it is told how near one comes.
        let told = recipes.nearest().map_or(0.0, |it| it.success);
        assert!(
            told <= nearest && (told >= nearest || !found.is_empty()),
            "{text}"
        );
        assert!(recipes.unknown() <= unknown, "{text}");
        assert_eq!(recipes.progress().to_bits(), 1.0_f64.to_bits());
        let order = recipes.found();
        let order = order.iter().map(|it| (!it.way.is_at_hand(), it.cost));
        assert!(order.is_sorted(), "{text}");
    }
}

/// Success and mean cost of a recipe against runs of it, which know nothing of the engine: six
/// standard deviations, 10⁻⁹ a comparison.
fn holds(found: &Found, asked: &Scenario) {
    const RUNS: u64 = 20_000;
    let recipe = Recipe::of(found, asked);
    let mut done = recipe.scenario.clone();
    done.set(Key::Runs, RUNS as f64).expect("a number of runs");
    let tally = report::simulate(&done, vec![done.length()]);
    let share = tally.share(done.criterion(), 0);
    let spread = (recipe.success * (1.0 - recipe.success) / RUNS as f64).sqrt();
    assert!(
        (share - recipe.success).abs() <= 6.0 * spread + 1e-9,
        "{}: {share}, not {}",
        recipe.title,
        recipe.success
    );
    let paid = tally.paid as f64 / RUNS as f64;
    // What one completion pays differs by less than itself.
    let near = 6.0 * recipe.cost / (RUNS as f64).sqrt();
    assert!(
        (paid - recipe.cost).abs() <= near,
        "{}: {paid}",
        recipe.title
    );
}

#[test]
fn the_engineer_has_three_recipes_of_different_kinds_that_hold() {
    let asked = scenario(ENGINEER);
    let recipes = searched(&asked);
    let found = recipes.found();
    let kinds: BTreeSet<Kind> = found.iter().map(|found| found.way.kind()).collect();
    assert!(kinds.len() >= ENOUGH, "{kinds:?}");
    for found in found {
        assert!(found.success >= 0.95);
        holds(found, &asked);
    }
    // As it is: .995³⁰⁰.
    let as_it_is = Exact::new(&asked).success(asked.criterion(), 300);
    assert!((as_it_is - 0.995_f64.powi(300)).abs() < 1e-12);
    // By the gambler's ruin: p = 1/(1 + (q/p)²) a step, and (2·2·p − 2)/(2 · .995 − 1) votes.
    let lead = recipes
        .found()
        .into_iter()
        .find(|it| it.way.kind() == Kind::Lead);
    let lead = lead.expect("votes");
    let step = 1.0 / (1.0 + (0.005_f64 / 0.995).powi(2));
    assert!((lead.success - step.powi(300)).abs() < 1e-12);
    // Behind an error all samples are alike: two votes, and no more.
    let each = (4.0 * step - 2.0) / 0.99;
    let votes: f64 = (0..300)
        .map(|k| step.powi(k))
        .map(|well| well * each + (1.0 - well) * 2.0)
        .sum();
    assert!(
        (lead.cost - votes).abs() < 1e-6 * votes,
        "{} {votes}",
        lead.cost
    );
}

#[test]
fn a_recipe_is_a_link_that_opens_as_it_stands() {
    for text in QUESTIONS {
        let asked = scenario(text);
        for found in searched(&asked).found() {
            let recipe = Recipe::of(found, &asked);
            let written = link::write(&recipe.scenario);
            let opened = link::read(&written);
            assert_eq!(opened.notes, [], "{written}");
            let again = plan_success(&opened.scenario);
            assert!(
                (again - recipe.success).abs() <= 1e-12,
                "{written}: {again} {}",
                recipe.success
            );
            assert!(recipe.text("").contains(&written));
        }
    }
}

fn plan_success(scenario: &Scenario) -> f64 {
    Exact::new(scenario).success(scenario.criterion(), scenario.length())
}

#[test]
fn what_could_break_a_recipe_makes_it_no_better() {
    for text in QUESTIONS {
        let asked = scenario(text);
        for found in searched(&asked).found() {
            let recipe = Recipe::of(found, &asked);
            assert!(
                recipe.risk.success <= recipe.success + 1e-9,
                "{text}: {}",
                recipe.title
            );
            let [twice, half] = recipe.errors;
            assert!(
                twice <= recipe.success + 1e-9 && recipe.success <= half + 1e-9,
                "{text}: {}",
                recipe.title
            );
            assert!((0.0..=1.0).contains(&twice) && (0.0..=1.0).contains(&half));
        }
    }
}

/// Of 2,000 runs those that stay within are 95 of 100 to within .005 · 6 of all.
#[test]
fn ninety_five_of_a_hundred_stay_within_the_cost_at_worst() {
    for link in [
        "process=independent&technique=verify&interval=1&cost=1&error=0.005&tokens=300",
        "process=independent&technique=vote&lead=2&step=1&error=0.02&tokens=200",
        "technique=verify&interval=20&tokens=400",
        "process=independent&technique=vote&votes=3&step=1&tokens=100",
    ] {
        let asked = scenario(link);
        let mut worst = Worst::of(&asked);
        while worst.advance() {}
        let worst = worst.cost().expect("within the work");
        let exact = Exact::new(&asked).expected_cost(asked.length());
        assert!(worst >= exact * 0.99, "{link}: {worst} {exact}");
        // Others than those it was read off.
        let mut within = 0;
        for seed in 0..400_u32 {
            let mut one = asked.clone();
            one.set(Key::Seed, f64::from(seed) + 1000.0)
                .expect("a seed");
            one.set(Key::Runs, 1.0).expect("one run");
            let tally = report::simulate(&one, vec![one.length()]);
            within += u32::from(tally.paid as f64 <= worst);
        }
        let share = f64::from(within) / 400.0;
        // √(.95 · .05/400) = .011, and that of the runs it was read off.
        assert!(
            (0.95 - 6.0 * 0.012..=1.0).contains(&share),
            "{link}: {share}"
        );
    }
}

#[test]
fn whatever_is_asked_the_search_ends_and_tells_numbers() {
    for process in bounceback_core::model::process::NAMES {
        for extreme in [
            "error=1&tokens=1",
            "error=0",
            "target=1&tokens=7",
            "target=0&tokens=3",
            "tokens=50&sensitivity=0&false_reject=1",
            "tokens=50&cost=1000000&common_cause=1",
        ] {
            let asked = link::read(&format!("process={process}&{extreme}")).scenario;
            let recipes = searched(&asked);
            let nearest = recipes.nearest().expect("there is always one way");
            assert!((0.0..=1.0).contains(&nearest.success));
            for found in recipes.found() {
                let recipe = Recipe::of(found, &asked);
                assert!(recipe.cost.is_finite() && recipe.success >= asked.number(Key::Target));
                for words in [
                    &recipe.title,
                    &recipe.price(),
                    &recipe.risky(),
                    &recipe.doubled(),
                ] {
                    assert!(!words.contains("NaN") && !words.is_empty(), "{words}");
                }
            }
        }
    }
}
