//! A figure inside the pages of others: on another origin, in a sandbox, under a strict
//! policy, beside hostile scripts, from hostile links.

use super::harness::{Browser, Keeping, Lab, Setup, Tab, dist, in_every_browser};
use bounceback_core::model::parameter::Key;
use bounceback_core::share::embed;
use bounceback_core::share::link;
use bounceback_core::share::snippet::Snippet;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::thread::sleep;
use std::time::Duration;

in_every_browser! {
    a_frame_works_in_a_page_of_another_origin_under_a_strict_policy,
    an_element_has_the_height_it_needs,
    a_sandbox_without_an_origin_is_enough,
    an_embed_runs_only_once_it_is_seen,
    an_embed_leaves_the_history_of_its_host_alone,
    hostile_messages_move_nothing,
    ten_embeds_share_one_download,
    without_scripts_there_is_a_figure_and_a_link,
    an_embed_opens_from_the_disk,
    an_embed_has_the_theme_asked_for,
    every_figure_fits_a_narrow_frame,
    a_new_link_in_the_same_frame_is_followed,
    a_process_that_remembers_is_chosen_in_an_embed,
    an_element_follows_its_attributes,
    the_first_height_of_an_element_nearly_fits;
    in chromium:
    hostile_attributes_stay_text,
    hostile_links_are_told_and_run_nothing,
}

/// What the panel would give for a link, from a folder.
fn snippet<'a>(folder: &'a str, link: &str, title: &'a str) -> Snippet<'a> {
    let reading = link::read(link);
    let embed = embed::Embed::of(&reading);
    Snippet {
        folder,
        figure: embed::figure(reading.scenario.choice(Key::Figure)),
        scenario: reading.scenario,
        controls: Some(embed.controls),
        heading: "",
        height: 620,
        title,
    }
}

/// A frame as narrow as can be: scripts, and nothing else.
fn boxed(folder: &str, link: &str) -> String {
    format!(
        "<iframe src=\"{folder}embed.html#{link}\" title=\"boxed\" width=\"100%\" height=\"700\" sandbox=\"allow-scripts\"></iframe>"
    )
}

const FRAME: &str = "document.querySelector('iframe')";
const IN_ELEMENT: &str = "document.querySelector('bounce-back').shadowRoot.querySelector('iframe')";
const READOUT: &str = "document.querySelector('[data-slot=readout]').textContent";
const READY: &str = "document.querySelector('figure').dataset.ready === 'true'";
const NOTES: &str =
    "[...document.querySelectorAll('#notes .note p')].map((note) => note.textContent)";

fn reads(tab: &Tab, words: &str) {
    tab.wait_for(&format!("{READOUT}.includes({words:?})"));
}

/// Presses keys within a frame; where the driver's keys don't reach there, the events are
/// made on the page itself.
fn press(tab: &Tab, browser: Browser, selector: &str, keys: &[&str]) {
    if browser != Browser::Webkit {
        tab.press(selector, keys);
        return;
    }
    for key in keys {
        tab.eval(&format!(
            "(document.querySelector({selector:?}).dispatchEvent(new KeyboardEvent('keydown', {{ key: {key:?}, bubbles: true, cancelable: true }})), 1)"
        ));
    }
}

/// The height that the frame of an expression has on its page.
fn height(tab: &Tab, frame: &str) -> f64 {
    tab.eval_number(&format!("{frame}.getBoundingClientRect().height"))
}

fn a_frame_works_in_a_page_of_another_origin_under_a_strict_policy(lab: &Lab) {
    let folder = lab.folder();
    let policy = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; frame-src {folder}embed.html\">"
    );
    let snippet = snippet(&folder, "figure=bounce&error=2%", "The bounce, at 2%");
    let host = lab.host(&policy, &snippet.frame());
    let tab = lab.open_host(&Setup::default(), &host);
    tab.within(FRAME, |tab| {
        tab.wait_for(READY);
        // 0.98^200, and (0.05 + 0.02·0.93^200)/0.07.
        reads(tab, "At 200 tokens: never erred 1.76%, fine now 71.4%");
        press(tab, lab.browser, "#recovery-slider", &["ArrowRight"]);
        reads(tab, "fine now 71.8%");
        let full = tab.eval_text("document.querySelector('[data-slot=full]').href");
        assert_eq!(
            full,
            format!(
                "{}#v=1&figure=bounce&error=0.02&recovery=0.051",
                lab.folder()
            )
        );
        tab.expect_no_problems();
    });
    tab.screenshot("embed");
    assert_eq!(height(&tab, FRAME), 620.0);
    tab.expect_no_problems();
}

