//! The lab: real small transformers, watched and measured. Their program comes when the room is
//! opened; until then, and where it can't come, what was recorded stands there.

mod listen;
mod part;
mod place;
mod program;
mod telling;
mod watch;

use super::dom;
use super::figure::View;
use super::message::{Done, Message};
use crate::figure::lab::batch::Batch;
use crate::figure::lab::wishes;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use place::{Place, State};
use telling::Telling;
use watch::Watch;
use web_sys::{Element, HtmlElement};

/// How far the program is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Program {
    Absent,
    Asking,
    Loading,
    Ready,
    Failed,
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
        let text: HtmlElement = dom::find(&root, "[data-lab-text]")?;
        listen::listen(&root, &text);
        Some(Self {
            consent: dom::slot(&root, "consent")?,
            status: dom::slot(&root, "status")?,
            program: Program::Absent,
            asked: Vec::new(),
            watch: Watch::new(text, dom::slot(&root, "looked")?),
            places: Place::all(&root),
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
            place.look(self.is_here);
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
                    listen::focus(token);
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
        for seen in [true, false] {
            for place in &mut self.places {
                if place.is_near && place.is_seen == seen && !measuring {
                    measuring = place.part.advance(until);
                }
            }
        }
        for (index, place) in self.places.iter_mut().enumerate() {
            let was_fitted = self.telling.is_fitted(index);
            measuring |= place.is_near && self.telling.advance(index, &place.part, until);
            place.part.is_stale |= self.telling.is_fitted(index) != was_fitted;
            place.show_progress(self.telling.is_fitting(index));
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
