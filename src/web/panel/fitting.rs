//! The previews on the panel, on a telephone and beside a text, and the height of the frame.

use super::Panel;
use super::preview::Preview;
use crate::web::dom;
use bounceback_core::number::read;
use js_sys::Reflect;
use wasm_bindgen::JsValue;
use web_sys::{HtmlElement, HtmlInputElement, MessageEvent};

/// The heights that a frame may have, in CSS pixels.
const HEIGHTS: (u32, u32) = (120, 4000);

/// The widths that are previewed.
const WIDTHS: [u32; 2] = [700, 320];

impl Panel {
    /// Shows an address in the previews, or nothing.
    pub(super) fn preview(&self, address: Option<String>, fits: bool) -> Option<()> {
        let place: HtmlElement = self.slot("preview")?;
        place.set_hidden(address.is_none());
        let address = address?;
        let mut state = self.state.borrow_mut();
        if state.previewed != address {
            state.previewed.clone_from(&address);
            if state.previews.is_empty() {
                let made = WIDTHS.map(|width| Preview::new(&place, width, &address));
                state.previews.extend(made.into_iter().flatten());
            } else {
                for preview in &state.previews {
                    preview.ask(&address);
                }
            }
        }
        let height = state.height;
        for preview in &state.previews {
            preview.show(preview.needed.filter(|_| fits).unwrap_or(height));
        }
        drop(state);
        self.slot::<HtmlInputElement>("height")?
            .set_value(&height.to_string());
        Some(())
    }

    /// Takes the previews away: what is not seen need not run.
    pub(super) fn close_previews(&self) -> Option<()> {
        let mut state = self.state.borrow_mut();
        state.previewed.clear();
        state.previews.clear();
        self.slot::<HtmlElement>("preview")?.set_inner_html("");
        Some(())
    }

    /// A preview has told its height.
    pub(super) fn fit(&self, event: &MessageEvent) -> Option<()> {
        let source = JsValue::from(event.source()?);
        let told = |name: &str| Reflect::get(&event.data(), &name.into()).unwrap_or_default();
        // Compared where it lies: whoever else is framed may say anything, at any length.
        let said: JsValue = "height".into();
        if told("bounceback") != said {
            return None;
        }
        let height = told("height").as_f64().filter(|it| it.is_finite())?;
        let height = (height.ceil().max(0.0) as u32).clamp(HEIGHTS.0, HEIGHTS.1);
        let mut state = self.state.borrow_mut();
        let window = |preview: &Preview| preview.frame.content_window().map(JsValue::from);
        let mut previews = state.previews.iter_mut();
        let preview = previews.find(|it| window(it).as_ref() == Some(&source))?;
        if preview.needed.replace(height) == Some(height) {
            return None;
        }
        if !state.fixed {
            // A frame that does not follow has room for all of it at either width.
            let needed = state.previews.iter().filter_map(|it| it.needed);
            state.height = needed.max().unwrap_or(state.height);
        }
        drop(state);
        self.write();
        Some(())
    }

    /// Takes the height that has been typed, or the nearest that a frame may have.
    pub(super) fn take_height(&self) {
        let Some(field) = self.slot::<HtmlInputElement>("height") else {
            return;
        };
        if let Some(height) = read::parse_number(&dom::value(&field)) {
            let mut state = self.state.borrow_mut();
            state.height = (height.round().max(0.0) as u32).clamp(HEIGHTS.0, HEIGHTS.1);
            state.fixed = true;
        }
    }
}
