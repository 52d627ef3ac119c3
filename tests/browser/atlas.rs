//! The figures further down, and the program that brings them.

use super::exploring::open;
use super::harness::{Lab, Pointer, Setup, Tab, in_every_browser};
use bounceback::parameter::Key;
use bounceback::scenario::parameter;
use bounceback::walk::{Stride, step};

in_every_browser! {
    the_atlas_takes_over_what_is_shown,
    the_atlas_takes_over_without_a_trace,
    runs_that_unfold_go_on_unfolding_under_the_atlas,
    no_key_is_lost_while_the_atlas_takes_over,
    the_hazards_are_read_stop_by_stop,
    the_dot_of_the_map_is_dragged_by_mouse,
    the_dot_of_the_map_is_dragged_by_finger,
    arrow_keys_move_the_dot_of_the_map,
    the_atlas_is_there_in_a_frame_without_history,
}

/// The page with its atlas, at a figure.
fn open_at(lab: &Lab, figure: &str, link: &str) -> Tab {
    let tab = open(lab, &format!("#figure={figure}&{link}"));
    tab.wait_for("document.documentElement.dataset.atlas === 'open'");
    tab.wait_for("document.documentElement.dataset.planning === 'false'");
    tab.eval(&format!(
        "document.querySelector('[data-figure={figure}]').scrollIntoView()"
    ));
    tab
}

const ERROR: &str = "#error-slider";
const ERROR_IN_TEXT: &str = "[data-param=error]";

fn the_atlas_takes_over_what_is_shown(lab: &Lab) {
    let tab = open(lab, "");
    assert_eq!(tab.count("html[data-atlas]"), 0, "it came too early");
    tab.press(ERROR, &["ArrowRight"]);
    tab.wait_for("document.getElementById('error').value === '1.1%'");
    tab.eval("document.getElementById('plan').scrollIntoView()");
    tab.wait_for("document.documentElement.dataset.atlas === 'open'");
    // Values, the place of the keyboard, and one handler for each key.
    assert_eq!(
        tab.eval_text("document.getElementById('error').value"),
        "1.1%"
    );
    assert_eq!(tab.eval_text("document.activeElement.id"), "error-slider");
    assert_eq!(tab.count("#error-slider"), 1);
    tab.keys(&["ArrowRight"]);
    tab.wait_for("document.getElementById('error').value === '1.2%'");
    tab.wait_for("location.hash.includes('error=0.012')");
    tab.back();
    tab.wait_for("document.getElementById('error').value === '1.1%'");
    tab.expect_no_problems();
}

/// Two frames, so that what was done before them is shown.
const SHOWN: &str =
    "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";

/// What a reader sees of the first two figures, and of every field in them.
fn seen(tab: &Tab) -> Vec<String> {
    let canvases = ["claim", "bounce"].into_iter().flat_map(|figure| {
        let canvas = |slot: &str| format!("[data-figure={figure}] [data-slot={slot}]");
        ["ink", "overlay"].map(canvas)
    });
    let strips = ["strips-ink", "strips-overlay"].map(|slot| format!("[data-slot={slot}]"));
    let pixels = canvases
        .chain(strips)
        .map(|it| format!("{it} {}", tab.pixels(&it)));
    let words = tab.eval(
        "[...document.querySelectorAll('#claim > p, [data-figure=claim], #bounce > p, [data-figure=bounce]')]
           .flatMap((it) => it.innerText.split('\\n'))
           .concat([...document.querySelectorAll('[data-figure=claim] .control input, [data-figure=bounce] :is(.control input, .control select)')].map((it) => `${it.id} ${it.value}`))
           .concat(`scrolled by ${scrollY}`)",
    );
    let words = words.as_array().expect("lines");
    let words = words.iter().map(|line| line.as_str().unwrap().to_owned());
    pixels.chain(words).collect()
}

/// Fails at the first thing that is seen otherwise, and at no other.
fn expect_same(now: &[String], before: &[String]) {
    for (now, before) in now.iter().zip(before) {
        assert_eq!(now, before);
    }
    assert_eq!(now.len(), before.len());
}

fn the_atlas_takes_over_without_a_trace(lab: &Lab) {
    let tab = open(lab, "");
    // Runs rewound and stepped through, a cursor on a curve, a table open.
    for action in ["reset", "step", "step", "step", "table"] {
        tab.eval(&format!(
            "document.querySelector('#bounce [data-action={action}]').click()"
        ));
    }
    tab.eval(
        "(() => {
           const cursor = document.querySelector('#bounce [data-slot=cursor]');
           const { left, top, width } = cursor.getBoundingClientRect();
           const at = { clientX: left + width / 3, clientY: top + 9, pointerType: 'mouse' };
           cursor.dispatchEvent(new PointerEvent('pointermove', at));
         })()",
    );
    // A complaint, help, a text not entered yet, and one in the field of a number.
    tab.eval(
        "(() => {
           const by = (id) => document.getElementById(id);
           by('recovery').value = 'nonsense';
           by('recovery').dispatchEvent(new Event('change'));
           by('recovery').closest('.control').querySelector('details').open = true;
           by('tokens').value = '12';
         })()",
    );
    tab.wait_for("document.getElementById('recovery-problem').textContent");
    tab.press(ERROR_IN_TEXT, &["Enter", "2", "%"]);
    tab.wait_for(SHOWN);
    assert_eq!(tab.count("html[data-atlas]"), 0, "it came too early");
    let before = seen(&tab);
    assert!(before.iter().any(|line| line.contains("“nonsense”")));
    tab.eval("bounceback.atlas()");
    tab.wait_for("document.documentElement.dataset.atlas === 'open'");
    tab.wait_for(SHOWN);
    expect_same(&seen(&tab), &before);
    assert_eq!(tab.eval_text("document.activeElement.value"), "2%");
    tab.keys(&["Enter"]);
    tab.wait_for("location.hash.includes('error=0.02')");
    tab.expect_no_problems();
}

