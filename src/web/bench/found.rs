//! What was found, in words and as a table: verdict, limits, and every explanation.

use crate::web::message::{Brought, Message, send};
use crate::web::{dom, export};
use bounceback_core::number::format::{percent, significant};
use bounceback_fit::builtin::{Builtin, Compared};
use bounceback_fit::data::Data;
use bounceback_fit::read::Reading;
use bounceback_fit::{Bench, Explanation, Said, Told, Wish};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement};

/// A bar for a difference of AIC ends here: what is so far off is out.
const FAR: f64 = 20.0;

/// Listens to what can be asked for.
pub(super) fn listen(root: &Element) {
    let choice = |name: &str, make: fn(bool) -> Brought| {
        if let Some(tick) = dom::slot::<HtmlInputElement>(root, name) {
            let ticked = tick.clone();
            dom::on(&tick, "change", move |_: Event| {
                send(Message::Data(make(ticked.checked())));
            });
        }
    };
    choice("flawless", Brought::Flawless);
    choice("origin", Brought::Origin);
    choice("exact", Brought::Exact);
    choice("carry", Brought::Carry);
    if let Some(copy) = dom::find::<Element>(root, "[data-bring=methods]") {
        let methods: Option<Element> = dom::slot(root, "methods");
        dom::on(&copy, "click", move |_: Event| {
            let text = methods.as_ref().and_then(|it| it.text_content());
            export::copy("methods section", text.unwrap_or_default());
        });
    }
    if let Some(menu) = dom::slot::<HtmlSelectElement>(root, "set") {
        let chosen = menu.clone();
        dom::on(&menu, "change", move |_: Event| {
            if let Ok(set) = usize::try_from(chosen.selected_index()) {
                send(Message::Data(Brought::Series(set)));
            }
        });
    }
}

/// Tells the story of a built-in set, or of none.
pub(super) fn story(root: &Element, set: Option<&Builtin>) -> Option<()> {
    let place: HtmlElement = dom::slot(root, "story")?;
    place.set_hidden(set.is_none());
    place.set_inner_html("");
    let set = set?;
    dom::put(&place, "p", &set.story())?;
    let trap = dom::make("p", "")?;
    dom::put(&trap, "strong", "The trap: ")?;
    dom::put(&trap, "span", &set.trap())?;
    dom::append(&place, &trap)?;
    let compared = set.compared();
    if !compared.is_empty() {
        dom::append(&place, &compare(&compared)?)?;
    }
    Some(())
}

/// What a table says beside what a formula does.
fn compare(all: &[Compared]) -> Option<Element> {
    let table = dom::make("table", "")?;
    let mut rows = vec![["", "in the table", "by the formula"].map(str::to_owned)];
    rows.extend(all.iter().map(|it| {
        let number = |value: f64| significant(value, 3);
        let value = match it.error {
            Some(error) => format!("{} ± {}", number(it.value), number(error)),
            None => number(it.value),
        };
        [it.name.clone(), value, number(it.expected)]
    }));
    for (index, cells) in rows.iter().enumerate() {
        let row = dom::make("tr", "")?;
        for (column, cell) in cells.iter().enumerate() {
            let is_head = index == 0 || column == 0;
            dom::put(&row, if is_head { "th" } else { "td" }, cell)?;
        }
        dom::append(&table, &row)?;
    }
    Some(table)
}

/// The sets of a table, of which one is looked at.
pub(super) fn sets(root: &Element, reading: &Reading, chosen: usize) -> Option<()> {
    let label: HtmlElement = dom::slot(root, "sets-of")?;
    let menu: HtmlSelectElement = dom::slot(root, "set")?;
    label.set_hidden(reading.series().len() < 2);
    menu.set_inner_html("");
    for set in reading.series() {
        dom::put(&menu, "option", &set.name)?;
    }
    menu.set_selected_index(i32::try_from(chosen).ok()?);
    Some(())
}

/// Shows all of it.
pub(super) fn show(
    root: &Element,
    bench: &Bench,
    (explanations, chosen): (&[Explanation], Option<&str>),
    said: &Said,
    wish: Wish,
) -> Option<()> {
    let rows = !matches!(bench.data(), Data::Paths(_));
    let cohorts = matches!(bench.data(), Data::Cohorts(_));
    for (name, offered, ticked) in [
        ("flawless", cohorts, wish.flawless),
        ("origin", rows, wish.origin),
        ("exact", !rows, wish.exact),
    ] {
        let tick: HtmlInputElement = dom::slot(root, name)?;
        tick.set_checked(ticked);
        let label: HtmlElement = tick.closest("label").ok()??.dyn_into().ok()?;
        label.set_hidden(!offered);
    }
    let runs: HtmlElement = dom::slot(root, "runs")?;
    runs.set_hidden(rows);
    let profiles: HtmlElement = dom::slot(root, "profiles")?;
    let shown = explanations.iter().find(|it| Some(it.name) == chosen);
    profiles.set_hidden(!rows || shown.is_none());
    let panels = shown.map_or(1, |it| it.parameters.len());
    let _ = (profiles.style()).set_property("--panels", &panels.to_string());
    table(&dom::slot(root, "fits")?, explanations, chosen)?;
    for (name, sentences) in [
        ("findings", &said.findings),
        ("limits", &said.limits),
        ("more", &said.more),
    ] {
        let list: HtmlElement = dom::slot(root, name)?;
        let part: HtmlElement = list.parent_element()?.dyn_into().ok()?;
        part.set_hidden(sentences.is_empty());
        fill(&list, sentences)?;
    }
    let methods: Element = dom::slot(root, "methods")?;
    methods.set_text_content(Some(&said.methods));
    Some(())
}

