//! The phases of a completion are edited where they are drawn, by every hand.

use super::harness::{Browser, Lab, Pointer, Setup, Tab, in_every_browser};
use super::pulling::SETTLED;

in_every_browser! {
    the_end_of_a_phase_is_pulled_by_mouse,
    the_end_of_a_phase_is_pulled_by_finger,
    the_end_of_the_only_phase_changes_the_parameter,
    a_block_is_carried_to_another_place_by_mouse,
    a_block_is_carried_to_another_place_by_finger,
    escape_takes_back_what_was_carried_and_pulled,
    whatever_changes_the_phases_lets_go_of_what_is_held,
    on_logarithmic_axes_phases_are_edited_as_well,
    phases_are_edited_by_keyboard_alone,
    a_phase_has_values_of_its_own_and_gives_them_back,
    a_preset_s_schema_is_put_on_the_reader_s_own_process,
    twelve_phases_fit_on_a_telephone,
    the_timeline_has_no_barriers,
    what_changes_out_of_sight_is_there_when_it_comes_back;
    in chromium:
    at_a_limit_the_buttons_say_why,
    the_technique_chosen_is_written_out_when_it_is_edited,
}

const HEADS: &str = "[data-slot=heads]";
const TOLD: &str = "[role=status][data-slot=told]";

/// The page with its timeline in sight.
fn open_at(lab: &Lab, setup: &Setup, link: &str) -> Tab {
    let tab = lab.open_as(setup, &format!("#figure=timeline&runs=10&{link}"));
    wait_until_in_sight(&tab);
    tab
}

fn wait_until_in_sight(tab: &Tab) {
    tab.wait_until_ready();
    tab.wait_for("document.querySelector('[data-slot=heads] [data-index]')");
    tab.eval("document.querySelector('[data-figure=timeline] .plot').scrollIntoView({ block: 'center' })");
}

fn opened(lab: &Lab, link: &str) -> Tab {
    open_at(lab, &Setup::default(), link)
}

/// What the link says of the schema; empty where it says nothing.
fn schema(tab: &Tab) -> String {
    tab.eval_text("(decodeURIComponent(location.hash).match(/schema=([^&]*)/) ?? ['', ''])[1]")
}

fn wait_for_schema(tab: &Tab, schema: &str) {
    tab.wait_for(&format!(
        "(decodeURIComponent(location.hash).match(/schema=([^&]*)/) ?? ['', ''])[1] === {schema:?}"
    ));
}

fn wait_until_told(tab: &Tab, words: &str) {
    tab.wait_for(&format!(
        "document.querySelector({TOLD:?}).textContent === {words:?}"
    ));
}

fn head(phase: usize) -> String {
    format!("{HEADS} [data-index='{phase}']")
}

fn end(phase: usize) -> String {
    format!("[data-slot=ends] [data-index='{phase}']")
}

/// The number of tokens of the first phase, as the link has it.
fn first_tokens(tab: &Tab) -> f64 {
    tab.eval_number("Number(location.hash.match(/schema=plan:(\\d+)/)[1])")
}

fn pulled(lab: &Lab, pointer: Pointer) {
    let tab = opened(lab, "schema=plan:100;answer:300");
    let pixels = "[data-figure=timeline] [data-slot=ink]";
    let before = tab.pixels(pixels);
    // The frame is 194 pixels less wide than the plot, and has 400 tokens.
    let width =
        tab.eval_number("document.querySelector('[data-figure=timeline] .plot').clientWidth - 194");
    // From a quarter to half of the way.
    tab.drag(pointer, &end(0), (0.5, 0.8), (width / 4.0, 0.0));
    tab.wait_for("!location.hash.includes('plan:100')");
    let tokens = first_tokens(&tab);
    assert!((290.0..=310.0).contains(&tokens), "{tokens}");
    assert!(tab.pixels(pixels).to_bits() != before.to_bits());
    assert_eq!(
        tab.eval_text(&format!(
            "document.querySelector(\"{}\").getAttribute('aria-valuetext')",
            end(0)
        )),
        format!("{tokens} tokens")
    );
    // One pull is one step of the history, however many pixels it went through.
    tab.back();
    tab.wait_for(&format!(
        "document.querySelector(\"{}\").getAttribute('aria-valuenow') === '100'",
        end(0)
    ));
    tab.expect_no_problems();
}

