//! Sets of small dense numbers: gaps by number, actions by order of launch.

/// Bits of a word.
const WORD: usize = 64;

/// A set of numbers given out one after another. Books are kept of thousands of gaps, changed with every event: a bit a number, and a bit a word of them, cost less than a tree.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    bits: Vec<u64>,
    /// Which words of `bits` have any.
    any: Vec<u64>,
    /// None of the words of `any` before this has any.
    from: usize,
    count: usize,
}

impl Numbers {
    /// How many.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Adds a number.
    pub fn insert(&mut self, number: u32) {
        let (word, bit) = (number as usize / WORD, number as usize % WORD);
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
            self.any.resize(word / WORD + 1, 0);
        }
        self.count += usize::from(self.bits[word] >> bit & 1 == 0);
        self.bits[word] |= 1 << bit;
        self.any[word / WORD] |= 1 << (word % WORD);
        self.from = self.from.min(word / WORD);
    }

    /// Takes a number out, if it is there.
    pub fn remove(&mut self, number: u32) {
        let (word, bit) = (number as usize / WORD, number as usize % WORD);
        let Some(bits) = self.bits.get_mut(word) else { return };
        self.count -= usize::from(*bits >> bit & 1 == 1);
        *bits &= !(1 << bit);
        if *bits == 0 {
            self.any[word / WORD] &= !(1 << (word % WORD));
            // Numbers leave about in the order in which they came: a long past is not gone through again and again.
            self.from += self.any[self.from..].iter().take_while(|&&any| any == 0).count();
        }
    }

    /// The least.
    #[must_use]
    pub fn first(&self) -> Option<u32> {
        let (place, word) = self.any.iter().enumerate().skip(self.from).find(|&(_, &word)| word != 0)?;
        let word = place * WORD + word.trailing_zeros() as usize;
        Some(number(word, self.bits[word].trailing_zeros()))
    }

    /// The greatest.
    #[must_use]
    pub fn last(&self) -> Option<u32> {
        let (place, word) = self.any.iter().enumerate().rfind(|&(_, &word)| word != 0)?;
        let word = place * WORD + word.ilog2() as usize;
        Some(number(word, self.bits[word].ilog2()))
    }

    /// All, ascending; from both ends.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = u32> + '_ {
        let words = self
            .any
            .iter()
            .enumerate()
            .skip(self.from)
            .flat_map(|(place, &any)| Bits(any).map(move |bit| place * WORD + bit as usize));
        words.flat_map(|word| Bits(self.bits[word]).map(move |bit| number(word, bit)))
    }
}

/// The bits of a word that are set, ascending; from both ends.
#[derive(Clone, Debug)]
pub struct Bits(pub u64);

impl Iterator for Bits {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let bit = (self.0 != 0).then(|| self.0.trailing_zeros())?;
        self.0 &= self.0 - 1;
        Some(bit)
    }
}

impl DoubleEndedIterator for Bits {
    fn next_back(&mut self) -> Option<u32> {
        let bit = self.0.checked_ilog2()?;
        self.0 &= !(1 << bit);
        Some(bit)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "numbers come in as 32 bits")]
const fn number(word: usize, bit: u32) -> u32 {
    (word * WORD) as u32 + bit
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_are_kept_as_a_tree_would_keep_them() {
        let (mut numbers, mut tree) = (Numbers::default(), BTreeSet::new());
        let mut word = 1_u32;
        for _ in 0..5000 {
            word = word.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let number = word >> 18;
            if (word >> 8).trailing_zeros() >= 2 {
                numbers.insert(number);
                tree.insert(number);
            } else if let Some(first) = numbers.first() {
                let out = if word >> 10 & 1 == 0 { first } else { number };
                numbers.remove(out);
                tree.remove(&out);
            }
            assert_eq!((numbers.first(), numbers.last()), (tree.first().copied(), tree.last().copied()));
            assert_eq!(numbers.count(), tree.len());
        }
        assert!(numbers.iter().eq(tree.iter().copied()));
        assert!(numbers.iter().rev().eq(tree.iter().rev().copied()));
    }
}
