//! One run, token by token: what was written, what was taken back, and what the model looked at.

use super::program::{REACH, Writer};
use crate::figure::lab::script::{self, Event};
use crate::figure::lab::wishes::Setting;
use crate::web::dom;
use web_sys::{Element, HtmlElement};

/// So many milliseconds a token stays the last one while it is played.
const PACE: f64 = 45.0;

/// What less is looked at is not told.
const LEAST: f32 = 0.03;

/// A token that was written.
#[derive(Clone, Debug)]
struct Written {
    event: Event,
    element: Element,
    /// What the model looked at as it wrote this: tokens, and shares.
    seen: Vec<(usize, f32)>,
    is_struck: bool,
}

/// A run that is watched.
#[derive(Debug)]
pub(super) struct Watch {
    text: HtmlElement,
    told: Element,
    /// What is asked for: the model, its setting, the number of the run.
    wish: Option<(String, Setting, u32)>,
    writer: Option<Writer>,
    written: Vec<Written>,
    /// Which token stands at each place that the model sees.
    context: Vec<usize>,
    /// The last attention: that with which the next token is written.
    looked: Vec<(usize, f32)>,
    step: Option<Element>,
    is_over: bool,
    pub is_playing: bool,
    next: f64,
    chosen: Option<usize>,
}

impl Watch {
    pub(super) fn new(text: HtmlElement, told: Element) -> Self {
        Self {
            text,
            told,
            wish: None,
            writer: None,
            written: Vec::new(),
            context: Vec::new(),
            looked: Vec::new(),
            step: None,
            is_over: false,
            is_playing: true,
            next: 0.0,
            chosen: None,
        }
    }

    /// Watches a run. Where only an error was put in, or put elsewhere, what stands before it is
    /// there at once.
    pub(super) fn want(&mut self, wish: &(String, Setting, u32)) {
        if self.wish.as_ref() == Some(wish) {
            return;
        }
        let before = self.wish.replace(wish.clone());
        let same = before.is_some_and(|(model, setting, run)| {
            let with = |setting: Setting| Setting {
                error: (0.0, 0.0),
                ..setting
            };
            (model, with(setting), run) == (wish.0.clone(), with(wish.1), wish.2)
        });
        self.begin();
        let still = dom::media("(prefers-reduced-motion: reduce)");
        let put_in = wish.1.error.0 as u32;
        if still {
            self.finish();
        } else if same && put_in > 0 {
            while !self.is_over && self.last().is_none_or(|it| it.kind != 2) {
                self.write();
            }
        }
        self.is_playing = !self.is_over;
    }

    /// Begins anew.
    pub(super) fn begin(&mut self) {
        let Some((model, setting, run)) = &self.wish else {
            return;
        };
        self.writer = Some(Writer::begin(model, setting, *run));
        self.text.set_inner_html("");
        self.written.clear();
        self.context.clear();
        self.looked.clear();
        self.step = None;
        self.is_over = false;
        self.chosen = None;
        self.told.set_text_content(None);
    }

    fn last(&self) -> Option<Event> {
        self.written.last().map(|it| it.event)
    }

    /// All of it.
    pub(super) fn finish(&mut self) {
        while self.write() {}
        self.is_playing = false;
    }

    /// One token more.
    pub(super) fn step(&mut self) {
        self.is_playing = false;
        self.write();
    }

    pub(super) const fn is_over(&self) -> bool {
        self.is_over
    }

    /// Plays, or pauses; from the beginning, where it was at its end.
    pub(super) fn play(&mut self) {
        self.is_playing = !self.is_playing;
        if self.is_over {
            self.begin();
            self.is_playing = true;
        }
    }

    /// Writes what is due; whether there is more.
    pub(super) fn advance(&mut self) -> bool {
        if !self.is_playing || self.writer.is_none() {
            return false;
        }
        let now = dom::now();
        // After a rest it goes on, and does not catch up.
        self.next = self.next.max(now - 4.0 * PACE);
        while self.next <= now && self.is_playing {
            self.next += PACE;
            self.is_playing = self.write();
        }
        self.is_playing
    }