fn runs_that_unfold_go_on_unfolding_under_the_atlas(lab: &Lab) {
    let tab = open(lab, "");
    let whole = seen(&tab);
    tab.eval("document.querySelector('[data-action=play]').click()");
    tab.eval("bounceback.atlas()");
    tab.wait_for("document.documentElement.dataset.atlas === 'open'");
    assert_eq!(tab.text("[data-action=play]"), "Pause");
    assert!(seen(&tab) != whole, "it does not move");
    tab.wait_for("document.querySelector('[data-action=play]').textContent === 'Play'");
    tab.wait_for(SHOWN);
    expect_same(&seen(&tab), &whole);
    tab.expect_no_problems();
}

fn no_key_is_lost_while_the_atlas_takes_over(lab: &Lab) {
    let tab = open(lab, "");
    // One key after the other, until some time after it has.
    let struck = tab.eval_number(
        "(async () => {
           const slider = document.getElementById('tokens-slider');
           const key = new KeyboardEvent('keydown', { key: 'ArrowRight', cancelable: true });
           let struck = 0;
           let over = false;
           bounceback.atlas().then(() => setTimeout(() => { over = true; }, 200));
           while (!over) {
             slider.dispatchEvent(key);
             struck += 1;
             await new Promise((resume) => { setTimeout(resume, 2); });
           }
           return struck;
         })()",
    );
    assert_eq!(tab.count("html[data-atlas=open]"), 1);
    let mut tokens = 200.0;
    for _ in 0..struck as usize {
        tokens = step(parameter(Key::Tokens), tokens, 1, Stride::Small);
    }
    assert!(struck > 5.0 && tokens < 1e9, "{struck} keys to {tokens}");
    tab.wait_for(&format!("location.hash.includes('tokens={tokens}')"));
    tab.expect_no_problems();
}

fn the_hazards_are_read_stop_by_stop(lab: &Lab) {
    let tab = open_at(lab, "hazards", "criterion=flawless");
    let says = |words: &str| {
        tab.wait_for(&format!(
            "document.querySelector('[data-figure=hazards] [data-slot=readout]').textContent.includes({words:?})"
        ));
    };
    // B(1, 299)/B(1, 99) is 99/299.
    says("After 200 tokens: constant hazard 13.4%");
    says("mixed difficulty 33.1%");
    tab.press("[data-figure=hazards] [data-slot=cursor]", &["Home"]);
    says("After 0 tokens: constant hazard 100%");
    tab.hover("[data-figure=hazards] [data-slot=cursor]", (0.2, 0.3));
    says("tokens: constant hazard");
    tab.expect_no_problems();
}

fn dot_dragged(lab: &Lab, pointer: Pointer) {
    let tab = open_at(lab, "map", "");
    // Two thirds of the way across lies 1%, of which a sixth to the left is a decade.
    let cursor = "[data-figure=map] [data-slot=cursor]";
    let width = tab.eval_number(&format!(
        "document.querySelector('{cursor}').getBoundingClientRect().width - 88"
    ));
    let at = (72.0 + width * 2.0 / 3.0) / (width + 88.0);
    tab.drag(pointer, cursor, (at, 0.5), (-width / 6.0, 0.0));
    tab.wait_for("location.hash.includes('error=')");
    let error = tab.eval_number("Number(location.hash.match(/error=([^&]*)/)[1])");
    assert!((0.000_9..0.001_1).contains(&error), "{error}");
    let shown = tab.text("[data-param=error]");
    assert!(
        shown.starts_with("0.1") || shown.starts_with("0.09"),
        "{shown}"
    );
    tab.back();
    tab.wait_for("document.querySelector('[data-param=error]').textContent === '1%'");
    tab.expect_no_problems();
}

fn the_dot_of_the_map_is_dragged_by_mouse(lab: &Lab) {
    dot_dragged(lab, Pointer::Mouse);
}

fn the_dot_of_the_map_is_dragged_by_finger(lab: &Lab) {
    dot_dragged(lab, Pointer::Touch);
}

fn arrow_keys_move_the_dot_of_the_map(lab: &Lab) {
    let tab = open_at(lab, "map", "across=tokens&up=recovery&tokens=1000");
    let cursor = "[data-figure=map] [data-slot=cursor]";
    tab.press(cursor, &["ArrowRight", "ArrowDown"]);
    tab.wait_for("location.hash.includes('tokens=1100')");
    tab.wait_for("location.hash.includes('recovery=0.049')");
    tab.wait_for(&format!(
        "document.querySelector('{cursor}').getAttribute('aria-valuetext').startsWith('At tokens 1,100 and recovery 4.9%: acceptable with')"
    ));
    tab.expect_no_problems();
}

fn the_atlas_is_there_in_a_frame_without_history(lab: &Lab) {
    let tab = lab.open_as(&Setup::default(), "");
    tab.wait_until_ready();
    // As in a sandboxed frame: the address cannot be written.
    tab.eval("history.pushState = () => { throw new DOMException('refused', 'SecurityError'); }");
    tab.press(ERROR, &["ArrowRight"]);
    tab.wait_for("document.getElementById('error').value === '1.1%'");
    tab.eval("document.getElementById('plan').scrollIntoView()");
    tab.wait_for("document.documentElement.dataset.atlas === 'open'");
    tab.wait_for("document.getElementById('error').value === '1.1%'");
}
