//! A screen that no one sees.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// An X server of its own; it ends when dropped.
pub(super) struct Display {
    server: Child,
    /// Its name, for `DISPLAY`.
    pub(super) name: String,
}

impl Display {
    /// Starts one on the next free number.
    pub(super) fn start() -> Self {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "2560x2048x24"])
            .args(["-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed");
        let output = server.stdout.take().expect("its output is piped");
        let mut number = String::new();
        BufReader::new(output)
            .read_line(&mut number)
            .expect("Xvfb says its number");
        assert!(!number.is_empty(), "Xvfb did not start");
        let name = format!(":{}", number.trim());
        Self { server, name }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
