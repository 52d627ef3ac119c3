//! Drawing what comes next from a model's scores.

use crate::math::exp;
use crate::token::{STOP, UNDO};

/// Draws a digit at a temperature; at 0 it is the likeliest, the first of equals. `uniform`
/// is a random number on [0, 1).
pub(crate) fn digit(scores: &[f32], temperature: f32, uniform: f32) -> u8 {
    let digits = &scores[..10];
    let most = digits.iter().fold(f32::MIN, |most, it| most.max(*it));
    let mut shares = [0.0_f32; 10];
    let mut total = 0.0;
    for (share, score) in shares.iter_mut().zip(digits) {
        *share = if *score == most {
            1.0
        } else if temperature > 0.0 {
            exp((score - most) / temperature)
        } else {
            0.0
        };
        total += *share;
    }
    if temperature <= 0.0 {
        return shares.iter().position(|it| *it == 1.0).unwrap_or(0) as u8;
    }
    let mut left = uniform * total;
    for (digit, share) in shares.iter().enumerate() {
        if left < *share {
            return digit as u8;
        }
        left -= share;
    }
    // Rounding may leave a little: it belongs to the last that can be.
    shares.iter().rposition(|it| *it > 0.0).unwrap_or(0) as u8
}

/// The probability of a complaint, where the other choice is a full stop.
pub(crate) fn complaint(scores: &[f32], temperature: f32) -> f32 {
    let lead = scores[usize::from(UNDO)] - scores[usize::from(STOP)];
    if temperature > 0.0 {
        1.0 / (1.0 + exp(-lead / temperature))
    } else if lead > 0.0 {
        1.0
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_is_a_digit_of_some_probability_at_every_temperature() {
        let mut scores = [f32::MIN; 14];
        (scores[3], scores[7], scores[12]) = (2.0, 1.0, 90.0);
        for temperature in [0.0, 1e-30, 1e-3, 1.0, 1e30] {
            for uniform in [0.0, 0.3, 0.5, 0.999_999_94] {
                let drawn = digit(&scores, temperature, uniform);
                assert!(drawn == 3 || drawn == 7 || temperature == 1e30);
            }
        }
        assert_eq!(digit(&scores, 1.0, 0.73), 3);
        assert_eq!(digit(&scores, 1.0, 0.74), 7);
        assert_eq!(digit(&[f32::NAN; 14], 1.0, 0.5), 0);
        assert_eq!(digit(&[0.0; 14], 0.0, 0.9), 0);
    }

    #[test]
    fn a_complaint_is_as_likely_as_its_lead_says() {
        let mut scores = [0.0; 14];
        assert_eq!(complaint(&scores, 1.0), 0.5);
        scores[11] = 3.0_f32.ln();
        assert!((complaint(&scores, 1.0) - 0.75).abs() < 1e-6);
        assert_eq!(complaint(&scores, 0.0), 1.0);
        scores[11] = -1e30;
        assert_eq!(complaint(&scores, 1e-9), 0.0);
    }
}
