//! The address: settled changes enter the history, drags do not, and writes are
//! throttled (Safari refuses more than about a hundred in thirty seconds).

use super::dom;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::share::link;
use js_sys::{JsString, Reflect};
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use web_sys::{History, ScrollRestoration};

/// A change counts as settled this long after the last one, in milliseconds;
/// it bounds the writes to 75 in thirty seconds.
const QUIET: f64 = 400.0;

thread_local! {
    static CARRIED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// From now on links carry these data beside the scenario.
pub(super) fn carry(data: Option<&str>) {
    CARRIED.set(data.map(str::to_owned));
}

/// The link of a scenario, and of the data that go along.
pub(super) fn written(scenario: &Scenario) -> String {
    let data =
        CARRIED.with_borrow(|data| data.as_ref().map(|data| format!("&{}={data}", link::DATA)));
    link::write(scenario) + &data.unwrap_or_default()
}

/// Keeps the address in step with the scenario.
#[derive(Debug)]
pub(super) struct Address {
    written: String,
    /// When the scenario last changed; `None` once that is written.
    changed: Option<f64>,
    /// How many steps of the history can be undone: those of this page.
    steps: usize,
    /// Whether a hand is still changing it.
    held: bool,
}

impl Address {
    /// Begins with the address as it is.
    pub(super) fn new(scenario: &Scenario) -> Self {
        if let Some(history) = history() {
            // The page has rooms, of which the browser knows nothing.
            let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
        }
        Self {
            written: written(scenario),
            changed: None,
            steps: 0,
            held: false,
        }
    }

    /// While a hand holds what it changes, nothing is written, however long it rests.
    pub(super) const fn hold(&mut self, held: bool) {
        self.held = held;
    }

    /// The address has changed by itself: nothing is left to write.
    pub(super) fn follow(&mut self, scenario: &Scenario) {
        *self = Self {
            steps: self.steps.saturating_sub(1),
            ..Self::new(scenario)
        };
    }

    /// Takes the last settled change back, if there is one; it is Back.
    pub(super) fn undo(&self) {
        if let Some(history) = history().filter(|_| self.steps > 0) {
            let _ = history.back();
        }
    }

    /// The scenario has changed.
    pub(super) fn touch(&mut self) {
        self.changed = Some(dom::now());
    }

    /// Writes the link once the change has settled; true while it still waits.
    pub(super) fn settle(&mut self, scenario: &Scenario) -> bool {
        let Some(changed) = self.changed else {
            return false;
        };
        if self.held || dom::now() - changed < QUIET {
            return true;
        }
        remember_place();
        self.write(scenario);
        false
    }

    /// Writes the link now. Whoever has left the place of the last one has kept it before.
    pub(super) fn write(&mut self, scenario: &Scenario) {
        self.changed = None;
        // The history is that of the page around it.
        if super::embed::is_embed() {
            return;
        }
        let link = written(scenario);
        if link != self.written {
            self.written.clone_from(&link);
            self.steps += 1;
            // Refused in a sandboxed frame: the figure works all the same.
            if let Some(history) = history() {
                let place = dom::scrolled().into();
                let _ = history.push_state_with_url(&place, "", Some(&format!("#{link}")));
            }
        }
    }
}

fn history() -> Option<History> {
    dom::window()?.history().ok()
}

/// Keeps where the reader is beside the link, for when the history comes back to it.
pub(super) fn remember_place() {
    if super::embed::is_embed() {
        return;
    }
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&dom::scrolled().into(), "", None);
    }
}

/// The place that is kept beside the link.
pub(super) fn place() -> Option<f64> {
    history()?.state().ok()?.as_f64()
}

/// The link that the address holds now: its query and its fragment.
pub(super) fn current() -> String {
    let location = dom::window().map(|window| window.location());
    location.map_or_else(String::new, |location| {
        dom::text(&location, "search") + &dom::text(&location, "hash")
    })
}

/// The whole address of a scenario, to be copied.
pub(super) fn absolute(scenario: &Scenario) -> String {
    let location = dom::window().map(|window| window.location());
    let href = location.and_then(|location| Reflect::get(&location, &"href".into()).ok());
    let base = href.and_then(|href| href.dyn_into::<JsString>().ok());
    let base = base.map_or_else(String::new, |href| {
        let end = |mark| u32::try_from(href.index_of(mark, 0)).unwrap_or(u32::MAX);
        dom::cut(&href.slice(0, end("#").min(end("?"))))
    });
    format!("{base}#{}", written(scenario))
}

/// The address that opens a scenario at a figure.
pub(super) fn to_figure(scenario: &Scenario, figure: &str) -> String {
    let mut scenario = scenario.clone();
    // The name of a figure of the page is a legal value.
    let _ = scenario.set_text(Key::Figure, figure);
    absolute(&scenario)
}

/// The address of the folder that the page lies in, with its last slash.
pub(super) fn folder() -> String {
    let page = absolute(&Scenario::default());
    let page = page.split('#').next().unwrap_or_default();
    let end = page.rfind('/').map_or(0, |slash| slash + 1);
    page[..end].to_owned()
}
