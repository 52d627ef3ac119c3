//! The story sets values of its own, and gives the reader's back.

use super::Page;
use crate::web::recipes::question;
use crate::web::unfolding::Unfolding;
use crate::web::{beats, dom};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;

impl Page {
    /// A beat shows what it is about, and the runs are written anew.
    pub(super) fn reveal(&mut self, beat: usize) {
        let Some(told) = beats::scenario(&self.root, beat, &self.scenario) else {
            return;
        };
        // What the reader has set is kept.
        let shown = question(&self.scenario);
        let is_known = |known: &Scenario| question(known) == shown;
        let is_own = !self.told.as_ref().is_some_and(is_known) && !is_known(&Scenario::default());
        if is_own && self.own.is_none() {
            self.own = Some(self.scenario.clone());
        }
        let _ = beats::reveal(&self.root, beat, &told);
        self.scenario = told.clone();
        self.told = Some(told);
        self.changed();
        self.offer_own();
        self.unfold(Unfolding::default().play(self.cells.len()));
    }

    /// Offers the reader's own values where the story has set others.
    pub(super) fn offer_own(&self) {
        for place in dom::all(&self.root, "[data-own]") {
            let _ = place.toggle_attribute_with_force("hidden", self.own.is_none());
        }
    }

    /// Goes back to the reader's own values.
    pub(super) fn take_own(&mut self) {
        let Some(own) = self.own.take() else { return };
        let figure = self.scenario.number(Key::Figure);
        self.let_go();
        self.scenario = own;
        // The room is that which is shown.
        let _ = self.scenario.set(Key::Figure, figure);
        self.told = None;
        self.changed();
        self.offer_own();
    }
}
