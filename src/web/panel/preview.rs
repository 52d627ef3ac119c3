//! What is shared, in a frame of some width.

use crate::web::dom;
use web_sys::{Element, HtmlElement, HtmlIFrameElement};

/// How large a preview is on the panel; its style says the same.
const SCALE: f64 = 0.6;

/// What is embedded, in a frame of some width.
pub(super) struct Preview {
    pub frame: HtmlIFrameElement,
    /// What the frame is seen through: a frame that is drawn smaller takes as much room.
    hole: HtmlElement,
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
        frame.set_src(address);
        place.append_child(&figure).ok()?;
        Some(Self {
            frame,
            hole: dom::find(&figure, "div")?,
            needed: None,
        })
    }

    /// Gives the frame a height.
    pub(super) fn show(&self, height: u32) {
        self.frame.set_height(&height.to_string());
        let room = format!("{}px", f64::from(height + 2) * SCALE);
        let _ = self.hole.style().set_property("height", &room);
    }
}
