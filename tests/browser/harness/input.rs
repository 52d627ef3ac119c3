//! What a reader does: pointing, touching, typing.

use super::browser::Browser;
use super::tab::Tab;
use serde_json::{Value, json};

/// What a reader points with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pointer {
    /// A mouse.
    Mouse,
    /// A finger.
    Touch,
}

/// In how many moves a drag goes its way.
const MOVES: u32 = 8;

impl Tab {
    /// Clicks the middle of an element.
    pub(crate) fn click(&self, selector: &str) {
        self.drag(Pointer::Mouse, selector, (0.5, 0.5), (0.0, 0.0));
    }

    /// Holds a pointer over an element; `at` is the place as shares of its width and height.
    pub(crate) fn hover(&self, selector: &str, at: (f64, f64)) {
        let (x, y) = self.place(selector, at);
        self.act(&json!([mouse(&json!([
            {"type": "pointerMove", "duration": 0, "origin": "viewport", "x": x - 3, "y": y},
            {"type": "pointerMove", "duration": 50, "origin": "viewport", "x": x, "y": y},
        ]))]));
    }

    /// Presses on an element, moves, and lets go; `at` is the place as shares of its
    /// width and height, `by` the way in CSS pixels.
    pub(crate) fn drag(&self, pointer: Pointer, selector: &str, at: (f64, f64), by: (f64, f64)) {
        let mut places = along(self.place(selector, at), by);
        if pointer == Pointer::Touch && self.browser == Browser::Webkit {
            // Its driver knows no touch: the events are made on the page itself. A key
            // before them shows that someone is there, else Back would skip the change.
            self.keys(&["Shift"]);
            self.drag_by_events(selector, &places);
            return;
        }
        if by == (0.0, 0.0) {
            places.truncate(1);
        }
        let mut steps = pressed(&places);
        steps.push(json!({"type": "pointerUp", "button": 0}));
        let steps = Value::Array(steps);
        self.act(&json!([match pointer {
            Pointer::Mouse => mouse(&steps),
            Pointer::Touch => finger(&steps),
        }]));
    }

    /// Presses the mouse on an element and moves it, without letting go: see [`Self::drag`].
    pub(crate) fn hold(&self, selector: &str, at: (f64, f64), by: (f64, f64)) {
        let steps = pressed(&along(self.place(selector, at), by));
        self.act(&json!([mouse(&Value::Array(steps))]));
    }

    /// Moves the mouse that is pressed by so many pixels, and lets it go.
    pub(crate) fn let_go(&self, by: (i64, i64)) {
        self.act(&json!([mouse(&json!([
            {"type": "pointerMove", "duration": 20, "origin": "pointer", "x": by.0, "y": by.1},
            {"type": "pointerUp", "button": 0},
        ]))]));
    }

    /// Gives an element the focus and presses keys, by the names that JavaScript gives
    /// them (`"ArrowLeft"`, `"a"`), with other keys held (`"Shift+ArrowLeft"`).
    pub(crate) fn press(&self, selector: &str, keys: &[&str]) {
        self.focus(selector);
        self.keys(keys);
    }

    /// Gives an element the focus.
    pub(crate) fn focus(&self, selector: &str) {
        self.reach(selector);
        self.eval(&format!("document.querySelector({selector:?}).focus()"));
    }

    /// Presses keys where the focus is: see [`Self::press`].
    pub(crate) fn keys(&self, keys: &[&str]) {
        let mut steps = Vec::new();
        for combination in keys {
            let parts: Vec<String> = combination.split('+').map(key).collect();
            let step = |kind: &str, key: &String| json!({"type": kind, "value": key});
            steps.extend(parts.iter().map(|key| step("keyDown", key)));
            steps.extend(parts.iter().rev().map(|key| step("keyUp", key)));
        }
        self.act(&json!([{"type": "key", "id": "keyboard", "actions": steps}]));
    }

    /// Types a text where the focus is.
    pub(crate) fn type_text(&self, text: &str) {
        let letters: Vec<String> = text.chars().map(String::from).collect();
        self.keys(&letters.iter().map(String::as_str).collect::<Vec<_>>());
    }

    fn act(&self, sources: &Value) {
        self.post("actions", &json!({"actions": sources}));
    }

