//! Fit of a person to a role, and how far they are from it.
//!
//! `fit = sum_k w_k * min(s_k, R_k) / sum_k w_k * R_k`: what the role asks and the person has, by weight; more than is asked counts nothing.
//! `distance = 1 - fit`. Upskilling closes the distance to one's own role, reskilling that to another; nothing else tells them apart.

use crate::ids::SkillId;
use crate::scenario::model::Requirement;
use crate::units::Fixed;

use wide::{f32x4, f32x8, i32x8};

use crate::workforce::levels::Levels;

/// Lanes in which a fit is summed: the order of sums is fixed, and a compiler can do several at once.
pub const LANES: usize = 4;

/// A role's requirements as of one week, laid out for fitting.
///
/// Levels and weights are kept in single precision: the error of a fit, below 4e-7, is less than half of what `Fixed` resolves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// Skills asked, with their levels.
    asks: Vec<(SkillId, f64)>,
    /// Level, and weight over the sum of weighted levels, by skill of the scenario; 0 where not asked; up to the last skill asked.
    lanes: Vec<(f32x4, f32x4)>,
    /// The same for many people at once, each level and weight in every lane.
    abreast: Vec<[(f32x8, f32x8); LANES]>,
}

/// Sums of four lanes, in the one order in which a fit is summed.
macro_rules! sum_of_lanes {
    ($sums:expr) => {
        ($sums[0] + $sums[1]) + ($sums[2] + $sums[3])
    };
}

impl Bar {
    /// From a role's requirements with the levels of one week, in the same order.
    #[must_use]
    pub fn new(requires: &[Requirement], levels: &[f64]) -> Self {
        let mut bar = Self::default();
        bar.set(requires, levels);
        bar
    }

    /// Moves the bar to other levels.
    #[expect(clippy::cast_possible_truncation, reason = "single precision is enough for what a fit resolves")]
    pub fn set(&mut self, requires: &[Requirement], levels: &[f64]) {
        let asks = || requires.iter().zip(levels);
        self.asks.clear();
        self.asks.extend(asks().map(|(requirement, &level)| (requirement.skill, level)));
        let total: f64 = asks().map(|(requirement, &level)| requirement.weight * level).sum();
        let skills = requires.iter().map(|requirement| requirement.skill.index() + 1).max().unwrap_or(0);
        self.lanes.clear();
        self.abreast.clear();
        if total <= 0.0 {
            return;
        }
        self.lanes.resize(skills.div_ceil(LANES), (f32x4::ZERO, f32x4::ZERO));
        for (requirement, &level) in asks() {
            let (place, lane) = (requirement.skill.index() / LANES, requirement.skill.index() % LANES);
            self.lanes[place].0.as_mut_array()[lane] = level as f32;
            self.lanes[place].1.as_mut_array()[lane] = (requirement.weight / total) as f32;
        }
        let spread = |&(levels, weights): &(f32x4, f32x4)| {
            let (levels, weights) = (levels.to_array(), weights.to_array());
            std::array::from_fn(|lane| (f32x8::splat(levels[lane]), f32x8::splat(weights[lane])))
        };
        self.abreast.extend(self.lanes.iter().map(spread));
    }

    /// Whether it asks these levels, in the order of the role's requirements.
    #[must_use]
    pub fn asks(&self, levels: &[f64]) -> bool {
        self.asks.iter().map(|&(_, level)| level).eq(levels.iter().copied())
    }

    /// Skills asked with their levels.
    pub fn levels(&self) -> impl Iterator<Item = (SkillId, f64)> + '_ {
        self.asks.iter().copied()
    }

    /// Fit of a person with these skills (one level a skill of the scenario, in whole lanes or not). A role that asks nothing fits everybody.
    #[must_use]
    #[inline]
    pub fn fit(&self, skills: &[f32]) -> Fixed {
        if self.lanes.is_empty() {
            return Fixed::ONE;
        }
        let (whole, rest) = skills.as_chunks::<LANES>();
        let mut sums = f32x4::ZERO;
        for (mine, (levels, weights)) in whole.iter().zip(&self.lanes) {
            sums += f32x4::from(*mine).fast_min(*levels) * *weights;
        }
        if whole.len() < self.lanes.len() {
            let mut last = [0.0; LANES];
            last[..rest.len()].copy_from_slice(rest);
            let (levels, weights) = self.lanes[whole.len()];
            sums += f32x4::from(last).fast_min(levels) * weights;
        }
        let sums = sums.to_array();
        Fixed::nearest(f64::from(sum_of_lanes!(sums)))
    }

    /// Fits of a block of people, one vector a skill, in 2^-20: what `fit` gives each, to the last bit.
    #[must_use]
    #[inline]
    pub fn fits(&self, block: &[f32x8]) -> i32x8 {
        if self.abreast.is_empty() {
            return i32x8::splat(Fixed::ONE.0.cast_signed());
        }
        let mut sums = [f32x8::ZERO; LANES];
        for (mine, asked) in block.as_chunks::<LANES>().0.iter().zip(&self.abreast) {
            for lane in 0..LANES {
                sums[lane] += mine[lane].fast_min(asked[lane].0) * asked[lane].1;
            }
        }
        // To the nearest fixed-point value, halves up, as `Fixed::nearest`: in single precision every step is exact.
        let scaled = sum_of_lanes!(sums).fast_min(f32x8::ONE) * f32x8::splat(ONE);
        let whole = scaled.fast_trunc_int();
        let twice_the_rest = (scaled - whole.round_float()) * f32x8::splat(2.0);
        whole + twice_the_rest.fast_trunc_int()
    }

    /// Fit of a member of a role.
    #[must_use]
    pub fn fit_of(&self, levels: &Levels, place: usize) -> Fixed {
        if self.abreast.is_empty() {
            return Fixed::ONE;
        }
        let mut sums = f32x4::ZERO;
        for (chunk, &(asked, weights)) in self.lanes.iter().enumerate() {
            let mine = std::array::from_fn(|lane| levels.level(place, chunk * LANES + lane));
            sums += f32x4::from(mine).fast_min(asked) * weights;
        }
        let sums = sums.to_array();
        Fixed::nearest(f64::from(sum_of_lanes!(sums)))
    }

    /// Distance of a member of a role.
    #[must_use]
    pub fn distance_of(&self, levels: &Levels, place: usize) -> Fixed {
        self.fit_of(levels, place).complement()
    }

    /// Distance of a person with these skills.
    #[must_use]
    pub fn distance(&self, skills: &[f32]) -> Fixed {
        self.fit(skills).complement()
    }
}

/// `Fixed::ONE` in single precision.
const ONE: f32 = 1_048_576.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn bar() -> Bar {
        let ask = |skill, weight| Requirement { skill: SkillId(skill), level: 0.0, weight };
        Bar::new(&[ask(0, 1.0), ask(1, 2.0)], &[0.6, 0.4])
    }

    #[test]
    fn fit_counts_what_is_asked_and_there() {
        // (1*0.6 + 2*0.2) / (1*0.6 + 2*0.4) = 1.0 / 1.4
        assert_eq!(bar().fit(&[0.9, 0.2]), Fixed::nearest(1.0 / 1.4));
        assert_eq!(bar().distance(&[0.6, 0.4]), Fixed::ZERO);
        assert_eq!(bar().distance(&[0.0, 0.0]), Fixed::ONE);
    }

    #[test]
    fn a_role_that_asks_nothing_fits_everybody() {
        assert_eq!(Bar::default().fit(&[]), Fixed::ONE);
    }
}
