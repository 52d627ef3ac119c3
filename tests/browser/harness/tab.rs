//! A browser with the page in it.

use super::browser::Browser;
use super::driver::Driver;
use super::lab::temporary_folder;
use super::server::FOLDER;
use super::setup::Setup;
use super::wire::Session;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long the page may take to do what is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// Every browser gets a folder of its own.
static STARTED: AtomicUsize = AtomicUsize::new(0);

/// A browser with the page in it; it closes when dropped. What can't be done fails the test.
pub(crate) struct Tab {
    pub(super) browser: Browser,
    /// Until it is let go.
    driver: Option<Driver>,
    claim: &'static str,
    folder: String,
}

impl Tab {
    /// Starts a browser for a reader, with nothing in it yet.
    pub(super) fn start(
        browser: Browser,
        setup: &Setup,
        claim: &'static str,
        server: SocketAddr,
    ) -> Self {
        let home = || {
            let number = STARTED.fetch_add(1, Ordering::Relaxed);
            temporary_folder(&format!("home-{}-{number}", std::process::id()))
        };
        let tab = Self {
            browser,
            driver: Some(Driver::take(browser, setup, home)),
            claim,
            folder: format!("http://{server}{FOLDER}"),
        };
        if setup.scripts {
            tab.resize(setup.size);
        }
        tab
    }

    /// Goes to the page with another fragment or query, or to another file of the folder.
    pub(crate) fn go(&self, link: &str) {
        self.go_to(&format!("{}{link}", self.folder));
    }

    /// Goes to any address.
    pub(super) fn go_to(&self, address: &str) {
        self.post("url", &json!({"url": address}));
    }

    /// The browser's Back.
    pub(crate) fn back(&self) {
        self.post("back", &json!({}));
    }

    /// The browser's Forward.
    pub(crate) fn forward(&self) {
        self.post("forward", &json!({}));
    }

    /// Loads the page anew.
    pub(crate) fn reload(&self) {
        self.post("refresh", &json!({}));
    }

    /// The value of an expression on the page; a promise is waited for.
    pub(crate) fn eval(&self, expression: &str) -> Value {
        self.try_eval(expression)
            .unwrap_or_else(|error| panic!("{expression}\n{error}"))
    }

    /// [`Self::eval`] of a text.
    pub(crate) fn eval_text(&self, expression: &str) -> String {
        let value = self.eval(expression);
        let text = value.as_str().map(str::to_owned);
        text.unwrap_or_else(|| panic!("{expression} is no text but {value}"))
    }

    /// [`Self::eval`] of a number.
    pub(crate) fn eval_number(&self, expression: &str) -> f64 {
        let value = self.eval(expression);
        let number = value.as_f64();
        number.unwrap_or_else(|| panic!("{expression} is no number but {value}"))
    }

