//! When each member of a role leaves: the role clock at which their exit falls due.
//!
//! Few fall due in a week. The least key of every sixteen members is kept beside the keys, so that a quiet week reads half a byte a person;
//! a least key may be lower than any key that is left, never higher: it costs a look, and is put right by it.

use wide::f64x8;

use crate::random::ABREAST;

/// Members to whom one least key belongs: about one over the square root of the share that leaves in a week.
const BLOCK: usize = 2 * ABREAST;

/// Every lane of a vector.
const ALL: u32 = (1 << ABREAST) - 1;

/// The lesser of two keys, which are never NaN: one instruction, where `f64::min` takes five.
fn lesser(one: f64, other: f64) -> f64 {
    if other < one { other } else { one }
}

/// Exit keys of a role's members, in their order.
#[derive(Clone, Debug, Default)]
pub struct Exits {
    keys: Vec<f64>,
    /// At most the least key of each block.
    least: Vec<f64>,
}

impl Exits {
    /// Makes room for so many members.
    pub fn reserve(&mut self, people: usize) {
        self.keys.reserve(people);
        self.least.reserve(people.div_ceil(BLOCK));
    }

    /// The same as others, in the memory that is there.
    #[must_use]
    pub fn refill(self, others: &Self) -> Self {
        Self { keys: super::state::refilled(self.keys, &others.keys), least: super::state::refilled(self.least, &others.least) }
    }

    /// Reads somebody's key and the least of their block, for the sake of having them at hand.
    #[must_use]
    #[inline]
    pub fn glance(&self, place: usize) -> u64 {
        let read = |list: &[f64], place: usize| list.get(place).map_or(0, |key| key.to_bits());
        read(&self.keys, place) ^ read(&self.least, place / BLOCK)
    }

    /// Somebody joins at the end, whose exit is not set yet.
    pub fn push(&mut self) {
        if self.keys.len().is_multiple_of(BLOCK) {
            self.least.push(f64::INFINITY);
        }
        self.keys.push(f64::INFINITY);
    }

    /// Sets when somebody's exit falls due.
    #[inline]
    pub fn set(&mut self, place: usize, key: f64) {
        self.keys[place] = key;
        let least = &mut self.least[place / BLOCK];
        *least = lesser(*least, key);
    }

    /// Takes somebody out; the last takes their place.
    pub fn swap_remove(&mut self, place: usize) {
        self.keys.swap_remove(place);
        self.least.truncate(self.keys.len().div_ceil(BLOCK));
        if let Some(&moved) = self.keys.get(place) {
            let least = &mut self.least[place / BLOCK];
            *least = lesser(*least, moved);
        }
    }

    /// Calls `due` with the places of those whose exit has fallen due by a clock. They must be taken out, or set again, before the next call.
    pub fn due(&mut self, clock: f64, mut due: impl FnMut(usize)) {
        for (block, (least, keys)) in self.least.iter_mut().zip(self.keys.chunks(BLOCK)).enumerate() {
            if *least > clock {
                continue;
            }
            if let Ok(keys) = <&[f64; BLOCK]>::try_from(keys) {
                // Mostly the least key was lower than any: two vectors tell.
                let [first, second] = [0, ABREAST].map(|at| f64x8::new(std::array::from_fn(|lane| keys[at + lane])));
                let lower = first.fast_min(second);
                if lower.simd_gt(f64x8::splat(clock)).to_bitmask() == ALL {
                    *least = lower.to_array().into_iter().fold(f64::INFINITY, lesser);
                    continue;
                }
            }
            *least = f64::INFINITY;
            for (place, &key) in keys.iter().enumerate() {
                if key <= clock {
                    due(block * BLOCK + place);
                } else {
                    *least = lesser(*least, key);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_due_is_found_while_others_come_and_go() {
        let (mut exits, mut plain) = (Exits::default(), Vec::new());
        let mut word = 7_u32;
        let mut draw = |below: u32| {
            word = word.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (word >> 8) % below
        };
        for week in 0..400 {
            for _ in 0..draw(40) {
                exits.push();
                let key = f64::from(week + draw(100));
                exits.set(plain.len(), key);
                plain.push(key);
            }
            for _ in 0..draw(5).min(u32::try_from(plain.len()).unwrap()) {
                let place = draw(u32::try_from(plain.len()).unwrap()) as usize;
                if draw(2) == 0 {
                    exits.swap_remove(place);
                    plain.swap_remove(place);
                } else {
                    plain[place] = f64::from(week + draw(100));
                    exits.set(place, plain[place]);
                }
            }
            let clock = f64::from(week);
            let mut found = Vec::new();
            exits.due(clock, |place| found.push(place));
            let expected: Vec<usize> = (0..plain.len()).filter(|&place| plain[place] <= clock).collect();
            assert_eq!(found, expected, "week {week}");
            for place in found.into_iter().rev() {
                exits.swap_remove(place);
                plain.swap_remove(place);
            }
        }
    }
}
