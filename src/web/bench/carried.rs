//! What a link carries of the data: the name of a set, or, where the reader wishes so and they
//! are small, the data themselves.

use crate::web::dom;
use bounceback_core::number::format::whole;
use bounceback_core::share::pack::{is_packed, pack, unpack};
use bounceback_fit::builtin::Builtin;
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// What is carried.
#[derive(Clone, Debug, Default)]
pub(super) struct Carried {
    text: String,
    set: Option<&'static Builtin>,
    /// The packed text, if it is small enough, and whether it may go along.
    packed: Option<String>,
    allowed: bool,
}

impl Carried {
    /// A set of the page.
    pub(super) fn set_of(set: &'static Builtin) -> Self {
        Self {
            set: Some(set),
            ..Self::default()
        }
    }

    /// What a link carries; nothing where it was cut, or means nothing.
    pub(super) fn of(value: &str) -> Option<Self> {
        if is_packed(value) {
            return Some(Self {
                text: unpack(value)?,
                set: None,
                packed: Some(value.to_owned()),
                allowed: true,
            });
        }
        Builtin::of(value).map(Self::set_of)
    }

    /// The reader has brought a text.
    pub(super) fn bring(&mut self, text: &str) {
        *self = Self {
            packed: pack(text),
            text: text.to_owned(),
            ..Self::default()
        };
    }

    /// Whether it may go along.
    pub(super) const fn allow(&mut self, allowed: bool) {
        self.allowed = allowed;
    }

    /// The set of the page that it is.
    pub(super) const fn set(&self) -> Option<&'static Builtin> {
        self.set
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What stands in the link.
    pub(super) fn value(&self) -> Option<&str> {
        match self.set {
            Some(set) => Some(set.name),
            None => self.packed.as_deref().filter(|_| self.allowed),
        }
    }

    /// Says what the link carries.
    pub(super) fn show(&self, root: &Element) {
        let tick: Option<HtmlInputElement> = dom::slot(root, "carry");
        let label: Option<HtmlElement> = dom::slot(root, "carrying");
        let words: Option<Element> = dom::slot(root, "carried");
        let (Some(tick), Some(label), Some(words)) = (tick, label, words) else {
            return;
        };
        label.set_hidden(self.text.is_empty() || self.set.is_some());
        tick.set_disabled(self.packed.is_none());
        tick.set_checked(self.allowed);
        let told = match &self.packed {
            None => "Too large to travel in a link: they stay here.".to_owned(),
            Some(packed) => {
                let letters = whole(packed.len() as u64);
                if self.allowed {
                    format!(
                        "The link carries the data, in {letters} letters: whoever has it can read them."
                    )
                } else {
                    format!("They stay here. In the link they would take {letters} letters.")
                }
            }
        };
        words.set_text_content(Some(&told));
    }
}
