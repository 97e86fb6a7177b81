//! Fit of a person to a role, and how far they are from it.
//!
//! `fit = sum_k w_k * min(s_k, R_k) / sum_k w_k * R_k`: what the role asks and the person has, by weight; more than is asked counts nothing.
//! `distance = 1 - fit`. Upskilling closes the distance to one's own role, reskilling that to another; nothing else tells them apart.

use crate::ids::SkillId;
use crate::scenario::model::Requirement;
use crate::units::Fixed;

/// Lanes in which a fit is summed: the order of sums is fixed, and a compiler can do several at once.
const LANES: usize = 4;

/// A role's requirements as of one week, laid out for fitting.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// Skills asked, with their levels.
    asks: Vec<(SkillId, f64)>,
    /// Level by skill of the scenario, 0 where not asked; whole lanes.
    levels: Vec<f64>,
    /// Weight by skill, over the sum of weighted levels.
    weights: Vec<f64>,
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
    pub fn set(&mut self, requires: &[Requirement], levels: &[f64]) {
        let total: f64 = requires.iter().zip(levels).map(|(requirement, &level)| requirement.weight * level).sum();
        let skills = padded(requires.iter().map(|requirement| requirement.skill.index() + 1).max().unwrap_or(0));
        self.asks.clear();
        for column in [&mut self.levels, &mut self.weights] {
            column.clear();
            column.resize(if total > 0.0 { skills } else { 0 }, 0.0);
        }
        for (requirement, &level) in requires.iter().zip(levels) {
            self.asks.push((requirement.skill, level));
            if total > 0.0 {
                self.levels[requirement.skill.index()] = level;
                self.weights[requirement.skill.index()] = requirement.weight / total;
            }
        }
    }

    /// Skills asked with their levels.
    pub fn levels(&self) -> impl Iterator<Item = (SkillId, f64)> + '_ {
        self.asks.iter().copied()
    }

    /// Fit of a person with these skills (one level a skill of the scenario, in whole lanes or not). A role that asks nothing fits everybody.
    #[must_use]
    #[inline]
    pub fn fit(&self, skills: &[f32]) -> Fixed {
        if self.levels.is_empty() {
            return Fixed::ONE;
        }
        let mut sums = [0.0_f64; LANES];
        let asked = self.levels.chunks_exact(LANES).zip(self.weights.chunks_exact(LANES));
        let whole = skills.chunks_exact(LANES);
        let rest = whole.remainder();
        let done = whole.len().min(asked.len()) * LANES;
        for (mine, (levels, weights)) in whole.zip(asked) {
            for lane in 0..LANES {
                sums[lane] += weights[lane] * least(f64::from(mine[lane]), levels[lane]);
            }
        }
        if done < self.levels.len() {
            let left = self.levels[done..].iter().zip(&self.weights[done..]);
            for (sum, (&mine, (&level, &weight))) in sums.iter_mut().zip(rest.iter().zip(left)) {
                *sum += weight * least(f64::from(mine), level);
            }
        }
        Fixed::nearest((sums[0] + sums[1]) + (sums[2] + sums[3]))
    }

    /// Distance of a person with these skills.
    #[must_use]
    pub fn distance(&self, skills: &[f32]) -> Fixed {
        self.fit(skills).complement()
    }
}

/// Levels that a person is kept in for so many skills: whole lanes.
#[must_use]
pub const fn padded(skills: usize) -> usize {
    skills.next_multiple_of(LANES)
}

/// The lesser of two numbers that are numbers: one instruction, where `f64::min` minds NaN.
#[inline]
fn least(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}


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
