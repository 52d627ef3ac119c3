//! The tools below a figure: its axes, its size, and what is taken away.

use super::figure::View;
use super::message::{Action, Message, send};
use super::page::Page;
use super::{KNOWS_PAGE, dom, export, frame, notes};
use crate::figure::scales;
use crate::scenario::Scenario;
use web_sys::{Element, Event};

/// How something of a figure is taken away.
type Take = fn(&View, &Page);

/// The buttons of axes: of the one to the right, and of the one up.
const AXES: [&str; 2] = ["x-scale", "y-scale"];

/// Puts the tools into a figure.
pub(super) fn fill(figure: &Element) {
    if !KNOWS_PAGE {
        return;
    }
    // Where another program has put them already they stay: someone may be pressing one.
    let Some(place) = dom::find::<Element>(figure, "[data-tools]:empty") else {
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

fn button(figure: &Element, action: &str) -> Option<Element> {
    dom::find(figure, &format!("[data-action={action}]"))
}

/// Says which axes of a figure are logarithmic.
pub(super) fn show_scales(figure: &Element, name: &str, scenario: &Scenario) {
    if !KNOWS_PAGE {
        return;
    }
    for (axis, scale) in AXES.into_iter().zip(scales(name)) {
        if let Some(button) = button(figure, axis) {
            let pressed = if scenario.is_log(scale) {
                "true"
            } else {
                "false"
            };
            dom::set(&button, "aria-pressed", pressed);
            // What else may lie along an axis is said by its button.
            #[cfg(feature = "atlas")]
            if let Some(parameter) = scenario.along(scale) {
                button.set_text_content(Some(&format!("Log {}", parameter.label)));
            }
        }
    }
}

/// Listens to every button of a figure.
pub(super) fn listen(index: usize, figure: &Element) {
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
    ] {
        on_click(name, Box::new(move || send(Message::Figure(index, action))));
    }
    if !KNOWS_PAGE {
        return;
    }
    // A browser hands over its screen, clipboard and files only within the click itself.
    let full = figure.clone();
    on_click(
        "full-screen",
        Box::new(move || {
            let page = dom::document();
            match page.filter(|page| page.fullscreen_element().is_some()) {
                Some(page) => page.exit_fullscreen(),
                None => {
                    let _ = full.request_fullscreen();
                }
            }
        }),
    );
    let takes: [(&str, Take); 4] = [
        ("copy-link", |view, page| {
            export::copy("link", page.link_to(view.name()));
        }),
        ("svg", View::save_svg),
        ("png", |view, _| {
            let figure = view.root().clone();
            view.save_png(move || {
                if let Some(place) = dom::find::<Element>(&figure, "[data-tools]") {
                    notes::offer(&place, export::NO_PNG, "Save as SVG", "svg");
                }
            });
        }),
        ("csv", View::save_csv),
    ];
    for (name, take) in takes {
        on_click(
            name,
            Box::new(move || {
                let _ = frame::with_page(|page| page.figure(index).map(|view| take(view, page)));
            }),
        );
    }
}
