//! The panel by which a figure is shared.

use super::exploring::open;
use super::harness::{Lab, Setup, Tab, in_every_browser};
use bounceback_core::share::embed;
use bounceback_core::share::link;
use bounceback_core::share::snippet::Snippet;

in_every_browser! {
    sharing_opens_the_panel,
    what_is_shared_is_copied_or_selected,
    the_builder_builds_what_the_preview_shows,
    a_link_restores_everything,
    the_one_file_shares_what_it_can,
    the_panel_fits_a_phone,
}

const BUTTON: &str = "[data-figure=bounce] [data-action=share]";

fn value(tab: &Tab, slot: &str) -> String {
    tab.eval_text(&format!(
        "document.querySelector('#sharing [data-slot={slot}]').value"
    ))
}

fn open_panel(tab: &Tab, button: &str) {
    tab.eval(&format!(
        "document.querySelector('{button}').scrollIntoView({{block: 'center'}})"
    ));
    tab.click(button);
    tab.wait_for("document.getElementById('sharing')?.open === true");
}

fn sharing_opens_the_panel(lab: &Lab) {
    let tab = open(lab, "#v=1&error=2%");
    open_panel(&tab, "[data-figure=claim] [data-action=share]");
    let link = format!("{}#v=1&figure=claim&error=0.02", lab.folder());
    assert_eq!(value(&tab, "link"), link);
    let version = env!("CARGO_PKG_VERSION");
    for slot in ["plain", "bibtex"] {
        let text = value(&tab, slot);
        assert!(text.contains(&link) && text.contains(version), "{text}");
    }
    assert_eq!(
        tab.count("#sharing [data-slot=code] svg[role=img], #sharing [data-slot=code] svg"),
        1
    );
    tab.screenshot("share");
    tab.keys(&["Escape"]);
    tab.wait_for("!document.getElementById('sharing').open");
    // The keyboard is where the menu was.
    tab.wait_for("document.activeElement.matches('[data-figure=claim] .menu > summary')");
    assert_eq!(tab.count("#sharing iframe"), 0, "the preview runs on");
    tab.expect_no_problems();
}

fn what_is_shared_is_copied_or_selected(lab: &Lab) {
    let tab = open(lab, "");
    open_panel(&tab, BUTTON);
    tab.click("#sharing [data-copy=link]");
    let told = tab.wait_for("document.querySelector('#sharing [data-slot=told]').textContent");
    if told.as_str() != Some("Copied.") {
        assert!(
            told.as_str().unwrap_or_default().ends_with("is selected."),
            "{told}"
        );
        let selected = tab.eval_text(
            "(({ value, selectionStart, selectionEnd }) => value.slice(selectionStart, selectionEnd))(document.querySelector('#sharing [data-slot=link]'))",
        );
        assert_eq!(selected, value(&tab, "link"));
    }
    // Where there is no clipboard at all.
    tab.eval("(Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }), 1)");
    tab.click("#sharing [data-copy=bibtex]");
    tab.wait_for(
        "document.querySelector('#sharing [data-slot=told]').textContent.endsWith('is selected.')",
    );
    assert_eq!(
        tab.eval_text("document.activeElement.dataset.slot"),
        "bibtex"
    );
    tab.expect_no_problems();
}

