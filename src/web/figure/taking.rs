//! What of a figure is read elsewhere: as a table, on paper, in a file.

use super::{Picture, Scene, View, strips_of};
use crate::figure::Drawing;
use crate::figure::poster::Poster;
use crate::figure::svg::{self, Colors};
use crate::web::{dom, export, table};
use bounceback_core::model::scenario::Scenario;
use bounceback_core::simulate::Tally;
use web_sys::Element;

impl View {
    /// Shows or hides the table, and keeps it up to date while it is shown.
    pub(in crate::web) fn toggle_table(&self) {
        self.table.set_hidden(!self.table.hidden());
        if let Some(button) = dom::find::<Element>(&self.root, "[data-action=table]") {
            let open = if self.table.hidden() { "false" } else { "true" };
            dom::set(&button, "aria-expanded", open);
        }
        if !self.table.hidden() {
            // It is long, and lies below.
            let _ = self.table.focus();
        }
    }

    /// Fills the table, if it is shown.
    pub(in crate::web) fn fill_table(&self, tally: Option<&Tally>) {
        if !self.table.hidden() {
            table::fill(&self.table, &self.numbers(tally));
        }
    }

    /// Replaces the static picture by the present one, for the printer.
    pub(in crate::web) fn print(&self, scene: &Scene<'_>) {
        let picture = |place: &str, svg: String| {
            for (index, element) in dom::all(&self.root, place).into_iter().enumerate() {
                // The wide one goes on paper.
                element.set_inner_html(if index == 0 { &svg } else { "" });
            }
        };
        picture(
            "[data-slot=plot] .static:not(.narrow)",
            svg::render(&*self.data, self.on_paper(), Colors::Light),
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

    /// Hands over what it shows as a picture that explains itself; `link` leads to it.
    /// Where the browser refuses, `refused` says so.
    pub(in crate::web) fn save_picture(
        &self,
        scene: &Scene<'_>,
        (scenario, link): (&Scenario, &str),
        picture: Picture,
        refused: impl Fn() + Clone + 'static,
    ) {
        let strips = strips_of(scene);
        let mut parts: Vec<(&dyn Drawing, (f64, f64))> = Vec::new();
        if let Some((ink, _)) = &self.strips {
            parts.push((&strips, ink.size()));
        }
        parts.push((&*self.data, self.ink.size()));
        let has_states = self.strips.is_some() || self.name == "timeline";
        let poster = Poster::new(parts, has_states, scenario, link);
        match picture {
            Picture::Svg(colors) => {
                let svg = svg::render(&poster, poster.size(), colors);
                let name = format!("bounceback-{}.svg", self.name);
                export::save_text(&name, "image/svg+xml", &svg);
            }
            Picture::Png => {
                let name = format!("bounceback-{}.png", self.name);
                export::save_png(&name, &poster, scene.theme, refused);
            }
        }
    }

    /// Its numbers as a spreadsheet takes them, in the notation of the reader.
    pub(in crate::web) fn cells(&self, tally: Option<&Tally>) -> String {
        self.numbers(tally).cells(dom::decimal_sign())
    }

    pub(in crate::web) fn save_csv(&self, scenario: &Scenario, tally: Option<&Tally>) {
        let csv = self.numbers(tally).csv_of(scenario);
        export::save_text(&format!("bounceback-{}.csv", self.name), "text/csv", &csv);
    }
}
