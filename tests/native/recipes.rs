//! Recipes are the cheapest of their kinds over the whole stated grid, and what is said of
//! them is true.

use crate::support::{brute, close, generator::Generator, grid, links, near};
use bounceback_core::exact::Exact;
use bounceback_core::model::parameter::{Key, Kind as Values};
use bounceback_core::model::scenario::{Scenario, parameter};
use bounceback_core::plan::recipes::grid::{
    CHECKERS, CUTS, FEW_LEADS, FEW_VOTES, LEADS, THOUGHT, TRIES, VOTES, intervals,
};
use bounceback_core::plan::recipes::{Change, Details, Kind, Recipe, Recipes, Worst};
use bounceback_core::share::link;
use bounceback_core::simulate::Runs;
use std::collections::BTreeMap;

/// "300 steps, 0.5% wrong each, a checker finds 80% and costs one step; I need 95%."
const ENGINEER: &str = "figure=plan&process=independent&error=0.5%&tokens=300&sensitivity=0.8&cost=1&target=95%&unit=steps";

fn searched(scenario: &Scenario) -> Recipes {
    let mut recipes = Recipes::of(scenario);
    while recipes.advance(1_000_000) {}
    recipes
}

fn read(text: &str) -> Scenario {
    link::read(text).scenario
}

fn details(recipe: &Recipe) -> &Details {
    recipe.details.as_ref().expect("the search is over")
}

/// What is done about one stretch, as a part of a schema, and how many checkers look.
type Stretch = (String, u64);

fn check(interval: u64, tries: u64, checkers: u64) -> Stretch {
    let text = format!("verify:interval={interval}:tries={tries}");
    (text, checkers)
}

fn lead(lead: u64, step: u64) -> Stretch {
    (format!("vote:lead={lead}:step={step}"), 0)
}

fn majority(votes: u64, step: u64) -> Stretch {
    (format!("vote:lead=0:votes={votes}:step={step}"), 0)
}

fn query(interval: u64) -> Stretch {
    (format!("query:interval={interval}"), 0)
}

fn backtrack() -> Stretch {
    ("backtrack".to_owned(), 0)
}

/// All of the grid by plain loops, each candidate a schema written out by hand.
fn by_hand(asked: &Scenario) -> Vec<(Kind, Scenario)> {
    let (tokens, done) = (asked.length(), asked.done());
    let every = intervals(tokens);
    let mut all = vec![(Kind::AsItIs, asked.clone())];
    let checks = |checkers: u64, schema: String| -> Scenario {
        let mut scenario = asked.clone();
        for key in [Key::Sensitivity, Key::FalseReject] {
            let mut passes = 1.0;
            for _ in 0..checkers.max(1) {
                passes *= 1.0 - asked.number(key);
            }
            scenario.set(key, 1.0 - passes).unwrap();
        }
        let cost = asked.number(Key::Cost) * checkers.max(1) as f64;
        scenario.set(Key::Cost, cost).unwrap();
        assert_eq!(scenario.set_schema(&schema), []);
        scenario
    };
    let mut whole = |kind: Kind, (text, checkers): Stretch| {
        all.push((kind, checks(checkers, format!("answer:{text}"))));
    };
    whole(Kind::Backtracking, backtrack());
    for &at in &every {
        whole(Kind::Queries, query(at));
        for &tries in TRIES {
            whole(Kind::OneChecker, check(at, tries, 1));
            whole(Kind::SeveralCheckers, check(at, tries, 2));
            whole(Kind::SeveralCheckers, check(at, tries, 3));
        }
        for &votes in VOTES {
            whole(Kind::Majority, majority(votes, at));
        }
        for &ahead in LEADS {
            whole(Kind::Lead, lead(ahead, at));
        }
    }
    // Two stretches of text.
    let mut guards: Vec<Stretch> = vec![("direct".to_owned(), 0), backtrack()];
    for at in [1, (tokens as f64).sqrt().ceil() as u64] {
        guards.extend(CHECKERS.iter().map(|&checkers| check(at, 0, checkers)));
        guards.extend(FEW_LEADS.iter().map(|&ahead| lead(ahead, at)));
        guards.extend([majority(3, at), query(at)]);
    }
    guards.sort();
    guards.dedup();
    let mut pairs = Vec::new();
    for first in &guards {
        for second in &guards {
            let one_quality = first.1 == 0 || second.1 == 0 || first.1 == second.1;
            if first != second && one_quality && tokens - done >= 2 {
                pairs.push((first.clone(), second.clone()));
            }
        }
    }
    let parted = |first: &str, second: &str, share: f64| {
        let left = tokens - done;
        let begun = ((left as f64 * share).round() as u64).clamp(1, left - 1);
        format!("a:{}:{first};b:{}:{second}", done + begun, left - begun)
    };
    for ((first, many), (second, more)) in &pairs {
        for &share in CUTS {
            let scenario = checks(*many.max(more), parted(first, second, share));
            all.push((Kind::Combination, scenario));
        }
    }
    // Thinking, which is told to last so long and to leave so much.
    let (told, floor) = (asked.number(Key::Think), asked.number(Key::ThinkFloor));
    if told == 0.0 || done > 0 {
        return all;
    }
    for &share in THOUGHT {
        let thought = (told * share).round().max(1.0);
        let thinking = |checkers: u64, rest: &str| {
            let schema = format!("thinking:{thought}:think;{rest}");
            let mut scenario = checks(checkers, schema);
            let left = 1.0 - (1.0 - floor) * thought / told;
            scenario.set(Key::ThinkFloor, left).unwrap();
            scenario
        };
        all.push((Kind::Thinking, thinking(0, "answer")));
        let mut after = vec![backtrack()];
        for &at in every.iter().step_by(3) {
            after.extend(CHECKERS.iter().map(|&checkers| check(at, 0, checkers)));
            after.extend(FEW_LEADS.iter().map(|&ahead| lead(ahead, at)));
            after.extend(FEW_VOTES.iter().map(|&votes| majority(votes, at)));
            after.push(query(at));
        }
        for (text, checkers) in after {
            let scenario = thinking(checkers, &format!("answer:{text}"));
            all.push((Kind::Combination, scenario));
        }
        if share == 1.0 {
            for ((first, many), (second, more)) in &pairs {
                let rest = parted(first, second, 0.5);
                let scenario = thinking(*many.max(more), &rest);
                all.push((Kind::Combination, scenario));
            }
        }
    }
    all
}

