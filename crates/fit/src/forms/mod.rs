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

#[cfg(test)]
mod tests {
    use super::*;
    use bounceback_core::model::process;

    /// Whose curve is another's on all data that are judged at their ends.
    const SHARED: [&str; 1] = ["self_conditioning"];

    #[test]
    fn every_process_has_a_curve_to_fit() {
        for name in process::NAMES {
            assert!(
                FORMS.iter().any(|form| form.name == *name) || SHARED.contains(name),
                "{name} has no form, and “every process is fitted” stands on the page"
            );
        }
    }
}
