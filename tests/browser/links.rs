//! A link holds everything, and any link opens.

use super::exploring::open;
use super::harness::{Lab, Tab, in_every_browser};
use bounceback_core::model::process;
use bounceback_core::model::technique;
use bounceback_core::share::link;
use bounceback_core::share::report;

in_every_browser! {
    a_link_opens_the_same_runs_elsewhere,
    every_digit_is_the_same_as_natively,
    back_undoes_and_forward_redoes,
    a_link_to_a_figure_opens_there,
    links_within_the_page_keep_the_scenario,
    a_link_is_copied_or_shown;
    in chromium:
    a_bad_link_opens_the_nearest_scenario_and_says_so,
    what_others_add_to_a_link_is_no_mistake_of_the_reader,
}

fn a_link_opens_the_same_runs_elsewhere(lab: &Lab) {
    let tab = open(
        lab,
        "#v=1&error=0.02&recovery=0.1&fatal=0.03&tokens=350&runs=777",
    );
    tab.click("[data-action=reseed]");
    tab.wait_for("location.hash.includes('seed=')");
    tab.wait_for("document.querySelector('[data-slot=progress]').hidden");
    let hash = tab.eval_text("location.hash");
    let simulated = |tab: &Tab| {
        (
            tab.text("[data-value='bounce.simulated_flawless']"),
            tab.text("[data-value='bounce.simulated_acceptable']"),
        )
    };
    let elsewhere = open(lab, &hash);
    assert_eq!(simulated(&elsewhere), simulated(&tab), "{hash}");
    // Some browsers draw on a canvas that is in use a little otherwise than on a
    // fresh one: two fresh ones are compared.
    let drawn = |tab: &Tab| {
        [
            "[data-slot=strips-ink]",
            "[data-figure=bounce] [data-slot=ink]",
        ]
        .map(|canvas| tab.pixels(canvas).to_bits())
    };
    tab.reload();
    tab.wait_until_ready();
    tab.wait_for("document.querySelector('[data-slot=progress]').hidden");
    assert_eq!(drawn(&elsewhere), drawn(&tab), "{hash}");
    // To the last bit, and as the core has it without any browser.
    let csv = elsewhere.eval_text("bounceback.curve(location.hash)");
    assert_eq!(csv, tab.eval_text("bounceback.curve(location.hash)"));
    assert_eq!(csv, natively(&hash));
}

/// What the command line prints for a link.
fn natively(text: &str) -> String {
    let reading = link::read(text);
    let simulated = reading
        .given
        .contains(&bounceback_core::model::parameter::Key::Runs);
    report::whole_table(&reading.scenario, None, simulated).csv()
}

fn every_digit_is_the_same_as_natively(lab: &Lab) {
    let tab = open(lab, "");
    for text in [
        "",
        "runs=500",
        "process=independent&error=1e-12&tokens=1000000000&runs=50",
        "error=1e-12&recovery=1e-12&tokens=1000000000&x=log",
        "error=1&recovery=1&tokens=10&runs=7",
        "error=0&recovery=0&runs=3",
        "error=0.3&recovery=0.9&fatal=1e-6&tokens=5000&runs=200&seed=9007199254740991",
        "error=1%&recovery=5%&fatal=2%&tokens=100000&runs=1000&seed=7&x=log",
        "criterion=tolerant&tolerance=12&tokens=2000&runs=400&seed=0",
        "error=0.7&recovery=0.2&criterion=tolerant&tolerance=30&tokens=100&runs=100",
    ] {
        let csv = tab.eval_text(&format!("bounceback.curve({text:?})"));
        assert_eq!(csv, natively(text), "{text}");
    }
    let combinations = || {
        process::NAMES.iter().flat_map(|process| {
            technique::NAMES
                .iter()
                .map(move |technique| format!("process={process}&technique={technique}"))
        })
    };
    for text in combinations() {
        same_digits(&tab, &text);
    }
}

/// The numbers of a process with a technique: single runs, and whole populations.
fn same_digits(tab: &Tab, text: &str) {
    for runs in [200, report::MOST_SINGLE_RUNS + 1] {
        let text = format!("{text}&runs={runs}");
        let csv = tab.eval_text(&format!("bounceback.curve({text:?})"));
        assert_eq!(csv, natively(&text), "{text}");
    }
}

