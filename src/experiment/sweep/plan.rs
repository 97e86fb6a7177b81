//! The order of a sweep's work: units of (point, block of replicates), grouped into parts.
//!
//! Blocks of replicates are outermost and points come in a shuffled order, so that a sweep which is cut off has visited points all over the
//! design, each with about as many replicates. Parts never straddle blocks, and part `c` of every block holds the same points, so that more
//! replicates append parts and change none of those before. All of this depends on the number of points, the replicates and the seed, never on
//! threads, shards or time.

use std::ops::Range;

use crate::random::{Process, Stream};

/// Replicates of a block.
pub const BLOCK: u32 = 5;

/// The fewest points of a part: its units are shared among threads.
const FEWEST: usize = 8;

/// The most points of a part: what a kill may lose, and what is held in memory.
const MOST: usize = 256;

/// Parts that a block is cut into where there are points enough.
const PARTS_OF_A_BLOCK: usize = 32;

/// The work of a sweep in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    order: Vec<usize>,
    replicates: u32,
    of_a_part: usize,
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
}

impl Plan {
    /// The plan of a sweep of so many points and replicates.
    #[must_use]
    pub fn new(points: usize, replicates: u32, seed: u64) -> Self {
        let mut order: Vec<usize> = (0..points).collect();
        Stream::apart(seed, Process::Design, "order of points", 0).shuffle(&mut order);
        Self { order, replicates, of_a_part: (points / PARTS_OF_A_BLOCK).clamp(FEWEST, MOST) }
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
        self.replicates.div_ceil(BLOCK) as usize
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
        let start = u32::try_from(block).unwrap_or(u32::MAX).saturating_mul(BLOCK).min(self.replicates);
        Part { number, points: &self.order[first..last], replicates: start..start.saturating_add(BLOCK).min(self.replicates) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_is_run_in_every_replicate_once() {
        for (points, replicates) in [(1, 1), (7, 5), (8, 6), (9, 20), (500, 12), (20_000, 3)] {
            let plan = Plan::new(points, replicates, 3);
            let mut seen = vec![0_u32; points];
            for number in 0..plan.parts() {
                let part = plan.part(number);
                assert!(!part.points.is_empty() && part.points.len() <= MOST && !part.replicates.is_empty());
                for point in part.points {
                    // Replicates come in order, none left out.
                    assert_eq!(seen[*point], part.replicates.start);
                    seen[*point] = part.replicates.end;
                }
            }
            assert!(seen.iter().all(|end| *end == replicates));
        }
    }

    #[test]
    fn more_replicates_append_parts() {
        let (few, many) = (Plan::new(100, 10, 3), Plan::new(100, 25, 3));
        assert!((0..few.parts()).all(|number| few.part(number) == many.part(number)));
        // A block that was cut short is the only one to be done again.
        let odd = Plan::new(100, 12, 3);
        let same = (0..odd.parts()).filter(|number| odd.part(*number) == many.part(*number)).count();
        assert_eq!(same, few.parts());
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