fn an_element_has_the_height_it_needs(lab: &Lab) {
    let folder = lab.folder();
    let policy = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; frame-src {folder}embed.html; script-src {folder}embed.js\">"
    );
    let element = snippet(&folder, "figure=claim&error=2%&controls=error", "The claim").element();
    let plain = snippet(&folder, "figure=bounce", "The bounce").frame();
    let tab = lab.open_host(
        &Setup::default(),
        &lab.host(&policy, &format!("{plain}{element}")),
    );
    tab.wait_for("Boolean(customElements.get('bounce-back'))");
    for frame in [FRAME, IN_ELEMENT] {
        tab.eval(&format!("{frame}.scrollIntoView()"));
        let needed = tab.within(frame, |tab| {
            tab.wait_for(READY);
            tab.expect_no_problems();
            tab.eval_number(
                "Math.ceil(document.querySelector('main').getBoundingClientRect().height)",
            )
        });
        tab.wait_for(&format!(
            "{frame}.getBoundingClientRect().height === {needed}"
        ));
        assert_ne!(needed, 620.0, "it shows nothing to happen to be right");
    }
    tab.within(IN_ELEMENT, |tab| {
        reads(tab, "At 200 tokens: never erred 1.76%");
        assert_eq!(tab.count(".control"), 1);
    });
    assert_eq!(tab.eval_text(&format!("{IN_ELEMENT}.title")), "The claim");
    assert_eq!(
        tab.count("bounce-back a[href]"),
        1,
        "the link is still there"
    );
    tab.expect_no_problems();
}

fn a_sandbox_without_an_origin_is_enough(lab: &Lab) {
    let frames = boxed(&lab.folder(), "figure=claim") + &boxed(&lab.folder(), "figure=map");
    let tab = lab.open_host(&Setup::default(), &lab.host("", &frames));
    tab.within(FRAME, |tab| {
        tab.wait_for(READY);
        assert_eq!(tab.eval_text("origin"), "null");
        reads(tab, "At 200 tokens: never erred 13.4%");
        press(tab, lab.browser, "#tokens-slider", &["Home"]);
        reads(tab, "At 1 token: never erred 99%");
        tab.expect_no_problems();
    });
    tab.eval("document.querySelectorAll('iframe')[1].scrollIntoView()");
    tab.within("document.querySelectorAll('iframe')[1]", |tab| {
        tab.wait_for(READY);
        reads(tab, "At error 1% and recovery 5%");
        tab.expect_no_problems();
    });
    tab.expect_no_problems();
}

fn an_embed_runs_only_once_it_is_seen(lab: &Lab) {
    let far = format!(
        "<p style=\"height: 4000px\">Text.</p><iframe src=\"{}embed.html#figure=claim\" title=\"far\" width=\"900\" height=\"600\"></iframe>",
        lab.folder()
    );
    let tab = lab.open_host(&Setup::default(), &lab.host("", &far));
    tab.within(FRAME, |tab| {
        tab.wait_for("document.querySelector('.static img').naturalWidth > 0");
        sleep(Duration::from_millis(600));
        assert_eq!(tab.count("html[data-ready]"), 0);
    });
    let programs = || {
        let requests = lab.requests();
        requests
            .iter()
            .filter(|it| it.path.contains("bounceback-"))
            .count()
    };
    assert_eq!(programs(), 0, "{:#?}", lab.requests());
    tab.eval("document.querySelector('iframe').scrollIntoView()");
    tab.within(FRAME, |tab| {
        tab.wait_for(READY);
        tab.expect_no_problems();
    });
    assert_eq!(programs(), 2, "{:#?}", lab.requests());
}

fn an_embed_leaves_the_history_of_its_host_alone(lab: &Lab) {
    let folder = lab.folder();
    let frame = snippet(&folder, "figure=bounce", "The bounce").frame();
    let tab = lab.open_host(&Setup::default(), &lab.host("", &frame));
    let before = tab.eval_number("history.length");
    tab.within(FRAME, |tab| {
        tab.wait_for(READY);
        press(
            tab,
            lab.browser,
            "#error-slider",
            &["ArrowRight", "ArrowRight"],
        );
        tab.wait_for("document.querySelector('[data-slot=full]').href.includes('error=0.012')");
        sleep(Duration::from_millis(700));
    });
    assert_eq!(tab.eval_number("history.length"), before);
}

