//! Who is asked to learn: the nearest first.

use std::cmp::Reverse;

use crate::ids::RoleId;
use crate::process::learning::{ASK_AGAIN_WEEKS, Steepness};
use crate::process::line::Line;
use crate::process::world::{World, roles};
use crate::scenario::model::Channel;
use crate::units::Fixed;
use crate::workforce::crowd::{CROWD, Marks};
use crate::workforce::levels::ABREAST;
use crate::workforce::people::Standings;
use crate::workforce::state::State;

use super::need::Need;

use wide::i32x8;

/// People who can be asked to learn for a role this week, in order.
///
/// Thousands may be there and a handful be asked: the nearest few are looked for when the first is asked for, and the next few when those are through, twice as many each time. Nobody
/// changes meanwhile but those who were asked.
#[derive(Clone, Debug)]
pub struct Candidates<'a> {
    world: &'a World<'a>,
    need: &'a Need,
    role: RoleId,
    channel: Channel,
    /// How many are looked for next, at least.
    batch: usize,
    /// How many will likely be asked.
    likely: usize,
    /// Those not called yet of the nearest who were looked for, by distance.
    line: Line,
    /// Everybody up to this distance has been looked for.
    reached: Option<Fixed>,
    /// Those at the least distance, in the reverse order of their names: the last is asked next. Equals are rare, and names are looked up for no one else.
    front: Vec<u32>,
    /// Their distance.
    nearest: Fixed,
    /// Surplus left to offer by role: for reskilling.
    surplus: Vec<i32>,
    /// How steep the distance is that was asked for last.
    steepness: Option<(Fixed, Steepness)>,
}

/// So many are looked for at least once more than the nearest are.
const LEAST_BATCH: usize = 32;

impl<'a> Candidates<'a> {
    /// Candidates for a channel: to upskill, members of the role who will not be up to it, on no course and not leaving; to reskill, surplus people of other roles within reach.
    /// `first` are looked for first: 1 where it is to be seen whether any will be asked; `likely` then.
    pub fn of(
        state: &State,
        world: &'a World<'a>,
        role: RoleId,
        channel: Channel,
        need: &'a Need,
        first: usize,
        likely: usize,
    ) -> Self {
        let offers = |source| if source == role { 0 } else { available(state, world, source) };
        let surplus = if channel == Channel::Reskill { roles(world.scenario).map(offers).collect() } else { Vec::new() };
        Self {
            world,
            need,
            role,
            channel,
            batch: first.max(1),
            likely,
            line: Line::default(),
            reached: None,
            front: Vec::new(),
            nearest: Fixed::ZERO,
            surplus,
            steepness: None,
        }
    }

    /// Calls `found` with distance and slot of candidates, in no order that matters. It says within which distance others are still wanted, or that none are.
    fn each(&self, state: &State, found: &mut impl FnMut(Fixed, u32) -> Option<Fixed>) {
        if self.channel != Channel::Reskill {
            each_unqualified(state, self.role, self.need, found);
            return;
        }
        for (source, &surplus) in roles(self.world.scenario).zip(&self.surplus) {
            if surplus > 0 {
                each_within_reach(state, self.world, self.role, source, found);
            }
        }
    }

    /// Whether there is anybody to ask.
    pub fn any(&self, state: &State) -> bool {
        let mut any = false;
        self.each(state, &mut |_, _| {
            any = true;
            None
        });
        any
    }

    /// The candidate to ask next, with their distance; they stay in line.
    pub fn next(&mut self, state: &State) -> Option<(Fixed, u32)> {
        loop {
            if self.front.is_empty() {
                self.call_nearest(state);
            }
            let slot = *self.front.last()?;
            let home = state.people.posts[slot as usize].role;
            if self.channel != Channel::Reskill || self.surplus[home.index()] > 0 {
                return Some((self.nearest, slot));
            }
            self.front.pop();
        }
    }

    /// Calls those at the least distance, and puts them in order.
    fn call_nearest(&mut self, state: &State) {
        let called = self.line.call(&mut self.front).or_else(|| {
            self.look_for_more(state);
            self.line.call(&mut self.front)
        });
        self.nearest = called.map_or(self.nearest, Fixed);
        self.front.sort_unstable_by_key(|&slot| Reverse((state.people.posts[slot as usize].key, slot)));
    }

    /// Looks for the nearest of those who have not been looked for, a batch of them at least, and everybody who is as near.
    fn look_for_more(&mut self, state: &State) {
        let reached = self.reached;
        if reached == Some(Fixed::ONE) {
            return;
        }
        let (mut line, mut limit, mut enough) = (std::mem::take(&mut self.line), Fixed::ONE, 2 * self.batch);
        self.each(state, &mut |distance, slot| {
            if distance <= limit && reached.is_none_or(|reached| distance > reached) {
                line.join(distance.0, slot);
                if line.waiting() >= enough {
                    limit = Fixed(line.keep_least(self.batch));
                    // Many may be equally near.
                    enough = enough.max(2 * line.waiting());
                }
            }
            Some(limit)
        });
        (self.line, self.reached) = (line, Some(limit));
        self.batch = (2 * self.batch).max(self.likely).max(LEAST_BATCH);
    }

