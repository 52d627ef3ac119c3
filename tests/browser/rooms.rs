//! Three rooms and everything: what is on the first screen, what a beat does, what a plan
//! answers, and that the scenario and the place stay when one goes from room to room.

use super::exploring::open;
use super::harness::{Lab, Setup, Tab, in_every_browser};
use bounceback_core::plan::reading;
use bounceback_core::share::link;
use std::time::Instant;

in_every_browser! {
    the_living_figure_is_on_the_first_screen,
    to_who_comes_without_a_wish_the_runs_are_played,
    a_beat_asks_for_a_guess_and_shows_what_is_so,
    rooms_keep_the_scenario_and_the_place,
    the_engineer_has_her_answer_on_one_screen,
    what_is_typed_into_a_sentence_is_answered_there,
    what_a_link_assumes_besides_is_said_and_set_back,
    no_room_is_too_wide_and_no_words_collide,
    a_menu_shuts_when_one_goes_elsewhere;
    in chromium:
    an_old_link_opens_in_the_room_of_its_figure,
}

/// Whether all of an element is in sight.
fn is_in_sight(tab: &Tab, selector: &str) -> bool {
    tab.eval(&format!(
        "(({{ top, bottom, left, right, width }}) => width > 0 && top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth)(document.querySelector({selector:?}).getBoundingClientRect())"
    )) == true
}

fn sized(lab: &Lab, size: (u32, u32), link: &str) -> Tab {
    let setup = Setup {
        size,
        ..Setup::default()
    };
    let tab = lab.open_as(&setup, link);
    tab.wait_until_ready();
    tab
}

fn the_living_figure_is_on_the_first_screen(lab: &Lab) {
    for size in [(1280, 900), (390, 844)] {
        let tab = sized(lab, size, "");
        for part in [
            "h1",
            ".hero [data-slot=strips-plot]",
            ".hero [data-slot=plot]",
            ".hero .counters",
            "#recovery-slider",
        ] {
            assert!(is_in_sight(&tab, part), "{part} at {size:?}");
        }
        // And it stays in sight while the story goes by.
        tab.eval("document.querySelector('#beat-bounce').scrollIntoView()");
        tab.wait_for("scrollY > 300");
        assert!(is_in_sight(&tab, ".hero [data-slot=plot]"), "{size:?}");
        tab.screenshot(&format!("first-screen-{}", size.0));
        tab.expect_no_problems();
    }
}

fn to_who_comes_without_a_wish_the_runs_are_played(lab: &Lab) {
    let tab = lab.open_bare(&Setup::default());
    tab.wait_until_ready();
    let told = "document.querySelector('[data-count=at]').textContent";
    // The runs draw the curves, and the counters follow.
    tab.wait_for("document.querySelector('.hero [data-action=play]').textContent === 'Pause'");
    tab.wait_for(&format!("{told} && {told} !== 'after 200 tokens'"));
    let early = tab.eval_text(told);
    tab.wait_for(&format!("{told} !== {early:?}"));
    tab.wait_for(&format!("{told} === 'after 200 tokens'"));
    tab.wait_for("document.querySelector('.hero [data-action=play]').textContent === 'Play'");
    assert_eq!(tab.text("[data-count=flawless]"), "13");
    assert_eq!(tab.text("[data-count=answer]"), "83");
    assert_eq!(tab.eval_text("location.hash"), "");
    let calm = lab.open_bare(&Setup {
        calm: true,
        ..Setup::default()
    });
    calm.wait_until_ready();
    assert_eq!(calm.text(".hero [data-action=play]"), "Play");
    assert_eq!(calm.text("[data-count=at]"), "after 200 tokens");
    for tab in [tab, calm] {
        tab.expect_no_problems();
    }
}