    fn try_eval(&self, expression: &str) -> Result<Value, String> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async () => ({expression}))().then(
               (value) => done({{ value: value === undefined ? null : value }}),
               (error) => done({{ error: String(error) }}));"
        );
        let body = json!({"script": script, "args": []});
        let mut answer = self.session().post("execute/async", &body)?;
        match answer["error"].as_str() {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer["value"].take()),
        }
    }

    /// Waits until an expression is true (in JavaScript's sense); its value.
    pub(crate) fn wait_for(&self, expression: &str) -> Value {
        let start = Instant::now();
        let mut last = Ok(Value::Null);
        while start.elapsed() < PATIENCE {
            // While the page is being replaced there is nothing to ask.
            last = self.try_eval(expression);
            if let Ok(value) = &last
                && is_truthy(value)
            {
                return value.clone();
            }
            sleep(Duration::from_millis(50));
        }
        panic!("in vain waited for {expression}\nat last: {last:?}");
    }

    /// Waits until the program of the page runs.
    pub(crate) fn wait_until_ready(&self) {
        self.wait_for("document.documentElement.dataset.ready === 'true'");
    }

    /// Looks into a frame, which an expression finds, and comes back.
    pub(crate) fn within<R>(&self, frame: &str, look: impl FnOnce(&Self) -> R) -> R {
        let frame = self.eval(frame);
        self.post("frame", &json!({"id": frame}));
        let seen = look(self);
        self.post("frame/parent", &json!({}));
        seen
    }

    /// The text of the first element that a selector finds.
    /// Once it is known: what is still being computed is a “…” until then.
    pub(crate) fn text(&self, selector: &str) -> String {
        let text = format!("document.querySelector({selector:?}).textContent");
        self.wait_for(&format!("!{text}.startsWith('…')"));
        self.eval_text(&text)
    }

    /// How many elements a selector finds; works without scripts too.
    pub(crate) fn count(&self, selector: &str) -> usize {
        let body = json!({"using": "css selector", "value": selector});
        // WebKit's driver gives up where one of them goes while it lists them.
        let found = |_| self.session().post("elements", &body).ok();
        let found = (0..5).find_map(found);
        let found = found.unwrap_or_else(|| self.post("elements", &body));
        found.as_array().map_or(0, Vec::len)
    }

    /// A number that tells what a canvas shows; others show others. Large ones are put up one
    /// in a frame, some time after what they tell is known: this waits until two looks in
    /// different frames agree, or a few times where it moves.
    pub(crate) fn pixels(&self, selector: &str) -> f64 {
        let mut last = self.pixels_now(selector);
        for _ in 0..8 {
            self.eval(
                "new Promise((done) => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(done), 50)))",
            );
            let now = self.pixels_now(selector);
            if now.to_bits() == last.to_bits() {
                break;
            }
            last = now;
        }
        last
    }

    fn pixels_now(&self, selector: &str) -> f64 {
        // From a copy: reading pixels out would change how the canvas itself is kept.
        self.eval_number(&format!(
            "(() => {{
               const canvas = document.querySelector({selector:?});
               const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
               copy.drawImage(canvas, 0, 0);
               const {{ data }} = copy.getImageData(0, 0, canvas.width, canvas.height);
               return data.reduce((hash, byte) => (hash * 31 + byte) | 0, 7);
             }})()"
        ))
    }

    /// The page as the browser has it; works without scripts too.
    pub(crate) fn source(&self) -> String {
        let source = self.get("source");
        source.as_str().unwrap_or_default().to_owned()
    }

    /// The address shown.
    pub(crate) fn address(&self) -> String {
        self.get("url").as_str().unwrap_or_default().to_owned()
    }

    /// Gives the viewport a size in CSS pixels.
    pub(crate) fn resize(&self, (width, height): (u32, u32)) {
        let wanted = (f64::from(width), f64::from(height));
        let inner = || {
            let inner = self.eval("[innerWidth, innerHeight]");
            (inner[0].as_f64(), inner[1].as_f64())
        };
        for _ in 0..5 {
            // The window is larger by its frame.
            let window = self.get("window/rect");
            let with_frame = |side: &str, wanted: f64, inner: Option<f64>| {
                wanted + window[side].as_f64().unwrap_or_default() - inner.unwrap_or_default()
            };
            let now = inner();
            let width = with_frame("width", wanted.0, now.0);
            let height = with_frame("height", wanted.1, now.1);
            self.post("window/rect", &json!({"width": width, "height": height}));
            // The page follows the window in its own time.
            for _ in 0..40 {
                if inner() == (Some(wanted.0), Some(wanted.1)) {
                    return;
                }
                sleep(Duration::from_millis(25));
            }
        }
        panic!(
            "the viewport does not take the size {wanted:?}: it has {:?}",
            inner()
        );
    }

    /// Takes the page to a screen with so many device pixels for each CSS pixel, at the size
    /// that it has.
    pub(crate) fn show_on_screen_with(&self, pixel_ratio: f64) {
        // From one ratio that is pretended to the next Chromium tells the page nothing.
        self.post(
            "goog/cdp/execute",
            &json!({"cmd": "Emulation.clearDeviceMetricsOverride", "params": {}}),
        );
        self.show_at_ratio(pixel_ratio);
    }

    /// Pretends that there are so many device pixels for each CSS pixel, by Chromium's own
    /// protocol.
    pub(crate) fn show_at_ratio(&self, pixel_ratio: f64) {
        let parameters =
            json!({"width": 0, "height": 0, "deviceScaleFactor": pixel_ratio, "mobile": false});
        self.post(
            "goog/cdp/execute",
            &json!({"cmd": "Emulation.setDeviceMetricsOverride", "params": parameters}),
        );
    }

    /// Everything that has gone wrong on the page since it was opened.
    pub(crate) fn problems(&self) -> Vec<String> {
        let noted = self.eval("window.problems");
        let noted = noted.as_array().expect("the recorder runs on the page");
        let mut problems: Vec<String> = noted
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        if self.browser == Browser::Chromium {
            // Its own log also knows what no script can see.
            let log = self.post("se/log", &json!({"type": "browser"}));
            let lines = log.as_array().into_iter().flatten().map(Value::to_string);
            // Said too of what a frame that is replaced no longer waits for; a file that
            // really can't be had has a line of its own.
            problems.extend(lines.filter(|line| !line.contains("Fetch API cannot load")));
        }
        problems
    }

    /// Fails the test if anything has gone wrong on the page.
    pub(crate) fn expect_no_problems(&self) {
        let problems = self.problems();
        assert!(problems.is_empty(), "{problems:#?}");
    }

    /// Leaves a picture of the viewport in `target/screenshots/NAME-BROWSER.png`.
    pub(crate) fn screenshot(&self, name: &str) -> PathBuf {
        self.try_screenshot(name)
            .unwrap_or_else(|error| panic!("no screenshot {name}: {error}"))
    }

    fn try_screenshot(&self, name: &str) -> Result<PathBuf, String> {
        let png = self.session().get("screenshot")?;
        let png = STANDARD
            .decode(png.as_str().unwrap_or_default())
            .map_err(|error| error.to_string())?;
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots");
        let path = folder.join(format!("{name}-{}.png", self.browser.name()));
        std::fs::create_dir_all(&folder)
            .and_then(|()| std::fs::write(&path, png))
            .map_err(|error| error.to_string())?;
        Ok(path)
    }

    fn session(&self) -> &Session {
        &self.driver.as_ref().expect("it is not let go").session
    }

    /// Sends a command of the WebDriver protocol.
    pub(super) fn post(&self, command: &str, body: &Value) -> Value {
        let answer = self.session().post(command, body);
        answer.unwrap_or_else(|error| panic!("{}: {error}", self.browser.name()))
    }

    fn get(&self, command: &str) -> Value {
        let answer = self.session().get(command);
        answer.unwrap_or_else(|error| panic!("{}: {error}", self.browser.name()))
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // What a person would look at first.
            if let Ok(picture) = self.try_screenshot(&format!("failed-{}", self.claim)) {
                eprintln!("the page as it was: {}", picture.display());
            }
            if let Ok(problems) = self.try_eval("window.problems") {
                eprintln!("its problems: {problems:#}");
            }
        } else if let Some(driver) = self.driver.take() {
            driver.rest();
        }
    }
}

fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}