fn the_end_of_a_phase_is_pulled_by_mouse(lab: &Lab) {
    pulled(lab, Pointer::Mouse);
}

fn the_end_of_a_phase_is_pulled_by_finger(lab: &Lab) {
    pulled(lab, Pointer::Touch);
}

fn the_end_of_the_only_phase_changes_the_parameter(lab: &Lab) {
    let tab = opened(lab, "tokens=100");
    let width =
        tab.eval_number("document.querySelector('[data-figure=timeline] .plot').clientWidth - 194");
    // A quarter of the frame doubles it.
    tab.drag(Pointer::Mouse, &end(0), (0.5, 0.8), (-width / 4.0, 0.0));
    tab.wait_for("/tokens=(49|50|51)(&|$)/.test(location.hash)");
    assert_eq!(schema(&tab), "");
    tab.press(&end(0), &["ArrowRight", "ArrowRight", "PageUp"]);
    tab.wait_for("/tokens=5[123]0(&|$)/.test(location.hash)");
    assert_eq!(
        tab.eval_text(&format!(
            "document.querySelector(\"{}\").getAttribute('aria-valuetext')",
            end(0)
        )),
        format!(
            "{} tokens, as the scenario has",
            tab.text("[data-param=tokens]")
        )
    );
    tab.expect_no_problems();
}

fn carried(lab: &Lab, pointer: Pointer) {
    let tab = opened(lab, "schema=a:100;b:100;c:100");
    let width = tab.eval_number(&format!(
        "document.querySelector(\"{}\").getBoundingClientRect().width",
        head(0)
    ));
    tab.drag(pointer, &head(0), (0.4, 0.3), (width * 1.3, 0.0));
    wait_until_told(&tab, "a moved after b.");
    wait_for_schema(&tab, "b:100;a:100;c:100");
    assert_eq!(
        tab.eval_text(&format!(
            "document.querySelector('{HEADS} [aria-checked=true]').dataset.index"
        )),
        "1"
    );
    tab.back();
    tab.wait_for("decodeURIComponent(location.hash).includes('a:100;b:100;c:100')");
    tab.expect_no_problems();
}

fn a_block_is_carried_to_another_place_by_mouse(lab: &Lab) {
    carried(lab, Pointer::Mouse);
}

fn escape_takes_back_what_was_carried_and_pulled(lab: &Lab) {
    let tab = opened(lab, "schema=a:100;b:100;c:100");
    let (entries, address) = (tab.eval_number("history.length"), tab.address());
    let attribute = |element: &str, name: &str| {
        format!("document.querySelector(\"{element}\").getAttribute('{name}')")
    };
    let width = tab.eval_number(&format!(
        "document.querySelector(\"{}\").getBoundingClientRect().width",
        head(0)
    ));
    tab.hold(&head(0), (0.4, 0.3), (width * 1.3, 0.0));
    wait_until_told(&tab, "a moved after b.");
    std::thread::sleep(SETTLED);
    tab.keys(&["Escape"]);
    wait_until_told(&tab, "Everything is as it was before.");
    tab.wait_for(&format!(
        "{}.startsWith('a, phase 1 of 3')",
        attribute(&head(0), "aria-label")
    ));
    tab.let_go((90, 0));
    let tokens = attribute(&end(0), "aria-valuenow");
    tab.hold(&end(0), (0.5, 0.8), (60.0, 0.0));
    tab.wait_for(&format!("{tokens} > 100"));
    tab.keys(&["Escape"]);
    tab.wait_for(&format!("{tokens} === '100'"));
    tab.let_go((30, 0));
    std::thread::sleep(SETTLED);
    assert_eq!(tab.eval_text(&tokens), "100");
    assert_eq!(tab.address(), address);
    assert_eq!(
        tab.eval_number("history.length").to_bits(),
        entries.to_bits()
    );
    tab.expect_no_problems();
}

