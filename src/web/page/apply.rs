//! What a message changes: the scenario, what is held, what is shown of the runs.

use super::Page;
use crate::figure::scales;
use crate::web::figure::View;
use crate::web::message::{Action, Brought, Done, Message};
use crate::web::panel::{self, Shared};
use crate::web::recipes::take_shown;
use crate::web::timeline::Editor;
use crate::web::unfolding::Unfolding;
use crate::web::{dom, notes, rooms, share, shown};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::plan::also;
use bounceback_core::share::link;
use std::rc::Rc;

impl Page {
    /// Changes what a message says. Whoever held what it has changed, holds it no longer.
    pub(super) fn apply(&mut self, message: Message) {
        self.perform(message);
        if let Some(phases) = &mut self.phases {
            phases.keep_up(&self.scenario);
            self.address.hold(phases.is_held() || self.before.is_some());
        }
        let phase = self.phases.as_ref().map_or(0, Editor::chosen);
        shown::set(&self.scenario, phase);
    }

    pub(super) fn perform(&mut self, message: Message) {
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
            Message::Write(key, text) => self.write(key, &text, false),
            Message::WriteInProse(key, text) => self.write(key, &text, true),
            Message::Settled => {
                self.hold(None);
                self.address.touch();
                // A number that was being typed shows its value again.
                self.show_scenario();
            }
            Message::Cancel => self.cancel(),
            Message::Undo => self.address.undo(),
            Message::Link(link) => self.follow(&link),
            Message::Defaults => {
                self.let_go();
                self.scenario = Scenario::default();
                notes::show::<String>(&[]);
                self.changed();
            }
            Message::Usual => {
                self.let_go();
                also::reset(&mut self.scenario);
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
            Message::Room(figure) => self.go(figure),
            Message::Place(place) => dom::scroll_to(place),
            Message::Adopt(link) => {
                self.let_go();
                let mut scenario = link::read(&link).scenario;
                take_shown(&mut scenario, &self.scenario);
                self.scenario = scenario;
                self.changed();
            }
            Message::Reveal(beat) => self.reveal(beat),
            Message::Own => self.take_own(),
            Message::Scrolled => {
                self.scrolled = Some(dom::now());
                self.stale.look = true;
            }
            Message::Sight(in_sight) => {
                for figure in &mut self.figures {
                    figure.cover(!in_sight);
                }
                self.stale.look = true;
                if in_sight {
                    self.spoil();
                }
            }
            Message::Print => self.print(),
            Message::Data(brought) => {
                if let Some(desk) = &mut self.desk {
                    desk.take(brought);
                    share::carry(desk.carried());
                    self.address.touch();
                }
            }
            Message::TakeAway(how) => {
                if let Some(desk) = &self.desk {
                    desk.take_away(how, &share::to_figure(&self.scenario, "evidence"));
                }
            }
            Message::AdoptFit(name) => self.adopt_fit(name),
            Message::Lab(done) => self.work_in_lab(done),
        }
    }

    /// Goes into the room of a figure: to the figure, or, where the room itself is meant, to
    /// where the reader was in it.
    fn go(&mut self, figure: &'static str) {
        share::remember_place();
        self.leave();
        // The name of a figure is legal.
        let _ = self.scenario.set_text(Key::Figure, figure);
        self.has_entered = rooms::enter(figure);
        let room = rooms::current().unwrap_or_default();
        match self.places.get(&room) {
            Some(place) if figure == room || figure == "page" => dom::scroll_to(*place),
            _ => rooms::show(figure),
        }
        rooms::focus(if figure == "page" { "explain" } else { figure });
        self.changed();
        // It is one step of the history by itself.
        self.address.write(&self.scenario);
        self.spoil();
    }

    /// Keeps where the reader is in the room that is shown.
    fn leave(&mut self) {
        // What is written there need not be waited for here.
        if self.unfolding.is_moving() {
            self.unfold(Unfolding::Whole);
        }
        if let Some(room) = rooms::current() {
            self.places.insert(room, dom::scrolled());
        }
    }

    /// No drawing holds any more.
    pub(super) fn spoil(&mut self) {
        self.stale.ink = true;
        self.stale.strips = true;
        self.stale.cursor = true;
    }

    pub(super) fn changed(&mut self) {
        // What was said of a value before is over.
        if let Some(said) = self.said.take() {
            said.set_text_content(None);
        }
        self.stale.scenario = true;
        self.address.touch();
    }

    pub(super) fn follow(&mut self, link: &str) {
        if let Some(anchor) = link::anchor(link) {
            if let Some(figure) = rooms::led_to(anchor) {
                self.go(figure);
            }
            return;
        }
        if share::written(&self.scenario) == link.trim_start_matches('#') {
            return;
        }
        let reading = link::read(link);
        self.let_go();
        let shown = self.scenario.number(Key::Figure);
        self.scenario = reading.scenario;
        let figure = self.scenario.choice(Key::Figure);
        self.leave();
        self.has_entered = rooms::enter(figure);
        if self.has_entered || self.scenario.number(Key::Figure) != shown {
            rooms::show(figure);
        }
        self.follow_data(reading.data.as_deref());
        self.stale.scenario = true;
        self.address.follow(&self.scenario);
        notes::show(&reading.notes);
    }

