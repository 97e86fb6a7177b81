//! Fit of a person to a role, and how far they are from it.
//!
//! `fit = sum_k w_k * min(s_k, R_k) / sum_k w_k * R_k`: what the role asks and the person has, by weight; more than is asked counts nothing.
//! `distance = 1 - fit`. Upskilling closes the distance to one's own role, reskilling that to another; nothing else tells them apart.

use crate::ids::SkillId;
use crate::scenario::model::Requirement;
use crate::units::Fixed;

use multiversion::multiversion;
use wide::{f32x4, f32x8, i32x8};

use crate::workforce::crowd::BATCH;
use crate::workforce::levels::{ABREAST, Levels};

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
    /// The same for many people at once.
    abreast: Vec<Asked>,
}

/// Level and weight of each of a few skills, in every lane.
type Asked = [[f32x8; 2]; LANES];

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
            std::array::from_fn(|lane| [f32x8::splat(levels[lane]), f32x8::splat(weights[lane])])
        };
        self.abreast.extend(self.lanes.iter().map(spread));
    }

    /// Whether it asks these levels, in the order of the role's requirements.
    #[must_use]
    pub fn asks(&self, levels: &[f64]) -> bool {
        self.asks.iter().map(|&(_, level)| level).eq(levels.iter().copied())
    }

    /// Skills asked with their levels.
    #[must_use]
    pub fn asked(&self) -> &[(SkillId, f64)] {
        &self.asks
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
    pub fn fits(&self, block: &[f32x8]) -> i32x8 {
        if self.abreast.is_empty() {
            return EVERYBODY;
        }
        let mut fits = [i32x8::ZERO];
        fit_blocks(block, block.len(), &self.abreast, &mut fits);
        fits[0]
    }

    /// Fits of a role's members, a crowd at a time, as [`Bar::fits`].
    #[must_use]
    pub fn fits_of<'a>(&'a self, levels: &'a Levels) -> Fits<'a> {
        let (blocks, stride) = levels.blocks();
        Fits { bar: self, blocks, stride, batch: [i32x8::ZERO; BATCH] }
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

/// Eight people who fit.
const EVERYBODY: i32x8 = i32x8::new([1 << Fixed::BITS; ABREAST]);

/// Fits of a role's members, a crowd at a time.
#[derive(Clone, Debug)]
pub struct Fits<'a> {
    bar: &'a Bar,
    /// Blocks still to be fitted.
    blocks: &'a [f32x8],
    stride: usize,
    batch: [i32x8; BATCH],
}

impl<'a> Fits<'a> {
    /// Those of the next members, at most a crowd, eight a vector; 0 in lanes beyond the last. Only the last crowd may be less than whole.
    #[inline]
    pub fn next_crowd(&mut self, members: usize) -> &[i32x8] {
        let blocks = members.div_ceil(ABREAST).min(BATCH);
        if self.bar.abreast.is_empty() {
            self.batch[..blocks].fill(EVERYBODY);
        } else {
            let now = self.pass(blocks);
            fit_blocks(now, self.stride, &self.bar.abreast, &mut self.batch);
        }
        if let Some(last) = self.batch[..blocks].last_mut() {
            let present = members - (blocks - 1) * ABREAST;
            last.as_mut_array().iter_mut().skip(present).for_each(|fit| *fit = 0);
        }
        &self.batch[..blocks]
    }

    /// Goes past the next members, whose fits are not wanted.
    pub fn skip_crowd(&mut self, members: usize) {
        self.pass(members.div_ceil(ABREAST).min(BATCH));
    }

    fn pass(&mut self, blocks: usize) -> &'a [f32x8] {
        let (now, later) = self.blocks.split_at((blocks * self.stride).min(self.blocks.len()));
        self.blocks = later;
        now
    }
}

/// Fits blocks of people, each of so many vectors.
///
/// Written so that a compiler works the lanes side by side, and compiled once more for processors with AVX2, which are found out when the program runs.
#[multiversion(targets("x86_64+avx2"))]
fn fit_blocks(blocks: &[f32x8], stride: usize, asked: &[Asked], fits: &mut [i32x8]) {
    for (block, fits) in blocks.chunks_exact(stride).zip(fits) {
        *fits = i32x8::new(fit_block(block, asked));
    }
}