fn hostile_messages_move_nothing(lab: &Lab) {
    let folder = lab.folder();
    let ours = snippet(&folder, "figure=claim", "The claim").frame_with_script();
    let theirs = "<iframe id=\"theirs\" title=\"theirs\" srcdoc=\"<p>Another frame</p>\"></iframe>";
    let tab = lab.open_host(&Setup::default(), &lab.host("", &format!("{ours}{theirs}")));
    tab.within(FRAME, |tab| {
        tab.wait_for(READY);
    });
    tab.wait_for(&format!("{FRAME}.style.height !== ''"));
    sleep(Duration::from_millis(200));
    let right = height(&tab, FRAME);
    let send = "(message) => parent.postMessage(message, '*')";
    // From others: from the page itself, and from a frame that is none of ours.
    tab.eval("(postMessage({bounceback: 'height', height: 999}, '*'), 1)");
    tab.within("document.getElementById('theirs')", |tab| {
        tab.eval(&format!(
            "(({send})({{bounceback: 'height', height: 999}}), 1)"
        ));
    });
    // From ours, had it been taken over: what is no number, or no such message.
    let junk = [
        "{bounceback: 'height', height: NaN}",
        "{bounceback: 'height', height: Infinity}",
        "{bounceback: 'height', height: '999'}",
        "{bounceback: 'height', height: {valueOf: 999}}",
        "{bounceback: 'height', height: [999]}",
        "{bounceback: 'height'}",
        "{bounceback: 'width', height: 999}",
        "{height: 999}",
        "null",
        "undefined",
        "999",
        "'height'",
        "[['bounceback', 'height']]",
        "new Map([['bounceback', 'height'], ['height', 999]])",
        "new ArrayBuffer(8)",
    ];
    tab.within(FRAME, |tab| {
        for message in junk {
            tab.eval(&format!("(({send})({message}), 1)"));
        }
    });
    sleep(Duration::from_millis(300));
    assert_eq!(height(&tab, FRAME), right);
    assert_eq!(
        tab.eval_text("document.getElementById('theirs').style.height"),
        ""
    );
    // Numbers beyond all bounds are taken to the bounds.
    for (height, becomes) in [("1e300", 4000), ("-5", 120), ("Number.MIN_VALUE", 120)] {
        tab.within(FRAME, |tab| {
            tab.eval(&format!(
                "(({send})({{bounceback: 'height', height: {height}}}), 1)"
            ));
        });
        tab.wait_for(&format!("{FRAME}.style.height === '{becomes}px'"));
    }
    tab.expect_no_problems();
}

fn hostile_attributes_stay_text(lab: &Lab) {
    let hostile = "&quot;&gt;&lt;img src=x onerror=&quot;top.hacked=1&quot;&gt;";
    let element = format!(
        "<bounce-back figure=\"claim\" error=\"{hostile}\" {hostile}=\"1\" colour=\"red&amp;error=2%\" title=\"{hostile}\" height=\"{hostile}\" onclick=\"hacked=1\" data-x=\"1\"><a href=\"./\">link</a></bounce-back><script async src=\"{}embed.js\"></script>",
        lab.folder()
    );
    let tab = lab.open_host(&Setup::default(), &lab.host("", &element));
    tab.wait_for("Boolean(customElements.get('bounce-back'))");
    assert_eq!(
        tab.eval_number(&format!("{IN_ELEMENT}.getRootNode().childElementCount")),
        1.0
    );
    tab.within(IN_ELEMENT, |tab| {
        tab.wait_for(READY);
        let notes = tab.eval(NOTES);
        let notes = notes.as_array().expect("a list");
        assert_eq!(notes.len(), 1, "{notes:#?}");
        tab.expect_no_problems();
    });
    assert!(
        tab.eval("window.hacked === undefined")
            .as_bool()
            .unwrap_or_default()
    );
}

