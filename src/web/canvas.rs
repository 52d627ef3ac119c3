//! A canvas with enough backing pixels that plotters' whole-pixel curves are smooth.

use super::dom;
use super::message::{Message, send};
use super::projecting::magnification;
use crate::figure::ink::{Resolution, ink};
use crate::figure::theme::Theme;
use crate::figure::{Drawing, Mark, Sheet};
use plotters::drawing::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    AddEventListenerOptions, CanvasRenderingContext2d, Element, HtmlCanvasElement, MediaQueryList,
};

thread_local! {
    /// The question whether the pixel ratio is what it was; a browser may forget one that
    /// nobody keeps.
    static SAME_RATIO: RefCell<Option<MediaQueryList>> = const { RefCell::new(None) };
    static OTHER_RATIO: Closure<dyn Fn()> = Closure::new(|| {
        send(Message::Redraw);
        watch_ratio();
    });
}

/// Draws everything anew whenever there are other pixels: the page is zoomed, or its window
/// was taken to another screen. Nothing needs to change its size with that.
pub(super) fn watch_ratio() {
    // A question about one ratio tells when that is left: each has to be asked anew.
    let same = dom::window().and_then(|window| {
        let query = format!("(resolution: {}dppx)", window.device_pixel_ratio());
        window.match_media(&query).ok()?
    });
    if let Some(same) = &same {
        let once = AddEventListenerOptions::new();
        once.set_once(true);
        OTHER_RATIO.with(|other| {
            let _ = same.add_event_listener_with_callback_and_add_event_listener_options(
                "change",
                other.as_ref().unchecked_ref(),
                &once,
            );
        });
    }
    SAME_RATIO.set(same);
}

/// Backing pixels for each CSS pixel: at least two, since plotters knows no fractions of
/// pixels, and at most four, beyond which nobody sees more.
pub(super) fn density() -> f64 {
    let ratio = dom::window().map_or(2.0, |window| window.device_pixel_ratio());
    (ratio * magnification()).ceil().clamp(2.0, 4.0)
}

/// A canvas over a place of the page.
#[derive(Debug)]
pub(super) struct Surface {
    canvas: HtmlCanvasElement,
    place: Element,
    size: Cell<(f64, f64)>,
    /// What is on it, as long as it has its pixels: what is there already is not drawn once
    /// more, since a browser composes every canvas anew that was touched.
    shown: RefCell<Option<Vec<Mark>>>,
}

impl Surface {
    pub(super) fn new(canvas: HtmlCanvasElement, place: &Element) -> Self {
        Self {
            canvas,
            place: place.clone(),
            size: Cell::default(),
            shown: RefCell::default(),
        }
    }

    /// Asks for the size of the place. A browser that is asked while the page is changing
    /// lays it out each time, so that is done between changes only.
    pub(super) fn measure(&self) {
        let drawn = |pixels: i32| f64::from(pixels) / magnification();
        self.size.set((
            drawn(self.place.client_width()),
            drawn(self.place.client_height()),
        ));
    }

    /// The size of the place when it was last measured, in CSS pixels, fewer where they are
    /// drawn larger.
    pub(super) const fn size(&self) -> (f64, f64) {
        self.size.get()
    }

    /// Matches the backing store to the place; false where there is nothing to draw on.
    fn fit(&self) -> bool {
        let (width, height) = self.size();
        let backing = |css: f64| (css * density()) as u32;
        let (width, height) = (backing(width), backing(height));
        if width == 0 || height == 0 {
            return false;
        }
        if (self.canvas.width(), self.canvas.height()) != (width, height) {
            // Either takes away what was on it.
            self.canvas.set_width(width);
            self.canvas.set_height(height);
            self.shown.take();
        }
        true
    }

    /// Draws a figure over the whole canvas, unless it is there already.
    pub(super) fn draw(&self, drawing: &dyn Drawing, theme: &Theme) {
        self.put(drawing, theme, false);
    }

    /// Draws on the wiped canvas without its paper, unless that is there already.
    pub(super) fn overlay(&self, drawing: &dyn Drawing, theme: &Theme) {
        self.put(drawing, theme, true);
    }

    fn put(&self, drawing: &dyn Drawing, theme: &Theme, wiped: bool) {
        if !self.fit() {
            return;
        }
        let mut sheet = Sheet::new(self.size(), *theme);
        drawing.draw(&mut sheet);
        if self.shown.borrow().as_deref() == Some(sheet.marks()) {
            return;
        }
        if wiped {
            self.wipe();
        }
        if let Some(backend) = CanvasBackend::with_canvas_object(self.canvas.clone()) {
            let area = backend.into_drawing_area();
            let resolution = Resolution { scale: density() };
            // A canvas that refuses a mark has lost its context: the next frame tries again.
            let drawn = ink(&area, sheet.marks(), resolution).is_ok();
            self.shown.replace(drawn.then(|| sheet.marks().to_vec()));
        }
    }

    /// Removes every mark and leaves the canvas transparent.
    fn wipe(&self) {
        if let Some(context) = self.context() {
            let (width, height) = (self.canvas.width(), self.canvas.height());
            context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
        }
    }

    /// Lets go of its pixels, until something is drawn again.
    pub(super) fn release(&self) {
        self.canvas.set_width(0);
        self.canvas.set_height(0);
        self.shown.take();
    }

    fn context(&self) -> Option<CanvasRenderingContext2d> {
        self.canvas.get_context("2d").ok()??.dyn_into().ok()
    }
}
