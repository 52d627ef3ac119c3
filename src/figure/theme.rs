//! The colours and sizes of the figures. The style sheet of the page repeats the
//! colours as custom properties of the same names; a test compares the two.

use plotters::style::RGBColor;

/// The size of type in figures, in CSS pixels.
pub const TYPE_SIZE: f64 = 13.0;

/// A colour as red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// As plotters knows it.
    pub const fn rgb(self) -> RGBColor {
        RGBColor(self.0, self.1, self.2)
    }

    /// As style sheets and SVG files write it: `#C2410C`.
    pub fn hex(self) -> String {
        format!("#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }

    const fn from_hex(hex: u32) -> Self {
        Self((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
    }
}

/// The colours of one theme, by what they are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Behind everything.
    pub paper: Color,
    /// Text that matters.
    pub ink: Color,
    /// Text of axes.
    pub faint: Color,
    /// Thin lines of axes and grid.
    pub rule: Color,
    /// LeCun's curve.
    pub lecun: Color,
    /// Convergent generation.
    pub bounce: Color,
    /// What lies between the two curves.
    pub gap: Color,
    /// What the simulated runs leave open.
    pub band: Color,
    /// A cell of a run that has never erred.
    pub flawless: Color,
    /// A cell of a run that is acceptable again.
    pub recovered: Color,
    /// A cell of a run that is not acceptable now.
    pub unacceptable: Color,
    /// A cell of a run that never will be.
    pub lost: Color,
}

/// Dark marks on light paper.
pub const LIGHT: Theme = Theme {
    paper: Color::from_hex(0x00FD_FCF9),
    ink: Color::from_hex(0x0022_2528),
    faint: Color::from_hex(0x0062_676D),
    rule: Color::from_hex(0x00DB_D8D0),
    lecun: Color::from_hex(0x00C2_410C),
    bounce: Color::from_hex(0x001D_5FA8),
    gap: Color::from_hex(0x00DF_EAF6),
    band: Color::from_hex(0x00B5_CFEB),
    flawless: Color::from_hex(0x00D5_D9DE),
    recovered: Color::from_hex(0x008F_B8E3),
    unacceptable: Color::from_hex(0x00D9_5B2A),
    lost: Color::from_hex(0x0033_2A26),
};

/// Light marks on dark paper.
pub const DARK: Theme = Theme {
    paper: Color::from_hex(0x0016_181B),
    ink: Color::from_hex(0x00E6_E4DF),
    faint: Color::from_hex(0x00A3_A7AD),
    rule: Color::from_hex(0x0036_3A40),
    lecun: Color::from_hex(0x00FF_8A5B),
    bounce: Color::from_hex(0x0074_B3F2),
    gap: Color::from_hex(0x001E_2D3D),
    band: Color::from_hex(0x0030_4E6C),
    flawless: Color::from_hex(0x004A_5058),
    recovered: Color::from_hex(0x003F_74AB),
    unacceptable: Color::from_hex(0x00E8_713F),
    lost: Color::from_hex(0x00F4_E9E2),
};

/// The same for readers who want more contrast: nothing is faint.
pub const STRONG_LIGHT: Theme = LIGHT.stronger();
/// The same, light on dark.
pub const STRONG_DARK: Theme = DARK.stronger();

impl Theme {
    const fn stronger(self) -> Self {
        Self {
            faint: self.ink,
            rule: self.faint,
            ..self
        }
    }

    /// Every colour with the name of its custom property.
    pub const fn tokens(&self) -> [(&'static str, Color); 12] {
        [
            ("paper", self.paper),
            ("ink", self.ink),
            ("faint", self.faint),
            ("rule", self.rule),
            ("lecun", self.lecun),
            ("bounce", self.bounce),
            ("gap", self.gap),
            ("band", self.band),
            ("flawless", self.flawless),
            ("recovered", self.recovered),
            ("unacceptable", self.unacceptable),
            ("lost", self.lost),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contrast by WCAG 2.2: (L₁ + 0.05)/(L₂ + 0.05) of the relative luminances.
    fn contrast(a: Color, b: Color) -> f64 {
        let luminance = |Color(r, g, b): Color| {
            let linear = |channel: u8| {
                let c = f64::from(channel) / 255.0;
                if c <= 0.04045 {
                    c / 12.92
                } else {
                    ((c + 0.055) / 1.055).powf(2.4)
                }
            };
            0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_and_strokes_have_enough_contrast_in_both_themes() {
        for theme in [LIGHT, DARK] {
            for text in [theme.ink, theme.faint, theme.lecun, theme.bounce] {
                assert!(contrast(text, theme.paper) >= 4.5, "{}", text.hex());
            }
            for stroke in [theme.lecun, theme.bounce] {
                for ground in [theme.gap, theme.paper] {
                    assert!(
                        contrast(stroke, ground) >= 3.0,
                        "{} on {}",
                        stroke.hex(),
                        ground.hex()
                    );
                }
            }
            for state in [theme.unacceptable, theme.lost] {
                assert!(contrast(state, theme.paper) >= 3.0, "{}", state.hex());
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

    #[test]
    fn every_colour_of_a_theme_is_its_own() {
        for theme in [LIGHT, DARK] {
            let tokens = theme.tokens();
            for (i, (name, color)) in tokens.iter().enumerate() {
                assert!(
                    tokens[i + 1..].iter().all(|(_, other)| other != color),
                    "{name}"
                );
            }
        }
    }
}
