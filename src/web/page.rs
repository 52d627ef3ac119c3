//! The page as a whole: one scenario, one set of runs, and all that shows them.

use super::canvas::{density, watch_ratio};
use super::control::{self, Control};
use super::figure::{Scene, View, cells_of};
use super::message::{Action, Message, send};
use super::prose::{self, Passage, Scrub, Value};
use super::share::{self, Address};
use super::simulation::Simulation;
use super::stories::Stories;
use super::timeline::Editor;
use super::unfolding::Unfolding;
use super::{anchor, dom, export, frame, notes};
use crate::figure::scales;
use crate::figure::strips;
use crate::figure::theme::{DARK, LIGHT, STRONG_DARK, STRONG_LIGHT, Theme};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::{Scenario, parameter};
use bounceback_core::share::link;
use bounceback_core::simulate::Tally;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlElement, HtmlProgressElement, KeyboardEvent, ResizeObserver};

/// Everything that shows the scenario.
pub(super) struct Page {
    root: Element,
    scenario: Scenario,
    controls: Vec<Control>,
    scrubs: Vec<Scrub>,
    passages: Vec<Passage>,
    values: Vec<Value>,
    /// How many of them show what the scenario is now.
    valued: usize,
    /// What is first in the next frame.
    turn: usize,
    /// The slow ones among them.
    plan: Vec<Value>,
    /// How many of those are up to date.
    planned: usize,
    /// Where they stand, and whether that was in sight when the page was last looked at.
    plan_place: Option<Element>,
    is_plan_near: bool,
    /// Whether the last frame may have moved what is on the page.
    has_moved: bool,
    figures: Vec<View>,
    phases: Option<Editor>,
    progress: Option<HtmlProgressElement>,
    address: Address,
    /// What the scenario was before a hand took hold of a figure.
    before: Option<Scenario>,
    /// With how many backing pixels for each CSS pixel all is drawn.
    density: f64,
    simulation: Option<Simulation>,
    tally: Option<Tally>,
    cells: Vec<u64>,
    unfolding: Unfolding,
    stories: Stories,
    stale: Stale,
}

/// What has to be done before the next frame is shown.
#[expect(
    clippy::struct_excessive_bools,
    reason = "parts of the page, each stale or not"
)]
#[derive(Clone, Copy, Debug, Default)]
struct Stale {
    /// Everything that follows from the scenario.
    scenario: bool,
    /// Every drawing.
    ink: bool,
    /// The drawings that show shares of the runs.
    runs: bool,
    /// The strips.
    strips: bool,
    /// The data cursors.
    cursor: bool,
    /// What is in sight.
    look: bool,
}

/// The media query of readers who want more contrast.
const STRONG: &str = "(prefers-contrast: more)";

/// So long after a frame has begun figures stop computing, in milliseconds: with the
/// drawing after it, it stays below the 16 ms that a screen leaves it.
const SLICE: f64 = 9.0;

/// So long, in milliseconds, everything is brought up to date before it is printed.
const PRINTING: f64 = 1000.0;

impl Page {
    /// Binds the document, reads the address and shows what it says.
    pub(super) fn open() -> Option<Self> {
        let link = share::current();
        let reading = link::read(link::without_anchor(&link));
        let page = Self::bind(reading.scenario)?;
        notes::show(&reading.notes);
        page.scroll_to_figure();
        Some(page)
    }

    /// Binds an embed and shows what its address says.
    pub(super) fn embed() -> Option<Self> {
        let reading = link::read(&share::current());
        let embed = bounceback_core::share::embed::Embed::of(&reading);
        let mut scenario = reading.scenario;
        let _ = scenario.set_text(Key::Figure, embed.figure.name);
        super::embed::prepare(&embed);
        let page = Self::bind(scenario);
        notes::show(&embed.notes);
        page
    }

