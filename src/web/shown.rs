//! What is shown now, for those who listen and have to know it before the next frame: which
//! value a key or a drag goes on from.

use bounceback_core::model::edit;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;
use std::cell::RefCell;

thread_local! {
    static SHOWN: RefCell<Option<Shown>> = const { RefCell::new(None) };
}

#[derive(Debug)]
struct Shown {
    scenario: Scenario,
    /// The phase that is chosen on the timeline.
    phase: usize,
}

/// The page shows another scenario, or another phase of it.
pub(super) fn set(scenario: &Scenario, phase: usize) {
    SHOWN.with_borrow_mut(|shown| match shown {
        Some(shown) if shown.phase == phase && shown.scenario == *scenario => {}
        _ => {
            *shown = Some(Shown {
                scenario: scenario.clone(),
                phase,
            });
        }
    });
}

/// The value of a parameter.
pub(super) fn number(key: Key) -> Option<f64> {
    SHOWN.with_borrow(|shown| Some(shown.as_ref()?.scenario.number(key)))
}

/// The value of a parameter in the phase chosen.
pub(super) fn number_in_phase(key: Key) -> Option<f64> {
    SHOWN.with_borrow(|shown| {
        let shown = shown.as_ref()?;
        Some(edit::seen_from(&shown.scenario, shown.phase).number(key))
    })
}
