//! Claims about the room of evidence: data are brought in every way, understood, corrected,
//! fitted, spoken of, adopted and passed on.

use super::harness::{Browser, Lab, Tab, in_every_browser};
use bounceback_core::share::pack::unpack;
use bounceback_fit::read::Reading;
use bounceback_fit::{Bench, Wish, report};

in_every_browser![
    what_is_typed_is_read_fitted_and_spoken_of_as_the_core_does,
    a_column_can_mean_something_else,
    a_dropped_file_is_read_wherever_it_falls,
    what_explains_the_data_becomes_the_scenario_of_all_rooms,
    small_data_travel_in_the_link_if_asked_to,
    a_set_that_lies_ready_is_opened_by_its_link,
    runs_labelled_step_by_step_are_shown_as_they_are,
    what_was_found_is_taken_away_as_the_terminal_writes_it,
    how_many_trials_would_tell_is_said_and_need_not_be_waited_for,
    slips_of_labels_are_set_by_keys_and_spoken_of_as_the_core_does,
    the_band_of_the_data_follows_the_scenario_that_was_adopted,
    many_rows_keep_nobody_waiting,
];

const COHORTS: &str = "length,right,of\n10,95,100\n20,90,100\n40,80,100\n80,67,100\n160,43,100";

/// What is found is whole.
const DONE: &str = "document.querySelector('[data-desk]').dataset.busy === 'false' && !document.querySelector('[data-slot=shown]').hidden";

fn open(lab: &Lab) -> Tab {
    let tab = lab.open("#v=1&figure=evidence");
    tab.wait_until_ready();
    tab
}

/// Puts a text where tables are pasted, and has it read.
fn bring(tab: &Tab, text: &str) {
    tab.eval(&format!(
        "(document.querySelector('[data-desk] [data-slot=text]').value = {text:?}, 1)"
    ));
    tab.click("[data-bring=read]");
    tab.wait_for(DONE);
}

/// Brings runs labelled step by step.
pub(super) fn open_paths(tab: &Tab) {
    bring(tab, &paths());
}

fn paths() -> String {
    let label = |run: u64, step: u64| {
        if (run * 7 + step * 5) % 11 < 2 {
            '0'
        } else {
            '1'
        }
    };
    let run = |run: u64| (0..12).map(|step| label(run, step)).collect::<String>();
    (0..40).map(run).collect::<Vec<_>>().join("\n")
}

fn findings(tab: &Tab) -> String {
    tab.eval_text(
        "[...document.querySelectorAll('[data-slot=findings] li')].map((it) => it.textContent).join('\\n')",
    )
}

/// What the core finds in a text.
fn found(text: &str) -> (Bench, String) {
    let reading = Reading::of(text);
    let data = reading.series()[0].data.clone();
    let mut bench = Bench::new(data, Wish::default(), 1).expect("it has rows");
    while !bench.advance(1_000_000) {}
    let said = bench.said().expect("it is fitted").findings.join("\n");
    (bench, said)
}

fn what_is_typed_is_read_fitted_and_spoken_of_as_the_core_does(lab: &Lab) {
    let tab = open(lab);
    tab.click("[data-desk] [data-slot=text]");
    for line in COHORTS.lines() {
        tab.type_text(line);
        tab.keys(&["Enter"]);
    }
    tab.click("[data-bring=read]");
    tab.wait_for(DONE);
    let (bench, said) = found(COHORTS);
    assert_eq!(findings(&tab), said);
    let names: Vec<&str> = bench.explanations().iter().map(|it| it.label).collect();
    let shown = tab.eval_text(
        "[...document.querySelectorAll('[data-slot=fits] [data-action=look]')].map((it) => it.textContent).join('|')",
    );
    assert_eq!(shown, names.join("|"));
    // Another curve is looked at.
    let before = tab.pixels("[data-figure=evidence] [data-slot=ink]");
    tab.click("[data-slot=fits] tr:last-child [data-action=look]");
    tab.wait_for("document.querySelector('[data-slot=fits] tr:last-child [data-action=look]').getAttribute('aria-pressed') === 'true'");
    assert_ne!(tab.pixels("[data-figure=evidence] [data-slot=ink]"), before);
    // The keyboard stays where it was.
    assert_eq!(
        tab.eval_text("document.activeElement.dataset.action"),
        "look"
    );
    tab.expect_no_problems();
}

