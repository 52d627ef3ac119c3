//! A panic shows a message instead of a dead page.

use std::sync::atomic::{AtomicBool, Ordering};

static CRASHED: AtomicBool = AtomicBool::new(false);

/// Whether the program has panicked: its state can't be trusted any more.
pub(super) fn has_happened() -> bool {
    CRASHED.load(Ordering::Relaxed)
}

/// From now on a panic is told to the reader.
pub(super) fn watch() {
    std::panic::set_hook(Box::new(|panic| {
        CRASHED.store(true, Ordering::Relaxed);
        let _ = tell(&panic.to_string());
    }));
}

/// The browser has refused something in the midst of what was being done.
pub(super) fn broken_off() {
    if !CRASHED.swap(true, Ordering::Relaxed) {
        let _ = tell("the browser broke it off");
    }
}

fn tell(panic: &str) -> Option<()> {
    let message = format!(
        "The figures have stopped: this page made a mistake of its own ({panic}). The text is not affected, and the address still holds your values."
    );
    let document = web_sys::window()?.document()?;
    let place = document.get_element_by_id("crash")?;
    let told = place.query_selector("[data-slot=message]").ok()??;
    told.set_text_content(Some(&message));
    place.remove_attribute("hidden").ok()?;
    Some(())
}
