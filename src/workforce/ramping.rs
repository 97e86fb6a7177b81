//! People of a role who are ramping up, side by side, so that their output is worked out from four bytes each.
//!
//! They stand in the order in which they entered the role, so that whoever is done stands first. Output while ramping up is nowhere kept by person: a pass
//! a week sums it anew, and what happens to somebody in between changes only what the pass reads.

use std::collections::VecDeque;

use crate::units::Fixed;
use crate::workforce::people::NONE;

/// Entries given up before the others are moved to the front.
const SLACK: usize = 256;

/// People who ramp up alike, in the order in which they entered the role.
#[derive(Clone, Debug, Default)]
pub struct Ramping {
    /// Fit, and whether they are on a course; 0 for whoever has gone.
    fits: Vec<u32>,
    /// Who; `NONE` for whoever has gone.
    slots: Vec<u32>,
    /// Weeks in which people entered the role, and where those who did end.
    cohorts: VecDeque<(i32, usize)>,
    /// Entries at the front that are done.
    done: usize,
    /// Ticket of the entry at the front.
    front: u32,
    /// Entries of people on a course.
    learning: usize,
}

/// On a course. A fit is at most 2^20, so that the high bits are free.
const LEARNING: u32 = 1 << 31;

impl Ramping {
    /// The same as others, in the memory that is there.
    #[must_use]
    pub fn refill(self, others: &Self) -> Self {
        use super::state::refilled;
        let mut cohorts = self.cohorts;
        cohorts.clone_from(&others.cohorts);
        Self { fits: refilled(self.fits, &others.fits), slots: refilled(self.slots, &others.slots), cohorts, ..*others }
    }

    /// Somebody on no course enters, after everybody who entered in an earlier week; returns their ticket.
    #[expect(clippy::cast_possible_truncation, reason = "fewer newcomers than people and weeks")]
    pub fn push(&mut self, slot: u32, fit: Fixed, start: i32) -> u32 {
        self.fits.push(fit.0);
        self.slots.push(slot);
        let end = self.fits.len();
        match self.cohorts.back_mut() {
            Some(last) if last.0 == start => last.1 = end,
            last => {
                debug_assert!(last.is_none_or(|last| last.0 < start), "in the order of entering");
                self.cohorts.push_back((start, end));
            }
        }
        self.front + end as u32 - 1
    }

    fn replace(&mut self, ticket: u32, word: u32) {
        let before = std::mem::replace(&mut self.fits[(ticket - self.front) as usize], word);
        self.learning += usize::from(word & LEARNING != 0);
        self.learning -= usize::from(before & LEARNING != 0);
    }

    /// Whoever holds a ticket has another fit, or has begun or ended a course.
    pub fn set(&mut self, ticket: u32, fit: Fixed, learning: bool) {
        self.replace(ticket, if learning { fit.0 | LEARNING } else { fit.0 });
    }

    /// Whoever holds a ticket has left the role.
    pub fn remove(&mut self, ticket: u32) {
        self.replace(ticket, 0);
        self.slots[(ticket - self.front) as usize] = NONE;
    }

    /// Calls `done` with whoever's ramp is complete in a week, and takes them out.
    pub fn complete(&mut self, week: i32, ramps: &[Fixed], mut done: impl FnMut(u32)) {
        while let Some(&(start, end)) = self.cohorts.front() {
            if ramp(week, start, ramps).is_some() {
                break;
            }
            self.learning -= self.fits[self.done..end].iter().filter(|&word| word & LEARNING != 0).count();
            self.slots[self.done..end].iter().copied().filter(|&slot| slot != NONE).for_each(&mut done);
            self.done = end;
            self.cohorts.pop_front();
        }
        if self.done > SLACK && self.done > self.fits.len() / 2 {
            self.fits.drain(..self.done);
            self.slots.drain(..self.done);
            self.cohorts.iter_mut().for_each(|cohort| cohort.1 -= self.done);
            #[expect(clippy::cast_possible_truncation, reason = "fewer than all entries")]
            let moved = self.done as u32;
            self.front += moved;
            self.done = 0;
        }
    }

    /// Output of everybody in a week: fit, times ramp, times the share of time not spent learning. `complete` comes first.
    #[must_use]
    pub fn output(&self, week: i32, ramps: &[Fixed], at_work: Fixed) -> i64 {
        let (mut output, mut begin) = (0, self.done);
        for &(start, end) in &self.cohorts {
            let words = &self.fits[begin..end];
            begin = end;
            let Some(ramp) = ramp(week, start, ramps) else { continue };
            let made = |word: u32| Fixed(word & !LEARNING).times(ramp);
            output += words.iter().map(|&word| u64::from(made(word).0)).sum::<u64>();
            if self.learning > 0 {
                let learners = words.iter().filter(|&word| word & LEARNING != 0);
                output -= learners.map(|&word| u64::from(made(word).0 - made(word).times(at_work).0)).sum::<u64>();
            }
        }
        output.cast_signed()
    }
}

/// Ramp in a week of whoever entered in another; none once it is complete.
fn ramp(week: i32, start: i32, ramps: &[Fixed]) -> Option<Fixed> {
    usize::try_from(week - start).ok().and_then(|weeks| ramps.get(weeks)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const RAMPS: [Fixed; 4] = [Fixed(1 << 18), Fixed(1 << 19), Fixed(3 << 18), Fixed((1 << 20) - 1)];

    #[test]
    fn output_is_that_of_each_by_themselves_while_people_come_and_go() {
        let half = Fixed(1 << 19);
        let mut ramping = Ramping::default();
        // Ticket, fit, start and whether on a course, of everybody still ramping up, by slot.
        let mut plain: Vec<Option<(u32, Fixed, i32, bool)>> = Vec::new();
        let mut random = 7_u32;
        let mut draw = |below: u32| {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (random >> 8) % below
        };
        for week in 0..600 {
            for _ in 0..draw(6) {
                let (slot, fit) = (u32::try_from(plain.len()).unwrap(), Fixed(draw(1 << 20)));
                plain.push(Some((ramping.push(slot, fit, week), fit, week, false)));
            }
            for person in plain.iter_mut().rev().take(20) {
                let Some((ticket, fit, _, learning)) = person else { continue };
                match draw(12) {
                    0 => {
                        ramping.remove(*ticket);
                        *person = None;
                    }
                    1 => {
                        (*fit, *learning) = (Fixed(draw(1 << 20)), !*learning);
                        ramping.set(*ticket, *fit, *learning);
                    }
                    _ => (),
                }
            }
            ramping.complete(week, &RAMPS, |slot| {
                let (_, _, start, _) = plain[slot as usize].take().expect("nobody is done twice, nor after leaving");
                assert_eq!(week - start, 4);
            });
            let expected: i64 = plain
                .iter()
                .flatten()
                .map(|&(_, fit, start, learning)| {
                    let made = fit.times(RAMPS[usize::try_from(week - start).unwrap()]);
                    i64::from(if learning { made.times(half) } else { made }.0)
                })
                .sum();
            assert_eq!(ramping.output(week, &RAMPS, half), expected, "week {week}");
        }
        assert!(ramping.fits.len() < 1000, "what is done is given up");
    }

    #[test]
    fn without_a_ramp_everybody_is_done_at_once() {
        let mut ramping = Ramping::default();
        ramping.push(3, Fixed::ONE, 5);
        let mut done = Vec::new();
        ramping.complete(5, &[], |slot| done.push(slot));
        assert_eq!((done, ramping.output(5, &[], Fixed::ONE)), (vec![3], 0));
    }
}
