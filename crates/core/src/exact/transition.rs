//! What a stretch of tokens does to a completion: the probabilities of going from
//! one state to another, kept so that nothing cancels.
//!
//! A flawless and a recovered completion have the same future but for the name, so
//! three living rows are enough. Entries off the diagonal are sums of products of
//! non-negative numbers, and a diagonal near 1 is kept by its complement: so
//! billions of tokens are multiplied together without losing digits.
//!
//! Entries may also be complex: then errors and costs are *marked*. Where an error
//! multiplies by z instead of 1, the sum of a row is the generating function of the
//! number of errors; where a cost c multiplies by 1 + c·ε, its derivative is the
//! expected cost. What the marks take away from a row is kept in its `gone`.

use crate::model::chain::Occupancy;
use crate::number::complex::Complex;
use crate::number::math::{complement_of_power, exp, expm1, power_of_complement};
use core::ops::{Add, AddAssign, Mul, Sub};

/// What entries of a transition are made of: numbers, or marked numbers.
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

    /// A stretch of `tokens` tokens with constant rates.
    fn stretch(rates: &Rates, marks: &Marks<Self>, tokens: u64) -> Transition<Self>;
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
        crate::number::math::log1p(self)
    }

    fn stretch(rates: &Rates, _: &Marks<Self>, tokens: u64) -> Transition<Self> {
        constant(rates.error, rates.fatal, rates.back(), tokens as f64)
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

    fn stretch(rates: &Rates, marks: &Marks<Self>, tokens: u64) -> Transition<Self> {
        Transition::token(rates, marks).power(tokens)
    }
}

/// What the next token does, by the clocks of error, recovery and repair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// The hazard.
    pub error: f64,
    /// The fatal share of errors.
    pub fatal: f64,
    /// The probability of recovery.
    pub recovery: f64,
    /// The probability of a repair, by a clock of its own.
    pub repair: f64,
    /// What a repair costs where recovery has not come by itself.
    pub undo: f64,
}

impl Rates {
    /// The probability that a token makes an unacceptable completion acceptable.
    pub fn back(&self) -> f64 {
        self.recovery + (1.0 - self.recovery) * self.repair
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
const NEVER_ENDING: f64 = 1e100;

/// The law of a stretch of tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transition<T> {
    /// P(no error strikes, and none is kept).
    pub flawless: f64,
    /// Its complement.
    pub marred: f64,
    /// Acceptable to acceptable.
    pub aa: T,
    /// Acceptable to unacceptable.
    pub au: T,
    /// Acceptable to lost.
    pub al: T,
    /// What marks took away from the row of the acceptable.
    pub a_gone: T,
    /// Unacceptable to acceptable.
    pub ua: T,
    /// Unacceptable to unacceptable.
    pub uu: T,
    /// Unacceptable to lost.
    pub ul: T,
    /// What marks took away from the row of the unacceptable.
    pub u_gone: T,
    /// Lost to lost.
    pub ll: T,
    /// What marks took away from the row of the lost.
    pub l_gone: T,
}

impl<T: Scalar> Transition<T> {
    /// Nothing happens.
    pub fn identity() -> Self {
        let (zero, one) = (T::default(), T::from(1.0));
        Self {
            flawless: 1.0,
            marred: 0.0,
            aa: one,
            au: zero,
            al: zero,
            a_gone: zero,
            ua: zero,
            uu: one,
            ul: zero,
            u_gone: zero,
            ll: one,
            l_gone: zero,
        }
    }

    /// One token.
    pub fn token(rates: &Rates, marks: &Marks<T>) -> Self {
        let one = T::from(1.0);
        let error = rates.error;
        let taken = (one - marks.error) * error;
        let strikes = one - taken;
        let repaired = (1.0 - rates.recovery) * rates.repair;
        // A repair is marked with its cost.
        let cost = match &marks.toll {
            Some(toll) => (toll.of(rates.undo as u64) - one) * repaired,
            None => marks.price * (repaired * rates.undo),
        };
        let back = T::from(rates.back()) + cost;
        Self {
            flawless: 1.0 - error,
            marred: error,
            aa: T::from(1.0 - error),
            au: marks.error * (error * (1.0 - rates.fatal)),
            al: marks.error * (error * rates.fatal),
            a_gone: taken,
            ua: strikes * back,
            uu: strikes * ((1.0 - rates.recovery) * (1.0 - rates.repair)),
            ul: T::default(),
            u_gone: taken - strikes * cost,
            ll: strikes,
            l_gone: taken,
        }
    }