/// Success and cost of a scenario at its end.
type Judge = dyn Fn(&Scenario) -> (f64, f64);

fn by_engine(scenario: &Scenario) -> (f64, f64) {
    let (exact, end) = (Exact::new(scenario), scenario.length());
    (
        exact.success(scenario.criterion(), end),
        exact.expected_cost(end),
    )
}

fn by_brute_force(scenario: &Scenario) -> (f64, f64) {
    let end = scenario.length();
    let criterion = scenario.criterion();
    let truth = brute::truth(scenario, end, brute::tolerance(criterion));
    let reading = &truth.standing[end as usize];
    (reading.success(criterion), reading.cost())
}

/// Holds the winners of every kind against those of a loop over everything.
fn winners_are_true(text: &str, judge: &Judge, rounding: f64) -> usize {
    let asked = crate::support::link(text);
    let target = asked.number(Key::Target);
    let mut cheapest: BTreeMap<Kind, f64> = BTreeMap::new();
    for (kind, scenario) in by_hand(&asked) {
        let (success, cost) = judge(&scenario);
        // (Nothing may hang on the last digit. What is not known is skipped.)
        let is_near = (success - target).abs() < 1e-9;
        assert!(!is_near, "{text}: {success}");
        if success >= target && cost.is_finite() {
            let best = cheapest.entry(kind).or_insert(f64::INFINITY);
            *best = best.min(cost);
        }
    }
    let recipes = searched(&asked);
    let found = recipes.recipes();
    let kinds: Vec<Kind> = found.iter().map(|it| it.kind).collect();
    for recipe in &found {
        let what = format!("{text}: {}", recipe.title());
        let least = cheapest.get(&recipe.kind);
        let least = *least.unwrap_or_else(|| panic!("{what} reaches what nothing can"));
        close(recipe.cost, least, rounding, &what);
        let (success, cost) = judge(&recipe.scenario);
        near(recipe.success, success, rounding, &what);
        close(recipe.cost, cost, rounding, &what);
        assert!(success >= target, "{what}: {success}");
    }
    let all: Vec<Kind> = cheapest.keys().copied().collect();
    let mut sorted = kinds.clone();
    sorted.sort();
    assert_eq!(sorted, all, "{text}");
    assert!(found.is_sorted_by(|a, b| a.cost <= b.cost), "{text}");
    kinds.len()
}

