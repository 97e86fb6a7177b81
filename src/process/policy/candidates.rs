//! Who is asked to learn: the nearest first.

use std::cmp::Reverse;

use crate::ids::RoleId;
use crate::process::learning::ASK_AGAIN_WEEKS;
use crate::process::line::Line;
use crate::process::world::{World, roles};
use crate::scenario::model::Channel;
use crate::units::Fixed;
use crate::workforce::levels::ABREAST;
use crate::workforce::numbers::Bits;
use crate::workforce::people::Standings;
use crate::workforce::state::State;

use super::need::Need;

use wide::i32x8;

/// People who can be asked to learn for a role this week, in order.
///
/// They are looked for when the first is asked for. Where nobody can start, that is only the nearest; the others are lined up if it is their turn after all, when
/// nobody has changed but those who were asked.
#[derive(Clone, Debug)]
pub struct Candidates<'a> {
    world: &'a World<'a>,
    need: &'a Need,
    role: RoleId,
    channel: Channel,
    /// Whether more than the nearest will hardly be asked for: nobody can start this week.
    only_nearest: bool,
    /// Everybody not called yet, once they are lined up.
    line: Option<Line>,
    /// Those at the least distance, in the reverse order of their names: the last is asked next. Equals are rare, and names are looked up for no one else.
    front: Vec<u32>,
    /// The least distance, once looked for.
    nearest: Option<Fixed>,
    /// Surplus left to offer by role: for reskilling.
    surplus: Vec<i32>,
}

impl<'a> Candidates<'a> {
    /// Candidates for a channel: to upskill, members of the role who will not be up to it, on no course and not leaving; to reskill, surplus people of other roles within reach.
    pub fn of(state: &State, world: &'a World<'a>, role: RoleId, channel: Channel, need: &'a Need, only_nearest: bool) -> Self {
        let offers = |source| if source == role { 0 } else { available(state, world, source) };
        let surplus = if channel == Channel::Reskill { roles(world.scenario).map(offers).collect() } else { Vec::new() };
        Self { world, need, role, channel, only_nearest, line: None, front: Vec::new(), nearest: None, surplus }
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
                return Some((self.nearest?, slot));
            }
            self.front.pop();
        }
    }

    /// Takes those at the least distance out of the line and puts them in order.
    fn call_nearest(&mut self, state: &State) {
        if self.nearest.is_none() && self.only_nearest {
            self.find_nearest(state);
        } else {
            let mut line = self.line.take().unwrap_or_else(|| self.line_up(state));
            self.nearest = line.call(&mut self.front).map(Fixed).or(self.nearest);
            self.line = Some(line);
        }
        self.front.sort_unstable_by_key(|&slot| Reverse((state.people.posts[slot as usize].key, slot)));
    }

    fn find_nearest(&mut self, state: &State) {
        let (mut front, mut nearest) = (std::mem::take(&mut self.front), None);
        self.each(state, &mut |distance, slot| {
            if nearest.is_none_or(|nearest| distance < nearest) {
                nearest = Some(distance);
                front.clear();
            }
            if nearest == Some(distance) {
                front.push(slot);
            }
            nearest
        });
        (self.front, self.nearest) = (front, nearest);
    }

    /// Everybody further away than those who were called already.
    fn line_up(&self, state: &State) -> Line {
        let mut line = Line::for_up_to(self.need.unqualified as usize);
        self.each(state, &mut |distance, slot| {
            if self.nearest.is_none_or(|called| distance > called) {
                line.join(distance.0, slot);
            }
            Some(Fixed::ONE)
        });
        line
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
    for (members, &lacking) in here.members.chunks(ABREAST).zip(&need.lacking) {
        let fits = fitted.next_eight();
        if lacking == 0 {
            continue;
        }
        let near = within(fits, wanted).to_bitmask() & u32::from(lacking);
        let fits = fits.to_array();
        for lane in Bits(near.into()).map(|lane| lane as usize) {
            let slot = members[lane];
            if may_be_asked(state, role, slot) {
                match found(Fixed(fits[lane].cast_unsigned()).complement(), slot) {
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
    for (members, standings) in there.members.chunks(ABREAST).zip(there.standing.chunks(ABREAST)) {
        let fits = fitted.next_eight();
        let near = (Standings::of(standings).free() & within(fits, wanted)).to_bitmask();
        let fits = fits.to_array();
        for lane in Bits(near.into()).map(|lane| lane as usize) {
            let slot = members[lane];
            if may_be_asked(state, role, slot) {
                match found(Fixed(fits[lane].cast_unsigned()).complement(), slot) {
                    Some(distance) => wanted = distance.min(reach),
                    None => return,
                }
            }
        }
    }
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
