//! The tools below a figure: its axes, its size, and what is taken away.

use super::figure::View;
use super::message::{Action, Message, send};
use super::page::Page;
use super::{dom, export, frame, notes, panel};
use crate::figure::scales;
use bounceback_core::model::scenario::Scenario;
use web_sys::{Element, Event};

/// How something of a figure is taken away.
type Take = fn(&View, &Page);

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
    let name = figure.get_attribute("data-figure").unwrap_or_default();
    on_click(
        "share",
        Box::new(move || {
            let _ = panel::open(&name);
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
