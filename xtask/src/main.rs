//! Serves, builds and tests Bounceback: `cargo xtask help`.

mod bench;
mod bless;
mod build;
mod check;
mod finish;
mod options;
mod paths;
mod process;
mod reference;
mod serve;
mod tools;

use options::Options;
use std::process::ExitCode;

const HELP: &str = "\
Usage: cargo xtask COMMAND

  serve [--port N]    Build, serve at a printed address, rebuild on change.
  build [--url https://example.org/folder/]
                      Leave the finished page in dist/, for any static host. With the
                      address it will have, it tells sites and search engines more:
                      see docs/hosting.md.
  test [FILTER] [--quick] [--only chromium,firefox,webkit]
                      Run every check, real browsers included. FILTER: only tests
                      whose name contains it; --quick: no browsers.
  bench [--quick] [--only redraw,runs,population,growth,bytes,loading,memory]
        [--dist FOLDER] [--write]
                      Measure the page in real browsers, beside libraries that draw
                      charts, and leave the numbers in target/bench.json. --quick: fewer
                      rounds; --dist: a page that is built already; --write: write
                      docs/benchmarks.md anew too.
  bless               Write the golden files of the tests and docs/links.md anew.

What is missing is installed on the first run, and said.
";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_else(|| "help".to_owned());
    let options = Options::new(arguments.collect());
    let outcome = match command.as_str() {
        "serve" => serve::run(options),
        "build" => build::run(options),
        "test" => check::run(options),
        "bench" => bench::run(options),
        "bless" => bless::run(options),
        // Trunk calls this once its own part of a build is done.
        "finish" => finish::run(options),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        unknown => {
            eprintln!("There is no command “{unknown}”.\n\n{HELP}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
