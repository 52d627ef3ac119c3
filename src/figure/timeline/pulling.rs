//! How many tokens a phase gets when its end is pulled.

use super::layout::Layout;
use crate::figure::axis::Scale;
use bounceback_core::model::scenario::MOST_TOKENS;
use bounceback_core::number::format::round;
use bounceback_core::number::math::pow;

/// How many tokens a phase gets when its end is pulled to a place: the roundest number
/// that puts it there. Where the frame ends, pulling on doubles the tokens with every
/// quarter of its width; so it is for the last phase, and for one whose length others
/// share, all the way from where the pulling began (`from`).
pub fn pulled(
    tokens: &[u64],
    phase: usize,
    shared: bool,
    scale: Scale,
    frame: (f64, f64),
    from: f64,
    to: f64,
) -> u64 {
    let beyond = |tokens: f64, by: f64| {
        let doublings = by / (frame.1 - frame.0).max(1.0) * 4.0;
        let wanted = round(tokens * pow(2.0, doublings), 2);
        (wanted.round() as u64).clamp(1, MOST_TOKENS)
    };
    let before = tokens.get(phase).copied().unwrap_or(1);
    if shared || phase + 1 >= tokens.len() {
        return beyond(before as f64, to - from);
    }
    let end = |wanted: f64| {
        let mut tried = tokens.to_vec();
        if let Some(tokens) = tried.get_mut(phase) {
            *tokens = (wanted.round() as u64).max(1);
        }
        Layout::of(&tried, scale, frame).span(phase)
    };
    // The more tokens it has, the further it ends: the fewest that reach a place.
    let reaching = |place: f64| {
        let (mut low, mut high) = (1.0, MOST_TOKENS as f64);
        while high - low > 0.25 && high > low * (1.0 + 1e-9) {
            let middle = if high > 4.0 * low {
                (low * high).sqrt()
            } else {
                f64::midpoint(low, high)
            };
            if end(middle).1 < place {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    };
    let (start, least) = end(1.0);
    if to < least {
        // As many as are drawn no wider than one.
        let share = ((to - start) / (least - start)).clamp(0.0, 1.0);
        let drawn = reaching(least + 0.5);
        return (round(drawn * share, 2).round() as u64).max(1);
    }
    let reach = end(MOST_TOKENS as f64).1 - 0.5;
    if to > reach {
        return beyond(reaching(reach), to - reach);
    }
    let wanted = reaching(to);
    let near = |tokens: &f64| *tokens >= 1.0 && (end(*tokens).1 - to).abs() <= 1.0;
    let rounded = (1..=9)
        .map(|digits| round(wanted, digits).round())
        .find(near);
    (rounded.unwrap_or(wanted).round() as u64).clamp(1, MOST_TOKENS)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: (f64, f64) = (48.0, 752.0);

    /// A hand may still hold a phase that has gone meanwhile.
    #[test]
    fn a_phase_that_there_is_none_of_has_a_place_and_can_be_pulled() {
        for scale in [Scale::Linear, Scale::Log] {
            for tokens in [&[][..], &[7], &[100, 300]] {
                let layout = Layout::of(tokens, scale, FRAME);
                for phase in 0..5 {
                    let (left, right) = layout.span(phase);
                    assert!(left <= right && right <= FRAME.1, "{tokens:?} {phase}");
                    for shared in [false, true] {
                        let pulled = pulled(tokens, phase, shared, scale, FRAME, right, 300.0);
                        assert!((1..=MOST_TOKENS).contains(&pulled), "{tokens:?} {phase}");
                    }
                }
                for token in [0, 1, 99, MOST_TOKENS] {
                    assert!(layout.place(token).is_finite());
                }
                assert!(layout.token(200.0) >= 0.0);
            }
        }
    }

    #[test]
    fn an_end_that_is_pulled_lies_where_it_was_pulled_to() {
        for tokens in [
            &[100, 300][..],
            &[50, 20, 400],
            &[3, 1000, 1_000_000],
            &[7; 12],
        ] {
            for (phase, scale) in (0..tokens.len() - 1)
                .flat_map(|phase| [(phase, Scale::Linear), (phase, Scale::Log)])
            {
                let with_tokens = |count| {
                    let mut with = tokens.to_vec();
                    with[phase] = count;
                    Layout::of(&with, scale, FRAME).span(phase).1
                };
                let (least, most) = (with_tokens(1), with_tokens(MOST_TOKENS));
                for place in 0..70 {
                    let to = least + f64::from(place) * 10.0;
                    if to > most {
                        break;
                    }
                    let count = pulled(tokens, phase, false, scale, FRAME, 0.0, to);
                    let (end, fewer) = (with_tokens(count), with_tokens((count - 1).max(1)));
                    // A token may be wider than a pixel: then it is the first that gets
                    // there.
                    assert!(
                        (end - to).abs() <= 1.0 + 1e-6 || (fewer < to && to <= end),
                        "{tokens:?} {phase} {scale:?}: {to} and {end}, {count}"
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_pulled_are_round_numbers() {
        let linear = Scale::Linear;
        let to = |place| pulled(&[100, 300], 0, false, linear, FRAME, 0.0, place);
        assert_eq!([to(224.0), to(400.4), to(0.0)], [100, 300, 1]);
        // The last one goes on beyond the frame: a quarter of it doubles.
        let last = |by: f64| pulled(&[100, 300], 1, false, linear, FRAME, 752.0, 752.0 + by);
        assert_eq!([last(0.0), last(176.0), last(-176.0)], [300, 600, 150]);
        assert_eq!(last(1e9), MOST_TOKENS);
        assert_eq!(last(-1e9), 1);
        // Any other goes on from where nothing gives way any more.
        let beyond = |place| pulled(&[100, 300], 0, false, linear, FRAME, 0.0, place);
        assert_eq!(beyond(716.0 + 176.0), 2 * beyond(716.0));
        // So does the end of one whose length another shares.
        let shared = |scale| pulled(&[100, 100, 50], 0, true, scale, FRAME, 300.0, 476.0);
        assert_eq!([shared(linear), shared(Scale::Log)], [200, 200]);
    }
}
