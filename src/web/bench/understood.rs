//! What was understood of a text, before it is used: the kind of the data, what each column
//! means, what has to be asked, and what was left out.

use crate::web::dom;
use crate::web::message::{Brought, Message, send};
use bounceback_core::number::format::{count, shortest};
use bounceback_core::number::read::parse_number;
use bounceback_fit::read::{Ask, Kind, Look, Reading, Role};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement};

/// So many of the first rows are shown.
const ROWS: usize = 6;

/// So many of the rows that were left out are told one by one.
const REJECTED: usize = 20;

/// Shows all of it, in the place for it.
pub(super) fn show(place: &HtmlElement, reading: &Reading) -> Option<()> {
    place.set_hidden(false);
    let told = format!("Read as {}. {}", reading.format(), reading.summary());
    dom::slot::<Element>(place, "summary")?.set_text_content(Some(&told));
    kinds(&dom::slot(place, "kinds")?, reading);
    questions(&dom::slot(place, "questions")?, reading);
    grid(&dom::slot(place, "grid")?, reading);
    notes(&dom::slot(place, "notes")?, reading);
    rejected(&dom::slot(place, "rejected")?, reading)
}

/// The three kinds, and which one it is.
fn kinds(place: &HtmlElement, reading: &Reading) -> Option<()> {
    // Where that is asked, it is answered there.
    let asked = reading.questions().iter().any(|it| it.ask == Ask::Kind);
    place.set_hidden(reading.kind().is_none() || asked);
    let legend = place.first_element_child()?;
    place.set_inner_html("");
    dom::append(place, &legend)?;
    for kind in Kind::ALL {
        let label = dom::make("label", "")?;
        let choice: HtmlInputElement = dom::make("input", "")?.dyn_into().ok()?;
        choice.set_type("radio");
        dom::set(&choice, "autocomplete", "off");
        choice.set_name("data-kind");
        choice.set_checked(reading.kind() == Some(kind));
        dom::on(&choice, "change", move |_: Event| {
            send(Message::Data(Brought::Kind(kind)));
        });
        dom::append(&label, &choice)?;
        dom::put(&label, "strong", kind.name())?;
        dom::put(&label, "span", kind.help())?;
        dom::append(place, &label)?;
    }
    Some(())
}

/// What the text alone doesn't tell, and the answers.
fn questions(place: &HtmlElement, reading: &Reading) -> Option<()> {
    place.set_inner_html("");
    for question in reading.questions() {
        let group = dom::make("fieldset", "")?;
        dom::put(&group, "legend", &question.text)?;
        for (index, choice) in question.choices.iter().enumerate() {
            let label = dom::make("label", "")?;
            let button: HtmlInputElement = dom::make("input", "")?.dyn_into().ok()?;
            button.set_type("radio");
            dom::set(&button, "autocomplete", "off");
            button.set_name(&format!("ask-{:?}", question.ask));
            button.set_checked(question.chosen == Some(index));
            dom::append(&label, &button)?;
            dom::put(&label, "span", &choice.label)?;
            let number = match choice.wants {
                Some(wanted) => {
                    let field: HtmlInputElement = dom::make("input", "")?.dyn_into().ok()?;
                    field.set_type("text");
                    dom::set(&field, "autocomplete", "off");
                    dom::set(&field, "inputmode", "decimal");
                    dom::set(&field, "aria-label", wanted);
                    dom::set(&field, "placeholder", wanted);
                    if let Some(given) = question.number.filter(|_| button.checked()) {
                        field.set_value(&shortest(given));
                    }
                    dom::append(&label, &field)?;
                    Some(field)
                }
                None => None,
            };
            answers(question.ask, index, &button, number);
            dom::append(&group, &label)?;
        }
        dom::append(place, &group)?;
    }
    Some(())
}

