//! What a frame does: simulate, compute and draw for as long as it has, and no longer.

use super::Page;
use super::Stale;
use crate::figure::strips;
use crate::web::canvas::density;
use crate::web::figure::{View, cells_of};
use crate::web::simulation::Simulation;
use crate::web::unfolding::Unfolding;
use crate::web::{dom, embed, frame, share};
use bounceback_core::model::parameter::Key;
use bounceback_core::plan::also;

/// So long after a frame has begun figures stop computing, in milliseconds: with the
/// drawing after it, it stays below the 16 ms that a screen leaves it.
const SLICE: f64 = 9.0;

/// So long after a frame has begun nothing more is drawn that can wait for the next.
const FRAME: f64 = 14.0;

/// So long after a frame has begun the models of the lab write, in milliseconds: a task stays
/// well below 50 ms.
const WRITING: f64 = 16.0;

/// So long, in milliseconds, everything is brought up to date before it is printed.
const PRINTING: f64 = 1000.0;

impl Page {
    /// Brings everything up to date; true while there is more to do.
    pub(super) fn draw(&mut self) -> bool {
        if std::mem::take(&mut self.has_entered) {
            // A room is laid out in one frame, and drawn in the next.
            return true;
        }
        let begun = dom::now();
        // Not every browser tells of other pixels in every way that they come about.
        let before = std::mem::replace(&mut self.density, density());
        if before.to_bits() != self.density.to_bits() {
            self.spoil();
        }
        let has_moved = self.has_moved || self.stale.look || self.stale.ink;
        if has_moved {
            // Between two frames, when nothing is being changed.
            self.stale.look |= self.look();
        }
        // Else figures are seen, and show, what they did.
        let has_changed = has_moved || self.stale.scenario;
        if self.stale.scenario {
            self.read_scenario();
        }
        if self.stale.look {
            self.read_near();
        }
        if let Some(desk) = &mut self.desk {
            self.stale.look |= desk.show(&mut self.figures, &self.scenario);
        }
        if let Some(lab) = &mut self.lab {
            self.stale.look |= lab.show(&mut self.figures);
        }
        if has_changed {
            self.keep_simulation();
        }
        let working = self.work(begun);
        let unfolding = self.unfolding.is_moving();
        if unfolding {
            self.unfold(self.unfolding.at(begun, self.cells.len()));
        }
        if self.stale.ink || self.stale.runs || self.stale.strips || self.stale.look {
            self.draw_ink(begun);
        }
        let pointing = self.stale.cursor || self.stale.ink || self.stale.runs || self.stale.look;
        // A browser puts canvases up after this, and takes long for large ones: where the frame
        // has no time left, those that lie above come in the next.
        let owed = pointing && !self.stale.owed && dom::now() >= begun + FRAME;
        if pointing && !owed {
            let theme = self.theme();
            for figure in &self.figures {
                figure.draw_cursor(theme);
            }
        }
        if self.stale.cursor || self.stale.ink || self.stale.runs || self.stale.strips {
            self.count();
        }
        if self.stale.cursor || self.stale.strips {
            for figure in &self.figures {
                figure.tell(self.stories.story(), self.scenario.whole(Key::Runs));
            }
        }
        // What has changed may have moved something into sight.
        self.has_moved = self.stale.ink || self.stale.runs || self.stale.strips || self.stale.look;
        self.stale = Stale {
            cursor: owed,
            owed,
            ..Stale::default()
        };
        let waiting = self.address.settle(&self.scenario) | self.keep_place();
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
        let desk = &mut self.desk;
        let fitting = desk
            .as_mut()
            .is_some_and(|desk| desk.advance(frame::end_of_slice(begun, SLICE)));
        // Models write for as long as a task may take, where nothing else is going on.
        let slice = if busy || fitting { SLICE } else { WRITING };
        let lab = &mut self.lab;
        let writing = lab
            .as_mut()
            .is_some_and(|lab| lab.advance(frame::end_of_slice(begun, slice)));
        // What is searched for takes what time there is left.
        let searching = match &mut self.board {
            Some(board) if self.is_plan_near && !busy && !planning => {
                board.advance(&self.scenario, frame::end_of_slice(begun, SLICE))
            }
            _ => false,
        };
        dom::set(
            &self.root,
            "data-planning",
            if planning || searching {
                "true"
            } else {
                "false"
            },
        );
        busy || planning || searching || fitting || writing || owed || self.has_moved
    }

