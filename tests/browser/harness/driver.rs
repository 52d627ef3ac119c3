//! The process that steers a browser.

use super::browser::Browser;
use super::display::Display;
use super::setup::Setup;
use super::wire::Session;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long a driver may take until it listens.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often a browser is started before its test fails.
const ATTEMPTS: usize = 3;

/// A driver with one browser; both end when it is dropped, also when a test fails.
pub(super) struct Driver {
    /// The session of its browser.
    pub(super) session: Session,
    // The order of these two matters: the screen goes last.
    _process: Process,
    _display: Option<Display>,
}

impl Driver {
    /// Starts a browser for a reader; `home` is an empty folder for what it keeps.
    pub(super) fn start(browser: Browser, setup: &Setup, home: &Path) -> Self {
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
        let process = Process::start(&mut command)?;
        wait_until_listening(address)?;
        let session = Session::start(address, &browser.capabilities(setup, home))?;
        Ok(Self {
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

/// A process that ends when dropped.
struct Process(Child);

impl Process {
    fn start(command: &mut Command) -> Result<Self, String> {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(Self)
            .map_err(|error| format!("{}: {error}", command.get_program().display()))
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
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
