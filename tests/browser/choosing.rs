//! One run among the strips is chosen, and its story is told.

use super::exploring::open;
use super::harness::{Lab, Pointer, Setup, Tab, in_every_browser};

in_every_browser! {
    a_run_is_chosen_by_mouse_and_let_go_by_a_second_click,
    a_run_is_chosen_by_finger,
    a_run_is_chosen_by_keys_and_its_story_follows_the_length,
    a_run_chosen_is_part_of_the_link,
    a_run_beyond_the_rows_is_typed_and_shown,
    the_stretches_are_read_by_pointer_and_keys;
    in chromium:
    the_key_of_the_strips_explains_what_is_on_them,
}

const STRIPS: &str = "[data-slot=strips-cursor]";
const INK: &str = "[data-slot=strips-ink]";
const STORY: &str = "document.querySelector('[data-slot=story]')";

/// The page, the strips in sight.
fn open_at_strips(lab: &Lab, link: &str) -> Tab {
    let tab = open(lab, link);
    tab.eval("document.querySelector('.strips').scrollIntoView()");
    tab.wait_for("document.documentElement.dataset.planning === 'false'");
    tab
}

fn tells(tab: &Tab, words: &str) {
    tab.wait_for(&format!(
        "!{STORY}.hidden && {STORY}.textContent.includes({words:?})"
    ));
}

/// The middle of a row, as a share of the height.
fn row(number: f64) -> (f64, f64) {
    (0.4, (number - 0.5) / 24.0)
}

fn chosen_by(lab: &Lab, pointer: Pointer) -> Tab {
    let tab = open_at_strips(lab, "");
    assert_eq!(tab.eval(&format!("{STORY}.hidden")), true);
    let before = tab.pixels(INK).to_bits();
    tab.drag(pointer, STRIPS, row(7.0), (0.0, 0.0));
    tells(&tab, "Run 7");
    tells(&tab, "first error at token");
    tab.wait_for("location.hash.includes('run=7')");
    assert_ne!(tab.pixels(INK).to_bits(), before);
    // Another one.
    tab.drag(pointer, STRIPS, row(12.0), (0.0, 0.0));
    tells(&tab, "Run 12");
    tab.wait_for("location.hash.includes('run=12')");
    tab
}

fn a_run_is_chosen_by_mouse_and_let_go_by_a_second_click(lab: &Lab) {
    let tab = chosen_by(lab, Pointer::Mouse);
    tab.drag(Pointer::Mouse, STRIPS, row(12.0), (0.0, 0.0));
    tab.wait_for(&format!("{STORY}.hidden"));
    tab.wait_for("!location.hash.includes('run=')");
    // Pulling along the strips reads lengths and chooses nothing.
    tab.drag(Pointer::Mouse, STRIPS, row(5.0), (150.0, 0.0));
    assert_eq!(tab.eval(&format!("{STORY}.hidden")), true);
    tab.back();
    tells(&tab, "Run 12");
    tab.expect_no_problems();
}

fn a_run_is_chosen_by_finger(lab: &Lab) {
    chosen_by(lab, Pointer::Touch).expect_no_problems();
}

fn a_run_is_chosen_by_keys_and_its_story_follows_the_length(lab: &Lab) {
    let tab = open_at_strips(lab, "");
    let spoken = |words: &str| {
        tab.wait_for(&format!(
            "document.querySelector('{STRIPS}').getAttribute('aria-valuetext').startsWith({words:?})"
        ));
    };
    spoken("no run");
    tab.press(STRIPS, &["ArrowDown", "ArrowDown", "ArrowDown"]);
    spoken("run 3");
    tab.keys(&["ArrowUp"]);
    spoken("run 2");
    tells(&tab, "After 200 tokens it is");
    tab.keys(&["ArrowLeft", "ArrowLeft"]);
    tells(&tab, "After 198 tokens it is");
    tab.keys(&["Home"]);
    tells(&tab, "After 0 tokens it is fine; 0 tokens paid.");
    // Both figures are read at the same length.
    tab.wait_for("document.querySelector('[data-figure=bounce] [data-slot=readout]').textContent.startsWith('At 0 tokens')");
    tab.keys(&["Escape"]);
    spoken("no run");
    tab.wait_for(&format!("{STORY}.hidden"));
    tab.expect_no_problems();
}

