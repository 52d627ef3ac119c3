//! `serve`: builds, serves, and rebuilds on change.

use crate::build;
use crate::options::Options;
use crate::process::{self, say};
use anyhow::{Context, Result};
use std::net::{Ipv4Addr, TcpListener};
use std::num::NonZeroU16;
use std::process::ExitCode;

/// The port tried first, where none is asked for.
const PORT: u16 = 8080;

/// Installs what is missing, then serves until interrupted.
pub(crate) fn run(mut options: Options) -> Result<ExitCode> {
    let wanted = match options.value("--port")? {
        Some(port) => port
            .parse()
            .map(NonZeroU16::get)
            .ok()
            .with_context(|| format!("--port: “{port}” is not a port from 1 to 65535"))?,
        None => PORT,
    };
    options.end()?;
    let mut trunk = build::trunk()?;
    let port = free_port(wanted)?;
    if port != wanted {
        say(&format!("port {wanted} is taken"));
    }
    println!(
        "\n  Bounceback: http://127.0.0.1:{port}/  (once the first build is done; Ctrl+C ends)\n"
    );
    // Its own folder: the page served follows its rebuilds, the one in dist/ does not.
    let port = port.to_string();
    process::run(trunk.args(["serve", "--dist", "target/served", "--port", &port]))?;
    Ok(ExitCode::SUCCESS)
}

/// The first free port, from the one wanted upwards.
fn free_port(wanted: u16) -> Result<u16> {
    (wanted..=u16::MAX)
        .find(|&port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok())
        .with_context(|| format!("no port from {wanted} up is free"))
}
