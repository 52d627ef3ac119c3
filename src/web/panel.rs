//! The panel by which a figure is shared: its link, what to paste for it, how it is
//! cited. Markup and style come with this program, since the page does without them
//! until someone wants to share.

mod fitting;
mod preview;
mod taking;

use self::preview::Preview;
use super::tools::Take;
use super::{control, dom, share};
use crate::figure::qr::Qr;
use crate::figure::svg::{self, Colors};
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::share::cite;
use bounceback_core::share::embed::{self, Figure, PLAY};
use bounceback_core::share::snippet::{EMBED, Snippet};
use js_sys::Reflect;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, Event, HtmlDialogElement, HtmlElement, HtmlInputElement, HtmlSelectElement,
    HtmlTextAreaElement, MessageEvent, MouseEvent,
};

const MARKUP: &str = include_str!("../../www/share.html");
const STYLE: &str = include_str!("../../www/share.css");

thread_local! {
    static PANEL: RefCell<Option<Rc<Panel>>> = const { RefCell::new(None) };
}

/// The panel, as it stands in the document.
struct Panel {
    dialog: HtmlDialogElement,
    state: RefCell<State>,
}

/// What is being shared.
struct State {
    figure: &'static Figure,
    scenario: Scenario,
    /// What the figure shows, in a sentence.
    title: String,
    height: u32,
    /// Whether the height was given by hand, and no longer follows the preview.
    fixed: bool,
    /// The previews, once they have been made.
    previews: Vec<Preview>,
    /// The address that they show.
    previewed: String,
    take: Rc<dyn Fn(Take, Refused)>,
}

/// What is to be shared.
pub(super) struct Shared {
    /// The name of the figure.
    pub figure: String,
    pub scenario: Scenario,
    /// What the figure shows, in a sentence.
    pub title: String,
    /// The words of the markup that name its controls.
    pub controls: String,
    /// Takes a picture of it away, in the click; what is told where a browser refuses.
    pub take: Rc<dyn Fn(Take, Refused)>,
}

/// Says that a browser refuses something.
pub(super) type Refused = Rc<dyn Fn()>;

/// Opens the panel.
pub(super) fn open(shared: Shared) -> Option<()> {
    let known = PANEL.with_borrow(Clone::clone);
    let panel = if let Some(panel) = known {
        panel
    } else {
        let panel = Rc::new(Panel::build()?);
        Panel::listen(&panel);
        PANEL.with_borrow_mut(|slot| *slot = Some(panel.clone()));
        panel
    };
    panel.show(shared)
}

impl Panel {
    fn build() -> Option<Self> {
        let document = dom::document()?;
        let body = document.body()?;
        body.insert_adjacent_html("beforeend", MARKUP).ok()?;
        let _ = adopt_style(&document);
        Some(Self {
            dialog: dom::find(&body, "#sharing")?,
            state: RefCell::new(State {
                figure: &embed::FIGURES[0],
                scenario: Scenario::default(),
                title: String::new(),
                height: 600,
                fixed: false,
                previews: Vec::new(),
                previewed: String::new(),
                take: Rc::new(|_, _| ()),
            }),
        })
    }

    fn listen(panel: &Rc<Self>) {
        let clicked = panel.clone();
        dom::on(&panel.dialog, "click", move |event: MouseEvent| {
            clicked.click(&event);
        });
        let changed = panel.clone();
        dom::on(&panel.dialog, "change", move |event: Event| {
            let field = event.target().and_then(|it| it.dyn_into::<Element>().ok());
            let is_height = field.and_then(|it| it.get_attribute("data-slot"));
            if is_height.as_deref() == Some("height") {
                changed.take_height();
            }
            changed.write();
        });
        if let Some(window) = dom::window() {
            let told = panel.clone();
            dom::on(&window, "message", move |event: MessageEvent| {
                let _ = told.fit(&event);
            });
        }
        let closed = panel.clone();
        dom::on(&panel.dialog, "close", move |_: Event| {
            let _ = closed.close_previews();
        });
    }

