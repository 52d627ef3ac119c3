//! The lab: real small transformers, watched and measured. Their program comes when the room is
//! opened; until then, and where it can't come, what was recorded stands there.

mod part;
mod program;
mod telling;
mod watch;

use super::dom;
use super::figure::View;
use super::message::{Message, send};
use crate::figure::lab::batch::Batch;
use crate::figure::lab::wishes;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use part::Part;
use std::cell::Cell;
use std::rc::Rc;
use telling::Telling;
use watch::Watch;
use web_sys::{Element, Event, HtmlElement, HtmlProgressElement, KeyboardEvent, PointerEvent};

/// Something done in the lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// The program is asked for, though it costs data.
    Load,
    /// It has come, or hasn't.
    Loaded(bool),
    /// The watched run is played, or pauses.
    Play,
    /// One token more.
    Step,
    /// All of it.
    Finish,
    /// A token is looked at, or none.
    Look(Option<usize>),
    /// A token is pressed, and whether it is a finger.
    Press(usize, bool),
    /// A measurement stops, or goes on.
    Stop(usize),
    /// What was measured becomes the scenario, and the runs data.
    Adopt,
}

/// How far the program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Program {
    Absent,
    Asking,
    Loading,
    Ready,
    Failed,
}

/// The measurements, in the order of the document.
const PARTS: [&str; 4] = ["many", "window", "rule", "lost"];

/// A measurement, and where it is shown.
#[derive(Debug)]
struct Place {
    part: Part,
    section: HtmlElement,
    progress: HtmlProgressElement,
    stop: HtmlElement,
    is_near: bool,
    state: State,
}

/// What a part shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
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
    fn enter(&mut self, state: State) {
        if self.state != state {
            self.state = state;
            dom::set(&self.section, "data-state", state.name());
        }
    }
}

/// The room.
#[derive(Debug)]
pub(super) struct Room {
    root: Element,
    consent: HtmlElement,
    status: Element,
    program: Program,
    /// The models that were asked for.
    asked: Vec<String>,
    watch: Watch,
    places: Vec<Place>,
    telling: Telling,
    scenario: Option<Scenario>,
    is_here: bool,
    /// The error that was put in last, whose token takes the keyboard.
    focus: Option<u32>,
    shown: f64,
}

impl Room {
    /// Binds `[data-lab-room]`.
    pub(super) fn bind(root: &Element) -> Option<Self> {
        let root: Element = dom::find(root, "[data-lab-room]")?;
        let place = |(index, name): (usize, &&str)| {
            let section: HtmlElement = dom::find(&root, &format!("[data-part={name}]"))?;
            let stop: HtmlElement = dom::slot(&section, "stop")?;
            dom::on(&stop, "click", move |_: Event| {
                send(Message::Lab(Done::Stop(index)));
            });
            Some(Place {
                part: Part::default(),
                progress: dom::slot(&section, "measuring")?,
                stop,
                section,
                is_near: false,
                state: State::Recorded,
            })
        };
        let text: HtmlElement = dom::find(&root, "[data-lab-text]")?;
        listen(&root, &text);
        Some(Self {
            consent: dom::slot(&root, "consent")?,
            status: dom::slot(&root, "status")?,
            program: Program::Absent,
            asked: Vec::new(),
            watch: Watch::new(text, dom::slot(&root, "looked")?),
            places: PARTS.iter().enumerate().filter_map(place).collect(),
            telling: Telling::default(),
            scenario: None,
            is_here: false,
            focus: None,
            shown: 0.0,
            root,
        })
    }

    /// Looks where everything is.
    pub(super) fn look(&mut self) {
        for place in &mut self.places {
            place.is_near = self.is_here && dom::is_near(&place.section);
        }
    }

    /// Follows the scenario.
    pub(super) fn read(&mut self, scenario: &Scenario) {
        self.is_here = scenario.choice(Key::Figure) == "lab";
        self.scenario = Some(scenario.clone());
        if !self.is_here {
            return;
        }
        if self.program == Program::Absent {
            if saves_data() {
                self.ask();
            } else {
                self.program = Program::Loading;
            }
        }
        let wanted = wishes::parts(scenario);
        for ((index, place), orders) in self.places.iter_mut().enumerate().zip(wanted) {
            if place.part.want(orders) {
                self.telling.forget(index);
                if place.state == State::Measured {
                    place.enter(State::Waiting);
                }
            }
        }
        self.outdate();
        if matches!(self.program, Program::Loading | Program::Ready) {
            self.load();
        }
    }

    /// What was recorded goes where something else will be measured.
    fn outdate(&mut self) {
        if self.program != Program::Ready {
            return;
        }
        let recorded = wishes::parts(&Scenario::default());
        for (place, recorded) in self.places.iter_mut().zip(recorded) {
            if place.state == State::Recorded && !place.part.wants(&recorded) {
                place.enter(State::Waiting);
            }
        }
    }

