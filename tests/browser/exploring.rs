//! What a reader changes, changes everything that follows from it.

use super::harness::{Lab, Pointer, Setup, Tab, in_every_browser};
use super::pulling::SETTLED;
use std::thread::sleep;

in_every_browser! {
    a_number_in_the_text_is_dragged_by_mouse,
    a_number_in_the_text_is_dragged_by_finger,
    a_slider_is_dragged_and_stepped,
    keys_step_a_number_through_round_values,
    a_value_is_typed_into_the_text,
    an_illegal_value_is_explained_and_stays_where_it_was_typed,
    what_is_typed_is_understood_and_said,
    every_value_of_the_text_is_filled_in,
    the_axes_of_the_figures_turn_logarithmic,
    the_plan_follows_what_is_changed,
    the_same_runs_say_the_same_in_figure_and_text,
    the_last_change_is_undone_by_keys;
    in chromium:
    what_is_not_changed_keeps_all_its_digits,
    a_number_that_does_not_apply_has_no_control,
    controls_in_the_text_look_like_controls,
    a_preset_opens_with_its_controls_and_its_words,
    a_schema_is_typed_and_explained,
}

const ERROR: &str = "[data-param=error]";
const FLAWLESS: &str = "[data-value='claim.flawless']";

/// Everything that shows the error: link, readouts, controls, both drawings.
#[derive(Debug, PartialEq)]
struct Shown {
    number: String,
    flawless: String,
    acceptable: String,
    control: String,
    slider: String,
    bounce: u64,
    strips: u64,
}

impl Shown {
    fn on(tab: &Tab) -> Self {
        // A figure is drawn where it is seen.
        tab.reach("#explain");
        tab.wait_for("document.querySelector('[data-figure=bounce] [data-slot=ink]').width > 0");
        let pixels = |selector: &str| tab.pixels(selector).to_bits();
        Self {
            number: tab.text(ERROR),
            flawless: tab.text(FLAWLESS),
            acceptable: tab.text("[data-value='bounce.acceptable']"),
            control: tab.eval_text("document.getElementById('error').value"),
            slider: tab.eval_text("document.getElementById('error-slider').value"),
            bounce: pixels("[data-figure=bounce] [data-slot=ink]"),
            strips: pixels("[data-slot=strips-ink]"),
        }
    }

    fn all_differ(&self, other: &Self) -> bool {
        self.number != other.number
            && self.flawless != other.flawless
            && self.acceptable != other.acceptable
            && self.control != other.control
            && self.slider != other.slider
            && self.bounce != other.bounce
            && self.strips != other.strips
    }
}

/// The page, running and at rest.
pub(super) fn open(lab: &Lab, link: &str) -> Tab {
    let tab = lab.open(link);
    tab.wait_until_ready();
    tab.wait_for("document.querySelector('[data-slot=progress]').hidden");
    tab
}

fn dragged(lab: &Lab, pointer: Pointer) {
    let tab = open(lab, "");
    let before = Shown::on(&tab);
    assert_eq!(before.number, "1%");
    tab.drag(pointer, ERROR, (0.5, 0.5), (100.0, 0.0));
    tab.wait_for("location.hash.includes('error=')");
    let after = Shown::on(&tab);
    assert!(after.all_differ(&before), "{before:?}\n{after:?}");
    // A sixth of the range, of six decades: ten times the error.
    let error = tab.eval_number("Number(location.hash.match(/error=([^&]*)/)[1])");
    assert!((0.05..0.2).contains(&error), "{error}");
    // One drag is one step of the history, however many pixels it went through.
    tab.back();
    tab.wait_for("document.querySelector('[data-param=error]').textContent === '1%'");
    tab.expect_no_problems();
}

fn a_number_in_the_text_is_dragged_by_mouse(lab: &Lab) {
    dragged(lab, Pointer::Mouse);
}

fn a_number_in_the_text_is_dragged_by_finger(lab: &Lab) {
    dragged(lab, Pointer::Touch);
}

fn a_slider_is_dragged_and_stepped(lab: &Lab) {
    let tab = open(lab, "");
    let before = Shown::on(&tab);
    // The thumb of 1% lies two thirds along the way.
    tab.drag(Pointer::Mouse, "#error-slider", (0.66, 0.5), (-60.0, 0.0));
    tab.wait_for("location.hash.includes('error=')");
    assert!(Shown::on(&tab).all_differ(&before));
    let tab = open(lab, "");
    tab.press("#error-slider", &["ArrowRight", "ArrowRight"]);
    tab.wait_for("document.getElementById('error').value === '1.2%'");
    tab.press("#error-slider", &["PageDown"]);
    tab.wait_for("document.getElementById('error').value === '0.12%'");
    tab.press("#error-slider", &["Home"]);
    tab.wait_for("document.getElementById('error').value === '0%'");
    assert_eq!(tab.text(FLAWLESS), "100%");
    tab.wait_for("location.hash.endsWith('error=0')");
    tab.expect_no_problems();
}

