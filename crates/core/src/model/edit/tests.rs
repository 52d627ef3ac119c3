use super::*;
use crate::exact::Exact;
use crate::model::technique;
use crate::share::link;

fn after(link: &str, phase: usize, change: &Change) -> (String, String) {
    let mut scenario = link::read(link).scenario;
    let words = match apply(&mut scenario, phase, change) {
        Ok(outcome) => outcome.words,
        Err(why) => why,
    };
    (scenario.schema().to_string(), words)
}

#[test]
fn phases_are_added_removed_moved_and_renamed() {
    let link = "schema=plan:100:think;draft:verify:tries=3;answer:50";
    for (phase, change, schema, words) in [
        (
            1,
            Change::Insert,
            "plan:100:think;draft:verify:tries=3;phase_4:100;answer:50",
            "phase 4 added after draft.",
        ),
        (
            0,
            Change::Remove,
            "draft:verify:tries=3;answer:50",
            "plan removed.",
        ),
        (
            2,
            Change::Move(0),
            "answer:50;plan:100:think;draft:verify:tries=3",
            "answer moved before plan.",
        ),
        (
            0,
            Change::Move(9),
            "draft:verify:tries=3;answer:50;plan:100:think",
            "plan moved after answer.",
        ),
        (
            1,
            Change::Rename(" first <try> ".to_owned()),
            "plan:100:think;first_try:verify:tries=3;answer:50",
            "draft is now called first try.",
        ),
    ] {
        let (now, said) = after(link, phase, &change);
        assert_eq!((now.as_str(), said.as_str()), (schema, words), "{change:?}");
    }
}

#[test]
fn values_become_a_phase_s_own_and_are_given_back() {
    let link = "schema=draft:verify:tries=3:error=0.5;answer:50";
    let (draft, answer) = (0, 1);
    for (phase, change, schema, words) in [
        (
            answer,
            Change::Set(Key::Tokens, 80.0),
            "draft:verify:tries=3:error=0.5;answer:80",
            "answer: 80 tokens.",
        ),
        (
            draft,
            Change::Write(Key::Sensitivity, "80%".to_owned()),
            "draft:verify:tries=3:error=0.5:sensitivity=0.8;answer:50",
            "draft: sensitivity 80%.",
        ),
        (
            draft,
            Change::Drop(Key::Tries),
            "draft:verify:error=0.5;answer:50",
            "draft: most tries 0, as in the scenario.",
        ),
        (
            draft,
            Change::Keep(Key::Tokens),
            "draft:200:verify:tries=3:error=0.5;answer:50",
            "draft keeps 200 tokens of its own.",
        ),
        (
            answer,
            Change::Drop(Key::Tokens),
            "draft:verify:tries=3:error=0.5;answer",
            "answer: 200 tokens, as in the scenario.",
        ),
        // What only verification had a use for goes with it; the error stays.
        (
            draft,
            Change::Set(Key::Technique, 2.0),
            "draft:vote:error=0.5;answer:50",
            "draft: voting.",
        ),
    ] {
        let (now, said) = after(link, phase, &change);
        assert_eq!((now.as_str(), said.as_str()), (schema, words), "{change:?}");
    }
}

#[test]
fn a_phase_as_long_as_the_parameter_changes_the_parameter() {
    for link in ["", "schema=plan:100:think;answer"] {
        let mut scenario = link::read(link).scenario;
        let before = scenario.schema().clone();
        let last = scenario.phases().len() - 1;
        apply(&mut scenario, last, &Change::Set(Key::Tokens, 500.0)).unwrap();
        assert_eq!(scenario.whole(Key::Tokens), 500);
        assert_eq!(scenario.schema(), &before, "{link}");
    }
}

#[test]
fn what_can_t_be_done_leaves_everything_as_it_was_and_says_why() {
    let twelve = format!("schema={}", "a;".repeat(MOST_PHASES));
    for (link, phase, change, why) in [
        (twelve.as_str(), 3, Change::Insert, TOO_MANY),
        ("", 0, Change::Remove, LAST_ONE),
        ("schema=a;b", 0, Change::Move(0), "a is the first phase."),
        ("schema=a;b", 1, Change::Move(7), "b is the last phase."),
        ("", 0, Change::Move(1), "answer is the only phase."),
        ("", 1, Change::Insert, "There is no such phase."),
        (
            "",
            0,
            Change::Set(Key::Alpha, 2.0),
            "“alpha” is not a parameter that a phase can set for itself.",
        ),
        (
            "",
            0,
            Change::Write(Key::Seed, "2".to_owned()),
            "“seed” is not a parameter that a phase can set for itself.",
        ),
    ] {
        let before = link::read(link).scenario;
        let mut scenario = before.clone();
        assert_eq!(apply(&mut scenario, phase, &change), Err(why.to_owned()));
        assert_eq!(scenario, before, "{change:?}");
    }
    // Its limit in words is the limit.
    assert_eq!(MOST_PHASES, 12);
}

