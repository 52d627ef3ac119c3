//! The reader's settings.

/// How a browser is set up before it opens the page.
#[expect(clippy::struct_excessive_bools, reason = "wishes, each had or not")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setup {
    /// The size of the viewport in CSS pixels.
    pub(crate) size: (u32, u32),
    /// Device pixels for each CSS pixel.
    pub(crate) pixel_ratio: u32,
    /// Whether the reader prefers dark pages.
    pub(crate) dark: bool,
    /// Whether the reader prefers reduced motion.
    pub(crate) calm: bool,
    /// Whether the reader points with fingers (not to be had in WebKit).
    pub(crate) fingers: bool,
    /// Whether the reader wants more contrast (to be had in Chromium only).
    pub(crate) strong: bool,
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
            fingers: false,
            strong: false,
            scripts: true,
        }
    }
}

impl Setup {
    /// The size of a telephone held upright.
    pub(crate) const PHONE: (u32, u32) = (390, 800);
}
