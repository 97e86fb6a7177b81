//! Units that allow only legal arithmetic.
//!
//! Rates in files are hazards per person-year, durations weeks, money in the scenario's currency.
//! Each is converted once, here, at the edge. The ledger counts whole cents and output counts fixed-point
//! fractions, so that sums are exact in any order.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

/// Weeks in a year. Time runs in whole weeks; a year is 52 of them.
pub const WEEKS_PER_YEAR: i32 = 52;

/// A whole week, counted from the start of the run. Weeks before week 0 are negative (people who joined earlier).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Week(pub i32);

impl Add<i32> for Week {
    type Output = Self;
    /// The week so many weeks later.
    fn add(self, weeks: i32) -> Self {
        Self(self.0 + weeks)
    }
}

impl Sub for Week {
    type Output = i32;
    /// Weeks between two weeks.
    fn sub(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }
}

/// Money in whole cents of the scenario's currency, at constant prices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Whole cents.
    #[must_use]
    pub const fn from_cents(cents: i64) -> Self {
        Self(cents)
    }

    /// The nearest cent to an amount in units of currency; halves away from zero. Saturates at the ends of `i64`.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "a float cast saturates, which is the documented behaviour")]
    #[expect(clippy::cast_precision_loss, reason = "what is cut off of a float is a float")]
    #[inline]
    pub fn from_units(units: f64) -> Self {
        let cents = units * 100.0;
        let whole = cents as i64;
        // Exact: a float of 2^53 or more has nothing after the point.
        let rest = cents - whole as f64;
        Self(whole.saturating_add(i64::from(rest >= 0.5) - i64::from(rest <= -0.5)))
    }

    /// Cents.
    #[must_use]
    pub const fn cents(self) -> i64 {
        self.0
    }

    /// The amount in units of currency, for reading and statistics.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "cents are exact in the ledger; a reader's figure may round past 2^53")]
    pub fn units(self) -> f64 {
        self.0 as f64 / 100.0
    }

    /// A yearly amount's share of one week, to the cent.
    #[must_use]
    pub fn per_week(self) -> Self {
        Self::from_units(self.units() / f64::from(WEEKS_PER_YEAR))
    }

    /// A part or multiple of an amount, to the cent.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        Self::from_units(self.units() * factor)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Mul<i64> for Money {
    type Output = Self;
    /// So many times the amount, exactly.
    fn mul(self, times: i64) -> Self {
        Self(self.0 * times)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// A hazard per person-year: 0.30 means that 25.9% are gone in a year.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct AnnualRate(pub f64);

impl AnnualRate {
    /// The same hazard per person-week.
    #[must_use]
    pub fn per_week(self) -> f64 {
        self.0 / f64::from(WEEKS_PER_YEAR)
    }
}

/// A fraction of one as a fixed-point integer with 20 binary digits: fit, ramp and output of a person.
///
/// Integers make sums over people exact in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fixed(pub u32);

impl Fixed {
    /// Binary digits after the point.
    pub const BITS: u32 = 20;
    /// Exactly one.
    pub const ONE: Self = Self(1 << Self::BITS);
    /// Exactly nothing.
    pub const ZERO: Self = Self(0);

    /// The nearest fixed-point value to a fraction; below 0 is 0, above 1 is 1.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to [0, 1] first")]
    #[inline]
    pub fn nearest(fraction: f64) -> Self {
        Self((fraction.clamp(0.0, 1.0) * f64::from(Self::ONE.0) + 0.5) as u32)
    }

    /// The product of two fractions, rounded down.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "the product of two fractions is at most one")]
    #[inline]
    pub const fn times(self, other: Self) -> Self {
        Self(((self.0 as u64 * other.0 as u64) >> Self::BITS) as u32)
    }

    /// One less this fraction.
    #[must_use]
    #[inline]
    pub const fn complement(self) -> Self {
        Self(Self::ONE.0.saturating_sub(self.0))
    }

    /// The fraction as a float.
    #[must_use]
    pub fn value(self) -> f64 {
        f64::from(self.0) / f64::from(Self::ONE.0)
    }
}

/// A duration in weeks, rounded to whole weeks, halves up.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "a float cast saturates; durations are checked when a scenario is read")]
pub fn whole_weeks(weeks: f64) -> i32 {
    libm::floor(weeks + 0.5) as i32
}
