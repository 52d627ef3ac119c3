//! What is told to hosts, sites and search engines is true, and what arrives otherwise
//! than it was built does not run.

use super::harness::{Lab, Tab, in_every_browser};

in_every_browser! {
    sites_are_told_what_to_show,
    page_and_one_file_say_their_version,
    a_program_changed_on_its_way_does_not_run,
    what_did_not_come_is_asked_for_again,
    a_newer_version_is_told_of;
    in chromium:
    a_hostile_link_is_text_and_its_notes_fit_a_screen,
}

/// What the head of the page says under a name.
fn told(tab: &Tab, name: &str) -> String {
    tab.eval_text(&format!(
        "document.head.querySelector('meta[property=\"{name}\"], meta[name=\"{name}\"]').content"
    ))
}

fn sites_are_told_what_to_show(lab: &Lab) {
    let tab = lab.open("");
    tab.wait_until_ready();
    assert_eq!(told(&tab, "twitter:card"), "summary_large_image");
    for name in ["og:title", "og:description", "og:image:alt", "description"] {
        assert!(told(&tab, name).len() > 20, "{name}");
    }
    // The picture is there, and has the size that is said.
    tab.eval("void (window.picture = Object.assign(new Image(), { src: document.querySelector('[property=\"og:image\"]').content }))");
    tab.wait_for("picture.complete && picture.naturalWidth > 0");
    for (side, name) in [("Width", "og:image:width"), ("Height", "og:image:height")] {
        let size = tab.eval_number(&format!("picture.natural{side}"));
        assert_eq!(size.to_string(), told(&tab, name), "{name}");
    }
    tab.eval("void (window.icon = Object.assign(new Image(), { src: document.querySelector('[rel=apple-touch-icon]').href }))");
    tab.wait_for("icon.complete && icon.naturalWidth === 180 && icon.naturalHeight === 180");
    // Search engines are told in a script that isn't one.
    let data =
        "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)";
    assert_eq!(
        tab.eval_text(&format!("{data}['@context']")),
        "https://schema.org"
    );
    let image = tab.eval_text(&format!("new URL({data}.image, location).href"));
    assert_eq!(image, tab.eval_text("picture.src"));
    tab.expect_no_problems();
}

fn page_and_one_file_say_their_version(lab: &Lab) {
    let version = env!("CARGO_PKG_VERSION");
    for tab in [lab.open(""), lab.open_from_disk("bounceback.html")] {
        tab.wait_until_ready();
        assert_eq!(told(&tab, "generator"), format!("Bounceback {version}"));
        let said = tab.text("footer [data-value='page.version']");
        assert_eq!(said, version, "{}", tab.address());
        // A file on a disk has no address that sites could be told.
        let web = tab.address().starts_with("http");
        assert_eq!(tab.count("meta[property='og:image']") > 0, web);
    }
}

fn a_program_changed_on_its_way_does_not_run(lab: &Lab) {
    lab.spoil("bounceback-", ".wasm");
    let tab = lab.open("");
    tab.wait_for("document.documentElement.dataset.ready === 'never'");
    tab.wait_for("!document.getElementById('crash').hidden");
    let said = tab.text("#crash [data-slot=message]");
    assert!(said.contains("could not be started"), "{said}");
    // The figures stay as they were drawn.
    assert!(tab.count("#bounce svg[role=img]") > 0);
}

fn what_did_not_come_is_asked_for_again(lab: &Lab) {
    lab.spoil("bounceback-", ".wasm");
    let tab = lab.open("#error=20%");
    tab.wait_for("document.documentElement.dataset.ready === 'never'");
    tab.wait_for("!document.getElementById('crash').hidden");
    let said = tab.text("#crash [data-slot=message]");
    assert!(said.contains("not of your link"), "{said}");
    lab.mend();
    tab.eval("void dispatchEvent(new Event('online'))");
    tab.wait_until_ready();
    tab.wait_for("document.getElementById('crash').hidden");
    tab.wait_for("document.getElementById('error').value === '20%'");
}

fn a_newer_version_is_told_of(lab: &Lab) {
    // The page as it was before: its files are gone, and others are there.
    lab.renew();
    let tab = lab.open("");
    tab.wait_for("!document.getElementById('crash').hidden");
    let said = tab.text("#crash [data-slot=message]");
    assert!(
        said.contains("newer version") && said.contains("your values stay"),
        "{said}"
    );
}

fn a_hostile_link_is_text_and_its_notes_fit_a_screen(lab: &Lab) {
    const SCRIPT: &str = "%3Cimg%20src=x%20onerror=alert(1)%3E%E2%80%AE%00";
    let every = bounceback_core::model::scenario::PARAMETERS
        .iter()
        .map(|parameter| format!("{}={SCRIPT}&{}=1&", parameter.name, parameter.name));
    let hostile: String = every.collect();
    let tab = lab.open(&format!("#v=9&{SCRIPT}={SCRIPT}&%zz&{hostile}"));
    tab.wait_until_ready();
    let notes = "document.getElementById('notes')";
    assert_eq!(tab.count("#notes .note"), 9);
    assert_eq!(tab.count("#notes img, #notes script"), 0);
    assert!(!tab.text("#notes").contains('\u{202e}'));
    let last = tab.eval_text(&format!(
        "{notes}.lastElementChild.querySelector('p').textContent"
    ));
    assert_eq!(last, "There are more such remarks; they are left out.");
    let share = format!("{notes}.getBoundingClientRect().height / innerHeight");
    let share = tab.eval_number(&share);
    assert!(share < 1.0, "the notes fill {share} screens");
    tab.expect_no_problems();
}