fn keys_step_a_number_through_round_values(lab: &Lab) {
    let tab = open(lab, "");
    let before = Shown::on(&tab);
    tab.press(ERROR, &["ArrowRight", "ArrowUp"]);
    tab.wait_for("document.querySelector('[data-param=error]').textContent === '1.2%'");
    tab.wait_for("location.hash.includes('error=0.012')");
    assert!(Shown::on(&tab).all_differ(&before));
    assert_eq!(
        tab.eval_text(
            "document.querySelector('[data-param=error]').getAttribute('aria-valuetext')"
        ),
        // Its sentence has the unit.
        "1.2%"
    );
    tab.press("[data-param=tokens]", &["End"]);
    tab.wait_for("document.querySelector('[data-param=tokens]').textContent === '1,000,000,000'");
    tab.expect_no_problems();
}

fn a_value_is_typed_into_the_text(lab: &Lab) {
    let tab = open(lab, "");
    tab.press(ERROR, &["Enter"]);
    tab.wait_for("document.querySelector('[data-param=error] + input')");
    tab.eval("document.activeElement.select()");
    tab.type_text("2e-3");
    tab.keys(&["Enter"]);
    tab.wait_for("document.querySelector('[data-param=error]').textContent === '0.2%'");
    tab.wait_for("location.hash.includes('error=0.002')");
    // Escape leaves everything as it was.
    tab.keys(&["7"]);
    tab.wait_for("document.querySelector('[data-param=error] + input')?.value === '7'");
    tab.keys(&["Escape"]);
    tab.wait_for("document.querySelector('[data-param=error]').textContent === '0.2%'");
    tab.expect_no_problems();
}

fn an_illegal_value_is_explained_and_stays_where_it_was_typed(lab: &Lab) {
    let tab = open(lab, "");
    tab.press("#error", &[]);
    tab.eval("document.activeElement.select()");
    tab.type_text("170%");
    tab.keys(&["Enter"]);
    tab.wait_for("document.getElementById('error-problem').textContent");
    assert_eq!(
        tab.text("#error-problem"),
        "error: “170%” is too large; 100% is used instead."
    );
    assert_eq!(
        tab.eval_text("document.getElementById('error').value"),
        "170%"
    );
    assert_eq!(tab.text(ERROR), "100%");
    assert_eq!(
        tab.eval_text("document.getElementById('error').getAttribute('aria-invalid')"),
        "true"
    );
    // More can't be done than there is.
    tab.eval("document.getElementById('done').select()");
    tab.type_text("500");
    tab.keys(&["Enter"]);
    tab.wait_for("document.getElementById('done-problem').textContent");
    assert_eq!(
        tab.text("#done-problem"),
        "already done: “500” is too large; 200 is used instead."
    );
    // Another value ends the complaint.
    tab.press(ERROR, &["ArrowLeft"]);
    tab.wait_for("document.getElementById('error-problem').textContent === ''");
    tab.expect_no_problems();
}

fn what_is_typed_is_understood_and_said(lab: &Lab) {
    let tab = open(lab, "#figure=explore");
    for (typed, shown, words) in [
        (
            "0.5",
            "50%",
            "50% is 1 in 2. 0.5 was taken as 50%; write 0.5% for 1 in 200.",
        ),
        ("0,25%", "0.25%", "0.25% is 1 in 400"),
        ("1 in 50", "2%", "2% is 1 in 50"),
        ("5", "5%", "5% is 1 in 20"),
    ] {
        tab.press("#error", &[]);
        tab.eval("document.activeElement.select()");
        tab.type_text(typed);
        tab.keys(&["Enter"]);
        tab.wait_for(&format!(
            "document.getElementById('error-problem').textContent === {words:?}"
        ));
        assert_eq!(
            tab.eval_text("document.getElementById('error').value"),
            shown
        );
        assert_eq!(tab.text(ERROR), shown);
    }
    // Another value says nothing of what was typed before.
    tab.press("#error-slider", &["ArrowRight"]);
    tab.wait_for("document.getElementById('error-problem').textContent === ''");
    tab.expect_no_problems();
}

