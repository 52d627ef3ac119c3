//! Claims about the built page, each proven in real browsers.
