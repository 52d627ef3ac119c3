//! What is shared, in a frame of some width.

use crate::web::dom;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Element, Event, HtmlElement, HtmlIFrameElement};

/// How large a preview is on the panel; its style says the same.
const SCALE: f64 = 0.6;

/// What is embedded, in a frame of some width.
pub(super) struct Preview {
    pub frame: HtmlIFrameElement,
    /// What the frame is seen through: a frame that is drawn smaller takes as much room.
    hole: HtmlElement,
    /// What it is asked to show.
    address: Rc<RefCell<String>>,
    /// The height that it needs, once it has told.
    pub needed: Option<u32>,
}

impl Preview {
    /// Puts one at the end of a place.
    pub(super) fn new(place: &Element, width: u32, address: &str) -> Option<Self> {
        let figure = dom::stamp("share-preview")?;
        let frame: HtmlIFrameElement = dom::find(&figure, "iframe")?;
        let title = format!("Preview, {width} pixels wide");
        frame.set_title(&title);
        dom::slot::<HtmlElement>(&figure, "width")?.set_text_content(Some(&width.to_string()));
        dom::set(&figure, "data-wide", &width.to_string());
        frame.set_width(&width.to_string());
        // It is to be looked at: the keyboard goes on to what follows it.
        dom::set(&frame, "inert", "");
        frame.set_src(address);
        let asked = Rc::new(RefCell::new(address.to_owned()));
        // Asked for something else while it loads itself anew for other controls, WebKit
        // brings what it was asked for before that.
        let (shown, now) = (frame.clone(), Rc::clone(&asked));
        dom::on(&frame, "load", move |_: Event| {
            let location = shown.content_window().map(|window| window.location());
            let hash = location.and_then(|location| location.hash().ok());
            if hash.is_some_and(|hash| !now.borrow().ends_with(&hash)) {
                go(&shown, &now.borrow());
            }
        });
        place.append_child(&figure).ok()?;
        Some(Self {
            frame,
            address: asked,
            hole: dom::find(&figure, "div")?,
            needed: None,
        })
    }

    /// Shows something else.
    pub(super) fn ask(&self, address: &str) {
        address.clone_into(&mut self.address.borrow_mut());
        go(&self.frame, address);
    }

    /// Gives the frame a height.
    pub(super) fn show(&self, height: u32) {
        self.frame.set_height(&height.to_string());
        let room = format!("{}px", f64::from(height + 2) * SCALE);
        let _ = self.hole.style().set_property("height", &room);
    }
}

/// Set as its source, an address would enter the history of the page.
fn go(frame: &HtmlIFrameElement, address: &str) {
    if let Some(window) = frame.content_window() {
        let _ = window.location().replace(address);
    }
}
