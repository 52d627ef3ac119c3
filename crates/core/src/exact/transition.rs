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

use crate::exact::scalar::{Marks, NEVER_ENDING, Scalar};
use crate::model::chain::Occupancy;
use crate::number::complex::Complex;

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
    pub fn forever(&self) -> Self
    where
        T: PartialEq,
    {
        // Doubling so often, even the least positive number has had its effect.
        const DOUBLINGS: u32 = 1200;
        let mut power = *self;
        for _ in 0..DOUBLINGS {
            let square = power.then(&power);
            // From here on nothing changes; mostly that is so after some sixty.
            if square == power {
                break;
            }
            power = square;
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
