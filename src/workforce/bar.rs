//! Fit of a person to a role, and how far they are from it.
//!
//! `fit = sum_k w_k * min(s_k, R_k) / sum_k w_k * R_k`: what the role asks and the person has, by weight; more than is asked counts nothing.
//! `distance = 1 - fit`. Upskilling closes the distance to one's own role, reskilling that to another; nothing else tells them apart.

use crate::ids::SkillId;
use crate::scenario::model::Requirement;
use crate::units::Fixed;

/// A role's requirements laid out for fitting: skills, and their weights and weighted levels as of one week.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// Skill, level, weight.
    asks: Vec<(SkillId, f64, f64)>,
    /// Sum of weighted levels.
    total: f64,
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
        self.asks.clear();
        self.asks.extend(requires.iter().zip(levels).map(|(requirement, &level)| (requirement.skill, level, requirement.weight)));
        self.total = self.asks.iter().map(|(_, level, weight)| weight * level).sum();
    }

    /// Skills asked with their levels.
    pub fn levels(&self) -> impl Iterator<Item = (SkillId, f64)> + '_ {
        self.asks.iter().map(|&(skill, level, _)| (skill, level))
    }

    /// Fit of a person with these skills (one level a skill of the scenario). A role that asks nothing fits everybody.
    #[must_use]
    pub fn fit(&self, skills: &[f32]) -> Fixed {
        if self.total <= 0.0 {
            return Fixed::ONE;
        }
        let has: f64 = self.asks.iter().map(|&(skill, level, weight)| weight * f64::from(skills[skill.index()]).min(level)).sum();
        Fixed::nearest(has / self.total)
    }

    /// Distance of a person with these skills.
    #[must_use]
    pub fn distance(&self, skills: &[f32]) -> Fixed {
        self.fit(skills).complement()
    }
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
