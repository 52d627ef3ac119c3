//! temp
use core::ops::{AddAssign, Mul};
/// temp
pub fn smooth_sum<T: Copy + Default + AddAssign + Mul<f64, Output = T>>(
    from: u64,
    to: u64,
    scale: &dyn Fn(f64) -> f64,
    term: &mut dyn FnMut(f64) -> T,
) -> T {
    let mut sum = T::default();
    let mut at = from;
    while at < to {
        let l = ((scale(at as f64) / 32.0).min((to - at) as f64)) as u64;
        if l < 8 {
            at += 1;
            sum += term(at as f64);
            continue;
        }
        let n = l as f64;
        let m = at as f64 + (n + 1.0) / 2.0;
        let m2 = (n * n - 1.0) / 12.0;
        let m4 = (n * n - 1.0) * (3.0 * n * n - 7.0) / 240.0;
        let w = m2 * m2 / m4;
        let d = (m4 / m2).sqrt();
        sum += term(m) * (n * (1.0 - w));
        sum += term(m - d) * (n * w / 2.0);
        sum += term(m + d) * (n * w / 2.0);
        at += l;
    }
    sum
}
