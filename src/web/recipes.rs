//! The recipes of the plan: searched for in slices, and shown as cards.

use super::message::{Message, send};
use super::{dom, export, share};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::{Scenario, VIEW};
use bounceback_core::number::format::{percent, whole};
use bounceback_core::plan::also::DONE;
use bounceback_core::plan::at_end;
use bounceback_core::plan::recipes::grid::Kind;
use bounceback_core::plan::recipes::{Change, Recipe, Recipes};
use bounceback_core::share::link;
use core::cmp::Ordering;
use std::fmt::Write as _;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

/// What stands for the page's address in the text of a card.
const ADDRESS: &str = "{page}";

/// So many cards are shown at most.
const MOST: usize = 6;

/// So many operations of the exact engine between two looks at the clock.
const SLICE: u64 = 20_000;

/// Where the recipes are shown.
#[derive(Debug)]
pub(super) struct Board {
    root: HtmlElement,
    searched: Element,
    asis: Element,
    /// What was searched for, without what is only shown.
    of: Option<Scenario>,
    /// Until all is found.
    search: Option<Box<Recipes>>,
    /// What one checker comes to by itself, in words, where that is not enough.
    alone: String,
}

impl Board {
    /// Binds `[data-recipes]`.
    pub(super) fn bind(root: &Element) -> Option<Self> {
        let board: HtmlElement = dom::find(root, "[data-recipes]")?;
        dom::on(&board, "click", |event: Event| {
            let _ = press(&event);
        });
        Some(Self {
            root: board,
            searched: dom::slot(root, "searched")?,
            asis: dom::find(root, "[data-asis]")?,
            of: None,
            search: None,
            alone: String::new(),
        })
    }

    /// Another scenario is shown: what was found for the last one is gone, unless it is the
    /// same question.
    pub(super) fn read(&mut self, scenario: &Scenario) {
        let _ = self.asis.remove_attribute("data-met");
        self.tell("enough", "");
        self.tell("alone", "");
        if self.of.as_ref() == Some(&sought(scenario)) {
            return;
        }
        self.of = None;
        self.search = None;
        self.alone.clear();
        // The cards stay where they are until the next ones are there, but as what they are:
        // answers to another question, which nobody can take.
        dom::set(&self.root, "aria-busy", "true");
        dom::set(&self.root, "inert", "");
        self.searched.set_text_content(Some("Searching…"));
    }

    /// Says something beside how it is at present.
    fn tell(&self, slot: &str, text: &str) {
        if let Some(place) = dom::slot::<Element>(&self.asis, slot) {
            place.set_text_content(Some(text));
        }
    }

    /// Shows whether what is done at present is enough.
    fn judge(&self, scenario: &Scenario) {
        let (success, target) = (
            at_end(scenario, scenario.criterion()),
            scenario.number(Key::Target),
        );
        let met = match success.partial_cmp(&target) {
            None => "unknown",
            Some(Ordering::Less) => "false",
            Some(_) => "true",
        };
        dom::set(&self.asis, "data-met", met);
        if met == "true" {
            self.tell("enough", "That is enough: nothing more need be done.");
        } else {
            self.tell("alone", &self.alone);
        }
        self.mark(scenario);
    }

    /// Marks the card of what is done at present.
    fn mark(&self, scenario: &Scenario) {
        let now = link::write(&question(scenario));
        for card in dom::all(&self.root, "[data-link]") {
            let is_now = card.get_attribute("data-link").as_deref() == Some(now.as_str());
            let said = if is_now {
                dom::set(&card, "aria-current", "true");
                "In place now. "
            } else {
                let _ = card.remove_attribute("aria-current");
                ""
            };
            if let Some(place) = dom::slot::<Element>(&card, "tried") {
                place.set_text_content(Some(said));
            }
        }
    }

    /// Searches until some time; whether there is more to do.
    pub(super) fn advance(&mut self, scenario: &Scenario, until: f64) -> bool {
        if !self.asis.has_attribute("data-met") {
            self.judge(scenario);
            return true;
        }
        if self.of.is_none() {
            self.of = Some(sought(scenario));
            self.search = self.of.as_ref().map(|of| Box::new(Recipes::of(of)));
        }
        let Some(search) = &mut self.search else {
            return false;
        };
        let mut more = true;
        while more && dom::now() < until {
            more = search.advance(SLICE);
        }
        if !more {
            self.show();
            self.judge(scenario);
        }
        more
    }