#[test]
fn the_winner_of_every_kind_is_that_of_a_brute_force_over_the_whole_grid() {
    let mut kinds = 0;
    for text in [
        "figure=plan&process=independent&error=3%&tokens=6&sensitivity=0.8&cost=1&target=97%&think=4",
        "figure=plan&process=recoverable&error=9%&recovery=0.2&fatal=0.1&tokens=5&target=91%&cost=2&think=3&common_cause=0.1",
        "figure=plan&process=settling&error=0.3&floor=0.01&decay=0.5&tokens=5&target=80%&cost=0&criterion=flawless&think=2",
        "figure=plan&process=independent&error=4%&tokens=7&done=2&target=96%&criterion=tolerant&tolerance=0",
    ] {
        kinds += winners_are_true(text, &by_brute_force, 1e-8);
    }
    assert!(kinds >= 16, "{kinds}");
}

#[test]
fn the_winner_of_every_kind_is_that_of_a_loop_over_the_whole_grid() {
    let mut kinds = 0;
    for text in [
        ENGINEER,
        "figure=plan&process=independent&error=0.5%&tokens=300&sensitivity=0.8&cost=1&target=70%",
        "figure=plan&tokens=500&target=97%&think=40&cost=3",
        "figure=plan&process=independent&error=0.1%&tokens=997&done=400&target=99%&criterion=tolerant",
        "figure=plan&process=key_tokens&tokens=200&target=99%",
        "figure=plan&process=mixed_difficulty&tokens=60&target=97%",
    ] {
        kinds += winners_are_true(text, &by_engine, 1e-9);
    }
    assert!(kinds >= 30, "{kinds}");
}

#[test]
fn intervals_part_a_text_evenly_and_in_nearly_equal_ratios() {
    for tokens in [1, 2, 3, 7, 10, 300, 997, 123_456, 1_000_000, 1_000_000_000] {
        let every = intervals(tokens);
        assert_eq!(every[0], 1);
        assert!(*every.last().unwrap() >= tokens.min(500_000), "{tokens}");
        assert!(every.is_sorted_by(|a, b| a < b) && every.len() < 80);
        for pair in every.windows(2) {
            let next = (pair[0] as f64 * 1.6).ceil() as u64 + 1;
            assert!(pair[1] <= next.max(2 * pair[0]), "{tokens}: {pair:?}");
        }
        for interval in every {
            // As many drafts would not do with a shorter one.
            let drafts = tokens.div_ceil(interval);
            assert_eq!(interval, tokens.div_ceil(drafts), "{tokens}: {interval}");
        }
    }
}

/// What runs of a scenario have paid, and the share of them that succeed.
fn simulated(scenario: &Scenario, asked: u64) -> (Vec<u64>, f64) {
    let end = scenario.length();
    let tolerance = match scenario.criterion() {
        bounceback_core::model::criterion::Criterion::Tolerant(most) => Some(most),
        _ => None,
    };
    let mut runs = Runs::new(&scenario.course(), vec![end], asked, 7, tolerance).with_paid();
    runs.advance(u64::MAX);
    let share = runs.tally().share(scenario.criterion(), 0);
    assert_eq!(runs.paid().len() as u64, asked);
    (runs.paid().to_vec(), share)
}

#[test]
fn the_engineer_has_an_answer() {
    let recipes = searched(&crate::support::link(ENGINEER));
    let baseline = recipes.baseline().expect("it is known");
    assert_eq!(baseline.outcome(), "22.2% for 300 steps");
    let found = recipes.recipes();
    assert!(found.len() >= 5, "{found:?}");
    for recipe in found {
        let title = recipe.title();
        let (success, cost) = by_brute_force(&recipe.scenario);
        assert!(success >= 0.95, "{title}: {success}");
        near(recipe.success, success, 1e-9, &title);
        close(recipe.cost, cost, 1e-9, &title);
        // Four standard errors.
        let asked = 4000;
        let (paid, share) = simulated(&recipe.scenario, asked);
        let asked = asked as f64;
        let error = (success * (1.0 - success) / asked).sqrt();
        near(share, success, 4.0 * error, &title);
        let mean = paid.iter().sum::<u64>() as f64 / asked;
        let square = paid
            .iter()
            .map(|&it| (it as f64 - mean).powi(2))
            .sum::<f64>();
        near(mean, cost, 4.0 * square.sqrt() / asked + 1e-9, &title);
    }
    let lead = recipes
        .recipes()
        .into_iter()
        .find(|it| it.kind == Kind::Lead);
    let lead = lead.expect("there is one");
    assert_eq!(
        lead.title(),
        "Ask until one answer is two ahead, at every step"
    );
    // P = 1/(1 + (q/p)²), 300 times over.
    let right = 1.0 / (1.0 + (0.005_f64 / 0.995).powi(2));
    close(lead.success, right.powi(300), 1e-12, "lead");
    // (2·2·P − 2)/(2p − 1) votes a step; two where all is lost already.
    let votes = (4.0 * right - 2.0) / 0.99;
    let cost: f64 = (0..300)
        .map(|at| 2.0 + right.powi(at) * (votes - 2.0))
        .sum();
    close(lead.cost, cost, 1e-12, "lead");
    assert_eq!(lead.outcome(), "99.25% for 606 steps");
    // 0.7·1 + 0.3·p instead, 300 times over.
    let common: f64 = 0.3 * 0.995 + 0.7 * right;
    let risk = details(lead).risk.as_ref().expect("it has one");
    close(risk.success, common.powi(300), 1e-9, "risk");
    assert_eq!(lead.risk(), "If 3 in 10 errors have a common cause: 63.4%.");
    let several = recipes
        .recipes()
        .into_iter()
        .find(|it| it.kind == Kind::SeveralCheckers);
    let several = several.expect("there is one");
    assert!(
        several.title().starts_with("Three checkers in a row"),
        "{}",
        several.title()
    );
    assert!(
        several.title().contains("each finds 80%"),
        "{}",
        several.title()
    );
    assert!(several.granted().contains("rejects 5%") && several.granted().contains("1 step."));
    let copied = lead.copy("https://example.org/", &lead.scenario);
    assert!(
        copied.contains("\nhttps://example.org/#v=1&figure=plan&"),
        "{copied}"
    );
    let few = recipes.few(3);
    assert!(few.len() == 3 && few.iter().all(|it| it.kind != Kind::Combination));
}