fn an_element_follows_its_attributes(lab: &Lab) {
    // In a bundle of the host a script isn't told where it came from: the host says so.
    let script = std::fs::read_to_string(dist().join("embed.js")).expect("it is built");
    let element = format!(
        "<main data-bounceback=\"{}\"><bounce-back figure=\"claim\" width=\"300\" loading=\"lazy\" translate=\"no\" part=\"x\"></bounce-back></main><script type=\"module\">{script}</script>",
        lab.folder()
    );
    let tab = lab.open_host(&Setup::default(), &lab.host("", &element));
    tab.wait_for("Boolean(customElements.get('bounce-back'))");
    tab.within(IN_ELEMENT, |tab| {
        tab.wait_for(READY);
        reads(tab, "never erred 13.4%");
        assert_eq!(tab.eval(NOTES), serde_json::json!([]));
    });
    let history = tab.eval_number("history.length");
    tab.eval("void (() => { const it = document.querySelector('bounce-back'); it.setAttribute('error', '2%'); it.setAttribute('tokens', '100'); })()");
    tab.within(IN_ELEMENT, |tab| {
        reads(tab, "At 100 tokens: never erred 13.3%");
    });
    assert_eq!(tab.eval_number("history.length"), history);
    tab.eval("document.querySelector('bounce-back').removeAttribute('tokens')");
    tab.within(IN_ELEMENT, |tab| {
        reads(tab, "At 200 tokens: never erred 1.76%");
    });
    tab.expect_no_problems();
}

fn the_first_height_of_an_element_nearly_fits(lab: &Lab) {
    let mut elements = String::new();
    for figure in embed::FIGURES {
        for width in [340, 560, 640, 900] {
            let name = figure.name;
            let _ = write!(
                elements,
                "<div style=\"width: {width}px\"><bounce-back figure=\"{name}\"></bounce-back></div>"
            );
        }
    }
    let script = format!("<script async src=\"{}embed.js\"></script>", lab.folder());
    let tab = lab.open_host(&Setup::default(), &lab.host("", &(elements + &script)));
    tab.wait_for("Boolean(customElements.get('bounce-back'))");
    for index in 0..4 * embed::FIGURES.len() {
        let element = format!("document.querySelectorAll('bounce-back')[{index}]");
        tab.eval(&format!("{element}.scrollIntoView({{ block: 'center' }})"));
        let needed = tab.within(&format!("{element}.frame"), |tab| {
            tab.wait_for(READY);
            tab.eval_number("document.querySelector('main').getBoundingClientRect().height")
        });
        let first = tab.eval_number(&format!("{element}.firstHeight()"));
        assert!(
            (first / needed - 1.0).abs() < 0.15,
            "{index}: {first} at first, {needed} at last"
        );
    }
}

fn hostile_links_are_told_and_run_nothing(lab: &Lab) {
    let script = "%22%3E%3Cscript%3Etop.hacked%3D1%3C%2Fscript%3E%3Cimg%20src%3Dx%20onerror%3Dtop.hacked%3D1%3E";
    let keys = bounceback_core::model::scenario::PARAMETERS
        .iter()
        .map(|it| it.name);
    let scripts: Vec<String> = keys.map(|key| format!("{key}={script}")).collect();
    let links = [
        "error=%zz&recovery=%&tokens=%E0%A4%A".to_owned(),
        format!("figure=bounce&{}&controls={script}", scripts.join("&")),
        "error=2%&error=3%&error=4%&figure=claim&figure=map&controls=none&controls=error"
            .to_owned(),
        format!("schema={}", "a:1:verify:tries=9;".repeat(3000)),
        format!("v=99&{}", "x=1&".repeat(20_000)),
        format!("figure=claim&controls={}", "zz,".repeat(20_000)),
        "figur%65=claim&process=__proto__&theme=javascript:alert(1)".to_owned(),
    ];
    let tab = lab.open("embed.html#figure=claim");
    tab.wait_for(READY);
    for link in &links {
        // Another query, so that it is another document.
        let number = links.iter().position(|it| it == link).unwrap_or_default();
        tab.go(&format!("embed.html?{number}#{link}"));
        tab.wait_for(READY);
        let notes = tab.eval(NOTES);
        let notes = notes.as_array().expect("a list");
        assert!(
            (1..=22).contains(&notes.len()),
            "{}: {notes:#?}",
            &link[..40]
        );
        assert!(
            tab.eval("window.hacked === undefined")
                .as_bool()
                .unwrap_or_default()
        );
        assert_eq!(tab.count("#notes :is(script, img)"), 0);
        assert!(
            height(&tab, "document.querySelector('main')") < 4000.0,
            "{}",
            &link[..40]
        );
        tab.expect_no_problems();
    }
    // Ten megabytes; a browser may refuse to go there at all.
    tab.go("embed.html?long#figure=claim");
    tab.wait_for(READY);
    let taken = tab.eval(
        "(() => { try { location.hash = 'figure=claim&error=2%&' + 'y'.repeat(10_000_000); return location.hash.length > 9e6; } catch { return false; } })()",
    );
    if taken.as_bool().unwrap_or_default() {
        tab.wait_for(&format!(
            "{NOTES}.some((note) => note.startsWith('The link is longer than'))"
        ));
    }
    tab.press("[data-slot=cursor]", &["Home"]);
    reads(&tab, "At 0 tokens");
}

