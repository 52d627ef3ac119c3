//! What the manifest says of the weights.

mod support;

use bounceback_lab::harness::setting::{Act, Setting};
use bounceback_lab::weights::Weights;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

fn manifest() -> Map<String, Value> {
    serde_json::from_slice(&support::file("weights/manifest.json")).expect("it is JSON")
}

fn count(value: &Value) -> u64 {
    value.as_u64().expect("it is a whole number")
}

#[test]
fn every_file_is_the_one_that_the_manifest_names_and_the_other_way_round() {
    let manifest = manifest();
    for (name, entry) in &manifest {
        let file = support::file(&format!("weights/{name}.bin"));
        let weights = Weights::read(&file).expect("it is complete");
        let mut sha256 = String::new();
        for byte in Sha256::digest(&file) {
            write!(sha256, "{byte:02x}").expect("text takes all");
        }
        assert_eq!(entry["sha256"], sha256.as_str(), "{name}");
        assert_eq!(count(&entry["bytes"]), file.len() as u64);
        assert!(
            file.len() < 80_000,
            "{name} is larger than is good for a page"
        );
        assert_eq!(entry["task"], weights.task.name());
        assert_eq!(*name, format!("{}-{}", weights.task.name(), weights.seed));
        assert_eq!(count(&entry["seed"]), u64::from(weights.seed));
        assert_eq!(count(&entry["layers"]), weights.shape.layers as u64);
        assert_eq!(count(&entry["width"]), weights.shape.width as u64);
        assert_eq!(
            count(&entry["parameters"]),
            weights.shape.parameters() as u64
        );
    }
    let folder = format!("{}/weights", env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(folder).expect("it is there").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let known = name
            .strip_suffix(".bin")
            .is_none_or(|it| manifest.contains_key(it));
        assert!(known, "the manifest doesn't know {name}");
    }
}

/// A minute or two: 14,000 runs.
#[test]
#[ignore = "long"]
fn the_numbers_of_the_manifest_come_out_again() {
    for (name, entry) in manifest() {
        let weights = support::model(&name);
        let expected = &entry["measured"];
        let runs = count(&expected["runs"]) as usize;
        let setting = Setting {
            seed: 7,
            steps: 100,
            temperature: 2.0,
            ..Setting::default()
        };
        let many = support::runs(&weights, &setting, runs);
        assert_eq!(many.tally().slips, count(&expected["slips"]), "{name}");
        assert_eq!(many.tally().drafts, count(&expected["drafts"]), "{name}");
        let last = u64::from(many.paths().acceptable()[99]);
        assert_eq!(last, count(&expected["acceptable"]), "{name}");
        let ignoring = Setting {
            act: Act::Ignore,
            ..setting
        };
        let many = support::runs(&weights, &ignoring, runs);
        let last = u64::from(many.paths().acceptable()[99]);
        assert_eq!(last, count(&expected["acceptable_ignoring"]), "{name}");
    }
}
