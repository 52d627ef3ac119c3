//! The published and hand-made values of every process, every technique and the
//! inverse questions.

use crate::support::{close, link, near};
use bounceback_core::exact::{Exact, answers};
use bounceback_core::model::criterion::Criterion::{Acceptable, Flawless};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::process;
use bounceback_core::model::technique;
use bounceback_core::number::probability::Probability;
use bounceback_core::share::link::write;
use bounceback_core::share::preset;
use bounceback_core::share::report;
use std::fmt::Write as _;

fn exact(text: &str) -> Exact {
    Exact::new(&link(text))
}

#[test]
fn fading_errors_are_a_discrete_weibull() {
    for (e, shape) in [(0.01_f64, 1.0_f64), (0.3, 0.5), (0.001, 1.7), (1e-12, 0.2)] {
        let exact = exact(&format!(
            "process=fading&error={e}&shape={shape}&tokens=1000000000"
        ));
        for n in [1_u64, 2, 100, 1_000_000] {
            let expected = f64::exp(f64::ln_1p(-e) * (n as f64).powf(shape));
            let what = format!("e {e}, shape {shape}, {n} tokens");
            close(exact.success(Flawless, n), expected, 1e-12, &what);
        }
    }
}

/// e∞ = 0: the infinite product of 1 − e₁·gʲ, multiplied out here.
#[test]
fn settling_errors_may_leave_completions_flawless_for_ever() {
    for (first, decay) in [(0.4_f64, 0.6_f64), (0.05, 0.99), (0.999, 0.1)] {
        let text = format!("process=settling&error={first}&floor=0&decay={decay}");
        let mut product = 1.0;
        let mut hazard = first;
        while hazard > 1e-18 {
            product *= 1.0 - hazard;
            hazard *= decay;
        }
        close(exact(&text).limit(Flawless), product, 1e-12, &text);
    }
}

#[test]
fn ten_key_tokens_of_a_thousand() {
    let text = "process=key_tokens&key_error=0.05&share=0.01&tokens=1000";
    for (other, expected) in [("0", 0.598_736_939_238), ("1e-4", 0.542_298_932_174)] {
        let end = exact(&format!("{text}&other_error={other}")).success(Flawless, 1000);
        near(end, expected, 5e-13, other);
    }
    // The same ten, however they grow.
    for growth in [
        "growth=plateau&share=0.5&most=10",
        "growth=power&coefficient=1&exponent=0.3333333333333333",
    ] {
        let text = format!("process=key_tokens&key_error=0.05&other_error=0&{growth}&tokens=1000");
        near(
            exact(&text).success(Flawless, 1000),
            0.598_736_939_238,
            5e-13,
            growth,
        );
    }
}

#[test]
fn mixed_difficulty_has_the_tail_of_a_power() {
    let exact = exact("process=mixed_difficulty&alpha=1&beta=99&tokens=1000000000");
    near(
        exact.success(Flawless, 100),
        99.0 / 199.0,
        1e-15,
        "100 tokens",
    );
    near(
        exact.success(Flawless, 1000),
        99.0 / 1099.0,
        1e-15,
        "1,000 tokens",
    );
    close(
        exact.success(Flawless, 1_000_000_000),
        99.0 / 1_000_000_099.0,
        1e-12,
        "a billion tokens",
    );
}

#[test]
fn self_conditioning_makes_errors_grow_like_compound_interest() {
    let exact = exact("process=self_conditioning&error=0.01&contagion=0.01&tokens=1000");
    near(
        exact.expected_errors(50),
        0.644_631_821_844,
        5e-13,
        "expected errors",
    );
    near(
        exact.success(Flawless, 50),
        0.605_006_067_138,
        5e-13,
        "flawless",
    );
}

