//! Claims about the lab: its program comes when its room is opened, writes the very runs that
//! it writes natively, notices errors that it can see, and what it measures goes on to the other
//! rooms.

use super::harness::{Lab, Setup, Tab, in_every_browser};
use bounceback::figure::lab::script::{self, Event};
use bounceback::figure::lab::wishes::{self, Order};
use bounceback_core::share::link;
use bounceback_lab_web::{Model, Runs, Writer};

in_every_browser![
    the_lab_comes_when_its_room_is_opened_and_asks_who_saves_data,
    seeded_runs_have_the_same_bits_as_natively_and_a_link_restores_them,
    an_error_in_sight_is_taken_back_and_one_out_of_sight_is_not,
    what_was_measured_becomes_the_scenario_and_the_runs_are_evidence,
    the_lab_works_in_one_file_from_the_disk,
    the_lab_has_no_barriers_and_fits_every_screen,
];

/// The lab's program is there.
const LIVE: &str = "document.querySelector('#lab.live')";

fn open(lab: &Lab, rest: &str) -> Tab {
    let tab = lab.open(&format!("#v=1&figure=lab{rest}"));
    tab.wait_until_ready();
    tab.wait_for(LIVE);
    tab
}

fn text(tab: &Tab) -> String {
    tab.eval_text(
        "[...document.querySelectorAll('[data-lab-text] [data-token]')].map((it) => it.textContent).join('')",
    )
}

/// All of the watched run is written.
fn finish(tab: &Tab) {
    tab.wait_for("document.querySelector('[data-lab-text] [data-token]')");
    tab.click("[data-lab=finish]");
    tab.wait_for("document.querySelector('[data-lab=play]').textContent === 'Play again'");
}

fn model(name: &str) -> Model {
    let path = format!(
        "{}/crates/lab/weights/{name}.bin",
        env!("CARGO_MANIFEST_DIR")
    );
    Model::read(&std::fs::read(path).expect("it is shipped")).expect("it is complete")
}

/// The watched run of a link, written natively.
fn written(link: &str) -> String {
    let (name, setting, run) = wishes::watched(&link::read(link).scenario);
    let mut writer = Writer::begin(&model(&name), &setting.numbers(), run);
    let mut text = String::new();
    while let Some(event) = writer.advance() {
        let [token, kind, step, right, place] = event.try_into().expect("five numbers");
        let right = right == 1;
        text.push_str(script::sign(&Event {
            token,
            kind,
            step,
            right,
            place,
        }));
    }
    text
}

/// The digest of runs that are ordered, written natively.
fn digest(order: &Order) -> String {
    let mut runs = Runs::begin(&model(&order.model), &order.setting.numbers(), order.runs);
    while !runs.advance(u32::MAX) {}
    let halves = runs.digest();
    format!("{:08x}{:08x}", halves[0], halves[1])
}

fn the_lab_comes_when_its_room_is_opened_and_asks_who_saves_data(lab: &Lab) {
    let came = || {
        let requests = lab.requests();
        let of_lab = requests.iter().filter(|it| it.path.contains("/lab-"));
        of_lab.count()
    };
    let tab = lab.open("#v=1&lab_steps=16");
    tab.wait_until_ready();
    tab.eval("void Object.defineProperty(navigator, 'connection', { value: { saveData: true } })");
    tab.click(".bar nav a[href='#lab']");
    tab.wait_for("!document.querySelector('#lab [data-slot=consent]').hidden");
    assert_eq!(came(), 0, "nothing of the lab is asked for yet");
    // Meanwhile there is what was recorded, and it says so.
    assert!(tab.text("#lab .recorded").contains("Recorded"));
    let recorded = tab.eval_text("document.querySelector('[data-lab-text]').textContent");
    assert_eq!(recorded, written("#v=1"));
    tab.click("[data-lab=load]");
    tab.wait_for(LIVE);
    // Program, glue, and the models of the room.
    assert!(came() >= 5, "{}", came());
    finish(&tab);
    assert_eq!(text(&tab), written("#v=1&lab_steps=16"));
    // Nobody else is asked.
    let before = came();
    tab.go("#v=1");
    tab.reload();
    tab.wait_until_ready();
    assert_eq!(came(), before, "it has no business outside of its room");
    tab.click(".bar nav a[href='#lab']");
    tab.wait_for(LIVE);
    assert!(came() > before);
    tab.expect_no_problems();
}

