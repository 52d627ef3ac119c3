//! Numbers in the text: parameters are controls, and what follows from them follows.

use super::control::Target;
use super::dom;
use super::message::{Message, send};
use super::{control, shown};
use bounceback_core::model::parameter::{Key, Kind, Parameter};
use bounceback_core::model::scenario::{Scenario, parameter, parameter_named};
use bounceback_core::model::walk;
use bounceback_core::number::read::RULE;
use bounceback_core::plan::Search;
use bounceback_core::plan::reading;
use bounceback_core::simulate::Tally;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, KeyboardEvent, PointerEvent};

/// CSS pixels of dragging for the whole range.
const DRAG_SPAN: f64 = 600.0;

/// A parameter in a sentence.
#[derive(Debug)]
pub(super) struct Scrub {
    parameter: &'static Parameter,
    element: HtmlElement,
    field: Field,
}

/// A number in a sentence that follows from the scenario.
#[derive(Debug)]
pub(super) struct Value {
    name: String,
    element: Element,
    shown: String,
    /// A search that goes on look by look.
    search: Option<Search>,
}

/// Binds every `data-param="key"`.
pub(super) fn scrubs(root: &Element) -> Vec<Scrub> {
    dom::all(root, "[data-param]")
        .into_iter()
        .filter_map(|element| {
            let parameter = parameter_named(&element.get_attribute("data-param")?)?;
            Scrub::new(parameter, element.dyn_into().ok()?)
        })
        .collect()
}

/// Binds every `data-value="name"`.
pub(super) fn values(root: &Element) -> Vec<Value> {
    dom::all(root, "[data-value]")
        .into_iter()
        .filter_map(|element| {
            let name = element.get_attribute("data-value")?;
            let shown = element.text_content().unwrap_or_default();
            Some(Value {
                name,
                element,
                shown,
                search: None,
            })
        })
        .collect()
}

/// What stands where a number is not known yet.
const UNKNOWN: char = '…';

/// A part of the text for scenarios in which a parameter has a use, or has none.
#[derive(Debug)]
pub(super) struct Passage {
    key: Key,
    wanted: bool,
    element: HtmlElement,
}

/// Binds every `data-with="key"` and `data-without="key"`.
pub(super) fn passages(root: &Element) -> Vec<Passage> {
    [("data-with", true), ("data-without", false)]
        .into_iter()
        .flat_map(|(name, wanted)| {
            dom::all(root, &format!("[{name}]"))
                .into_iter()
                .filter_map(move |element| {
                    Some(Passage {
                        key: parameter_named(&element.get_attribute(name)?)?.key,
                        wanted,
                        element: element.dyn_into().ok()?,
                    })
                })
        })
        .collect()
}

impl Passage {
    pub(super) fn show(&self, scenario: &Scenario) {
        let hidden = scenario.uses(self.key) != self.wanted;
        self.element.set_hidden(hidden);
    }
}

impl Value {
    /// Whether it takes so long that it is filled in when nothing is being dragged.
    pub(super) fn is_slow(&self) -> bool {
        ["plan.", "hazards."]
            .iter()
            .any(|place| self.name.starts_with(place))
    }

    /// Shows what follows from a scenario; whether it is all there, and no search under way.
    pub(super) fn show(&mut self, scenario: &Scenario, tally: Option<&Tally>) -> bool {
        if self.search.is_none() {
            self.search = Search::of(&self.name, scenario);
        }
        if let Some(search) = &mut self.search {
            if search.look() {
                return false;
            }
            let sentence = search.sentence();
            self.search = None;
            self.tell(&sentence);
            return true;
        }
        if let Some(text) = reading::text(&self.name, scenario, tally) {
            self.tell(&text);
        }
        true
    }

    /// Shows that its number is not known yet: what it was is none of the scenario's.
    pub(super) fn blank(&mut self) {
        self.search = None;
        if !self.shown.starts_with(UNKNOWN) {
            let room = room_of(&self.shown);
            self.tell(&room);
        }
    }

    /// Whether it tells of the simulated runs.
    pub(super) fn is_simulated(&self) -> bool {
        reading::is_simulated(&self.name)
    }

    fn tell(&mut self, text: &str) {
        if text != self.shown {
            self.element.set_text_content(Some(text));
            text.clone_into(&mut self.shown);
        }
    }
}

/// A blank as wide as a digit.
pub(super) const UNSEEN: char = '\u{2007}';

/// As much room as a text takes, so that nothing moves while its number is not known.
fn room_of(text: &str) -> String {
    let rest = text.chars().skip(1);
    let blanks = rest.map(|letter| if letter == ' ' { ' ' } else { UNSEEN });
    core::iter::once(UNKNOWN).chain(blanks).collect()
}

impl Scrub {
    fn new(parameter: &'static Parameter, element: HtmlElement) -> Option<Self> {
        let _ = element.class_list().add_1("scrub");
        dom::set(&element, "role", "slider");
        dom::set(&element, "tabindex", "0");
        dom::set(&element, "aria-label", parameter.label);
        let (least, most) = walk::range(parameter);
        dom::set(&element, "aria-valuemin", &format!("{least}"));
        dom::set(&element, "aria-valuemax", &format!("{most}"));
        control::on_step_keys(&element, parameter, Target::Scenario);
        Self::on_drag(&element, parameter.key, parameter);
        let field = Field::new(parameter.key, &element)?;
        Some(Self {
            parameter,
            element,
            field,
        })
    }

