//! Taking a figure away: link, SVG, PNG, CSV.

use super::canvas::density;
use super::{dom, notes};
use crate::figure::ink::{Resolution, ink};
use crate::figure::poster::Poster;
use crate::figure::theme::Theme;
use crate::figure::{Drawing as _, Sheet};
use plotters::drawing::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlCanvasElement, Url};

/// What is said where there is no PNG.
pub(super) const NO_PNG: &str = "The browser makes no PNG of this picture: some refuse it to keep the reader private, others for the size. As SVG it can be saved.";

/// Copies a text, and says what; where the clipboard is refused, shows it to be selected.
pub(super) fn copy(what: &'static str, text: String) {
    write(&text.clone(), move |copied| {
        if copied {
            notes::add(&format!("The {what} is copied."));
        } else {
            refused(what, &text);
        }
    });
}

/// Puts a text on the clipboard, and tells whether it is there.
pub(super) fn write(text: &str, tell: impl Fn(bool) + 'static) {
    let Some(navigator) = dom::window().map(|window| window.navigator()) else {
        return;
    };
    // Absent in insecure contexts and refused in sandboxed frames.
    let clipboard: JsValue =
        js_sys::Reflect::get(&navigator, &"clipboard".into()).unwrap_or_default();
    let Ok(clipboard) = clipboard.dyn_into::<web_sys::Clipboard>() else {
        tell(false);
        return;
    };
    let promise = clipboard.write_text(text);
    let tell = Rc::new(tell);
    let told = tell.clone();
    let copied = Closure::once_into_js(move || told(true));
    let not_copied = Closure::once_into_js(move || tell(false));
    let then = js_sys::Reflect::get(&promise, &"then".into()).unwrap_or_default();
    if let Ok(then) = then.dyn_into::<js_sys::Function>() {
        let _ = then.call2(&promise, &copied, &not_copied);
    }
}

fn refused(what: &str, text: &str) {
    notes::add(&format!(
        "The browser does not let this page copy. Here is the {what}, to be selected: {text}"
    ));
}

/// Hands a text to the reader as a file.
pub(super) fn save_text(name: &str, kind: &str, text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options);
    save(name, blob.ok().as_ref());
}

/// Hands a picture to the reader as a PNG file. A browser may refuse what is asked of a
/// canvas, at once or later, for its size or for the reader's privacy: that is told.
pub(super) fn save_png(
    name: &str,
    poster: &Poster<'_>,
    theme: &Theme,
    refused: impl Fn() + Clone + 'static,
) {
    if try_save_png(name, poster, theme, refused.clone()).is_none() {
        refused();
    }
}

fn try_save_png(
    name: &str,
    poster: &Poster<'_>,
    theme: &Theme,
    refused: impl Fn() + 'static,
) -> Option<()> {
    let canvas: HtmlCanvasElement = dom::document()?
        .create_element("canvas")
        .ok()?
        .dyn_into()
        .ok()?;
    let (width, height) = poster.size();
    let resolution = Resolution { scale: density() };
    canvas.set_width((width * resolution.scale) as u32);
    canvas.set_height((height * resolution.scale) as u32);
    let mut sheet = Sheet::new((width, height), *theme);
    poster.draw(&mut sheet);
    let area = CanvasBackend::with_canvas_object(canvas.clone())?.into_drawing_area();
    ink(&area, sheet.marks(), resolution).ok()?;
    let name = name.to_owned();
    let done = Closure::once_into_js(move |blob: Option<Blob>| match blob {
        Some(blob) => save(&name, Some(&blob)),
        None => refused(),
    });
    canvas.to_blob(done.unchecked_ref()).ok()
}

/// Hands a file to the reader, if the browser has made it.
fn save(name: &str, blob: Option<&Blob>) {
    if blob.and_then(|blob| try_save(name, blob)).is_none() {
        notes::add("The browser does not let this page save files.");
    }
}

fn try_save(name: &str, blob: &Blob) -> Option<()> {
    let url = Url::create_object_url_with_blob(blob).ok()?;
    let anchor: HtmlAnchorElement = dom::document()?.create_element("a").ok()?.dyn_into().ok()?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    // The download has been handed over once the click has been dealt with.
    let release = Closure::once_into_js(move || {
        let _ = Url::revoke_object_url(&url);
    });
    dom::window()?
        .set_timeout_with_callback_and_timeout_and_arguments_0(release.unchecked_ref(), 10_000)
        .ok()?;
    Some(())
}
