//! `serve`: builds, serves, and rebuilds on change.

use crate::build;
use crate::process::{self, say};
use anyhow::{Context, Result};
use std::net::{Ipv4Addr, TcpListener};
use std::process::ExitCode;

/// Build, serve at a printed address, rebuild on change.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// The port tried first.
    #[arg(long, default_value_t = 8080, value_parser = clap::value_parser!(u16).range(1..))]
    port: u16,
}

/// Installs what is missing, then serves until interrupted.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    let mut trunk = build::trunk()?;
    let port = free_port(options.port)?;
    if port != options.port {
        say(&format!("port {} is taken", options.port));
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
