//! Figures are taken hold of: curves are pulled, cursors go together, one fills the screen.

use super::exploring::open;
use super::harness::{Lab, Pointer, Setup, Tab, in_every_browser};
use std::thread::sleep;
use std::time::Duration;

in_every_browser! {
    a_pulled_curve_takes_its_parameter_along_by_mouse,
    a_pulled_curve_takes_its_parameter_along_by_finger,
    where_there_is_no_curve_nothing_is_pulled,
    escape_takes_the_pull_of_a_curve_back,
    escape_takes_the_way_of_the_dot_back,
    the_cursor_of_one_figure_leads_those_of_the_others,
    a_figure_fills_the_screen_and_gives_it_back,
    a_process_that_remembers_is_chosen,
}

const CURSOR: &str = "[data-figure=bounce] [data-slot=cursor]";

/// Where a probability at a length lies, as shares of the figure's width and height: the
/// frame begins at 60 and ends 148 CSS pixels before the right edge, and 14 below the
/// upper and 40 above the lower.
fn place(tab: &Tab, tokens: f64, probability: f64) -> (f64, f64) {
    let side = |name: &str| {
        tab.eval_number(&format!(
            "document.querySelector('{CURSOR}').getBoundingClientRect().{name}"
        ))
    };
    let (width, height) = (side("width"), side("height"));
    (
        (60.0 + (width - 208.0) * tokens / 200.0) / width,
        (14.0 + (height - 54.0) * (1.0 - probability)) / height,
    )
}

fn pulled(lab: &Lab, pointer: Pointer) {
    let tab = open(lab, "");
    let height = tab.eval_number(&format!(
        "document.querySelector('{CURSOR}').getBoundingClientRect().height - 54"
    ));
    // ρ/(E + ρ) from 5/6 to 0.94: from 5% to 15.7%.
    let by = (0.94 - 5.0 / 6.0) * height;
    tab.drag(pointer, CURSOR, place(&tab, 150.0, 5.0 / 6.0), (0.0, -by));
    tab.wait_for("location.hash.includes('recovery=')");
    let recovery = tab.eval_number("Number(location.hash.match(/recovery=([^&]*)/)[1])");
    assert!((0.14..0.18).contains(&recovery), "{recovery}");
    assert_eq!(tab.eval("location.hash.includes('error=')"), false);
    tab.back();
    tab.wait_for("document.querySelector('[data-param=recovery]').textContent === '5%'");
    // LeCun's, at its half-life, up to 0.7: from 1% to ln 0.7/ln 0.5 of that.
    tab.drag(
        pointer,
        CURSOR,
        place(&tab, 69.0, 0.5),
        (0.0, -0.2 * height),
    );
    tab.wait_for("location.hash.includes('error=')");
    let error = tab.eval_number("Number(location.hash.match(/error=([^&]*)/)[1])");
    assert!((0.0048..0.0056).contains(&error), "{error}");
    tab.expect_no_problems();
}

fn a_pulled_curve_takes_its_parameter_along_by_mouse(lab: &Lab) {
    pulled(lab, Pointer::Mouse);
}

fn a_pulled_curve_takes_its_parameter_along_by_finger(lab: &Lab) {
    pulled(lab, Pointer::Touch);
}

fn where_there_is_no_curve_nothing_is_pulled(lab: &Lab) {
    let tab = open(lab, "");
    let at = place(&tab, 150.0, 0.5);
    tab.hover(CURSOR, at);
    let grip = format!("document.querySelector('{CURSOR}').dataset.grip");
    tab.wait_for(&format!("{grip} === 'false'"));
    tab.drag(Pointer::Mouse, CURSOR, at, (0.0, -20.0));
    tab.hover(CURSOR, place(&tab, 150.0, 5.0 / 6.0));
    tab.wait_for(&format!("{grip} === 'true'"));
    assert_eq!(tab.text("[data-param=recovery]"), "5%");
    assert_eq!(tab.text("[data-param=error]"), "1%");
    tab.expect_no_problems();
}

/// Longer than a change takes to enter the history.
pub(crate) const SETTLED: Duration = Duration::from_millis(800);

/// Holds, pulls, takes back by Escape and pulls on: nothing is left of it.
fn taken_back(tab: &Tab, cursor: &str, at: (f64, f64), key: &str, value: &str) {
    let entries = tab.eval_number("history.length");
    let address = tab.address();
    let shown = format!("document.querySelector('[data-param={key}]').textContent");
    tab.hold(cursor, at, (20.0, -40.0));
    tab.wait_for(&format!("{shown} !== {value:?}"));
    // However long it rests.
    sleep(SETTLED);
    assert_eq!(tab.address(), address);
    tab.keys(&["Escape"]);
    tab.wait_for(&format!("{shown} === {value:?}"));
    tab.let_go((30, -30));
    sleep(SETTLED);
    assert_eq!(tab.eval_text(&shown), value);
    assert_eq!(tab.address(), address);
    assert_eq!(
        tab.eval_number("history.length").to_bits(),
        entries.to_bits()
    );
    // The next one is as good as any.
    tab.drag(Pointer::Mouse, cursor, at, (20.0, -40.0));
    tab.wait_for(&format!("location.hash.includes('{key}=')"));
    tab.expect_no_problems();
}

