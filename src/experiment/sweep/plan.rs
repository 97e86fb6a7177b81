//! The order of a sweep's work: blocks of replicates, each cut into parts of some points, and parts into units of a point in a few replicates.
//!
//! Blocks of replicates are outermost and points come in a shuffled order, so that a sweep which is cut off has visited points all over the
//! design, each with about as many replicates. Parts never straddle blocks, and part `c` of every block holds the same points, so that more
//! replicates append parts and change none of those before. The first blocks are short; later ones grow with what went before, until a part holds
//! work enough: so a sweep of few points and very many replicates has no myriad of tiny parts, and of one that is cut off no
//! point is more than a sixteenth of its replicates, or a first block, behind another. All of this depends on the number of points, the replicates and the seed, never on
//! threads, shards or time.

use std::ops::Range;

use crate::random::{Process, Stream};

/// Replicates of the first blocks; every block but the last has a multiple of it.
const BLOCK: u32 = 5;

/// Replicates so far over this is how many a block may have.
const GROWTH: u32 = 16;

/// The most replicates of a unit: what a thread takes at a time.
const UNIT: u32 = 40;

/// The fewest points of a part: its units are shared among threads.
const FEWEST: usize = 8;

/// The most points of a part: what a kill may lose, and what is held in memory.
const MOST: usize = 256;

/// Points times replicates of a part that are work enough: blocks grow until their parts have so much. More would leave too few parts to share among
/// machines.
const ENOUGH: usize = 320;

/// Parts that a block is cut into where there are points enough.
const PARTS_OF_A_BLOCK: usize = 32;

/// The work of a sweep in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    order: Vec<usize>,
    replicates: u32,
    of_a_part: usize,
    /// By block: its first replicate.
    blocks: Vec<u32>,
}

/// One part of the work: some points in some replicates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'p> {
    /// Its number, from 0.
    pub number: usize,
    /// Its points, in the order in which they are run.
    pub points: &'p [usize],
    /// The replicates in which each is run.
    pub replicates: Range<u32>,
}

impl Part<'_> {
    /// Its points in ascending order, as its rows are.
    #[must_use]
    pub fn ascending(&self) -> Vec<usize> {
        let mut points = self.points.to_vec();
        points.sort_unstable();
        points
    }

    /// How many units it has.
    #[must_use]
    pub fn units(&self) -> usize {
        self.points.len() * self.replicates.len().div_ceil(UNIT as usize)
    }

    /// A unit, by its number: a point in some replicates. All points come in the first replicates before any comes in the next.
    #[must_use]
    pub fn unit(&self, number: usize) -> Option<(usize, Range<u32>)> {
        let point = *self.points.get(number % self.points.len().max(1))?;
        let turn = u32::try_from(number / self.points.len()).ok()?;
        let first = turn.checked_mul(UNIT)?.checked_add(self.replicates.start).filter(|first| *first < self.replicates.end)?;
        Some((point, first..first.saturating_add(UNIT).min(self.replicates.end)))
    }
}

impl Plan {
    /// The plan of a sweep of so many points and replicates.
    #[must_use]
    pub fn new(points: usize, replicates: u32, seed: u64) -> Self {
        let mut order: Vec<usize> = (0..points).collect();
        Stream::apart(seed, Process::Design, "order of points", 0).shuffle(&mut order);
        let of_a_part = (points / PARTS_OF_A_BLOCK).clamp(FEWEST, MOST);
        // Points of the fullest part.
        let full = of_a_part.min(points).max(1);
        let most = u32::try_from(ENOUGH / full).unwrap_or(u32::MAX) / BLOCK * BLOCK;
        let mut blocks = Vec::new();
        let mut start = 0_u32;
        while start < replicates {
            blocks.push(start);
            let length = (start / GROWTH / BLOCK * BLOCK).min(most).max(BLOCK);
            start = start.saturating_add(length);
        }
        Self { order, replicates, of_a_part, blocks }
    }

    /// How many points there are.
    #[must_use]
    pub const fn points(&self) -> usize {
        self.order.len()
    }

