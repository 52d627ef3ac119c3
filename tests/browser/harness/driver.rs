//! The process that steers a browser.

use super::browser::Browser;
use super::display::Display;
use super::guarded::Guarded;
use super::setup::Setup;
use super::wire::Session;
use serde_json::json;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Mutex;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a driver may take until it listens.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often a browser is started before its test fails.
const ATTEMPTS: usize = 3;

/// Browsers whose tests are done, for the next test of a reader with the same settings: a
/// browser takes longer to start than most tests take.
static RESTING: Mutex<Vec<Driver>> = Mutex::new(Vec::new());

/// So many browsers rest at most.
const MOST_RESTING: usize = 4;

/// A driver with one browser; both end when it is dropped, also when a test fails.
pub(super) struct Driver {
    browser: Browser,
    setup: Setup,
    /// The session of its browser.
    pub(super) session: Session,
    // The order of these two matters: the screen goes last.
    _process: Guarded,
    _display: Option<Display>,
}

impl Driver {
    /// A browser for a reader with a window that has shown nothing yet; `home` is an empty
    /// folder for what it keeps, if it has to be started.
    pub(super) fn take(browser: Browser, setup: &Setup, home: impl FnOnce() -> PathBuf) -> Self {
        let resting = {
            let mut resting = RESTING.lock().expect("no one panics with it");
            let fits = |it: &Self| it.browser == browser && it.setup == *setup;
            let place = resting.iter().position(fits);
            place.map(|place| resting.swap_remove(place))
        };
        resting
            .filter(|it| it.renew().is_ok())
            .unwrap_or_else(|| Self::start(browser, setup, &home()))
    }

    /// Keeps the browser for another test; of many only the last.
    pub(super) fn rest(self) {
        // A page that nobody looks at would go on with what it does.
        if self
            .session
            .post("url", &json!({"url": "about:blank"}))
            .is_err()
        {
            return;
        }
        let mut resting = RESTING.lock().expect("no one panics with it");
        resting.push(self);
        if resting.len() > MOST_RESTING {
            let oldest = resting.remove(0);
            drop(resting);
            drop(oldest);
        }
    }

    /// Gives the browser another window, without history, keys that are held, or what the
    /// log holds.
    fn renew(&self) -> Result<(), String> {
        let session = &self.session;
        session.delete("actions")?;
        let before = session.get("window/handles")?;
        let window = session.post("window/new", &json!({"type": "window"}))?;
        for handle in before.as_array().into_iter().flatten() {
            session.post("window", &json!({"handle": handle}))?;
            session.delete("window")?;
        }
        session.post("window", &json!({"handle": window["handle"]}))?;
        if self.browser == Browser::Chromium {
            session.post("se/log", &json!({"type": "browser"}))?;
        }
        Ok(())
    }

    fn start(browser: Browser, setup: &Setup, home: &Path) -> Self {
        let mut complaints = Vec::new();
        for _ in 0..ATTEMPTS {
            match Self::attempt(browser, setup, home) {
                Ok(driver) => return driver,
                Err(complaint) => complaints.push(complaint),
            }
        }
        panic!("{} did not start: {complaints:#?}", browser.name());
    }

    fn attempt(browser: Browser, setup: &Setup, home: &Path) -> Result<Self, String> {
        let display = browser.needs_display().then(Display::start);
        let address = free_address();
        let mut command = browser.driver(address.port(), setup, home);
        if let Some(display) = &display {
            command.env("DISPLAY", &display.name);
        }
        let process = Guarded::start(&command, Stdio::null())?.0;
        wait_until_listening(address)?;
        let session = Session::start(address, &browser.capabilities(setup, home))?;
        Ok(Self {
            browser,
            setup: setup.clone(),
            session,
            _process: process,
            _display: display,
        })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Closes the browser; a driver that is killed would leave it behind.
        let _ = self.session.end();
    }
}

fn free_address() -> SocketAddr {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .expect("a port is free")
}

fn wait_until_listening(address: SocketAddr) -> Result<(), String> {
    let start = Instant::now();
    while TcpStream::connect(address).is_err() {
        if start.elapsed() > PATIENCE {
            return Err(format!("nothing listens at {address}"));
        }
        sleep(Duration::from_millis(20));
    }
    Ok(())
}
