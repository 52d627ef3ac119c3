//! `bench`: measures the finished page in real browsers, beside libraries that draw charts.
//!
//! Everything compared is measured in one run, in rounds that take turns, so that what slows
//! the machine down slows down all of it. What can't be measured is said, never guessed.

mod browser;
mod bytes;
mod calls;
mod finding;
mod growth;
mod host;
mod loading;
mod machine;
mod memory;
mod method;
mod native;
mod population;
mod redraw;
mod report;
mod runs;
mod shared;
mod statistics;
mod wire;

use crate::process::{self, say};
use crate::tools::PEERS;
use crate::{build, paths};
use anyhow::{Context as _, Result};
use finding::Finding;
use host::Host;
use machine::Machine;
use report::{Chapter, Report};
use shared::Bench;
use std::path::PathBuf;
use std::process::ExitCode;

/// One part of the bench.
struct Part {
    /// Its name in `--only`.
    name: &'static str,
    title: &'static str,
    method: &'static str,
    run: fn(&Bench) -> Vec<Finding>,
}

const PARTS: &[Part] = &[
    Part {
        name: "redraw",
        title: "Redraws",
        method: method::REDRAW,
        run: redraw::run,
    },
    Part {
        name: "runs",
        title: "Single runs",
        method: method::RUNS,
        run: runs::run,
    },
    Part {
        name: "population",
        title: "A population",
        method: method::POPULATION,
        run: population::run,
    },
    Part {
        name: "growth",
        title: "How cost grows",
        method: method::GROWTH,
        run: growth::run,
    },
    Part {
        name: "bytes",
        title: "Bytes",
        method: method::BYTES,
        run: bytes::run,
    },
    Part {
        name: "loading",
        title: "Loading",
        method: method::LOADING,
        run: loading::run,
    },
    Part {
        name: "memory",
        title: "Memory",
        method: method::MEMORY,
        run: memory::run,
    },
];

/// Measure the page in real browsers, beside libraries that draw charts, and leave the
/// numbers in target/bench.json.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Fewer rounds.
    #[arg(long)]
    quick: bool,
    /// Only these parts: redraw, runs, population, growth, bytes, loading, memory.
    #[arg(long, value_delimiter = ',', value_parser = named)]
    only: Vec<&'static Part>,
    /// A page that is built already.
    #[arg(long, value_name = "FOLDER")]
    dist: Option<PathBuf>,
    /// Write docs/benchmarks.md anew too; it must not lose a part.
    #[arg(long, conflicts_with = "only")]
    write: bool,
}

fn named(name: &str) -> Result<&'static Part> {
    let found = PARTS.iter().find(|part| part.name == name);
    found.with_context(|| {
        let all: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
        format!("it is none of {}", all.join(", "))
    })
}

/// Measures what is asked for, and tells it.
pub(crate) fn run(options: Options) -> Result<ExitCode> {
    if cfg!(debug_assertions) {
        // What is timed natively must be compiled for speed, like what is timed in browsers.
        return again_for_speed();
    }
    let parts = if options.only.is_empty() {
        PARTS.iter().collect()
    } else {
        options.only
    };
    let _dist = build::claim_dist()?;
    if options.dist.is_none() {
        build::page()?;
    }
    if !options.quick {
        // After the build, whose load is not that of others.
        settle();
    }
    let machine = Machine::here();
    let dist = options.dist.unwrap_or_else(paths::dist);
    let with_peers = parts.iter().any(|part| part.name == "redraw");
    let bench = Bench::new(Host::start(&dist, with_peers)?, dist, options.quick);
    let chapters = parts.iter().map(|part| chapter(&bench, part));
    let chapters = chapters.collect();
    let mut versions = bench.versions();
    if with_peers {
        versions.extend(
            PEERS
                .iter()
                .map(|peer| format!("{} {}", peer.name, peer.version())),
        );
    }
    let report = Report {
        machine,
        load_after: machine::load(),
        versions,
        quick: options.quick,
        chapters,
    };
    print!("{}", report.text());
    let json = paths::root().join("target/bench.json");
    std::fs::write(&json, format!("{:#}\n", report.json()))?;
    say("all numbers are in target/bench.json");
    if options.write {
        std::fs::write(paths::root().join("docs/benchmarks.md"), report.page())?;
        say("docs/benchmarks.md is written anew");
    }
    Ok(ExitCode::SUCCESS)
}

/// Runs one part.
fn chapter(bench: &Bench, part: &Part) -> Chapter {
    say(part.title);
    Chapter {
        name: part.name,
        title: part.title,
        method: part.method,
        findings: (part.run)(bench),
    }
}

/// The same command in a program that is compiled for speed.
fn again_for_speed() -> Result<ExitCode> {
    say("compiling the bench for speed (minutes, where it is new)");
    let mut cargo = process::cargo();
    cargo
        // The folder of --dist may be told from here.
        .current_dir(std::env::current_dir()?)
        .args(["run", "--quiet", "--release", "--package", "xtask", "--"])
        .args(std::env::args_os().skip(1));
    process::run(&mut cargo)?;
    Ok(ExitCode::SUCCESS)
}

/// Waits until what has been done before is no longer seen in the load, within bounds.
fn settle() {
    const MOST: std::time::Duration = std::time::Duration::from_mins(2);
    let start = std::time::Instant::now();
    while machine::load().is_some_and(|load| load > 0.5) && start.elapsed() < MOST {
        if start.elapsed().as_secs() == 0 {
            say("waiting until the machine rests, two minutes at most");
        }
        std::thread::sleep(std::time::Duration::from_secs(5));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{Args as _, FromArgMatches as _};

    fn options(line: &str) -> clap::error::Result<Options> {
        let words = std::iter::once("bench").chain(line.split_whitespace());
        let command = Options::augment_args(clap::Command::new("bench"));
        Options::from_arg_matches(&command.try_get_matches_from(words)?)
    }

    #[test]
    fn parts_are_chosen_by_their_names() {
        let chosen = options("--only bytes,redraw --quick").unwrap().only;
        let names: Vec<&str> = chosen.iter().map(|part| part.name).collect();
        assert_eq!(names, ["bytes", "redraw"]);
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        assert!(options("--only nothing").is_err());
        assert!(options("--only runs --write").is_err());
        assert!(options("--unknown").is_err());
    }
}
