//! The axes of costs and of the map are turned linear and logarithmic, by keys of their own.

use super::harness::{Lab, Pointer, Tab, in_every_browser};

in_every_browser! {
    each_axis_of_the_map_turns_by_itself;
    in chromium:
    the_axis_of_costs_turns_linear,
}

/// The page with a figure in sight, all of it drawn.
fn opened(lab: &Lab, figure: &str) -> Tab {
    let tab = lab.open(&format!("#figure={figure}&runs=10"));
    tab.wait_until_ready();
    tab.eval(&format!(
        "document.querySelector('[data-figure={figure}]').scrollIntoView()"
    ));
    tab.wait_for(&format!(
        "document.querySelector('[data-figure={figure}]').dataset.ready"
    ));
    tab
}

/// The button of an axis: what it says, and whether it is pressed.
fn button(tab: &Tab, figure: &str, axis: &str) -> (String, bool) {
    let it = format!("document.querySelector('[data-figure={figure}] [data-action={axis}]')");
    (
        tab.eval_text(&format!("{it}.textContent")),
        tab.eval(&format!("{it}.ariaPressed === 'true'")) == true,
    )
}

/// Presses the button of an axis until the link says so, and the drawing is another.
fn turn(tab: &Tab, figure: &str, axis: &str, link: &str) {
    let pixels = format!("[data-figure={figure}] [data-slot=ink]");
    let before = tab.pixels(&pixels).to_bits();
    let (_, pressed) = button(tab, figure, axis);
    tab.click(&format!("[data-figure={figure}] [data-action={axis}]"));
    tab.wait_for(&format!(
        "location.hash.split('&').slice(3).join('&') === {link:?}"
    ));
    assert_eq!(button(tab, figure, axis).1, !pressed);
    for _ in 0..40 {
        if tab.pixels(&pixels).to_bits() != before {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{figure} looks the same with {link}");
}

fn the_axis_of_costs_turns_linear(lab: &Lab) {
    let tab = opened(lab, "techniques");
    let log = ("Log tokens".to_owned(), true);
    assert_eq!(button(&tab, "techniques", "x-scale"), log);
    turn(&tab, "techniques", "x-scale", "cost_scale=linear");
    // Other axes stay as they are: only the map has one that is logarithmic.
    let pressed = "document.querySelectorAll('[data-action=x-scale][aria-pressed=true]').length";
    assert_eq!(tab.eval(pressed), 1);
    turn(&tab, "techniques", "y-scale", "y=log&cost_scale=linear");
    turn(&tab, "techniques", "x-scale", "y=log");
    tab.back();
    tab.wait_for("location.hash.includes('cost_scale')");
    tab.wait_for("document.querySelector('[data-figure=techniques] [data-action=x-scale]').ariaPressed === 'false'");
    tab.expect_no_barriers("with a linear axis of costs");
    tab.expect_no_problems();
}

fn each_axis_of_the_map_turns_by_itself(lab: &Lab) {
    let tab = opened(lab, "map");
    let cursor = "[data-figure=map] [data-slot=cursor]";
    assert_eq!(
        button(&tab, "map", "x-scale"),
        ("Log error".to_owned(), true)
    );
    assert_eq!(
        button(&tab, "map", "y-scale"),
        ("Log recovery".to_owned(), true)
    );
    turn(&tab, "map", "x-scale", "across_scale=linear");
    // The frame begins at 72 and ends 16 CSS pixels before the right edge, and 30 below the
    // upper and 46 above the lower. To the middle of both ways: to 50%, and to 10⁻³.
    let side = |name: &str| {
        tab.eval_number(&format!(
            "document.querySelector('{cursor}').getBoundingClientRect().{name}"
        ))
    };
    let (width, height) = (side("width"), side("height"));
    let middle = (
        (72.0 + (width - 88.0) / 2.0) / width,
        (30.0 + (height - 76.0) / 2.0) / height,
    );
    let from = (middle.0 - 100.0 / width, middle.1);
    tab.drag(Pointer::Mouse, cursor, from, (100.0, 0.0));
    tab.wait_for("location.hash.includes('error=0.')");
    let value =
        |key: &str| tab.eval_number(&format!("Number(location.hash.match(/{key}=([^&]*)/)[1])"));
    let (error, recovery) = (value("error"), value("recovery"));
    assert!((0.495..=0.505).contains(&error), "{error}");
    // (Where no browser keeps the place of what is read, the text above may move it.)
    assert!((2e-4..=5e-3).contains(&recovery), "{recovery}");
    // Keys step as the axis does.
    tab.press(cursor, &["ArrowRight"]);
    tab.wait_for(&format!(
        "Math.abs({error} + 0.01 - Number(location.hash.match(/error=([^&]*)/)[1])) < 1e-9"
    ));
    // Numbers of the table too: a tenth of the way is a tenth.
    tab.click("[data-figure=map] [data-action=table]");
    tab.wait_for("document.querySelectorAll('[data-figure=map] tbody tr').length === 11");
    let cell = tab.eval_text(
        "document.querySelector('[data-figure=map] tbody tr:nth-child(2) > *').textContent",
    );
    assert!(cell == "0.1" || cell == "10%", "{cell}");
    // What lies along an axis is what its button says.
    tab.eval("Object.assign(document.getElementById('across'), { value: 'fatal' }).dispatchEvent(new Event('change'))");
    tab.wait_for("location.hash.includes('across=fatal')");
    assert_eq!(
        button(&tab, "map", "x-scale"),
        ("Log fatal share".to_owned(), false)
    );
    tab.click("[data-figure=map] [data-action=x-scale]");
    tab.wait_for("location.hash.includes('across_scale=log')");
    assert_eq!(
        button(&tab, "map", "x-scale"),
        ("Log fatal share".to_owned(), true)
    );
    tab.drag(Pointer::Mouse, cursor, from, (100.0, 0.0));
    tab.wait_for("location.hash.includes('fatal=')");
    let fatal = value("fatal");
    assert!((0.0095..=0.0105).contains(&fatal), "{fatal}");
    tab.expect_no_barriers("with a logarithmic map");
    tab.expect_no_problems();
}