#[inline(always)]
fn fit_block(block: &[f32x8], asked: &[Asked]) -> [i32; ABREAST] {
    // Of numbers from here on, the last bit counts whole ones.
    const WHOLE: f32 = 8_388_608.0;
    let mut sums = [[0.0_f32; ABREAST]; LANES];
    let (mine, _) = block.as_chunks::<LANES>();
    // Lane by lane: a compiler then keeps eight sums in a register.
    for (lane, sums) in sums.iter_mut().enumerate() {
        for (mine, asked) in mine.iter().zip(asked) {
            let (mine, [level, weight]) = (mine[lane].as_array(), asked[lane].each_ref().map(f32x8::as_array));
            for person in 0..ABREAST {
                let counted = if mine[person] < level[person] { mine[person] } else { level[person] };
                sums[person] += counted * weight[person];
            }
        }
    }
    // To the nearest fixed-point value, halves up, as `Fixed::nearest`: in single precision every step is exact.
    let mut fits = [0; ABREAST];
    for person in 0..ABREAST {
        let sum = (sums[0][person] + sums[1][person]) + (sums[2][person] + sums[3][person]);
        let scaled = if sum < 1.0 { sum } else { 1.0 } * ONE;
        let even = scaled + WHOLE;
        let half = scaled - (even - WHOLE) >= 0.5;
        fits[person] = (even.to_bits() & (WHOLE.to_bits() ^ u32::MAX)).cast_signed() + i32::from(half);
    }
    fits
}

/// `Fixed::ONE` in single precision.
const ONE: f32 = 1_048_576.0;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workforce::crowd::CROWD;

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

    /// A role's members, their levels by the n-th of them and by skill, and a bar that asks some of the skills.
    fn crowd(people: usize, skills: u16) -> (Bar, Levels, Vec<Vec<f32>>) {
        let requires: Vec<Requirement> = (0..skills)
            .filter(|skill| skill % 3 != 1)
            .map(|skill| Requirement { skill: SkillId(skill), level: 0.0, weight: f64::from(1 + skill % 4) })
            .collect();
        let asked: Vec<f64> = (0..requires.len()).map(|number| 0.3 + 0.07 * f64::from(u8::try_from(number).unwrap())).collect();
        let mut word = 5_u32;
        let mut draw = || {
            word = word.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f32::from(u16::try_from(word >> 16).unwrap()) / 65_536.0
        };
        let (mut levels, mut plain) = (Levels::new(skills.into()), Vec::new());
        for _ in 0..people {
            let mine: Vec<f32> = (0..skills).map(|_| draw()).collect();
            levels.push(mine.iter().copied());
            plain.push(mine);
        }
        (Bar::new(&requires, &asked), levels, plain)
    }

    #[test]
    fn many_fit_as_each_does_by_themselves_on_every_processor() {
        for (people, skills) in [(1, 1), (8, 3), (700, 8), (2900, 13)] {
            let (bar, levels, plain) = crowd(people, skills);
            let mut fitted = bar.fits_of(&levels);
            let (blocks, stride) = levels.blocks();
            for (crowd, blocks) in plain.chunks(CROWD).zip(blocks.chunks(stride * BATCH)) {
                let fits = fitted.next_crowd(crowd.len()).to_vec();
                assert_eq!(fits.len(), crowd.len().div_ceil(ABREAST));
                for ((eight, block), fits) in crowd.chunks(ABREAST).zip(blocks.chunks(stride)).zip(fits) {
                    let (fits, mut by_themselves) = (fits.to_array(), bar.fits(block).to_array());
                    // Called from here, the body is what was compiled for any processor.
                    assert_eq!(by_themselves, fit_block(block, &bar.abreast));
                    by_themselves[eight.len()..].fill(0);
                    assert_eq!(fits, by_themselves);
                    for (fit, mine) in fits.into_iter().zip(eight) {
                        assert_eq!(Fixed(fit.cast_unsigned()), bar.fit(mine));
                    }
                }
            }
            let (mut all, mut later) = (bar.fits_of(&levels), bar.fits_of(&levels));
            later.skip_crowd(people);
            if let Some(rest) = people.checked_sub(CROWD) {
                all.next_crowd(CROWD);
                assert_eq!(all.next_crowd(rest.min(CROWD)), later.next_crowd(rest.min(CROWD)));
            }
        }
    }

    #[test]
    fn halves_round_up() {
        // A fit of 1/2 + 2^-21, which single precision holds, lies between two fixed-point values.
        let half_way = 0.5 + 1.0 / 2_097_152.0;
        let bar = Bar::new(&[Requirement { skill: SkillId(0), level: 0.0, weight: 1.0 }], &[1.0]);
        let block = [f32x8::splat(half_way), f32x8::ZERO, f32x8::ZERO, f32x8::ZERO];
        assert_eq!(bar.fits(&block).to_array(), [(1 << 19) + 1; ABREAST]);
        assert_eq!(bar.fit(&[half_way]), Fixed((1 << 19) + 1));
    }

    #[test]
    fn a_role_that_asks_nothing_fits_everybody() {
        assert_eq!(Bar::default().fit(&[]), Fixed::ONE);
        let nothing = Bar::default();
        let levels = Levels::new(0);
        let mut fitted = nothing.fits_of(&levels);
        assert_eq!(fitted.next_crowd(2 * ABREAST), [EVERYBODY; 2]);
        assert_eq!(fitted.next_crowd(3)[0].to_array(), [1 << 20, 1 << 20, 1 << 20, 0, 0, 0, 0, 0]);
    }
}
