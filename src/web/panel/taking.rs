//! What the buttons of the panel do: copy, send, take a picture away.

use super::Panel;
use crate::web::tools::Take;
use crate::web::{dom, export};
use js_sys::Reflect;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlTextAreaElement, MouseEvent};

impl Panel {
    /// What is done by a button, or by a click beside the panel.
    pub(super) fn click(&self, event: &MouseEvent) {
        let Some(target) = event.target().and_then(|it| it.dyn_into::<Element>().ok()) else {
            return;
        };
        // Outside the panel is its backdrop, which counts as the dialog itself.
        if target.is_same_node(Some(&self.dialog)) {
            let place = self.dialog.get_bounding_client_rect();
            let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
            let inside = (place.left()..=place.right()).contains(&x)
                && (place.top()..=place.bottom()).contains(&y);
            if !inside {
                self.dialog.close();
            }
            return;
        }
        let button = target.closest("button").ok().flatten();
        let Some(button) = button else { return };
        if let Some(name) = button.get_attribute("data-copy") {
            let _ = self.copy(&name);
        }
        match button.get_attribute("data-action").as_deref() {
            Some("close") => self.dialog.close(),
            Some("sheet") => {
                let _ = self.send();
            }
            Some("svg") => self.take(Take::Svg),
            Some("png") => self.take(Take::Png),
            _ => {}
        }
    }

    /// Takes a picture away. The button for SVG stands beside the one for PNG.
    fn take(&self, what: Take) {
        let told = self.slot::<Element>("told");
        let take = self.state.borrow().take.clone();
        take(
            what,
            Rc::new(move || {
                if let Some(told) = &told {
                    told.set_text_content(Some(export::NO_PNG));
                }
            }),
        );
    }

    /// Copies a field; where the clipboard is refused, selects it.
    fn copy(&self, name: &str) -> Option<()> {
        let field: HtmlTextAreaElement = self.slot(name)?;
        let told: Element = self.slot("told")?;
        let text = dom::value(&field);
        export::write(&text, move |copied| {
            if copied {
                told.set_text_content(Some("Copied."));
            } else {
                let _ = field.focus();
                field.select();
                told.set_text_content(Some(
                    "The browser does not let this page copy. What you want is selected.",
                ));
            }
        });
        Some(())
    }

    /// Whether the browser has ways of sending.
    pub(super) fn can_send() -> bool {
        share_sheet().is_some()
    }

    /// Hands the link to the browser's own ways of sending.
    fn send(&self) -> Option<()> {
        let (navigator, share) = share_sheet()?;
        let shared = js_sys::Object::new();
        let field: HtmlTextAreaElement = self.slot("link")?;
        for (name, value) in [
            ("title", "Bounceback".to_owned()),
            ("url", dom::value(&field)),
        ] {
            Reflect::set(&shared, &name.into(), &value.into()).ok()?;
        }
        let promise = share.call1(&navigator, &shared).ok()?;
        // Who thinks better of it has not made a mistake.
        let catch: js_sys::Function = Reflect::get(&promise, &"catch".into())
            .ok()?
            .dyn_into()
            .ok()?;
        let ignored = Closure::once_into_js(|| {});
        catch.call1(&promise, &ignored).ok()?;
        Some(())
    }
}

/// The browser's function for sending, and the object it belongs to, where there is one.
fn share_sheet() -> Option<(JsValue, js_sys::Function)> {
    let navigator: JsValue = dom::window()?.navigator().into();
    let share = Reflect::get(&navigator, &"share".into()).ok()?;
    Some((navigator, share.dyn_into().ok()?))
}
