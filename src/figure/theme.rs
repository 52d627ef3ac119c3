//! The colours and sizes of the figures. The style sheet of the page repeats the
//! colours as custom properties of the same names; a test compares the two.
//!
//! A state has one colour wherever it is told of: never erred is ink, recovered blue,
//! wrong now vermilion, lost a black hatch. Of four luminances that are each three times
//! the next, paper included, a screen has room for three only. So recovered and wrong
//! differ in hue and not in luminance, and `look` keeps them apart in another way too.

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

    /// As style sheets and SVG files write it: `#D9481C`.
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
    /// LeCun's curve, and words about runs that never erred.
    pub lecun: Color,
    /// Convergent generation, and words about runs that have recovered.
    pub bounce: Color,
    /// Words about runs that are wrong now, and about what is wrong.
    pub wrong: Color,
    /// What lies between the two curves.
    pub gap: Color,
    /// What the simulated runs leave open.
    pub band: Color,
    /// An area of runs that have never erred.
    pub flawless: Color,
    /// An area of runs that are acceptable again.
    pub recovered: Color,
    /// An area of runs that are not acceptable now.
    pub unacceptable: Color,
    /// The hatch of an area of runs that never will be.
    pub lost: Color,
}

/// Dark marks on light paper.
pub const LIGHT: Theme = Theme {
    paper: Color::from_hex(0x00FD_FCF9),
    ink: Color::from_hex(0x0022_2528),
    faint: Color::from_hex(0x0062_676D),
    rule: Color::from_hex(0x00DB_D8D0),
    lecun: Color::from_hex(0x002B_2F35),
    bounce: Color::from_hex(0x002F_73B8),
    wrong: Color::from_hex(0x00B9_3A12),
    gap: Color::from_hex(0x00DF_EAF6),
    band: Color::from_hex(0x00B5_CFEB),
    flawless: Color::from_hex(0x002B_2F35),
    recovered: Color::from_hex(0x004A_90D9),
    unacceptable: Color::from_hex(0x00D9_481C),
    lost: Color::from_hex(0x0017_191C),
};

/// Light marks on dark paper.
pub const DARK: Theme = Theme {
    paper: Color::from_hex(0x0016_181B),
    ink: Color::from_hex(0x00E6_E4DF),
    faint: Color::from_hex(0x00A3_A7AD),
    rule: Color::from_hex(0x0036_3A40),
    lecun: Color::from_hex(0x00DA_DCDF),
    bounce: Color::from_hex(0x0074_B3F2),
    wrong: Color::from_hex(0x00FF_8A5B),
    gap: Color::from_hex(0x001E_2D3D),
    band: Color::from_hex(0x0030_4E6C),
    flawless: Color::from_hex(0x00DA_DCDF),
    recovered: Color::from_hex(0x003B_7FC9),
    unacceptable: Color::from_hex(0x00D9_481C),
    lost: Color::from_hex(0x00F4_F2EE),
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
    pub const fn tokens(&self) -> [(&'static str, Color); 13] {
        [
            ("paper", self.paper),
            ("ink", self.ink),
            ("faint", self.faint),
            ("rule", self.rule),
            ("lecun", self.lecun),
            ("bounce", self.bounce),
            ("wrong", self.wrong),
            ("gap", self.gap),
            ("band", self.band),
            ("flawless", self.flawless),
            ("recovered", self.recovered),
            ("unacceptable", self.unacceptable),
            ("lost", self.lost),
        ]
    }
}
