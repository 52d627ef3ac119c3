//! One figure on the page: its canvases, its data cursor, its tools.

use super::canvas::Surface;
use super::message::{Action, Message, send};
use super::{dom, export, frame, table};
use crate::figure::Plot;
use crate::figure::Sheet;
use crate::figure::bounce::Bounce;
use crate::figure::claim::Claim;
use crate::figure::crosshair::Crosshair;
use crate::figure::curves::Simulated;
use crate::figure::strips::{self, Strips};
use crate::figure::svg::{self, Colors};
use crate::figure::theme::Theme;
#[cfg(feature = "atlas")]
use crate::figure::{hazards::Hazards, map::Map, techniques::Techniques};
use crate::parameter::Key;
use crate::report::{self, Table};
use crate::scenario::Scenario;
use crate::simulate::{Strip, Tally};
use std::cell::Cell;
use std::rc::Rc;
use web_sys::{Element, Event, HtmlCanvasElement, HtmlElement, KeyboardEvent, PointerEvent};

/// What a figure draws.
#[derive(Debug)]
pub(super) enum Data {
    Claim(Claim),
    Bounce(Bounce),
    #[cfg(feature = "atlas")]
    Hazards(Hazards),
    #[cfg(feature = "atlas")]
    Map(Box<Map>),
    #[cfg(feature = "atlas")]
    Techniques(Techniques),
}

impl Data {
    pub(super) fn of(name: &str, scenario: &Scenario) -> Option<Self> {
        match name {
            "claim" => Some(Self::Claim(Claim::of(scenario))),
            "bounce" => Some(Self::Bounce(Bounce::of(scenario))),
            #[cfg(feature = "atlas")]
            "map" => Some(Self::Map(Box::new(Map::of(scenario)))),
            #[cfg(feature = "atlas")]
            "techniques" => Some(Self::Techniques(Techniques::of(scenario))),
            #[cfg(feature = "atlas")]
            "hazards" => Some(Self::Hazards(Hazards::of(scenario))),
            _ => None,
        }
    }

    pub(super) fn plot(&self) -> &dyn Plot {
        match self {
            Self::Claim(claim) => claim,
            Self::Bounce(bounce) => bounce,
            #[cfg(feature = "atlas")]
            Self::Hazards(hazards) => hazards,
            #[cfg(feature = "atlas")]
            Self::Map(map) => &**map,
            #[cfg(feature = "atlas")]
            Self::Techniques(techniques) => techniques,
        }
    }

    fn plot_mut(&mut self) -> &mut dyn Plot {
        match self {
            Self::Claim(claim) => claim,
            Self::Bounce(bounce) => bounce,
            #[cfg(feature = "atlas")]
            Self::Hazards(hazards) => hazards,
            #[cfg(feature = "atlas")]
            Self::Map(map) => &mut **map,
            #[cfg(feature = "atlas")]
            Self::Techniques(techniques) => techniques,
        }
    }

    /// The lengths at which runs are looked at beside the exact curves.
    pub(super) fn simulated_lengths(&self) -> Option<&Vec<u64>> {
        if let Self::Bounce(bounce) = self {
            Some(&bounce.curves.lengths)
        } else {
            None
        }
    }

    /// Its numbers.
    fn table(&self, scenario: &Scenario, tally: Option<&Tally>) -> Table {
        self.plot().table().unwrap_or_else(|| {
            let lengths = match self {
                Self::Claim(claim) => &claim.curves.lengths[..],
                Self::Bounce(bounce) => &bounce.curves.lengths[..],
                #[cfg(feature = "atlas")]
                Self::Hazards(_) | Self::Map(_) | Self::Techniques(_) => &[],
            };
            report::table(scenario, lengths, tally)
        })
    }
}

/// A figure of the page.
#[derive(Debug)]
pub(super) struct View {
    name: String,
    root: Element,
    ink: Surface,
    overlay: Surface,
    strips: Option<(Surface, Surface)>,
    cursor: HtmlElement,
    readout: HtmlElement,
    table: HtmlElement,
    data: Data,
    /// The stop that the cursor is at.
    at: Option<usize>,
}

/// So many places of a figure are computed between two looks at the clock.
const PLACES: usize = 8;