fn a_run_chosen_is_part_of_the_link(lab: &Lab) {
    let text = "technique=verify&error=0.02&false_reject=0.05&tokens=300&run=9";
    let tab = open_at_strips(lab, &format!("#{text}"));
    tells(&tab, "Run 9");
    let scenario = bounceback_core::share::link::read(text).scenario;
    let lengths = (1..=300).collect();
    let mut story = bounceback::figure::story::Story::of(&scenario, lengths).unwrap();
    while story.advance(u64::MAX) {}
    tells(&tab, &story.words(300));
    tab.press("#tokens-slider", &["ArrowLeft"]);
    tab.wait_for("!location.hash.includes('tokens=300')");
    assert!(tab.eval_text("location.hash").contains("run=9"));
    tells(&tab, "Run 9");
    tab.expect_no_problems();
}

fn a_run_beyond_the_rows_is_typed_and_shown(lab: &Lab) {
    let tab = open_at_strips(lab, "#run=3&runs=500");
    tells(&tab, "Run 3");
    let before = tab.pixels(INK).to_bits();
    tab.press("[data-slot=story] [data-param=run]", &["Enter"]);
    tab.type_text("444");
    tab.keys(&["Enter"]);
    tells(&tab, "Run 444");
    tab.wait_for("location.hash.includes('run=444')");
    assert_ne!(tab.pixels(INK).to_bits(), before);
    // There are no more than 500.
    tab.press("[data-slot=story] [data-param=run]", &["Enter"]);
    tab.type_text("501");
    tab.keys(&["Enter"]);
    tells(&tab, "Run 500");
    tab.expect_no_problems();
}

fn the_key_of_the_strips_explains_what_is_on_them(lab: &Lab) {
    let setup = Setup {
        size: Setup::PHONE,
        ..Setup::default()
    };
    let tab = lab.open_as(&setup, "");
    tab.wait_until_ready();
    tab.eval("document.querySelector('.strips').scrollIntoView()");
    let key = |words: &[&str]| {
        let shown = "[...document.querySelectorAll('.legend [data-mark]:not([hidden])')].map((item) => item.textContent.trim())";
        tab.wait_for(&format!(
            "JSON.stringify({shown}) === JSON.stringify({words:?})"
        ));
    };
    key(&[]);
    tab.go("#technique=verify");
    key(&["draft thrown away", "cut: check, vote or query"]);
    tab.go("#technique=backtrack&catch=0.05");
    key(&["put right"]);
    tab.go("#schema=think:100:think;answer:100:query");
    tab.wait_for("!document.querySelectorAll('.legend [data-mark]')[5].hidden");
    tab.go("#");
    key(&[]);
    tab.expect_no_problems();
}

fn the_stretches_are_read_by_pointer_and_keys(lab: &Lab) {
    let tab = open_at_strips(lab, "#figure=stretches");
    tab.eval("document.querySelector('[data-figure=stretches]').scrollIntoView()");
    let says = |words: &str| {
        tab.wait_for(&format!(
            "document.querySelector('[data-figure=stretches] [data-slot=readout]').textContent.includes({words:?})"
        ));
    };
    // 1 − 0.99¹⁰.
    says("First error at token 1 to 10: 9.56% of runs by theory; simulated");
    let cursor = "[data-figure=stretches] [data-slot=cursor]";
    tab.press(cursor, &["End"]);
    says("Runs lost for good: 0% of all bad stretches by theory; simulated 0%");
    tab.keys(&["ArrowLeft"]);
    says("Bad stretches cut off by the end of the text: 9.84%");
    tab.hover(cursor, (0.2, 0.75));
    says("Bad stretches of");
    tab.click("[data-figure=stretches] [data-action=x-scale]");
    tab.wait_for("location.hash.includes('x=log')");
    says("First error at token 1:");
    tab.click("[data-figure=stretches] [data-action=table]");
    tab.wait_for("document.querySelectorAll('[data-figure=stretches] tbody tr').length > 9");
    tab.expect_no_problems();
}
