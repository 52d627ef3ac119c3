//! The reader's settings.

/// How a browser is set up before it opens the page.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    /// The size of the viewport in CSS pixels.
    pub(crate) size: (u32, u32),
    /// Device pixels for each CSS pixel.
    pub(crate) pixel_ratio: u32,
    /// Whether the reader prefers dark pages.
    pub(crate) dark: bool,
    /// Whether the reader prefers reduced motion.
    pub(crate) calm: bool,
    /// Whether scripts run.
    pub(crate) scripts: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            size: (1200, 900),
            pixel_ratio: 1,
            dark: false,
            calm: false,
            scripts: true,
        }
    }
}

impl Setup {
    /// The size of a telephone held upright.
    pub(crate) const PHONE: (u32, u32) = (390, 800);
}