    fn show(&self, shared: Shared) -> Option<()> {
        let figure = embed::figure(&shared.figure);
        let scenario = shared.scenario;
        let _ = self.offer_controls(figure, &scenario, &shared.controls);
        let theme: HtmlSelectElement = self.slot("theme")?;
        theme.set_value(scenario.choice(Key::Theme));
        let _ = self.offer_curves(figure, &scenario);
        if let Some(heading) = self.slot::<HtmlInputElement>("heading") {
            heading.set_value("");
            let _ = heading.set_attribute("placeholder", figure.title);
        }
        {
            let mut state = self.state.borrow_mut();
            state.figure = figure;
            state.scenario = scenario;
            state.title = shared.title;
            state.take = shared.take;
            state.fixed = false;
        }
        self.tell("");
        let whole = dom::document()?
            .query_selector("script[data-whole]")
            .ok()?
            .is_none();
        self.slot::<HtmlElement>("missing")?.set_hidden(whole);
        if !whole {
            for kind in dom::all(&self.dialog, "[name=share-kind]") {
                let kind: HtmlInputElement = kind.unchecked_into();
                let picture = matches!(dom::value(&kind).as_str(), "markdown" | "picture");
                kind.set_disabled(!picture);
                kind.set_checked(dom::value(&kind) == "markdown");
            }
        }
        let sheet: HtmlElement = dom::find(&self.dialog, "[data-action=sheet]")?;
        sheet.set_hidden(!Self::can_send());
        // A dialog that is open already stays as it is.
        if !self.dialog.open() {
            self.dialog.show_modal().ok()?;
        }
        self.write();
        Some(())
    }

    /// A box to tick for each control that the figure has on the page.
    fn offer_controls(&self, figure: &Figure, scenario: &Scenario, words: &str) -> Option<()> {
        let place: HtmlElement = self.slot("controls")?;
        place.set_inner_html("");
        let all = figure
            .controls
            .iter()
            .copied()
            .chain(words.split_whitespace());
        let mut offered: Vec<&str> = Vec::new();
        for word in all {
            if word == PLAY {
                offered.push(PLAY);
            }
            for (parameter, own) in control::named(word) {
                let used = if own {
                    scenario.applies(parameter.key)
                } else {
                    scenario.uses(parameter.key)
                };
                if used && !offered.contains(&parameter.name) {
                    offered.push(parameter.name);
                }
            }
        }
        for name in offered {
            let choice = dom::stamp("share-control")?;
            let tick: HtmlInputElement = dom::find(&choice, "input")?;
            tick.set_value(name);
            tick.set_checked(figure.controls.contains(&name));
            dom::slot::<Element>(&choice, "name")?.set_text_content(Some(&name.replace('_', " ")));
            place.append_child(&choice).ok()?;
        }
        Some(())
    }

    /// Which curves the bounce may show; other figures have no choice.
    fn offer_curves(&self, figure: &Figure, scenario: &Scenario) -> Option<()> {
        let select: HtmlSelectElement = self.slot("curves")?;
        select
            .closest("label")
            .ok()??
            .dyn_into::<HtmlElement>()
            .ok()?
            .set_hidden(figure.name != "bounce");
        select.set_value(scenario.choice(Key::Curves));
        Some(())
    }

    /// Writes every text anew, and shows in the preview what is written.
    fn write(&self) {
        let _ = self.try_write();
    }

