//! How data come to the page: pasted, opened, dropped, or one of the sets it has.

use crate::web::dom;
use crate::web::message::{Brought, Message, send};
use bounceback_fit::builtin::BUILTINS;
use bounceback_fit::read::{LONGEST_TEXT, decode};
use js_sys::{Function, JsString, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, Element, Event, HtmlElement, HtmlInputElement};

/// Listens for data: in the room, and for files that are dropped anywhere.
pub(super) fn listen(root: &Element) -> Option<()> {
    let page = dom::document()?.document_element()?;
    let text: HtmlElement = dom::slot(root, "text")?;
    let field = text.clone();
    let read = move || send(Message::Data(Brought::Text(whole(&field))));
    // What is pasted is read at once; what is typed, when that is asked for.
    let pasted = read.clone();
    let typed = text.clone();
    dom::on(&text, "input", move |event: Event| {
        let kind = dom::text(&event, "inputType");
        if kind == "insertFromPaste" || dom::value(&typed).is_empty() {
            pasted();
        }
    });
    on_click(root, "read", read);
    on_click(root, "stop", || send(Message::Data(Brought::Stop)));
    let file: HtmlInputElement = dom::slot(root, "file")?;
    let opener = file.clone();
    on_click(root, "open", move || opener.click());
    let opened = file.clone();
    dom::on(&file, "change", move |_: Event| {
        let _ = take(&opened);
        // The same file may be opened once more.
        opened.set_value("");
    });
    dom::on(&page, "dragover", |event: Event| {
        if files_of(&event).is_some() {
            event.prevent_default();
        }
    });
    dom::on(&page, "drop", |event: Event| {
        if let Some(carried) = files_of(&event) {
            event.prevent_default();
            let _ = take(&carried);
        }
    });
    let sets: Element = dom::slot(root, "sets")?;
    for set in &BUILTINS {
        let button = dom::make("button", set.label)?;
        dom::set(&button, "type", "button");
        dom::set(&button, "data-set", set.name);
        dom::on(&button, "click", move |_: Event| {
            send(Message::Data(Brought::Set(set.name)));
        });
        dom::append(&sets, &button)?;
    }
    Some(())
}

fn on_click(root: &Element, name: &str, handler: impl Fn() + 'static) {
    if let Some(button) = dom::find::<Element>(root, &format!("[data-bring={name}]")) {
        dom::on(&button, "click", move |_: Event| handler());
    }
}

/// All that stands in the field, cut a little behind the longest text that is read.
fn whole(field: &HtmlElement) -> String {
    let value = Reflect::get(field, &"value".into()).unwrap_or_default();
    let text = value.dyn_ref::<JsString>();
    text.map_or_else(String::new, |text| {
        text.slice(0, LONGEST_TEXT as u32 + 1).into()
    })
}

/// What an event of dragging carries, where that are files.
fn files_of(event: &Event) -> Option<JsValue> {
    let carried = Reflect::get(event, &"dataTransfer".into()).ok()?;
    let types = js_sys::Array::from(&Reflect::get(&carried, &"types".into()).ok()?);
    types.includes(&"Files".into(), 0).then_some(carried)
}

/// Reads the first of some files.
fn take(holder: &JsValue) -> Option<()> {
    let files = Reflect::get(holder, &"files".into()).ok()?;
    let file: Blob = Reflect::get_u32(&files, 0).ok()?.dyn_into().ok()?;
    // No more is taken over than is read.
    let part = file
        .slice_with_f64_and_f64(0.0, LONGEST_TEXT as f64 + 1.0)
        .ok()?;
    let read = Closure::once_into_js(|buffer: JsValue| {
        let bytes = Uint8Array::new(&buffer).to_vec();
        send(Message::Data(Brought::Text(decode(&bytes))));
    });
    let failed = Closure::once_into_js(|_: JsValue| send(Message::Data(Brought::Unread)));
    let buffer = method(&part, "arrayBuffer")?.call0(&part).ok()?;
    method(&buffer, "then")?
        .call2(&buffer, &read, &failed)
        .ok()?;
    Some(())
}

fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}