fn seeded_runs_have_the_same_bits_as_natively_and_a_link_restores_them(lab: &Lab) {
    const LINK: &str = "#v=1&figure=lab&lab_model=ignored&lab_training=2&lab_temperature=3.3&lab_steps=12&lab_window=15&lab_seed=77&lab_run=3&lab_error=5&lab_lag=1";
    let tab = open(lab, &LINK["#v=1&figure=lab".len()..]);
    finish(&tab);
    assert_eq!(text(&tab), written(LINK));
    tab.eval("document.querySelector('[data-part=many]').scrollIntoView()");
    tab.wait_for("document.querySelector('[data-part=many]').dataset.whole === 'true'");
    let orders = wishes::many(&link::read(LINK).scenario);
    let last = orders.last().expect("there are three");
    assert_eq!(
        tab.eval_text("document.querySelector('[data-part=many]').dataset.digest"),
        digest(last)
    );
    // What is set by hand is in the link, and a link restores it.
    tab.eval("scrollTo(0, 0)");
    tab.press("#lab_temperature-slider", &["End"]);
    tab.wait_for("location.hash.includes('lab_temperature=10')");
    let hash = tab.eval_text("location.hash");
    finish(&tab);
    assert_eq!(text(&tab), written(&hash));
    assert_ne!(written(&hash), written(LINK));
    tab.reload();
    tab.wait_until_ready();
    tab.wait_for(LIVE);
    finish(&tab);
    assert_eq!(text(&tab), written(&hash));
    let chosen = tab.eval_text("document.getElementById('lab_model').value");
    assert_eq!(chosen, "ignored");
    tab.expect_no_problems();
}

/// Cool, so that nothing else goes wrong. By keys: the text is one stop, arrows go from sum to
/// sum, and Enter puts an error in.
fn an_error_in_sight_is_taken_back_and_one_out_of_sight_is_not(lab: &Lab) {
    const OUTCOME: &str = "document.querySelector('#lab [data-slot=outcome]').textContent";
    let tab = open(lab, "");
    for (lag, noticed) in [(7, true), (8, false)] {
        tab.go(&format!(
            "#v=1&figure=lab&lab_temperature=1&lab_steps=16&lab_lag={lag}"
        ));
        tab.wait_for(&format!(
            "document.getElementById('lab_lag').value === '{lag}' && !document.querySelector('[data-lab-text] .put')"
        ));
        finish(&tab);
        tab.focus("[data-lab-text] button");
        tab.keys(&["ArrowRight", "ArrowRight", "Enter"]);
        tab.wait_for("location.hash.includes('lab_error=3')");
        assert!(tab.text("#lab [data-slot=looked]").contains("Step 3"));
        // The keyboard stays where the error is.
        tab.wait_for("document.activeElement.classList.contains('put')");
        tab.click("[data-lab=finish]");
        tab.wait_for(OUTCOME);
        let said = tab.eval_text(OUTCOME);
        assert_eq!(said.contains("was taken back"), noticed, "{lag}: {said}");
        let struck = tab.count("[data-lab-text] .put.struck");
        assert_eq!(struck == 1, noticed, "{lag}");
    }
    tab.expect_no_problems();
}

fn what_was_measured_becomes_the_scenario_and_the_runs_are_evidence(lab: &Lab) {
    let tab = open(lab, "&lab_steps=20");
    tab.eval("document.querySelector('[data-part=many]').scrollIntoView()");
    tab.wait_for("document.querySelector('[data-part=many]').dataset.whole === 'true'");
    assert!(tab.count("[data-part=many] [data-slot=more] li") >= 4);
    tab.click("[data-lab=adopt]");
    tab.wait_for("location.hash.includes('tokens=20') && location.hash.includes('error=')");
    let adopted = link::read(&tab.eval_text("location.hash")).scenario;
    assert_eq!(adopted.process().name, "recoverable");
    tab.click(".bar nav a[href='#evidence']");
    tab.wait_for("document.querySelector('[data-desk]').dataset.busy === 'false' && !document.querySelector('[data-slot=shown]').hidden");
    let summary = tab.text("[data-slot=summary]");
    assert!(summary.contains("300"), "{summary}");
    assert_eq!(tab.count("[data-slot=runs]:not([hidden])"), 1);
    // What the lab says of a step is computed: nobody has slipped.
    assert_eq!(
        tab.eval("document.querySelector('[data-slot=exact]').checked"),
        true
    );
    let told = tab.eval_text("document.querySelector('[data-slot=shown]').textContent");
    assert!(
        !told.contains("may be slips") && !told.contains("Labels seem to slip"),
        "{told}"
    );
    tab.expect_no_problems();
}

fn the_lab_works_in_one_file_from_the_disk(lab: &Lab) {
    let tab = lab.open_from_disk("bounceback.html");
    tab.wait_until_ready();
    tab.click(".bar nav a[href='#lab']");
    tab.wait_for(LIVE);
    finish(&tab);
    assert_eq!(text(&tab), written("#v=1"));
    tab.expect_no_problems();
}

fn the_lab_has_no_barriers_and_fits_every_screen(lab: &Lab) {
    let setup = Setup {
        dark: true,
        ..Setup::default()
    };
    let tab = lab.open_as(&setup, "#v=1&figure=lab&lab_steps=10");
    tab.wait_until_ready();
    tab.wait_for(LIVE);
    finish(&tab);
    tab.eval("document.querySelector('[data-part=many]').scrollIntoView()");
    tab.wait_for("document.querySelector('[data-part=many]').dataset.whole === 'true'");
    for size in [(1280, 900), (390, 844)] {
        tab.resize(size);
        tab.eval("scrollTo(0, 0)");
        tab.expect_no_barriers("the lab");
        assert_eq!(
            tab.eval("document.documentElement.scrollWidth <= innerWidth"),
            true,
            "{size:?}"
        );
    }
    tab.expect_no_problems();
}