    fn ask(&mut self) {
        self.program = Program::Asking;
        self.consent.set_hidden(false);
    }

    /// Has come what is needed and is not there.
    fn load(&mut self) {
        let Some(scenario) = &self.scenario else {
            return;
        };
        let (watched, ..) = wishes::watched(scenario);
        let models = self.places.iter().flat_map(|it| it.part.models());
        let mut missing: Vec<String> = models.cloned().collect();
        missing.push(watched);
        missing.sort();
        missing.dedup();
        missing.retain(|it| !self.asked.contains(it));
        if missing.is_empty() {
            self.want_watched();
            return;
        }
        program::load(&missing, |came| Message::Lab(Done::Loaded(came)));
        self.asked.extend(missing);
        self.say("The models are coming …");
    }

    fn want_watched(&mut self) {
        if let Some(scenario) = &self.scenario {
            let wish = wishes::watched(scenario);
            if self.program == Program::Ready && program::has_come(&wish.0) {
                self.watch.want(&wish);
                if let Some(step) = self.focus.take()
                    && let Some(token) = self.watch.value_of(step)
                {
                    focus(token);
                }
            }
        }
    }

    fn say(&self, text: &str) {
        self.status.set_text_content(Some(text));
    }

    /// Takes what was done; whether it changes the scenario, and to what.
    pub(super) fn take(&mut self, done: Done) -> Option<(Key, f64)> {
        match done {
            Done::Load => {
                if self.program != Program::Ready {
                    self.program = Program::Loading;
                }
                self.consent.set_hidden(true);
                self.load();
            }
            Done::Loaded(true) => {
                self.program = Program::Ready;
                let _ = self.root.class_list().add_1("live");
                self.say("");
                self.consent.set_hidden(true);
                self.outdate();
                self.want_watched();
            }
            Done::Loaded(false) => {
                self.asked.clear();
                if self.program == Program::Ready {
                    self.say("A model did not come: what it would write is not shown.");
                } else {
                    self.program = Program::Failed;
                    self.say("The models did not come, so what stands here was recorded.");
                }
                self.consent.set_hidden(false);
            }
            Done::Play => self.watch.play(),
            Done::Step => self.watch.step(),
            Done::Finish => self.watch.finish(),
            Done::Look(token) => {
                self.watch.choose(token);
            }
            Done::Press(token, by_finger) => {
                // A finger looks first, and changes what it has looked at.
                let was_chosen = self.watch.choose(Some(token));
                let step = self.watch.changeable(token)?;
                if by_finger && !was_chosen {
                    return None;
                }
                let before = self.scenario.as_ref()?.number(Key::LabError);
                let again = f64::from(step) == before;
                self.focus = Some(step);
                return Some((Key::LabError, if again { 0.0 } else { f64::from(step) }));
            }
            Done::Stop(index) => {
                if let Some(place) = self.places.get_mut(index) {
                    let stopped = place.part.is_stopped();
                    place.part.stop(!stopped);
                }
            }
            Done::Adopt => {}
        }
        None
    }

    /// Goes on until some time; whether there is more to do.
    pub(super) fn advance(&mut self, until: f64) -> bool {
        if !self.is_here || self.program != Program::Ready {
            return false;
        }
        let mut busy = self.watch.advance();
        self.show_watched();
        let mut measuring = false;
        for place in &mut self.places {
            if place.is_near && !measuring {
                measuring = place.part.advance(until);
            }
        }
        for (index, place) in self.places.iter_mut().enumerate() {
            let was_fitted = self.telling.is_fitted(index);
            measuring |= place.is_near && self.telling.advance(index, &place.part, until);
            place.part.is_stale |= self.telling.is_fitted(index) != was_fitted;
            show_progress(place, self.telling.is_fitting(index));
        }
        busy |= measuring;
        dom::set(
            &self.root,
            "data-busy",
            if measuring { "true" } else { "false" },
        );
        busy || self.places.iter().any(|it| it.part.is_stale)
    }

    fn show_watched(&self) {
        let (tokens, undone) = self.watch.counted();
        dom::set(&self.root, "data-tokens", &tokens.to_string());
        dom::set(&self.root, "data-undone", &undone.to_string());
        if let Some(place) = dom::slot::<Element>(&self.root, "outcome") {
            let said = self.watch.outcome().unwrap_or_default();
            if place.text_content().as_deref() != Some(said.as_str()) {
                place.set_text_content(Some(&said));
            }
        }
        if let Some(button) = dom::find::<Element>(&self.root, "[data-lab=play]") {
            let label = match (self.watch.is_playing, self.watch.is_over()) {
                (true, _) => "Pause",
                (false, true) => "Play again",
                (false, false) => "Play",
            };
            if button.text_content().as_deref() != Some(label) {
                button.set_text_content(Some(label));
            }
        }
    }

