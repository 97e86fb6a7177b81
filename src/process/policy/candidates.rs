//! Who is asked to learn: the nearest first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::ids::RoleId;
use crate::process::learning::ASK_AGAIN_WEEKS;
use crate::process::world::{World, roles};
use crate::scenario::model::Channel;
use crate::units::Fixed;
use crate::workforce::state::State;

use super::need::Need;

/// Somebody's place in the line, as one number: distance, then slot; the least comes first.
type Place = Reverse<u64>;

/// People who can be asked to learn for a role this week, in order.
#[derive(Clone, Debug)]
pub struct Candidates {
    line: BinaryHeap<Place>,
    /// Those at the least distance, in the reverse order of their names: the last is asked next. Equals are rare, and names are looked up for no one else.
    front: Vec<u32>,
    /// The least distance.
    nearest: Fixed,
    /// Surplus left by role, where the candidates are surplus of other roles.
    surplus: Option<Vec<i32>>,
}

impl Candidates {
    /// Members of a role who will not be up to it, on no course and not leaving.
    pub fn to_upskill(state: &mut State, role: RoleId, need: &Need) -> Self {
        // Since they were counted, this role has sent nobody on a course: they are free.
        let line = state.with_distances(role, |state, distances| {
            let free = need.unqualified.iter().filter(|&&slot| may_be_asked(state, role, slot));
            free.map(|&slot| pack(distances.of(&state.people, slot), slot)).collect()
        });
        Self::in_line(line, None)
    }

    fn in_line(line: Vec<Place>, surplus: Option<Vec<i32>>) -> Self {
        Self { line: BinaryHeap::from(line), front: Vec::new(), nearest: Fixed::ZERO, surplus }
    }

    /// Surplus people of other roles within reach.
    pub fn to_reskill(state: &mut State, world: &World, role: RoleId) -> Self {
        let reach = Fixed::nearest(world.scenario.learning.max_distance);
        let surplus: Vec<i32> =
            roles(world.scenario).map(|source| if source == role { 0 } else { available(state, world, source) }).collect();
        let line = state.with_distances(role, |state, distances| {
            let mut line = Vec::new();
            for source in roles(world.scenario).filter(|source| surplus[source.index()] > 0) {
                let here = &state.roles[source.index()];
                for (&slot, standing) in here.members.iter().zip(&here.standing) {
                    if standing.is_free() && may_be_asked(state, role, slot) {
                        let distance = distances.of(&state.people, slot);
                        if distance <= reach {
                            line.push(pack(distance, slot));
                        }
                    }
                }
            }
            line
        });
        Self::in_line(line, Some(surplus))
    }

    /// The candidate to ask next, with their distance; they stay in line.
    pub fn next(&mut self, state: &State) -> Option<(Fixed, u32)> {
        loop {
            if self.front.is_empty() {
                self.call_nearest(state);
            }
            let slot = *self.front.last()?;
            let home = state.people.posts[slot as usize].role;
            if self.surplus.as_ref().is_none_or(|surplus| surplus[home.index()] > 0) {
                return Some((self.nearest, slot));
            }
            self.front.pop();
        }
    }

    /// Takes those at the least distance out of the line and puts them in order.
    fn call_nearest(&mut self, state: &State) {
        let Some(Reverse(place)) = self.line.pop() else { return };
        let (nearest, slot) = unpack(place);
        self.nearest = nearest;
        self.front.push(slot);
        while let Some(&Reverse(place)) = self.line.peek()
            && unpack(place).0 == nearest
        {
            self.front.push(unpack(place).1);
            self.line.pop();
        }
        self.front.sort_unstable_by_key(|&slot| Reverse((state.people.posts[slot as usize].key, slot)));
    }

    /// Takes the candidate who is asked out of the line.
    pub fn take(&mut self) {
        self.front.pop();
    }

    /// Somebody has accepted: their role has less surplus to offer.
    pub fn accepted(&mut self, home: RoleId) {
        if let Some(surplus) = &mut self.surplus {
            surplus[home.index()] -= 1;
        }
    }

    /// Whether there is anybody to ask, without lining them all up.
    pub fn any(state: &State, world: &World, role: RoleId, channel: Channel, need: &Need) -> bool {
        let free = |slot: u32| state.people.is_free(slot) && may_be_asked(state, role, slot);
        if channel == Channel::Upskill {
            return need.unqualified.iter().any(|&slot| free(slot));
        }
        let aim = &state.roles[role.index()].aim;
        let reach = Fixed::nearest(world.scenario.learning.max_distance);
        roles(world.scenario).filter(|&source| source != role && available(state, world, source) > 0).any(|source| {
            let members = &state.roles[source.index()].members;
            members.iter().any(|&slot| free(slot) && aim.distance(state.people.skills_of(slot)) <= reach)
        })
    }

    /// Candidates for a channel.
    pub fn of(state: &mut State, world: &World, role: RoleId, channel: Channel, need: &Need) -> Self {
        if channel == Channel::Reskill { Self::to_reskill(state, world, role) } else { Self::to_upskill(state, role, need) }
    }
}

fn pack(distance: Fixed, slot: u32) -> Place {
    Reverse((u64::from(distance.0) << 32) | u64::from(slot))
}

#[expect(clippy::cast_possible_truncation, reason = "the parts that pack put there")]
const fn unpack(place: u64) -> (Fixed, u32) {
    (Fixed((place >> 32) as u32), place as u32)
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
