//! A line of people by some rank, the least first: the nearest are asked first, the least fit laid off first.
//!
//! Thousands may stand in line and a handful be called: nobody is put in order before it is their turn.

/// People in line.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Those not yet in order: rank, then slot, as one number.
    waiting: Vec<u64>,
    /// The front of the line, the next last.
    front: Vec<u64>,
    /// How many are put in order next.
    batch: usize,
}

/// How many are put in order first; then twice as many each time.
const FIRST_BATCH: usize = 32;

impl Line {
    /// An empty line with room for so many.
    #[must_use]
    pub fn for_up_to(people: usize) -> Self {
        Self { waiting: Vec::with_capacity(people), ..Self::default() }
    }

    /// Puts somebody in line.
    pub fn join(&mut self, rank: u32, slot: u32) {
        self.waiting.push(u64::from(rank) << 32 | u64::from(slot));
    }

    /// Calls everybody of the least rank into `called`, which is emptied first; in order of slots. Returns their rank, if anybody was in line.
    pub fn call(&mut self, called: &mut Vec<u32>) -> Option<u32> {
        called.clear();
        let mut least = None;
        while self.fill_front() {
            let &next = self.front.last()?;
            let (rank, slot) = unpack(next);
            if *least.get_or_insert(rank) != rank {
                break;
            }
            self.front.pop();
            called.push(slot);
        }
        least
    }

    /// Whether anybody is at the front.
    fn fill_front(&mut self) -> bool {
        if !self.front.is_empty() || self.waiting.is_empty() {
            return !self.front.is_empty();
        }
        self.batch = self.batch.max(FIRST_BATCH);
        if self.batch < self.waiting.len() {
            // The least to the end, where taking them out moves nobody.
            let rest = self.waiting.len() - self.batch;
            self.waiting.select_nth_unstable_by(rest, |a, b| b.cmp(a));
            self.front.extend(self.waiting.drain(rest..));
        } else {
            std::mem::swap(&mut self.front, &mut self.waiting);
        }
        self.batch *= 2;
        self.front.sort_unstable_by(|a, b| b.cmp(a));
        true
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the parts that `join` put there")]
const fn unpack(place: u64) -> (u32, u32) {
    ((place >> 32) as u32, place as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_called_by_rank_and_equals_together() {
        let mut line = Line::default();
        let mut all = Vec::new();
        let mut word = 7_u32;
        for slot in 0..2000 {
            word = word.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            // Seven hundred ranks for two thousand people: many are equal.
            let rank = (word >> 8) % 700;
            line.join(rank, slot);
            all.push((rank, slot));
        }
        all.sort_unstable();
        let (mut called, mut order) = (Vec::new(), Vec::new());
        let mut before = None;
        while let Some(rank) = line.call(&mut called) {
            assert!(before.is_none_or(|before| before < rank));
            before = Some(rank);
            order.extend(called.iter().map(|&slot| (rank, slot)));
        }
        assert_eq!(order, all);
        assert!(called.is_empty());
    }
}