    /// Shows what was found.
    fn show(&mut self) {
        let Some(search) = self.search.take() else {
            return;
        };
        let before = self.root.offset_height();
        self.root.set_inner_html("");
        let _ = self.root.remove_attribute("aria-busy");
        let _ = self.root.remove_attribute("inert");
        let mut recipes = search.few(usize::MAX);
        let plain = recipes.iter().position(|it| it.kind == Kind::AsItIs);
        if let Some(plain) = plain.map(|at| recipes.remove(at)) {
            let words = format!("Just writing is enough: {}.", plain.outcome());
            let _ = heading(&self.root, &words);
        }
        recipes.truncate(MOST);
        let mut before_it = None;
        for recipe in recipes {
            let asked = self.of.as_ref().unwrap_or(&recipe.scenario);
            let is_first = before_it.replace(recipe.is_at_hand()) != Some(recipe.is_at_hand());
            let cheapest = if is_first {
                " The cheapest of these."
            } else {
                ""
            };
            let _ = card(&self.root, recipe, asked, &(recipe.takes() + cheapest));
        }
        if let Some(nearest) = search.nearest() {
            let asked = self.of.as_ref().unwrap_or(&nearest.scenario);
            let target = percent(asked.number(Key::Target));
            let _ = heading(&self.root, &format!("Nothing here reaches {target}."));
            let _ = card(&self.root, nearest, asked, "The nearest.");
            let _ = changes(&self.root, search.changes());
        }
        if let Some(most) = search.one_checker_fails() {
            self.alone = format!(" The checker alone comes to {} at best.", percent(most));
        }
        self.searched.set_text_content(Some(&told(&search)));
        keep_sight(&self.root, before);
    }
}

/// A part of the page above what is seen has another height than before. Not every browser
/// holds on to what is seen by itself.
fn keep_sight(part: &HtmlElement, before: i32) {
    let grown = part.offset_height() - before;
    let holds = js_sys::Reflect::has(&part.style(), &"overflowAnchor".into()).unwrap_or(true);
    let is_above = part.get_bounding_client_rect().bottom() - f64::from(grown) < 0.0;
    if grown != 0 && !holds && is_above {
        dom::scroll_to(dom::scrolled() + f64::from(grown));
    }
}

/// A button of a card is pressed. A browser hands over its clipboard only within the click.
fn press(event: &Event) -> Option<()> {
    let button: Element = event.target()?.dyn_into().ok()?;
    let card = button.closest("[data-link]").ok()??;
    match button.get_attribute("data-action")?.as_str() {
        "try" => {
            send(Message::Adopt(card.get_attribute("data-link")?));
            send(Message::Settled);
        }
        "copy" => {
            let address = share::absolute(&Scenario::default());
            let page = address.split('#').next().unwrap_or_default();
            let text = card.get_attribute("data-text")?.replace(ADDRESS, page);
            export::copy("recipe", text);
        }
        _ => {}
    }
    Some(())
}

/// What was tried; how near one comes where nothing is enough, and what would have to change.
fn told(search: &Recipes) -> String {
    let mut told = format!("{} ways searched", whole(search.candidates() as u64));
    // Writing to a String cannot fail.
    if search.unknown() > 0 {
        let _ = write!(
            told,
            ", {} of them too long to compute",
            whole(search.unknown() as u64)
        );
    }
    told.push('.');
    told
}

fn heading(root: &Element, text: &str) -> Option<Element> {
    dom::put(root, "h2", text)
}

/// What would have to change for the nearest recipe to be enough.
fn changes(root: &Element, changes: &[Change]) -> Option<()> {
    let list = dom::put(root, "ul", "")?;
    for change in changes {
        dom::put(&list, "li", change.sentence())?;
    }
    Some(())
}

/// Takes over what differs between scenarios that have the same recipes: what is only shown, and
/// which runs are.
pub(super) fn take_shown(scenario: &mut Scenario, other: &Scenario) {
    scenario.take(VIEW, other);
    scenario.take(&[Key::Runs, Key::Seed], other);
}

/// A scenario without what is only shown.
pub(super) fn question(scenario: &Scenario) -> Scenario {
    let mut question = scenario.clone();
    take_shown(&mut question, &Scenario::default());
    // In this room the means at hand are part of the link.
    let _ = question.set_text(Key::Figure, "plan");
    question
}

/// What recipes are searched for: a scenario as if nothing were done at present.
fn sought(scenario: &Scenario) -> Scenario {
    let mut sought = question(scenario);
    sought.set_schema("");
    sought.take(DONE, &Scenario::default());
    sought
}

fn card(root: &Element, recipe: &Recipe, asked: &Scenario, tag: &str) -> Option<()> {
    let card = dom::stamp("recipe")?;
    let (success, outcome) = (percent(recipe.success), recipe.outcome());
    for (slot, text) in [
        ("tag", tag),
        ("title", recipe.title().as_str()),
        ("success", &success),
        ("price", outcome.strip_prefix(&success).unwrap_or(&outcome)),
        ("worst", &recipe.worst()),
        ("granted", &recipe.granted()),
        ("risk", &recipe.risk()),
        ("doubled", &recipe.twice()),
    ] {
        dom::slot::<Element>(&card, slot)?.set_text_content(Some(text));
    }
    // One listener serves all cards, those to come too.
    dom::set(&card, "data-link", &link::write(&recipe.onto(asked)));
    dom::set(&card, "data-text", &recipe.copy(ADDRESS, asked));
    root.append_child(&card).ok()?;
    Some(())
}