    /// Opens the data of a link; from now on links carry them, too.
    pub(super) fn follow_data(&mut self, data: Option<&str>) {
        if let Some(desk) = &mut self.desk {
            desk.follow(data);
            share::carry(desk.carried());
        }
    }

    /// What explains the data becomes the scenario of all rooms.
    fn adopt_fit(&mut self, name: &str) {
        let Some(desk) = &mut self.desk else { return };
        if let Some((scenario, said)) = desk.adopt(name, &self.scenario) {
            desk.say(&format!(
                "Adopted: it is the scenario of every room now. {said}"
            ));
            self.let_go();
            self.scenario = scenario;
            self.changed();
        }
    }

    /// Something is done in the lab. What was measured there may become the scenario of all
    /// rooms, and the runs lie in the evidence.
    fn work_in_lab(&mut self, done: Done) {
        let Some(lab) = &mut self.lab else { return };
        if done == Done::Adopt {
            if let Some((scenario, runs)) = lab.adopt(&self.scenario) {
                self.let_go();
                self.scenario = scenario;
                self.changed();
                self.perform(Message::Data(Brought::Text(runs)));
                // What the lab says of a step is computed.
                self.perform(Message::Data(Brought::Exact(true)));
            }
        } else if let Some((key, value)) = lab.take(done) {
            // (A step of a run is legal.)
            let _ = self.scenario.set(key, value);
            self.changed();
        }
    }

    pub(super) fn act(&mut self, index: usize, action: Action) {
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
            Action::Share => {
                let _ = self.share(index);
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
                    _ => {
                        let figure = self.figures.get(index);
                        let steps = figure.map_or(0, |figure| figure.steps((right, up)));
                        self.act(index, Action::Cursor(steps));
                    }
                }
            }
            Action::Take(place) => {
                let figure = self.figures.get(index);
                if let Some(offer) = figure.and_then(|figure| figure.offer(place)) {
                    self.scenario = offer.onto(&self.scenario);
                    self.changed();
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
    pub(super) fn lead_others(&mut self, index: usize) {
        let length = self.figures[index].length();
        for (other, figure) in self.figures.iter_mut().enumerate() {
            if other != index {
                figure.lead(length);
            }
        }
        self.stale.cursor = true;
    }

    pub(super) fn choose(&mut self, run: u64) {
        let run = run.min(self.scenario.whole(Key::Runs));
        // A run that there is is legal.
        let _ = self.scenario.set(Key::Run, run as f64);
        self.chosen();
    }

    /// Another run is chosen, which changes nothing but what is told of the runs.
    pub(super) fn chosen(&mut self) {
        self.address.touch();
        self.read_story();
        self.show_controls();
        self.stale.strips = true;
        self.stale.cursor = true;
    }

    pub(super) fn read_story(&mut self) {
        let lengths = self
            .figures
            .iter()
            .find_map(View::simulated_lengths)
            .unwrap_or_default();
        self.stories.read(&self.scenario, lengths, &self.cells);
    }

    /// A hand takes hold of a figure, or lets go. Meanwhile nothing enters the history.
    pub(super) fn hold(&mut self, before: Option<Scenario>) {
        self.address.hold(before.is_some());
        self.before = before;
    }

    /// No figure is held any more, even where a hand is still down.
    pub(super) fn let_go(&mut self) {
        for figure in &mut self.figures {
            figure.let_go();
        }
        self.hold(None);
    }

    /// Takes everything back that a hand has done since it took hold.
    pub(super) fn cancel(&mut self) {
        let before = self.before.take();
        self.let_go();
        let before = before.or_else(|| self.phases.as_mut()?.cancel());
        if let Some(before) = before {
            self.scenario = before;
            self.changed();
        }
    }

    /// Sets what has been pulled.
    pub(super) fn pull(&mut self, pulled: Vec<(Key, f64)>) {
        for (key, value) in pulled {
            // Figures offer legal values only.
            let _ = self.scenario.set(key, value);
            self.changed();
        }
    }

    /// Opens the panel for a figure.
    pub(super) fn share(&self, index: usize) -> Option<()> {
        let view = self.figures.get(index)?;
        panel::open(Shared {
            figure: view.name().to_owned(),
            scenario: self.scenario.clone(),
            title: view.title(),
            controls: view.controls(),
            take: Rc::new(move |what, refused| Page::take(index, what, &refused)),
        })
    }

    pub(super) fn toggle_scale(&mut self, index: usize, axis: usize) {
        if let Some(figure) = self.figures.get(index) {
            self.scenario.turn(scales(figure.name())[axis]);
            self.changed();
        }
    }

    pub(super) fn unfold(&mut self, unfolding: Unfolding) {
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
    pub(super) fn revealed(&self) -> usize {
        self.unfolding.shown(self.cells.len())
    }
}
