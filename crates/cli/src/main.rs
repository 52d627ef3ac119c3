//! `bounceback`: what a share link shows, in the terminal.

mod curve;
mod figure;
mod fit;
mod opening;
mod plan;

use clap::{Parser, Subcommand};
use std::io::Write as _;
use std::process::ExitCode;

/// Do an LLM's errors compound until it is doomed, or does generation bounce back? What a
/// link of the page shows, in the terminal: to the last digit the same.
///
/// A LINK is a whole address, or what stands behind its #: 'error=1%&recovery=5%&tokens=1000'.
/// Keys, units and ranges are in docs/links.md. What isn't legal is said in one line, with
/// exit status 2; what is worth knowing beside an answer is said on standard error.
#[derive(Parser)]
#[command(name = "bounceback", version, max_term_width = 96)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Curve(curve::Arguments),
    Plan(plan::Arguments),
    Figure(figure::Arguments),
    Fit(fit::Arguments),
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) if error.use_stderr() => {
            let said = error.to_string();
            let line = said.lines().next().unwrap_or_default();
            eprintln!("{}", line.strip_prefix("error: ").unwrap_or(line));
            return ExitCode::from(2);
        }
        Err(help) => {
            print_out(&help.to_string());
            return ExitCode::SUCCESS;
        }
    };
    let outcome = match arguments.command {
        Command::Curve(asked) => curve::run(&asked),
        Command::Plan(asked) => plan::run(&asked),
        Command::Figure(asked) => figure::run(&asked),
        Command::Fit(asked) => fit::run(&asked),
    };
    match outcome {
        Ok(text) => {
            print_out(&text);
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(2)
        }
    }
}

fn print_out(text: &str) {
    // A closed pipe (`| head`) is no mistake of the reader.
    let _ = std::io::stdout().write_all(text.as_bytes());
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
