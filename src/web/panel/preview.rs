//! The preview of what is shared, and the height of its frame.

use super::Panel;
use crate::web::dom;
use bounceback_core::number::read;
use js_sys::Reflect;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, HtmlIFrameElement, HtmlInputElement, MessageEvent};

/// The heights that a frame may have, in CSS pixels.
const HEIGHTS: (u32, u32) = (120, 4000);

impl Panel {
    /// Shows an address in the preview, or nothing.
    pub(super) fn preview(&self, address: Option<String>) -> Option<()> {
        let place: HtmlElement = self.slot("preview")?;
        place.set_hidden(address.is_none());
        let address = address?;
        let mut state = self.state.borrow_mut();
        let height = state.height;
        if state.previewed != address {
            state.previewed.clone_from(&address);
            if let Some(frame) = &state.preview {
                // Set as its source, it would enter the history of the page.
                let window = frame.content_window()?;
                window.location().replace(&address).ok()?;
            } else {
                let document = dom::document()?;
                let frame = document.create_element("iframe").ok()?;
                let frame: HtmlIFrameElement = frame.dyn_into().ok()?;
                frame.set_title("Preview");
                frame.set_src(&address);
                place.append_child(&frame).ok()?;
                state.preview = Some(frame);
            }
        }
        if let Some(frame) = &state.preview {
            frame.set_height(&height.to_string());
        }
        drop(state);
        self.slot::<HtmlInputElement>("height")?
            .set_value(&height.to_string());
        Some(())
    }

    /// The preview has told its height.
    pub(super) fn fit(&self, event: &MessageEvent) {
        let height = {
            let state = self.state.borrow();
            let frame = state
                .preview
                .as_ref()
                .and_then(HtmlIFrameElement::content_window);
            let source = event.source().map(JsValue::from);
            if state.fixed || source.is_none() || source != frame.map(JsValue::from) {
                return;
            }
            let told = |name: &str| Reflect::get(&event.data(), &name.into()).unwrap_or_default();
            // Compared where it lies: whoever else is framed may say anything, at any length.
            let height: JsValue = "height".into();
            if told("bounceback") != height {
                return;
            }
            told("height").as_f64()
        };
        if let Some(height) = height.filter(|height| height.is_finite()) {
            let height = (height.ceil().max(0.0) as u32).clamp(HEIGHTS.0, HEIGHTS.1);
            let changed = self.state.borrow().height != height;
            self.state.borrow_mut().height = height;
            if changed {
                self.write();
            }
        }
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