fn a_beat_asks_for_a_guess_and_shows_what_is_so(lab: &Lab) {
    let tab = open(lab, "#v=1&error=0.02");
    let beat = "#beat-bounce";
    assert_eq!(tab.count(&format!("{beat} .outcome:not([hidden])")), 0);
    tab.press(&format!("{beat} [data-slot=guess]"), &["Home"]);
    tab.wait_for(&format!(
        "document.querySelector('{beat} [data-slot=guessed]').textContent === '0'"
    ));
    tab.press(&format!("{beat} [data-action=reveal]"), &["Enter"]);
    tab.wait_for(&format!(
        "!document.querySelector('{beat} .outcome').hidden"
    ));
    // Without recovery: .99²⁰⁰ = .134, by the story's own error.
    let outcome = |beat: &str| format!("document.querySelector('{beat} .outcome').textContent");
    let said = "You said 0 in 100. It is 13 in 100.";
    tab.wait_for(&format!("{} === {said:?}", outcome(beat)));
    tab.wait_for("location.hash.includes('recovery=0')");
    // The reader's own numbers are kept, and come back; what was told stays.
    tab.click(".hero [data-action=own]");
    tab.wait_for("location.hash.includes('error=0.02')");
    tab.wait_for("document.querySelector('.hero [data-own]').hidden");
    assert_eq!(tab.eval_text(&outcome(beat)), said);
    // Each beat says what is so where it has set its numbers, whatever was shown before.
    let beats = tab.eval_number("document.querySelectorAll('[data-guess]').length") as usize;
    assert!(beats >= 7);
    let of = |index: usize| format!("document.querySelectorAll('[data-guess]')[{index}]");
    let mut told = Vec::new();
    for index in 0..beats {
        tab.eval(&format!(
            "{}.querySelector('[data-action=reveal]').click()",
            of(index)
        ));
        let set = tab.eval_text(&format!("{}.dataset.set", of(index)));
        let asked = tab.eval_text(&format!("{}.dataset.guess", of(index)));
        let scenario = link::read(&set).scenario;
        let odds = reading::text(&format!("odds.{asked}"), &scenario, None).expect("a reading");
        let ending = format!(" It is {odds}.");
        let outcome = format!("{}.querySelector('.outcome').textContent", of(index));
        tab.wait_for(&format!("{outcome}.endsWith({ending:?})"));
        told.push((outcome, ending));
    }
    for (outcome, ending) in told {
        assert!(tab.eval_text(&outcome).ends_with(&ending), "{ending}");
    }
    tab.expect_no_problems();
}

/// Goes into a room, from where the page is scrolled to.
fn go(tab: &Tab, room: &str) {
    // A key before it shows that someone is there, else WebKit's Back would skip the change.
    tab.keys(&["Shift"]);
    tab.eval(&format!(
        "document.querySelector(`.bar nav a[href='#{room}']`).click()"
    ));
}

fn rooms_keep_the_scenario_and_the_place(lab: &Lab) {
    let tab = open(lab, "#v=1&error=0.02");
    // (What is computed anew may move what is below it.)
    let at = |y: f64| format!("Math.abs(scrollY - {y}) < 40");
    tab.eval("scrollTo(0, 700)");
    tab.wait_for(&at(700.0));
    go(&tab, "plan");
    tab.wait_for("document.querySelector('#plan.here') && location.hash.includes('figure=plan')");
    tab.wait_for(&at(0.0));
    assert_eq!(tab.text("[data-param=error]"), "2%");
    assert_eq!(
        tab.eval_text("document.querySelector('.bar [aria-current]').textContent"),
        "Plan"
    );
    tab.eval("scrollTo(0, 400)");
    tab.wait_for(&at(400.0));
    go(&tab, "explain");
    tab.wait_for("document.querySelector('#explain.here')");
    tab.wait_for(&at(700.0));
    go(&tab, "plan");
    tab.wait_for("document.querySelector('#plan.here')");
    tab.wait_for(&at(400.0));
    // Back and forward go from room to room, and to the place in each.
    tab.back();
    tab.wait_for("document.querySelector('#explain.here')");
    tab.wait_for(&at(700.0));
    tab.forward();
    tab.wait_for("document.querySelector('#plan.here')");
    tab.wait_for(&at(400.0));
    assert_eq!(tab.text("[data-param=error]"), "2%");
    tab.expect_no_problems();
}

fn an_old_link_opens_in_the_room_of_its_figure(lab: &Lab) {
    for (figure, room) in [
        ("page", "explain"),
        ("bounce", "explain"),
        ("claim", "explore"),
        ("hazards", "explore"),
        ("stretches", "explore"),
        ("plan", "plan"),
        ("map", "plan"),
        ("techniques", "plan"),
        ("timeline", "plan"),
    ] {
        let tab = open(lab, &format!("#v=1&figure={figure}&error=0.02"));
        tab.wait_for(&format!("document.querySelector('#{room}.here')"));
        if figure != "page" {
            tab.wait_for(&format!(
                "(({{ top, bottom }}) => top < innerHeight && bottom > 0)(document.getElementById({figure:?}).getBoundingClientRect())"
            ));
        }
        assert_eq!(tab.count(".room.here"), 1);
        assert_eq!(tab.count(".note"), 0, "{figure}");
        tab.expect_no_problems();
    }
}