    fn try_write(&self) -> Option<()> {
        let state = self.state.borrow();
        let kind = self.kind();
        let folder = share::folder();
        let ticked = self.ticked();
        let heading: HtmlInputElement = self.slot("heading")?;
        let heading = dom::value(&heading);
        let curves: HtmlSelectElement = self.slot("curves")?;
        let mut snippet = Snippet {
            folder: &folder,
            scenario: state.scenario.clone(),
            figure: state.figure,
            controls: Some(ticked.iter().map(String::as_str).collect()),
            heading: heading.trim(),
            height: state.height,
            title: &state.title,
        };
        let link = share::to_figure(&state.scenario, state.figure.name);
        let theme: HtmlSelectElement = self.slot("theme")?;
        let _ = snippet.scenario.set_text(Key::Theme, &dom::value(&theme));
        let _ = snippet.scenario.set_text(Key::Curves, &dom::value(&curves));
        let file = |ending: &str| format!("bounceback-{}.{ending}", state.figure.name);
        let fits = matches!(kind.as_str(), "fitted" | "element") && !state.fixed;
        let framed = !matches!(kind.as_str(), "markdown" | "picture");
        let (text, about) = match kind.as_str() {
            "fitted" => (
                snippet.frame_with_script(),
                "A frame, and a script of 1 KB that gives it the height it needs at any width.",
            ),
            "element" => (
                snippet.element(),
                "An element and its script. Where scripts are taken out, a plain link is left.",
            ),
            "markdown" => (
                snippet.markdown(&file("svg")),
                "For places that take neither frames nor scripts: save the picture, put it beside your text, paste this.",
            ),
            "picture" => (
                snippet.picture(&file("svg")),
                "For places that take neither frames nor scripts: save the picture, put it beside your text, paste this.",
            ),
            _ => (
                snippet.frame(),
                "Nothing but a frame, of a height that is enough at 320 pixels, or of the one given.",
            ),
        };
        self.fill("snippet", &text);
        self.slot::<Element>("about")?.set_text_content(Some(about));
        self.slot::<HtmlElement>("frame-options")?
            .set_hidden(!framed);
        self.slot::<HtmlElement>("files")?.set_hidden(framed);
        self.slot::<Element>("what")?
            .set_text_content(Some(&state.title));
        self.fill("link", &link);
        let day = today();
        self.fill("plain", &cite::plain(state.figure, &link, &day));
        self.fill("bibtex", &cite::bibtex(state.figure, &link, &day));
        let code: Element = self.slot("code")?;
        match Qr::of(&link) {
            Some(qr) => code.set_inner_html(&svg::render(&qr, qr.size(), Colors::Light)),
            None => code.set_text_content(Some("The link is too long for a QR code.")),
        }
        let address = format!(
            "{EMBED}#{}",
            snippet
                .address()
                .split_once('#')
                .map_or("", |(_, link)| link)
        );
        drop(state);
        let _ = self.preview(framed.then_some(address), fits);
        Some(())
    }

    fn kind(&self) -> String {
        dom::find::<HtmlInputElement>(&self.dialog, "[name=share-kind]:checked")
            .map_or_else(String::new, |kind| dom::value(&kind))
    }

    fn ticked(&self) -> Vec<String> {
        dom::all(&self.dialog, "[data-slot=controls] input:checked")
            .into_iter()
            .map(|tick| dom::value(&tick))
            .collect()
    }

    fn tell(&self, text: &str) {
        if let Some(told) = self.slot::<Element>("told") {
            told.set_text_content(Some(text));
        }
    }

    fn fill(&self, name: &str, text: &str) {
        if let Some(field) = self.slot::<HtmlTextAreaElement>(name) {
            field.set_value(text);
        }
    }

    fn slot<T: JsCast>(&self, name: &str) -> Option<T> {
        dom::slot(&self.dialog, name)
    }
}

/// The day, as `2026-11-24`.
fn today() -> String {
    let now = js_sys::Date::new_0().to_iso_string();
    String::from(now).chars().take(10).collect()
}

/// Gives the document the style of the panel. The policy of the page forbids a style
/// element, but not a sheet that its own script makes.
fn adopt_style(document: &web_sys::Document) -> Option<()> {
    let window: JsValue = dom::window()?.into();
    let constructor: js_sys::Function = Reflect::get(&window, &"CSSStyleSheet".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let sheet = Reflect::construct(&constructor, &js_sys::Array::new()).ok()?;
    let replace: js_sys::Function = Reflect::get(&sheet, &"replaceSync".into())
        .ok()?
        .dyn_into()
        .ok()?;
    replace.call1(&sheet, &STYLE.into()).ok()?;
    Reflect::set(
        document,
        &"adoptedStyleSheets".into(),
        &js_sys::Array::of1(&sheet),
    )
    .ok()?;
    Some(())
}
