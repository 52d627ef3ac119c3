//! The style sheet of the page repeats the colours of the figures.

use bounceback::figure::theme::{DARK, LIGHT, Theme};
use std::path::Path;

/// The custom properties of every block of the style sheet that sets `--paper`.
fn blocks() -> Vec<Vec<(String, String)>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("www/style.css");
    let css = std::fs::read_to_string(path).expect("the style sheet");
    css.split('{')
        .filter_map(|rest| rest.split('}').next())
        .filter(|block| block.contains("--paper:"))
        .map(|block| {
            block
                .split(';')
                .filter_map(|line| line.trim().strip_prefix("--")?.split_once(':'))
                .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
                .collect()
        })
        .collect()
}

fn agrees(block: &[(String, String)], theme: &Theme) -> bool {
    theme.tokens().iter().all(|(name, color)| {
        block
            .iter()
            .any(|(property, value)| property == name && *value == color.hex())
    })
}

#[test]
fn the_style_sheet_and_the_figures_have_the_same_colours() {
    let blocks = blocks();
    assert!(agrees(&blocks[0], &LIGHT), "light: {:?}", blocks[0]);
    assert_eq!(
        blocks.len(),
        3,
        "one light set, and the dark one by choice and by system"
    );
    for block in &blocks[1..] {
        assert!(agrees(block, &DARK), "dark: {block:?}");
    }
}