    fn bind(scenario: Scenario) -> Option<Self> {
        let root = dom::document()?.document_element()?;
        let mut figures = Vec::new();
        for figure in dom::all(&root, "figure[data-figure]") {
            figures.extend(View::bind(figures.len(), figure, &scenario));
        }
        let (plan, values): (Vec<_>, Vec<_>) =
            prose::values(&root).into_iter().partition(Value::is_slow);
        let mut page = Self {
            controls: control::fill(&root, &scenario),
            scrubs: prose::scrubs(&root),
            passages: prose::passages(&root),
            values,
            valued: 0,
            turn: 0,
            plan,
            planned: 0,
            plan_place: dom::find(&root, "[data-plan]"),
            is_plan_near: false,
            has_moved: false,
            figures,
            phases: Editor::bind(&root),
            progress: dom::slot(&root, "progress"),
            address: Address::new(&scenario),
            before: None,
            density: density(),
            simulation: None,
            tally: None,
            cells: Vec::new(),
            unfolding: Unfolding::Whole,
            stories: Stories::default(),
            stale: Stale {
                scenario: true,
                ..Stale::default()
            },
            scenario,
            root,
        };
        page.listen()?;
        // The page has its height before anyone scrolls in it.
        page.show_controls();
        page.look();
        Some(page)
    }

    fn listen(&self) -> Option<()> {
        let window = dom::window()?;
        notes::listen(&self.root);
        dom::on(&window, "popstate", |_: Event| {
            send(Message::Link(share::current()));
        });
        dom::on(&window, "hashchange", |_: Event| {
            send(Message::Link(share::current()));
        });
        dom::on(&window, "beforeprint", |_: Event| {
            // The printer does not wait for a frame.
            send(Message::Print);
            super::frame::now();
        });
        watch_ratio();
        for query in ["(prefers-color-scheme: dark)", STRONG] {
            if let Ok(Some(media)) = window.match_media(query) {
                dom::on(&media, "change", |_: Event| send(Message::Redraw));
            }
        }
        let observer = Closure::<dyn Fn()>::new(|| send(Message::Redraw));
        let sizes = ResizeObserver::new(observer.as_ref().unchecked_ref()).ok()?;
        observer.forget();
        dom::on(&window, "scroll", |_: Event| send(Message::Look));
        for place in dom::all(&self.root, ".plot") {
            sizes.observe(&place);
        }
        dom::on(&window, "keydown", |event: KeyboardEvent| {
            if event.key() == "Escape" {
                send(Message::Cancel);
            }
        });
        for button in dom::all(&self.root, "[data-action=defaults]") {
            dom::on(&button, "click", |_: Event| {
                send(Message::Defaults);
                send(Message::Settled);
            });
        }
        for button in dom::all(&self.root, "[data-action=copy-plan]") {
            // A browser hands over its clipboard only within the click itself.
            let root = self.root.clone();
            dom::on(&button, "click", move |_: Event| {
                export::copy("plan", plan_text(&root));
            });
        }
        dom::on(&self.root, "click", |event| anchor::follow(&event));
        Some(())
    }

    /// Scrolls to the figure that the link names.
    fn scroll_to_figure(&self) {
        let name = self.scenario.choice(Key::Figure);
        if name != "page"
            && let Some(section) = dom::document().and_then(|page| page.get_element_by_id(name))
        {
            section.scroll_into_view();
        }
    }

    /// The scenario that is shown.
    pub(super) const fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// The value of a parameter in the phase chosen on the timeline.
    pub(super) fn value_in_phase(&self, key: Key) -> Option<f64> {
        let phases = self.phases.as_ref()?;
        Some(phases.value(&self.scenario, key))
    }

    /// A figure by its number.
    pub(super) fn figure(&self, index: usize) -> Option<&View> {
        self.figures.get(index)
    }

    /// A figure by its name.
    pub(super) fn figure_named(&self, name: &str) -> Option<&View> {
        self.figures.iter().find(|figure| figure.name() == name)
    }

