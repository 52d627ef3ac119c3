//! Any table that people have: what is understood of it, what is asked, and what is left out.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use bounceback_core::fit::read::{Reading, decode};
use support::reading::described;

fn tables() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tables");
    let files = fs::read_dir(folder)
        .expect("the tables are there")
        .flatten();
    let mut files: Vec<PathBuf> = files.map(|it| it.path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it != "out"));
    files.sort();
    files
}

fn outcome(table: &Path) -> PathBuf {
    let mut name = table.as_os_str().to_owned();
    name.push(".out");
    name.into()
}

fn read(table: &Path) -> Reading {
    Reading::of(&decode(&fs::read(table).expect("it can be read")))
}

#[test]
fn every_table_of_the_corpus_is_understood_as_it_was_meant() {
    let tables = tables();
    assert!(tables.len() >= 40, "{}", tables.len());
    let mut wrong = Vec::new();
    for table in tables {
        let expected = fs::read_to_string(outcome(&table)).unwrap_or_default();
        let found = described(&read(&table));
        if found != expected {
            wrong.push(format!(
                "{}\n--- expected\n{expected}--- found\n{found}",
                table.display()
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Writes what comes out of tables anew, to be looked through by eye:
/// `cargo test --test reading -- --ignored bless`.
#[test]
#[ignore = "writes files"]
fn bless() {
    for table in tables() {
        fs::write(outcome(&table), described(&read(&table))).expect("it can be written");
    }
}