    /// Shows what has been measured, where that has changed; whether it has.
    pub(super) fn show(&mut self, figures: &mut [View]) -> bool {
        if !self.is_here || self.program != Program::Ready {
            return false;
        }
        let Some(scenario) = &self.scenario else {
            return false;
        };
        // What is under way is shown a few times a second.
        let due = dom::now() - self.shown > 300.0;
        let mut any = false;
        for index in 0..self.places.len() {
            let place = &mut self.places[index];
            let growing = due && index == 0 && place.is_near && place.part.is_under_way();
            if !std::mem::take(&mut place.part.is_stale) && !growing {
                continue;
            }
            if growing || !place.part.batches().is_empty() {
                place.enter(State::Measured);
            }
            if place.state != State::Measured {
                // (What was recorded stays, and what no longer holds goes.)
                if place.state == State::Waiting {
                    telling::clear(&place.section);
                }
                continue;
            }
            any = true;
            self.shown = dom::now();
            let place = &self.places[index];
            self.telling
                .show(index, (&place.part, &place.section), scenario, figures);
            let digest = place.part.digest();
            dom::set(&place.section, "data-digest", digest);
        }
        any
    }

    /// The scenario that was measured, what is to be said of it, and the runs as data.
    pub(super) fn adopt(&self, base: &Scenario) -> Option<(Scenario, String)> {
        let runs: &Batch = self.places.first()?.part.batches().first()?;
        let scenario = self.telling.scenario(base)?;
        self.say("Adopted: errors, recovery and fatal share as measured are the scenario of every room now, a token standing for a step, and the runs lie in Evidence.");
        Some((scenario, runs.text()))
    }
}

fn show_progress(place: &Place, is_fitting: bool) {
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

fn focus(element: &Element) {
    use wasm_bindgen::JsCast;
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Whether the reader saves data.
fn saves_data() -> bool {
    let get = |object: &wasm_bindgen::JsValue, name: &str| {
        js_sys::Reflect::get(object, &name.into()).unwrap_or_default()
    };
    dom::window().is_some_and(|window| {
        let connection = get(&window.navigator(), "connection");
        connection.is_object() && get(&connection, "saveData").is_truthy()
    })
}

/// The token that an event is about.
fn token_of(event: &Event) -> Option<usize> {
    use wasm_bindgen::JsCast;
    let target: Element = event.target()?.dyn_into().ok()?;
    let token = target.closest("[data-token]").ok()??;
    token.get_attribute("data-token")?.parse().ok()
}

fn listen(root: &Element, text: &HtmlElement) {
    let act = |done: Done| send(Message::Lab(done));
    for (name, done) in [
        ("load", Done::Load),
        ("play", Done::Play),
        ("step", Done::Step),
        ("finish", Done::Finish),
        ("adopt", Done::Adopt),
    ] {
        if let Some(button) = dom::find::<Element>(root, &format!("[data-lab={name}]")) {
            dom::on(&button, "click", move |_: Event| act(done));
        }
    }
    if let Some(button) = dom::find::<Element>(root, "[data-lab=again]") {
        dom::on(&button, "click", |_: Event| {
            let run = super::shown::number(Key::LabRun).unwrap_or_default();
            send(Message::Set(Key::LabRun, run + 1.0));
            send(Message::Settled);
        });
    }
    dom::on(text, "pointerover", move |event: PointerEvent| {
        if event.pointer_type() != "touch" {
            act(Done::Look(token_of(&event)));
        }
    });
    // (A click of WebKit does not tell by what it was made; one by the keyboard has no pointer.)
    let by_finger = Rc::new(Cell::new(false));
    let comes_down = by_finger.clone();
    dom::on(text, "pointerdown", move |event: PointerEvent| {
        comes_down.set(event.pointer_type() == "touch");
    });
    let is_down = by_finger.clone();
    dom::on(text, "focusin", move |event: Event| {
        // A finger has its own way: it presses.
        if !is_down.get() {
            act(Done::Look(token_of(&event)));
        }
    });
    dom::on(text, "click", move |event: Event| {
        if let Some(token) = token_of(&event) {
            act(Done::Press(token, by_finger.take()));
            send(Message::Settled);
        }
    });
    let within = text.clone();
    dom::on(text, "keydown", move |event: KeyboardEvent| {
        let step: isize = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => 1,
            "ArrowLeft" | "ArrowUp" => -1,
            _ => return,
        };
        let all = dom::all(&within, "button");
        let at = token_of(&event).and_then(|token| {
            let name = token.to_string();
            all.iter()
                .position(|it| it.get_attribute("data-token").as_deref() == Some(&name))
        });
        let Some(at) = at else { return };
        event.prevent_default();
        if let Some(next) = at.checked_add_signed(step).and_then(|it| all.get(it)) {
            dom::set(&all[at], "tabindex", "-1");
            dom::set(next, "tabindex", "0");
            focus(next);
        }
    });
}