    /// A query: an unacceptable completion is caught with some probability, and
    /// everyone pays.
    pub fn query(catch: f64, cost: f64, marks: &Marks<T>) -> Self {
        let one = T::from(1.0);
        let paid = marks.price * cost;
        let all = one + paid;
        let gone = T::default() - paid;
        Self {
            aa: all,
            a_gone: gone,
            ua: all * catch,
            uu: all * (1.0 - catch),
            u_gone: gone,
            ll: all,
            l_gone: gone,
            ..Self::identity()
        }
    }

    /// This stretch, and then another.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        let au = self.aa * next.au + self.au * next.uu;
        let al = self.aa * next.al + self.au * next.ul + self.al * next.ll;
        let a_gone =
            self.a_gone + self.aa * next.a_gone + self.au * next.u_gone + self.al * next.l_gone;
        let ua = self.ua * next.aa + self.uu * next.ua;
        let ul = self.ua * next.al + self.uu * next.ul + self.ul * next.ll;
        let u_gone =
            self.u_gone + self.ua * next.a_gone + self.uu * next.u_gone + self.ul * next.l_gone;
        let l_gone = self.l_gone + self.ll * next.l_gone;
        let marred = self.marred + self.flawless * next.marred;
        let aa = self.aa * next.aa + self.au * next.ua;
        let uu = self.ua * next.au + self.uu * next.uu;
        let [aa, au, al, a_gone] = whole([aa, au, al, a_gone]);
        let [uu, ua, ul, u_gone] = whole([uu, ua, ul, u_gone]);
        let [ll, l_gone, _, _] = whole([self.ll * next.ll, l_gone, T::default(), T::default()]);
        Self {
            flawless: if marred < 0.5 {
                1.0 - marred
            } else {
                self.flawless * next.flawless
            },
            marred,
            aa,
            au,
            al,
            a_gone,
            ua,
            uu,
            ul,
            u_gone,
            ll,
            l_gone,
        }
    }

    /// This stretch so many times over.
    #[must_use]
    pub fn power(&self, mut times: u64) -> Self {
        let mut power = Self::identity();
        let mut square = *self;
        loop {
            if times & 1 == 1 {
                power = power.then(&square);
            }
            times >>= 1;
            if times == 0 {
                return power;
            }
            square = square.then(&square);
        }
    }

    /// This stretch for ever: the limit of its powers, and where they alternate
    /// without end, their average.
    #[must_use]
    pub fn forever(&self) -> Self {
        // Doubling so often, even the least positive number has had its effect.
        const DOUBLINGS: u32 = 1200;
        let mut power = *self;
        for _ in 0..DOUBLINGS {
            power = power.then(&power);
        }
        Self::sum(&[(0.5, power), (0.5, power.then(self))])
    }

    /// A weighted sum, entry by entry; the weights sum to 1.
    pub fn sum(terms: &[(f64, Self)]) -> Self {
        let add = |entry: fn(&Self) -> T| {
            let mut sum = T::default();
            for (weight, term) in terms {
                sum += entry(term) * *weight;
            }
            sum
        };
        let real = |entry: fn(&Self) -> f64| terms.iter().map(|(w, t)| w * entry(t)).sum();
        Self {
            flawless: real(|t| t.flawless),
            marred: real(|t| t.marred),
            aa: add(|t| t.aa),
            au: add(|t| t.au),
            al: add(|t| t.al),
            a_gone: add(|t| t.a_gone),
            ua: add(|t| t.ua),
            uu: add(|t| t.uu),
            ul: add(|t| t.ul),
            u_gone: add(|t| t.u_gone),
            ll: add(|t| t.ll),
            l_gone: add(|t| t.l_gone),
        }
    }

