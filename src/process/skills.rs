//! Skills: fit of the people in roles whose requirements moved this week. Levels themselves move only by courses.

use crate::process::world::{World, roles};
use crate::units::Fixed;
use crate::workforce::gaps::Cover;
use crate::workforce::levels::ABREAST;
use crate::workforce::numbers::Bits;
use crate::workforce::people::{People, Standing, Standings};
use crate::workforce::state::{RoleState, State};

pub use crate::workforce::bar::Bar;

use wide::i32x8;

/// Fits again whoever is in a role that asks something else since this week.
pub fn step(state: &mut State, world: &World) {
    for role in roles(world.scenario) {
        if !state.roles[role.index()].bar_moved {
            continue;
        }
        let passed = refit(&mut state.roles[role.index()], &state.people, world);
        // A learner whom the bar has passed can now cover a gap.
        for course in passed {
            state.mark_unattached(Cover::Course(course), world.qualified_at);
        }
    }
}

/// Fits everybody in a role again; returns the courses of learners whom the bar has passed.
fn refit(role: &mut RoleState, people: &People, world: &World) -> Vec<u32> {
    let mut passed = Vec::new();
    let (mut qualified, mut output) = (0, 0);
    // Qualified is whoever fits better than this.
    let below = i32x8::splat(world.qualified_at.0.cast_signed() - 1);
    let mut fitted = role.bar.fits_of(&role.levels);
    let mut refit = |members: &[u32], standings: &mut [Standing]| {
        let before = Standings::of(standings);
        let fits = fitted.next_eight();
        let present = u32::MAX >> (32 - members.len());
        let was = before.fits().simd_gt(below).to_bitmask() & present;
        let is = fits.simd_gt(below).to_bitmask() & present;
        qualified += is.count_ones().cast_signed() - was.count_ones().cast_signed();
        // Nearly everybody gives what they fit.
        output += i64::from(((fits - before.fits()) & before.whole()).reduce_add());
        standings.iter_mut().zip(before.at(fits)).for_each(|(standing, now)| *standing = now);
        let partial = !before.whole().to_bitmask() & present;
        let fits_before = if partial == 0 { [0; ABREAST] } else { before.fits().to_array() };
        for lane in Bits(partial.into()).map(|lane| lane as usize) {
            let post = &people.posts[members[lane] as usize];
            let fit = standings[lane].fit();
            if post.is_ramping() {
                role.ramping[usize::from(post.moved)].set(post.ticket, fit, post.is_learning());
            } else {
                let [then, now] = [Fixed(fits_before[lane].cast_unsigned()), fit]
                    .map(|fit| i64::from(post.steady_output(fit, world.at_work).0));
                output += now - then;
            }
            if post.is_learning() && (was & !is) >> lane & 1 == 1 {
                passed.push(post.course);
            }
        }
    };
    // Whole eights of a known length are done without a loop.
    let (eights, rest) = role.standing.as_chunks_mut::<ABREAST>();
    let (members, last) = role.members.as_chunks::<ABREAST>();
    for (members, standings) in members.iter().zip(eights) {
        refit(members, standings);
    }
    if !last.is_empty() {
        refit(last, rest);
    }
    role.qualified += qualified;
    role.steady_output += output;
    passed
}
