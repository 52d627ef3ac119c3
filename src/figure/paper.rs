//! A backend of plotters that writes SVG, as little of it as will do.
//!
//! No library does. plotters-svg writes an element for every line, box and dash, repeats
//! the opacity and what is not there on each, and names the face and its size beside every
//! text. The crate `svg` holds a tree of elements and prints it, with breaks of lines
//! between them and a separator before every number; which marks are one path it would
//! have to be told by what stands here. In the page, in its program and in what readers
//! take away all that weighs more than the figures. Here marks of one style that follow
//! each other are one path, whose places are told from one to the next, and what all texts
//! share stands on the root.

use super::theme::Color;
use core::convert::Infallible;
use core::fmt::Write as _;
use plotters_backend::text_anchor::HPos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontStyle,
};

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// SVG under way: elements without the root around them. Colours are opaque.
pub(super) struct Paper<'a> {
    size: (u32, u32),
    svg: &'a mut String,
    /// The attributes of the path that is still open.
    style: String,
}

impl<'a> Paper<'a> {
    /// Writes at the end of a text, `size` in backing pixels.
    pub(super) const fn new(svg: &'a mut String, size: (u32, u32)) -> Self {
        Self {
            size,
            svg,
            style: String::new(),
        }
    }

    /// Goes on with the path of a style, or begins one.
    fn path(&mut self, style: String) {
        if self.style != style {
            self.close();
            self.svg.push_str("<path d=\"");
            self.style = style;
        }
    }

    /// Ends the path that is open, if one is.
    fn close(&mut self) {
        if !self.style.is_empty() {
            let style = core::mem::take(&mut self.style);
            self.svg.extend(["\" ", &style, "/>"]);
        }
    }

    /// A line through places.
    fn places(&mut self, places: impl IntoIterator<Item = BackendCoord>) {
        let mut places = places.into_iter();
        let Some(mut last) = places.next() else {
            return;
        };
        self.add(format_args!("M{} {}", last.0, last.1));
        // The command stands before the first step only: without one it would be a fault.
        let mut command = "l";
        for (x, y) in places {
            let (dx, dy) = (x - last.0, y - last.1);
            let before = if command.is_empty() && dx >= 0 {
                " "
            } else {
                command
            };
            let between = if dy < 0 { "" } else { " " };
            self.add(format_args!("{before}{dx}{between}{dy}"));
            (last, command) = ((x, y), "");
        }
    }

    fn add(&mut self, text: core::fmt::Arguments) {
        // Writing to a string cannot fail.
        let _ = self.svg.write_fmt(text);
    }
}

impl Drop for Paper<'_> {
    fn drop(&mut self) {
        self.close();
    }
}

/// The name of a colour.
fn hex(BackendColor { rgb: (r, g, b), .. }: BackendColor) -> String {
    Color(r, g, b).hex()
}

fn filled(color: BackendColor) -> String {
    format!("fill=\"{}\"", hex(color))
}

fn stroked(style: &impl BackendStyle) -> String {
    let (color, width) = (hex(style.color()), style.stroke_width());
    format!("fill=\"none\" stroke=\"{color}\" stroke-width=\"{width}\"")
}

impl DrawingBackend for Paper<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        self.close();
        Ok(())
    }

    fn draw_pixel(&mut self, place: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_rect(place, (place.0 + 1, place.1 + 1), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        (right, bottom): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.path(if fill {
            filled(style.color())
        } else {
            stroked(style)
        });
        let (width, height) = (right - x, bottom - y);
        self.add(format_args!("M{x} {y}h{width}v{height}h{}z", -width));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.path(stroked(style));
        self.places(path);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.close();
        let style = if fill {
            filled(style.color())
        } else {
            stroked(style)
        };
        self.add(format_args!(
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {style}/>"
        ));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        places: I,
        style: &S,
    ) -> Drawn {
        self.path(filled(style.color()));
        self.places(places);
        self.svg.push('z');
        Ok(())
    }

    /// Centred vertically on its place, in the font of the root.
    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        self.close();
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        let weight = match style.style() {
            FontStyle::Bold => " font-weight=\"bold\"",
            _ => "",
        };
        let (fill, words) = (filled(style.color()), escape(text));
        self.add(format_args!(
            "<text x=\"{x}\" y=\"{y}\" dy=\".35em\"{anchor}{weight} {fill}>{words}</text>"
        ));
        Ok(())
    }
}

/// Text as it may stand in markup.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_one_style_are_one_path() {
        let color = |r: u8| BackendColor {
            rgb: (r, 0, 0),
            alpha: 1.0,
        };
        let mut svg = String::new();
        {
            let mut paper = Paper::new(&mut svg, (100, 50));
            paper
                .draw_path([(1, 2), (4, 1), (2, 8)], &color(255))
                .unwrap();
            paper.draw_line((9, 9), (10, 10), &color(255)).unwrap();
            paper.draw_rect((0, 0), (5, 4), &color(16), true).unwrap();
            paper
                .fill_polygon([(0, 0), (5, 4), (0, 4)], &color(16))
                .unwrap();
            paper.draw_circle((3, 4), 2, &color(0), true).unwrap();
            paper.draw_pixel((7, 7), color(0)).unwrap();
        }
        assert_eq!(
            svg,
            "<path d=\"M1 2l3-1-2 7M9 9l1 1\" fill=\"none\" stroke=\"#FF0000\" stroke-width=\"1\"/>\
             <path d=\"M0 0h5v4h-5zM0 0l5 4-5 0z\" fill=\"#100000\"/>\
             <circle cx=\"3\" cy=\"4\" r=\"2\" fill=\"#000000\"/>\
             <path d=\"M7 7h1v1h-1z\" fill=\"#000000\"/>"
        );
    }
}
