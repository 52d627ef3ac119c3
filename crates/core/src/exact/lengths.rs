//! Where a curve is looked at.

use crate::number::math::{expm1, log1p};

/// At most `count` lengths from `from` to `to`, both included, strictly
/// increasing: every length if there is room, else spread evenly, on a linear or
/// a logarithmic scale.
pub fn lengths(from: u64, to: u64, count: usize, logarithmic: bool) -> Vec<u64> {
    let span = to.saturating_sub(from);
    if span < count as u64 {
        return (from..=to.max(from)).collect();
    }
    let last = (count - 1) as f64;
    let mut lengths: Vec<u64> = (0..count)
        .map(|step| {
            let share = step as f64 / last;
            let offset = if logarithmic {
                // From 0 to span in equal ratios of (offset + 1).
                expm1(share * log1p(span as f64))
            } else {
                share * span as f64
            };
            from + (offset.round() as u64).min(span)
        })
        .collect();
    lengths.dedup();
    if let Some(end) = lengths.last_mut() {
        *end = to;
    }
    lengths
}