/// What a frame knows that a figure needs for drawing.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    pub scenario: &'a Scenario,
    pub theme: &'a Theme,
    pub rows: &'a [Strip],
    pub cells: &'a [u64],
    pub revealed: usize,
    /// Whether what the rows show has changed.
    pub strips_changed: bool,
}

impl View {
    /// Binds a `<figure data-figure=…>`; `None` where a part of it is missing.
    pub(super) fn bind(index: usize, root: Element, scenario: &Scenario) -> Option<Self> {
        let name = root.get_attribute("data-figure")?;
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
            cursor: dom::slot(&root, "cursor")?,
            readout: dom::slot(&root, "readout")?,
            table: dom::slot(&root, "table")?,
            data: Data::of(&name, scenario)?,
            at: None,
            name,
            root,
        };
        view.listen(index);
        Some(view)
    }

    fn listen(&self, index: usize) {
        let act = move |action: Action| send(Message::Figure(index, action));
        let mut hovered: Vec<HtmlElement> = vec![self.cursor.clone()];
        hovered.extend(dom::slot(&self.root, "strips-cursor"));
        for place in hovered {
            let over = place.clone();
            let at = move |event: &PointerEvent| {
                let place = over.get_bounding_client_rect();
                let from = |edge: f64, at: i32| (f64::from(at) - edge).round() as i32;
                (
                    from(place.left(), event.client_x()),
                    from(place.top(), event.client_y()),
                )
            };
            let moved = at.clone();
            let held: Rc<Cell<bool>> = Rc::default();
            let (holds, lets_go) = (held.clone(), held.clone());
            dom::on(&place, "pointermove", move |event: PointerEvent| {
                let (x, y) = moved(&event);
                act(Action::Hover(x, y));
                if held.get() {
                    act(Action::Grab(x, y));
                }
            });
            let held_by = place.clone();
            dom::on(&place, "pointerdown", move |event: PointerEvent| {
                let (x, y) = at(&event);
                act(Action::Hover(x, y));
                if event.button() == 0 {
                    holds.set(true);
                    let _ = held_by.set_pointer_capture(event.pointer_id());
                    act(Action::Grab(x, y));
                }
            });
            for end in ["pointerup", "pointercancel"] {
                let held = lets_go.clone();
                dom::on(&place, end, move |_: PointerEvent| {
                    if held.take() {
                        send(Message::Settled);
                    }
                });
            }
            dom::on(&place, "pointerleave", move |event: PointerEvent| {
                // A finger that lifts leaves the cursor where it was.
                if event.pointer_type() == "mouse" {
                    act(Action::Leave);
                }
            });
        }
        dom::set(&self.cursor, "role", "slider");
        dom::set(&self.cursor, "tabindex", "0");
        dom::set(
            &self.cursor,
            "aria-label",
            &format!("Data cursor of the figure: {}", self.name),
        );
        dom::on(&self.cursor, "focus", move |_: Event| {
            act(Action::Cursor(0));
        });
        dom::on(&self.cursor, "blur", move |_: Event| act(Action::Leave));
        dom::on(&self.cursor, "keydown", move |event: KeyboardEvent| {
            let large = if event.shift_key() { 10 } else { 1 };
            let action = match event.key().as_str() {
                "ArrowRight" => Action::Arrow(large, 0),
                "ArrowLeft" => Action::Arrow(-large, 0),
                "ArrowUp" => Action::Arrow(0, large),
                "ArrowDown" => Action::Arrow(0, -large),
                "PageUp" => Action::Arrow(0, 20),
                "PageDown" => Action::Arrow(0, -20),
                "Home" => Action::CursorEnd(false),
                "End" => Action::CursorEnd(true),
                "Escape" => Action::Leave,
                _ => return,
            };
            event.prevent_default();
            act(action);
        });
        for (name, action) in [
            ("x-scale", Action::XScale),
            ("y-scale", Action::YScale),
            ("table", Action::Table),
            ("play", Action::Play),
            ("step", Action::Step),
            ("reset", Action::Rewind),
            ("reseed", Action::Reseed),
        ] {
            self.on_click(name, move || act(action));
        }
        // A browser hands over its clipboard and files only within the click itself.
        let take = |what: fn(&View, &super::page::Page)| {
            move || {
                let _ = frame::with_page(|page| page.figure(index).map(|view| what(view, page)));
            }
        };
        self.on_click(
            "copy-link",
            take(|view, page| export::copy("link", page.link_to(&view.name))),
        );
        self.on_click("svg", take(View::save_svg));
        self.on_click("png", take(|view, _| view.save_png()));
        self.on_click("csv", take(View::save_csv));
    }

    fn on_click(&self, action: &str, handler: impl Fn() + 'static) {
        if let Some(button) = dom::find::<Element>(&self.root, &format!("[data-action={action}]")) {
            dom::on(&button, "click", move |_: Event| handler());
        }
    }

    pub(super) const fn data(&self) -> &Data {
        &self.data
    }

    /// Computes for a slice what takes longer than a frame; whether there was anything.
    pub(super) fn compute(&mut self, until: f64) -> bool {
        let mut any = false;
        while self.data.plot_mut().compute(PLACES) {
            any = true;
            if dom::now() >= until {
                break;
            }
        }
        any
    }

    /// What a hand at a place of the drawing pulls, and to which values.
    pub(super) fn grab(&self, (x, y): (i32, i32)) -> Vec<(Key, f64)> {
        let place = (f64::from(x), f64::from(y));
        self.data.plot().grab(self.ink.size(), place)
    }

    /// What so many steps to the right and up change, and to which values.
    pub(super) fn nudge(&self, (right, up): (i32, i32)) -> Vec<(Key, f64)> {
        self.data.plot().nudge(right, up)
    }

    /// Reads the figure off a scenario anew.
    pub(super) fn read(&mut self, scenario: &Scenario) {
        if let Some(data) = Data::of(&self.name, scenario) {
            self.data = data;
        }
        self.at = self.at.map(|at| at.min(self.data.plot().stops() - 1));
        for (action, pressed) in [("x-scale", scenario.log_x()), ("y-scale", scenario.log_y())] {
            if let Some(button) =
                dom::find::<Element>(&self.root, &format!("[data-action={action}]"))
            {
                dom::set(
                    &button,
                    "aria-pressed",
                    if pressed { "true" } else { "false" },
                );
            }
        }
    }

    /// Whether it shows the runs, and changes as they are simulated.
    pub(super) const fn shows_runs(&self) -> bool {
        matches!(self.data, Data::Bounce(_))
    }

    /// Takes the shares simulated so far, as far as they are revealed.
    pub(super) fn simulate(&mut self, tally: &Tally, until: Option<u64>) {
        if let Data::Bounce(bounce) = &mut self.data {
            let simulated = Simulated::of(tally, bounce.curves.criterion);
            bounce.simulated = match until {
                Some(tokens) => simulated.map(|simulated| simulated.until(tokens)),
                None => simulated,
            };
        }
    }

    /// Draws everything but the overlay.
    pub(super) fn draw(&self, scene: &Scene<'_>) {
        self.ink.draw(self.data.plot(), scene.theme);
        if let Some((ink, _)) = self.strips.as_ref().filter(|_| scene.strips_changed) {
            ink.draw(&strips_of(scene), scene.theme);
        }
        dom::set(&self.root, "data-ready", "true");
    }

    /// Moves the data cursor.
    pub(super) fn point(&mut self, action: Action) {
        let (last, rest) = (self.data.plot().stops() - 1, self.data.plot().rest());
        self.at = match action {
            Action::Hover(x, y) => {
                let place = (f64::from(x), f64::from(y));
                Some(self.data.plot().stop_at(self.ink.size(), place))
            }
            Action::Cursor(0) => Some(self.at.unwrap_or(rest)),
            Action::Cursor(by) => {
                let at = self.at.map_or(rest as i64, |at| at as i64 + by);
                Some(at.clamp(0, last as i64) as usize)
            }
            Action::CursorEnd(end) => Some(if end { last } else { 0 }),
            _ => None,
        };
    }

    /// Draws the crosshair and writes the readout.
    pub(super) fn draw_cursor(&self, theme: &Theme) {
        let plot = self.data.plot();
        let last = plot.stops() - 1;
        let at = self.at.unwrap_or_else(|| plot.rest());
        let words = plot.words(at);
        for (name, stop) in [
            ("aria-valuemin", 0),
            ("aria-valuemax", last),
            ("aria-valuenow", at),
        ] {
            dom::set(&self.cursor, name, &plot.value(stop).to_string());
        }
        dom::set(&self.cursor, "aria-valuetext", &words);
        if self.readout.text_content().as_deref() != Some(words.as_str()) {
            self.readout.set_text_content(Some(&words));
        }
        if self.at.is_none() {
            self.overlay.wipe();
            if let Some((_, overlay)) = &self.strips {
                overlay.wipe();
            }
            return;
        }
        let sheet = Sheet::new(self.ink.size(), *theme);
        let cross = plot.crosshair(&sheet, at);
        self.overlay.overlay(&cross, theme);
        if let Some((_, overlay)) = &self.strips {
            // The same length in the strips above.
            let height = overlay.size().1;
            let lines = cross.lines.iter();
            let through = Crosshair {
                lines: lines.map(|[(x, _), _]| [(*x, 0.0), (*x, height)]).collect(),
                dots: Vec::new(),
            };
            overlay.overlay(&through, theme);
        }
    }

    /// Shows or hides the table, and keeps it up to date while it is shown.
    pub(super) fn toggle_table(&self) {
        self.table.set_hidden(!self.table.hidden());
        if let Some(button) = dom::find::<Element>(&self.root, "[data-action=table]") {
            let open = if self.table.hidden() { "false" } else { "true" };
            dom::set(&button, "aria-expanded", open);
        }
    }

    /// Fills the table, if it is shown.
    pub(super) fn fill_table(&self, scenario: &Scenario, tally: Option<&Tally>) {
        if !self.table.hidden() {
            table::fill(&self.table, &self.data.table(scenario, tally));
        }
    }

    /// Replaces the static picture by the present one, for the printer.
    pub(super) fn print(&self, scene: &Scene<'_>) {
        let picture = |place: &str, svg: String| {
            for (index, element) in dom::all(&self.root, place).into_iter().enumerate() {
                // The wide one goes on paper.
                element.set_inner_html(if index == 0 { &svg } else { "" });
            }
        };
        picture(
            "[data-slot=plot] .static:not(.narrow)",
            svg::render(self.data.plot(), self.on_paper(), Colors::Light),
        );
        if self.strips.is_some() {
            let svg = svg::render(&strips_of(scene), (900.0, 240.0), Colors::Light);
            picture("[data-slot=strips-plot] .static:not(.narrow)", svg);
        }
    }

    /// The size in print: as on a page that wide.
    fn on_paper(&self) -> (f64, f64) {
        let (width, height) = self.ink.size();
        if width < 600.0 || height <= 0.0 {
            return (900.0, 400.0);
        }
        (900.0, 900.0 * height / width)
    }

    fn save_svg(&self, page: &super::page::Page) {
        let colors = if page.is_dark() {
            Colors::Dark
        } else {
            Colors::Light
        };
        let (width, height) = self.ink.size();
        let svg = page.with_scene(|scene| match &self.strips {
            None => svg::render(self.data.plot(), (width, height), colors),
            Some((ink, _)) => {
                let above = ink.size();
                let strips = svg::render(&strips_of(scene), above, colors);
                svg::stack(&[
                    (strips, above),
                    (
                        svg::render(self.data.plot(), (width, height), colors),
                        (width, height),
                    ),
                ])
            }
        });
        export::save_text(
            &format!("bounceback-{}.svg", self.name),
            "image/svg+xml",
            &svg,
        );
    }

    fn save_png(&self) {
        let mut canvases = Vec::new();
        canvases.extend(self.strips.as_ref().map(|(ink, _)| ink.element().clone()));
        canvases.push(self.ink.element().clone());
        export::save_png(&format!("bounceback-{}.png", self.name), &canvases);
    }

    fn save_csv(&self, page: &super::page::Page) {
        let csv = self.data.table(page.scenario(), page.tally()).csv();
        export::save_text(&format!("bounceback-{}.csv", self.name), "text/csv", &csv);
    }
}

fn strips_of<'a>(scene: &Scene<'a>) -> Strips<'a> {
    Strips {
        rows: scene.rows,
        cells: scene.cells.len(),
        revealed: scene.revealed,
    }
}

/// The cells of a scenario's strips.
pub(super) fn cells_of(scenario: &Scenario) -> Vec<u64> {
    strips::cells(scenario)
}