fn the_builder_builds_what_the_preview_shows(lab: &Lab) {
    let tab = open(lab, "#v=1&recovery=10%");
    open_panel(&tab, BUTTON);
    let before = tab.eval_number("history.length");
    tab.eval("document.querySelector('#sharing [data-slot=preview]').scrollIntoView()");
    let frame = "document.querySelector('#sharing iframe')";
    let ready = "document.querySelector('figure').dataset.ready === 'true'";
    // WebKit's driver loses a frame that it is in before that has loaded.
    tab.wait_for(&format!(
        "{frame}?.contentDocument?.querySelector('figure')?.dataset.ready === 'true'"
    ));
    tab.within(frame, |tab| {
        tab.wait_for(ready);
        assert_eq!(tab.count(".control:not([hidden])"), 3);
    });
    for box_to_turn in ["tokens", "seed"] {
        tab.eval(&format!(
            "(document.querySelector('#sharing input[value={box_to_turn}]').click(), 1)"
        ));
    }
    tab.eval(
        "(() => { const theme = document.querySelector('#sharing [data-slot=theme]'); theme.value = 'dark';
           theme.dispatchEvent(new Event('change', { bubbles: true })); return 1; })()",
    );
    // The frame is loaded anew for other controls; WebKit's driver loses one that it is in.
    tab.wait_for(&format!(
        "[...({frame}.contentDocument?.querySelectorAll('.control') ?? [])].map((it) => it.getAttribute('aria-label')).join() === 'error,recovery,seed'"
    ));
    tab.within(frame, |tab| {
        tab.wait_for(ready);
        tab.wait_for("document.documentElement.dataset.theme === 'dark'");
        tab.wait_for("[...document.querySelectorAll('.control')].map((it) => it.getAttribute('aria-label')).join() === 'error,recovery,seed'");
        tab.expect_no_problems();
    });
    // Beside a text and on a telephone each has the height it needs; a frame of one height
    // has the greater.
    tab.wait_for(
        "(() => {
           const heights = [...document.querySelectorAll('#sharing iframe')].map((it) => Number(it.height));
           return heights.length === 2 && heights[0] < heights[1]
             && Number(document.querySelector('#sharing [data-slot=height]').value) === heights[1];
         })()",
    );
    // A title of one's own, and fewer curves.
    tab.eval(
        "(() => {
           for (const [slot, value] of [['heading', 'Mine & <yours>'], ['curves', 'answer']]) {
             const field = document.querySelector(`#sharing [data-slot=${slot}]`);
             field.value = value;
             field.dispatchEvent(new Event('change', { bubbles: true }));
           }
           return 1;
         })()",
    );
    tab.wait_for(&format!(
        "{frame}.contentDocument?.querySelector('h1')?.textContent === 'Mine & <yours>'"
    ));
    tab.wait_for(&format!(
        "{frame}.contentDocument?.querySelector('figure')?.dataset.ready === 'true'"
    ));
    tab.wait_for(
        "(() => {
           const heights = [...document.querySelectorAll('#sharing iframe')].map((it) => Number(it.height));
           return Number(document.querySelector('#sharing [data-slot=height]').value) === heights[1];
         })()",
    );
    let height = value(&tab, "height").parse().expect("a number");
    let folder = lab.folder();
    let title = tab.text("#sharing [data-slot=what]");
    let snippet = Snippet {
        folder: &folder,
        scenario: link::read("recovery=10%&curves=answer&theme=dark").scenario,
        figure: embed::figure("bounce"),
        controls: Some(vec!["error", "recovery", "play", "seed"]),
        heading: "Mine & <yours>",
        height,
        title: &title,
    };
    for (kind, text) in [
        ("frame", snippet.frame()),
        ("fitted", snippet.frame_with_script()),
        ("element", snippet.element()),
    ] {
        tab.eval(&format!(
            "(document.querySelector('#sharing [value={kind}]').click(), 1)"
        ));
        assert_eq!(value(&tab, "snippet"), text);
    }
    tab.eval("(document.querySelector('#sharing [value=markdown]').click(), 1)");
    assert!(value(&tab, "snippet").starts_with("[!["));
    assert_eq!(tab.count("#sharing [data-slot=preview][hidden]"), 1);
    assert_eq!(
        tab.eval_number("history.length"),
        before,
        "the preview enters the history"
    );
    tab.expect_no_problems();
}

fn a_link_restores_everything(lab: &Lab) {
    let link = "#v=1&figure=hazards&process=fading&error=0.02&shape=0.7&tokens=400&done=50&runs=500&seed=7&criterion=flawless&across=tokens&up=error&x=log&y=log&theme=dark";
    let tab = open(lab, link);
    // The page has its final height, so that the button stays where it is.
    tab.wait_for("document.documentElement.dataset.planning === 'false'");
    tab.wait_for("document.querySelector('[data-figure=hazards]').dataset.ready === 'true'");
    open_panel(&tab, "[data-figure=hazards] [data-action=share]");
    let shared = value(&tab, "link");
    let opened = link::read(&shared);
    assert_eq!(opened.notes, []);
    assert_eq!(opened.scenario, link::read(link).scenario);
}

fn the_one_file_shares_what_it_can(lab: &Lab) {
    let tab = lab.open_from_disk("bounceback.html");
    tab.wait_until_ready();
    open_panel(&tab, BUTTON);
    assert_eq!(tab.count("#sharing [data-slot=missing]:not([hidden])"), 1);
    assert_eq!(tab.count("#sharing input[type=radio]:disabled"), 3);
    assert!(value(&tab, "snippet").starts_with("[!["));
    assert_eq!(tab.count("#sharing iframe"), 0);
    tab.expect_no_problems();
}

fn the_panel_fits_a_phone(lab: &Lab) {
    for size in [Setup::PHONE, (320, 700)] {
        let setup = Setup {
            size,
            dark: true,
            ..Setup::default()
        };
        let tab = lab.open_as(&setup, "");
        tab.wait_until_ready();
        open_panel(&tab, BUTTON);
        let over = tab.eval(
            "(() => { const panel = document.getElementById('sharing'); const { right } = panel.getBoundingClientRect();
               return [...panel.querySelectorAll('*')].filter((it) => it.getBoundingClientRect().right > right + 1).map((it) => it.outerHTML.slice(0, 80)); })()",
        );
        assert_eq!(over.as_array().map(Vec::len), Some(0), "{over:#}");
        tab.screenshot(&format!("share-{}", size.0));
        tab.expect_no_barriers("with the panel");
        tab.expect_no_problems();
    }
}
