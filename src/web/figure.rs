//! One figure on the page: its canvases, its data cursor, its tools.

use super::canvas::Surface;
use super::message::{Action, Message, send};
use super::{dom, export, frame, table};
use crate::criterion::Criterion;
use crate::figure::bounce::Bounce;
use crate::figure::claim::Claim;
use crate::figure::crosshair::Crosshair;
use crate::figure::curves::{Curves, Frame, Simulated};
use crate::figure::strips::{self, Strips};
use crate::figure::svg::{self, Colors};
use crate::figure::theme::Theme;
use crate::format::{percent, whole};
use crate::report;
use crate::scenario::Scenario;
use crate::simulate::{Strip, Tally};
use std::fmt::Write as _;
use web_sys::{Element, Event, HtmlCanvasElement, HtmlElement, KeyboardEvent, PointerEvent};

/// What a figure draws.
#[derive(Debug)]
pub(super) enum Data {
    Claim(Claim),
    Bounce(Bounce),
}

impl Data {
    pub(super) fn of(name: &str, scenario: &Scenario) -> Option<Self> {
        match name {
            "claim" => Some(Self::Claim(Claim::of(scenario))),
            "bounce" => Some(Self::Bounce(Bounce::of(scenario))),
            _ => None,
        }
    }

    pub(super) const fn curves(&self) -> &Curves {
        match self {
            Self::Claim(claim) => &claim.curves,
            Self::Bounce(bounce) => &bounce.curves,
        }
    }

    const fn simulated(&self) -> Option<&Simulated> {
        match self {
            Self::Claim(_) => None,
            Self::Bounce(bounce) => bounce.simulated.as_ref(),
        }
    }

    /// The second question, where the figure asks it.
    fn answer(&self) -> Option<Criterion> {
        match self {
            Self::Bounce(bounce) if bounce.curves.criterion != Criterion::Flawless => {
                Some(bounce.curves.criterion)
            }
            _ => None,
        }
    }

    fn svg(&self, size: (f64, f64), colors: Colors) -> String {
        match self {
            Self::Claim(claim) => svg::render(claim, size, colors),
            Self::Bounce(bounce) => svg::render(bounce, size, colors),
        }
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
    /// The length that the cursor is at.
    at: Option<usize>,
}

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
            let hover = move |event: &PointerEvent| {
                let left = over.get_bounding_client_rect().left();
                act(Action::Hover(
                    (f64::from(event.client_x()) - left).round() as i32
                ));
            };
            let moved = hover.clone();
            dom::on(&place, "pointermove", move |event: PointerEvent| {
                moved(&event);
            });
            dom::on(&place, "pointerdown", move |event: PointerEvent| {
                hover(&event);
            });
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
                "ArrowRight" | "ArrowUp" => Action::Cursor(large),
                "ArrowLeft" | "ArrowDown" => Action::Cursor(-large),
                "PageUp" => Action::Cursor(20),
                "PageDown" => Action::Cursor(-20),
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

