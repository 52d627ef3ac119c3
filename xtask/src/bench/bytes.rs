//! What the page weighs, part by part.

use super::finding::Finding;
use super::shared::Bench;
use crate::finish::weight;
use anyhow::Result;

/// Every part of the finished page.
pub(super) fn run(bench: &Bench) -> Vec<Finding> {
    measure(bench).unwrap_or_else(|error| vec![Finding::missing("all of it", "", &error)])
}

fn measure(bench: &Bench) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for part in weight::measure(&bench.dist)?.sums() {
        for (how, bytes) in [
            ("plain", part.plain),
            ("gzip", part.gzip),
            ("brotli", part.brotli),
        ] {
            let what = format!("{}, {how}", part.name);
            let finding = Finding::new(what, "", "bytes", vec![bytes as f64]);
            findings.push(match part.most.filter(|_| how == "brotli") {
                Some(most) => finding.noted(format!("may be {most}")),
                None => finding,
            });
        }
    }
    Ok(findings)
}