    /// How far two laws of one stretch are apart: the greatest difference of two
    /// entries, where what was counted is measured by the count of the whole row.
    pub fn distance(&self, other: &Self, marks: &Marks<T>) -> f64 {
        let counts = marks.error.is_infinitesimal() || marks.price.is_infinitesimal();
        let rows = |t: &Self| {
            [
                [t.aa, t.au, t.al, t.a_gone],
                [t.ua, t.uu, t.ul, t.u_gone],
                [t.ll, t.l_gone, T::default(), T::default()],
            ]
        };
        let counted = [self.a_gone, self.u_gone, self.l_gone];
        let counted = counted.map(|gone| counts.then_some(gone));
        let mut distance = (self.marred - other.marred).abs();
        for ((row, others), count) in rows(self).iter().zip(&rows(other)).zip(counted) {
            for (entry, other) in row.iter().zip(others) {
                distance = distance.max(entry.distance(*other, count));
            }
        }
        distance
    }

    /// Every row with its cost: the expected tokens paid from an acceptable, an
    /// unacceptable and a lost start.
    #[must_use]
    pub fn priced(&self, costs: [f64; 3], marks: &Marks<T>) -> Self {
        let paid = costs.map(|cost| marks.price * cost.min(NEVER_ENDING));
        let [a, u, l] = paid.map(|paid| T::from(1.0) + paid);
        Self {
            aa: self.aa * a,
            au: self.au * a,
            al: self.al * a,
            a_gone: self.a_gone - paid[0],
            ua: self.ua * u,
            uu: self.uu * u,
            ul: self.ul * u,
            u_gone: self.u_gone - paid[1],
            ll: self.ll * l,
            l_gone: self.l_gone - paid[2],
            ..*self
        }
    }
}

impl Transition<Complex> {
    /// The same without marks.
    pub fn plain(&self) -> Transition<f64> {
        Transition {
            flawless: self.flawless,
            marred: self.marred,
            aa: self.aa.re,
            au: self.au.re,
            al: self.al.re,
            ua: self.ua.re,
            uu: self.uu.re,
            ul: self.ul.re,
            ll: self.ll.re,
            ..Transition::identity()
        }
    }
}

/// A row whose sum is 1, its diagonal entry first. Where the others are small the
/// diagonal is their complement, as its product has lost what they still know. Else
/// rounding is taken out of all of them alike: left in, it would double with every
/// doubling of the length.
fn whole<T: Scalar>([stays, a, b, gone]: [T; 4]) -> [T; 4] {
    let leaves = a + b + gone;
    let one = T::from(1.0);
    if leaves.size() < 0.5 {
        return [one - leaves, a, b, gone];
    }
    let keep = one - (stays + leaves - one);
    [stays * keep, a * keep, b * keep, gone * keep]
}

/// A completion's probabilities at one length, possibly marked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row<T> {
    /// P(flawless).
    pub flawless: f64,
    /// P(acceptable), the flawless included.
    pub acceptable: T,
    /// P(unacceptable).
    pub unacceptable: T,
    /// P(lost).
    pub lost: T,
}

impl<T: Scalar> Row<T> {
    /// Where every completion starts.
    pub fn start() -> Self {
        Self {
            flawless: 1.0,
            acceptable: T::from(1.0),
            unacceptable: T::default(),
            lost: T::default(),
        }
    }

    /// After a stretch.
    #[must_use]
    pub fn after(&self, stretch: &Transition<T>) -> Self {
        let (a, u, l) = (self.acceptable, self.unacceptable, self.lost);
        Self {
            flawless: self.flawless * stretch.flawless,
            acceptable: a * stretch.aa + u * stretch.ua,
            unacceptable: a * stretch.au + u * stretch.uu,
            lost: a * stretch.al + u * stretch.ul + l * stretch.ll,
        }
    }

    /// The sum of all states: 1, but for marks.
    pub fn total(&self) -> T {
        self.acceptable + self.unacceptable + self.lost
    }
}

impl Row<Complex> {
    /// The same without marks.
    pub fn plain(&self) -> Row<f64> {
        Row {
            flawless: self.flawless,
            acceptable: self.acceptable.re,
            unacceptable: self.unacceptable.re,
            lost: self.lost.re,
        }
    }
}

impl Row<f64> {
    /// The row with states by their names.
    pub fn occupancy(&self) -> Occupancy {
        Occupancy {
            flawless: self.flawless,
            // No less than nothing, unless it is not known.
            recovered: if self.acceptable < self.flawless {
                0.0
            } else {
                self.acceptable - self.flawless
            },
            unacceptable: self.unacceptable,
            lost: self.lost,
        }
    }