fn a_column_can_mean_something_else(lab: &Lab) {
    let tab = open(lab);
    bring(&tab, COHORTS);
    let role = "[data-slot=grid] select";
    assert_eq!(
        tab.eval_number(&format!("document.querySelectorAll('{role}').length")),
        3.0
    );
    tab.eval(&format!(
        "(() => {{ const menu = document.querySelector('{role}'); menu.value = 'ignore';
           menu.dispatchEvent(new Event('change', {{ bubbles: true }})); return 1; }})()"
    ));
    // Without a length nothing can be said, and that is.
    tab.wait_for("document.querySelector('[data-slot=shown]').hidden");
    tab.wait_for(
        "document.querySelector('[data-slot=summary]').textContent.includes('none used yet')",
    );
    tab.eval(&format!(
        "(() => {{ const menu = document.querySelector('{role}'); menu.value = 'length';
           menu.dispatchEvent(new Event('change', {{ bubbles: true }})); return 1; }})()"
    ));
    tab.wait_for(DONE);
    assert_eq!(findings(&tab), found(COHORTS).1);
    tab.expect_no_problems();
}

fn a_dropped_file_is_read_wherever_it_falls(lab: &Lab) {
    let tab = open(lab);
    tab.eval(&format!(
        "(() => {{ const carried = new DataTransfer();
           carried.items.add(new File([{COHORTS:?}], 'mine.csv', {{ type: 'text/csv' }}));
           document.querySelector('footer').dispatchEvent(
             new DragEvent('drop', {{ bubbles: true, cancelable: true, dataTransfer: carried }}));
           return 1; }})()"
    ));
    tab.wait_for(DONE);
    assert_eq!(findings(&tab), found(COHORTS).1);
    tab.expect_no_problems();
}

fn what_explains_the_data_becomes_the_scenario_of_all_rooms(lab: &Lab) {
    let tab = open(lab);
    bring(&tab, COHORTS);
    tab.click("[data-slot=fits] [data-fit=independent][data-action=adopt]");
    tab.wait_for("location.hash.includes('process=independent')");
    let (bench, _) = found(COHORTS);
    let base = bounceback_core::share::link::read("#v=1&figure=evidence").scenario;
    let (scenario, said) = bench
        .scenario("independent", &base)
        .expect("it is a process");
    let link = bounceback_core::share::link::write(&scenario);
    assert_eq!(tab.eval_text("location.hash.slice(1)"), link);
    assert!(tab.text("[data-slot=doing]").ends_with(&said));
    tab.click(".bar nav a[href='#plan']");
    tab.wait_for("document.querySelector('.room.here').id === 'plan'");
    let tokens = scenario.length();
    tab.wait_for(&format!(
        "document.querySelector('#plan-title [data-param=tokens]').textContent === '{tokens}'"
    ));
    tab.expect_no_problems();
}

fn small_data_travel_in_the_link_if_asked_to(lab: &Lab) {
    let tab = open(lab);
    bring(&tab, COHORTS);
    tab.wait_for("!document.querySelector('[data-slot=carrying]').hidden");
    assert!(!tab.eval_text("location.hash").contains("data="));
    tab.click("[data-slot=carry]");
    tab.wait_for("location.hash.includes('data=~')");
    let hash = tab.eval_text("location.hash");
    let packed = hash.split("data=").nth(1).expect("it is there");
    assert_eq!(unpack(packed).as_deref(), Some(COHORTS));
    let before = findings(&tab);
    let again = lab.open(&hash);
    again.wait_until_ready();
    again.wait_for(DONE);
    assert_eq!(findings(&again), before);
    // Cut on its way it is told, and nothing breaks.
    let cut = lab.open(&hash[..hash.len() - 9]);
    cut.wait_until_ready();
    cut.wait_for(
        "document.querySelector('[data-slot=doing]').textContent.includes('cut on their way')",
    );
    cut.expect_no_problems();
}