/// Two hands at once: one holds a phase by the mouse, and meanwhile the phases become
/// others.
fn whatever_changes_the_phases_lets_go_of_what_is_held(lab: &Lab) {
    const ADD: &str = "[data-edit=add]";
    const SCHEMA: &str = "[data-figure=timeline] [data-controls=schema] input";
    let link = |schema: &str| format!("location.hash = 'runs=10&schema={schema}'");
    let write = |schema: &str| {
        format!(
            "(() => {{
               const field = document.querySelector('{SCHEMA}');
               field.value = '{schema}';
               field.dispatchEvent(new Event('change', {{ bubbles: true }}));
             }})()"
        )
    };
    let enter = format!("document.querySelector('{ADD}').click()");
    let preset = "document.querySelector('[data-slot=presets] button').click()".to_owned();
    let step = format!(
        "document.querySelector(\"{}\").dispatchEvent(new KeyboardEvent('keydown', {{ key: 'PageUp', bubbles: true }}))",
        end(0)
    );
    let remove = "document.querySelector('[data-edit=remove]').click()".to_owned();
    let defaults = "document.querySelector('[data-action=defaults]').click()".to_owned();
    // What is held, what happens meanwhile, and the phases that are there for good.
    let (on_end, on_head) = (&end(2), &head(2));
    let cases = [
        (on_end, enter, "a:100;b:100;c:100;phase_4:50"),
        (on_end, link("x:5"), "x:5"),
        (on_end, write("y:7;z:8"), "y:7;z:8"),
        (on_end, remove, "a:100;b:100"),
        (on_end, step, "a:1000;b:100;c:100"),
        (on_head, link("x:5"), "x:5"),
        (on_head, write("y:7;z:8"), "y:7;z:8"),
        (on_head, preset, ""),
        (on_head, defaults, ""),
    ];
    let tab = opened(lab, "");
    for (number, (grip, meanwhile, then)) in cases.into_iter().enumerate() {
        // Another query, so that it is another document.
        tab.go(&format!(
            "?case={number}#figure=timeline&runs=10&schema=a:100;b:100;c:100"
        ));
        wait_until_in_sight(&tab);
        // By events, as drivers forget a button that is down while a script runs.
        tab.eval(&format!(
            "(async () => {{
               const grip = document.querySelector({grip:?});
               const place = grip.parentElement;
               const {{ left, top, width, height }} = grip.getBoundingClientRect();
               const send = async (target, type, by) => {{
                 target.dispatchEvent(new PointerEvent(type, {{
                   clientX: left + width / 2 + by, clientY: top + height / 2, pointerId: 7, pointerType: 'mouse',
                   isPrimary: true, button: type === 'pointermove' ? -1 : 0, buttons: type === 'pointerup' ? 0 : 1,
                   bubbles: true, cancelable: true,
                 }}));
                 await new Promise(requestAnimationFrame);
                 await new Promise(requestAnimationFrame);
               }};
               // A made-up pointer can't be captured.
               grip.setPointerCapture = () => {{}};
               await send(grip, 'pointerdown', 0);
               await send(place, 'pointermove', 6);
               await send(place, 'pointermove', 0);
               {meanwhile};
               await new Promise((done) => setTimeout(done, 100));
               for (const by of [-20, -80, -140, -250]) await send(place, 'pointermove', by);
               await send(place, 'pointerup', -250);
             }})()"
        ));
        std::thread::sleep(SETTLED);
        assert_eq!(
            tab.eval("document.getElementById('crash').hidden"),
            true,
            "{grip}: {meanwhile}: {}",
            tab.text("#crash")
        );
        assert_eq!(schema(&tab), then, "{grip}: {meanwhile}");
        // The page goes on.
        tab.click(ADD);
        tab.wait_for("decodeURIComponent(location.hash).includes('phase_')");
        tab.expect_no_problems();
    }
}

