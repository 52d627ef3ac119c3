//! What the page weighs on its way to the reader.

use super::lab::is_model;
use super::one_file;
use super::prerender::PICTURES;
use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fmt;
use std::io::Write as _;
use std::path::Path;

/// What is weighed together, and the most that it may weigh, compressed with brotli, in
/// bytes. Every browser takes brotli, and static hosts send it by themselves.
struct Budget {
    name: &'static str,
    most: usize,
    belongs: fn(&str) -> bool,
}

const BUDGETS: &[Budget] = &[
    Budget {
        name: "the first screen",
        most: 40_000,
        // Complete before the program comes: text, style, script and the first picture.
        belongs: |name| ["index.html", "favicon.svg"].contains(&name),
    },
    Budget {
        name: "the program",
        most: 600_000,
        belongs: |name| name.starts_with("bounceback-") && !name.ends_with(".wasm.js"),
    },
    Budget {
        name: "the lab’s program",
        most: 40_000,
        belongs: |name| {
            name.starts_with("lab-") && !name.starts_with("lab-manifest") && !is_model(name)
        },
    },
    Budget {
        name: "the lab’s models",
        most: 500_000,
        belongs: is_model,
    },
    Budget {
        name: "an embed",
        most: 20_000,
        // With the pictures that stand there first, and without the program.
        belongs: |name| {
            ["embed.html", "pictures/bounce.svg", "pictures/strips.svg"].contains(&name)
        },
    },
    Budget {
        name: "the host’s script",
        most: 2_000,
        belongs: |name| name == "embed.js",
    },
];

/// The weight of a finished page and what goes with it.
pub(crate) struct Weight {
    parts: Vec<(&'static Budget, Vec<Item>)>,
    /// Everything once more, which is read from a disk.
    one_file: Item,
}

struct Item {
    name: String,
    plain: usize,
    gzip: usize,
    brotli: usize,
}

/// What is weighed together, in bytes.
pub(crate) struct Sum {
    pub(crate) name: String,
    pub(crate) plain: usize,
    pub(crate) gzip: usize,
    pub(crate) brotli: usize,
    /// The most that it may weigh by brotli, where there is a limit.
    pub(crate) most: Option<usize>,
}

impl Item {
    fn of(folder: &Path, name: String) -> Result<Self> {
        let bytes =
            std::fs::read(folder.join(&name)).with_context(|| format!("{name} can't be read"))?;
        Ok(Self {
            name,
            plain: bytes.len(),
            gzip: gzip(&bytes)?,
            brotli: brotli(&bytes)?,
        })
    }
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            name,
            plain,
            gzip,
            brotli,
        } = self;
        writeln!(f, "{name:36} {plain:>9} {gzip:>9} {brotli:>9}")
    }
}

/// Weighs every file of the page in a folder.
pub(crate) fn measure(folder: &Path) -> Result<Weight> {
    let mut names = Vec::new();
    for (below, prefix) in [
        (folder.to_path_buf(), String::new()),
        (folder.join(PICTURES), format!("{PICTURES}/")),
    ] {
        let entries = std::fs::read_dir(&below)
            .with_context(|| format!("{} can't be read", below.display()))?;
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                names.push(prefix.clone() + &entry.file_name().to_string_lossy());
            }
        }
    }
    let mut parts = Vec::new();
    for budget in BUDGETS {
        let mut items = Vec::new();
        for name in names.iter().filter(|name| (budget.belongs)(name)) {
            items.push(Item::of(folder, name.clone())?);
        }
        items.sort_by_key(|item| std::cmp::Reverse(item.gzip));
        parts.push((budget, items));
    }
    Ok(Weight {
        parts,
        one_file: Item::of(folder, one_file::NAME.to_owned())?,
    })
}

impl Weight {
    /// Each part, and the one file.
    pub(crate) fn sums(&self) -> Vec<Sum> {
        let sum = |name: &str, items: &[Item], most| Sum {
            name: name.to_owned(),
            plain: items.iter().map(|item| item.plain).sum(),
            gzip: items.iter().map(|item| item.gzip).sum(),
            brotli: items.iter().map(|item| item.brotli).sum(),
            most,
        };
        let mut sums: Vec<Sum> = self
            .parts
            .iter()
            .map(|(budget, items)| sum(budget.name, items, Some(budget.most)))
            .collect();
        let one_file = std::slice::from_ref(&self.one_file);
        sums.push(sum("all of it in one file", one_file, None));
        sums
    }

    /// Whether everything is light enough.
    pub(crate) fn is_within_budget(&self) -> bool {
        self.parts.iter().all(|(budget, items)| {
            let total: usize = items.iter().map(|item| item.brotli).sum();
            !items.is_empty() && total <= budget.most
        })
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:36} {:>9} {:>9} {:>9}", "", "bytes", "gzip", "brotli")?;
        for (budget, items) in &self.parts {
            let total = Item {
                name: budget.name.to_owned(),
                plain: items.iter().map(|item| item.plain).sum(),
                gzip: items.iter().map(|item| item.gzip).sum(),
                brotli: items.iter().map(|item| item.brotli).sum(),
            };
            for item in items.iter().chain([&total]) {
                write!(f, "{item}")?;
            }
            let most = budget.most;
            writeln!(f, "{:36} {:>9} {:>9} {most:>9}", "it may weigh", "", "")?;
            writeln!(f)?;
        }
        write!(f, "all of it in one file:\n{}", self.one_file)
    }
}

fn gzip(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

fn brotli(bytes: &[u8]) -> Result<usize> {
    let mut packed = Vec::new();
    let settings = brotli::enc::BrotliEncoderParams::default();
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &settings)?;
    Ok(packed.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_weighed_by_its_parts_and_the_one_file_beside_it() {
        let folder = std::env::temp_dir().join(format!("bounceback-weight-{}", std::process::id()));
        std::fs::create_dir_all(folder.join(PICTURES)).unwrap();
        for name in [
            "index.html",
            "bounceback-1.wasm",
            "lab-1.wasm",
            "lab-plain-1.bin",
            "embed.html",
            "embed.js",
            "robots.txt",
        ] {
            std::fs::write(folder.join(name), "a".repeat(1000)).unwrap();
        }
        std::fs::write(folder.join(one_file::NAME), "b".repeat(31_415)).unwrap();
        let weight = measure(&folder).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        let said = weight.to_string();
        let total = said.lines().find(|line| line.starts_with("the program "));
        assert!(total.unwrap().contains(" 1000 "), "{said}");
        let last = said.lines().last().unwrap();
        assert!(last.starts_with(one_file::NAME) && last.contains(" 31415 "));
        // Plain, gzip and brotli.
        assert_eq!(last.split_whitespace().count(), 4, "{last}");
        assert!(weight.is_within_budget());
    }
}