fn a_set_that_lies_ready_is_opened_by_its_link(lab: &Lab) {
    let tab = lab.open("#v=1&figure=evidence&data=first_mistakes");
    tab.wait_until_ready();
    tab.wait_for(DONE);
    assert!(tab.count("[data-slot=story] p") >= 2);
    assert_eq!(tab.count("[data-slot=set] option"), 5);
    let before = findings(&tab);
    // Another of its sets, and errors that begin later.
    tab.eval(
        "(() => { const menu = document.querySelector('[data-slot=set]'); menu.selectedIndex = 1;
      menu.dispatchEvent(new Event('change', { bubbles: true })); return 1; })()",
    );
    let differ = |before: &str| {
        let joined = "[...document.querySelectorAll('[data-slot=findings] li')].map((it) => it.textContent).join('\\n')";
        tab.wait_for(&format!("{DONE} && {joined} !== {before:?}"));
    };
    differ(&before);
    // The data stay in the link when something else changes.
    tab.click(".bar nav a[href='#plan']");
    tab.wait_for(
        "location.hash.includes('figure=plan') && location.hash.includes('data=first_mistakes')",
    );
    tab.click(".bar nav a[href='#evidence']");
    tab.wait_for("document.querySelector('.room.here').id === 'evidence'");
    tab.click("[data-slot=origin]");
    tab.wait_for("[...document.querySelectorAll('[data-slot=fits] var')].some((it) => it.textContent.includes('₀') || it.textContent === 'n₀')");
    tab.expect_no_problems();
}

fn runs_labelled_step_by_step_are_shown_as_they_are(lab: &Lab) {
    let tab = open(lab);
    open_paths(&tab);
    assert!(!findings(&tab).is_empty());
    assert_eq!(tab.count("[data-slot=runs]:not([hidden])"), 1);
    tab.eval("document.querySelector('[data-figure=paths]').scrollIntoView()");
    tab.wait_for("document.querySelector('[data-figure=paths]').dataset.ready === 'true'");
    tab.wait_for("document.querySelector('[data-figure=paths] [data-slot=readout]').textContent.startsWith('Run ')");
    tab.expect_no_problems();
}

fn what_was_found_is_taken_away_as_the_terminal_writes_it(lab: &Lab) {
    let tab = open(lab);
    bring(&tab, COHORTS);
    tab.eval(
        "(() => { window.saved = [];
           const create = URL.createObjectURL.bind(URL);
           URL.createObjectURL = (blob) => { saved.push(blob); return create(blob); };
           HTMLAnchorElement.prototype.click = function () { saved.at(-1).file = this.download; };
           Object.defineProperty(navigator, 'clipboard', { configurable: true,
             value: Object.assign(new EventTarget(), { writeText: (text) => { window.copied = text; return Promise.resolve(); } }) });
           return 1; })()",
    );
    let (bench, _) = found(COHORTS);
    tab.click("[data-bring=csv]");
    tab.wait_for("saved.length === 1");
    let csv = tab.eval_text("saved[0].text()");
    assert_eq!(csv, report::HEAD.to_owned() + &report::csv("", &bench));
    tab.click("[data-bring=json]");
    tab.wait_for("saved.length === 2");
    let json = tab.eval_text("saved[1].text()");
    assert_eq!(json, report::json(&[report::set("", &bench)]));
    assert_eq!(
        tab.eval_text("saved.map((it) => `${it.file} ${it.type}`).join()"),
        "bounceback-fits.csv text/csv,bounceback-fits.json application/json"
    );
    tab.expect_no_problems();
}

fn how_many_trials_would_tell_is_said_and_need_not_be_waited_for(lab: &Lab) {
    /// Curves that can't be told apart by so few.
    const FEW: &str = "length,right,of\n10,19,20\n20,17,20\n40,15,20\n80,11,20\n160,10,20";
    let tab = open(lab);
    bring(&tab, FEW);
    let more = "[...document.querySelectorAll('#evidence [data-slot=more] li')].map((it) => it.textContent).join('\\n')";
    let said = found(FEW).0.said().expect("it is fitted").more.join("\n");
    assert!(said.contains("in 80 of 100 cases"), "{said}");
    assert_eq!(tab.eval_text(more), said);
    // Once more, and stopped while it is being asked.
    tab.eval(
        "(() => { const desk = document.querySelector('[data-desk]');
           const bar = desk.querySelector('[data-slot=fitting]');
           const watch = () => bar.ariaLabel?.startsWith('asking how many') && !bar.hidden
             ? desk.querySelector('[data-bring=stop]').click() : requestAnimationFrame(watch);
           desk.querySelector('[data-bring=read]').click();
           requestAnimationFrame(watch); return 1; })()",
    );
    tab.wait_for("document.querySelector('[data-slot=doing]').textContent.startsWith('Stopped')");
    tab.wait_for(DONE);
    assert!(!tab.eval_text(more).contains("of 100 cases"));
    assert!(!findings(&tab).is_empty());
    tab.expect_no_problems();
}