fn what_is_not_changed_keeps_all_its_digits(lab: &Lab) {
    let tab = open(lab, "#v=1&error=0.01234567890123");
    tab.press(ERROR, &["Enter"]);
    tab.wait_for("document.querySelector('[data-param=error] + input')");
    tab.keys(&["Enter"]);
    tab.wait_for("!document.querySelector('[data-param=error] + input')");
    tab.press(ERROR, &["Enter"]);
    tab.wait_for("document.querySelector('[data-param=error] + input')");
    tab.eval("document.activeElement.blur()");
    tab.wait_for("!document.querySelector('[data-param=error] + input')");
    sleep(SETTLED);
    assert_eq!(
        tab.eval_text("location.hash"),
        "#v=1&error=0.01234567890123"
    );
    tab.expect_no_problems();
}

fn every_value_of_the_text_is_filled_in(lab: &Lab) {
    let tab = open(lab, "");
    let empty = tab.eval(
        "[...document.querySelectorAll('[data-value], [data-param], [data-worked]')].filter((it) => !/[\\d.A-Za-z…]/.test(it.textContent)).length",
    );
    assert_eq!(empty, 0);
    assert_eq!(tab.text("[data-worked='1000']"), "0.00432%");
}

fn the_axes_of_the_figures_turn_logarithmic(lab: &Lab) {
    let tab = open(lab, "");
    let before = Shown::on(&tab);
    tab.click("[data-figure=bounce] [data-action=y-scale]");
    tab.wait_for("location.hash.includes('y=log')");
    tab.click("[data-figure=bounce] [data-action=x-scale]");
    tab.wait_for("location.hash.includes('x=log')");
    let after = Shown::on(&tab);
    assert!(before.bounce != after.bounce);
    assert_eq!(before.number, after.number);
    // The rows lie along the same axis.
    assert_ne!(before.strips, after.strips);
    let pressed = "document.querySelectorAll(':is([data-figure=claim], [data-figure=bounce]) [data-action=y-scale][aria-pressed=true]').length";
    assert_eq!(tab.eval(pressed), 3);
    tab.expect_no_problems();
}

fn a_number_that_does_not_apply_has_no_control(lab: &Lab) {
    let tab = open(lab, "#process=independent");
    let hidden = "document.getElementById('recovery').closest('.control').hidden";
    assert_eq!(tab.eval(hidden), true);
    let setup = Setup {
        size: (320, 640),
        ..Setup::default()
    };
    let narrow = lab.open_as(&setup, "");
    narrow.wait_until_ready();
    assert_eq!(
        narrow.eval("document.getElementById('recovery').closest('.control').hidden"),
        false
    );
    assert_eq!(
        narrow.eval("document.documentElement.scrollWidth <= innerWidth"),
        true
    );
}

/// Whether a control of the second figure shows.
fn has_control(tab: &Tab, name: &str) -> bool {
    tab.eval(&format!(
        "!document.querySelector('.controls.all :is(#{name}, [id^={name}-]:is(input, select))').closest('.control').hidden"
    )) == true
}

fn a_preset_opens_with_its_controls_and_its_words(lab: &Lab) {
    let tab = open(lab, "");
    assert!(has_control(&tab, "recovery") && has_control(&tab, "technique"));
    assert!(!has_control(&tab, "interval"));
    for (preset, control, success) in [
        ("attentive queries (ARQ)", "floor", "90.2%"),
        ("self-consistency", "lead", "74.4%"),
        ("chain of thought", "fatal", "86.1%"),
    ] {
        let link = format!(
            "[...document.querySelectorAll('.presets a')].find(a => a.textContent === {preset:?})"
        );
        tab.eval(&format!("{link}.id = {control:?} + '-preset'"));
        tab.click(&format!("#{control}-preset"));
        tab.wait_for(&format!(
            "document.querySelector('[data-value=\"bounce.acceptable\"]').textContent === {success:?}"
        ));
        // A preset's process has no way back by itself, and no fatal errors.
        assert_eq!(has_control(&tab, control), control == "lead", "{preset}");
        assert!(!has_control(&tab, "recovery") && !has_control(&tab, "technique"));
        assert_eq!(
            tab.eval("document.querySelector('[data-with=recovery]').hidden"),
            true
        );
        assert_eq!(
            tab.eval("document.querySelector('[data-without=recovery]').hidden"),
            false
        );
    }
    assert_eq!(tab.count(".note"), 0);
}

fn a_schema_is_typed_and_explained(lab: &Lab) {
    let tab = open(lab, "");
    tab.focus("#schema");
    tab.type_text("draft:80:verify:interval=20;answer:20");
    tab.keys(&["Enter"]);
    tab.wait_for(
        "document.querySelector('[data-value=\"plan.length\"]').textContent === '100 tokens'",
    );
    assert!(has_control(&tab, "sensitivity") && !has_control(&tab, "interval"));
    tab.wait_for("location.hash.includes('schema=draft')");
    tab.focus("#schema");
    tab.keys(&["End"]);
    tab.type_text(":nonsense");
    tab.keys(&["Enter"]);
    tab.wait_for("document.querySelector('#schema').closest('.control').querySelector('[data-slot=problem]').textContent.includes('nonsense')");
}

