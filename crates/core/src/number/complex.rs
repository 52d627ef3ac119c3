//! Complex numbers, as far as generating functions need them.

use crate::number::math::{atan2, cos, exp, expm1, log1p, sin};
use core::ops::{Add, AddAssign, Mul, Sub};

/// A complex number.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Complex {
    /// The real part.
    pub re: f64,
    /// The imaginary part.
    pub im: f64,
}

impl Complex {
    /// A number by its parts.
    pub const fn new(re: f64, im: f64) -> Self {
        Self { re, im }
    }

    /// A number by its modulus and its argument.
    pub fn polar(modulus: f64, argument: f64) -> Self {
        Self::new(modulus * cos(argument), modulus * sin(argument))
    }

    /// 1/z.
    #[must_use]
    pub fn inverse(self) -> Self {
        let square = self.re * self.re + self.im * self.im;
        Self::new(self.re / square, -self.im / square)
    }

    /// exp(z) − 1, accurate where z is small.
    #[must_use]
    pub fn expm1(self) -> Self {
        let half = sin(self.im / 2.0);
        Self {
            re: expm1(self.re) * cos(self.im) - 2.0 * half * half,
            im: exp(self.re) * sin(self.im),
        }
    }

    /// ln(1 + z), accurate where z is small.
    #[must_use]
    pub fn log1p(self) -> Self {
        Self {
            re: 0.5 * log1p(self.re * (2.0 + self.re) + self.im * self.im),
            im: atan2(self.im, 1.0 + self.re),
        }
    }
}

impl From<f64> for Complex {
    fn from(re: f64) -> Self {
        Self::new(re, 0.0)
    }
}

impl Add for Complex {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self::new(self.re + other.re, self.im + other.im)
    }
}

impl AddAssign for Complex {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Complex {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self::new(self.re - other.re, self.im - other.im)
    }
}

impl Mul for Complex {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self::new(
            self.re * other.re - self.im * other.im,
            self.re * other.im + self.im * other.re,
        )
    }
}

impl Mul<f64> for Complex {
    type Output = Self;

    fn mul(self, other: f64) -> Self {
        Self::new(self.re * other, self.im * other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(a: Complex, b: Complex) {
        assert!(
            (a.re - b.re).abs() < 1e-14 && (a.im - b.im).abs() < 1e-14,
            "{a:?} {b:?}"
        );
    }

    #[test]
    fn the_exponential_and_the_logarithm_undo_each_other() {
        for z in [
            Complex::new(0.3, -0.7),
            Complex::new(-0.5, 0.1),
            Complex::new(1e-9, 1e-12),
            Complex::new(0.0, 1e-150),
        ] {
            close(z.log1p().expm1(), z);
            // Even the tiniest imaginary part survives, relatively.
            let back = z.log1p().expm1();
            assert!((back.im - z.im).abs() <= 1e-14 * z.im.abs());
        }
        close(
            Complex::polar(2.0, core::f64::consts::PI),
            Complex::new(-2.0, 0.0),
        );
    }
}