    /// Simulates, and computes the numbers of the text and the figures, each for a slice;
    /// whether there is more to do. A step of any may take longer than a frame has. So one of
    /// them may take a step in each frame, in turn, and the others if there is time left.
    pub(super) fn work(&mut self, begun: f64) -> bool {
        const WAYS: usize = 3;
        let mut more = false;
        let first = self.turn % WAYS;
        self.turn = self.turn.wrapping_add(1);
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

    /// Shows how many have never erred, and how many are fine, where the runs are written, or
    /// where the cursor is.
    fn count(&mut self) {
        let counts = self.figures.iter().find_map(View::counts);
        self.counters.show(counts.as_ref());
    }

    /// How many tokens of each run are shown; `None` where all are.
    fn head(&self) -> Option<u64> {
        match (self.unfolding, self.revealed()) {
            (Unfolding::Whole, _) => None,
            (_, 0) => Some(self.scenario.done()),
            (_, shown) => self.cells.get(shown - 1).copied(),
        }
    }

    /// Keeps where the reader is once the page has come to rest; whether it has not yet.
    fn keep_place(&mut self) -> bool {
        /// In milliseconds.
        const REST: f64 = 300.0;
        match self.scrolled {
            Some(last) if dom::now() - last >= REST => {
                self.scrolled = None;
                share::remember_place();
                false
            }
            scrolled => scrolled.is_some(),
        }
    }

    /// Looks where everything is; whether something has come near that has to catch up.
    pub(super) fn look(&mut self) -> bool {
        let mut any = false;
        for figure in &mut self.figures {
            any |= figure.look();
        }
        if let Some(phases) = &self.phases {
            any |= phases.measure();
        }
        self.is_plan_near = self.plan_places.iter().any(dom::is_near);
        if let Some(lab) = &mut self.lab {
            lab.look();
        }
        any
    }

    pub(super) fn read_scenario(&mut self) {
        dom::set(&self.root, "data-theme", self.scenario.choice(Key::Theme));
        embed::show_link(&self.root, &self.scenario);
        for figure in &mut self.figures {
            figure.read(&self.scenario);
        }
        self.cells = cells_of(&self.scenario);
        self.planned = 0;
        if let Some(board) = &mut self.board {
            board.read(&self.scenario);
        }
        if let Some(lab) = &mut self.lab {
            lab.read(&self.scenario);
        }
        for value in &mut self.plan {
            value.blank();
        }
        self.read_story();
        self.show_scenario();
        self.stale = Stale {
            ink: true,
            strips: true,
            cursor: true,
            ..self.stale
        };
    }

    /// Has the runs of the scenario simulated, looked at where the figure that is seen shows
    /// them. Of two figures that show runs one may be in another room, and behind.
    fn keep_simulation(&mut self) {
        let mut near = self.figures.iter().filter(|figure| figure.is_near());
        let shown = near.find_map(View::simulated_lengths);
        let simulation = self.simulation.as_ref();
        let serves = simulation.is_some_and(|it| it.serves(&self.scenario, shown));
        // An embed may show no runs.
        let any = self.figures.iter().find_map(View::simulated_lengths);
        if !serves && (any.is_some() || !self.values.is_empty()) {
            let end = [self.scenario.length()];
            let lengths = shown.or(any).unwrap_or(&end);
            self.simulation = Some(Simulation::new(&self.scenario, lengths.to_vec()));
            self.tally = None;
            self.stale.runs = true;
            self.stale.strips = true;
        }
    }

    pub(super) fn show_scenario(&mut self) {
        self.show_controls();
        self.valued = 0;
    }

    pub(super) fn show_controls(&self) {
        for control in &self.controls {
            control.show(&self.scenario);
        }
        for pick in &self.picks {
            pick.show(&self.scenario);
        }
        for scrub in &self.scrubs {
            scrub.show(&self.scenario);
        }
        for passage in &self.passages {
            passage.show(&self.scenario);
        }
        if let Some(place) = &self.also {
            place.set_hidden(also::keys(&self.scenario).is_empty());
        }
        if let Some(phases) = &self.phases {
            phases.show(&self.scenario);
        }
    }

    /// Shows as many values of the scenario as there is time for until some time, at least
    /// one; whether there are more. Those that are not yet known say so.
    pub(super) fn show_values(&mut self, until: f64) -> bool {
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
    pub(super) fn show_simulated(&mut self) {
        for value in self.values.iter_mut().filter(|value| value.is_simulated()) {
            value.show(&self.scenario, self.tally.as_ref());
        }
    }

    /// Lets figures that need more than a frame go on; whether any did.
    pub(super) fn compute(&mut self, begun: f64) -> bool {
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
    pub(super) fn read_near(&mut self) {
        for figure in self.figures.iter_mut().filter(|figure| figure.is_behind()) {
            figure.read(&self.scenario);
        }
    }

    /// Puts everything as it is now before the printer.
    pub(super) fn print(&mut self) {
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
    pub(super) fn simulate(&mut self, begun: f64) -> bool {
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

    pub(super) fn draw_ink(&mut self, begun: f64) {
        if let Some(phases) = &self.phases {
            phases.look(&self.scenario, self.stale.ink);
        }
        let until = self.head();
        if let Some(tally) = &self.tally {
            for figure in &mut self.figures {
                figure.simulate(tally, until);
            }
        }
        let mut figures = std::mem::take(&mut self.figures);
        if self.stale.ink {
            figures.iter_mut().for_each(View::spoil);
        }
        // A browser takes long to put a large canvas up: what there is no time left for is drawn
        // in the next frame, and each figure comes first in turn.
        let (turn, until) = (self.turn, begun + SLICE);
        self.with_scene(|scene| {
            for figure in &figures {
                figure.draw_strips(scene);
            }
            let at = turn % figures.len().max(1);
            let (before, first) = figures.split_at_mut(at);
            // (Strips that were just drawn are as large; but something is drawn in any case.)
            let mut drawn = scene.strips_changed && turn % 2 == 0;
            for figure in first.iter_mut().chain(before) {
                if drawn && dom::now() >= until {
                    break;
                }
                if figure.draw(scene) {
                    figure.fill_table(self.tally.as_ref());
                    drawn = true;
                }
            }
        });
        self.figures = figures;
    }
}
