//! Serves, builds and tests Bounceback: `cargo xtask help`.

mod bench;
mod bless;
mod build;
mod check;
mod finish;
mod paths;
mod process;
mod reference;
mod serve;
mod tools;
mod train;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Serves, builds and tests Bounceback. What is missing is installed on the first run, and said.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", max_term_width = 96)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::Options),
    Build(build::Options),
    Test(check::Options),
    Bench(bench::Options),
    Train(train::Options),
    /// Write the golden files of the tests and docs/links.md anew.
    Bless,
    /// Do what a build takes beside Trunk's own part: Trunk calls this.
    #[command(hide = true)]
    Finish,
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Serve(options) => serve::run(&options),
        Command::Build(options) => build::run(&options),
        Command::Test(options) => check::run(options),
        Command::Bench(options) => bench::run(options),
        Command::Train(options) => train::run(&options),
        Command::Bless => bless::run(),
        Command::Finish => finish::run(),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_are_well_formed() {
        Arguments::command().debug_assert();
    }
}