#[test]
fn a_price_is_told_in_money() {
    let recipes = searched(&crate::support::link(&format!("{ENGINEER}&price=0.5")));
    let baseline = recipes.baseline().expect("it is known");
    assert_eq!(baseline.outcome(), "22.2% for 300 steps, 150 at your price");
}

#[test]
fn twice_and_half_are_what_their_scenarios_say() {
    for (text, twice, half) in [
        (
            "process=independent&error=0.02&tokens=50",
            "process=independent&error=0.04&tokens=50",
            "process=independent&error=0.01&tokens=50",
        ),
        (
            "process=settling&error=0.4&floor=0.02&tokens=9",
            "process=settling&error=0.8&floor=0.04&tokens=9",
            "process=settling&error=0.2&floor=0.01&tokens=9",
        ),
        (
            "process=key_tokens&key_error=0.1&other_error=0.01&tokens=50",
            "process=key_tokens&key_error=0.2&other_error=0.02&tokens=50",
            "process=key_tokens&key_error=0.05&other_error=0.005&tokens=50",
        ),
        // The mean 1/10, then 2/10 and 1/20.
        (
            "process=mixed_difficulty&alpha=1&beta=9&tokens=50",
            "process=mixed_difficulty&alpha=1&beta=4&tokens=50",
            "process=mixed_difficulty&alpha=1&beta=19&tokens=50",
        ),
    ] {
        let recipes = searched(&crate::support::link(text));
        let baseline = recipes.baseline().expect("it is known");
        let details = details(baseline);
        for (told, link) in [(details.twice, twice), (details.half, half)] {
            let told = told.expect("they can be");
            close(told, by_engine(&read(link)).0, 1e-12, text);
        }
    }
}

/// An error at every token can't be twice as frequent, and deviations that add up are not
/// twice as frequent where each is twice as large: the hazard of long texts stays.
#[test]
fn twice_as_frequent_is_said_only_where_it_can_be_and_then_is() {
    for text in ["error=1&tokens=9", "process=settling&error=0.7&tokens=9"] {
        let recipes = searched(&crate::support::link(text));
        let baseline = recipes.baseline().expect("it is known");
        assert_eq!(details(baseline).twice, None, "{text}");
        assert!(baseline.twice().starts_with("Errors half as frequent: "));
    }
    let text = "process=threshold&error=0.002&tokens=30";
    let recipes = searched(&crate::support::link(text));
    let baseline = recipes.baseline().expect("it is known");
    let (twice, half) = (details(baseline).twice, details(baseline).half);
    // As much exposure again is the square, half of it the root.
    close(twice.expect("known"), baseline.success.powi(2), 1e-12, text);
    close(half.expect("known"), baseline.success.sqrt(), 1e-12, text);
    // And where something is made good over long texts, it shows too.
    let text = "process=threshold&technique=backtrack&tokens=200";
    let recipes = searched(&crate::support::link(text));
    let told = details(recipes.baseline().expect("it is known"));
    let (twice, half) = (told.twice.expect("known"), told.half.expect("known"));
    let times = (1.0 - twice) / (1.0 - half);
    assert!((3.5..4.5).contains(&times), "{twice} {half}");
}

