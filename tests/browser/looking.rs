//! The figures can be read by eye, by pointer, by keys and as a table.

use super::exploring::open;
use super::harness::{Browser, Lab, Pointer, Setup, in_every_browser};
use bounceback::{link, report};
use serde_json::json;

in_every_browser![
    the_cursor_reads_by_mouse_and_leaves_the_drawing_alone,
    the_cursor_reads_by_finger,
    the_cursor_reads_by_keys_and_speaks,
    the_runs_unfold_by_play_step_and_rewind,
    who_wants_no_motion_sees_the_end_at_once,
    a_table_holds_the_numbers,
    a_figure_is_taken_away_as_csv_svg_and_png,
    on_paper_the_present_figure_is_printed,
    a_long_simulation_shows_its_progress_and_is_cancelled_by_a_change,
    a_panic_is_told_and_the_text_stays,
    the_page_is_whole_in_every_size_and_theme,
    every_section_is_kept_as_a_picture_in_every_size_and_theme,
    ten_thousand_changes_leave_the_memory_as_it_is,
];

const CURSOR: &str = "[data-figure=bounce] [data-slot=cursor]";
const READOUT: &str = "[data-figure=bounce] [data-slot=readout]";
const INK: &str = "[data-figure=bounce] [data-slot=ink]";
const OVERLAY: &str = "[data-figure=bounce] [data-slot=overlay]";
const STRIPS: &str = "[data-slot=strips-ink]";

fn the_cursor_reads_by_mouse_and_leaves_the_drawing_alone(lab: &Lab) {
    let tab = open(lab, "");
    let (ink, overlay) = (tab.pixels(INK), tab.pixels(OVERLAY));
    let at_rest = tab.text(READOUT);
    assert!(
        at_rest.starts_with("At 200 tokens: never erred 13.4%, acceptable now 83.3%"),
        "{at_rest}"
    );
    tab.hover(CURSOR, (0.3, 0.5));
    tab.wait_for(&format!(
        "document.querySelector('{READOUT}').textContent !== {at_rest:?}"
    ));
    assert!(
        tab.text(READOUT).contains("Simulated:"),
        "{}",
        tab.text(READOUT)
    );
    assert_ne!(tab.pixels(OVERLAY).to_bits(), overlay.to_bits());
    assert_eq!(tab.pixels(INK).to_bits(), ink.to_bits());
    tab.hover("h1", (0.5, 0.5));
    tab.wait_for(&format!(
        "document.querySelector('{READOUT}').textContent === {at_rest:?}"
    ));
    tab.expect_no_problems();
}

fn the_cursor_reads_by_finger(lab: &Lab) {
    let tab = open(lab, "");
    let before = tab.text(READOUT);
    tab.drag(Pointer::Touch, CURSOR, (0.2, 0.5), (100.0, 0.0));
    tab.wait_for(&format!(
        "document.querySelector('{READOUT}').textContent !== {before:?}"
    ));
    // It stays when the finger lifts.
    assert_ne!(tab.text(READOUT), before);
}

fn the_cursor_reads_by_keys_and_speaks(lab: &Lab) {
    let tab = open(lab, "");
    let now = || {
        tab.eval_text(&format!(
            "document.querySelector('{CURSOR}').getAttribute('aria-valuenow')"
        ))
    };
    tab.press(CURSOR, &["Home"]);
    tab.wait_for(&format!(
        "document.querySelector('{CURSOR}').getAttribute('aria-valuenow') === '0'"
    ));
    tab.keys(&["ArrowRight", "ArrowRight", "Shift+ArrowRight"]);
    tab.wait_for(&format!(
        "document.querySelector('{CURSOR}').getAttribute('aria-valuenow') === '12'"
    ));
    let spoken = tab.eval_text(&format!(
        "document.querySelector('{CURSOR}').getAttribute('aria-valuetext')"
    ));
    assert!(
        spoken.starts_with("At 12 tokens: never erred 88.6%"),
        "{spoken}"
    );
    assert_eq!(spoken, tab.text(READOUT));
    tab.keys(&["End"]);
    tab.wait_for(&format!(
        "document.querySelector('{CURSOR}').getAttribute('aria-valuenow') === '200'"
    ));
    assert_eq!(now(), "200");
}

