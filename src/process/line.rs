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
    /// Puts somebody in line.
    pub fn join(&mut self, rank: u32, slot: u32) {
        self.waiting.push(u64::from(rank) << 32 | u64::from(slot));
    }

    /// How many have joined who are not in order yet.
    #[must_use]
    pub const fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Sends away whoever waits beyond the least so many, at least one, and their equals; returns the rank that nobody who stays exceeds. More than so many must wait.
    pub fn keep_least(&mut self, count: usize) -> u32 {
        let (_, &mut last, _) = self.waiting.select_nth_unstable(count - 1);
        let (most, _) = unpack(last);
        self.waiting.retain(|&place| unpack(place).0 <= most);
        most
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

    #[test]
    fn the_least_stay_with_their_equals() {
        for count in 1..=9 {
            let mut line = Line::default();
            let ranks = [5, 3, 8, 3, 1, 8, 3, 9, 2, 7];
            (0..).zip(ranks).for_each(|(slot, rank)| line.join(rank, slot));
            let mut sorted = ranks;
            sorted.sort_unstable();
            let most = line.keep_least(count);
            assert_eq!(most, sorted[count - 1]);
            assert_eq!(line.waiting(), sorted.iter().filter(|rank| **rank <= most).count());
            let (mut called, mut stayed) = (Vec::new(), Vec::new());
            while let Some(rank) = line.call(&mut called) {
                stayed.extend(called.iter().map(|_| rank));
            }
            assert_eq!(stayed, sorted[..stayed.len()], "{count}");
            assert!(stayed.len() >= count && stayed.last() == Some(&most));
        }
    }
}