/// Where what is done is enough, nothing dearer is sold; and what takes more than was told of
/// comes after what does not.
#[test]
fn few_are_those_that_are_worth_their_price_and_at_hand_first() {
    for text in [
        "figure=plan&error=0&tokens=50",
        "figure=plan&target=0&tokens=50",
    ] {
        let recipes = searched(&crate::support::link(text));
        let baseline = recipes.baseline().expect("it is known");
        let few = recipes.few(usize::MAX);
        assert!(
            few.iter()
                .all(|it| it.kind == Kind::AsItIs || it.cost < baseline.cost)
        );
    }
    let recipes = searched(&crate::support::link(ENGINEER));
    let few = recipes.few(usize::MAX);
    let at_hand = |it: &Recipe| it.scenario.techniques().all(|it| it.name == "verify");
    assert!(at_hand(few[0]), "{}", few[0].title());
    assert_eq!(
        few[0].takes(),
        "With what you told of: more checkers like yours."
    );
    let others: Vec<&Recipe> = few
        .iter()
        .skip(1)
        .copied()
        .filter(|it| !at_hand(it))
        .collect();
    assert_eq!(others.len(), few.len() - 1);
    for pair in others.windows(2) {
        assert!(pair[0].cost <= pair[1].cost);
    }
    for (kind, takes) in [
        (Kind::Lead, "If you also had more samples."),
        (Kind::Backtracking, "If you also had a second look."),
    ] {
        let found = recipes.recipes().into_iter().find(|it| it.kind == kind);
        assert_eq!(found.expect("there is one").takes(), takes);
    }
}

/// A target of all is met only by what never fails.
#[test]
fn rounding_makes_no_recipe_certain() {
    let asked = format!("{}&target=1", ENGINEER.replace("&target=95%", ""));
    let found = searched(&crate::support::link(&asked));
    let titles: Vec<String> = found.recipes().iter().map(|it| it.title()).collect();
    assert!(titles.is_empty(), "{titles:?}");
    // What would have to change is what is all for certain, too.
    for change in found.changes() {
        let Change::Value { key, answers, .. } = change else {
            panic!("{}", change.sentence());
        };
        let ends = answers.ranges.iter().flat_map(|it| [it.0, it.1]);
        for end in ends {
            let certain = end == 0.0 && *key != Key::Sensitivity || end == 1.0;
            assert!(certain, "{}", change.sentence());
        }
    }
    let perfect = asked.replace("sensitivity=0.8", "sensitivity=1");
    let recipes = searched(&crate::support::link(&perfect));
    let kinds: Vec<Kind> = recipes.recipes().iter().map(|it| it.kind).collect();
    assert!(kinds.contains(&Kind::OneChecker) && !kinds.contains(&Kind::Lead));
    assert!(
        recipes
            .recipes()
            .iter()
            .all(|it| it.outcome().starts_with("100% "))
    );
}

#[test]
fn so_many_runs_stay_within_the_cost_at_worst() {
    const RUNS: u64 = 20_000;
    // Four standard errors of a share of 95%.
    let error = 4.0 * (0.95 * 0.05 / RUNS as f64).sqrt();
    let (mut exact, mut bounds) = (0, 0);
    for text in [
        "process=independent&error=0.02&technique=verify&interval=10&tokens=100&cost=3",
        "process=independent&error=0.02&technique=verify&interval=9&tokens=100&tries=3",
        "process=independent&error=0.2&technique=verify&interval=5&tokens=40&false_reject=0.4&tries=2",
        "process=independent&error=0.05&technique=vote&lead=3&step=2&tokens=41",
        "process=independent&error=0.1&technique=vote&lead=2&step=7&common_cause=0.3&tokens=70",
        "error=0.1&recovery=0.3&fatal=0.2&technique=vote&lead=2&step=3&tokens=60",
        "error=0.1&recovery=0.05&fatal=0.1&technique=backtrack&catch=0.2&cost=7&tokens=80",
        "schema=a:30:verify:interval=5;b:30:vote:lead=2:step=3;c:40:backtrack:catch=0.3&cost=4&error=0.05",
        "process=fading&error=0.2&technique=verify&interval=7&tokens=150&cost=2",
        "process=independent&error=0.02&technique=verify&interval=10&tokens=100&done=35",
        "process=independent&error=0.001&technique=verify&interval=1&tokens=20000&cost=1",
    ] {
        let scenario = read(text);
        let paid = Exact::new(&scenario)
            .paid_within(0.95)
            .unwrap_or_else(|| panic!("{text}"));
        let (mut runs, _) = simulated(&scenario, RUNS);
        let share =
            |most: f64| runs.iter().filter(|&&it| it as f64 <= most).count() as f64 / RUNS as f64;
        let within = share(paid.tokens);
        assert!(within >= 0.95 - error, "{text}: {within} within {paid:?}");
        if paid.is_least {
            let below = share(paid.tokens - 0.5);
            assert!(below < 0.95 + error, "{text}: {below} below {paid:?}");
            exact += 1;
        } else {
            bounds += 1;
            runs.sort_unstable();
            let quantile = runs[(0.95 * RUNS as f64) as usize] as f64;
            assert!(
                paid.tokens < 1.1 * quantile,
                "{text}: {paid:?}, not {quantile}"
            );
        }
    }
    assert!(exact >= 8, "{exact} and {bounds}");
}

