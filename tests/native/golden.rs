//! Figures are drawn to the letter as the golden files in `tests/golden` hold them.
//!
//! After a wanted change: `cargo xtask bless`, then look at what changed.

use bounceback::figure::svg::{self, Colors};
use bounceback_core::share::link;
use bounceback_core::share::preset::PRESETS;
use std::path::Path;

/// A golden file: its name, the drawing, the link, the size and the colours.
type Case<Name = &'static str> = (Name, &'static str, &'static str, (f64, f64), Colors);

/// Every case: those below, and every figure of every preset.
fn cases() -> Vec<Case<String>> {
    let mut cases: Vec<Case<String>> = CASES
        .iter()
        .map(|&(name, drawing, link, size, colors)| (name.to_owned(), drawing, link, size, colors))
        .collect();
    for preset in PRESETS {
        let letters = |c: char| if c.is_alphanumeric() { c } else { '-' };
        let label: String = preset.label.chars().map(letters).collect();
        let label = label.trim_matches('-').replace("--", "-");
        for &drawing in svg::DRAWINGS {
            let name = format!("{PRESET_FOLDER}{label}-{drawing}");
            cases.push((name, drawing, preset.link, WIDE, Colors::Light));
        }
    }
    cases
}

/// Where the figures of presets lie.
const PRESET_FOLDER: &str = "presets/";

const WIDE: (f64, f64) = (900.0, 400.0);
const NARROW: (f64, f64) = (358.0, 304.0);

const CASES: &[Case] = &[
    ("claim", "claim", "", WIDE, Colors::Light),
    ("claim-dark-narrow", "claim", "", NARROW, Colors::Dark),
    ("claim-page", "claim", "", WIDE, Colors::Page),
    (
        "claim-done",
        "claim",
        "tokens=1000&done=400&error=0.1%",
        WIDE,
        Colors::Light,
    ),
    (
        "claim-log",
        "claim",
        "tokens=1000000000&error=1e-6&x=log&y=log",
        WIDE,
        Colors::Light,
    ),
    ("claim-no-error", "claim", "error=0", WIDE, Colors::Light),
    ("bounce", "bounce", "", WIDE, Colors::Light),
    ("bounce-dark-narrow", "bounce", "", NARROW, Colors::Dark),
    (
        "bounce-fatal-log",
        "bounce",
        "fatal=5%&tokens=5000&x=log&y=log",
        WIDE,
        Colors::Light,
    ),
    (
        "bounce-tolerant",
        "bounce",
        "criterion=tolerant&tolerance=3",
        WIDE,
        Colors::Light,
    ),
    (
        "bounce-flawless",
        "bounce",
        "criterion=flawless&process=independent",
        WIDE,
        Colors::Dark,
    ),
    (
        "bounce-no-runs",
        "bounce",
        "runs=0&done=100",
        WIDE,
        Colors::Light,
    ),
    (
        "bounce-certain",
        "bounce",
        "error=1&recovery=1&tokens=20&runs=10",
        WIDE,
        Colors::Light,
    ),
    ("hazards", "hazards", "", (900.0, 560.0), Colors::Light),
    (
        "hazards-flawless-dark-narrow",
        "hazards",
        "criterion=flawless&process=fading&shape=0.3&error=0.1%&tokens=1000&x=log",
        (358.0, 796.0),
        Colors::Dark,
    ),
    (
        "hazards-no-error",
        "hazards",
        "error=0",
        (900.0, 560.0),
        Colors::Light,
    ),
    ("techniques", "techniques", "", WIDE, Colors::Light),
    (
        "techniques-dark-narrow",
        "techniques",
        "process=independent&error=0.1%&technique=verify&y=log",
        NARROW,
        Colors::Dark,
    ),
    (
        "techniques-linear",
        "techniques",
        "cost_scale=linear",
        WIDE,
        Colors::Light,
    ),
    ("timeline", "timeline", "", WIDE, Colors::Light),
    (
        "timeline-log",
        "timeline",
        "fatal=2%&schema=thinking:80:think;draft:200:verify:interval=20;answer:60:query:interval=15&x=log",
        WIDE,
        Colors::Light,
    ),
    (
        "timeline-log-log",
        "timeline",
        "fatal=2%&schema=thinking:80:think;draft:200:verify:interval=20;answer:60:query:interval=15&x=log&y=log",
        WIDE,
        Colors::Light,
    ),
    (
        "timeline-log-dark-narrow",
        "timeline",
        "fatal=0.1%&error=0.1%&recovery=20%&schema=plan:50;answer:1000000&x=log&y=log",
        (358.0, 358.0),
        Colors::Dark,
    ),
    (
        "timeline-three",
        "timeline",
        "fatal=5%&schema=thinking:80:think;draft:200:verify:interval=20;answer:60:query:interval=15",
        WIDE,
        Colors::Light,
    ),
    (
        "timeline-twelve-dark-narrow",
        "timeline",
        "error=0.5%&schema=a:5;b:20:vote:step=5;c:3:backtrack;d:40:verify;e:1;f:60:think;g;h:2;i:9;j:30:vote:step=1;k:7;last_of_all:25:query",
        (358.0, 358.0),
        Colors::Dark,
    ),
    (
        "timeline-thought",
        "timeline",
        "technique=think&done=120&process=independent&tokens=1000",
        WIDE,
        Colors::Dark,
    ),
    (
        "timeline-million",
        "timeline",
        "process=independent&error=0.22%&schema=plan:50:think;moves:vote:lead=3:step=1;check:20:verify:interval=10&tokens=1048575",
        WIDE,
        Colors::Light,
    ),
    ("map", "map", "", (900.0, 520.0), Colors::Light),
    (
        "map-tokens-dark-narrow",
        "map",
        "across=tokens&up=error",
        (358.0, 358.0),
        Colors::Dark,
    ),
    (
        "map-verified",
        "map",
        "technique=verify&process=independent&across=interval&up=sensitivity",
        (900.0, 520.0),
        Colors::Light,
    ),
    (
        "map-linear",
        "map",
        "across_scale=linear&up_scale=linear",
        (900.0, 520.0),
        Colors::Light,
    ),
    (
        "map-log-dark-narrow",
        "map",
        "across=fatal&across_scale=log&up=tokens&up_scale=linear",
        (358.0, 358.0),
        Colors::Dark,
    ),
    ("strips", "strips", "", (900.0, 240.0), Colors::Light),
    (
        "strips-fatal",
        "strips",
        "fatal=20%&tokens=100000",
        (358.0, 201.0),
        Colors::Dark,
    ),
    (
        "strips-few",
        "strips",
        "runs=3&tokens=5&error=0.5",
        (900.0, 240.0),
        Colors::Light,
    ),
    (
        "strips-verified",
        "strips",
        "technique=verify&error=2%&false_reject=5%&run=7",
        (900.0, 240.0),
        Colors::Light,
    ),
    (
        "strips-voted-dark-narrow",
        "strips",
        "technique=vote&step=20&error=3%",
        (358.0, 201.0),
        Colors::Dark,
    ),
    (
        "strips-asked-one-more",
        "strips",
        "technique=query&error=3%&catch=50%&run=1234",
        (900.0, 240.0),
        Colors::Light,
    ),
    (
        "strips-phases",
        "strips",
        "schema=think:60:backtrack:catch=5%;draft:80:verify:interval=20;answer:60:query&error=3%&catch=60%",
        (900.0, 240.0),
        Colors::Dark,
    ),
    (
        "strips-crowded",
        "strips",
        "technique=backtrack&catch=2%&tokens=20000&run=3",
        (900.0, 240.0),
        Colors::Light,
    ),
    ("stretches", "stretches", "", (900.0, 560.0), Colors::Light),
    (
        "stretches-log-dark-narrow",
        "stretches",
        "technique=query&error=3%&fatal=5%&tokens=1000&x=log&y=log",
        (358.0, 796.0),
        Colors::Dark,
    ),
    (
        "stretches-mixed",
        "stretches",
        "process=mixed_difficulty&recovery=0.1&technique=verify&interval=10&runs=500",
        (900.0, 560.0),
        Colors::Light,
    ),
    (
        "stretches-without-law",
        "stretches",
        "process=self_conditioning&technique=vote&step=10",
        (900.0, 560.0),
        Colors::Light,
    ),
    (
        "stretches-no-runs",
        "stretches",
        "runs=0&recovery=0&done=100",
        (900.0, 560.0),
        Colors::Light,
    ),
];