    /// The name of the figure: its section's id.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) const fn data(&self) -> &Data {
        &self.data
    }

    /// Reads the figure off a scenario anew.
    pub(super) fn read(&mut self, scenario: &Scenario) {
        if let Some(data) = Data::of(&self.name, scenario) {
            self.data = data;
        }
        self.at = self
            .at
            .map(|at| at.min(self.data.curves().lengths.len() - 1));
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
        match &self.data {
            Data::Claim(claim) => self.ink.draw(claim, scene.theme),
            Data::Bounce(bounce) => self.ink.draw(bounce, scene.theme),
        }
        if let Some((ink, _)) = self.strips.as_ref().filter(|_| scene.strips_changed) {
            ink.draw(&strips_of(scene), scene.theme);
        }
        dom::set(&self.root, "data-ready", "true");
    }

    /// Moves the data cursor.
    pub(super) fn point(&mut self, action: Action) {
        let last = self.data.curves().lengths.len() - 1;
        self.at = match action {
            Action::Hover(x) => {
                let frame = Frame::fit(self.ink.size(), self.data.curves());
                Some(self.data.curves().nearest(frame.x.value(f64::from(x))))
            }
            Action::Cursor(0) => Some(self.at.unwrap_or(last)),
            Action::Cursor(by) => {
                let at = self.at.map_or(last as i64, |at| at as i64 + by);
                Some(at.clamp(0, last as i64) as usize)
            }
            Action::CursorEnd(end) => Some(if end { last } else { 0 }),
            _ => None,
        };
    }

    /// Draws the crosshair and writes the readout.
    pub(super) fn draw_cursor(&self, theme: &Theme) {
        let curves = self.data.curves();
        let at = self.at.unwrap_or(curves.lengths.len() - 1);
        let words = self.words(at);
        dom::set(
            &self.cursor,
            "aria-valuemin",
            &curves.lengths[0].to_string(),
        );
        dom::set(
            &self.cursor,
            "aria-valuemax",
            &curves.lengths[curves.lengths.len() - 1].to_string(),
        );
        dom::set(
            &self.cursor,
            "aria-valuenow",
            &curves.lengths[at].to_string(),
        );
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
        let frame = Frame::fit(self.ink.size(), curves);
        let (x, lecun) = frame.place(curves.lengths[at], curves.flawless[at]);
        let mut dots = vec![(lecun, theme.lecun)];
        if self.data.answer().is_some() {
            dots.push((frame.y.place(curves.answer[at]), theme.bounce));
        }
        self.overlay.overlay(
            &Crosshair {
                x,
                span: (frame.y.end, frame.y.start),
                dots,
            },
            theme,
        );
        if let Some((_, overlay)) = &self.strips {
            let height = overlay.size().1;
            overlay.overlay(
                &Crosshair {
                    x,
                    span: (0.0, height),
                    dots: Vec::new(),
                },
                theme,
            );
        }
    }

    /// The values at one length, in words.
    fn words(&self, at: usize) -> String {
        let curves = self.data.curves();
        let mut words = format!(
            "At {} tokens: never erred {}",
            whole(curves.lengths[at]),
            percent(curves.flawless[at])
        );
        if let Some(criterion) = self.data.answer() {
            let name = Bounce::answer_label(criterion);
            let _ = write!(words, ", {name} {}", percent(curves.answer[at]));
        }
        if let Some(simulated) = self.data.simulated().filter(|it| at < it.lengths.len()) {
            let (low, high) = simulated.interval[at];
            let _ = write!(
                words,
                ". Simulated: {} and {} (95% interval {} to {})",
                percent(simulated.flawless[at]),
                percent(simulated.answer[at]),
                percent(low),
                percent(high),
            );
        }
        words + "."
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
            let lengths = &self.data.curves().lengths;
            table::fill(&self.table, &report::table(scenario, lengths, tally));
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
            self.data.svg((900.0, 400.0), Colors::Light),
        );
        if self.strips.is_some() {
            let svg = svg::render(&strips_of(scene), (900.0, 240.0), Colors::Light);
            picture("[data-slot=strips-plot] .static:not(.narrow)", svg);
        }
    }

    fn save_svg(&self, page: &super::page::Page) {
        let colors = if page.is_dark() {
            Colors::Dark
        } else {
            Colors::Light
        };
        let (width, height) = self.ink.size();
        let svg = page.with_scene(|scene| match &self.strips {
            None => self.data.svg((width, height), colors),
            Some((ink, _)) => {
                let above = ink.size();
                let strips = svg::render(&strips_of(scene), above, colors);
                svg::stack(&[
                    (strips, above),
                    (self.data.svg((width, height), colors), (width, height)),
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
        let lengths = &self.data.curves().lengths;
        let csv = report::table(page.scenario(), lengths, page.tally()).csv();
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