fn the_plan_follows_what_is_changed(lab: &Lab) {
    let tab = open(lab, "#figure=plan&tokens=1000");
    let says = |name: &str, text: &str| {
        tab.wait_for(&format!(
            "document.querySelector('[data-value=\"plan.{name}\"]').textContent === {text:?}"
        ));
    };
    let shows = |name: &str| {
        let row =
            format!("document.querySelector('[data-value=\"plan.{name}\"]').closest('tr, li')");
        tab.eval(&format!("{row}.checkVisibility?.() ?? !{row}.hidden")) == true
    };
    let off = tab.eval("document.getElementById('plan').getBoundingClientRect().top / innerHeight");
    assert!(off.as_f64().is_some_and(|off| off.abs() < 1.0), "{off}");
    says(
        "recovery",
        "Recover with a chance of 19% or more at each token.",
    );
    says(
        "error",
        "Err with a chance of 0.263% or less at each token.",
    );
    says("50", "any number of tokens");
    assert!(shows("recovery") && !shows("lead"));
    // The target is a number of the text like any other.
    tab.press("[data-param=target]", &["Home"]);
    says("recovery", "Any recovery will do.");
    tab.wait_for("location.hash.includes('target=0')");
    let vote =
        "#figure=plan&process=independent&error=0.0569&technique=vote&step=1&lead=1&tokens=1048575";
    tab.go(vote);
    says("lead", "Vote until one side is ahead by 6 or more.");
    assert!(shows("lead") && !shows("recovery"));
    tab.wait_for("document.documentElement.dataset.planning === 'false'");
    tab.expect_no_problems();
}

fn controls_in_the_text_look_like_controls(lab: &Lab) {
    let tab = open(lab, "");
    for selector in [ERROR, "[data-param=recovery]"] {
        let line = tab.eval_text(&format!(
            "(({{ textDecorationLine, textDecorationStyle, cursor }}) => `${{textDecorationLine}} ${{textDecorationStyle}} ${{cursor}}`)(getComputedStyle(document.querySelector({selector:?})))"
        ));
        assert_eq!(line, "underline dotted col-resize");
        // WCAG 2.2 asks for 24 by 24 CSS pixels, or that much room around it.
        let height = tab.eval_number(&format!(
            "document.querySelector({selector:?}).getBoundingClientRect().height"
        ));
        assert!(height >= 24.0, "{height}");
    }
}

/// Runs are looked at where curves are drawn: elsewhere for each process, and for each of the
/// two figures that show them.
fn the_same_runs_say_the_same_in_figure_and_text(lab: &Lab) {
    let tab = open(lab, "");
    tab.reach("#explore");
    for process in bounceback_core::model::process::NAMES {
        tab.eval(&format!(
            "(() => {{ const menu = document.getElementById('process'); menu.value = {process:?};
               menu.dispatchEvent(new Event('change', {{ bubbles: true }})); return 1; }})()"
        ));
        tab.wait_for(&format!(
            "location.hash.includes('process={process}') || {process:?} === 'recoverable'"
        ));
        // Once all runs are simulated.
        tab.wait_for("[...document.querySelectorAll('[data-slot=progress]')].every((it) => it.hidden || it.value === 1)");
        tab.wait_for(
            "(() => {
               const said = document.querySelector('#explore [data-slot=readout]').textContent.match(/Simulated: ([^ ]+) and ([^ ]+) /);
               const told = ['flawless', 'acceptable'].map((it) =>
                 document.querySelector(`#explore [data-value='bounce.simulated_${it}']`).textContent);
               return said && said[1] === told[0] && said[2] === told[1];
             })()",
        );
    }
    tab.expect_no_problems();
}

fn the_last_change_is_undone_by_keys(lab: &Lab) {
    let tab = open(lab, "");
    tab.press("#recovery-slider", &["ArrowRight"]);
    tab.wait_for("location.hash.includes('recovery=')");
    let once = tab.eval_text("location.hash");
    tab.press("#recovery-slider", &["ArrowRight"]);
    tab.wait_for(&format!("location.hash !== {once:?}"));
    tab.keys(&["Control+z"]);
    tab.wait_for(&format!("location.hash === {once:?}"));
    tab.keys(&["Control+z"]);
    tab.wait_for("!location.hash.includes('recovery=')");
    tab.expect_no_problems();
}