fn on_logarithmic_axes_phases_are_edited_as_well(lab: &Lab) {
    let tab = opened(lab, "schema=plan:100;answer:9900");
    let (figure, pixels) = (
        "[data-figure=timeline]",
        "[data-figure=timeline] [data-slot=ink]",
    );
    let width =
        tab.eval_number("document.querySelector('[data-figure=timeline] .plot').clientWidth");
    let linear = tab.pixels(pixels).to_bits();
    let turn = |action: &str, key: &str| {
        tab.click(&format!("{figure} [data-action={action}]"));
        tab.wait_for(&format!("location.hash.includes('{key}=log')"));
        tab.wait_for(&format!(
            "document.querySelector('{figure} [data-action={action}]').ariaPressed === 'true'"
        ));
    };
    turn("x-scale", "x");
    let log = tab.pixels(pixels).to_bits();
    assert_ne!(log, linear);
    // Half the way of 10,000 is 100, where the first phase ends.
    tab.hover(
        &format!("{figure} [data-slot=cursor]"),
        ((46.0 + (width - 194.0) / 2.0) / width, 0.8),
    );
    tab.wait_for(&format!(
        "document.querySelector('{figure} [data-slot=readout]').textContent.startsWith('After 100 tokens, in plan')"
    ));
    // To three quarters: ln 1,085 is that of ln 10,985.
    let quarter = (width - 194.0) / 4.0;
    tab.drag(Pointer::Mouse, &end(0), (0.5, 0.8), (quarter, 0.0));
    tab.wait_for("!decodeURIComponent(location.hash).includes('plan:100;')");
    let tokens = first_tokens(&tab);
    assert!((1000.0..=1200.0).contains(&tokens), "{tokens}");
    // Its shares have an axis that takes a little of its room, on which none is stacked.
    turn("y-scale", "y");
    assert_ne!(tab.pixels(pixels).to_bits(), log);
    let quarter = (width - 208.0) / 4.0;
    tab.drag(Pointer::Mouse, &end(0), (0.5, 0.8), (-quarter, 0.0));
    tab.wait_for(&format!(
        "!decodeURIComponent(location.hash).includes('plan:{tokens};')"
    ));
    let tokens = first_tokens(&tab);
    assert!((85.0..=115.0).contains(&tokens), "{tokens}");
    tab.press(&end(0), &["Shift+ArrowRight"]);
    tab.wait_for(&format!("location.hash.includes('plan:{}')", tokens * 10.0));
    // Past the middle of its neighbour a block takes that one's place.
    tab.drag(Pointer::Mouse, &head(1), (0.5, 0.3), (-(width / 2.0), 0.0));
    wait_for_schema(&tab, &format!("answer:9900;plan:{}", tokens * 10.0));
    tab.expect_no_barriers("on logarithmic axes");
    tab.expect_no_problems();
}

fn a_block_is_carried_to_another_place_by_finger(lab: &Lab) {
    carried(lab, Pointer::Touch);
}

fn phases_are_edited_by_keyboard_alone(lab: &Lab) {
    let tab = opened(lab, "schema=plan:100;answer:50");
    // One stop for all blocks: arrow keys lead from one to the next.
    tab.press(&head(0), &["ArrowRight"]);
    tab.wait_for("document.activeElement.getAttribute('aria-label') === 'answer, phase 2 of 2: 50 tokens, direct answer'");
    assert_eq!(tab.count(&format!("{HEADS} [tabindex='0']")), 1);
    tab.keys(&["Insert"]);
    wait_until_told(&tab, "phase 3 added after answer.");
    wait_for_schema(&tab, "plan:100;answer:50;phase_3:25");
    // The place of the keyboard is on the new one: it gets a name …
    tab.wait_for("document.activeElement.dataset.index === '2'");
    tab.keys(&["Enter"]);
    tab.wait_for("document.activeElement.id === 'phase-name'");
    tab.type_text("check");
    tab.keys(&["Enter"]);
    wait_until_told(&tab, "phase 3 is now called check.");
    wait_for_schema(&tab, "plan:100;answer:50;check:25");
    // … another place …
    tab.press(&head(2), &["Shift+ArrowLeft"]);
    wait_until_told(&tab, "check moved before answer.");
    wait_for_schema(&tab, "plan:100;check:25;answer:50");
    tab.wait_for("document.activeElement.dataset.index === '1'");
    // … other tokens …
    tab.press(&end(1), &["ArrowRight", "ArrowUp", "ArrowLeft"]);
    wait_for_schema(&tab, "plan:100;check:26;answer:50");
    tab.keys(&["Shift+ArrowRight"]);
    wait_for_schema(&tab, "plan:100;check:260;answer:50");
    tab.keys(&["Home"]);
    wait_for_schema(&tab, "plan:100;check:1;answer:50");
    // … another technique, and a value of its own.
    tab.focus("#phase-technique");
    if lab.browser == Browser::Webkit {
        // Its lists open a window of the system, which its driver does not reach.
        tab.eval("(() => { const list = document.activeElement; list.value = 'verify'; list.dispatchEvent(new Event('change')); })()");
    } else {
        tab.keys(&["ArrowDown"]);
    }
    wait_until_told(&tab, "check: verification.");
    wait_for_schema(&tab, "plan:100;check:1:verify;answer:50");
    tab.wait_for("!document.getElementById('phase-interval').closest('.control').hidden");
    tab.focus("#phase-interval");
    tab.eval("document.activeElement.select()");
    tab.type_text("7");
    tab.keys(&["Enter"]);
    wait_until_told(&tab, "check: interval 7.");
    wait_for_schema(&tab, "plan:100;check:1:verify:interval=7;answer:50");
    // It goes, and Back brings it home.
    tab.press(&head(1), &["Delete"]);
    wait_until_told(&tab, "check removed.");
    wait_for_schema(&tab, "plan:100;answer:50");
    tab.back();
    tab.wait_for("document.querySelectorAll('[data-slot=heads] [data-index]').length === 3");
    assert_eq!(schema(&tab), "plan:100;check:1:verify:interval=7;answer:50");
    tab.expect_no_problems();
}

