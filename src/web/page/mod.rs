//! The page as a whole: one scenario, one set of runs, and all that shows them.

mod apply;
mod draw;
mod story;
mod typing;

use super::bench::Desk;
use super::canvas::{density, watch_ratio};
use super::control::{self, Control};
use super::counters::Counters;
use super::figure::{Picture, Scene, View, cells_of};
use super::lab::Room;
use super::message::{self, Message, send};
use super::panel::Refused;
use super::pick::{self, Pick};
use super::prose::{self, Passage, Scrub, UNSEEN, Value};
use super::recipes::Board;
use super::share::{self, Address};
use super::simulation::Simulation;
use super::stories::Stories;
use super::timeline::Editor;
use super::tools::{self, Take};
use super::unfolding::Unfolding;
use super::{anchor, beats, dom, embed, export, frame, notes, pointing, projecting, rooms, shown};
use crate::figure::strips;
use crate::figure::svg::Colors;
use crate::figure::theme::{DARK, LIGHT, STRONG_DARK, STRONG_LIGHT, Theme};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::share::link;
use bounceback_core::simulate::Tally;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlElement, HtmlProgressElement, KeyboardEvent, ResizeObserver};

thread_local! {
    static PAGE: RefCell<Option<Page>> = const { RefCell::new(None) };
}

/// Everything that shows the scenario.
pub(super) struct Page {
    root: Element,
    scenario: Scenario,
    controls: Vec<Control>,
    picks: Vec<Pick>,
    scrubs: Vec<Scrub>,
    passages: Vec<Passage>,
    /// Where the plan says what its sentences don't show.
    also: Option<HtmlElement>,
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
    plan_places: Vec<Element>,
    is_plan_near: bool,
    /// Whether the last frame may have moved what is on the page.
    has_moved: bool,
    figures: Vec<View>,
    counters: Counters,
    /// Where the reader was in rooms that were left.
    places: HashMap<String, f64>,
    /// Whether another room has just been entered, and is yet to be laid out.
    has_entered: bool,
    /// When the page was last scrolled, until that is kept.
    scrolled: Option<f64>,
    board: Option<Board>,
    desk: Option<Desk>,
    lab: Option<Room>,
    phases: Option<Editor>,
    progress: Option<HtmlProgressElement>,
    address: Address,
    /// Where something was said of a value that was typed.
    said: Option<HtmlElement>,
    /// The reader's own values, where the story has set others, and those of the story.
    own: Option<Scenario>,
    told: Option<Scenario>,
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
    /// The data cursors, which the last frame has left to this one.
    owed: bool,
    /// What is in sight.
    look: bool,
}

/// The media query of readers who want more contrast.
const STRONG: &str = "(prefers-contrast: more)";

impl Page {
    /// Binds the document, and from now on shows what its address says.
    pub(super) fn open() {
        let link = share::current();
        let mut reading = link::read(link::without_anchor(&link));
        if let Some(figure) = link::anchor(&link).and_then(rooms::led_to) {
            let _ = reading.scenario.set_text(Key::Figure, figure);
        }
        let Some(mut page) = Self::bind(reading.scenario) else {
            return;
        };
        notes::show(&reading.notes);
        page.follow_data(reading.data.as_deref());
        let figure = page.scenario.choice(Key::Figure);
        rooms::enter(figure);
        match share::place() {
            // It was loaded anew.
            Some(place) => dom::scroll_to(place),
            None if figure != "page" => rooms::show(figure),
            None => {}
        }
        page.look();
        if link.is_empty() {
            // Who comes without a wish sees the runs being written.
            page.cells = cells_of(&page.scenario);
            page.unfolding = Unfolding::default().play(page.cells.len());
        }
        page.run();
    }

    /// The same for an embed.
    pub(super) fn embed() {
        let reading = link::read(&share::current());
        let shown = bounceback_core::share::embed::Embed::of(&reading);
        let mut scenario = reading.scenario;
        let _ = scenario.set_text(Key::Figure, shown.figure.name);
        embed::prepare(&shown);
        if let Some(page) = Self::bind(scenario) {
            notes::show(&shown.notes);
            page.run();
        }
    }

    /// Hands the page to the loop of frames: messages first, then what they have changed.
    fn run(self) {
        shown::set(&self.scenario, 0);
        PAGE.with_borrow_mut(|slot| *slot = Some(self));
        frame::run(|| {
            PAGE.with_borrow_mut(|slot| {
                slot.as_mut().is_some_and(|page| {
                    for message in message::take() {
                        page.apply(message);
                    }
                    page.draw()
                })
            })
        });
    }

    /// Looks at the page from a handler that must answer at once; `None` while a frame is
    /// under way.
    fn look_at<R>(look: impl FnOnce(&Self) -> R) -> Option<R> {
        PAGE.with(|slot| slot.try_borrow().ok()?.as_ref().map(look))
    }