    /// How steep a candidate's distance is.
    pub fn steepness(&mut self, distance: Fixed) -> Steepness {
        match self.steepness {
            Some((known, steepness)) if known == distance => steepness,
            _ => self.steepness.insert((distance, Steepness::of(distance, &self.world.scenario.learning))).1,
        }
    }

    /// Takes the candidate who is asked out of the line.
    pub fn take(&mut self) {
        self.front.pop();
    }

    /// Somebody has accepted: their role has less surplus to offer.
    pub fn accepted(&mut self, home: RoleId) {
        if let Some(surplus) = self.surplus.get_mut(home.index()) {
            *surplus -= 1;
        }
    }
}

/// All bits of a lane whose person is within a distance.
#[inline]
fn within(fits: i32x8, distance: Fixed) -> i32x8 {
    fits.simd_gt(i32x8::splat(distance.complement().0.cast_signed() - 1))
}

/// Those in a role who can be asked and will not be up to it; see `Candidates::each`.
fn each_unqualified(state: &State, role: RoleId, need: &Need, found: &mut impl FnMut(Fixed, u32) -> Option<Fixed>) {
    let here = &state.roles[role.index()];
    let mut wanted = Fixed::ONE;
    let mut fitted = here.aim.fits_of(&here.levels);
    for (members, &lacking) in here.members.chunks(CROWD).zip(&need.lacking) {
        if lacking.is_empty() {
            fitted.skip_crowd(members.len());
            continue;
        }
        let fits = fitted.next_crowd(members.len());
        let mut near = Marks::default();
        fits.iter().enumerate().for_each(|(block, &fits)| near.mark(block, within(fits, wanted)));
        for place in (near & lacking).places() {
            let (distance, slot) = (distance_of(fits, place), members[place]);
            // What is wanted may have come nearer since the crowd was gone through.
            if distance <= wanted && may_be_asked(state, role, slot) {
                match found(distance, slot) {
                    Some(distance) => wanted = distance,
                    None => return,
                }
            }
        }
    }
}

/// Those in another role who can be asked and are within reach; see `Candidates::each`.
fn each_within_reach(
    state: &State,
    world: &World,
    role: RoleId,
    source: RoleId,
    found: &mut impl FnMut(Fixed, u32) -> Option<Fixed>,
) {
    let reach = Fixed::nearest(world.scenario.learning.max_distance);
    let mut wanted = reach;
    let aim = &state.roles[role.index()].aim;
    let there = &state.roles[source.index()];
    let mut fitted = aim.fits_of(&there.levels);
    for (members, standings) in there.members.chunks(CROWD).zip(there.standing.chunks(CROWD)) {
        let fits = fitted.next_crowd(members.len());
        let mut near = Marks::default();
        Standings::each_block(standings, |block, these| near.mark(block, these.free() & within(fits[block], wanted)));
        for place in near.places() {
            let (distance, slot) = (distance_of(fits, place), members[place]);
            // What is wanted may have come nearer since the crowd was gone through.
            if distance <= wanted && may_be_asked(state, role, slot) {
                match found(distance, slot) {
                    Some(distance) => wanted = distance.min(reach),
                    None => return,
                }
            }
        }
    }
}

/// Distance of a member of a crowd, by the crowd's fits.
fn distance_of(fits: &[i32x8], place: usize) -> Fixed {
    Fixed(fits[place / ABREAST].as_array()[place % ABREAST].cast_unsigned()).complement()
}

/// Whether somebody has not refused, failed or dropped out within the last 26 weeks.
fn may_be_asked(state: &State, role: RoleId, slot: u32) -> bool {
    state.roles[role.index()].asked.last(slot).is_none_or(|last| state.week.0 - last >= ASK_AGAIN_WEEKS)
}

/// Surplus of a role that can be offered another: people beyond the seats foreseen at `t + lead`, less the quits expected by then.
#[expect(clippy::cast_possible_truncation, reason = "expected quits are below the headcount times weeks")]
fn available(state: &State, world: &World, role: RoleId) -> i32 {
    let lead = world.terms(role).lead_weeks;
    let here = &state.roles[role.index()];
    let quits = libm::floor(here.expected_quits * f64::from(lead)) as i32;
    (here.staying() - world.outlook.seats_foreseen(role, state.week, state.week + lead)).saturating_sub(quits).max(0)
}