fn ten_embeds_share_one_download(lab: &Lab) {
    let host_of_page = Keeping::start();
    let folder = host_of_page.folder();
    let mut frames = String::new();
    for error in 1..=10 {
        let link = format!("figure=bounce&error={error}%&controls=error");
        frames += &snippet(&folder, &link, "The bounce").frame();
    }
    let tab = lab.open_host(
        &Setup::default(),
        &lab.host(
            "",
            &format!("{frames}<script async src=\"{folder}embed.js\"></script>"),
        ),
    );
    for index in 0..10 {
        let frame = format!("document.querySelectorAll('iframe')[{index}]");
        tab.eval(&format!("{frame}.scrollIntoView()"));
        tab.within(&frame, |tab| {
            tab.wait_for(READY);
            tab.wait_for("document.querySelector('progress').hidden");
            tab.expect_no_problems();
        });
    }
    // At rest they cost nothing: the page around them draws frame after frame.
    let frames = tab.eval_number(
        "new Promise((resolve) => { let [from, frames] = [0, 0];
           const tick = (now) => { from ||= now; frames += 1;
             if (now - from < 2000) requestAnimationFrame(tick); else resolve(frames); };
           requestAnimationFrame(tick); })",
    );
    assert!(frames > 20.0, "{frames} frames of the host in two seconds");
    let mut asked = BTreeMap::new();
    for request in host_of_page.requests() {
        *asked.entry(request.path).or_insert(0) += 1;
    }
    for (path, times) in &asked {
        // Frames that begin at once may each ask for the page before the first has it.
        // The sessions in which WebKit is tested keep nothing on the disk, and what a
        // script fetches nowhere else.
        let fetched = path.contains(".wasm") && lab.browser == Browser::Webkit;
        let most = if fetched || path.ends_with("embed.html") {
            10
        } else {
            2
        };
        assert!(
            *times <= most,
            "{path} is asked for {times} times: {asked:#?}"
        );
    }
    tab.expect_no_problems();
}

fn without_scripts_there_is_a_figure_and_a_link(lab: &Lab) {
    let setup = Setup {
        scripts: false,
        ..Setup::default()
    };
    let folder = lab.folder();
    let element = snippet(&folder, "figure=claim&error=2%", "The claim").element();
    let tab = lab.open_host(&setup, &lab.host("", &element));
    let link = format!("bounce-back > a[href='{folder}#v=1&figure=claim&error=0.02']");
    assert_eq!(tab.count(&link), 1);
    tab.go("embed.html#figure=claim");
    assert_eq!(tab.count("a[data-slot=full][href='./']"), 1);
    if lab.browser == Browser::Chromium {
        assert_eq!(tab.count("bounce-back iframe, html[data-ready]"), 0);
        assert_eq!(tab.count("picture img[alt]"), 2);
        tab.screenshot("embed-without-scripts");
    }
}

fn an_embed_opens_from_the_disk(lab: &Lab) {
    let tab = lab.open_folder_from_disk("embed.html#figure=claim&error=2%");
    tab.wait_for(READY);
    reads(&tab, "At 200 tokens: never erred 1.76%");
    let full = tab.eval_text("document.querySelector('[data-slot=full]').href");
    assert!(
        full.ends_with("/bounceback.html#v=1&figure=claim&error=0.02"),
        "{full}"
    );
    tab.expect_no_problems();
}

