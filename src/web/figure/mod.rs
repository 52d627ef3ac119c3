//! One figure on the page: its canvases, its data cursor, its tools.

mod cursor;
mod taking;

use super::canvas::Surface;
use super::choice;
use super::{dom, tools};
use crate::figure::curves::Sure;
use crate::figure::story::Story;
use crate::figure::strips::{self, Chosen, Strips};
use crate::figure::svg::Colors;
use crate::figure::theme::Theme;
use crate::figure::{Grip, Offer, Plot, plot};
use bounceback_core::model::course::Stage;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::share::report::Table;
use bounceback_core::simulate::{Notes, Strip, Tally};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlCanvasElement, HtmlElement};

/// A figure of the page.
#[expect(
    clippy::struct_excessive_bools,
    reason = "what is so of a figure, or not"
)]
pub(super) struct View {
    name: String,
    root: Element,
    ink: Surface,
    overlay: Surface,
    strips: Option<(Surface, Surface)>,
    /// The items of the key of the strips, in the order of [`strips::Marks`].
    key: Vec<HtmlElement>,
    cursor: HtmlElement,
    readout: HtmlElement,
    table: HtmlElement,
    data: Box<dyn Plot>,
    /// What takes its place once all of it is computed.
    next: Option<Box<dyn Plot>>,
    /// Whether the scenario has changed since the figure was read.
    is_behind: bool,
    /// Whether what is drawn is what there is to be seen.
    is_drawn: bool,
    /// Whether it was in sight when the page was last looked at, or soon would be.
    is_near: bool,
    /// Whether the frame that the document stands in is out of sight.
    is_covered: bool,
    /// The stop that the cursor is at, and whether it was led there by that of another
    /// figure.
    at: Option<usize>,
    led: bool,
    /// What the hand holds.
    held: Option<Grip>,
}

/// How near the hand must come to a curve to take hold of it, in CSS pixels: a mouse
/// points finer than a finger.
const REACH: f64 = 10.0;
const REACH_OF_FINGER: f64 = 24.0;

/// So many places of a figure are computed between two looks at the clock.
const PLACES: usize = 1;

/// What a frame knows that a figure needs for drawing.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    pub theme: &'a Theme,
    pub rows: &'a [Strip],
    pub notes: &'a [Notes],
    pub stages: &'a [Stage],
    pub chosen: Chosen<'a>,
    /// Whether tokens lie on a logarithmic axis.
    pub log: bool,
    pub cells: &'a [u64],
    pub revealed: usize,
    /// Whether what the rows show has changed.
    pub strips_changed: bool,
}

impl View {
    /// Binds a `<figure data-figure=…>`; `None` where a part of it is missing.
    pub(super) fn bind(index: usize, root: Element, scenario: &Scenario) -> Option<Self> {
        let name = root.get_attribute("data-figure")?;
        let data = plot(&name, scenario)?;
        tools::fill(&root);
        let place: Element = dom::slot(&root, "plot")?;
        let surface = |slot: &str, place: &Element| {
            dom::slot::<HtmlCanvasElement>(&root, slot).map(|canvas| Surface::new(canvas, place))
        };
        let strips = dom::slot::<Element>(&root, "strips-plot").and_then(|place| {
            Some((
                surface("strips-ink", &place)?,
                surface("strips-overlay", &place)?,
            ))
        });
        let view = Self {
            ink: surface("ink", &place)?,
            overlay: surface("overlay", &place)?,
            strips,
            key: dom::all(&root, "[data-mark]")
                .into_iter()
                .filter_map(|item| item.dyn_into().ok())
                .collect(),
            cursor: dom::slot(&root, "cursor")?,
            readout: dom::slot(&root, "readout")?,
            table: dom::slot(&root, "table")?,
            data,
            next: None,
            is_behind: true,
            is_drawn: false,
            is_near: false,
            is_covered: false,
            at: None,
            led: false,
            held: None,
            name,
            root,
        };
        if let Some(place) = dom::slot(&view.root, "strips-cursor") {
            choice::listen(index, &place);
        }
        Some(view)
    }

    /// Looks where it is on the page, and how large; whether it has come near and shows
    /// something else than it should.
    pub(super) fn look(&mut self) -> bool {
        // (The figure itself may have no box of its own: its drawing has.)
        let near = !self.is_covered && dom::is_near(&self.cursor);
        let was_near = std::mem::replace(&mut self.is_near, near);
        let strips = self.strips.iter().flat_map(|(ink, overlay)| [ink, overlay]);
        for surface in [&self.ink, &self.overlay].into_iter().chain(strips) {
            surface.measure();
            if was_near && !near {
                surface.release();
                self.is_drawn = false;
            }
        }
        self.is_near && (self.is_behind || !self.is_drawn)
    }

