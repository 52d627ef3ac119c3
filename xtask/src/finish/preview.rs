//! Pictures for those who don't open the page: sites that show a link, and home screens.
//! They take PNG and no SVG, so what the figures draw is rasterised here.

use anyhow::{Context, Result, bail};
use bounceback::figure::svg;
use bounceback::figure::theme::LIGHT;
use bounceback_core::model::scenario::Scenario;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use std::path::Path;

/// What sites show beside a link to the page.
pub(super) const PREVIEW: &str = "preview.png";
/// The same with the sharpness of lines, for whoever takes that.
pub(super) const PREVIEW_SVG: &str = "preview.svg";
/// The icon of a home screen.
pub(super) const ICON: &str = "icon.png";

/// Width and height of the preview, in pixels: what sites ask for.
pub(super) const SIZE: (u32, u32) = (1200, 630);

/// The edge of the icon, in pixels.
const ICON_EDGE: u32 = 180;

/// The figure's place in the preview: its left upper corner, and how much larger it is
/// than on the page. Sites show the preview at half its size or less.
const PLACE: (f64, f64, f64) = (26.0, 176.0, 2.0);

/// The figure's size, in CSS pixels of its own.
const FIGURE: (f64, f64) = (557.0, 210.0);

/// Inter, cut down to the letters of Western Europe. See OFL.txt beside the files.
const FONTS: [&[u8]; 2] = [
    include_bytes!("../../fonts/inter-regular.ttf"),
    include_bytes!("../../fonts/inter-semibold.ttf"),
];

/// Writes the pictures into a folder. `www` holds the frame of the preview and the icon.
pub(super) fn write(folder: &Path, www: &Path, scenario: &Scenario) -> Result<()> {
    let read = |name| {
        std::fs::read_to_string(www.join(name)).with_context(|| format!("{name} can't be read"))
    };
    let preview = preview(&read(PREVIEW_SVG)?, scenario)?;
    std::fs::write(folder.join(PREVIEW), png(&preview, SIZE)?)?;
    std::fs::write(folder.join(PREVIEW_SVG), preview)?;
    // Home screens round the corners themselves, and paint what is clear black.
    let icon = read("favicon.svg")?.replace(" rx=\"6\"", "");
    std::fs::write(folder.join(ICON), png(&icon, (ICON_EDGE, ICON_EDGE))?)?;
    Ok(())
}

/// The frame with the figure in it.
fn preview(frame: &str, scenario: &Scenario) -> Result<String> {
    const HERE: &str = "<!-- figure -->";
    if !frame.contains(HERE) {
        bail!("the frame of the preview has no place for a figure");
    }
    let figure =
        svg::draw("bounce", scenario, FIGURE, svg::Colors::Light).context("no figure “bounce”")?;
    let (x, y, scale) = PLACE;
    let placed = format!("<g transform=\"translate({x} {y}) scale({scale})\">\n{figure}</g>");
    let mut preview = frame.replace(HERE, &placed);
    for (name, color) in LIGHT.tokens() {
        preview = preview.replace(&format!("var(--{name})"), &color.hex());
    }
    Ok(preview)
}

/// An SVG picture as a PNG file of a size in pixels.
fn png(svg: &str, (width, height): (u32, u32)) -> Result<Vec<u8>> {
    let mut options = Options {
        font_family: "Inter".to_owned(),
        ..Options::default()
    };
    let fonts = options.fontdb_mut();
    for font in FONTS {
        fonts.load_font_data(font.to_vec());
    }
    // What figures ask for, wherever they are shown.
    fonts.set_sans_serif_family("Inter");
    let tree = Tree::from_str(svg, &options).context("a picture can't be understood")?;
    let mut pixels = Pixmap::new(width, height).context("a picture without size")?;
    let scale = width as f32 / tree.size().width();
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    Ok(pixels.encode_png()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(svg: &str, size: (u32, u32)) -> Pixmap {
        Pixmap::decode_png(&png(svg, size).unwrap()).unwrap()
    }

    /// How many pixels have a colour.
    fn of_color(pixels: &Pixmap, rgb: [u8; 3]) -> usize {
        let same = |p: &&resvg::tiny_skia::PremultipliedColorU8| {
            [p.red(), p.green(), p.blue()] == rgb && p.alpha() == u8::MAX
        };
        pixels.pixels().iter().filter(same).count()
    }

    #[test]
    fn the_preview_has_the_size_that_sites_ask_for_and_shows_both_curves() {
        let frame = include_str!("../../../www/preview.svg");
        let preview = preview(frame, &Scenario::default()).unwrap();
        assert!(!preview.contains("var("), "a colour of the page is left");
        let pixels = rendered(&preview, SIZE);
        assert_eq!((pixels.width(), pixels.height()), SIZE);
        for color in [LIGHT.paper, LIGHT.lecun, LIGHT.bounce, LIGHT.gap] {
            let rgb = [color.0, color.1, color.2];
            assert!(of_color(&pixels, rgb) > 500, "{}", color.hex());
        }
        assert!(super::preview("<svg/>", &Scenario::default()).is_err());
    }

    #[test]
    fn every_letter_of_the_preview_is_drawn() {
        let frame = include_str!("../../../www/preview.svg");
        let preview = preview(frame, &Scenario::default()).unwrap();
        let letters: std::collections::BTreeSet<char> = preview
            .split("<text")
            .skip(1)
            .filter_map(|rest| rest.split_once('>')?.1.split_once('<'))
            .flat_map(|(words, _)| words.chars())
            .filter(|c| !c.is_whitespace())
            .collect();
        assert!(letters.len() > 30, "{letters:?}");
        for letter in letters {
            let svg = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"40\"><text x=\"5\" y=\"30\" font-size=\"30\">{letter}</text></svg>"
            );
            let inked = rendered(&svg, (40, 40));
            let ink = inked.pixels().iter().filter(|p| p.alpha() > 0).count();
            assert!(ink > 5, "{letter:?} leaves no ink");
        }
    }

    #[test]
    fn the_icon_fills_its_square() {
        let icon = include_str!("../../../www/favicon.svg").replace(" rx=\"6\"", "");
        let pixels = rendered(&icon, (ICON_EDGE, ICON_EDGE));
        assert!(pixels.pixels().iter().all(|pixel| pixel.alpha() == u8::MAX));
    }
}