    /// Takes rounding out: probabilities lie within [0, 1], and who is flawless is acceptable.
    pub fn tidy(&mut self) {
        for part in [
            &mut self.flawless,
            &mut self.acceptable,
            &mut self.unacceptable,
            &mut self.lost,
        ] {
            *part = part.clamp(0.0, 1.0);
        }
        // (What is not known stays so.)
        if self.acceptable < self.flawless {
            self.acceptable = self.flawless;
        }
    }

    /// Adds a share of another row.
    pub fn add(&mut self, share: f64, other: &Self) {
        self.flawless += share * other.flawless;
        self.acceptable += share * other.acceptable;
        self.unacceptable += share * other.unacceptable;
        self.lost += share * other.lost;
    }

    /// Nothing at all, to add to.
    pub const EMPTY: Self = Self {
        flawless: 0.0,
        acceptable: 0.0,
        unacceptable: 0.0,
        lost: 0.0,
    };
}

/// `n` tokens with constant rates, in closed form.
///
/// The living block M = [[1 − e, e(1 − φ)], [r, 1 − r]] has the eigenvalues
/// 1 − μ₁ ≥ 1 − μ₂, where μ₁ + μ₂ = e + r and μ₁·μ₂ = e·r·φ; its powers are sums of
/// theirs. Every formula is arranged so that no two nearly equal numbers are
/// subtracted: complements of eigenvalues are kept instead of eigenvalues.
pub fn constant(error: f64, fatal: f64, back: f64, n: f64) -> Transition<f64> {
    let flawless = power_of_complement(error, n);
    let marred = complement_of_power(error, n);
    let mut law = Transition {
        flawless,
        marred,
        ..Transition::identity()
    };
    if n == 0.0 {
        return law;
    }
    if back == 0.0 || error == 0.0 {
        law.aa = flawless;
        law.au = marred * (1.0 - fatal);
        law.al = marred * fatal;
        law.ua = complement_of_power(back, n);
        law.uu = power_of_complement(back, n);
        return law;
    }
    let spectrum = Spectrum::of(error, fatal, back);
    let (slow, fast) = spectrum.powers(n);
    let difference = spectrum.difference_of_powers(n);
    law.aa = (spectrum.weight_slow * slow + spectrum.weight_fast * fast).clamp(flawless, 1.0);
    law.au = spectrum.error * (1.0 - fatal) * difference;
    // Whoever is lost was acceptable at some token, and met a fatal error at the next.
    let (slow_visits, fast_visits) = (
        spectrum.sum_of_powers(spectrum.slow, n),
        spectrum.sum_of_powers(spectrum.fast, n),
    );
    let visits = spectrum.weight_slow * slow_visits + spectrum.weight_fast * fast_visits;
    law.al = spectrum.error * fatal * visits;
    law.ua = spectrum.back * difference;
    // The two rows of the block swap the weights of the powers.
    law.uu = (spectrum.weight_fast * slow + spectrum.weight_slow * fast).max(0.0);
    law.ul = if fatal == 0.0 {
        0.0
    } else {
        (1.0 - law.ua - law.uu).max(0.0)
    };
    law
}

/// What infinitely many tokens with constant rates do; where the chain alternates for
/// ever (error = back = 1), its average.
pub fn forever(error: f64, fatal: f64, back: f64) -> Transition<f64> {
    let [aa, au, al, ua, uu, ul] = match (error == 0.0, back == 0.0, fatal == 0.0) {
        (true, true, _) => [1.0, 0.0, 0.0, 0.0, 1.0, 0.0],
        (true, false, _) => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
        (false, true, _) => [0.0, 1.0 - fatal, fatal, 0.0, 1.0, 0.0],
        (false, false, true) => {
            // In units of the greater, so that no product of tiny numbers vanishes.
            let unit = error.max(back);
            let (up, down) = (back / unit, error / unit);
            let (good, bad) = (up / (up + down), down / (up + down));
            [good, bad, 0.0, good, bad, 0.0]
        }
        (false, false, false) => [0.0, 0.0, 1.0, 0.0, 0.0, 1.0],
    };
    let flawless = f64::from(u8::from(error == 0.0));
    Transition {
        flawless,
        marred: 1.0 - flawless,
        aa,
        au,
        al,
        ua,
        uu,
        ul,
        ..Transition::identity()
    }
}