#[test]
fn an_illegal_value_becomes_the_nearest_legal_one_and_is_told() {
    let mut scenario = link::read("schema=a:50:verify").scenario;
    for (key, text, problem, schema) in [
        (
            Key::Sensitivity,
            "170%",
            Some("sensitivity: “170%” is too large; 100% is used instead."),
            "a:50:verify:sensitivity=1",
        ),
        (
            Key::Tokens,
            "many",
            Some("tokens: “many” is not a number; 50 is used instead."),
            "a:50:verify:sensitivity=1",
        ),
        (Key::Tokens, "1,000", None, "a:1000:verify:sensitivity=1"),
    ] {
        let change = Change::Write(key, text.to_owned());
        let outcome = apply(&mut scenario, 0, &change).unwrap();
        assert_eq!(outcome.problem.as_deref(), problem);
        assert_eq!(scenario.schema().to_string(), schema);
    }
}

/// The technique chosen, written out, is the same completion: curve, errors, cost.
#[test]
fn the_technique_written_out_means_exactly_the_same() {
    for technique in technique::NAMES {
        for process in crate::model::process::NAMES {
            for more in ["", "&think=0", "&done=30"] {
                let link =
                    format!("process={process}&technique={technique}&tokens=60&think=20{more}");
                let link = link.replace("&think=20&think=0", "&think=0");
                let chosen = link::read(&link).scenario;
                let mut written = chosen.clone();
                let name = chosen.phases()[0].name.clone();
                apply(&mut written, 0, &Change::Rename(name)).unwrap();
                assert!(!written.schema().phases.is_empty());
                assert_eq!(written.length(), chosen.length(), "{link}");
                let lengths: Vec<u64> = (0..=chosen.length()).collect();
                let [chosen, written] = [chosen, written].map(|it| Exact::new(&it));
                assert_eq!(
                    chosen.occupancies(&lengths),
                    written.occupancies(&lengths),
                    "{link}"
                );
                let end = lengths.len() as u64 - 1;
                assert_eq!(
                    chosen.expected_cost(end),
                    written.expected_cost(end),
                    "{link}"
                );
            }
        }
    }
}

/// A walk of many edits through what schemas there are: whatever is done, the link
/// reads back to the same scenario, without a note.
#[test]
fn whatever_is_edited_the_link_reads_back_to_the_same_scenario() {
    let mut scenario = Scenario::default();
    let mut state = 7_u64;
    let mut random = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let keys = [
        Key::Tokens,
        Key::Technique,
        Key::Error,
        Key::Interval,
        Key::Catch,
        Key::Growth,
    ];
    let (mut done, mut refused) = (0, 0);
    for _ in 0..4000 {
        let key = keys[random(keys.len())];
        let change = match random(9) {
            0 | 8 => Change::Insert,
            1 => Change::Remove,
            2 => Change::Move(random(MOST_PHASES)),
            3 => Change::Rename(["", "a b", "Ü-1", "1:2;3&4=5"][random(4)].to_owned()),
            4 => Change::Set(key, random(300) as f64 / 10.0),
            5 => Change::Write(key, ["1%", "x", "2e3", "-4"][random(4)].to_owned()),
            6 => Change::Keep(key),
            _ => Change::Drop(key),
        };
        let phase = random(scenario.phases().len() + 1);
        match apply(&mut scenario, phase, &change) {
            Ok(outcome) => {
                done += 1;
                assert!(outcome.phase < scenario.phases().len());
                assert!(outcome.words.ends_with('.'), "{}", outcome.words);
            }
            Err(_) => refused += 1,
        }
        let reading = link::read(&link::write(&scenario));
        assert_eq!(reading.scenario, scenario, "{change:?}");
    }
    assert!(done > 1000 && refused > 100, "{done} {refused}");
}