#[test]
fn every_figure_is_drawn_as_its_golden_file_holds_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let bless = std::env::var_os("BLESS").is_some();
    let mut differing = Vec::new();
    for (name, drawing, link, size, colors) in cases() {
        let reading = link::read(link);
        assert_eq!(reading.notes, [], "{name}");
        let drawn = svg::draw(drawing, &reading.scenario, size, colors).expect(drawing);
        let file = folder.join(format!("{name}.svg"));
        if bless {
            std::fs::create_dir_all(folder.join(PRESET_FOLDER)).unwrap();
            std::fs::write(&file, &drawn).unwrap();
        } else if std::fs::read_to_string(&file).unwrap_or_default() != drawn {
            differing.push(name);
        }
    }
    assert!(
        differing.is_empty(),
        "differ from their golden files: {differing:?}; see `cargo xtask bless`"
    );
}

#[test]
fn no_golden_file_is_left_without_its_figure() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let cases = cases();
    for inner in ["", PRESET_FOLDER] {
        for entry in std::fs::read_dir(folder.join(inner)).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
            let name = format!("{inner}{stem}");
            assert!(
                path.is_dir() || cases.iter().any(|case| case.0 == name),
                "{name}"
            );
        }
    }
}

#[test]
fn every_picture_says_what_it_shows_and_stays_within_its_sheet() {
    for (name, drawing, link, size, colors) in cases() {
        let scenario = link::read(link).scenario;
        let svg = svg::draw(drawing, &scenario, size, colors).expect(drawing);
        assert!(
            svg.contains("<title>") || svg.contains("aria-label="),
            "{name}"
        );
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{name}");
        // Every place lies on the sheet: four backing pixels for each CSS pixel.
        let most = (size.0.max(size.1) * 4.0) as i64;
        for points in svg.split("points=\"").skip(1) {
            let points = points.split('"').next().unwrap_or_default();
            for number in points.split([' ', ',']).filter(|text| !text.is_empty()) {
                let number: i64 = number.parse().expect(&name);
                assert!((0..=most).contains(&number), "{name}: {number}");
            }
        }
    }
}