#[test]
fn what_is_simulated_of_the_cost_says_how_nearly_it_is_known() {
    let text = "process=self_conditioning&error=0.02&contagion=0.01&technique=vote&lead=2&step=1&tokens=100";
    let recipes = searched(&crate::support::link(text));
    let baseline = recipes.baseline().expect("it is known");
    let Worst::Simulated {
        tokens,
        between: (low, high),
        runs,
    } = details(baseline).worst
    else {
        panic!("{baseline:?}");
    };
    assert!(low <= tokens && tokens <= high && runs == 1000);
    let (mut paid, _) = simulated(&baseline.scenario, 50_000);
    paid.sort_unstable();
    let quantile = paid[47_499];
    assert!((low..=high).contains(&quantile), "{quantile} {low} {high}");
    assert!(
        baseline.worst().contains("1,000 simulated"),
        "{}",
        baseline.worst()
    );
}

/// The nearest candidate with one value changed succeeds so often.
fn changed(recipe: &Recipe, key: Key, value: f64) -> f64 {
    let mut scenario = recipe.scenario.clone();
    let several = key == Key::Sensitivity && recipe.checkers > 1;
    let value = if several {
        1.0 - (1.0 - value).powi(recipe.checkers as i32)
    } else {
        value
    };
    scenario.set(key, value.clamp(0.0, 1e6)).unwrap();
    by_engine(&scenario).0
}

#[test]
fn where_nothing_is_enough_what_would_have_to_change_is_true() {
    let (mut values, mut shorter) = (0, 0);
    for text in [
        "figure=plan&process=independent&error=20%&tokens=3000&sensitivity=0.8&cost=1&target=99.9%&catch=0.1&common_cause=0.2&think=0",
        "figure=plan&process=independent&error=5%&tokens=400&sensitivity=0.3&target=99%&catch=0&common_cause=1&think=0",
        "figure=plan&process=independent&error=5%&tokens=3000&sensitivity=0.3&target=99%&catch=0&common_cause=0.02&think=0",
        "figure=plan&process=independent&error=0.5%&tokens=900&sensitivity=0.3&target=99%&catch=0&common_cause=0.02&think=0&criterion=tolerant&tolerance=0",
        "figure=plan&error=10%&recovery=0.001&fatal=0.5&tokens=200&sensitivity=0.2&target=99%&catch=0.05&common_cause=0.9&think=0",
        "figure=plan&process=key_tokens&tokens=2000&key_error=0.4&sensitivity=0.5&common_cause=0.5&catch=0.01&target=99%",
        "figure=plan&process=mixed_difficulty&tokens=500&alpha=3&beta=9&sensitivity=0&common_cause=1&catch=0&target=97%&think=0",
    ] {
        let asked = crate::support::link(text);
        let target = asked.number(Key::Target);
        let recipes = searched(&asked);
        assert_eq!(recipes.recipes().len(), 0, "{text}");
        let nearest = recipes.nearest().expect("there is one");
        assert!(
            nearest.success < target && nearest.details.is_some(),
            "{text}"
        );
        for change in recipes.changes() {
            assert!(!change.sentence().is_empty());
            match change {
                Change::Value { key, answers, .. } => {
                    values += 1;
                    let whole = matches!(parameter(*key).kind, Values::Whole { .. });
                    assert!(!whole);
                    for &(from, to) in &answers.ranges {
                        for (end, out) in [(from, 1.0 - 1e-7), (to, 1.0 + 1e-7)] {
                            let inside = changed(nearest, *key, end);
                            assert!(
                                inside >= target * (1.0 - 1e-9),
                                "{text}: {key:?} {end} {inside}"
                            );
                            let beyond = end * out;
                            let (least, most) = answers.asked;
                            if end > least && end < most {
                                let outside = changed(nearest, *key, beyond);
                                assert!(outside < target, "{text}: {key:?} {beyond} {outside}");
                            }
                        }
                    }
                }
                Change::Shorter { tokens, .. } => {
                    shorter += 1;
                    let exact = Exact::new(&nearest.scenario);
                    let at = |n: u64| exact.judged(nearest.scenario.criterion(), n);
                    for n in 1..=*tokens {
                        assert!(at(n) >= target * (1.0 - 1e-12), "{text}: {n}");
                    }
                    assert!(at(tokens + 1) < target, "{text}: {tokens}");
                }
            }
        }
        assert!(!recipes.changes().is_empty(), "{text}");
    }
    assert!(values >= 5 && shorter >= 2, "{values} {shorter}");
}