/// Puts sentences into a list, unless they stand there.
fn fill(list: &HtmlElement, sentences: &[String]) -> Option<()> {
    if list.text_content().unwrap_or_default() == sentences.concat() {
        return Some(());
    }
    list.set_inner_html("");
    for sentence in sentences {
        dom::put(list, "li", sentence)?;
    }
    Some(())
}

/// Every explanation: how far it is behind the best, and its parameters.
fn table(place: &HtmlElement, explanations: &[Explanation], chosen: Option<&str>) -> Option<()> {
    // Who has just pressed a button of it keeps the keyboard.
    let focused = dom::document()?
        .active_element()
        .filter(|it| place.contains(Some(it)))
        .and_then(|it| {
            Some((
                it.get_attribute("data-fit")?,
                it.get_attribute("data-action")?,
            ))
        });
    place.set_inner_html("");
    for explanation in explanations {
        let row = dom::make("tr", "")?;
        let is_chosen = Some(explanation.name) == chosen;
        if is_chosen {
            dom::set(&row, "class", "chosen");
        }
        let name = dom::make("th", "")?;
        dom::set(&name, "scope", "row");
        let look = button("look", explanation.name, explanation.label)?;
        dom::set(
            &look,
            "aria-pressed",
            if is_chosen { "true" } else { "false" },
        );
        dom::append(&name, &look)?;
        dom::put(&name, "small", explanation.formula)?;
        dom::append(&row, &name)?;
        dom::append(&row, &bar(explanation)?)?;
        let values = dom::make("td", "")?;
        for told in &explanation.parameters {
            dom::append(&values, &parameter(told)?)?;
        }
        if !explanation.converged {
            dom::put(&values, "small", "The search for it did not come to rest.")?;
        }
        dom::append(&row, &values)?;
        let take = dom::make("td", "")?;
        dom::append(&take, &button("adopt", explanation.name, "Adopt")?)?;
        dom::append(&row, &take)?;
        dom::append(place, &row)?;
    }
    if let Some((name, action)) = focused {
        let again = format!("[data-fit={name:?}][data-action={action}]");
        if let Some(button) = dom::find::<HtmlElement>(place, &again) {
            let _ = button.focus();
        }
    }
    Some(())
}

fn button(action: &'static str, name: &'static str, text: &str) -> Option<Element> {
    let button = dom::make("button", text)?;
    dom::set(&button, "type", "button");
    dom::set(&button, "data-action", action);
    dom::set(&button, "data-fit", name);
    dom::on(&button, "click", move |_: Event| {
        send(if action == "adopt" {
            Message::AdoptFit(name)
        } else {
            Message::Data(Brought::Choose(name))
        });
    });
    Some(button)
}

/// How far it is behind the best, as a bar and as a number.
fn bar(explanation: &Explanation) -> Option<Element> {
    let cell = dom::make("td", "")?;
    let told = if explanation.delta == 0.0 {
        "the best".to_owned()
    } else if explanation.is_among_the_best {
        format!("+{}: can’t tell", significant(explanation.delta, 2))
    } else {
        format!("+{}", significant(explanation.delta, 3))
    };
    let text = dom::make("span", &told)?;
    dom::set(
        &text,
        "title",
        &format!("Akaike weight {}", percent(explanation.weight)),
    );
    dom::append(&cell, &text)?;
    let bar: HtmlElement = dom::make("span", "")?.dyn_into().ok()?;
    dom::set(
        &bar,
        "class",
        if explanation.is_among_the_best {
            "behind near"
        } else {
            "behind"
        },
    );
    dom::set(&bar, "aria-hidden", "true");
    let width = (explanation.delta / FAR).clamp(0.0, 1.0) * 100.0;
    let _ = bar
        .style()
        .set_property("inline-size", &format!("{width:.1}%"));
    dom::append(&cell, &bar)?;
    Some(cell)
}

/// E = 1% (0.9% to 1.1%).
fn parameter(told: &Told) -> Option<Element> {
    let line = dom::make("div", "")?;
    dom::set(&line, "title", told.what);
    dom::put(&line, "var", told.symbol)?;
    dom::put(&line, "span", &format!(" = {}", told.value))?;
    dom::put(&line, "small", &format!(" ({})", told.range))?;
    Some(line)
}