fn slips_of_labels_are_set_by_keys_and_spoken_of_as_the_core_does(lab: &Lab) {
    let tab = open(lab);
    open_paths(&tab);
    let slider = "document.querySelector('[data-slot=slip]')";
    tab.eval(&format!("({slider}.focus(), 1)"));
    tab.keys(&["ArrowRight", "ArrowRight", "ArrowRight"]);
    tab.wait_for("document.querySelector('[data-slot=slip-rate]').textContent === '0.3%'");
    let curve = found(&paths()).0.slip_curves()[0].clone();
    assert_eq!(tab.text("[data-slot=slipping]"), curve.said(0.003));
    assert_eq!(
        tab.eval_text(&format!("{slider}.getAttribute('aria-valuetext')")),
        "0.3% of labels"
    );
    // The slider keeps the keyboard, and goes to where nothing need come back.
    tab.keys(&["End"]);
    let last = curve.said(curve.last());
    tab.wait_for(&format!(
        "document.querySelector('[data-slot=slipping]').textContent === {last:?}"
    ));
    tab.expect_no_problems();
}

fn the_band_of_the_data_follows_the_scenario_that_was_adopted(lab: &Lab) {
    let tab = open(lab);
    bring(&tab, COHORTS);
    tab.click("[data-slot=fits] [data-fit=independent][data-action=adopt]");
    tab.wait_for("location.hash.includes('process=independent')");
    tab.click(".bar nav a[href='#explain']");
    let read =
        "document.querySelector('#explain [data-figure=bounce] [data-slot=readout]').textContent";
    tab.wait_for(&format!("{read}.includes('By your data between')"));
    let adopted = tab.eval_text("location.hash");
    // Of another scenario the data say nothing.
    tab.eval("(location.hash = location.hash.replace(/error=[^&]*/, 'error=0.02'), 1)");
    tab.wait_for(&format!(
        "{read} && location.hash.includes('error=0.02') && !{read}.includes('By your data')"
    ));
    // Of what was adopted they still do.
    tab.eval(&format!("(location.hash = {adopted:?}, 1)"));
    tab.wait_for(&format!("{read}.includes('By your data between')"));
    tab.expect_no_problems();
}

fn many_rows_keep_nobody_waiting(lab: &Lab) {
    /// In milliseconds: ten times what a task is meant to take, on a machine that does other
    /// things besides.
    const LONGEST: f64 = 500.0;
    // No other browser tells.
    if lab.browser != Browser::Chromium {
        return;
    }
    let tab = open(lab);
    tab.eval(
        "(() => { window.tasks = [];
           if (!PerformanceObserver.supportedEntryTypes?.includes('longtask')) return;
           window.observed = new PerformanceObserver((list) => {
             for (const entry of list.getEntries()) window.tasks.push(entry.duration); });
           window.observed.observe({ type: 'longtask' }); })()",
    );
    tab.eval(
        "(() => { let seed = 1; const draw = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
           const rows = ['n_digits,correct'];
           for (let i = 0; i < 100000; i++) { const n = 1 + (i % 40); rows.push(n + ',' + (draw() < 0.98 ** n ? 1 : 0)); }
           const carried = new DataTransfer();
           carried.items.add(new File([rows.join('\\n')], 'many.csv'));
           document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: carried }));
           return 1; })()",
    );
    tab.wait_for(DONE);
    let summary = tab.text("[data-slot=summary]");
    assert!(summary.contains("100,000 rows look fine"), "{summary}");
    let longest = tab.eval_number("Math.max(0, ...window.tasks)");
    println!("the longest task took {longest} ms");
    assert!(longest < LONGEST, "{longest} ms");
    tab.expect_no_problems();
}