    /// Dragging sideways walks from where the value was.
    fn on_drag(element: &HtmlElement, key: Key, parameter: &'static Parameter) {
        // Where the pointer and the share of the way were when the drag began.
        let begun: Rc<Cell<Option<(f64, f64)>>> = Rc::default();
        let (down, moved) = (begun.clone(), begun.clone());
        let captured = element.clone();
        dom::on(element, "pointerdown", move |event: PointerEvent| {
            let value = shown::number(key);
            if let Some(value) = value.filter(|_| event.button() == 0) {
                down.set(Some((
                    f64::from(event.client_x()),
                    walk::share(parameter, value),
                )));
                let _ = captured.set_pointer_capture(event.pointer_id());
                dom::set(&captured, "data-dragging", "true");
            }
        });
        let turned = element.clone();
        dom::on(element, "pointermove", move |event: PointerEvent| {
            if let Some((from, share)) = moved.get() {
                let distance = (f64::from(event.client_x()) - from) / DRAG_SPAN;
                if distance != 0.0 {
                    let value = walk::value_at(parameter, share + distance);
                    control::speak(&turned, parameter, value);
                    send(Message::Set(key, value));
                }
            }
        });
        for end in ["pointerup", "pointercancel"] {
            let (begun, released) = (begun.clone(), element.clone());
            dom::on(element, end, move |_: PointerEvent| {
                if begun.take().is_some() {
                    let _ = released.remove_attribute("data-dragging");
                    send(Message::Settled);
                }
            });
        }
    }

    /// Shows a scenario's value.
    pub(super) fn show(&self, scenario: &Scenario) {
        let display = scenario.display(self.parameter.key);
        if !self.field.open.get()
            && self.element.text_content().as_deref() != Some(display.as_str())
        {
            self.element.set_text_content(Some(&display));
        }
        let number = scenario.text(self.parameter.key);
        dom::set(&self.element, "aria-valuenow", &number);
        let value = scenario.effective(self.parameter.key);
        control::speak(&self.element, self.parameter, value);
    }
}

/// The text field that takes the place of a number while a value is typed. It is
/// made once, and only attached and detached after that.
#[derive(Clone, Debug)]
struct Field {
    key: Key,
    place: HtmlElement,
    input: HtmlInputElement,
    open: Rc<Cell<bool>>,
    /// What stood in it when it was opened: what is not changed changes nothing.
    before: Rc<RefCell<String>>,
}

impl Field {
    fn new(key: Key, place: &HtmlElement) -> Option<Self> {
        // Where another program has opened one it stays, with what has been typed.
        let opened = place.next_element_sibling().filter(|_| place.hidden());
        let opened = opened.and_then(|it| it.dyn_into::<HtmlInputElement>().ok());
        let open = Rc::new(Cell::new(opened.is_some()));
        let input = match opened {
            Some(input) => input,
            None => dom::stamp("scrub-field")?.dyn_into().ok()?,
        };
        dom::set(
            &input,
            "aria-label",
            &place.get_attribute("aria-label").unwrap_or_default(),
        );
        if parameter(key).kind == Kind::Probability {
            dom::set(&input, "title", RULE);
        }
        let field = Self {
            key,
            place: place.clone(),
            input,
            open,
            before: Rc::default(),
        };
        field.listen();
        Some(field)
    }

    /// Enter, a double click or a digit opens it; Enter or leaving it takes the
    /// text, Escape drops it.
    fn listen(&self) {
        let field = self.clone();
        dom::on(&self.place, "dblclick", move |_: Event| field.open(None));
        let field = self.clone();
        dom::on(&self.place, "keydown", move |event: KeyboardEvent| {
            let pressed = event.key();
            // (A sign in front is typed too: “-1” is not 1.)
            let digit = pressed.chars().count() == 1
                && pressed.starts_with(|c: char| c.is_ascii_digit() || ".,-−+".contains(c));
            if (pressed == "Enter" || digit) && !field.open.get() {
                event.prevent_default();
                field.open(digit.then_some(pressed.as_str()));
            }
        });
        let field = self.clone();
        dom::on(&self.input, "keydown", move |event: KeyboardEvent| {
            event.stop_propagation();
            match event.key().as_str() {
                "Enter" => field.close(true),
                "Escape" => field.close(false),
                _ => return,
            }
            let _ = field.place.focus();
        });
        let field = self.clone();
        dom::on(&self.input, "blur", move |_: Event| field.close(true));
        // A drag in the field selects text; it must not turn the number.
        dom::on(&self.input, "pointerdown", |event: PointerEvent| {
            event.stop_propagation();
        });
    }

    fn open(&self, begin: Option<&str>) {
        let before = self.place.text_content().unwrap_or_default();
        self.input.set_value(begin.unwrap_or(&before));
        self.before.replace(before);
        self.open.set(true);
        // In its place, not within it: a slider can hold no field.
        self.place.set_hidden(true);
        let _ = self.place.after_with_node_1(&self.input);
        let _ = self.input.focus();
        if begin.is_none() {
            self.input.select();
        }
    }

    fn close(&self, keep: bool) {
        // Detaching the field takes its focus, which closes it once more.
        if !self.open.replace(false) {
            return;
        }
        let typed = dom::value(&self.input);
        self.input.remove();
        self.place.set_hidden(false);
        if keep && typed != *self.before.borrow() {
            send(Message::WriteInProse(self.key, typed));
        }
        send(Message::Settled);
    }
}
