//! A choice within a sentence.

use super::dom;
use super::message::{Message, send};
use bounceback_core::model::parameter::{Key, Kind};
use bounceback_core::model::scenario::{Scenario, parameter_named};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlSelectElement};

/// A list of the names that a parameter can have.
#[derive(Debug)]
pub(super) struct Pick {
    key: Key,
    select: HtmlSelectElement,
}

/// Binds every `<select data-pick="key">`.
pub(super) fn picks(root: &Element) -> Vec<Pick> {
    let all = dom::all(root, "select[data-pick]").into_iter();
    all.filter_map(|element| Pick::bind(&element)).collect()
}

impl Pick {
    fn bind(element: &Element) -> Option<Self> {
        let parameter = parameter_named(&element.get_attribute("data-pick")?)?;
        let Kind::Choice(names) = parameter.kind else {
            return None;
        };
        let select: HtmlSelectElement = element.clone().dyn_into().ok()?;
        dom::set(element, "aria-label", parameter.label);
        select.set_inner_html("");
        for name in names {
            dom::put(&select, "option", name)?;
        }
        let (key, chosen) = (parameter.key, select.clone());
        dom::on(element, "change", move |_: Event| {
            send(Message::Write(key, dom::value(&chosen)));
            send(Message::Settled);
        });
        Some(Self { key, select })
    }

    pub(super) fn show(&self, scenario: &Scenario) {
        self.select.set_value(scenario.choice(self.key));
    }
}
