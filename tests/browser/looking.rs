//! The figures can be read by eye, by pointer, by keys and as a table.

use super::exploring::open;
use super::harness::{Browser, Lab, Pointer, Setup, Tab, in_every_browser};
use bounceback_core::share::link;
use bounceback_core::share::report;
use serde_json::json;

in_every_browser! {
    the_cursor_reads_by_mouse_and_leaves_the_drawing_alone,
    the_cursor_reads_by_finger,
    the_cursor_reads_by_keys_and_speaks,
    the_runs_unfold_by_play_step_and_rewind,
    play_goes_on_where_it_was_left,
    who_wants_no_motion_sees_the_end_at_once,
    a_table_holds_the_numbers,
    a_figure_is_taken_away_as_csv_svg_and_png,
    what_is_let_fall_does_not_replace_the_page,
    on_paper_the_present_figure_is_printed,
    a_long_simulation_shows_its_progress_and_is_cancelled_by_a_change,
    a_panic_is_told_and_the_text_stays,
    a_frame_that_the_browser_breaks_off_is_told,
    scripts_of_the_page_are_given_what_is_theirs_and_no_more,
    the_page_is_whole_in_every_size_and_theme,
    every_section_is_kept_as_a_picture_in_every_size_and_theme;
    in chromium:
    where_the_browser_makes_no_png_it_is_told_and_svg_is_offered,
    more_pixels_are_drawn_with_as_soon_as_there_are_more,
    megabytes_are_cut_before_they_are_taken_over,
    ten_thousand_changes_leave_the_memory_as_it_is,
}

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
        at_rest.starts_with("At 200 tokens: never erred 13.4%, fine now 83.3%"),
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

/// While nobody looks there are no frames. Here they are held back for longer than the runs
/// take from end to end.
fn play_goes_on_where_it_was_left(lab: &Lab) {
    let tab = open(lab, "");
    let whole = tab.pixels(STRIPS).to_bits();
    tab.click("[data-action=reset]");
    tab.click("[data-action=play]");
    tab.wait_for("document.querySelector('[data-action=play]').textContent === 'Pause'");
    tab.eval(
        "(() => {
           window.later = [];
           window.frames_of_the_browser = requestAnimationFrame.bind(window);
           window.requestAnimationFrame = (draw) => later.push(draw);
         })()",
    );
    std::thread::sleep(std::time::Duration::from_secs(7));
    tab.eval(
        "new Promise((done) => {
           window.requestAnimationFrame = frames_of_the_browser;
           for (const draw of later.splice(0)) requestAnimationFrame(draw);
           requestAnimationFrame(() => requestAnimationFrame(() => done(1)));
         })",
    );
    assert_eq!(tab.text("[data-action=play]"), "Pause");
    assert_ne!(tab.pixels(STRIPS).to_bits(), whole);
    // And they do come to the end.
    tab.wait_for("document.querySelector('[data-action=play]').textContent === 'Play'");
    assert_eq!(tab.pixels(STRIPS).to_bits(), whole);
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
    // The file has what the command line prints, to the last digit, and says of what.
    let scenario = link::read(link).scenario;
    let csv = tab.eval_text("saved[0].text()");
    assert_eq!(
        csv,
        report::whole_table(&scenario, None, true).csv_of(&scenario)
    );
    // A picture that a browser can show, strips and curves one above the other.
    let svg = tab.eval("saved[1].text().then((text) => { const root = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement; return [root.nodeName, root.querySelectorAll('svg').length]; })");
    assert_eq!(svg, json!(["svg", 0]));
    let size = tab.eval("createImageBitmap(saved[2]).then(({ width, height }) => [width, height])");
    let side = |index: usize| size[index].as_f64().unwrap();
    assert!(side(0) > 1000.0 && side(1) > 800.0, "{size}");
    tab.expect_no_problems();
}