#[test]
fn a_threshold_holds_as_the_gamma_function_says() {
    // r·n² = 1 at ten tokens.
    let exact = exact("process=threshold&error=0.01&directions=4&tokens=100");
    near(
        exact.success(Flawless, 10),
        0.593_994_150_29,
        5e-12,
        "ten tokens",
    );
    // q = 2: 1 − exp(−1/(r·n²)).
    let exact = self::exact("process=threshold&error=0.001&directions=2&tokens=1000");
    for n in [1_u64, 10, 50, 1000] {
        let expected = -f64::exp_m1(-1000.0 / (n * n) as f64);
        close(
            exact.success(Flawless, n),
            expected,
            1e-12,
            &format!("{n} tokens"),
        );
    }
}

#[test]
fn a_checked_token_errs_as_published() {
    let text = "process=independent&error=0.1&technique=verify&interval=1&sensitivity=0.9&false_reject=0.05&cost=0";
    let exact = exact(text);
    near(exact.occupancy(1).unacceptable, 2.0 / 173.0, 1e-15, "error");
    near(exact.expected_cost(1), 1.156_069_364_16, 5e-12, "tries");
}

#[test]
fn votes_end_as_published() {
    let vote = |error: &str, ballot: &str| {
        let exact = exact(&format!(
            "process=independent&error={error}&technique=vote&step=1&{ballot}"
        ));
        (exact.success(Acceptable, 1), exact.expected_cost(1))
    };
    let (three, votes) = vote("0.1", "lead=3");
    near(three, 729.0 / 730.0, 1e-14, "ahead by three");
    near(votes, 3.739_726_027_4, 5e-11, "votes");
    near(vote("0.4", "lead=2").0, 9.0 / 13.0, 1e-14, "ahead by two");
    near(
        vote("0.3", "votes=5").0,
        0.836_92,
        1e-14,
        "majority of five",
    );
    near(
        vote("0.3", "votes=5&common_cause=0.3").0,
        0.795_844,
        1e-14,
        "common cause",
    );
}

#[test]
fn the_least_lead_for_a_million_steps_is_the_published_one() {
    for (error, least) in [("0.0022", 3.0), ("0.1839", 12.0), ("0.0569", 6.0)] {
        let text = format!(
            "process=independent&error={error}&technique=vote&step=1&lead=1&tokens=1048575"
        );
        let found = answers(
            &link(&text),
            Key::Lead,
            Acceptable,
            Probability::new(0.95).unwrap(),
        );
        assert_eq!(found.ranges, [(least, 1000.0)], "{error}");
    }
}

/// Inverse answers are answers: at them the target is met, a little beyond it isn't.
#[test]
fn an_inverse_answer_is_the_last_that_is_good_enough() {
    /// The end of the answer that is asked for.
    #[derive(PartialEq)]
    enum End {
        Least,
        Most,
    }
    use End::{Least, Most};
    let target = Probability::new(0.9).unwrap();
    for (text, key, question) in [
        (
            "process=recoverable&error=0.02&recovery=0.1&tokens=1000",
            Key::Recovery,
            Least,
        ),
        (
            "process=recoverable&error=0.02&recovery=0.1&tokens=1000",
            Key::Error,
            Most,
        ),
        (
            "process=independent&error=0.0009&technique=verify&tokens=1000",
            Key::Interval,
            Most,
        ),
        (
            "process=independent&error=0.01&technique=vote&step=5&lead=1&tokens=1000",
            Key::Lead,
            Least,
        ),
        ("process=fading&error=0.01&shape=0.7", Key::Tokens, Most),
        (
            "process=mixed_difficulty&recovery=0.1",
            Key::Recovery,
            Least,
        ),
        (
            "process=self_conditioning&recovery=0.2&tokens=200",
            Key::Contagion,
            Most,
        ),
        ("process=settling&tokens=500", Key::Floor, Most),
        (
            "process=independent&error=0.005&technique=query&tokens=500",
            Key::Catch,
            Least,
        ),
    ] {
        let scenario = link(text);
        let found = answers(&scenario, key, Acceptable, target);
        assert!(!found.is_any() && !found.is_none(), "{text}: {found:?}");
        let value = if question == Least {
            found.ranges[0].0
        } else {
            found.ranges[found.ranges.len() - 1].1
        };
        let end = |value: f64| {
            let mut changed = scenario.clone();
            changed.set(key, value).unwrap();
            Exact::new(&changed).success(Acceptable, changed.length())
        };
        let whole = value.fract() == 0.0 && value >= 1.0;
        let step = if whole { 1.0 } else { value * 1e-7 };
        let beyond = if question == Least {
            value - step
        } else {
            value + step
        };
        assert!(
            end(value) >= 0.9 - 1e-14,
            "{text}: {value} gives {}",
            end(value)
        );
        assert!(end(beyond) < 0.9, "{text}: {beyond} gives {}", end(beyond));
    }
}