fn the_runs_unfold_by_play_step_and_rewind(lab: &Lab) {
    let tab = open(lab, "");
    let whole = (tab.pixels(STRIPS).to_bits(), tab.pixels(INK).to_bits());
    let shown = || (tab.pixels(STRIPS).to_bits(), tab.pixels(INK).to_bits());
    tab.click("[data-action=reset]");
    tab.wait_for("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
    let empty = shown();
    assert_ne!(empty, whole);
    tab.click("[data-action=step]");
    tab.wait_for("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
    let one = shown();
    assert!(one != empty && one != whole);
    tab.click("[data-action=play]");
    tab.wait_for("document.querySelector('[data-action=play]').textContent === 'Pause'");
    assert_ne!(shown(), whole);
    tab.wait_for("document.querySelector('[data-action=play]').textContent === 'Play'");
    assert_eq!(shown(), whole);
    tab.expect_no_problems();
}

fn who_wants_no_motion_sees_the_end_at_once(lab: &Lab) {
    let setup = Setup {
        calm: true,
        ..Setup::default()
    };
    let tab = lab.open_as(&setup, "");
    tab.wait_until_ready();
    tab.wait_for("document.querySelector('[data-slot=progress]').hidden");
    let whole = tab.pixels(STRIPS).to_bits();
    tab.click("[data-action=reset]");
    tab.click("[data-action=play]");
    tab.wait_for("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");
    assert_eq!(tab.text("[data-action=play]"), "Play");
    assert_eq!(tab.pixels(STRIPS).to_bits(), whole);
}

fn a_table_holds_the_numbers(lab: &Lab) {
    let tab = open(lab, "#tokens=10&runs=100");
    tab.click("[data-figure=bounce] [data-action=table]");
    tab.wait_for("document.querySelectorAll('[data-figure=bounce] tbody tr').length === 11");
    let heads = tab.eval("[...document.querySelectorAll('[data-figure=bounce] thead th')].map((th) => th.textContent).join()");
    assert_eq!(
        heads,
        "tokens,flawless,acceptable,simulated flawless,simulated acceptable,low,high"
    );
    let last = tab.eval("[...document.querySelectorAll('[data-figure=bounce] tbody tr:last-child > *')].slice(0, 3).map((td) => td.textContent).join()");
    assert_eq!(last, "10,90.4%,92.3%");
    // It follows, and closes.
    tab.press("[data-param=error]", &["Home"]);
    tab.wait_for("document.querySelector('[data-figure=bounce] tbody tr:last-child td').textContent === '100%'");
    tab.wait_for("document.querySelector('[data-slot=progress]').hidden");
    tab.click("[data-figure=bounce] [data-action=table]");
    tab.wait_for("document.querySelector('[data-figure=bounce] [data-slot=table]').hidden");
}

fn a_figure_is_taken_away_as_csv_svg_and_png(lab: &Lab) {
    let link = "#tokens=30&runs=200&error=0.03";
    let tab = open(lab, link);
    tab.eval(
        "(() => {
           window.saved = [];
           const create = URL.createObjectURL.bind(URL);
           URL.createObjectURL = (blob) => { saved.push(blob); return create(blob); };
           // What is saved is looked at here, not on the disk.
           HTMLAnchorElement.prototype.click = function () { saved.at(-1).file = this.download; };
         })()",
    );
    for (count, action) in ["csv", "svg", "png"].into_iter().enumerate() {
        tab.click(&format!("[data-figure=bounce] [data-action={action}]"));
        tab.wait_for(&format!("saved.length === {}", count + 1));
    }
    let names = tab.eval("saved.map((blob) => `${blob.file} ${blob.type}`).join()");
    assert_eq!(
        names,
        "bounceback-bounce.csv text/csv,bounceback-bounce.svg image/svg+xml,bounceback-bounce.png image/png"
    );
    // The file has what the command line prints, to the last digit.
    let scenario = link::read(link).scenario;
    let csv = tab.eval_text("saved[0].text()");
    assert_eq!(csv, report::whole_table(&scenario, None, true).csv());
    // A picture that a browser can show, strips and curves one above the other.
    let svg = tab.eval("saved[1].text().then((text) => { const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement; return [root.nodeName, root.querySelectorAll('svg').length]; })");
    assert_eq!(svg, json!(["svg", 2]));
    let size = tab.eval("createImageBitmap(saved[2]).then(({ width, height }) => [width, height])");
    let side = |index: usize| size[index].as_f64().unwrap();
    assert!(side(0) > 1000.0 && side(1) > 1000.0, "{size}");
    tab.expect_no_problems();
}

fn on_paper_the_present_figure_is_printed(lab: &Lab) {
    let tab = open(lab, "#error=0.02");
    tab.eval("window.dispatchEvent(new Event('beforeprint'))");
    let title = tab.eval_text(
        "document.querySelector('[data-figure=bounce] [data-slot=plot] .static:not(.narrow) title').textContent",
    );
    assert!(
        title.starts_with("After 200 tokens, 1.76% have never erred and 71.4%"),
        "{title}"
    );
}

fn a_long_simulation_shows_its_progress_and_is_cancelled_by_a_change(lab: &Lab) {
    // Half a billion events a run: no machine finishes this.
    let tab = lab.open("#error=0.5&recovery=0.5&tokens=1000000000&runs=1000000");
    tab.wait_until_ready();
    let progress = "document.querySelector('[data-slot=progress]')";
    tab.wait_for(&format!("!{progress}.hidden"));
    // The page goes on answering.
    tab.press("[data-param=error]", &["Home"]);
    tab.wait_for("document.querySelector('[data-param=error]').textContent === '0%'");
    // Without errors a run has no events: the new simulation soon ends.
    tab.wait_for(&format!("{progress}.hidden"));
    assert_eq!(
        tab.text("[data-value='bounce.simulated_acceptable']"),
        "100%"
    );
    tab.expect_no_problems();
}