fn the_engineer_has_her_answer_on_one_screen(lab: &Lab) {
    let tab = sized(
        lab,
        (1280, 900),
        "#v=1&figure=plan&process=independent&error=0.005&tokens=300&sensitivity=0.8&cost=1&unit=steps",
    );
    // (Those of another question stay until the next ones are there, and can't be taken.)
    let cards = "document.querySelectorAll('.recipes:not([aria-busy]) .recipe').length";
    tab.wait_for(&format!("{cards} >= 3"));
    let success = |index: usize| {
        let text = tab.eval_text(&format!(
            "document.querySelectorAll('.recipe [data-slot=success]')[{index}].textContent"
        ));
        let number: f64 = text.trim_end_matches('%').parse().expect("a percentage");
        number
    };
    for index in 0..3 {
        assert!(success(index) >= 95.0);
        assert_eq!(
            tab.eval(&format!(
                "(({{ top, bottom }}) => top > 0 && bottom <= innerHeight)(document.querySelectorAll('.recipe')[{index}].getBoundingClientRect())"
            )),
            true,
            "card {index}"
        );
    }
    assert!(tab.text("[data-value='plan.end']").starts_with("22.2"));
    let met = |met: &str| {
        tab.wait_for(&format!(
            "document.querySelector('[data-asis]').dataset.met === {met:?}"
        ));
    };
    met("false");
    // From the cheapest on, and what the one checker there is comes to.
    let paid = |index: usize| {
        let text = tab.eval_text(&format!(
            "document.querySelectorAll('.recipe [data-slot=price]')[{index}].textContent"
        ));
        let number: String = text.chars().filter(char::is_ascii_digit).collect();
        number.parse::<u64>().expect("a price")
    };
    // First what takes nothing but the checker told of.
    let tag = |index: usize| {
        tab.eval_text(&format!(
            "document.querySelectorAll('.recipe [data-slot=tag]')[{index}].textContent"
        ))
    };
    assert!(tag(0).starts_with("With what you told of: "), "{}", tag(0));
    assert!(tag(1).starts_with("If you also had "), "{}", tag(1));
    assert!(paid(1) <= paid(2));
    assert!(
        tab.text("[data-slot=alone]")
            .contains("The checker alone comes to")
    );
    // From typing to an answer.
    tab.press("#plan [data-param=tokens]", &["Enter"]);
    tab.wait_for("document.querySelector('#plan [data-param=tokens] + input')");
    tab.eval("document.activeElement.select()");
    tab.type_text("200");
    tab.keys(&["Enter"]);
    let typed = Instant::now();
    tab.wait_for("document.querySelector('#plan [data-param=tokens]').textContent === '200'");
    tab.wait_for(&format!("{cards} >= 3"));
    // A machine that does other things besides has five times as long.
    assert!(typed.elapsed().as_secs() < 5);
    tab.wait_for("document.documentElement.dataset.planning === 'false'");
    // A recipe is taken over, and Back gives the question back.
    let title = tab.text(".recipe h2");
    let cheapest = "document.querySelector('.recipe')";
    tab.eval(&format!("void (window.card = {cheapest})"));
    tab.click(".recipe [data-action=try]");
    met("true");
    assert_eq!(tab.count(".recipe[aria-current=true]"), 1);
    assert_eq!(
        tab.eval_text(
            "document.querySelector('[aria-current=true] [data-slot=tried]').textContent"
        ),
        "In place now. "
    );
    assert_eq!(tab.text("[data-slot=alone]"), "");
    // The cards stay, and so does the focus.
    assert_eq!(
        tab.eval(&format!(
            "window.card === {cheapest} && document.activeElement.dataset.action === 'try'"
        )),
        true
    );
    tab.wait_for("location.hash.includes('technique=') || location.hash.includes('schema=')");
    tab.wait_for(
        "parseFloat(document.querySelector('[data-value=\"plan.end\"]').textContent) >= 95",
    );
    assert_eq!(tab.text("#plan [data-param=sensitivity]"), "80%");
    tab.wait_for(&format!(
        "document.querySelector('.recipe h2')?.textContent === {title:?}"
    ));
    tab.back();
    tab.wait_for(
        "parseFloat(document.querySelector('[data-value=\"plan.end\"]').textContent) < 50",
    );
    tab.expect_no_problems();
}

/// What is typed into a sentence is understood as it is meant, and said where it is typed.
fn what_is_typed_into_a_sentence_is_answered_there(lab: &Lab) {
    let tab = open(lab, "#v=1&figure=plan");
    for (parameter, typed, shown, said) in [
        ("sensitivity", "0.8", "80%", "80% is all but 1 in 5"),
        // One rule for all fields, and the other meaning is said.
        ("error", "0.5", "50%", "write 0.5% for 1 in 200"),
        ("error", "0.5%", "0.5%", "0.5% is 1 in 200"),
        ("error", "half", "50%", "50% is 1 in 2"),
        ("error", "5 per mille", "0.5%", "0.5% is 1 in 200"),
        ("target", "0.99", "99%", "99% is all but 1 in 100"),
        (
            "error",
            "-1",
            "0.5%",
            "“-1” is less than nothing; 0.5% is used instead",
        ),
        ("error", "abc", "0.5%", "“abc” "),
        ("tokens", "0", "1", "“0” "),
    ] {
        let number = format!("#plan [data-param={parameter}]");
        tab.press(&number, &["Enter"]);
        tab.wait_for(&format!("document.querySelector('{number} + input')"));
        tab.eval("document.activeElement.select()");
        tab.type_text(typed);
        tab.keys(&["Enter"]);
        tab.wait_for(&format!(
            "document.querySelector('#plan [data-said]').textContent.includes({said:?})"
        ));
        assert_eq!(tab.text(&number), shown, "{typed}");
    }
    // It goes with the next change.
    tab.press("#plan [data-param=tokens]", &["ArrowUp"]);
    tab.wait_for("document.querySelector('#plan [data-said]').textContent === ''");
    // What was told of the checker waits in the link of every room.
    go(&tab, "explore");
    tab.wait_for("document.querySelector('#explore.here')");
    assert!(tab.eval_text("location.hash").contains("sensitivity=0.8"));
    tab.expect_no_problems();
}

