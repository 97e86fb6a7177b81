//! Skill levels of a role's members, eight people abreast: one instruction then fits eight of them to a bar.
//!
//! People keep the order of the role's members. A block holds one vector a skill of the scenario, with a lane a person; lanes beyond the last member are stale.

use wide::f32x8;

use crate::workforce::bar::LANES;

/// People in a block.
pub use crate::random::ABREAST;

/// Levels of a role's members in [0, 1], by skill of the scenario.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    skills: usize,
    /// Vectors of a block: the skills, up to whole lanes of a fit.
    stride: usize,
    people: usize,
    blocks: Vec<f32x8>,
}

impl Levels {
    /// Nobody yet, of so many skills.
    #[must_use]
    pub fn new(skills: usize) -> Self {
        Self { skills, stride: skills.next_multiple_of(LANES), ..Self::default() }
    }

    /// Makes these the same as others, in the memory that is there, with room for as many newcomers.
    #[must_use]
    pub fn refill(mut self, others: &Self) -> Self {
        self.blocks.clear();
        self.blocks.reserve(2 * others.blocks.len());
        self.blocks.extend_from_slice(&others.blocks);
        Self { skills: others.skills, stride: others.stride, people: others.people, blocks: self.blocks }
    }

    /// Blocks of eight people, one vector a skill, and how many vectors make a block; the last may be part empty. A scenario without skills has none.
    #[must_use]
    pub fn blocks(&self) -> (&[f32x8], usize) {
        (&self.blocks, self.stride.max(1))
    }

    fn at(&self, place: usize, skill: usize) -> (usize, usize) {
        (place / ABREAST * self.stride + skill, place % ABREAST)
    }

    /// Somebody's level.
    #[must_use]
    #[inline]
    pub fn level(&self, place: usize, skill: usize) -> f32 {
        let (vector, lane) = self.at(place, skill);
        self.blocks[vector].as_array()[lane]
    }

    /// Changes somebody's level.
    pub fn set(&mut self, place: usize, skill: usize, level: f32) {
        let (vector, lane) = self.at(place, skill);
        self.blocks[vector].as_mut_array()[lane] = level;
    }

    /// Reads every line of memory that somebody's levels are in, for the sake of having them at hand.
    #[must_use]
    #[inline]
    pub fn glance(&self, place: usize) -> u64 {
        let (vector, lane) = self.at(place, 0);
        let block = self.blocks.get(vector..vector + self.stride).unwrap_or_default();
        block.iter().step_by(2).map(|levels| u64::from(levels.as_array()[lane].to_bits())).fold(0, u64::wrapping_add)
    }

    /// Adds somebody at the end.
    pub fn push(&mut self, levels: impl IntoIterator<Item = f32>) {
        let place = self.people;
        if place.is_multiple_of(ABREAST) {
            self.blocks.resize(self.blocks.len() + self.stride, f32x8::ZERO);
        }
        self.people += 1;
        for (skill, level) in levels.into_iter().take(self.skills).enumerate() {
            self.set(place, skill, level);
        }
    }

    /// Adds up to eight people at the end, where a block begins: their levels are written into the block, one vector a skill, of 0 before.
    pub fn push_block(&mut self, people: usize) -> &mut [f32x8] {
        debug_assert!(self.people.is_multiple_of(ABREAST) && people <= ABREAST, "a block begins after whole blocks");
        let start = self.blocks.len();
        self.people += people;
        self.blocks.resize(start + self.stride, f32x8::ZERO);
        &mut self.blocks[start..]
    }

    /// Takes somebody out; the last takes their place.
    pub fn swap_remove(&mut self, place: usize) {
        let last = self.people - 1;
        for skill in 0..self.skills {
            self.set(place, skill, self.level(last, skill));
        }
        self.people = last;
        self.blocks.truncate(last.div_ceil(ABREAST) * self.stride);
    }

    /// Somebody's levels, by skill.
    pub fn of(&self, place: usize) -> impl Iterator<Item = f32> + '_ {
        (0..self.skills).map(move |skill| self.level(place, skill))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Levels that tell who and what: person `n`, skill `k`.
    fn person(n: u8) -> [f32; 3] {
        [0.0, 0.25, 0.5].map(|skill| f32::from(n) + skill)
    }

    #[test]
    fn people_keep_their_levels_while_others_come_and_go() {
        let mut levels = Levels::new(3);
        let mut list = Vec::new();
        for n in 0..20 {
            levels.push(person(n));
            list.push(n);
        }
        for place in [0, 18, 7, 3, 8, 8, 12, 0] {
            levels.swap_remove(place);
            list.swap_remove(place);
            for (place, &n) in list.iter().enumerate() {
                assert!(levels.of(place).eq(person(n)), "{n} at {place}");
            }
        }
        assert_eq!(levels.blocks().0.len(), list.len().div_ceil(ABREAST) * levels.blocks().1);
    }

    #[test]
    fn a_scenario_without_skills_has_no_blocks() {
        let mut levels = Levels::new(0);
        levels.push([]);
        levels.push([]);
        levels.swap_remove(0);
        assert!(levels.blocks().0.is_empty());
    }
}
