//! How warm each model is sampled: errors are made by temperature, and each model needs its own.

/// The model that another temperature is told by.
const FIRST: f64 = 3.13;

/// The temperatures at which the models err in 2% of their drafts, of 100,000 each
/// (`crates/lab/README.md`). Their quotients are about the same at 1% and 5%: 1.71 and 2.32 to
/// 2.7 and 3.84.
const TEMPERATURES: [(&str, f64); 7] = [
    ("backspace-1", FIRST),
    ("backspace-2", 3.03),
    ("plain-1", 1.93),
    ("plain-2", 1.96),
    ("pauses-1", 1.77),
    // As a plain one.
    ("instruction-1", 1.93),
    ("instruction-2", 1.93),
];

/// The temperature of a model that errs about as often as the first one does at another.
pub fn of(model: &str, temperature: f64) -> f64 {
    let own = TEMPERATURES.iter().find(|(name, _)| *name == model);
    let own = own.map_or(FIRST, |it| it.1);
    // (The first one's own is its own, to the last bit.)
    if own == FIRST {
        temperature
    } else {
        temperature * (own / FIRST)
    }
}