    /// The runs simulated so far.
    pub(super) const fn tally(&self) -> Option<&Tally> {
        self.tally.as_ref()
    }

    /// The address that opens the present scenario at a figure.
    pub(super) fn link_to(&self, figure: &str) -> String {
        let mut scenario = self.scenario.clone();
        // The name of a figure of the page is a legal value.
        let _ = scenario.set_text(Key::Figure, figure);
        share::absolute(&scenario)
    }

    /// Whether the dark theme is in use.
    pub(super) fn is_dark(&self) -> bool {
        match self.scenario.choice(Key::Theme) {
            "auto" => dom::media("(prefers-color-scheme: dark)"),
            theme => theme == "dark",
        }
    }

    fn theme(&self) -> &'static Theme {
        match (self.is_dark(), dom::media(STRONG)) {
            (false, false) => &LIGHT,
            (true, false) => &DARK,
            (false, true) => &STRONG_LIGHT,
            (true, true) => &STRONG_DARK,
        }
    }

    /// Hands a figure what it needs to draw itself.
    pub(super) fn with_scene<R>(&self, look: impl FnOnce(&Scene<'_>) -> R) -> R {
        look(&Scene {
            theme: self.theme(),
            rows: self.simulation.as_ref().map_or(&[], Simulation::strips),
            notes: self.simulation.as_ref().map_or(&[], Simulation::notes),
            stages: self.simulation.as_ref().map_or(&[], Simulation::stages),
            chosen: strips::chosen(&self.scenario, self.stories.row()),
            cells: &self.cells,
            revealed: self.revealed(),
            strips_changed: self.stale.strips,
        })
    }

    /// Changes what a message says. Whoever held what it has changed, holds it no longer.
    pub(super) fn apply(&mut self, message: Message) {
        self.perform(message);
        if let Some(phases) = &mut self.phases {
            phases.keep_up(&self.scenario);
            self.address.hold(phases.is_held() || self.before.is_some());
        }
    }

    fn perform(&mut self, message: Message) {
        match message {
            Message::Set(key, value) => {
                // Controls offer legal values only.
                let _ = self.scenario.set(key, value);
                if key == Key::Run {
                    self.chosen();
                    return;
                }
                self.changed();
            }
            Message::Write(key, text) => self.write(key, &text),
            Message::Settled => {
                self.hold(None);
                self.address.touch();
                // A number that was being typed shows its value again.
                self.show_scenario();
            }
            Message::Cancel => self.cancel(),
            Message::Link(link) => self.follow(&link),
            Message::Defaults => {
                self.let_go();
                self.scenario = Scenario::default();
                notes::show::<String>(&[]);
                self.changed();
            }
            Message::Figure(index, action) => self.act(index, action),
            Message::Phase(gesture) => {
                if let Some(phases) = &mut self.phases
                    && phases.apply(gesture, &mut self.scenario)
                {
                    self.changed();
                }
            }
            Message::Redraw => self.spoil(),
            Message::Look => self.stale.look = true,
            Message::Print => self.print(),
        }
    }

    /// No drawing holds any more.
    fn spoil(&mut self) {
        self.stale.ink = true;
        self.stale.strips = true;
        self.stale.cursor = true;
    }

    fn changed(&mut self) {
        self.stale.scenario = true;
        self.address.touch();
    }

    /// Takes a value as a person has typed it, or the nearest legal one, and says so.
    fn write(&mut self, key: Key, text: &str) {
        let problem = self.set_text(key, text);
        for control in self.controls.iter().filter(|control| control.key() == key) {
            control.forget();
        }
        self.changed();
        self.show_scenario();
        let Some(problem) = problem else { return };
        let mut told = false;
        for control in self.controls.iter().filter(|control| control.key() == key) {
            control.complain(text, &problem);
            told = true;
        }
        if !told {
            notes::add(&problem);
        }
    }

    /// Sets a value; says what was wrong with it.
    fn set_text(&mut self, key: Key, text: &str) -> Option<String> {
        let name = parameter(key).label;
        if key == Key::Schema {
            let remarks = self.scenario.set_schema(text);
            return remarks.first().map(|remark| format!("{name}: {remark}"));
        }
        let why = self
            .scenario
            .set_text(key, text)
            .and_then(|()| self.scenario.check(key))
            .err()?;
        let used = self.scenario.display(key);
        let text = bounceback_core::number::format::shorten(text);
        Some(format!("{name}: “{text}” {why}; {used} is used instead."))
    }

    fn follow(&mut self, link: &str) {
        if link::anchor(link).is_some()
            || link::write(&self.scenario) == link.trim_start_matches('#')
        {
            return;
        }
        let reading = link::read(link);
        self.let_go();
        self.scenario = reading.scenario;
        self.stale.scenario = true;
        self.address.follow(&self.scenario);
        notes::show(&reading.notes);
    }

    fn act(&mut self, index: usize, action: Action) {
        match action {
            Action::XScale => self.toggle_scale(index, 0),
            Action::YScale => self.toggle_scale(index, 1),
            Action::Table => {
                if let Some(figure) = self.figures.get(index) {
                    figure.toggle_table();
                    figure.fill_table(self.tally.as_ref());
                }
            }
            Action::Play => self.unfold(self.unfolding.play(self.cells.len())),
            Action::Step => self.unfold(self.unfolding.step(self.cells.len())),
            Action::Rewind => self.unfold(Unfolding::Still(0)),
            Action::Reseed => {
                let seed = getrandom::u32().unwrap_or_else(|_| dom::now() as u32);
                // A short seed is easier to pass on.
                let _ = self.scenario.set(Key::Seed, f64::from(seed % 1_000_000));
                self.changed();
            }
            Action::Press(x, y, by_finger) => {
                self.hold(Some(self.scenario.clone()));
                let figure = self.figures.get_mut(index);
                let pulled = figure.map(|figure| figure.press((x, y), by_finger));
                self.pull(pulled.unwrap_or_default());
            }
            Action::Pull(x, y) => {
                let pulled = self.figures.get(index).map(|figure| figure.pull((x, y)));
                self.pull(pulled.unwrap_or_default());
            }
            Action::Arrow(right, up) => {
                let figure = self.figures.get(index);
                let pulled = figure.map(|figure| figure.nudge((right, up)));
                match pulled {
                    Some(pulled) if !pulled.is_empty() => {
                        // What is read is where the keys have led.
                        self.act(index, Action::Leave);
                        self.pull(pulled);
                    }
                    _ => self.act(index, Action::Cursor(i64::from(right + up))),
                }
            }
            Action::Pick(x, y) => {
                let figure = self.figures.get(index);
                let run = self.with_scene(|scene| figure?.run_at((x, y), scene));
                let run = run.filter(|&run| run != self.scenario.run());
                self.choose(run.unwrap_or(0));
            }
            Action::Choose(rows) => {
                let run = self.scenario.run() as i64 + rows;
                self.choose(run.max(1) as u64);
            }
            Action::Release => {
                self.choose(0);
                self.act(index, Action::Leave);
            }
            pointing => {
                let Some(figure) = self.figures.get_mut(index) else {
                    return;
                };
                figure.point(pointing);
                self.lead_others(index);
            }
        }
    }

    /// Shows the length that the cursor of a figure is at wherever there are lengths.
    fn lead_others(&mut self, index: usize) {
        let length = self.figures[index].length();
        for (other, figure) in self.figures.iter_mut().enumerate() {
            if other != index {
                figure.lead(length);
            }
        }
        self.stale.cursor = true;
    }

    fn choose(&mut self, run: u64) {
        let run = run.min(self.scenario.whole(Key::Runs));
        // A run that there is is legal.
        let _ = self.scenario.set(Key::Run, run as f64);
        self.chosen();
    }

    /// Another run is chosen, which changes nothing but what is told of the runs.
    fn chosen(&mut self) {
        self.address.touch();
        self.read_story();
        self.show_controls();
        self.stale.strips = true;
        self.stale.cursor = true;
    }

    fn read_story(&mut self) {
        let lengths = self
            .figures
            .iter()
            .find_map(View::simulated_lengths)
            .unwrap_or_default();
        self.stories.read(&self.scenario, lengths, &self.cells);
    }

    /// A hand takes hold of a figure, or lets go. Meanwhile nothing enters the history.
    fn hold(&mut self, before: Option<Scenario>) {
        self.address.hold(before.is_some());
        self.before = before;
    }

    /// No figure is held any more, even where a hand is still down.
    fn let_go(&mut self) {
        for figure in &mut self.figures {
            figure.let_go();
        }
        self.hold(None);
    }

    /// Takes everything back that a hand has done since it took hold.
    fn cancel(&mut self) {
        let before = self.before.take();
        self.let_go();
        let before = before.or_else(|| self.phases.as_mut()?.cancel());
        if let Some(before) = before {
            self.scenario = before;
            self.changed();
        }
    }

    /// Sets what has been pulled.
    fn pull(&mut self, pulled: Vec<(Key, f64)>) {
        for (key, value) in pulled {
            // Figures offer legal values only.
            let _ = self.scenario.set(key, value);
            self.changed();
        }
    }

    fn toggle_scale(&mut self, index: usize, axis: usize) {
        if let Some(figure) = self.figures.get(index) {
            self.scenario.turn(scales(figure.name())[axis]);
            self.changed();
        }
    }

    fn unfold(&mut self, unfolding: Unfolding) {
        self.unfolding = unfolding;
        let label = if unfolding.is_moving() {
            "Pause"
        } else {
            "Play"
        };
        for button in dom::all(&self.root, "[data-action=play]") {
            button.set_text_content(Some(label));
        }
        self.stale.strips = true;
        self.stale.runs = true;
    }

    /// How many cells of each row are shown.
    fn revealed(&self) -> usize {
        self.unfolding.shown(self.cells.len())
    }

    /// Brings everything up to date; true while there is more to do.
    pub(super) fn draw(&mut self) -> bool {
        let begun = dom::now();
        // Not every browser tells of other pixels in every way that they come about.
        let before = std::mem::replace(&mut self.density, density());
        if before.to_bits() != self.density.to_bits() {
            self.spoil();
        }
        if self.has_moved || self.stale.look || self.stale.ink {
            // Between two frames, when nothing is being changed.
            self.stale.look |= self.look();
        }
        if self.stale.scenario {
            self.read_scenario();
        }
        if self.stale.look {
            self.read_near();
        }
        let working = self.work(begun);
        let unfolding = self.unfolding.is_moving();
        if unfolding {
            self.unfold(self.unfolding.at(begun, self.cells.len()));
        }
        if self.stale.ink || self.stale.runs || self.stale.strips || self.stale.look {
            self.draw_ink();
        }
        if self.stale.cursor || self.stale.ink || self.stale.runs || self.stale.look {
            let theme = self.theme();
            for figure in &self.figures {
                figure.draw_cursor(theme);
            }
        }
        if self.stale.cursor || self.stale.strips {
            for figure in &self.figures {
                figure.tell(self.stories.story(), self.scenario.whole(Key::Runs));
            }
        }
        // What has changed may have moved something into sight.
        self.has_moved = self.stale.ink || self.stale.runs || self.stale.strips || self.stale.look;
        self.stale = Stale::default();
        let waiting = self.address.settle(&self.scenario);
        dom::set(&self.root, "data-ready", "true");
        // One after the other, once changes have settled and nothing else is going on.
        let busy = working || unfolding || waiting;
        let planning = self.is_plan_near && self.planned < self.plan.len();
        if planning && !busy {
            let until = frame::end_of_slice(begun, SLICE);
            while let Some(value) = self.plan.get_mut(self.planned) {
                if value.show(&self.scenario, None) {
                    self.planned += 1;
                }
                if dom::now() >= until {
                    break;
                }
            }
        }
        dom::set(
            &self.root,
            "data-planning",
            if planning { "true" } else { "false" },
        );
        busy || planning || self.has_moved
    }

    /// Simulates, and computes the numbers of the text and the figures, each for a slice;
    /// whether there is more to do. A step of any may take longer than a frame has. So one of
    /// them may take a step in each frame, in turn, and the others if there is time left.
    fn work(&mut self, begun: f64) -> bool {
        const WAYS: usize = 3;
        let mut more = false;
        let first = self.turn;
        self.turn = (self.turn + 1) % WAYS;
        for way in 0..WAYS {
            if way > 0 && dom::now() >= begun + SLICE {
                more = true;
                break;
            }
            more |= match (first + way) % WAYS {
                0 => self.show_values(frame::end_of_slice(begun, SLICE)),
                1 => self.compute(begun),
                _ => {
                    let simulating = self.simulate(begun);
                    self.stories.advance(&mut self.stale.strips) || simulating
                }
            };
        }
        // Nothing that is no longer true stays.
        for value in self.values.iter_mut().skip(self.valued) {
            value.blank();
        }
        more
    }

    /// Looks where everything is; whether something has come near that has to catch up.
    fn look(&mut self) -> bool {
        let mut any = false;
        for figure in &mut self.figures {
            any |= figure.look();
        }
        if let Some(phases) = &self.phases {
            any |= phases.measure();
        }
        self.is_plan_near = self.plan_place.as_ref().is_some_and(dom::is_near);
        any
    }

    fn read_scenario(&mut self) {
        dom::set(&self.root, "data-theme", self.scenario.choice(Key::Theme));
        super::embed::show_link(&self.root, &self.scenario);
        for figure in &mut self.figures {
            figure.read(&self.scenario);
        }
        self.cells = cells_of(&self.scenario);
        self.planned = 0;
        for value in &mut self.plan {
            value.blank();
        }
        let shown = self.figures.iter().find_map(View::simulated_lengths);
        // An embed may show no runs.
        let wanted = shown.is_some() || !self.values.is_empty();
        let lengths = shown.map_or_else(|| vec![self.scenario.length()], <[u64]>::to_vec);
        let serves = self
            .simulation
            .as_ref()
            .is_some_and(|it| it.serves(&self.scenario, &lengths));
        if wanted && !serves {
            self.simulation = Some(Simulation::new(&self.scenario, lengths));
            self.tally = None;
        }
        self.read_story();
        self.show_scenario();
        self.stale = Stale {
            ink: true,
            strips: true,
            cursor: true,
            ..Stale::default()
        };
    }

    fn show_scenario(&mut self) {
        self.show_controls();
        self.valued = 0;
    }

    fn show_controls(&self) {
        for control in &self.controls {
            control.show(&self.scenario);
        }
        for scrub in &self.scrubs {
            scrub.show(&self.scenario);
        }
        for passage in &self.passages {
            passage.show(&self.scenario);
        }
        if let Some(phases) = &self.phases {
            phases.show(&self.scenario);
        }
    }

    /// Shows as many values of the scenario as there is time for until some time, at least
    /// one; whether there are more. Those that are not yet known say so.
    fn show_values(&mut self, until: f64) -> bool {
        let waiting = self.valued;
        while let Some(value) = self.values.get_mut(self.valued) {
            if self.valued > waiting && dom::now() >= until {
                break;
            }
            value.show(&self.scenario, self.tally.as_ref());
            self.valued += 1;
        }
        self.valued < self.values.len()
    }

    /// Shows what the runs simulated so far say.
    fn show_simulated(&mut self) {
        for value in self.values.iter_mut().filter(|value| value.is_simulated()) {
            value.show(&self.scenario, self.tally.as_ref());
        }
    }

    /// Lets figures that need more than a frame go on; whether any did.
    fn compute(&mut self, begun: f64) -> bool {
        let until = frame::end_of_slice(begun, SLICE);
        let mut any = false;
        for figure in self.figures.iter_mut().filter(|figure| figure.is_near()) {
            // One step in any case; each figure's turn comes once those before it are whole.
            if any && dom::now() >= until {
                break;
            }
            any |= figure.compute(until);
            if figure.is_behind() {
                figure.read(&self.scenario);
                any = true;
            }
        }
        self.stale.look |= any;
        any
    }

    /// Reads what has come into sight and shows another scenario still.
    fn read_near(&mut self) {
        for figure in self.figures.iter_mut().filter(|figure| figure.is_behind()) {
            figure.read(&self.scenario);
        }
    }

    /// Puts everything as it is now before the printer.
    fn print(&mut self) {
        // The printer does not wait for long: what is not known by then is left blank.
        let until = dom::now() + PRINTING;
        self.show_values(until);
        while let Some(value) = self.plan.get_mut(self.planned) {
            if value.show(&self.scenario, None) {
                self.planned += 1;
            }
            if dom::now() >= until {
                break;
            }
        }
        for figure in self.figures.iter_mut().filter(|figure| figure.is_behind()) {
            figure.catch_up(&self.scenario, until);
        }
        self.with_scene(|scene| {
            for figure in &self.figures {
                figure.print(scene);
            }
        });
    }

    /// Simulates for a slice; true while there is more to simulate.
    fn simulate(&mut self, begun: f64) -> bool {
        let Some(simulation) = &mut self.simulation else {
            return false;
        };
        let before = simulation.progress();
        if before.is_done() && self.tally.is_some() {
            return false;
        }
        let progress = simulation.advance(begun);
        self.tally = Some(simulation.tally().clone());
        if let Some(bar) = &self.progress {
            bar.set_value(progress.finished as f64 / progress.asked.max(1) as f64);
            bar.set_hidden(progress.is_done());
        }
        self.show_simulated();
        self.stale.runs = true;
        // Only the first runs are shown as strips.
        self.stale.strips |= before.finished < strips::ROWS as u64;
        !progress.is_done()
    }

    fn draw_ink(&mut self) {
        if let Some(phases) = &self.phases {
            phases.look(&self.scenario, self.stale.ink);
        }
        let shown = self.revealed();
        let until = match self.unfolding {
            Unfolding::Whole => None,
            _ if shown == 0 => Some(self.scenario.done()),
            _ => self.cells.get(shown - 1).copied(),
        };
        if let Some(tally) = &self.tally {
            for figure in &mut self.figures {
                figure.simulate(tally, until);
            }
        }
        let mut figures = std::mem::take(&mut self.figures);
        self.with_scene(|scene| {
            for figure in &mut figures {
                if self.stale.ink {
                    figure.spoil();
                }
                if figure.draw(scene) {
                    figure.fill_table(self.tally.as_ref());
                }
            }
        });
        self.figures = figures;
    }
}

/// The plan as lines of a name and a value, with a tab between them, and its sentences.
fn plan_text(root: &Element) -> String {
    let lines = dom::all(root, "[data-plan] :is(tr, p, li)")
        .into_iter()
        .filter_map(|row| {
            let row: HtmlElement = row.dyn_into().ok()?;
            let cells = dom::all(&row, "th, td").into_iter();
            let cells: Vec<String> = cells.filter_map(|cell| cell.text_content()).collect();
            let text = if cells.is_empty() {
                row.text_content().unwrap_or_default()
            } else {
                cells.join("\t")
            };
            (!row.hidden()).then_some(text)
        });
    lines.collect::<Vec<_>>().join("\n")
}
