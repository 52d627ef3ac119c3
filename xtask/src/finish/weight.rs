//! What the page weighs on its way to the reader.

use super::prerender::PICTURES;
use super::{headers, one_file, preview};
use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fmt;
use std::io::Write as _;
use std::path::Path;

/// The most that everything on the page may weigh, compressed with brotli, in bytes.
/// Every browser takes brotli, and static hosts send it by themselves.
const BUDGET: usize = 150_000;

/// Not part of the page: the same once more in one file, what other sites show, and what
/// readers without scripts see. Nor is the atlas, which comes when it is wanted.
const BESIDE: &[&str] = &[
    one_file::NAME,
    preview::PREVIEW,
    preview::PREVIEW_SVG,
    preview::ICON,
    headers::NAME,
    "oembed.json",
    "sitemap.xml",
    "robots.txt",
    PICTURES,
];

/// The weight of a finished page.
pub(crate) struct Weight {
    page: Vec<Item>,
    /// Everything once more, which is read from a disk.
    one_file: Item,
}

struct Item {
    name: String,
    plain: usize,
    gzip: usize,
    brotli: usize,
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
    let mut items = Vec::new();
    for entry in
        std::fs::read_dir(folder).with_context(|| format!("{} can't be read", folder.display()))?
    {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if BESIDE.contains(&name.as_str()) || name.starts_with("atlas") {
            continue;
        }
        items.push(Item::of(folder, name)?);
    }
    items.sort_by_key(|item| std::cmp::Reverse(item.gzip));
    Ok(Weight {
        page: items,
        one_file: Item::of(folder, one_file::NAME.to_owned())?,
    })
}

impl Weight {
    /// The compressed page in bytes.
    pub(crate) fn total(&self) -> usize {
        self.page.iter().map(|item| item.brotli).sum()
    }

    /// Whether the page is light enough.
    pub(crate) fn is_within_budget(&self) -> bool {
        !self.page.is_empty() && self.total() <= BUDGET
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:36} {:>9} {:>9} {:>9}", "", "bytes", "gzip", "brotli")?;
        let total = Item {
            name: "the page".to_owned(),
            plain: self.page.iter().map(|item| item.plain).sum(),
            gzip: self.page.iter().map(|item| item.gzip).sum(),
            brotli: self.total(),
        };
        for item in self.page.iter().chain([&total]) {
            write!(f, "{item}")?;
        }
        writeln!(f, "{:36} {:>9} {:>9} {BUDGET:>9}", "it may weigh", "", "")?;
        write!(f, "\nall of it in one file:\n{}", self.one_file)
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
        std::fs::create_dir_all(&folder).unwrap();
        for name in [
            "index.html",
            "atlas-1.wasm",
            preview::PREVIEW,
            headers::NAME,
        ] {
            std::fs::write(folder.join(name), "a".repeat(1000)).unwrap();
        }
        std::fs::write(folder.join(one_file::NAME), "b".repeat(31_415)).unwrap();
        let weight = measure(&folder).unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        let said = weight.to_string();
        let total = said.lines().find(|line| line.starts_with("the page "));
        assert!(total.unwrap().contains(" 1000 "), "{said}");
        let last = said.lines().last().unwrap();
        assert!(last.starts_with(one_file::NAME) && last.contains(" 31415 "));
        // Plain, gzip and brotli.
        assert_eq!(last.split_whitespace().count(), 4, "{last}");
        assert!(weight.is_within_budget() && weight.total() < 100);
    }
}
