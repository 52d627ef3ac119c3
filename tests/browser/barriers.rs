//! Nobody is kept out: the rules of axe (WCAG 2.2 A and AA, and its good practice), on the
//! page in every state that it can be in.

use super::exploring::open;
use super::harness::{Browser, Lab, Setup, Tab, in_every_browser};

in_every_browser! {
    the_page_has_no_barriers_from_top_to_bottom,
    no_control_is_filled_in_by_the_browser,
    notes_tables_and_complaints_have_no_barriers,
    the_page_has_no_barriers_on_a_phone_in_the_dark,
    every_process_and_technique_has_no_barriers,
    an_embed_has_no_barriers,
    what_is_pressed_is_large_enough,
    what_fingers_press_is_larger,
    who_wants_more_contrast_gets_it,
    the_page_reads_from_right_to_left,
}

/// Goes through the rooms, and scrolls through each, so that every figure in it has been
/// drawn; then looks at it.
fn see_all(tab: &Tab, look: impl Fn(&str)) {
    for room in ["explain", "plan", "evidence", "explore"] {
        tab.reach(&format!("#{room}"));
        if room == "evidence" {
            // Its figures have nothing to show before there are data.
            super::evidence::open_paths(tab);
        }
        // (What other kinds of data have is hidden.)
        let all = format!(
            "[...document.querySelectorAll('#{room} figure[data-figure] .cursor')].filter((it) => !it.closest('[hidden]'))"
        );
        let figures = tab.eval_number(&format!("{all}.length"));
        for index in 0..figures as u64 {
            tab.eval(&format!("{all}[{index}].scrollIntoView()"));
            tab.wait_for(&format!(
                "{all}[{index}].closest('figure').dataset.ready === 'true'"
            ));
        }
        if room == "plan" {
            tab.eval("document.querySelector('[data-plan]').scrollIntoView()");
            tab.wait_for("document.documentElement.dataset.planning === 'false'");
        }
        // What stays in sight lies over what is scrolled.
        tab.eval("scrollTo(0, 0)");
        look(room);
    }
}

fn the_page_has_no_barriers_from_top_to_bottom(lab: &Lab) {
    let tab = open(lab, "");
    tab.expect_no_barriers("at first");
    see_all(&tab, |room| tab.expect_no_barriers(room));
}

/// What a browser fills in on a reload shows other values than the figures do.
fn no_control_is_filled_in_by_the_browser(lab: &Lab) {
    const CONTROLS: &str = "input, select, textarea";
    let filled = |tab: &Tab| {
        tab.eval_text(&format!(
            "[...document.querySelectorAll('{CONTROLS}')].filter((it) => it.getAttribute('autocomplete') !== 'off').map((it) => it.outerHTML).join()"
        ))
    };
    let tab = open(lab, "");
    see_all(&tab, |_| ());
    tab.reach("#explain");
    tab.eval("document.querySelector('[data-figure=bounce] [data-action=share]').click()");
    tab.wait_for("document.getElementById('sharing')?.open");
    assert!(tab.count(CONTROLS) > 50);
    assert_eq!(filled(&tab), "");
    let embed = lab.open("embed.html#figure=claim");
    embed.wait_for("document.documentElement.dataset.ready === 'true'");
    assert!(embed.count(CONTROLS) > 3);
    assert_eq!(filled(&embed), "");
}

fn notes_tables_and_complaints_have_no_barriers(lab: &Lab) {
    let tab = open(lab, "#error=7&tokens=none&wrong=1&fatal=2%");
    assert!(tab.count(".note") >= 3);
    for figure in ["claim", "bounce"] {
        tab.click(&format!("[data-figure={figure}] [data-action=table]"));
    }
    tab.reach("#explain");
    tab.eval("document.getElementById('recovery').select()");
    tab.type_text("170%");
    tab.keys(&["Enter"]);
    tab.wait_for("document.getElementById('recovery-problem').textContent");
    tab.eval("document.querySelector('.control:not([hidden]) details').open = true");
    tab.press("[data-param=error]", &["Enter"]);
    tab.wait_for("document.querySelector('[data-param=error] + input')");
    tab.expect_no_barriers("with notes");
}