/// A stretch over which `exposure` to error is spent and nothing is made good.
pub fn spent(exposure: f64, fatal: f64) -> Transition<f64> {
    let (flawless, marred) = (exp(-exposure), -expm1(-exposure));
    Transition {
        flawless,
        marred,
        aa: flawless,
        au: marred * (1.0 - fatal),
        al: marred * fatal,
        ..Transition::identity()
    }
}

/// The complements μ₁ ≤ μ₂ of the eigenvalues of the living block, and the
/// weights of their powers in P(acceptable); the weights sum to 1.
///
/// All of it is kept in units of the greater of error and recovery, so that
/// products of tiny numbers don't vanish.
struct Spectrum {
    unit: f64,
    error: f64,
    back: f64,
    slow: f64,
    fast: f64,
    gap: f64,
    weight_slow: f64,
    weight_fast: f64,
}

impl Spectrum {
    /// For a positive error and a positive recovery.
    fn of(error: f64, fatal: f64, recovery: f64) -> Self {
        let unit = error.max(recovery);
        let (error, recovery) = (error / unit, recovery / unit);
        let trace = error + recovery;
        // The product of the weights' numerators, in gap² as a sum of terms ≥ 0.
        let product = error * recovery * (1.0 - fatal);
        let gap = ((error - recovery) * (error - recovery) + 4.0 * product).sqrt();
        let slow = 2.0 * error * recovery * fatal / (trace + gap);
        let fast = f64::midpoint(trace, gap);
        // The weights are (μ₂ − e)/(μ₂ − μ₁) and (e − μ₁)/(μ₂ − μ₁): the numerator
        // that is greater is computed directly, the other one from the product.
        let (over, under) = if recovery >= error {
            let over = f64::midpoint(recovery - error, gap);
            (over, product / over)
        } else {
            let under = f64::midpoint(error - recovery, gap);
            (product / under, under)
        };
        let (weight_slow, weight_fast) = if gap == 0.0 {
            // Only where e = r and φ = 1: both powers are the same one.
            (0.0, 1.0)
        } else {
            (over / gap, under / gap)
        };
        Self {
            unit,
            error,
            back: recovery,
            slow,
            fast,
            gap,
            weight_slow,
            weight_fast,
        }
    }

    /// λ₁ⁿ and λ₂ⁿ.
    fn powers(&self, n: f64) -> (f64, f64) {
        (
            eigenvalue_power(self.unit * self.slow, n),
            eigenvalue_power(self.unit * self.fast, n),
        )
    }

    /// (λ₁ⁿ − λ₂ⁿ)/(μ₂ − μ₁)·unit, without cancellation.
    fn difference_of_powers(&self, n: f64) -> f64 {
        let (slow, fast) = self.powers(n);
        let mu = self.unit * self.fast;
        if self.gap == 0.0 {
            return 0.0;
        }
        if mu > 1.0 && n % 2.0 != 0.0 {
            return (slow - fast) / self.gap;
        }
        // λ₁ⁿ·(1 − (|λ₂|/λ₁)ⁿ), and |λ₂|/λ₁ = 1 − (λ₁ − |λ₂|)/λ₁.
        let distance = if mu <= 1.0 {
            self.unit * self.gap
        } else {
            2.0 - mu - self.unit * self.slow
        };
        let relative = (distance / (1.0 - self.unit * self.slow)).clamp(0.0, 1.0);
        slow * complement_of_power(relative, n) / self.gap
    }

    /// Σ λᵏ for k < n, times the unit, for the eigenvalue whose complement is `mu`·unit.
    fn sum_of_powers(&self, mu: f64, n: f64) -> f64 {
        if mu == 0.0 {
            return n * self.unit;
        }
        if self.unit * mu <= 1.0 {
            complement_of_power(self.unit * mu, n) / mu
        } else {
            (1.0 - eigenvalue_power(self.unit * mu, n)) / mu
        }
    }
}

/// λⁿ for λ = 1 − μ, which is negative where μ > 1.
fn eigenvalue_power(mu: f64, n: f64) -> f64 {
    if mu <= 1.0 {
        return power_of_complement(mu, n);
    }
    // |λ| = μ − 1 = 1 − (2 − μ); n is whole, so its parity decides the sign.
    let magnitude = power_of_complement(2.0 - mu, n);
    if n % 2.0 == 0.0 {
        magnitude
    } else {
        -magnitude
    }
}