fn a_panic_is_told_and_the_text_stays(lab: &Lab) {
    let tab = open(lab, "");
    assert_eq!(tab.eval("document.getElementById('crash').hidden"), true);
    tab.eval("(() => { try { bounceback.provokePanic() } catch {} })()");
    tab.wait_for("!document.getElementById('crash').hidden");
    let message = tab.text("#crash [data-slot=message]");
    assert!(message.contains("provoked"), "{message}");
    assert!(tab.count("main p") > 10);
    // What is done to the page now is harmless.
    tab.press("[data-param=error]", &["ArrowRight"]);
    assert_eq!(tab.eval("document.getElementById('crash').hidden"), false);
}

fn the_page_is_whole_in_every_size_and_theme(lab: &Lab) {
    for (width, name) in [(390, "phone"), (1280, "desktop")] {
        for dark in [false, true] {
            let setup = Setup {
                size: (width, 900),
                dark,
                pixel_ratio: 2,
                ..Setup::default()
            };
            let tab = lab.open_as(&setup, "#v=1&figure=bounce&fatal=0.02");
            tab.wait_until_ready();
            tab.wait_for("document.querySelector('[data-slot=progress]').hidden");
            assert_eq!(
                tab.eval("document.documentElement.scrollWidth <= innerWidth"),
                true,
                "{name}"
            );
            // The figures are drawn on the paper of the page.
            let paper = tab.eval_text(
                "getComputedStyle(document.documentElement).getPropertyValue('--paper').trim()",
            );
            assert_eq!(paper, if dark { "#16181B" } else { "#FDFCF9" });
            let drawn = tab.eval_text(&format!(
                "'#' + [...document.querySelector('{INK}').getContext('2d').getImageData(1, 1, 1, 1).data].slice(0, 3).map((c) => c.toString(16).padStart(2, '0').toUpperCase()).join('')"
            ));
            assert_eq!(drawn, paper, "{name}");
            // At least two backing pixels for each CSS pixel.
            let ratio = tab.eval_number(&format!("document.querySelector('{INK}').width / document.querySelector('{INK}').clientWidth"));
            assert!(ratio >= 1.99, "{ratio}");
            tab.screenshot(&format!("{name}-{}", if dark { "dark" } else { "light" }));
            tab.expect_no_problems();
        }
    }
}

fn every_section_is_kept_as_a_picture_in_every_size_and_theme(lab: &Lab) {
    // Pictures for people to look at, in target/screenshots: of one browser all.
    let widths: &[u32] = match lab.browser {
        Browser::Chromium => &[320, 390, 768, 1280, 1920, 2560],
        _ => &[390, 1280],
    };
    for &width in widths {
        for dark in [false, true] {
            let setup = Setup {
                size: (width, 1000),
                dark,
                ..Setup::default()
            };
            let tab = lab.open_as(&setup, "");
            tab.wait_until_ready();
            let sections =
                tab.eval("[...document.querySelectorAll('main section')].map(({ id }) => id)");
            for section in sections.as_array().into_iter().flatten() {
                let section = section.as_str().unwrap_or_default();
                let place = format!(
                    "document.querySelector('#{section} figure') ?? document.getElementById('{section}')"
                );
                // Figures are drawn when they come near.
                tab.wait_for(&format!(
                    "(() => {{
                       const late = [...document.querySelectorAll('#{section} figure')].find((it) => it.dataset.ready !== 'true');
                       late?.scrollIntoView({{ behavior: 'instant' }});
                       return !late;
                     }})()"
                ));
                tab.eval(&format!(
                    "({place}).scrollIntoView({{ behavior: 'instant' }})"
                ));
                let wide = tab.eval("document.documentElement.scrollWidth > innerWidth");
                assert_eq!(wide, false, "#{section} is too wide for {width}");
                let theme = if dark { "dark" } else { "light" };
                if lab.browser == Browser::Chromium || section == "bounce" {
                    tab.screenshot(&format!("{width}-{theme}-{section}"));
                }
            }
            tab.expect_no_problems();
        }
    }
}

fn ten_thousand_changes_leave_the_memory_as_it_is(lab: &Lab) {
    if lab.browser != Browser::Chromium {
        // The memory is WebAssembly's own: one browser tells for all.
        return;
    }
    let tab = open(lab, "#runs=20");
    // A thousand changes, several in a frame, and the size of the memory after them.
    let change = || {
        tab.eval_number(
            "(async () => {
               const slider = document.getElementById('error-slider');
               for (let i = 0; i < 1000; i++) {
                 slider.value = 300 + (i * 37) % 500;
                 slider.dispatchEvent(new Event('input', { bubbles: true }));
                 if (i % 40 === 0) await new Promise(requestAnimationFrame);
               }
               return bounceback.memory.buffer.byteLength / 65536;
             })()",
        )
    };
    let before = change();
    let after = (0..10).fold(before, |_, _| change());
    let grown = after - before;
    assert!(grown <= 10.0, "grown by {grown} pages");
    tab.expect_no_problems();
}