    /// Takes something of a figure away, and says so where a browser refuses.
    fn take(index: usize, what: Take, refused: &Refused) {
        Self::look_at(|page| {
            let Some(view) = page.figures.get(index) else {
                return;
            };
            let link = share::to_figure(&page.scenario, view.name());
            let colors = if page.is_dark() {
                Colors::Dark
            } else {
                Colors::Light
            };
            let picture = match what {
                Take::Link => return export::copy("link", link),
                Take::Cells => return export::copy("table", view.cells(page.tally.as_ref())),
                Take::Csv => return view.save_csv(&page.scenario, page.tally.as_ref()),
                Take::Svg => Picture::Svg(colors),
                Take::Png => Picture::Png,
            };
            page.with_scene(|scene| {
                let refused = refused.clone();
                view.save_picture(scene, (&page.scenario, &link), picture, move || refused());
            });
        });
    }

    /// Has hands and buttons of a figure heard.
    fn listen_to(index: usize, view: &View) {
        let grips = move |at, by_finger| {
            let grip = Self::look_at(|page| page.figures.get(index)?.grip(at, by_finger));
            grip.flatten().is_some()
        };
        pointing::listen(index, view.cursor(), view.root(), Box::new(grips));
        let figure = view.root().clone();
        tools::listen(index, view.root(), move |what| {
            let figure = figure.clone();
            let refused = move || {
                if let Some(place) = dom::find::<Element>(&figure, "[data-tools]") {
                    notes::offer(&place, export::NO_PNG, "Save as SVG", "svg");
                }
            };
            Self::take(index, what, &(Rc::new(refused) as Refused));
        });
    }

    fn bind(scenario: Scenario) -> Option<Self> {
        let root = dom::document()?.document_element()?;
        let mut figures = Vec::new();
        for figure in dom::all(&root, "figure[data-figure]") {
            let index = figures.len();
            let view = View::bind(index, figure, &scenario);
            figures.extend(view.inspect(|view| Self::listen_to(index, view)));
        }
        let (plan, values): (Vec<_>, Vec<_>) =
            prose::values(&root).into_iter().partition(Value::is_slow);
        let mut page = Self {
            controls: control::fill(&root, &scenario),
            picks: pick::picks(&root),
            scrubs: prose::scrubs(&root),
            passages: prose::passages(&root),
            also: dom::find(&root, "[data-also]"),
            values,
            valued: 0,
            turn: 0,
            plan,
            planned: 0,
            plan_places: dom::all(&root, "[data-plan], [data-compared]"),
            is_plan_near: false,
            has_moved: false,
            figures,
            counters: Counters::bind(&root),
            places: HashMap::new(),
            has_entered: false,
            scrolled: None,
            board: Board::bind(&root),
            desk: Desk::bind(&root),
            lab: Room::bind(&root),
            phases: Editor::bind(&root),
            progress: dom::slot(&root, "progress"),
            address: Address::new(&scenario),
            said: None,
            own: None,
            told: None,
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
            if let Some(place) = share::place() {
                send(Message::Place(place));
            }
        });
        dom::on(&window, "hashchange", |_: Event| {
            send(Message::Link(share::current()));
        });
        dom::on(&window, "beforeprint", |_: Event| {
            // The printer does not wait for a frame.
            send(Message::Print);
            frame::now();
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
        dom::on(&window, "scroll", |_: Event| send(Message::Scrolled));
        beats::listen(&self.root);
        tools::shut_menus(&self.root);
        projecting::listen(&self.root);
        if embed::is_embed() {
            embed::watch_sight();
        }
        for place in dom::all(&self.root, ".plot") {
            sizes.observe(&place);
        }
        dom::on(&window, "keydown", |event: KeyboardEvent| {
            if event.key() == "Escape" {
                send(Message::Cancel);
            }
            let undoes = (event.ctrl_key() || event.meta_key()) && !event.shift_key();
            // A field has an undo of its own.
            if undoes && event.key() == "z" && !dom::is_written_in() {
                event.prevent_default();
                send(Message::Undo);
            }
        });
        for button in dom::all(&self.root, "[data-action=own]") {
            dom::on(&button, "click", |_: Event| {
                send(Message::Own);
                send(Message::Settled);
            });
        }
        for (action, message) in [("defaults", Message::Defaults), ("usual", Message::Usual)] {
            for button in dom::all(&self.root, &format!("[data-action={action}]")) {
                let message = message.clone();
                dom::on(&button, "click", move |_: Event| {
                    send(message.clone());
                    send(Message::Settled);
                });
            }
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

    /// Whether the dark theme is in use.
    fn is_dark(&self) -> bool {
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
    fn with_scene<R>(&self, look: impl FnOnce(&Scene<'_>) -> R) -> R {
        look(&Scene {
            theme: self.theme(),
            rows: self.simulation.as_ref().map_or(&[], Simulation::strips),
            notes: self.simulation.as_ref().map_or(&[], Simulation::notes),
            stages: self.simulation.as_ref().map_or(&[], Simulation::stages),
            chosen: strips::chosen(&self.scenario, self.stories.row()),
            log: self.scenario.log_x(),
            cells: &self.cells,
            revealed: self.revealed(),
            strips_changed: self.stale.strips,
        })
    }
}

/// The plan as lines of a name and a value, with a tab between them, and its sentences.
fn plan_text(root: &Element) -> String {
    let lines = dom::all(
        root,
        "#plan-title, [data-also]:not([hidden]) > span, #horizons :is(tr, p, li)",
    )
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
        // What is not known yet takes room, and is nothing to take away.
        (!row.hidden()).then(|| text.replace(UNSEEN, ""))
    });
    lines.collect::<Vec<_>>().join("\n")
}
