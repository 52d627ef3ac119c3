//! What a test asks of a browser reaches the page: else the other claims prove nothing.

use super::harness::{Browser, Lab, Pointer, Setup, in_every_browser};
use std::collections::BTreeSet;

in_every_browser![
    wishes_of_the_reader_reach_the_page,
    pointing_touching_and_typing_reach_the_page,
    what_goes_wrong_is_noticed,
    back_and_forward_move_through_the_history,
];

fn wishes_of_the_reader_reach_the_page(lab: &Lab) {
    let setup = Setup {
        size: Setup::PHONE,
        pixel_ratio: 2,
        dark: true,
        calm: true,
        ..Setup::default()
    };
    let tab = lab.open_as(&setup, "");
    let size = (
        tab.eval_number("innerWidth"),
        tab.eval_number("innerHeight"),
    );
    assert_eq!(size, (390.0, 800.0));
    assert_eq!(
        tab.eval_number("devicePixelRatio").to_bits(),
        2_f64.to_bits()
    );
    let holds = |query: &str| tab.eval(&format!("matchMedia({query:?}).matches")) == true;
    assert!(holds("(prefers-color-scheme: dark)"));
    assert!(holds("(prefers-reduced-motion: reduce)"));

    let tab = lab.open("");
    let holds = |query: &str| tab.eval(&format!("matchMedia({query:?}).matches")) == true;
    assert!(holds("(prefers-color-scheme: light)"));
    assert!(!holds("(prefers-reduced-motion: reduce)"));
}

fn pointing_touching_and_typing_reach_the_page(lab: &Lab) {
    let tab = lab.open("");
    tab.eval(
        "(() => {
           window.seen = [];
           const area = document.createElement('input');
           area.id = 'area';
           area.style.cssText = 'display: block; width: 300px; height: 100px; touch-action: none';
           document.body.append(area);
           for (const type of ['pointerdown', 'pointermove', 'pointerup'])
             area.addEventListener(type, (e) => seen.push(`${e.pointerType} ${type}`));
           area.addEventListener('keydown', (e) => seen.push(`${e.shiftKey ? 'Shift ' : ''}${e.key}`));
         })()",
    );
    tab.hover("#area", (0.2, 0.5));
    tab.drag(Pointer::Mouse, "#area", (0.2, 0.5), (100.0, 0.0));
    tab.drag(Pointer::Touch, "#area", (0.2, 0.5), (100.0, 0.0));
    tab.click("#area");
    tab.press("#area", &["ArrowLeft", "Shift+ArrowUp"]);
    tab.type_text("1%");
    let seen = tab.eval("seen");
    let seen: BTreeSet<&str> = seen
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|s| s.as_str())
        .collect();
    for pointer in ["mouse", "touch"] {
        for event in ["pointerdown", "pointermove", "pointerup"] {
            assert!(seen.contains(&*format!("{pointer} {event}")), "{seen:?}");
        }
    }
    assert!(
        seen.contains("ArrowLeft") && seen.contains("Shift ArrowUp"),
        "{seen:?}"
    );
    assert_eq!(tab.eval_text("area.value"), "1%");
}

fn what_goes_wrong_is_noticed(lab: &Lab) {
    let tab = lab.open("");
    tab.wait_until_ready();
    tab.eval(
        "(() => {
           console.error('printed');
           const inline = document.createElement('script');
           inline.textContent = 'window.ran = true';
           document.body.append(inline);
           const absent = document.createElement('img');
           absent.src = 'absent.png';
           document.body.append(absent);
         })()",
    );
    tab.wait_for(
        "problems.length >= 3 && problems.some((problem) => problem.startsWith('not loaded'))",
    );
    let problems = tab.problems().join("\n");
    for kind in ["printed", "forbidden: script-src", "absent.png"] {
        assert!(problems.contains(kind), "{kind} is not in\n{problems}");
    }
    assert!(tab.eval("window.ran").is_null());
    if lab.browser == Browser::Chromium {
        assert!(lab.requests().iter().any(|request| request.status == 404));
    }
}

fn back_and_forward_move_through_the_history(lab: &Lab) {
    let tab = lab.open("");
    let start = tab.address();
    tab.go("preview.svg");
    tab.back();
    assert_eq!(tab.address(), start);
    tab.forward();
    assert!(tab.address().ends_with("preview.svg"));
    tab.back();
    tab.reload();
    assert_eq!(tab.text("title"), tab.eval_text("document.title"));
    assert!(tab.source().contains("<title"));
    tab.wait_until_ready();
    tab.wait_for("document.querySelector('canvas').width > 0");
    assert_eq!(
        tab.pixels("canvas").to_bits(),
        tab.pixels("canvas").to_bits()
    );
}
