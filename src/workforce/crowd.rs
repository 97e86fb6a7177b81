//! Members of a role by the hundred: who of them, a bit each.
//!
//! A pass over a role goes eight members abreast. What it finds of a person is a lane; the same lane of thirty-two blocks is kept in one word, so that nothing is moved from lane to lane
//! before the pass is over.

use std::ops::BitAnd;

use wide::i32x8;

use crate::workforce::levels::ABREAST;
use crate::workforce::numbers::Bits;

/// Blocks of eight members that a pass goes through together: as many as a word has bits.
pub const BATCH: usize = 32;
/// Members who are gone through together.
pub const CROWD: usize = BATCH * ABREAST;

/// Some of a crowd.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marks(i32x8);

impl Marks {
    /// Marks those of a block in whose lane every bit is set.
    #[inline]
    pub fn mark(&mut self, block: usize, lanes: i32x8) {
        self.0 |= lanes & i32x8::splat((1_u32 << block).cast_signed());
    }

    /// How many are marked.
    #[must_use]
    pub fn count(self) -> u32 {
        self.words().map(u32::count_ones).iter().sum()
    }

    /// Whether nobody is.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.words() == [0; ABREAST]
    }

    /// Places in the crowd of those marked, in no order that matters.
    pub fn places(self) -> impl Iterator<Item = usize> {
        let words = self.words().into_iter().enumerate();
        words.flat_map(|(lane, word)| Bits(word.into()).map(move |block| block as usize * ABREAST + lane))
    }

    fn words(self) -> [u32; ABREAST] {
        self.0.to_array().map(i32::cast_unsigned)
    }
}

impl BitAnd for Marks {
    type Output = Self;

    /// Those whom both mark.
    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_marked_is_found() {
        let (mut marks, mut evens) = (Marks::default(), Marks::default());
        assert!(marks.is_empty());
        let lanes = |of: &dyn Fn(usize) -> bool| i32x8::new(std::array::from_fn(|lane| if of(lane) { -1 } else { 0 }));
        for block in 0..BATCH {
            marks.mark(block, lanes(&|lane| (block * ABREAST + lane).is_multiple_of(5)));
            evens.mark(block, lanes(&|lane| lane.is_multiple_of(2)));
        }
        let sorted = |marks: Marks| {
            let mut places: Vec<usize> = marks.places().collect();
            places.sort_unstable();
            places
        };
        assert_eq!(sorted(marks), (0..CROWD).step_by(5).collect::<Vec<_>>());
        assert_eq!(sorted(marks & evens), (0..CROWD).step_by(10).collect::<Vec<_>>());
        assert_eq!(marks.count() as usize, CROWD.div_ceil(5));
        assert!(!marks.is_empty());
    }
}