#[test]
fn the_link_of_a_plan_keeps_the_means_at_hand() {
    let means = "figure=plan&sensitivity=0.8&false_reject=0.1&joint=0.2&common_cause=0.3&think=7&think_floor=0.5&think_recovery=0.4&catch=0.6&cost=1&target=0.9&unit=steps&price=0.25";
    let written = link::write(&crate::support::link(means));
    for part in means.split('&') {
        assert!(
            written.split('&').any(|it| it == part),
            "{part} in {written}"
        );
    }
    // In other rooms they have no effect, and yet wait for who comes back.
    let elsewhere = link::read(&means.replace("figure=plan", "figure=map"));
    assert_eq!(
        link::write(&elsewhere.scenario),
        written.replace("figure=plan", "figure=map")
    );
    assert_eq!(elsewhere.notes, []);
}

#[test]
fn a_link_carries_every_recipe() {
    let mut carried = 0;
    for text in [
        ENGINEER,
        "process=independent&error=0.3%&tokens=300&target=60%&cost=1",
        "tokens=400&target=97%&criterion=flawless&unit=calls&price=0.1",
        "process=mixed_difficulty&tokens=60&target=90%&done=10",
        "schema=thinking:20:think;answer:100:verify:interval=10&target=90%",
        "technique=vote&target=90%&figure=map",
    ] {
        let recipes = searched(&read(text));
        for recipe in recipes.recipes() {
            let written = link::write(&recipe.scenario);
            let again = crate::support::link(&written);
            assert_eq!(link::write(&again), written);
            assert_eq!(
                again.choice(Key::Figure),
                recipe.scenario.choice(Key::Figure)
            );
            assert_eq!(
                by_engine(&again),
                (recipe.success, recipe.cost),
                "{written}"
            );
            carried += 1;
        }
    }
    assert!(carried >= 25, "{carried}");
}

#[test]
fn in_slices_the_same_is_found_and_what_is_known_gets_better() {
    let asked = read(ENGINEER);
    let whole = searched(&asked);
    let mut sliced = Recipes::of(&asked);
    let (mut progress, mut best, mut slices) = (0.0, f64::INFINITY, 0);
    while sliced.advance(1) {
        assert!((progress..=1.0).contains(&sliced.progress()), "{progress}");
        progress = sliced.progress();
        if let Some(first) = sliced.recipes().first() {
            assert!(first.cost <= best);
            best = first.cost;
        }
        slices += 1;
    }
    assert_eq!(sliced.progress(), 1.0);
    assert_eq!(sliced.recipes(), whole.recipes());
    assert_eq!(sliced.baseline(), whole.baseline());
    // Two readings each at most, and of few recipes a few more.
    assert!(slices <= 2 * whole.candidates() + 400, "{slices}");
    // What can't be the cheapest is not read.
    assert!(
        whole.passed_over() > whole.candidates() / 4,
        "{}",
        whole.passed_over()
    );
}