    /// Goes where a reader goes to find an element: into its room, and into the menus and
    /// details that hold it.
    pub(crate) fn reach(&self, selector: &str) {
        self.eval(&format!(
            "(async () => {{
               const element = document.querySelector({selector:?});
               const room = element?.closest('.room:not(.here)');
               if (room) {{
                 document.querySelector(`.bar nav a[href=\"#${{room.id}}\"]`).click();
                 while (!room.classList.contains('here')) await new Promise(requestAnimationFrame);
               }}
               const shut = (it) => it?.closest('details:not([open])');
               for (let it = shut(element); it; it = shut(it.parentElement)) {{
                 if (it.querySelector('summary') !== element) it.open = true;
               }}
             }})()"
        ));
    }

    /// A place on an element in the viewport, which is scrolled there first. Waits until
    /// the element rests: what was done before may still move it, and so may numbers of the
    /// text that are not known yet.
    fn place(&self, selector: &str, at: (f64, f64)) -> (i64, i64) {
        self.reach(selector);
        // (A driver that is interrupted is asked again.)
        let rectangle = self.wait_for(&format!(
            "(async () => {{
               let last = '';
               const unknown = () => [...document.querySelectorAll('[data-value]')].some((it) => it.textContent.startsWith('…'));
               for (let wait = 0; wait < 200 && unknown(); wait++) await new Promise(requestAnimationFrame);
               for (;;) {{
                 const element = document.querySelector({selector:?});
                 element.scrollIntoView({{ block: 'center', behavior: 'instant' }});
                 const {{ left, top, width, height }} = element.getBoundingClientRect();
                 const now = [left, top, width, height];
                 if (last === String(now)) return now;
                 last = String(now);
                 for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
               }}
             }})()"
        ));
        let side = |index: usize| rectangle[index].as_f64().unwrap_or_default();
        let along = |start: f64, length: f64, share: f64| (start + length * share).round() as i64;
        (along(side(0), side(2), at.0), along(side(1), side(3), at.1))
    }

    fn drag_by_events(&self, selector: &str, places: &[(i64, i64)]) {
        self.eval(&format!(
            "(async () => {{
               const target = document.querySelector({selector:?});
               const places = {places};
               const send = (type, [clientX, clientY]) => target.dispatchEvent(new PointerEvent(type, {{
                 clientX, clientY, pointerId: 7, pointerType: 'touch', isPrimary: true, button: type === 'pointermove' ? -1 : 0,
                 buttons: type === 'pointerup' ? 0 : 1, bubbles: true, cancelable: true, composed: true,
               }}));
               // A made-up pointer can't be captured.
               target.setPointerCapture = () => {{}};
               send('pointerdown', places[0]);
               for (const place of places.slice(1)) {{
                 send('pointermove', place);
                 await new Promise(requestAnimationFrame);
               }}
               send('pointerup', places.at(-1));
             }})()",
            places = json!(places),
        ));
    }
}

/// The places of a drag.
fn along(start: (i64, i64), by: (f64, f64)) -> Vec<(i64, i64)> {
    let place = |step: u32| {
        let share = f64::from(step) / f64::from(MOVES);
        let along = |from: i64, way: f64| from + (way * share).round() as i64;
        (along(start.0, by.0), along(start.1, by.1))
    };
    (0..=MOVES).map(place).collect()
}

/// The steps of a pointer that comes down on the first of some places and moves on.
fn pressed(places: &[(i64, i64)]) -> Vec<Value> {
    let mut steps = Vec::new();
    for (index, (x, y)) in places.iter().enumerate() {
        steps.push(
            json!({"type": "pointerMove", "duration": 20, "origin": "viewport", "x": x, "y": y}),
        );
        if index == 0 {
            steps.push(json!({"type": "pointerDown", "button": 0}));
        }
    }
    steps
}

fn mouse(steps: &Value) -> Value {
    json!({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": steps})
}

fn finger(steps: &Value) -> Value {
    json!({"type": "pointer", "id": "finger", "parameters": {"pointerType": "touch"}, "actions": steps})
}

/// The letter that WebDriver has for a key.
fn key(name: &str) -> String {
    match name {
        "Backspace" => "\u{e003}",
        "Tab" => "\u{e004}",
        "Enter" => "\u{e007}",
        "Shift" => "\u{e008}",
        "Control" => "\u{e009}",
        "Escape" => "\u{e00c}",
        "Space" => " ",
        "PageUp" => "\u{e00e}",
        "PageDown" => "\u{e00f}",
        "End" => "\u{e010}",
        "Home" => "\u{e011}",
        "ArrowLeft" => "\u{e012}",
        "ArrowUp" => "\u{e013}",
        "ArrowRight" => "\u{e014}",
        "ArrowDown" => "\u{e015}",
        "Insert" => "\u{e016}",
        "Delete" => "\u{e017}",
        letter => letter,
    }
    .to_owned()
}