/// An answer is given by its button, or by the number that it wants.
fn answers(ask: Ask, choice: usize, button: &HtmlInputElement, number: Option<HtmlInputElement>) {
    let give = {
        let number = number.clone();
        move || {
            let given = number
                .as_ref()
                .map(|field| parse_number(&dom::value(field)));
            // It is not answered before the number is there.
            if given != Some(None) {
                send(Message::Data(Brought::Answer(ask, choice, given.flatten())));
            }
        }
    };
    if let Some(field) = &number {
        let chosen = button.clone();
        let give = give.clone();
        dom::on(field, "change", move |_: Event| {
            chosen.set_checked(true);
            give();
        });
    }
    dom::on(button, "change", move |_: Event| {
        if let Some(field) = &number {
            let _ = field.focus();
        }
        give();
    });
}

/// The first rows, and above each column what it means.
fn grid(place: &HtmlElement, reading: &Reading) -> Option<()> {
    place.set_inner_html("");
    let table = dom::make("table", "")?;
    let head = dom::make("thead", "")?;
    let (names, roles) = (dom::make("tr", "")?, dom::make("tr", "")?);
    dom::put(&names, "th", reading.unit())?;
    dom::put(&roles, "td", "")?;
    let looks: Vec<&str> = reading.columns().iter().map(|it| look(it.look)).collect();
    for (index, column) in reading.columns().iter().enumerate() {
        let name = dom::make("th", &column.heading)?;
        dom::set(&name, "scope", "col");
        dom::set(&name, "data-look", looks[index]);
        dom::append(&names, &name)?;
        let cell = dom::make("td", "")?;
        dom::append(&cell, &menu(index, &column.heading, column.role)?)?;
        dom::put(&cell, "small", &column.reason)?;
        dom::append(&roles, &cell)?;
    }
    dom::append(&head, &names)?;
    dom::append(&head, &roles)?;
    dom::append(&table, &head)?;
    let body = dom::make("tbody", "")?;
    for (line, cells) in reading.head(ROWS) {
        let row = dom::make("tr", "")?;
        dom::put(&row, "th", &line.to_string())?;
        for (cell, look) in cells.into_iter().zip(&looks) {
            let made = dom::make("td", cell)?;
            dom::set(&made, "data-look", look);
            dom::append(&row, &made)?;
        }
        dom::append(&body, &row)?;
    }
    dom::append(&table, &body)?;
    dom::append(place, &table)?;
    Some(())
}

/// How the cells of a column are set: numbers to the right.
const fn look(look: Look) -> &'static str {
    match look {
        Look::Number => "number",
        Look::YesNo => "truth",
        Look::Run => "path",
        Look::Text | Look::Empty => "text",
    }
}

/// The roles that a column may have.
fn menu(column: usize, heading: &str, role: Role) -> Option<Element> {
    let menu: HtmlSelectElement = dom::make("select", "")?.dyn_into().ok()?;
    dom::set(&menu, "autocomplete", "off");
    dom::set(&menu, "aria-label", &format!("What {heading} means"));
    dom::set(&menu, "data-role", role.name());
    for possible in Role::ALL {
        let option = dom::make("option", possible.name())?;
        dom::set(&option, "title", possible.help());
        dom::append(&menu, &option)?;
    }
    menu.set_value(role.name());
    let changed = menu.clone();
    dom::on(&menu, "change", move |_: Event| {
        if let Some(role) = Role::of(&dom::value(&changed)) {
            send(Message::Data(Brought::Role(column, role)));
        }
    });
    menu.dyn_into().ok()
}

fn notes(place: &HtmlElement, reading: &Reading) -> Option<()> {
    place.set_inner_html("");
    for note in reading.notes() {
        dom::put(place, "li", note)?;
    }
    Some(())
}

/// What was left out, each row with its reason.
fn rejected(place: &HtmlElement, reading: &Reading) -> Option<()> {
    let all = reading.rejected_count();
    place.set_hidden(all == 0);
    place.set_inner_html("");
    let told = format!("{} left out, and why", count(all as u64, "row"));
    dom::put(place, "summary", &told)?;
    let list = dom::make("ul", "")?;
    for row in reading.rejected().iter().take(REJECTED) {
        let words = format!("{} {}: {}", reading.unit(), row.line, row.reason);
        dom::put(&list, "li", &words)?;
    }
    if all > REJECTED {
        let more = format!("and {} more", all - REJECTED);
        dom::put(&list, "li", &more)?;
    }
    dom::append(place, &list)?;
    Some(())
}