fn where_the_browser_makes_no_png_it_is_told_and_svg_is_offered(lab: &Lab) {
    for refusal in [
        "HTMLCanvasElement.prototype.toBlob = (done) => done(null)",
        "HTMLCanvasElement.prototype.toBlob = () => { throw new Error('no') }",
        "const make = document.createElement.bind(document); document.createElement = (name) => { if (name === 'canvas') throw new Error('no'); return make(name); }",
    ] {
        let tab = open(lab, "");
        tab.eval(&format!(
            "(() => {{
               window.saved = [];
               const create = URL.createObjectURL.bind(URL);
               URL.createObjectURL = (blob) => {{ saved.push(blob); return create(blob); }};
               HTMLAnchorElement.prototype.click = function () {{ saved.at(-1).file = this.download; }};
               {refusal};
             }})()"
        ));
        tab.click("[data-figure=bounce] [data-action=png]");
        let note = "[data-figure=bounce] [data-tools] .note[role=alert]";
        tab.wait_for(&format!("document.querySelector('{note}')"));
        let said = tab.text(&format!("{note} p"));
        assert!(said.contains("no PNG") && said.contains("SVG"), "{said}");
        // Again it is one note, in sight of the button.
        tab.click("[data-figure=bounce] [data-action=png]");
        tab.click(&format!("{note} [data-instead]"));
        tab.wait_for("saved.length === 1 && saved[0].file === 'bounceback-bounce.svg'");
        assert_eq!(tab.count(note), 1);
        tab.expect_no_barriers("with a note below a figure");
        tab.click(&format!("{note} [data-action=dismiss]"));
        tab.wait_for(&format!("!document.querySelector('{note}')"));
        tab.expect_no_problems();
    }
}

fn more_pixels_are_drawn_with_as_soon_as_there_are_more(lab: &Lab) {
    let setup = Setup {
        pixel_ratio: 2,
        ..Setup::default()
    };
    let tab = lab.open_as(&setup, "");
    tab.wait_until_ready();
    let width =
        |canvas: &str| tab.eval_number(&format!("document.querySelector('{canvas}').width"));
    let css = tab.eval_number(&format!("document.querySelector('{INK}').clientWidth"));
    // The page keeps its size. A browser tells only when a ratio that was asked about is
    // left: each new one is asked about anew.
    for ratio in [3.0, 4.0, 3.0, 2.0, 3.0] {
        tab.show_on_screen_with(ratio);
        let wanted = (css * ratio.max(2.0)) as u32;
        for canvas in [INK, OVERLAY, STRIPS] {
            tab.wait_for(&format!(
                "document.querySelector('{canvas}').width === {wanted}"
            ));
        }
        assert_eq!(width(INK) as u32, wanted);
    }
    // What this browser tells nobody of is seen with the next thing that happens.
    tab.show_at_ratio(4.0);
    tab.hover(CURSOR, (0.3, 0.5));
    tab.wait_for(&format!(
        "document.querySelector('{INK}').width === {}",
        4.0 * css
    ));
    tab.expect_no_problems();
}

/// What comes of something that is dragged over an element and let fall there: whether
/// the browser is kept from doing what it does by itself.
pub(crate) const LET_FALL: &str = "(selector, files) => {
  const held = new DataTransfer();
  if (files) held.items.add(new File(['x'], 'data.csv', { type: 'text/csv' }));
  else held.setData('text/plain', 'x');
  return ['dragover', 'drop'].map((kind) => {
    const event = new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: held });
    document.querySelector(selector).dispatchEvent(event);
    return event.defaultPrevented;
  }).join();
}";

