//! A screen that no one sees.

use super::guarded::Guarded;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

/// An X server of its own; it ends when dropped.
pub(super) struct Display {
    _server: Guarded,
    /// Its name, for `DISPLAY`.
    pub(super) name: String,
}

impl Display {
    /// Starts one on the next free number.
    pub(super) fn start() -> Self {
        let mut server = Command::new("Xvfb");
        server
            .args(["-displayfd", "1", "-screen", "0", "2560x2048x24"])
            .args(["-nolisten", "tcp"]);
        let (server, output) = Guarded::start(&server, Stdio::piped()).expect("Xvfb is installed");
        let output = output.expect("its output is piped");
        let mut number = String::new();
        BufReader::new(output)
            .read_line(&mut number)
            .expect("Xvfb says its number");
        assert!(!number.is_empty(), "Xvfb did not start");
        let name = format!(":{}", number.trim());
        Self {
            _server: server,
            name,
        }
    }
}