fn back_undoes_and_forward_redoes(lab: &Lab) {
    let tab = open(lab, "");
    let number = "document.querySelector('[data-param=recovery]').textContent";
    tab.press("[data-param=recovery]", &["ArrowRight"]);
    tab.wait_for("location.hash.includes('recovery=0.051')");
    tab.press("[data-param=recovery]", &["PageUp"]);
    tab.wait_for("location.hash.includes('recovery=0.51')");
    assert_eq!(tab.eval_text(number), "51%");
    tab.back();
    tab.wait_for(&format!("{number} === '5.1%'"));
    tab.back();
    tab.wait_for(&format!("{number} === '5%'"));
    tab.forward();
    tab.wait_for(&format!("{number} === '5.1%'"));
    tab.click("header [data-action=defaults], footer [data-action=defaults]");
    tab.wait_for(&format!("{number} === '5%'"));
    tab.expect_no_problems();
}

fn a_bad_link_opens_the_nearest_scenario_and_says_so(lab: &Lab) {
    let tab = open(
        lab,
        "#v=9&error=1.7&tokens=ten&colour=red&%3Cscript%3E=%3Cimg%20src=x%20onerror=alert(1)%3E",
    );
    assert_eq!(tab.text("[data-param=error]"), "100%");
    let notes =
        tab.eval("[...document.querySelectorAll('#notes .note p')].map((p) => p.textContent)");
    let notes: Vec<&str> = notes
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|n| n.as_str())
        .collect();
    assert_eq!(
        notes,
        [
            "v: 9 is newer than what is known here; what version 1 understands is used.",
            "error: “1.7” is too large; 1 is used instead.",
            "tokens: “ten” is not a number; 200 is used instead.",
            "“colour” is not a parameter known here; it is left out.",
            "“<script>” is not a parameter known here; it is left out.",
        ]
    );
    for left in (0..notes.len()).rev() {
        tab.click("#notes .note button");
        tab.wait_for(&format!(
            "document.querySelectorAll('#notes .note').length === {left}"
        ));
    }
    tab.expect_no_problems();
}

fn what_others_add_to_a_link_is_no_mistake_of_the_reader(lab: &Lab) {
    for (link, error) in [
        ("?utm_source=mail&fbclid=abc#error=2%&recovery=10%", "2%"),
        ("?utm_source=mail&error=2%&ref", "2%"),
        ("#recovery=10%&error=2%#?secret=abc", "2%"),
        ("?utm_source=mail#sources", "1%"),
        ("#sources#?secret=abc", "1%"),
        ("?error=2%#sources", "2%"),
    ] {
        let tab = open(lab, link);
        assert_eq!(tab.text("#notes"), "", "{link}");
        assert_eq!(tab.text("[data-param=error]"), error, "{link}");
        tab.expect_no_problems();
    }
    // As sites write what they embed.
    let tab = lab.open("embed.html?utm_source=x#v=1&figure=claim&error=0.02#?secret=abc");
    tab.wait_for(
        "document.querySelector('[data-slot=readout]').textContent.includes('never erred 1.76%')",
    );
    assert_eq!(tab.text("#notes"), "");
    // Its still picture is right for a link without values of its own, and not dimmed.
    let tab = lab.open("embed.html?utm_source=x#figure=claim");
    assert_eq!(tab.count("[data-others]"), 0);
    let tab = lab.open("embed.html?error=2%#figure=claim");
    assert_eq!(tab.count("[data-others]"), 1);
}

fn a_link_to_a_figure_opens_there(lab: &Lab) {
    let tab = open(lab, "#v=1&figure=bounce&error=0.02");
    tab.wait_for("Math.abs(document.getElementById('bounce').getBoundingClientRect().top) < 200");
    assert_eq!(tab.text("[data-param=error]"), "2%");
    let plain = open(lab, "#bounce");
    plain.wait_for("Math.abs(document.getElementById('bounce').getBoundingClientRect().top) < 200");
    assert_eq!(plain.count("#notes .note"), 0);
}

fn links_within_the_page_keep_the_scenario(lab: &Lab) {
    let tab = open(lab, "#v=1&error=0.02");
    tab.click(".beats a[href='#source-verification']");
    tab.wait_for("document.activeElement.id === 'source-verification'");
    assert_eq!(tab.eval_text("location.hash"), "#v=1&error=0.02");
    assert_eq!(tab.text("[data-param=error]"), "2%");
}

fn a_link_is_copied_or_shown(lab: &Lab) {
    let tab = open(lab, "#v=1&error=0.02");
    tab.click("[data-figure=bounce] [data-action=copy-link]");
    let note = tab.wait_for("document.querySelector('#notes .note p')?.textContent");
    let note = note.as_str().unwrap();
    assert!(
        note == "The link is copied." || note.ends_with("#v=1&figure=bounce&error=0.02"),
        "{note}"
    );
}