fn what_is_let_fall_does_not_replace_the_page(lab: &Lab) {
    let tab = open(lab, "");
    let falls = |selector: &str, files: bool| {
        tab.eval_text(&format!("({LET_FALL})({selector:?}, {files})"))
    };
    for place in ["body", "h1", CURSOR, "#error", "#error-slider"] {
        assert_eq!(falls(place, true), "true,true", "a file on {place}");
    }
    assert_eq!(falls("h1", false), "true,true", "a link beside fields");
    // Text is what fields are for.
    assert_eq!(falls("#error", false), "false,false");
    tab.expect_no_problems();
    let embed = lab.open("embed.html#figure=claim");
    let files = embed.eval_text(&format!("({LET_FALL})('figure', true)"));
    assert_eq!(files, "true,true");
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
    // The program has nothing by which a test could break it. But no frame may begin within
    // another, which a script of the page can bring about.
    break_frame(
        &tab,
        "dispatchEvent(new Event('beforeprint')); return now();",
    );
    tab.wait_for("!document.getElementById('crash').hidden");
    let message = tab.text("#crash [data-slot=message]");
    assert!(
        message.contains("a mistake of its own (panicked"),
        "{message}"
    );
    assert!(tab.count("main p") > 10);
    // What is done to the page now is harmless.
    tab.press("[data-param=error]", &["ArrowRight"]);
    assert_eq!(tab.eval("document.getElementById('crash').hidden"), false);
}

/// Does something in the midst of the next frame.
fn break_frame(tab: &Tab, what: &str) {
    tab.eval(&format!(
        "(() => {{
           const frame = requestAnimationFrame.bind(window);
           const now = performance.now.bind(performance);
           window.requestAnimationFrame = (draw) => frame((time) => {{
             window.requestAnimationFrame = frame;
             performance.now = () => {{ performance.now = now; {what} }};
             draw(time);
           }});
         }})()"
    ));
    tab.press("[data-param=error]", &["ArrowRight"]);
}

fn a_frame_that_the_browser_breaks_off_is_told(lab: &Lab) {
    let tab = open(lab, "");
    break_frame(&tab, "throw new Error('provoked');");
    tab.wait_for("!document.getElementById('crash').hidden");
    let message = tab.text("#crash [data-slot=message]");
    assert!(message.contains("the browser broke it off"), "{message}");
    assert!(tab.count("main p") > 10);
}

fn scripts_of_the_page_are_given_what_is_theirs_and_no_more(lab: &Lab) {
    let tab = open(lab, "");
    let given = "Object.keys(bounceback).sort().join()";
    assert_eq!(tab.eval_text(given), "curve,memory");
    for (call, why) in [
        ("bounceback.curve(7)", "a link is a text"),
        ("bounceback.curve()", "a link is a text"),
        ("bounceback.curve('', 7)", "an array of big integers"),
        (
            "bounceback.curve('', new BigUint64Array(1e6))",
            "at most 65536",
        ),
    ] {
        let refused =
            format!("(() => {{ try {{ {call} }} catch (error) {{ return error.message }} }})()");
        let refused = tab.eval_text(&refused);
        assert!(refused.contains(why), "{call}: {refused}");
    }
    let csv = tab.eval_text("bounceback.curve('#error=0.5', [1n, 2n])");
    assert_eq!(csv.lines().count(), 3, "{csv}");
    assert_eq!(
        csv,
        tab.eval_text("bounceback.curve('#error=0.5', BigUint64Array.of(1n, 2n))")
    );
    tab.expect_no_problems();
    let embed = lab.open("embed.html#figure=claim");
    embed.wait_for("document.documentElement.dataset.ready === 'true'");
    assert_eq!(
        embed.eval_text("Object.keys(window).filter((name) => name.startsWith('bounceback')).map((name) => `${name} ${window[name]}`).join()"),
        ""
    );
}

