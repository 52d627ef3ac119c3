//! Where a measurement is shown, and what it shows.

use super::part::Part;
use crate::web::dom;
use crate::web::message::{Done, Message, send};
use web_sys::{Element, Event, HtmlElement, HtmlProgressElement};

/// The measurements, in the order of the record.
const PARTS: [&str; 4] = ["many", "window", "rule", "lost"];

/// A measurement, and where it is shown.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) part: Part,
    pub(super) section: HtmlElement,
    pub(super) progress: HtmlProgressElement,
    pub(super) stop: HtmlElement,
    pub(super) is_near: bool,
    /// Whether it is in sight by now, and comes first.
    pub(super) is_seen: bool,
    pub(super) state: State,
}

/// What a part shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// What was recorded, and is what would be measured.
    Recorded,
    /// Nothing, as it was measured otherwise.
    Waiting,
    /// What was measured.
    Measured,
}

impl State {
    const fn name(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Waiting => "waiting",
            Self::Measured => "measured",
        }
    }
}

impl Place {
    /// Binds all of a room, in the order of the record.
    pub(super) fn all(root: &Element) -> Vec<Self> {
        let names = PARTS.iter().enumerate();
        names
            .filter_map(|(index, name)| Self::bind(root, index, name))
            .collect()
    }

    fn bind(root: &Element, index: usize, name: &str) -> Option<Self> {
        let section: HtmlElement = dom::find(root, &format!("[data-part={name}]"))?;
        let stop: HtmlElement = dom::slot(&section, "stop")?;
        dom::on(&stop, "click", move |_: Event| {
            send(Message::Lab(Done::Stop(index)));
        });
        Some(Self {
            part: Part::default(),
            progress: dom::slot(&section, "measuring")?,
            stop,
            section,
            is_near: false,
            is_seen: false,
            state: State::Recorded,
        })
    }

    /// Looks where it is.
    pub(super) fn look(&mut self, is_here: bool) {
        self.is_near = is_here && dom::is_near(&self.section);
        let height = dom::window()
            .and_then(|window| window.inner_height().ok()?.as_f64())
            .unwrap_or_default();
        let edges = self.section.get_bounding_client_rect();
        self.is_seen = self.is_near && edges.top() < height / 2.0 && edges.bottom() > height / 2.0;
    }

    /// Shows how far it is.
    pub(super) fn show_progress(&self, is_fitting: bool) {
        let place = self;
        let part = &place.part;
        let working = !part.is_done() && !part.is_stopped() && place.is_near;
        place.progress.set_hidden(!working && !is_fitting);
        place.progress.set_value(part.progress());
        place.stop.set_hidden(part.is_done() || !place.is_near);
        let label = if part.is_stopped() { "Go on" } else { "Stop" };
        if place.stop.text_content().as_deref() != Some(label) {
            place.stop.set_text_content(Some(label));
        }
    }

    /// Shows something else from now on.
    pub(super) fn enter(&mut self, state: State) {
        if self.state != state {
            self.state = state;
            dom::set(&self.section, "data-state", state.name());
        }
    }
}
