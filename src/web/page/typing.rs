//! Values that a person has typed: how they are understood, and what is said of it.

use super::Page;
use crate::web::control::Control;
use crate::web::{dom, notes, rooms};
use bounceback_core::model::parameter::{Key, Kind};
use bounceback_core::model::scenario::parameter;
use bounceback_core::model::table::meant;
use bounceback_core::number::format::shorten;
use bounceback_core::number::read;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

impl Page {
    /// Takes a value as a person has typed it, or the nearest legal one, and says so.
    pub(super) fn write(&mut self, key: Key, text: &str, in_prose: bool) {
        let kind = parameter(key).kind;
        let is_share = kind == Kind::Probability;
        let problem = if let Some(meant) = meant(kind, text) {
            self.set_text(key, &meant)
        } else {
            let (name, used) = (parameter(key).label, self.scenario.display(key));
            let text = shorten(text);
            Some(format!(
                "{name}: “{text}” is less than nothing; {used} is used instead."
            ))
        };
        for control in self.controls.iter().filter(|control| control.key() == key) {
            control.forget();
        }
        self.changed();
        self.show_scenario();
        let understood = is_share.then(|| read::understood(text, self.scenario.number(key)));
        // It is said where the reader is: at the control, or below the sentence.
        let own =
            |control: &&Control| !in_prose && control.key() == key && dom::is_shown(control.root());
        let mut told = false;
        for control in self.controls.iter().filter(own) {
            told = true;
            match (&problem, &understood) {
                (Some(problem), _) => control.complain(text, problem),
                (None, Some(words)) => control.understand(words),
                (None, None) => {}
            }
        }
        let Some(words) = problem.as_ref().or(understood.as_ref()).filter(|_| !told) else {
            return;
        };
        let places = dom::all(&self.root, "[data-said]").into_iter();
        let mut places = places.filter_map(|it| it.dyn_into::<HtmlElement>().ok());
        if let Some(place) = places.find(|it| rooms::is_shown(it)) {
            place.set_text_content(Some(words));
            self.said = Some(place);
        } else if problem.is_some() {
            notes::add(words);
        }
    }

    /// Sets a value; says what was wrong with it.
    pub(super) fn set_text(&mut self, key: Key, text: &str) -> Option<String> {
        let name = parameter(key).label;
        if key == Key::Schema {
            let remarks = self.scenario.set_schema(text);
            return remarks.first().map(|remark| format!("{name}: {remark}"));
        }
        let why = self
            .scenario
            .set_text(key, text)
            .and_then(|()| self.scenario.check(key))
            .err()?;
        let used = self.scenario.display(key);
        let text = shorten(text);
        Some(format!("{name}: “{text}” {why}; {used} is used instead."))
    }
}
