//! The colours of figures and page: the style sheet repeats them, and states can be told
//! apart on any screen, by any eye, and in grey print.

use crate::support::color::{SIGHTS, contrast, difference, seen};
use bounceback::figure::look::{Fill, fill};
use bounceback::figure::theme::{Color, DARK, LIGHT, STRONG_DARK, STRONG_LIGHT, Theme};
use bounceback::figure::{Mark, Sheet, plot};
use bounceback_core::model::chain::State;
use bounceback_core::share::link;
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

#[test]
fn words_can_be_read_and_lines_seen_in_both_themes() {
    for theme in [LIGHT, DARK] {
        let words = [
            theme.ink,
            theme.faint,
            theme.lecun,
            theme.bounce,
            theme.wrong,
            theme.lost,
        ];
        for word in words {
            assert!(contrast(word, theme.paper) >= 4.5, "{}", word.hex());
        }
        for stroke in [theme.lecun, theme.bounce, theme.lost] {
            for ground in [theme.gap, theme.band, theme.paper] {
                assert!(
                    contrast(stroke, ground) >= 3.0,
                    "{} on {}",
                    stroke.hex(),
                    ground.hex()
                );
            }
        }
    }
}

#[test]
fn who_wants_more_contrast_gets_it() {
    for (theme, stronger) in [(LIGHT, STRONG_LIGHT), (DARK, STRONG_DARK)] {
        // WCAG's enhanced contrast, of the words of axes; lines as strong as curves.
        assert!(contrast(stronger.faint, stronger.paper) >= 7.0);
        assert!(contrast(stronger.rule, stronger.paper) >= 3.0);
        assert_eq!(stronger.paper, theme.paper);
    }
}

/// What a state's area is made of: the ground, and what lies on it.
fn parts(state: State, theme: &Theme) -> (Color, Option<Color>) {
    match fill(state, theme) {
        Fill::Solid(color) => (color, None),
        Fill::Striped(color, stripes) => (color, Some(stripes)),
        Fill::Hatched(color) => (theme.paper, Some(color)),
    }
}

/// A line of runs that never erred is that of LeCun's curve, one colour for one state.
#[test]
fn a_state_has_one_colour_in_areas_and_lines() {
    for theme in [LIGHT, DARK] {
        assert_eq!(theme.lecun, theme.flawless);
        for (words, area) in [
            (theme.bounce, theme.recovered),
            (theme.wrong, theme.unacceptable),
        ] {
            // Words may have to be darker or lighter than areas, of the same hue.
            let hue = |Color(r, g, b): Color| {
                let [r, g, b] = [r, g, b].map(f64::from);
                (3f64.sqrt() * (g - b)).atan2(2.0 * r - g - b).to_degrees()
            };
            assert!((hue(words) - hue(area)).abs() < 15.0, "{}", words.hex());
        }
    }
}

/// WCAG 2.2, 1.4.11: three to one against what lies beside it. Where neighbours differ in
/// hue only, a line of paper between them has that contrast to both.
#[test]
fn areas_stand_out_from_the_paper_and_from_each_other() {
    for theme in [LIGHT, DARK] {
        for state in State::ALL {
            let (ground, marks) = parts(state, &theme);
            if let Some(marks) = marks {
                assert!(contrast(marks, ground) >= 3.0, "{state:?}");
            }
            if !matches!(fill(state, &theme), Fill::Hatched(_)) {
                assert!(contrast(ground, theme.paper) >= 3.0, "{state:?}");
            }
        }
        let ground = |state| parts(state, &theme).0;
        for other in [State::Recovered, State::Unacceptable, State::Lost] {
            let apart = contrast(ground(State::Flawless), ground(other));
            assert!(apart >= 3.0, "{other:?}: {apart}");
        }
    }
}

#[test]
fn stacked_areas_have_paper_between_them() {
    let scenario = link::read("fatal=5%").scenario;
    let mut figure = plot("timeline", &scenario).expect("a figure");
    while figure.compute(usize::MAX) {}
    for theme in [LIGHT, DARK] {
        let mut sheet = Sheet::new((900.0, 400.0), theme);
        figure.draw(&mut sheet);
        let is_edge = |mark: &&Mark| match mark {
            Mark::Line { places, color, .. } => *color == theme.paper && places.len() > 50,
            _ => false,
        };
        let edges = sheet.marks().iter().filter(is_edge).count();
        assert_eq!(edges, State::ALL.len() - 1);
    }
}

/// In grey print nothing is left but luminance and pattern.
#[test]
fn in_grey_print_neighbours_differ_in_luminance_or_in_pattern() {
    for theme in [LIGHT, DARK] {
        for (index, a) in State::ALL.into_iter().enumerate() {
            for b in State::ALL.into_iter().skip(index + 1) {
                let ([a, b], [of_a, of_b]) = (
                    [a, b].map(|it| parts(it, &theme)),
                    [a, b].map(|it| fill(it, &theme)),
                );
                let pattern = core::mem::discriminant(&of_a) != core::mem::discriminant(&of_b);
                assert!(contrast(a.0, b.0) >= 3.0 || pattern, "{of_a:?}, {of_b:?}");
            }
        }
    }
}

/// To most people who see fewer colours too, recovered and wrong are as different as two
/// colours that nobody confuses: 40 by CIE 1976, where 2 can just be seen.
#[test]
fn eyes_that_see_fewer_colours_tell_every_state_from_every_other() {
    for theme in [LIGHT, DARK] {
        for (sight, matrix) in SIGHTS {
            let grounds = [
                theme.paper,
                theme.flawless,
                theme.recovered,
                theme.unacceptable,
            ];
            for (index, &a) in grounds.iter().enumerate() {
                for &b in &grounds[index + 1..] {
                    let apart = difference(seen(a, &matrix), seen(b, &matrix));
                    assert!(apart >= 40.0, "{sight}: {} {}: {apart}", a.hex(), b.hex());
                }
            }
        }
    }
}
