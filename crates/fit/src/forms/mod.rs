//! Curves to fit: one file a process.

mod fading;
pub(super) mod form;
mod independent;
mod key_tokens;
mod log_logistic;
mod mixed_difficulty;
mod recoverable;
mod recoverable_fatal;
mod settling;
mod threshold;

pub use form::Form;

/// Every curve; the first is the one that all others are compared with.
pub static FORMS: [&Form; 9] = [
    &independent::FORM,
    &recoverable::FORM,
    &recoverable_fatal::FORM,
    &fading::FORM,
    &settling::FORM,
    &key_tokens::FORM,
    &mixed_difficulty::FORM,
    &threshold::FORM,
    &log_logistic::FORM,
];