fn escape_takes_the_pull_of_a_curve_back(lab: &Lab) {
    let tab = open(lab, "");
    let at = place(&tab, 150.0, 5.0 / 6.0);
    taken_back(&tab, CURSOR, at, "recovery", "5%");
}

fn escape_takes_the_way_of_the_dot_back(lab: &Lab) {
    let tab = open(lab, "");
    let map = "[data-figure=map] [data-slot=cursor]";
    tab.reach(map);
    tab.eval("document.querySelector('[data-figure=map]').scrollIntoView()");
    tab.wait_for("document.querySelector('[data-figure=map]').dataset.ready");
    taken_back(&tab, map, (0.4, 0.6), "error", "1%");
}

fn the_cursor_of_one_figure_leads_those_of_the_others(lab: &Lab) {
    // On a screen that shows both.
    let setup = Setup {
        size: (1200, 3000),
        ..Setup::default()
    };
    let tab = lab.open_as(&setup, "#figure=explore");
    tab.wait_until_ready();
    tab.wait_for("document.querySelector('[data-figure=claim]').dataset.ready === 'true'");
    tab.wait_for(
        "document.querySelector('#explore [data-figure=claim] [data-slot=readout]').textContent",
    );
    let overlay = "[data-figure=claim] [data-slot=overlay]";
    let (before, words) = (
        tab.pixels(overlay).to_bits(),
        tab.text("[data-figure=claim] [data-slot=readout]"),
    );
    tab.press(
        "#explore [data-figure=bounce] [data-slot=cursor]",
        &["Home", "ArrowRight"],
    );
    tab.wait_for(
        "document.querySelector('#explore [data-figure=bounce] [data-slot=readout]').textContent.startsWith('At 1 token')",
    );
    let led = tab.pixels(overlay).to_bits();
    assert_ne!(led, before);
    // It is seen there, but only the figure in use is read out.
    assert_eq!(tab.text("[data-figure=claim] [data-slot=readout]"), words);
    tab.keys(&["Escape"]);
    for _ in 0..40 {
        if tab.pixels(overlay).to_bits() == before {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("it stays");
}

fn a_figure_fills_the_screen_and_gives_it_back(lab: &Lab) {
    let tab = open(lab, "");
    let size = "(({ width, height }) => `${width} × ${height}`)(document.querySelector('[data-figure=bounce] [data-slot=ink]'))";
    let before = tab.eval_text(size);
    tab.click("[data-figure=bounce] [data-action=full-screen]");
    // The story stands beside it, one beat at a time.
    tab.wait_for("document.fullscreenElement?.querySelector('[data-figure=bounce]')");
    tab.wait_for(&format!("{size} !== {before:?}"));
    let shown = "[...document.querySelectorAll('.stage:fullscreen .beat')].filter((it) => it.checkVisibility()).map((it) => it.querySelector('h2, h3').textContent).join()";
    tab.wait_for(&format!("{shown} === 'One text, two questions'"));
    tab.keys(&["ArrowRight", "PageDown"]);
    tab.wait_for(&format!("{shown} === '2. The bounce'"));
    tab.keys(&["ArrowLeft", "Enter"]);
    tab.wait_for(&format!("{shown} === '1. The claim'"));
    tab.wait_for("location.hash.includes('tokens=1000')");
    // What is shown is written anew, and the space bar stops it.
    tab.wait_for("document.querySelector('[data-action=play]').textContent === 'Pause'");
    tab.keys(&["Space"]);
    tab.wait_for("document.querySelector('[data-action=play]').textContent === 'Play'");
    // A hand points at what is drawn larger.
    tab.hover(
        "#explain [data-figure=bounce] [data-slot=cursor]",
        (0.99, 0.5),
    );
    tab.wait_for("document.querySelector('[data-figure=bounce] [data-slot=readout]').textContent.startsWith('At 1,000 tokens')");
    tab.click("[data-figure=bounce] [data-action=full-screen]");
    tab.wait_for("!document.fullscreenElement");
    tab.wait_for(&format!("{size} === {before:?}"));
    // Another fills the screen by itself.
    tab.reach("#claim");
    tab.click("[data-figure=claim] [data-action=full-screen]");
    tab.wait_for("document.fullscreenElement?.dataset.figure === 'claim'");
    tab.expect_no_problems();
}

fn a_process_that_remembers_is_chosen(lab: &Lab) {
    let tab = open(lab, "");
    // A key before it shows that someone is there, else WebKit's Back would skip the change.
    tab.keys(&["Shift"]);
    tab.eval("Object.assign(document.getElementById('process'), { value: 'self_conditioning' }).dispatchEvent(new Event('change'))");
    tab.wait_for("location.hash.includes('process=self_conditioning')");
    tab.wait_for("!document.getElementById('contagion').closest('.control').hidden");
    // (1 − a)ⁿ, whatever the contagion.
    tab.wait_for(
        "document.querySelector('[data-value=\"bounce.flawless\"]').textContent === '13.4%'",
    );
    tab.back();
    tab.wait_for("document.getElementById('process').value === 'recoverable'");
    tab.expect_no_problems();
}