/// Fails where a search leaves anything behind that a page could not show.
fn is_sound(scenario: &Scenario, what: &str) {
    let mut recipes = Recipes::of(scenario);
    let mut slices = 0;
    while recipes.advance(1) {
        slices += 1;
        assert!(slices < 20_000, "{what} goes on and on");
    }
    let target = scenario.number(Key::Target);
    let share = |it: f64| it.is_nan() || (0.0..=1.0).contains(&it);
    let all = recipes.recipes().into_iter();
    for recipe in all
        .clone()
        .chain(recipes.baseline())
        .chain(recipes.nearest())
    {
        assert!((0.0..=1.0).contains(&recipe.success), "{what}: {recipe:?}");
        let details = details(recipe);
        assert!(
            details.twice.is_none_or(share) && details.half.is_none_or(share),
            "{what}: {recipe:?}"
        );
        assert!(
            details.risk.as_ref().is_none_or(|it| share(it.success)),
            "{what}"
        );
        for said in [recipe.title(), recipe.outcome(), recipe.copy("", scenario)] {
            assert!(!said.is_empty() && !said.contains("NaN"), "{what}: {said}");
        }
        if let Worst::Exactly(tokens) | Worst::AtMost(tokens) = details.worst {
            assert!(tokens >= 0.0, "{what}: {recipe:?}");
        }
    }
    for recipe in all {
        assert!(
            recipe.success >= target && recipe.cost.is_finite(),
            "{what}: {recipe:?}"
        );
    }
}

#[test]
fn every_process_and_technique_can_be_asked_about() {
    for process in grid::PROCESSES {
        for rest in [
            "tokens=12",
            "tokens=1&target=1",
            "tokens=40&done=39&target=99%&criterion=flawless",
        ] {
            let text = format!("{process}&{rest}");
            is_sound(&read(&text), &text);
        }
    }
    for technique in grid::TECHNIQUES {
        let text = format!("tokens=12&error=0.05&target=99.9%{technique}");
        is_sound(&read(&text), &text);
    }
    for schema in grid::SCHEMAS {
        is_sound(&read(schema), schema);
    }
    for extremes in [
        "error=0",
        "error=1&recovery=0",
        "error=1&recovery=1",
        "target=0",
        "target=1",
        "sensitivity=1&false_reject=1",
        "sensitivity=0&false_reject=0",
        "catch=0",
        "catch=1&cost=1000000",
        "think=0",
        "think=1000000&think_floor=0",
        "common_cause=1",
        "joint=1",
        "tokens=1000000000",
        "process=independent&tokens=1000000000&error=1e-12",
        "criterion=tolerant&tolerance=200",
    ] {
        is_sound(&read(extremes), extremes);
    }
}

/// `LINKS=300` tries more of them.
#[test]
fn any_link_can_be_asked_about() {
    let count = std::env::var("LINKS").map_or(2, |it| it.parse().expect("a number"));
    let mut generator = Generator::new(404);
    for _ in 0..count {
        let text = links::random(&mut generator);
        is_sound(&read(&text), &text);
    }
}

#[test]
#[ignore = "measures"]
fn measure() {
    let asked = std::env::var("LINK").unwrap_or_default();
    for text in [
        ENGINEER,
        &asked,
        "process=mixed_difficulty&tokens=300",
        "process=self_conditioning&tokens=300",
        "process=fading&tokens=3000",
    ] {
        let mut recipes = Recipes::of(&read(text));
        let begun = std::time::Instant::now();
        let (mut longest, mut slices) = (0.0_f64, 0);
        loop {
            let slice = std::time::Instant::now();
            let more = recipes.advance(1);
            let took = slice.elapsed().as_secs_f64();
            if took > 0.02 {
                println!("    {:.1} ms at {:.3}", took * 1e3, recipes.progress());
            }
            longest = longest.max(took);
            slices += 1;
            if !more {
                break;
            }
        }
        println!(
            "{:8.1} ms, {:6.2} ms at most in {slices} slices, {} candidates: {text}",
            begun.elapsed().as_secs_f64() * 1e3,
            longest * 1e3,
            recipes.candidates()
        );
    }
}

/// Several checkers are no better checker: what one of them finds stays what the reader said.
#[test]
fn a_recipe_that_is_tried_leaves_the_question_as_it_was() {
    let asked = link::read(ENGINEER).scenario;
    let mut search = Recipes::of(&asked);
    while search.advance(u64::MAX) {}
    let mut several = 0;
    for recipe in search.recipes() {
        let tried = recipe.onto(&asked);
        for key in [Key::Sensitivity, Key::FalseReject, Key::Cost, Key::Error] {
            assert_eq!(tried.number(key), asked.number(key), "{}", recipe.title());
        }
        let exact = Exact::new(&tried);
        let success = exact.success(tried.criterion(), tried.length());
        assert!(
            (success - recipe.success).abs() < 1e-10,
            "{}",
            recipe.title()
        );
        assert!((exact.expected_cost(tried.length()) - recipe.cost).abs() < 1e-6);
        let opened = link::read(&link::write(&tried));
        assert_eq!(opened.notes, []);
        several += u32::from(recipe.checkers > 1);
    }
    assert!(several > 0);
}