fn the_page_has_no_barriers_on_a_phone_in_the_dark(lab: &Lab) {
    let setup = Setup {
        size: Setup::PHONE,
        dark: true,
        ..Setup::default()
    };
    let tab = lab.open_as(&setup, "#process=independent&technique=verify&y=log");
    tab.wait_until_ready();
    see_all(&tab, |room| {
        tab.expect_no_barriers(&format!("{room} on a phone"));
    });
}

fn every_process_and_technique_has_no_barriers(lab: &Lab) {
    let tab = open(lab, "");
    for link in [
        "#process=key_tokens&growth=plateau&technique=vote&criterion=tolerant",
        "#process=self_conditioning&technique=query&theme=dark",
        "#process=mixed_difficulty&schema=thinking:100:think;answer:verify:tries=3",
    ] {
        tab.go(link);
        tab.wait_for(&format!("location.hash === {link:?}"));
        tab.wait_for("document.documentElement.dataset.ready === 'true'");
        tab.expect_no_barriers(link);
    }
}

fn an_embed_has_no_barriers(lab: &Lab) {
    for figure in ["bounce", "map"] {
        let tab = lab.open(&format!("embed.html#figure={figure}&error=2"));
        tab.wait_for("document.querySelector('figure[data-ready=true]')");
        tab.expect_no_barriers(figure);
    }
}

/// Asserts that whatever can be pressed is so large at least, in CSS pixels. Numbers and
/// links within a sentence need not be.
fn expect_targets(tab: &Tab, least: u32) {
    see_all(tab, |room| expect_targets_here(tab, room, least));
}

fn expect_targets_here(tab: &Tab, room: &str, least: u32) {
    let small = tab.eval(&format!(
        "[...document.querySelectorAll('button, select, input:not([type=range]), summary, nav a')]
           .filter((it) => it.checkVisibility() && !it.closest('.unseen, .skip'))
           .map((it) => [it.outerHTML.slice(0, 80), it.getBoundingClientRect()])
           .filter(([, {{ height }}]) => height < {least} - 0.5)
           .map(([it, {{ width, height }}]) => `${{it}} ${{width}} × ${{height}}`)"
    ));
    assert_eq!(small, serde_json::json!([]), "{room}");
}

fn what_is_pressed_is_large_enough(lab: &Lab) {
    // WCAG 2.2, 2.5.8.
    expect_targets(&open(lab, ""), 24);
}

fn what_fingers_press_is_larger(lab: &Lab) {
    if lab.browser == Browser::Webkit {
        return;
    }
    let setup = Setup {
        size: Setup::PHONE,
        fingers: true,
        ..Setup::default()
    };
    let tab = lab.open_as(&setup, "");
    tab.wait_until_ready();
    assert_eq!(tab.eval("matchMedia('(pointer: coarse)').matches"), true);
    expect_targets(&tab, 44);
}

fn who_wants_more_contrast_gets_it(lab: &Lab) {
    if lab.browser != Browser::Chromium {
        return;
    }
    let setup = Setup {
        strong: true,
        ..Setup::default()
    };
    let (usual, strong) = (open(lab, ""), lab.open_as(&setup, ""));
    strong.wait_until_ready();
    assert_eq!(
        strong.eval("matchMedia('(prefers-contrast: more)').matches"),
        true
    );
    let ink = "[data-figure=bounce] [data-slot=ink]";
    assert_ne!(usual.pixels(ink).to_bits(), strong.pixels(ink).to_bits());
    strong.expect_no_barriers("with more contrast");
}

fn the_page_reads_from_right_to_left(lab: &Lab) {
    let setup = Setup {
        size: (1280, 900),
        ..Setup::default()
    };
    let tab = lab.open_as(&setup, "");
    tab.wait_until_ready();
    tab.eval("document.documentElement.dir = 'rtl'");
    // Nothing sticks out to either side.
    see_all(&tab, |room| {
        let outside = tab.eval(
        "[...document.querySelectorAll('main *, header *')]
           .filter((it) => it.checkVisibility() && !it.closest('.unseen, .skip, svg, .data'))
           .filter((it) => { const { left, right } = it.getBoundingClientRect(); return left < -1 || right > innerWidth + 1; })
           .map((it) => it.outerHTML.slice(0, 80))",
        );
        assert_eq!(outside, serde_json::json!([]), "{room}");
        tab.screenshot(&format!("right-to-left-{room}"));
    });
}