/// What changes the answer and stands in no sentence is said below them.
fn what_a_link_assumes_besides_is_said_and_set_back(lab: &Lab) {
    let tab = open(lab, "#v=1&figure=plan&error=0.005&recovery=0&joint=0.5");
    tab.wait_for("!document.querySelector('[data-also]').hidden");
    let said = "document.querySelector('[data-value=\"also.said\"]').textContent";
    tab.wait_for(&format!(
        "{said} === 'the checker shares 50% of the writer’s blind spots'"
    ));
    tab.click("[data-action=usual]");
    tab.wait_for("document.querySelector('[data-also]').hidden");
    tab.wait_for("!location.hash.includes('joint')");
    assert!(tab.eval_text("location.hash").contains("error=0.005"));
    // The words of a number in the sentence are short: its unit stands in the sentence.
    for (parameter, name, value) in [("target", "target", "95%"), ("error", "error", "0.5%")] {
        let number = format!("document.querySelector('#plan [data-param={parameter}]')");
        let attribute = |it: &str| tab.eval_text(&format!("{number}.getAttribute('{it}')"));
        assert_eq!(attribute("aria-label"), name);
        assert_eq!(attribute("aria-valuetext"), value);
    }
    tab.expect_no_problems();
}

fn no_room_is_too_wide_and_no_words_collide(lab: &Lab) {
    for width in [320, 390, 768, 1280, 1920] {
        let tab = sized(lab, (width, 900), "");
        for room in ["explain", "plan", "evidence", "lab", "explore"] {
            tab.reach(&format!("#{room}"));
            tab.wait_for("document.documentElement.dataset.planning === 'false'");
            tab.eval("scrollTo(0, 0)");
            assert_eq!(
                tab.eval("document.documentElement.scrollWidth <= innerWidth"),
                true,
                "{room} at {width}"
            );
            // Boxes of words, but for those that lie over others on purpose.
            let colliding = tab.eval(
                "(() => {
                   const shown = [...document.querySelectorAll('.room.here *, .bar *')].filter((it) => it.checkVisibility()
                     && !it.closest('.unseen, svg, .menu > div, .data, .grips, select, .skip')
                     && [...it.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
                   const boxes = shown.flatMap((it) => {
                     const range = document.createRange();
                     range.selectNodeContents(it);
                     return [...range.getClientRects()].filter(({ width, height }) => width > 2 && height > 2).map((box) => [it, box]);
                   });
                   const sticky = (it) => !!it.closest('.bar, .living');
                   const found = [];
                   for (const [i, [a, p]] of boxes.entries()) for (const [b, q] of boxes.slice(i + 1)) {
                     if (a.contains(b) || b.contains(a) || sticky(a) !== sticky(b)) continue;
                     const across = Math.min(p.right, q.right) - Math.max(p.left, q.left);
                     const down = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top);
                     if (across > 3 && down > 0.4 * Math.min(p.height, q.height)) found.push(`${a.textContent.slice(0, 30)} | ${b.textContent.slice(0, 30)}`);
                   }
                   return found;
                 })()",
            );
            assert_eq!(colliding, serde_json::json!([]), "{room} at {width}");
        }
        tab.expect_no_problems();
    }
}

fn a_menu_shuts_when_one_goes_elsewhere(lab: &Lab) {
    let tab = open(lab, "");
    let menu = ".hero .menu";
    tab.click(".hero .menu > summary");
    tab.wait_for(&format!("document.querySelector('{menu}').open"));
    assert!(is_in_sight(&tab, ".hero .menu > div"));
    tab.keys(&["Escape"]);
    tab.wait_for(&format!("!document.querySelector('{menu}').open"));
    tab.click(".hero .menu > summary");
    tab.wait_for(&format!("document.querySelector('{menu}').open"));
    tab.click("h1");
    tab.wait_for(&format!("!document.querySelector('{menu}').open"));
    tab.expect_no_problems();
}
