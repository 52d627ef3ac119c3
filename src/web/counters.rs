//! The two large counters beside the living figure.

use super::dom;
use bounceback_core::plan::counters::Counts;
use web_sys::Element;

/// What stands in each of their places.
#[derive(Debug)]
pub(super) struct Counters(Vec<Place>);

#[derive(Debug)]
struct Place {
    name: String,
    element: Element,
    shown: String,
}

impl Counters {
    /// Binds every `data-count="name"`.
    pub(super) fn bind(root: &Element) -> Self {
        let places = dom::all(root, "[data-count]").into_iter();
        Self(
            places
                .filter_map(|element| {
                    Some(Place {
                        name: element.get_attribute("data-count")?,
                        shown: element.text_content().unwrap_or_default(),
                        element,
                    })
                })
                .collect(),
        )
    }

    /// Shows what is counted; nothing where that is not known yet.
    pub(super) fn show(&mut self, counts: Option<&Counts>) {
        for place in &mut self.0 {
            let known = counts.and_then(|counts| counts.text(&place.name));
            let text = known.unwrap_or_else(|| match place.name.as_str() {
                "flawless" | "answer" => "…".to_owned(),
                // Words stay, numbers don't.
                "means" | "never" => place.shown.clone(),
                _ => String::new(),
            });
            if text != place.shown {
                place.element.set_text_content(Some(&text));
                // What is not a mere number has room in smaller letters.
                let _ = place
                    .element
                    .toggle_attribute_with_force("data-long", text.chars().count() > 5);
                place.shown = text;
            }
        }
    }
}