fn a_phase_has_values_of_its_own_and_gives_them_back(lab: &Lab) {
    let tab = opened(
        lab,
        "technique=verify&interval=50&schema=draft:verify;answer:50",
    );
    let back = |key: &str| {
        format!(
            "document.getElementById('phase-{key}').closest('.control').querySelector(':scope > button')"
        )
    };
    assert_eq!(
        tab.eval_text("document.getElementById('phase-interval').value"),
        "50"
    );
    assert_eq!(tab.eval(&format!("{}.hidden", back("interval"))), true);
    tab.press("#phase-interval-slider", &["ArrowRight"]);
    wait_for_schema(&tab, "draft:verify:interval=51;answer:50");
    assert_eq!(tab.eval(&format!("{}.hidden", back("interval"))), false);
    // An illegal value is explained where it was typed.
    tab.focus("#phase-sensitivity");
    tab.eval("document.activeElement.select()");
    tab.type_text("170%");
    tab.keys(&["Enter"]);
    tab.wait_for("document.getElementById('phase-sensitivity-problem').textContent === 'sensitivity: “170%” is too large; 100% is used instead.'");
    wait_for_schema(&tab, "draft:verify:interval=51:sensitivity=1;answer:50");
    tab.eval(&format!("{}.click()", back("interval")));
    wait_until_told(&tab, "draft: interval 50, as in the scenario.");
    wait_for_schema(&tab, "draft:verify:sensitivity=1;answer:50");
    // A length can be the phase's own, and the parameter's again.
    tab.eval(&format!("{}.click()", back("tokens")));
    wait_for_schema(&tab, "draft:200:verify:sensitivity=1;answer:50");
    tab.eval(&format!("{}.click()", back("tokens")));
    wait_for_schema(&tab, "draft:verify:sensitivity=1;answer:50");
    tab.expect_no_problems();
}

fn the_technique_chosen_is_written_out_when_it_is_edited(lab: &Lab) {
    let tab = opened(lab, "process=independent&technique=think");
    assert_eq!(tab.count(&format!("{HEADS} [data-index]")), 2);
    let acceptable = "[data-value='bounce.acceptable']";
    let before = tab.text(acceptable);
    tab.press(&head(1), &["Enter"]);
    tab.wait_for("document.activeElement.id === 'phase-name'");
    tab.type_text("reply");
    tab.keys(&["Enter"]);
    wait_for_schema(&tab, "thinking:100:think;reply");
    assert_eq!(tab.text(acceptable), before);
    tab.expect_no_problems();
}

fn at_a_limit_the_buttons_say_why(lab: &Lab) {
    let tab = opened(lab, "");
    let button = |name: &str| format!("[data-edit={name}]");
    let disabled = |name: &str| {
        tab.eval(&format!(
            "document.querySelector({:?}).getAttribute('aria-disabled') === 'true'",
            button(name)
        )) == true
    };
    assert!(disabled("remove") && disabled("left") && disabled("right") && !disabled("add"));
    tab.click(&button("remove"));
    wait_until_told(&tab, "A completion has at least one phase.");
    tab.click(&button("right"));
    wait_until_told(&tab, "answer is the only phase.");
    for phases in 2..=12 {
        assert!(!disabled("add"));
        tab.click(&button("add"));
        tab.wait_for(&format!(
            "document.querySelectorAll('{HEADS} [data-index]').length === {phases}"
        ));
        // What is above may be told in more lines, or fewer; not every browser holds on.
        tab.wait_for("document.documentElement.dataset.planning === 'false'");
    }
    assert!(disabled("add") && !disabled("remove"));
    tab.click(&button("add"));
    wait_until_told(&tab, "A schema has at most twelve phases.");
    assert_eq!(tab.count(&format!("{HEADS} [data-index]")), 12);
    assert_eq!(
        tab.eval_text(&format!(
            "document.querySelector({:?}).title",
            button("add")
        )),
        "A schema has at most twelve phases."
    );
    tab.expect_no_problems();
}

