//! A link as a QR code, to be read off a screen or a printed page.

use super::sheet::{Drawing, Sheet};
use qrcodegen::{QrCode, QrCodeEcc};

/// Free modules around the code, as the standard asks for.
const QUIET: i32 = 4;

/// A QR code.
#[derive(Clone)]
pub struct Qr(QrCode);

impl Qr {
    /// The code of a text; `None` where it is too long for any (2,953 bytes).
    pub fn of(text: &str) -> Option<Self> {
        QrCode::encode_text(text, QrCodeEcc::Low).ok().map(Self)
    }

    /// Its width and height with what is free around it, a pixel a module.
    pub fn size(&self) -> (f64, f64) {
        let modules = f64::from(self.0.size() + 2 * QUIET);
        (modules, modules)
    }
}

impl Drawing for Qr {
    fn title(&self) -> String {
        "The link as a QR code.".to_owned()
    }

    fn draw(&self, sheet: &mut Sheet) {
        let (theme, side) = (sheet.theme(), self.0.size());
        sheet.clear();
        for y in 0..side {
            let mut x = 0;
            while x < side {
                let from = x;
                while x < side && self.0.get_module(x, y) {
                    x += 1;
                }
                if x > from {
                    let place = |x: i32, y: i32| (f64::from(x + QUIET), f64::from(y + QUIET));
                    sheet.block(place(from, y), place(x, y + 1), theme.ink);
                }
                x += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figure::sheet::Mark;
    use crate::figure::theme::LIGHT;

    #[test]
    fn its_marks_are_the_modules_of_the_code() {
        let text = "https://example.org/#v=1&figure=bounce";
        let qr = Qr::of(text).unwrap();
        let mut sheet = Sheet::new(qr.size(), LIGHT);
        qr.draw(&mut sheet);
        let code = QrCode::encode_text(text, QrCodeEcc::Low).unwrap();
        let inside = |x: f64, y: f64| {
            sheet.marks()[1..].iter().any(|mark| match mark {
                Mark::Block { from, to, .. } => from.0 < x && x < to.0 && from.1 < y && y < to.1,
                _ => false,
            })
        };
        for y in -QUIET..code.size() + QUIET {
            for x in -QUIET..code.size() + QUIET {
                let middle = |at: i32| f64::from(at + QUIET) + 0.5;
                assert_eq!(inside(middle(x), middle(y)), code.get_module(x, y));
            }
        }
    }

    #[test]
    fn what_is_too_long_has_none() {
        assert!(Qr::of(&"x".repeat(2953)).is_some());
        assert!(Qr::of(&"x".repeat(2954)).is_none());
    }
}