/// What has been taken over once is never given back: not even where nothing came of it.
fn megabytes_are_cut_before_they_are_taken_over(lab: &Lab) {
    let tab = open(lab, "#runs=10");
    tab.click("[data-figure=bounce] [data-action=share]");
    tab.wait_for("document.getElementById('sharing')?.open");
    tab.keys(&["Escape"]);
    let pages = || tab.eval_number("bounceback.memory.buffer.byteLength / 65536");
    let settled =
        "new Promise((done) => setTimeout(() => requestAnimationFrame(() => done(1)), 300))";
    let field = |selector: &str| {
        format!(
            "(() => {{
               const field = document.querySelector('{selector}');
               field.value = 'x'.repeat(2e7);
               field.dispatchEvent(new Event('change', {{ bubbles: true }}));
               field.value = '';
             }})()"
        )
    };
    let ways = [
        // As long as browsers let an address be.
        "void (location.hash = 'error=0.02&colour=' + 'x'.repeat(1e6))".to_owned(),
        "void bounceback.curve('#error=0.02&colour=' + 'x'.repeat(2e7))".to_owned(),
        "void postMessage({ bounceback: 'x'.repeat(2e7), height: 7 }, '*')".to_owned(),
        field("#schema"),
        field("#error"),
        field("#seed"),
        field("#phase-name"),
        field("#sharing [data-slot=height]"),
    ];
    // The first time there may be room to be made for what a long link asks for.
    tab.eval("void bounceback.curve('#schema=' + 'a:1:verify;'.repeat(6000))");
    for way in ways {
        let before = pages();
        tab.eval(&way);
        tab.eval(settled);
        let grown = pages() - before;
        assert!(grown <= 24.0, "grown by {grown} pages by {way}");
    }
    assert_eq!(tab.eval("document.getElementById('crash').hidden"), true);
    let notes = tab.text("#notes");
    assert!(notes.contains("longer than 65536 bytes"), "{notes}");
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
        Browser::Chromium => &[320, 390, 768, 1280, 1920],
        _ => &[390, 1280],
    };
    for &width in widths {
        for dark in [false, true] {
            // In the dark at the two sizes that people look at, elsewhere at one of them.
            let looked_at: &[u32] = match lab.browser {
                Browser::Chromium => &[390, 1280],
                _ => &[390],
            };
            if dark && !looked_at.contains(&width) {
                continue;
            }
            let setup = Setup {
                size: (width, 1000),
                dark,
                ..Setup::default()
            };
            let tab = lab.open_as(&setup, "");
            tab.wait_until_ready();
            let sections = tab.eval(
                "[...document.querySelectorAll('.room, .room section[id], .about section[id]')].map(({ id }) => id)",
            );
            for section in sections.as_array().into_iter().flatten() {
                let section = section.as_str().unwrap_or_default();
                // What is measured there takes its time: `lab` looks at that room.
                if section == "lab" {
                    continue;
                }
                tab.reach(&format!("#{section}"));
                if section == "evidence" {
                    // Two widths tell enough of what data look like.
                    if ![390, 1280].contains(&width) {
                        continue;
                    }
                    super::evidence::open_paths(&tab);
                }
                let place = format!(
                    "document.querySelector('section#{section} figure') ?? document.getElementById('{section}')"
                );
                // Figures are drawn when they come near.
                tab.wait_for(&format!(
                    "(() => {{
                       const late = [...document.querySelectorAll('#{section} figure .cursor')].find((it) => !it.closest('[hidden]') && it.closest('figure').dataset.ready !== 'true');
                       late?.scrollIntoView({{ behavior: 'instant' }});
                       return !late;
                     }})()"
                ));
                tab.eval(&format!(
                    "({place}).scrollIntoView({{ behavior: 'instant' }})"
                ));
                // What sticks out, where anything does.
                let wide = tab.eval(
                    "document.documentElement.scrollWidth > innerWidth
                     ? [...document.querySelectorAll('main *, header *')]
                         .filter((it) => it.getBoundingClientRect().right > innerWidth + 0.5)
                         .map((it) => it.outerHTML.slice(0, 80))
                     : []",
                );
                assert_eq!(
                    wide,
                    serde_json::json!([]),
                    "#{section} is too wide for {width}"
                );
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
