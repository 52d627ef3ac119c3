//! What the entries of laws are made of: probabilities, or probabilities with marks that
//! count errors and costs.

use crate::number::complex::Complex;
use crate::number::math::{expm1, log1p};
use core::ops::{Add, AddAssign, Mul, Sub};

/// What entries of a law are made of: numbers, or marked numbers.
pub trait Scalar:
    Copy
    + Default
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Mul<f64, Output = Self>
    + AddAssign
    + From<f64>
{
    /// The work of a product, in products of real numbers.
    const WORK: u64;

    /// The unmarked part: an upper bound on the size is enough.
    fn size(self) -> f64;

    /// The unmarked part itself.
    fn probability(self) -> f64;

    /// What was counted by infinitesimal marks.
    fn count(self) -> f64;

    /// No probability, but a count.
    fn counted(count: f64) -> Self;

    /// How far two numbers are apart, their counts as shares of a whole count.
    fn distance(self, other: Self, count: Option<Self>) -> f64;

    /// Whether a mark counts, being as good as nothing but for its derivative.
    fn is_infinitesimal(self) -> bool;

    /// 1/x.
    #[must_use]
    fn inverse(self) -> Self;

    /// exp(x) − 1.
    #[must_use]
    fn expm1(self) -> Self;

    /// ln(1 + x).
    #[must_use]
    fn log1p(self) -> Self;
}

impl Scalar for f64 {
    const WORK: u64 = 1;

    fn size(self) -> f64 {
        self.abs()
    }

    fn probability(self) -> f64 {
        self
    }

    fn count(self) -> f64 {
        0.0
    }

    fn counted(_: f64) -> Self {
        0.0
    }

    fn distance(self, other: Self, _: Option<Self>) -> f64 {
        (self - other).abs()
    }

    fn is_infinitesimal(self) -> bool {
        false
    }

    fn inverse(self) -> Self {
        1.0 / self
    }

    fn expm1(self) -> Self {
        expm1(self)
    }

    fn log1p(self) -> Self {
        log1p(self)
    }
}

impl Scalar for Complex {
    const WORK: u64 = 4;

    fn size(self) -> f64 {
        self.re.abs() + self.im.abs()
    }

    fn probability(self) -> f64 {
        self.re
    }

    fn count(self) -> f64 {
        self.im / EPSILON
    }

    fn counted(count: f64) -> Self {
        Self::new(0.0, count * EPSILON)
    }

    fn distance(self, other: Self, count: Option<Self>) -> f64 {
        let (re, im) = ((self.re - other.re).abs(), (self.im - other.im).abs());
        let unit = count.map_or(1.0, |count| SHARE * count.im.abs().max(FEW * EPSILON));
        if im == 0.0 { re } else { re.max(im / unit) }
    }

    fn is_infinitesimal(self) -> bool {
        self.im != 0.0 && self.im.abs() <= EPSILON
    }

    fn inverse(self) -> Self {
        self.inverse()
    }

    fn expm1(self) -> Self {
        self.expm1()
    }

    fn log1p(self) -> Self {
        self.log1p()
    }
}

/// How errors and costs are marked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Marks<T> {
    /// What every error multiplies by.
    pub error: T,
    /// A cost c multiplies by 1 + c·`price`.
    pub price: T,
    /// How what is paid beyond the least multiplies, where that is marked instead.
    pub toll: Option<Toll<T>>,
}

/// Marks for the tokens that are paid beyond the least: for drafts made anew, votes that go
/// on, and repairs. Row sums are the generating function of their number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Toll<T> {
    /// What so many tokens multiply by.
    pub by: T,
    /// How many; a part of them counts as all.
    pub unit: u64,
}

impl<T: Scalar> Toll<T> {
    /// What some tokens multiply by.
    pub fn of(&self, tokens: u64) -> T {
        let (mut power, mut square) = (T::from(1.0), self.by);
        let mut times = tokens.div_ceil(self.unit);
        while times > 0 {
            if times & 1 == 1 {
                power = power * square;
            }
            square = square * square;
            times >>= 1;
        }
        power
    }
}

impl Marks<f64> {
    /// Nothing is marked.
    pub const NONE: Self = Self {
        error: 1.0,
        price: 0.0,
        toll: None,
    };
}

/// What an error of a count, as a share of it, weighs beside one of a probability:
/// the tails of votes are known to a relative 10⁻¹³ only.
const SHARE: f64 = 100.0;

/// A count below which errors are measured as if it were this.
const FEW: f64 = 1e-4;

/// How far apart a marked number and its derivative are kept: products of two
/// marks vanish beside one.
const EPSILON: f64 = 1e-120;

impl Marks<Complex> {
    /// Nothing is marked.
    pub const UNMARKED: Self = Self {
        error: Complex::new(1.0, 0.0),
        price: Complex::new(0.0, 0.0),
        toll: None,
    };

    /// Errors multiply by z: row sums are generating functions.
    pub fn errors(z: Complex) -> Self {
        Self {
            error: z,
            price: Complex::default(),
            toll: None,
        }
    }

    /// Errors are counted: [`Marks::counted`] reads their expected number.
    pub fn counting() -> Self {
        Self {
            error: Complex::new(1.0, EPSILON),
            price: Complex::default(),
            toll: None,
        }
    }

    /// Costs are counted: [`Marks::counted`] reads their expectation.
    pub fn pricing() -> Self {
        Self {
            error: Complex::from(1.0),
            price: Complex::new(0.0, EPSILON),
            toll: None,
        }
    }

    /// What is paid beyond the least multiplies by z for every `unit` tokens.
    pub fn paying(by: Complex, unit: u64) -> Self {
        Self {
            toll: Some(Toll { by, unit }),
            ..Self::UNMARKED
        }
    }

    /// The expectation of what was counted, from a marked sum of probabilities.
    pub fn counted(sum: Complex) -> f64 {
        let count = sum.im / EPSILON;
        if count < NEVER_ENDING {
            count
        } else {
            f64::INFINITY
        }
    }
}

/// A cost that stands for an infinite one; its square times ε² is still a number.
pub(super) const NEVER_ENDING: f64 = 1e100;
