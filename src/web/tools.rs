//! The tools below a figure: its axes, its size, and what is taken away.

use super::message::{Action, Message, send};
use super::{dom, projecting};
use crate::figure::scales;
use bounceback_core::model::scenario::Scenario;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, Node};

/// What is taken away of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Take {
    /// Its link, to the clipboard.
    Link,
    /// A picture that can be scaled.
    Svg,
    /// One of pixels.
    Png,
    /// Its numbers.
    Csv,
    /// The same, to the clipboard, as a spreadsheet takes them.
    Cells,
}

/// The buttons of axes: of the one to the right, and of the one up.
const AXES: [&str; 2] = ["x-scale", "y-scale"];

/// Puts the tools into a figure.
pub(super) fn fill(figure: &Element) {
    let Some(place) = dom::find::<Element>(figure, "[data-tools]") else {
        return;
    };
    let template = dom::document().and_then(|page| page.get_element_by_id("tools"));
    if let Some(template) = template {
        place.set_inner_html(&template.inner_html());
    }
    if !dom::document().is_some_and(|page| page.fullscreen_enabled())
        && let Some(button) = button(figure, "full-screen")
    {
        button.remove();
    }
}

/// Shuts menus that are open once a hand goes elsewhere, or on Escape.
pub(super) fn shut_menus(root: &Element) {
    let within = root.clone();
    dom::on(root, "click", move |event: Event| {
        let target: Option<Node> = event.target().and_then(|it| it.dyn_into().ok());
        // What was asked of a menu is done, and the figure is to be seen.
        let asked = target.as_ref().and_then(|it| it.dyn_ref::<Element>());
        let asked = asked.and_then(|it| it.closest(".menu button").ok()?);
        if let Some(menu) = asked.and_then(|it| it.closest(".menu").ok()?)
            && !is_in_dialog(&event)
        {
            let _ = menu.remove_attribute("open");
            if let Some(summary) = dom::find::<HtmlElement>(&menu, "summary") {
                let _ = summary.focus();
            }
        }
        if !is_in_dialog(&event) {
            shut_all_but(&within, target.as_ref());
        }
    });
    let within = root.clone();
    dom::on(root, "keydown", move |event: KeyboardEvent| {
        if event.key() == "Escape" && !is_in_dialog(&event) {
            // The keyboard stays where the menu was.
            let open = dom::find::<HtmlElement>(&within, ".menu[open]:focus-within > summary");
            shut_all_but(&within, None);
            if let Some(open) = open {
                let _ = open.focus();
            }
        }
    });
}

/// Who shares comes back to the button, and so to its menu.
fn is_in_dialog(event: &Event) -> bool {
    let target: Option<Element> = event.target().and_then(|it| it.dyn_into().ok());
    target.is_some_and(|it| it.closest("dialog").is_ok_and(|dialog| dialog.is_some()))
}

fn shut_all_but(root: &Element, kept: Option<&Node>) {
    for menu in dom::all(root, ".menu[open]") {
        if kept.is_none() || !menu.contains(kept) {
            let _ = menu.remove_attribute("open");
        }
    }
}

fn button(figure: &Element, action: &str) -> Option<Element> {
    dom::find(figure, &format!("[data-action={action}]"))
}

/// Says which axes of a figure are logarithmic.
pub(super) fn show_scales(figure: &Element, name: &str, scenario: &Scenario) {
    for (axis, scale) in AXES.into_iter().zip(scales(name)) {
        if let Some(button) = button(figure, axis) {
            let pressed = if scenario.is_log(scale) {
                "true"
            } else {
                "false"
            };
            dom::set(&button, "aria-pressed", pressed);
            // What else may lie along an axis is said by its button.
            if let Some(parameter) = scenario.along(scale) {
                button.set_text_content(Some(&format!("Log {}", parameter.label)));
            }
        }
    }
}

/// Listens to every button of a figure. A browser hands over its clipboard and files only
/// within the click itself: `take` is called there.
pub(super) fn listen(index: usize, figure: &Element, take: impl Fn(Take) + Clone + 'static) {
    let on_click = |action: &str, handler: Box<dyn Fn()>| {
        if let Some(button) = button(figure, action) {
            dom::on(&button, "click", move |_: Event| handler());
        }
    };
    for (name, action) in [
        ("x-scale", Action::XScale),
        ("y-scale", Action::YScale),
        ("table", Action::Table),
        ("play", Action::Play),
        ("step", Action::Step),
        ("reset", Action::Rewind),
        ("reseed", Action::Reseed),
        ("share", Action::Share),
    ] {
        on_click(name, Box::new(move || send(Message::Figure(index, action))));
    }
    // So it does with its screen.
    let full = figure.clone();
    on_click(
        "full-screen",
        Box::new(move || {
            shut_all_but(&full, None);
            projecting::toggle(&full);
        }),
    );
    for (name, what) in [
        ("copy-link", Take::Link),
        ("svg", Take::Svg),
        ("png", Take::Png),
        ("csv", Take::Csv),
        ("cells", Take::Cells),
    ] {
        let take = take.clone();
        on_click(name, Box::new(move || take(what)));
    }
}
