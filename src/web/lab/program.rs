//! The lab's own program, as www/lab.js brings it. Only plain numbers cross the border.

use crate::figure::lab::script::Event;
use crate::figure::lab::wishes::Setting;
use crate::web::message::{Message, send};
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = bouncebackLab, js_name = load, variadic)]
    fn load_all(names: &Array) -> Promise;

    #[wasm_bindgen(js_namespace = bouncebackLab, js_name = has)]
    fn has(name: &str) -> bool;

    #[wasm_bindgen(js_namespace = bouncebackLab, js_name = writer)]
    fn write(name: &str, setting: &[f64], run: u32) -> JsWriter;

    #[wasm_bindgen(js_namespace = bouncebackLab, js_name = runs)]
    fn run(name: &str, setting: &[f64], runs: u32) -> JsRuns;

    #[derive(Debug)]
    type JsWriter;
    #[wasm_bindgen(method)]
    fn advance(this: &JsWriter) -> Option<Vec<u32>>;
    #[wasm_bindgen(method)]
    fn attention(this: &JsWriter) -> Vec<f32>;
    #[wasm_bindgen(method)]
    fn free(this: &JsWriter);

    #[derive(Debug)]
    type JsRuns;
    #[wasm_bindgen(method)]
    fn advance(this: &JsRuns, tokens: u32) -> bool;
    #[wasm_bindgen(method)]
    fn tally(this: &JsRuns) -> Vec<f64>;
    #[wasm_bindgen(method)]
    fn digest(this: &JsRuns) -> Vec<u32>;
    #[wasm_bindgen(method)]
    fn path(this: &JsRuns, run: u32) -> Vec<u8>;
    #[wasm_bindgen(method)]
    fn obeying(this: &JsRuns) -> Vec<f64>;
    #[wasm_bindgen(method)]
    fn copies(this: &JsRuns) -> Vec<f64>;
    #[wasm_bindgen(method)]
    fn free(this: &JsRuns);
}

/// Has the program come, and models; says so in a message.
pub(super) fn load(names: &[String], told: fn(bool) -> Message) {
    let list = Array::new();
    for name in names {
        list.push(&JsValue::from_str(name));
    }
    let came = Closure::once_into_js(move |_: JsValue| send(told(true)));
    let failed = Closure::once_into_js(move |error: JsValue| {
        web_sys::console::error_1(&error);
        send(told(false));
    });
    // (Bindings of `then` keep closures that run once alive for good.)
    let promise: JsValue = load_all(&list).into();
    let then = Reflect::get(&promise, &"then".into()).and_then(JsCast::dyn_into::<Function>);
    if let Ok(then) = then {
        let _ = then.call2(&promise, &came, &failed);
    }
}

/// Whether a model is there.
pub(super) fn has_come(name: &str) -> bool {
    has(name)
}

/// One run, token by token.
#[derive(Debug)]
pub(super) struct Writer(JsWriter);

impl Writer {
    pub(super) fn begin(model: &str, setting: &Setting, run: u32) -> Self {
        Self(write(model, &setting.numbers(), run))
    }

    pub(super) fn advance(&self) -> Option<Event> {
        let event = self.0.advance()?;
        let [token, kind, step, right, place] = event.try_into().ok()?;
        Some(Event {
            token,
            kind,
            step,
            right: right == 1,
            place,
        })
    }

    /// What the last token attended to: the shares of the last tokens, itself last, in the mean
    /// over heads and layers.
    pub(super) fn attention(&self) -> [f32; REACH] {
        let all = self.0.attention();
        let heads = all.chunks_exact(REACH);
        let count = heads.len().max(1) as f32;
        let mut mean = [0.0; REACH];
        for head in heads {
            for (sum, share) in mean.iter_mut().zip(head) {
                *sum += share / count;
            }
        }
        mean
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.0.free();
    }
}

/// How many tokens a model sees at most.
pub(super) const REACH: usize = 24;

/// Many runs.
#[derive(Debug)]
pub(super) struct Runs(JsRuns);

/// What counts over many runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tally {
    pub runs: u32,
    pub tokens: f64,
    pub drafts: f64,
    pub slips: f64,
}

impl Runs {
    pub(super) fn begin(model: &str, setting: &Setting, runs: u32) -> Self {
        Self(run(model, &setting.numbers(), runs))
    }

    /// Writes so many tokens at most; whether all is written.
    pub(super) fn advance(&self, tokens: u32) -> bool {
        self.0.advance(tokens)
    }

    pub(super) fn tally(&self) -> Tally {
        let tally = self.0.tally();
        let at = |place: usize| tally.get(place).copied().unwrap_or_default();
        Tally {
            runs: at(0) as u32,
            tokens: at(2),
            drafts: at(3),
            slips: at(4),
        }
    }

    /// A digest of every bit of every score, as hexadecimal digits.
    pub(super) fn digest(&self) -> String {
        let halves = self.0.digest();
        let joined = (halves.iter()).fold(0, |all, half| all << 32 | u64::from(*half));
        format!("{joined:016x}")
    }

    /// Whether each step of a run was right when it was first kept.
    pub(super) fn path(&self, run: u32) -> Vec<bool> {
        self.0.path(run).iter().map(|it| *it == 1).collect()
    }

    /// Marked steps and those that obeyed: by steps since the rule was stated, from 1 on.
    pub(super) fn by_distance(&self) -> Vec<[f64; 2]> {
        pairs(&self.0.obeying()).skip(1).collect()
    }

    /// The same by how often the model had stated it, from 0 on.
    pub(super) fn by_copies(&self) -> Vec<[f64; 2]> {
        pairs(&self.0.copies()).collect()
    }
}

fn pairs(numbers: &[f64]) -> impl Iterator<Item = [f64; 2]> {
    numbers.chunks_exact(2).map(|pair| [pair[0], pair[1]])
}

impl Drop for Runs {
    fn drop(&mut self) {
        self.0.free();
    }
}