fn a_preset_s_schema_is_put_on_the_reader_s_own_process(lab: &Lab) {
    let tab = opened(lab, "process=fading&technique=vote&tokens=300");
    let preset = "[...document.querySelectorAll('[data-slot=presets] button')].find((it) => it.textContent === 'backtracking')";
    tab.eval(&format!("{preset}.id = 'chosen'"));
    tab.click("#chosen");
    wait_for_schema(&tab, "answer:backtrack:catch=0.02:cost=20");
    assert_eq!(tab.eval(&format!("{preset}.ariaPressed === 'true'")), true);
    assert_eq!(
        tab.eval(
            "location.hash.includes('process=fading') && location.hash.includes('tokens=300')"
        ),
        true
    );
    tab.back();
    tab.wait_for("location.hash.includes('technique=vote') && !location.hash.includes('schema')");
    tab.expect_no_problems();
}

fn twelve_phases_fit_on_a_telephone(lab: &Lab) {
    let setup = Setup {
        size: Setup::PHONE,
        ..Setup::default()
    };
    let tab = open_at(
        lab,
        &setup,
        "schema=a:5;b:20;c:3;d:40;e:1;f:60;g;h:2;i:9;j:30;k:7;l:25",
    );
    // Each can be hit: 24 by 24 CSS pixels, none over another.
    let widths = "[...document.querySelectorAll('[data-slot=heads] [data-index]')].map((it) => it.getBoundingClientRect().width)";
    assert_eq!(
        tab.eval(&format!("{widths}.every((width) => width >= 24)")),
        true
    );
    let apart = "[...document.querySelectorAll('[data-slot=ends] [data-index]')].every((it) => { const box = it.getBoundingClientRect(); return document.elementFromPoint(box.x + 12, box.bottom - 4) === it && box.height >= 24; })";
    assert_eq!(tab.eval(apart), true);
    tab.drag(Pointer::Touch, &head(7), (0.5, 0.5), (0.0, 0.0));
    tab.wait_for(
        "document.querySelector('[data-slot=heads] [aria-checked=true]').dataset.index === '7'",
    );
    assert_eq!(
        tab.eval("document.documentElement.scrollWidth <= innerWidth"),
        true
    );
    tab.expect_no_problems();
}

fn the_timeline_has_no_barriers(lab: &Lab) {
    let tab = opened(
        lab,
        "fatal=5%&schema=plan:80:think;draft:200:verify:interval=20;answer:60:query",
    );
    tab.click("[data-edit=add]");
    wait_until_told(&tab, "phase 4 added after plan.");
    tab.expect_no_barriers("with a phase more");
    let setup = Setup {
        size: Setup::PHONE,
        dark: true,
        ..Setup::default()
    };
    let tab = open_at(
        lab,
        &setup,
        "schema=a;b;c:3;d:vote;e;f;g;h:2;i:9;j:30;k:7;l:25",
    );
    tab.click("[data-edit=add]");
    wait_until_told(&tab, "A schema has at most twelve phases.");
    tab.expect_no_barriers("at the limit");
}

fn what_changes_out_of_sight_is_there_when_it_comes_back(lab: &Lab) {
    let tab = opened(lab, "");
    assert_eq!(tab.count(&format!("{HEADS} [data-index]")), 1);
    tab.eval("scrollTo(0, 0)");
    tab.eval("location.hash = '#technique=think&think=50'");
    tab.wait_for("document.getElementById('think').value === '50'");
    tab.reach("[data-figure=timeline]");
    tab.eval("document.querySelector('[data-figure=timeline] .plot').scrollIntoView()");
    tab.wait_for(&format!(
        "document.querySelectorAll('{HEADS} [data-index]').length === 2"
    ));
    tab.wait_for("document.getElementById('phase-tokens').value === '50'");
    tab.expect_no_problems();
}
