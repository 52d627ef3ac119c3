//! Real browsers, started for the bench and closed after it.

use super::wire::{PATIENCE, Session};
use crate::process::path_with;
use crate::tools::Browser;
use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a driver may take until it listens, and the page until it is ready.
const MOMENT: Duration = Duration::from_secs(30);

/// Every browser gets a folder of its own, and so an empty cache.
static STARTED: AtomicUsize = AtomicUsize::new(0);

/// A browser with one window; it closes when dropped.
pub(super) struct Tab {
    session: Session,
    /// Its name and version.
    pub(super) version: String,
    home: PathBuf,
    // Ends after the session.
    _driver: Driver,
}

impl Tab {
    /// Starts a browser whose window has a size in CSS pixels, at so many device pixels each.
    /// Where `unpaced`, frames follow each other as fast as they are done, not as fast as a
    /// screen shows them.
    pub(super) fn start(
        browser: Browser,
        size: (u32, u32),
        pixel_ratio: u32,
        unpaced: bool,
    ) -> Result<Self> {
        let folders = browser.install()?;
        let number = STARTED.fetch_add(1, Ordering::Relaxed);
        let home =
            std::env::temp_dir().join(format!("bounceback-bench-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&home)?;
        let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
        let mut command = driver(browser, address.port())?;
        command.env(
            "PATH",
            path_with(&folders.iter().map(PathBuf::as_path).collect::<Vec<_>>())?,
        );
        let driver = Driver::start(&mut command, address)?;
        let (session, said) = Session::start(
            address,
            &capabilities(browser, &home, size, pixel_ratio, unpaced),
        )
        .with_context(|| format!("{} did not start", browser.name()))?;
        let text = |name: &str| said[name].as_str().unwrap_or("?").to_owned();
        Ok(Self {
            version: format!("{} {}", browser.name(), text("browserVersion")),
            session,
            home,
            _driver: driver,
        })
    }

    /// Goes to an address.
    pub(super) fn go(&self, address: &str) -> Result<()> {
        self.session.post("url", &json!({"url": address})).map(drop)
    }

    /// The value of an expression on the page; a promise is waited for.
    pub(super) fn eval(&self, expression: &str) -> Result<Value> {
        self.run("", expression)
    }

    /// The same, after some definitions.
    pub(super) fn run(&self, definitions: &str, expression: &str) -> Result<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             {definitions}
             (async () => ({expression}))().then(
               (value) => done({{ value: value === undefined ? null : value }}),
               (error) => done({{ error: String(error) }}));"
        );
        let body = json!({"script": script, "args": []});
        let mut answer = self.session.post("execute/async", &body)?;
        match answer["error"].as_str() {
            Some(error) => bail!("on the page: {error}"),
            None => Ok(answer["value"].take()),
        }
    }

    /// [`Self::run`] of a number.
    pub(super) fn number(&self, definitions: &str, expression: &str) -> Result<f64> {
        let value = self.run(definitions, expression)?;
        value
            .as_f64()
            .with_context(|| format!("{expression} is no number but {value}"))
    }

    /// Waits until an expression is true.
    pub(super) fn wait_for(&self, expression: &str) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < MOMENT {
            // While the page is being replaced there is nothing to ask.
            if self.eval(expression).is_ok_and(|value| value == true) {
                return Ok(());
            }
            sleep(Duration::from_millis(20));
        }
        bail!("in vain waited for {expression}");
    }

    /// Waits until the program of the page runs.
    pub(super) fn wait_until_ready(&self) -> Result<()> {
        self.wait_for("document.documentElement.dataset.ready === 'true'")
    }

    /// Calls a method of Chromium's own protocol.
    pub(super) fn devtools(&self, method: &str, parameters: &Value) -> Result<Value> {
        let body = json!({"cmd": method, "params": parameters});
        self.session
            .post("goog/cdp/execute", &body)
            .with_context(|| method.to_owned())
    }

    /// Gives the window a size in CSS pixels; that of the viewport is a little less.
    pub(super) fn resize(&self, (width, height): (f64, f64)) -> Result<()> {
        self.session
            .post("window/rect", &json!({"width": width, "height": height}))
            .map(drop)
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        // A driver that is killed would leave its browser behind.
        let _ = self.session.end();
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

/// A driver that ends when dropped.
struct Driver(Child);

impl Driver {
    fn start(command: &mut Command, address: SocketAddr) -> Result<Self> {
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{} can't be started", command.get_program().display()))?;
        let driver = Self(child);
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            ensure!(start.elapsed() < MOMENT, "nothing listens at {address}");
            sleep(Duration::from_millis(20));
        }
        Ok(driver)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn driver(browser: Browser, port: u16) -> Result<Command> {
    let (program, more): (_, &[&str]) = match browser {
        Browser::Chromium => ("chromedriver", &[]),
        Browser::Firefox => ("geckodriver", &["--websocket-port=0"]),
        Browser::Webkit => bail!("the bench does not steer WebKit"),
    };
    let mut command = Command::new(program);
    command.arg(format!("--port={port}")).args(more);
    Ok(command)
}

fn capabilities(
    browser: Browser,
    home: &Path,
    (width, height): (u32, u32),
    pixel_ratio: u32,
    unpaced: bool,
) -> Value {
    let timeouts = json!({"script": PATIENCE.as_millis() as u64});
    if browser == Browser::Firefox {
        return json!({
            "browserName": "firefox",
            "timeouts": timeouts,
            "moz:firefoxOptions": {
                "args": ["-headless", "-profile", home, format!("--width={width}"), format!("--height={height}")],
                "prefs": {
                    "layout.css.devPixelsPerPx": pixel_ratio.to_string(),
                    // Otherwise its clock ticks once a millisecond.
                    "privacy.reduceTimerPrecision": false,
                    // -1 is the pace of the screen, 0 none.
                    "layout.frame_rate": if unpaced { 0 } else { -1 },
                },
            },
        });
    }
    let mut arguments = [
        "--headless=new",
        "--no-sandbox",
        // Most machines that run this have no graphics processor to offer: all draw alike.
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-dev-shm-usage",
        "--disable-background-timer-throttling",
        "--disable-renderer-backgrounding",
        "--no-default-browser-check",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ]
    .map(str::to_owned)
    .to_vec();
    arguments.push(format!("--user-data-dir={}", home.display()));
    arguments.push(format!("--window-size={width},{height}"));
    arguments.push(format!("--force-device-scale-factor={pixel_ratio}"));
    if unpaced {
        arguments.push("--disable-frame-rate-limit".to_owned());
    }
    json!({
        "browserName": "chrome",
        "timeouts": timeouts,
        "goog:chromeOptions": {"args": arguments},
    })
}