    /// The frame that the document stands in leaves sight, or comes back.
    pub(super) const fn cover(&mut self, covered: bool) {
        self.is_covered = covered;
    }

    /// Whether it is in sight, or soon will be.
    pub(super) const fn is_near(&self) -> bool {
        self.is_near
    }

    /// Whether it shows another scenario than the page's.
    pub(super) const fn is_behind(&self) -> bool {
        self.is_behind
    }

    /// The lengths at which runs are looked at beside its curves: those that are shown, or
    /// will be once they are computed.
    pub(super) fn simulated_lengths(&self) -> Option<&[u64]> {
        let data = self.next.as_ref().unwrap_or(&self.data);
        (self.strips.is_some()).then(|| data.lengths())
    }

    /// Its numbers.
    fn numbers(&self, tally: Option<&Tally>) -> Table {
        self.data.table(tally.filter(|_| !self.is_other()))
    }

    /// Computes for a slice what takes longer than a frame; whether there was anything.
    pub(super) fn compute(&mut self, until: f64) -> bool {
        let mut any = false;
        loop {
            let more = self.next.as_mut().unwrap_or(&mut self.data).compute(PLACES);
            any |= more;
            // What can be shown is, and goes on from there.
            if let Some(next) = self.next.take_if(|next| next.is_presentable()) {
                self.show(next);
                any = true;
            }
            if !more {
                return any;
            }
            if self.next.is_none() {
                self.is_drawn = false;
            }
            if dom::now() >= until {
                return true;
            }
        }
    }

    /// What a hand at a place of the drawing takes hold of.
    pub(super) fn grip(&self, (x, y): (i32, i32), by_finger: bool) -> Option<Grip> {
        let reach = if by_finger { REACH_OF_FINGER } else { REACH };
        let place = (f64::from(x), f64::from(y));
        self.data.grip(self.ink.size(), place, reach)
    }

    /// A hand comes down: what it pulls at once, and to which values.
    pub(super) fn press(&mut self, at: (i32, i32), by_finger: bool) -> Vec<(Key, f64)> {
        self.held = self.grip(at, by_finger);
        match self.held {
            Some(Grip::Here) => self.pull(at),
            _ => Vec::new(),
        }
    }

    /// The hand no longer holds anything, even where it is still down.
    pub(super) const fn let_go(&mut self) {
        self.held = None;
    }

    /// What a hand pulls to a place of the drawing, and to which values.
    pub(super) fn pull(&self, (x, y): (i32, i32)) -> Vec<(Key, f64)> {
        let place = (f64::from(x), f64::from(y));
        self.held.map_or_else(Vec::new, |grip| {
            self.data.pull(grip, self.ink.size(), place)
        })
    }

    /// What a click at a place of the drawing takes over, or Enter where the cursor is.
    pub(super) fn offer(&self, place: Option<(i32, i32)>) -> Option<Offer> {
        match place {
            Some((x, y)) => {
                let place = (f64::from(x), f64::from(y));
                self.data.offer_at(self.ink.size(), place)
            }
            None => self.data.offer(self.at?),
        }
    }

    /// How many stops so many steps to the right and up go.
    pub(super) fn steps(&self, (right, up): (i32, i32)) -> i64 {
        i64::from(right) + i64::from(up) * self.data.rise() as i64
    }

    /// What so many steps to the right and up change, and to which values.
    pub(super) fn nudge(&self, (right, up): (i32, i32)) -> Vec<(Key, f64)> {
        self.data.nudge(right, up)
    }

    /// Reads the figure off a scenario anew: now, or once it comes near, or once what is
    /// being computed has been shown, so that dragging never keeps it from being shown.
    pub(super) fn read(&mut self, scenario: &Scenario) {
        if !self.data.follows() {
            self.is_behind = false;
            tools::show_scales(&self.root, &self.name, scenario);
            return;
        }
        self.is_behind = self.next.is_some() || !self.is_near();
        if !self.is_behind
            && let Some(data) = plot(&self.name, scenario)
        {
            if data.is_presentable() {
                self.show(data);
            } else {
                self.next = Some(data);
            }
        }
        tools::show_scales(&self.root, &self.name, scenario);
    }

    /// Brings the figure up to date, as far as that can be done until some time.
    pub(super) fn catch_up(&mut self, scenario: &Scenario, until: f64) {
        if self.data.follows()
            && let Some(mut data) = plot(&self.name, scenario)
        {
            while dom::now() < until && data.compute(PLACES) {}
            if data.is_presentable() {
                self.show(data);
                (self.next, self.is_behind) = (None, false);
            }
        }
    }