fn an_embed_has_the_theme_asked_for(lab: &Lab) {
    let (light, dark) = ("rgb(253, 252, 249)", "rgb(22, 24, 27)");
    let paper = "getComputedStyle(document.documentElement).backgroundColor";
    for (reader_is_dark, theme, color) in [
        (false, "auto", light),
        (false, "dark", dark),
        (true, "auto", dark),
        (true, "light", light),
    ] {
        let setup = Setup {
            dark: reader_is_dark,
            ..Setup::default()
        };
        let folder = lab.folder();
        let frame = snippet(&folder, &format!("figure=claim&theme={theme}"), "The claim").frame();
        // A dark page around it; the frame paints its own paper.
        let head = "<meta name=\"color-scheme\" content=\"dark\"><style>body { background: #000; color: #fff }</style>";
        let head = if reader_is_dark { head } else { "" };
        let tab = lab.open_host(&setup, &lab.host(head, &frame));
        tab.within(FRAME, |tab| {
            tab.wait_for(READY);
            assert_eq!(tab.eval_text(paper), color, "{reader_is_dark} {theme}");
            tab.expect_no_problems();
        });
        tab.screenshot(&format!("embed-{theme}-{reader_is_dark}"));
    }
}

fn every_figure_fits_a_narrow_frame(lab: &Lab) {
    for figure in embed::FIGURES {
        let frame = format!(
            "<iframe src=\"{}embed.html#figure={}\" title=\"narrow\" width=\"320\" height=\"1400\"></iframe>",
            lab.folder(),
            figure.name
        );
        let tab = lab.open_host(&Setup::default(), &lab.host("", &frame));
        tab.within(FRAME, |tab| {
            tab.wait_for(READY);
            let shown =
                tab.eval_text("document.querySelector('[data-of]:not([hidden])').textContent");
            assert_eq!(shown, figure.title);
            let wide = tab.eval_number("document.documentElement.scrollWidth");
            assert!(wide <= 320.0, "{} is {wide} wide", figure.name);
            let high = height(tab, "document.querySelector('main')");
            assert!(high <= 1400.0, "{} is {high} high", figure.name);
            tab.expect_no_problems();
        });
    }
}

fn a_new_link_in_the_same_frame_is_followed(lab: &Lab) {
    let frame = format!(
        "<iframe src=\"{}embed.html#figure=claim\" title=\"led\" width=\"900\" height=\"700\"></iframe>",
        lab.folder()
    );
    let tab = lab.open_host(&Setup::default(), &lab.host("", &frame));
    tab.within(FRAME, |tab| {
        tab.wait_for(READY);
    });
    for (link, words) in [
        ("figure=claim&error=2%", "never erred 1.76%"),
        ("figure=bounce", "fine now 83.3%"),
        ("figure=map&controls=none", "At error 1% and recovery 5%"),
    ] {
        tab.eval(&format!(
            "({FRAME}.src = {:?}, 1)",
            format!("{}embed.html#{link}", lab.folder())
        ));
        tab.within(FRAME, |tab| {
            tab.wait_for(READY);
            reads(tab, words);
        });
    }
    tab.within(FRAME, |tab| {
        assert_eq!(tab.count(".control"), 0);
        tab.expect_no_problems();
    });
}

fn a_process_that_remembers_is_chosen_in_an_embed(lab: &Lab) {
    let tab = lab.open("embed.html#figure=bounce&recovery=10%&controls=process,recovery");
    tab.wait_for(READY);
    // By a control, from what is shown.
    tab.eval(
        "(() => { const process = document.getElementById('process'); process.value = 'self_conditioning';
           process.dispatchEvent(new Event('change', { bubbles: true })); return 1; })()",
    );
    tab.wait_for(
        "document.querySelector('[data-slot=full]').href.includes('process=self_conditioning')",
    );
    let words = |link: &str| {
        let scenario = link::read(link).scenario;
        let mut drawn = bounceback::figure::plot("bounce", &scenario).expect("a figure");
        while drawn.compute(usize::MAX) {}
        drawn.words(drawn.rest()).trim_end_matches('.').to_owned()
    };
    reads(&tab, &words("process=self_conditioning&recovery=10%"));
    assert_eq!(tab.count(".control:not([hidden])"), 2);
    // By the link itself.
    tab.go("embed.html?again#figure=bounce&process=self_conditioning&tokens=100");
    tab.wait_for(READY);
    reads(&tab, &words("process=self_conditioning&tokens=100"));
    tab.expect_no_problems();
}
