//! The recipes of the plan: searched for in slices, and shown as cards.

use super::message::{Message, send};
use super::{dom, export, share};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::number::format::percent;
use bounceback_core::plan::recipes::{Recipe, Recipes, Worst};
use bounceback_core::share::link;
use std::fmt::Write as _;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

/// What stands for the page's address in the text of a card.
const ADDRESS: &str = "{page}";

/// So many cards are shown at most.
const MOST: usize = 6;

/// What differs between scenarios that have the same recipes: keys that only say what is shown.
const SHOWN: [Key; 12] = [
    Key::Figure,
    Key::Across,
    Key::AcrossScale,
    Key::Up,
    Key::UpScale,
    Key::Run,
    Key::Runs,
    Key::Seed,
    Key::X,
    Key::Y,
    Key::CostScale,
    Key::Theme,
];

/// Where the recipes are shown.
#[derive(Debug)]
pub(super) struct Board {
    root: HtmlElement,
    searched: Element,
    /// What was searched for, without what is only shown.
    of: Option<Scenario>,
    state: State,
}

#[derive(Debug)]
enum State {
    Searching(Box<Recipes>),
    /// The cards are there; of the first so many it is known what they cost at worst.
    Costing(Vec<Recipe>, usize, Box<Worst>),
    Done,
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
            of: None,
            state: State::Done,
        })
    }

    /// Another scenario is shown: what was found for the last one is gone, unless it is the
    /// same question.
    pub(super) fn read(&mut self, scenario: &Scenario) {
        if self.of.as_ref() == Some(&question(scenario)) {
            return;
        }
        self.of = None;
        self.state = State::Done;
        self.root.set_inner_html("");
        self.searched.set_text_content(Some("…"));
    }

    /// Searches until some time; whether there is more to do.
    pub(super) fn advance(&mut self, scenario: &Scenario, until: f64) -> bool {
        if self.of.is_none() {
            self.of = Some(question(scenario));
            self.state = State::Searching(Box::new(Recipes::of(scenario)));
        }
        loop {
            match &mut self.state {
                State::Done => return false,
                State::Searching(search) => {
                    if !search.advance() {
                        self.show(scenario);
                    }
                }
                State::Costing(recipes, known, worst) => {
                    if !worst.advance() {
                        let words = recipes[*known].at_worst(worst.cost());
                        tell(&self.root, *known, &words);
                        *known += 1;
                        match recipes.get(*known) {
                            Some(next) => **worst = Worst::of(&next.scenario),
                            None => self.state = State::Done,
                        }
                    }
                }
            }
            if dom::now() >= until {
                if let State::Searching(search) = &self.state {
                    self.searched.set_text_content(Some(&search.told()));
                }
                return true;
            }
        }
    }

    /// Shows what was found.
    fn show(&mut self, scenario: &Scenario) {
        let State::Searching(search) = &self.state else {
            return;
        };
        let recipes: Vec<Recipe> = search
            .found()
            .into_iter()
            .take(MOST)
            .map(|found| Recipe::of(found, scenario))
            .collect();
        self.searched
            .set_text_content(Some(&told(search, &recipes)));
        for recipe in &recipes {
            let _ = card(&self.root, recipe);
        }
        self.state = match recipes.first() {
            Some(first) => {
                let worst = Worst::of(&first.scenario);
                State::Costing(recipes, 0, Box::new(worst))
            }
            None => State::Done,
        };
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

/// What was tried, and how near one comes where nothing is enough.
fn told(search: &Recipes, recipes: &[Recipe]) -> String {
    let mut told = search.told() + ".";
    if let Some(nearest) = search.nearest().filter(|_| recipes.is_empty()) {
        let nearest = Recipe::of(nearest, search.scenario());
        // Writing to a String cannot fail.
        let _ = write!(
            told,
            " Nothing reaches the target. The nearest: {}: {}.",
            nearest.title,
            nearest.promise()
        );
    }
    told
}

/// A scenario without what is only shown.
fn question(scenario: &Scenario) -> Scenario {
    let mut question = scenario.clone();
    let plain = Scenario::default();
    for key in SHOWN {
        let _ = question.set(key, plain.number(key));
    }
    question
}

fn card(root: &Element, recipe: &Recipe) -> Option<()> {
    let card = dom::stamp("recipe")?;
    let success = percent(recipe.success);
    for (slot, text) in [
        ("title", recipe.title.as_str()),
        ("success", &success),
        ("price", &recipe.price()),
        ("risk", &recipe.risky()),
        ("doubled", &recipe.doubled()),
    ] {
        dom::slot::<Element>(&card, slot)?.set_text_content(Some(text));
    }
    // One listener serves all cards, those to come too.
    dom::set(&card, "data-link", &link::write(&recipe.scenario));
    dom::set(&card, "data-text", &recipe.text(ADDRESS));
    root.append_child(&card).ok()?;
    Some(())
}

/// Tells what a card costs at worst.
fn tell(root: &Element, index: usize, words: &str) {
    let place = dom::all(root, "[data-slot=worst]").into_iter().nth(index);
    if let Some(place) = place.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        place.set_text_content(Some(words));
    }
}