    /// Replicates of every point.
    #[must_use]
    pub const fn replicates(&self) -> u32 {
        self.replicates
    }

    /// How many parts hold a block.
    #[must_use]
    pub const fn parts_of_a_block(&self) -> usize {
        self.order.len().div_ceil(self.of_a_part)
    }

    /// How many blocks there are.
    #[must_use]
    pub const fn blocks(&self) -> usize {
        self.blocks.len()
    }

    /// How many parts there are.
    #[must_use]
    pub const fn parts(&self) -> usize {
        self.blocks() * self.parts_of_a_block()
    }

    /// A part, by its number.
    #[must_use]
    pub fn part(&self, number: usize) -> Part<'_> {
        let chunks = self.parts_of_a_block().max(1);
        let (block, chunk) = (number / chunks, number % chunks);
        let first = (chunk * self.of_a_part).min(self.order.len());
        let last = (first + self.of_a_part).min(self.order.len());
        let start = |block: usize| self.blocks.get(block).copied().unwrap_or(self.replicates);
        Part { number, points: &self.order[first..last], replicates: start(block)..start(block + 1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_is_run_in_every_replicate_once() {
        for (points, replicates) in [(1, 1), (7, 5), (8, 6), (9, 20), (500, 12), (20_000, 3), (2, 20_003), (70, 301)] {
            let plan = Plan::new(points, replicates, 3);
            let mut seen = vec![0_u32; points];
            for number in 0..plan.parts() {
                let part = plan.part(number);
                assert!(!part.points.is_empty() && part.points.len() <= MOST && !part.replicates.is_empty());
                assert!(part.points.len() * part.replicates.len() <= ENOUGH.max(MOST * BLOCK as usize));
                for unit in 0..part.units() {
                    let (point, replicates) = part.unit(unit).unwrap();
                    // Replicates come in order, none left out.
                    assert_eq!(seen[point], replicates.start);
                    seen[point] = replicates.end;
                }
                assert!(part.unit(part.units()).is_none());
                assert!(part.points.iter().all(|point| seen[*point] == part.replicates.end));
                // Cut off here, no point is far behind another.
                let (least, most) = (seen.iter().min().unwrap(), seen.iter().max().unwrap());
                assert!(most - least <= BLOCK.max(most / GROWTH), "{least} {most}");
            }
            assert!(seen.iter().all(|end| *end == replicates));
        }
    }

    #[test]
    fn parts_hold_enough_work_whatever_the_shape() {
        // Short at first, so that little work is little to lose.
        assert_eq!((Plan::new(2, 20, 3).parts(), Plan::new(2, 40, 3).parts()), (4, 8));
        let plan = Plan::new(2, 20_000, 3);
        assert!(plan.parts() < 200, "{}", plan.parts());
        let work = |number: usize| plan.part(number).points.len() * plan.part(number).replicates.len();
        assert!((0..plan.parts() - 1).all(|number| plan.part(number).replicates.start < 2560 || work(number) == ENOUGH));
        // Where points alone are work enough, blocks stay as short as the first.
        assert_eq!(Plan::new(20_000, 100, 3).blocks(), 20);
    }

    #[test]
    fn more_replicates_append_parts() {
        for (few, odd, many) in [(10, 12, 25), (40, 42, 333), (160, 167, 5000)] {
            let [few, odd, many] = [few, odd, many].map(|replicates| Plan::new(100, replicates, 3));
            assert!((0..few.parts()).all(|number| few.part(number) == many.part(number)));
            // A block that was cut short is the only one to be done again.
            let same = (0..odd.parts()).filter(|number| odd.part(*number) == many.part(*number)).count();
            assert_eq!(same, few.parts());
        }
    }

    #[test]
    fn the_order_is_of_the_seed() {
        assert_ne!(Plan::new(100, 5, 3), Plan::new(100, 5, 4));
        let plan = Plan::new(1000, 5, 3);
        // The first tenth of the work has visited every quarter of the points.
        let first: Vec<usize> = (0..4).flat_map(|number| plan.part(number).points.to_vec()).collect();
        assert!((0..4).all(|quarter| first.iter().any(|point| point / 250 == quarter)));
    }
}
