//! Medians, spreads and powers of what was measured.

/// The middle of some numbers; NaN of none.
pub(super) fn median(values: &[f64]) -> f64 {
    quantile(values, 0.5)
}

/// The value below which a share of some numbers lies, between neighbours in proportion.
pub(super) fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let at = share * last as f64;
    let below = at.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (sorted[above] - sorted[below]) * (at - below as f64)
}

/// The exponent k of y = c·xᵏ that fits best, by least squares in logarithms, and its
/// standard error; nothing where fewer than three points tell.
pub(super) fn exponent(points: &[(f64, f64)]) -> Option<(f64, f64)> {
    if points.len() < 3 || points.iter().any(|&(x, y)| x <= 0.0 || y <= 0.0) {
        return None;
    }
    let logs: Vec<(f64, f64)> = points.iter().map(|&(x, y)| (x.ln(), y.ln())).collect();
    let n = logs.len() as f64;
    let mean_x = logs.iter().map(|&(x, _)| x).sum::<f64>() / n;
    let mean_y = logs.iter().map(|&(_, y)| y).sum::<f64>() / n;
    let width: f64 = logs.iter().map(|&(x, _)| (x - mean_x).powi(2)).sum();
    let slope = logs
        .iter()
        .map(|&(x, y)| (x - mean_x) * (y - mean_y))
        .sum::<f64>()
        / width;
    let rest: f64 = logs
        .iter()
        .map(|&(x, y)| (y - mean_y - slope * (x - mean_x)).powi(2))
        .sum();
    Some((slope, (rest / (n - 2.0) / width).sqrt()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_neighbours() {
        let values = [4.0, 1.0, 3.0, 2.0];
        assert_eq!(median(&values), 2.5);
        assert_eq!(quantile(&values, 0.0), 1.0);
        assert_eq!(quantile(&values, 0.25), 1.75);
        assert_eq!(quantile(&values, 1.0), 4.0);
        assert!(median(&[]).is_nan());
    }

    #[test]
    fn a_power_law_has_its_exponent() {
        let points: Vec<(f64, f64)> = (0..5)
            .map(|i| 10_f64.powi(i))
            .map(|x| (x, 3.0 * x.powf(1.5)))
            .collect();
        let (slope, error) = exponent(&points).unwrap();
        assert!((slope - 1.5).abs() < 1e-12 && error < 1e-6);
        assert_eq!(exponent(&points[..2]), None);
        assert_eq!(exponent(&[(1.0, 1.0), (2.0, 0.0), (3.0, 1.0)]), None);
    }
}