    fn write(&mut self) -> bool {
        let Some(writer) = &self.writer else {
            return false;
        };
        let Some(event) = writer.advance() else {
            self.is_over = true;
            return false;
        };
        let seen = std::mem::take(&mut self.looked);
        let attention = writer.attention();
        let index = self.written.len();
        let place = event.place as usize;
        if event.kind == 5 {
            for gone in self.context.drain(place.min(self.context.len())..) {
                let token = &mut self.written[gone];
                token.is_struck = true;
                let _ = token.element.class_list().add_1("struck");
            }
        } else {
            self.context.truncate(place);
            self.context.push(index);
        }
        // Undo is read as nothing: what stands is looked at anew.
        let read = self.context.len();
        let latest = self.context[read.saturating_sub(REACH)..].iter();
        let shares = &attention[REACH - read.min(REACH)..];
        self.looked = latest.copied().zip(shares.iter().copied()).collect();
        let Some(element) = self.put(&event, index) else {
            return false;
        };
        self.written.push(Written {
            event,
            element,
            // What is given is not written by the model.
            seen: if event.kind == 0 || event.kind == 2 {
                Vec::new()
            } else {
                seen
            },
            is_struck: false,
        });
        true
    }

    /// Puts a token at the end of the text: a step stays together.
    fn put(&mut self, event: &Event, index: usize) -> Option<Element> {
        let begins = self.last().is_none_or(|it| it.step != event.step) || event.kind == 5;
        if begins || self.step.is_none() {
            self.step = dom::put(&self.text, "span", "");
        }
        let pressable = script::is_pressable(event);
        let name = if pressable { "button" } else { "span" };
        let element = dom::put(self.step.as_ref()?, name, script::sign(event))?;
        if pressable {
            dom::set(&element, "type", "button");
            dom::set(&element, "tabindex", if index < 4 { "0" } else { "-1" });
            dom::set(&element, "aria-label", &script::name(event));
        }
        dom::set(&element, "class", script::class(event));
        dom::set(&element, "data-token", &index.to_string());
        Some(element)
    }

    /// Looks at a token: what the model looked at as it wrote it. Whether it is one that was
    /// looked at before.
    pub(super) fn choose(&mut self, chosen: Option<usize>) -> bool {
        if chosen == self.chosen {
            return chosen.is_some();
        }
        for old in dom::all(&self.text, "[data-seen]") {
            let _ = old.remove_attribute("data-seen");
        }
        self.chosen = chosen;
        let Some(token) = chosen.and_then(|at| self.written.get(at)) else {
            return false;
        };
        for &(at, share) in token.seen.iter().filter(|it| it.1 >= LEAST) {
            if let Some(seen) = self.written.get(at) {
                // In tenths, which style.css knows.
                let tenths = (share * 10.0).ceil().min(9.0) as u32;
                dom::set(&seen.element, "data-seen", &tenths.to_string());
            }
        }
        let told = self.words(token);
        self.told.set_text_content(Some(&told));
        false
    }

    fn words(&self, token: &Written) -> String {
        let mut seen: Vec<(Event, f32)> = (token.seen.iter())
            .filter_map(|&(at, share)| Some((self.written.get(at)?.event, share)))
            .filter(|it| it.1 >= LEAST)
            .collect();
        seen.sort_by(|a, b| b.1.total_cmp(&a.1));
        script::words(&token.event, token.is_struck, &seen)
    }

    /// The step of a token whose value can be changed.
    pub(super) fn changeable(&self, token: usize) -> Option<u32> {
        let event = self.written.get(token)?.event;
        matches!(event.kind, 1 | 2).then_some(event.step)
    }

    /// The element of the value that is put in, or of the first one of a step.
    pub(super) fn value_of(&self, step: u32) -> Option<&Element> {
        let mut values = self.written.iter().filter(|it| it.event.step == step);
        let value = values.find(|it| matches!(it.event.kind, 1 | 2))?;
        Some(&value.element)
    }

    /// What became of the error that was put in: nothing before it is known.
    pub(super) fn outcome(&self) -> Option<String> {
        let put_in = self.written.iter().find(|it| it.event.kind == 2)?;
        let after = self.last()?;
        script::outcome(&put_in.event, put_in.is_struck, &after, self.is_over)
    }

    /// How many tokens are written, and how many of them were taken back.
    pub(super) fn counted(&self) -> (usize, usize) {
        let undone = self.written.iter().filter(|it| it.event.kind == 5);
        (self.written.len(), undone.count())
    }
}