    /// Shows something; what follows the scenario is read off that instead.
    pub(super) fn show(&mut self, data: Box<dyn Plot>) {
        self.data = data;
        self.is_drawn = false;
        self.at = self.at.map(|at| at.min(self.data.stops() - 1));
    }

    /// Whether it still shows another scenario than the page's.
    const fn is_other(&self) -> bool {
        self.next.is_some() || self.is_behind
    }

    /// Takes the shares simulated so far, as far as they are revealed. They are those of the
    /// scenario: a picture of another one, which stays until the next is whole, takes none.
    pub(super) fn simulate(&mut self, tally: &Tally, until: Option<u64>) {
        if !self.is_other() && self.data.simulate(tally, until) {
            self.is_drawn = false;
        }
    }

    /// Takes how sure data are of the scenario's curve, if they are; whether that is news.
    pub(super) fn lay(&mut self, sure: Option<&Sure>) -> bool {
        let changed = self.data.lay(sure.filter(|_| !self.is_other()));
        self.is_drawn &= !changed;
        changed
    }

    /// What is drawn no longer holds.
    pub(super) const fn spoil(&mut self) {
        self.is_drawn = false;
    }

    /// Draws the strips, if they have changed.
    pub(super) fn draw_strips(&self, scene: &Scene<'_>) {
        if let Some((ink, _)) = self.strips.as_ref().filter(|_| scene.strips_changed) {
            let strips = strips_of(scene);
            ink.draw(&strips, scene.theme);
            for (item, used) in self.key.iter().zip(strips.marks(ink.size())) {
                item.set_hidden(!used);
            }
        }
    }

    /// Draws everything but strips and overlay, if that has changed and can be seen; whether it
    /// did.
    pub(super) fn draw(&mut self, scene: &Scene<'_>) -> bool {
        if self.is_drawn || !self.data.is_presentable() || !self.is_near() {
            return false;
        }
        self.ink.draw(&*self.data, scene.theme);
        self.name_numbers();
        self.is_drawn = true;
        dom::set(&self.root, "data-ready", "true");
        true
    }

    /// Says below a narrow drawing what its numbers stand for.
    fn name_numbers(&self) {
        let Some(place) = dom::slot::<Element>(&self.root, "names") else {
            return;
        };
        let names = self.data.names();
        if place.text_content() == Some(names.concat()) {
            return;
        }
        place.set_text_content(None);
        for name in names {
            let _ = dom::put(&place, "li", name);
        }
    }

    /// The run whose row lies at a place of the strips.
    pub(super) fn run_at(&self, (x, y): (i32, i32), scene: &Scene<'_>) -> Option<u64> {
        let (ink, _) = self.strips.as_ref()?;
        let rows = !scene.rows.is_empty();
        rows.then(|| strips_of(scene).run_at(ink.size(), (f64::from(x), f64::from(y))))
    }

    /// Tells the story of the run chosen, up to the length that is read.
    pub(super) fn tell(&self, story: Option<&Story>, runs: u64) {
        if self.strips.is_some() {
            let at = self.at.unwrap_or_else(|| self.data.rest());
            choice::tell(&self.root, story, self.data.value(at) as u64, runs);
        }
    }

    /// Its name, as links have it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// What its data cursor is moved by.
    pub(super) const fn cursor(&self) -> &HtmlElement {
        &self.cursor
    }

    /// Its element.
    pub(super) const fn root(&self) -> &Element {
        &self.root
    }

    /// What it shows, in one sentence.
    pub(super) fn title(&self) -> String {
        self.data.title()
    }

    /// The words of its markup that name the controls it can be given elsewhere.
    pub(super) fn controls(&self) -> String {
        let place = dom::find::<Element>(&self.root, "[data-controls]");
        let offered = self.root.get_attribute("data-offers");
        offered
            .or_else(|| place?.get_attribute("data-controls"))
            .unwrap_or_default()
    }
}

/// What a picture is taken away as.
#[derive(Clone, Copy, Debug)]
pub(super) enum Picture {
    Svg(Colors),
    Png,
}

fn strips_of<'a>(scene: &Scene<'a>) -> Strips<'a> {
    Strips {
        rows: scene.rows,
        notes: scene.notes,
        cells: scene.cells,
        stages: scene.stages,
        revealed: scene.revealed,
        chosen: scene.chosen,
        log: scene.log,
    }
}

/// The cells of a scenario's strips.
pub(super) fn cells_of(scenario: &Scenario) -> Vec<u64> {
    strips::cells(scenario)
}