#[test]
fn every_technique_and_every_ballot_has_its_preset_and_its_source() {
    for preset in preset::PRESETS {
        assert!(!preset.source.is_empty() && !preset.honesty.is_empty());
        assert_eq!(write(&link(preset.link)), preset.link);
    }
    for label in [
        "direct answer",
        "chain of thought",
        "chain of verification, factored",
        "chain of verification, joint",
        "attentive queries (ARQ)",
        "self-consistency",
        "ahead by three",
        "backtracking",
    ] {
        assert!(
            preset::PRESETS.iter().any(|preset| preset.label == label),
            "{label}"
        );
    }
}

/// What a seed gives for every process with every technique, run by run and by
/// counts: numbers in old links must not change. After a wanted change:
/// `cargo xtask bless`, and a line under "Values changed" in the changelog.
#[test]
fn a_seed_gives_for_ever_what_it_gave() {
    let mut now =
        String::from("link,flawless,acceptable,paid,counted_flawless,counted_acceptable\n");
    for process in process::NAMES {
        for technique in technique::NAMES {
            let text = format!("process={process}&technique={technique}&tokens=120&seed=3");
            let of = |runs: u64| {
                let scenario = link(&format!("{text}&runs={runs}"));
                report::simulate(&scenario, vec![40, scenario.length()])
            };
            let (single, counted) = (of(400), of(report::MOST_SINGLE_RUNS + 1));
            let list = |counts: &[u64]| format!("{} {}", counts[0], counts[1]);
            let row = [
                text.clone(),
                list(&single.flawless),
                list(&single.acceptable),
                single.paid.to_string(),
                list(&counted.flawless),
                list(&counted.acceptable),
            ];
            writeln!(now, "{}", row.join(",")).unwrap();
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/stability.csv");
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &now).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    for (now, kept) in now.lines().zip(kept.lines()) {
        assert_eq!(now, kept);
    }
    assert_eq!(now.lines().count(), kept.lines().count());
}

#[test]
fn of_the_models_measured_all_but_two_reach_80_percent_earlier_than_a_constant_hazard_would() {
    let data = include_str!("../../crates/core/data/metr_horizons.csv");
    let rows = data.lines().filter(|line| !line.starts_with('#')).skip(1);
    let constant = 0.8_f64.ln() / 0.5_f64.ln();
    let worked = |name: &str| bounceback_core::plan::worked::text(name).unwrap();
    assert_eq!(worked("ratio"), "0.322");
    let (mut models, mut above) = (0, Vec::new());
    for row in rows {
        let fields: Vec<&str> = row.split(',').collect();
        let [half, most]: [f64; 2] = [3, 6].map(|field: usize| fields[field].parse().unwrap());
        models += 1;
        if most / half >= constant {
            above.push(fields[0]);
        }
    }
    assert_eq!(models, 25);
    assert_eq!(above, ["davinci_002", "gpt_3_5_turbo_instruct"]);
    // The text says so, from the same file.
    assert_eq!(worked("metr.models"), "25");
    assert_eq!(worked("metr.below"), "23");
    assert_eq!(
        worked("metr.above"),
        "davinci_002 (0.39) and gpt_3_5_turbo_instruct (0.426)"
    );
}
